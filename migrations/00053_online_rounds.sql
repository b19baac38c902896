-- +goose Up
ALTER TABLE priority_rounds DROP CONSTRAINT priority_rounds_method_check;
ALTER TABLE priority_rounds ADD CONSTRAINT priority_rounds_method_check
	CHECK (method IN ('workshop tally', 'paper count', 'online'));

CREATE TABLE online_rounds (
	id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id       bigint NOT NULL REFERENCES areas,
	cycle         int NOT NULL,
	opens_on      date NOT NULL,
	closes_on     date NOT NULL CHECK (closes_on >= opens_on),
	votes_each    int NOT NULL CHECK (votes_each BETWEEN 1 AND 100),
	note          text NOT NULL DEFAULT '',
	version       int NOT NULL DEFAULT 1,
	made_by       bigint NOT NULL REFERENCES people,
	made_at       timestamptz NOT NULL,
	cancelled_by  bigint REFERENCES people,
	cancelled_at  timestamptz,
	cancelled_why text NOT NULL DEFAULT '',
	round_id      bigint REFERENCES priority_rounds,
	CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancelled_why = '')),
	CHECK (cancelled_at IS NULL OR round_id IS NULL)
);
CREATE INDEX online_rounds_area ON online_rounds (area_id, id);
CREATE UNIQUE INDEX online_rounds_count ON online_rounds (round_id) WHERE round_id IS NOT NULL;
COMMENT ON TABLE online_rounds IS 'The community is asked online which issues of an area matter most (D9): from one day to another, in London.';
COMMENT ON COLUMN online_rounds.round_id IS 'Its count among the rounds of priorities, once it has closed and was counted.';

CREATE TABLE online_round_issues (
	round_id bigint NOT NULL REFERENCES online_rounds,
	issue_id bigint NOT NULL REFERENCES issues,
	position int NOT NULL,
	title    text NOT NULL,
	PRIMARY KEY (round_id, issue_id)
);
COMMENT ON COLUMN online_round_issues.title IS 'The words that people are asked about, whatever the issue is called since.';

CREATE TABLE online_round_codes (
	id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	round_id      bigint NOT NULL REFERENCES online_rounds,
	sheet         int NOT NULL,
	slip          int NOT NULL,
	hash          bytea NOT NULL UNIQUE,
	made_by       bigint NOT NULL REFERENCES people,
	made_at       timestamptz NOT NULL,
	cancelled_by  bigint REFERENCES people,
	cancelled_at  timestamptz,
	cancelled_why text NOT NULL DEFAULT '',
	UNIQUE (round_id, sheet, slip),
	CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancelled_why = ''))
);
COMMENT ON TABLE online_round_codes IS 'Single-use codes on slips of paper, by which people without account take part. The code itself is kept nowhere.';

CREATE TABLE online_round_answers (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	round_id    bigint NOT NULL REFERENCES online_rounds,
	code_id     bigint UNIQUE REFERENCES online_round_codes,
	person_id   bigint REFERENCES people,
	words       text NOT NULL DEFAULT '',
	answered_at timestamptz NOT NULL,
	changed_at  timestamptz NOT NULL,
	UNIQUE (round_id, person_id),
	CHECK ((code_id IS NULL) <> (person_id IS NULL))
);

CREATE TABLE online_round_votes (
	answer_id bigint NOT NULL REFERENCES online_round_answers,
	issue_id  bigint NOT NULL REFERENCES issues,
	PRIMARY KEY (answer_id, issue_id)
);

-- +goose Down
DROP TABLE online_round_votes, online_round_answers, online_round_codes, online_round_issues, online_rounds;
DELETE FROM priority_tallies WHERE round_id IN (SELECT id FROM priority_rounds WHERE method = 'online');
DELETE FROM priority_rounds WHERE method = 'online';
ALTER TABLE priority_rounds DROP CONSTRAINT priority_rounds_method_check;
ALTER TABLE priority_rounds ADD CONSTRAINT priority_rounds_method_check
	CHECK (method IN ('workshop tally', 'paper count'));
