-- +goose Up
CREATE TABLE replies (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	issue_id     bigint NOT NULL REFERENCES issues,
	question     text NOT NULL CHECK (question <> ''),
	due_on       date NOT NULL,
	asked_by     bigint NOT NULL REFERENCES people,
	asked_at     timestamptz NOT NULL,
	text         text NOT NULL DEFAULT '',
	draft        int NOT NULL DEFAULT 0,
	drafted_by   bigint REFERENCES people,
	drafted_at   timestamptz,
	said_by      text NOT NULL DEFAULT '',
	said_way     text NOT NULL DEFAULT '' CHECK (said_way IN ('', 'letter', 'telephone', 'in person')),
	said_on      date,
	cleared_at   timestamptz,
	withdrawn_by bigint REFERENCES people,
	withdrawn_at timestamptz,
	CHECK ((draft = 0) = (text = '') AND (draft = 0) = (drafted_by IS NULL) AND (draft = 0) = (drafted_at IS NULL)),
	CHECK ((said_by = '') = (said_on IS NULL) AND (said_by = '') = (said_way = '')),
	CHECK (cleared_at IS NULL OR draft > 0),
	CHECK (cleared_at IS NULL OR withdrawn_at IS NULL),
	CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX replies_issue ON replies (issue_id, id);
CREATE INDEX replies_asked_by ON replies (asked_by);
CREATE INDEX replies_drafted_by ON replies (drafted_by);
CREATE INDEX replies_withdrawn_by ON replies (withdrawn_by);
COMMENT ON TABLE replies IS 'One reply of several services and organisations to an issue (D15): its lead drafts, the others clear.';
COMMENT ON COLUMN replies.draft IS 'The number of the draft that stands; views and decisions are on one draft.';
COMMENT ON COLUMN replies.said_by IS 'Who of the lead gave the draft, where an officer entered it.';

ALTER TABLE asks
	ADD COLUMN joint_id bigint REFERENCES replies,
	ADD COLUMN lead boolean NOT NULL DEFAULT false,
	ADD CONSTRAINT asks_joint CHECK (joint_id IS NULL OR kind = 'referral'),
	ADD CONSTRAINT asks_lead CHECK (NOT lead OR joint_id IS NOT NULL);
CREATE UNIQUE INDEX asks_lead_one ON asks (joint_id) WHERE lead AND withdrawn_at IS NULL AND NOT not_ours;
CREATE INDEX asks_joint_id ON asks (joint_id) WHERE joint_id IS NOT NULL;
COMMENT ON COLUMN asks.joint_id IS 'The one reply that the answer is a part of.';

CREATE TABLE reply_views (
	reply_id bigint NOT NULL REFERENCES replies,
	ask_id   bigint NOT NULL REFERENCES asks,
	draft    int NOT NULL,
	clears   boolean NOT NULL,
	reason   text NOT NULL DEFAULT '',
	said_by  text NOT NULL DEFAULT '',
	said_way text NOT NULL DEFAULT '' CHECK (said_way IN ('', 'letter', 'telephone', 'in person')),
	said_on  date,
	by       bigint NOT NULL REFERENCES people,
	at       timestamptz NOT NULL,
	PRIMARY KEY (ask_id, draft),
	CHECK (clears OR reason <> ''),
	CHECK ((said_by = '') = (said_on IS NULL) AND (said_by = '') = (said_way = ''))
);
CREATE INDEX reply_views_reply ON reply_views (reply_id, draft);
CREATE INDEX reply_views_by ON reply_views (by);
COMMENT ON TABLE reply_views IS 'Who clears a draft of the one reply, or disagrees with it, and why.';

CREATE TABLE reply_decisions (
	reply_id bigint NOT NULL REFERENCES replies,
	draft    int NOT NULL,
	stands   boolean NOT NULL,
	reason   text NOT NULL CHECK (reason <> ''),
	by       bigint NOT NULL REFERENCES people,
	at       timestamptz NOT NULL,
	PRIMARY KEY (reply_id, draft)
);
CREATE INDEX reply_decisions_by ON reply_decisions (by);
COMMENT ON TABLE reply_decisions IS 'What a director decided where services disagreed: the draft stands, or its lead writes another.';

CREATE OR REPLACE VIEW referrals AS
SELECT id, issue_id, service_id, organisation_id, ask, reply_by, was_state, referred_by, referred_at, acknowledged_by,
       acknowledged_at, answer, answered_by,
       CASE WHEN NOT not_ours AND (joint_id IS NULL OR lead) THEN answered_at END AS answered_at,
       CASE WHEN not_ours THEN answered_at ELSE withdrawn_at END AS withdrawn_at
FROM asks
WHERE kind = 'referral';
COMMENT ON VIEW referrals IS 'The asks about issues. One that was not theirs counts as withdrawn; a part of one reply is no answer before its lead''s.';

-- +goose Down
CREATE OR REPLACE VIEW referrals AS
SELECT id, issue_id, service_id, organisation_id, ask, reply_by, was_state, referred_by, referred_at, acknowledged_by,
       acknowledged_at, answer, answered_by, CASE WHEN NOT not_ours THEN answered_at END AS answered_at,
       CASE WHEN not_ours THEN answered_at ELSE withdrawn_at END AS withdrawn_at
FROM asks
WHERE kind = 'referral';
DROP TABLE reply_decisions, reply_views;
ALTER TABLE asks DROP COLUMN lead, DROP COLUMN joint_id;
DROP TABLE replies;
