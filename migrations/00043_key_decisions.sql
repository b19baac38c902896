-- +goose Up
CREATE TABLE key_answers (
	decision_id bigint PRIMARY KEY REFERENCES executive_decisions,
	proposed    boolean NOT NULL,
	why         text[] NOT NULL,
	notice_days int NOT NULL CHECK (notice_days >= 0),
	reason      text NOT NULL
);
COMMENT ON TABLE key_answers IS 'Whether the records proposed a key decision when it was last scheduled, why, and for which reason it was answered otherwise (H3). Decisions that were scheduled before this was asked have none.';
CREATE TABLE key_announcements (
	decision_id bigint PRIMARY KEY REFERENCES executive_decisions,
	how         text NOT NULL CHECK (how IN ('notice', 'general exception', 'special urgency')),
	made_on     date NOT NULL,
	who         text NOT NULL,
	why         text NOT NULL,
	from_on     date NOT NULL CHECK (from_on >= made_on),
	CHECK (how = 'notice' OR (who <> '' AND why <> ''))
);
COMMENT ON TABLE key_announcements IS 'How a key decision was announced, and from which day it can be taken by that (SI 2012/2089, regulations 9 to 11). What was noted before it was changed stays in the register.';

-- +goose Down
DROP TABLE key_announcements, key_answers;
