-- +goose Up
CREATE TABLE executive_decisions (
	id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id          bigint NOT NULL REFERENCES areas,
	attempt_id       bigint NOT NULL REFERENCES attempts,
	plan_version_id  bigint NOT NULL REFERENCES plan_versions,
	report           text NOT NULL,
	report_digest    bytea NOT NULL,
	state            text NOT NULL DEFAULT 'drafted' CHECK (state IN ('drafted', 'scheduled', 'decided', 'published', 'called in', 'upheld', 'returned', 'in force')),
	delegated        boolean NOT NULL DEFAULT false,
	key_decision     boolean,
	forward_plan     text NOT NULL DEFAULT '',
	meets_on         date,
	made_by          bigint REFERENCES people,
	with_officer     bigint REFERENCES people,
	reasons          text NOT NULL DEFAULT '',
	alternatives     text NOT NULL DEFAULT '',
	interests        text NOT NULL DEFAULT '',
	member_interests text NOT NULL DEFAULT '',
	dispensations    text NOT NULL DEFAULT '',
	decided_on       date,
	record           text NOT NULL DEFAULT '',
	record_digest    bytea,
	recorded_by      bigint REFERENCES people,
	recorded_at      timestamptz,
	confirmed_by     bigint REFERENCES people,
	confirmed_at     timestamptz,
	published_on     date,
	call_in_until    date,
	effective_on     date,
	called_in_by     text NOT NULL DEFAULT '',
	called_in_on     date,
	call_in_reason   text NOT NULL DEFAULT '',
	settled_on       date,
	return_reason    text NOT NULL DEFAULT '',
	version          int NOT NULL DEFAULT 1,
	drafted_by       bigint NOT NULL REFERENCES people,
	drafted_at       timestamptz NOT NULL,
	in_force_at      timestamptz,
	CHECK (effective_on >= decided_on),
	CHECK (published_on >= decided_on),
	CHECK (delegated = (made_by IS NOT NULL)),
	CHECK (delegated OR with_officer IS NULL),
	CHECK (with_officer IS DISTINCT FROM made_by OR made_by IS NULL),
	CHECK (confirmed_by IS DISTINCT FROM recorded_by OR recorded_by IS NULL),
	CHECK (state <> 'in force' OR (in_force_at IS NOT NULL AND effective_on IS NOT NULL))
);
CREATE UNIQUE INDEX executive_decisions_attempt ON executive_decisions (attempt_id);
CREATE INDEX executive_decisions_area ON executive_decisions (area_id, id);
CREATE INDEX executive_decisions_waiting ON executive_decisions (effective_on) WHERE state IN ('published', 'upheld');
COMMENT ON TABLE executive_decisions IS 'The Executive part of gate 3 (002; H1–H5). Its entries go into the register.';
COMMENT ON COLUMN executive_decisions.record IS 'What was decided, canonical JSON: the second maker of a joint decision confirms its SHA-256, record_digest, and so does the register.';
COMMENT ON COLUMN executive_decisions.member_interests IS 'Found in the records: who makes the decision and signed the gate as an Area Member (domain, separation of duties).';
COMMENT ON COLUMN executive_decisions.settled_on IS 'When a called-in decision was upheld or returned.';

CREATE TABLE executive_items (
	decision_id    bigint NOT NULL REFERENCES executive_decisions,
	position       int NOT NULL,
	about          text NOT NULL CHECK (about IN ('plan', 'bid', 'delegation', 'other')),
	bid_id         bigint REFERENCES bids,
	asked_pence    bigint CHECK (asked_pence > 0),
	recommendation text NOT NULL,
	if_agreed      text NOT NULL,
	outcome        text CHECK (outcome IN ('agreed', 'amended', 'not agreed')),
	resolved       text NOT NULL DEFAULT '',
	reason         text NOT NULL DEFAULT '',
	approved_pence bigint CHECK (approved_pence > 0 AND approved_pence <= asked_pence),
	PRIMARY KEY (decision_id, position),
	CHECK ((about = 'bid') = (bid_id IS NOT NULL)),
	CHECK ((about = 'bid') = (asked_pence IS NOT NULL)),
	CHECK (outcome <> 'not agreed' OR approved_pence IS NULL)
);
CREATE INDEX executive_items_bid ON executive_items (bid_id);
COMMENT ON COLUMN executive_items.if_agreed IS 'The recommendation as the minutes resolve it where it is agreed as it stands (002).';

CREATE TABLE planning_feeds (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	decision_id bigint NOT NULL UNIQUE REFERENCES executive_decisions,
	csv         text NOT NULL,
	json        text NOT NULL,
	digest      bytea NOT NULL,
	rows        int NOT NULL,
	produced_at timestamptz NOT NULL
);
CREATE INDEX planning_feeds_area ON planning_feeds (area_id, id);
COMMENT ON TABLE planning_feeds IS 'The corporate planning feed of a decision, produced once on its effective date (004: "Information fed into Corporate Planning process").';
COMMENT ON COLUMN planning_feeds.digest IS 'SHA-256 of csv followed by json: the entry of the register that says "in force" carries it.';

-- +goose Down
DROP TABLE planning_feeds, executive_items, executive_decisions;
