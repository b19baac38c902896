-- +goose Up
CREATE TABLE executive_decisions (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id         bigint NOT NULL REFERENCES areas,
	attempt_id      bigint NOT NULL REFERENCES attempts,
	plan_version_id bigint NOT NULL REFERENCES plan_versions,
	report          text NOT NULL,
	report_digest   bytea NOT NULL,
	state           text NOT NULL DEFAULT 'drafted' CHECK (state IN ('drafted', 'scheduled', 'decided', 'published', 'called in', 'upheld', 'returned', 'in force')),
	delegated       boolean NOT NULL DEFAULT false,
	key_decision    boolean,
	forward_plan    text NOT NULL DEFAULT '',
	meets_on        date,
	made_by         bigint REFERENCES people,
	with_officer    bigint REFERENCES people,
	reasons         text NOT NULL DEFAULT '',
	alternatives    text NOT NULL DEFAULT '',
	interests       text NOT NULL DEFAULT '',
	dispensations   text NOT NULL DEFAULT '',
	decided_on      date,
	published_on    date,
	call_in_until   date,
	effective_on    date,
	call_in_reason  text NOT NULL DEFAULT '',
	return_reason   text NOT NULL DEFAULT '',
	version         int NOT NULL DEFAULT 1,
	drafted_by      bigint NOT NULL REFERENCES people,
	drafted_at      timestamptz NOT NULL,
	in_force_at     timestamptz,
	CHECK (effective_on >= decided_on),
	CHECK (published_on >= decided_on)
);
CREATE UNIQUE INDEX executive_decisions_open ON executive_decisions (attempt_id) WHERE state <> 'returned';
COMMENT ON TABLE executive_decisions IS 'The Executive part of gate 3 (002; H1–H5). Its entries go into the register.';

CREATE TABLE executive_items (
	decision_id    bigint NOT NULL REFERENCES executive_decisions,
	position       int NOT NULL,
	about          text NOT NULL CHECK (about IN ('plan', 'bid', 'delegation', 'other')),
	bid_id         bigint REFERENCES bids,
	recommendation text NOT NULL,
	outcome        text CHECK (outcome IN ('agreed', 'amended', 'not agreed')),
	resolved       text NOT NULL DEFAULT '',
	approved_pence bigint CHECK (approved_pence >= 0),
	PRIMARY KEY (decision_id, position)
);

CREATE TABLE planning_feeds (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	decision_id bigint NOT NULL UNIQUE REFERENCES executive_decisions,
	csv         text NOT NULL,
	json        text NOT NULL,
	digest      bytea NOT NULL,
	produced_at timestamptz NOT NULL
);
COMMENT ON TABLE planning_feeds IS 'The corporate planning feed of a decision, produced once on its effective date (004: "Information fed into Corporate Planning process").';

-- +goose Down
DROP TABLE planning_feeds, executive_items, executive_decisions;
