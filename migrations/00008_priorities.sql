-- +goose Up
CREATE TABLE criteria (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name     text NOT NULL UNIQUE,
	hint     text NOT NULL DEFAULT '',
	weight   int NOT NULL CHECK (weight BETWEEN 1 AND 100),
	scale    int NOT NULL DEFAULT 5 CHECK (scale BETWEEN 2 AND 10),
	position int NOT NULL DEFAULT 0,
	retired  boolean NOT NULL DEFAULT false
);
INSERT INTO criteria (name, hint, weight, scale, position) VALUES
	('How many people it touches', 'From a few households to most of the area', 30, 5, 1),
	('How hard it hits them', 'From an annoyance to daily life', 30, 5, 2),
	('How much the community wants it', 'From one voice to nearly everyone asked', 25, 5, 3),
	('How far it can be changed locally', 'From out of reach to within the area''s own power', 15, 5, 4);

CREATE TABLE scores (
	issue_id     bigint NOT NULL REFERENCES issues,
	criterion_id bigint NOT NULL REFERENCES criteria,
	person_id    bigint NOT NULL REFERENCES people,
	score        int NOT NULL CHECK (score >= 1),
	at           timestamptz NOT NULL,
	PRIMARY KEY (issue_id, criterion_id, person_id)
);
COMMENT ON TABLE scores IS 'Who scored what (D8). An issue''s points are the weighted mean over criteria of the mean over people, out of 100.';

CREATE TABLE priority_rounds (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id      bigint NOT NULL REFERENCES areas,
	cycle        int NOT NULL DEFAULT 1,
	method       text NOT NULL CHECK (method IN ('workshop tally', 'paper count')),
	held_on      date NOT NULL,
	place        text NOT NULL DEFAULT '',
	taking_part  int NOT NULL CHECK (taking_part >= 1),
	note         text NOT NULL DEFAULT '',
	entered_by   bigint NOT NULL REFERENCES people,
	entered_at   timestamptz NOT NULL,
	confirmed_by bigint REFERENCES people,
	confirmed_at timestamptz
);
CREATE INDEX priority_rounds_area ON priority_rounds (area_id, cycle, id);

CREATE TABLE priority_tallies (
	round_id bigint NOT NULL REFERENCES priority_rounds,
	issue_id bigint NOT NULL REFERENCES issues,
	votes    int NOT NULL CHECK (votes >= 0),
	priority boolean NOT NULL DEFAULT false,
	PRIMARY KEY (round_id, issue_id)
);
COMMENT ON COLUMN priority_tallies.priority IS 'Confirmed as a priority with the community (D9).';

-- A Member may call gate 2 back when the confirmed priorities differ from the list that was signed (domain §3).
ALTER TABLE attempts ADD COLUMN called_back_by bigint REFERENCES people, ADD COLUMN called_back_at timestamptz, ADD COLUMN called_back_reason text NOT NULL DEFAULT '';
DROP INDEX attempts_passed;
CREATE UNIQUE INDEX attempts_passed ON attempts (area_id, cycle, gate)
	WHERE outcome IN ('passed', 'passed with conditions', 'overridden') AND called_back_at IS NULL;

CREATE TABLE causes (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	issue_id  bigint NOT NULL REFERENCES issues,
	parent_id bigint REFERENCES causes,
	text      text NOT NULL,
	position  int NOT NULL DEFAULT 0,
	taken_part text NOT NULL,
	version   int NOT NULL DEFAULT 1,
	by        bigint NOT NULL REFERENCES people,
	at        timestamptz NOT NULL,
	removed_at timestamptz
);
CREATE INDEX causes_issue ON causes (issue_id);
COMMENT ON COLUMN causes.taken_part IS 'Who found it, in words: community groups, patch workers (D10).';

CREATE TABLE area_profiles (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id     bigint NOT NULL REFERENCES areas,
	source      text NOT NULL,
	uploaded_by bigint NOT NULL REFERENCES people,
	uploaded_at timestamptz NOT NULL
);
CREATE INDEX area_profiles_area ON area_profiles (area_id, id);
CREATE TABLE profile_groups (
	profile_id bigint NOT NULL REFERENCES area_profiles,
	name       text NOT NULL,
	people     int NOT NULL CHECK (people >= 0),
	PRIMARY KEY (profile_id, name)
);
COMMENT ON TABLE profile_groups IS 'The groups of an area with their size; network entries speak for a group by its name (B6).';

CREATE TABLE quick_wins (
	id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id        bigint NOT NULL REFERENCES areas,
	issue_id       bigint NOT NULL REFERENCES issues,
	title          text NOT NULL,
	description    text NOT NULL DEFAULT '',
	service_id     bigint REFERENCES services,
	delivered_by   text NOT NULL DEFAULT '',
	within_duty    boolean NOT NULL DEFAULT false,
	due_on         date,
	state          text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'agreed', 'in progress', 'done', 'confirmed', 'dropped', 'promoted')),
	reason         text NOT NULL DEFAULT '',
	before_file_id bigint REFERENCES files,
	after_file_id  bigint REFERENCES files,
	proof          text NOT NULL DEFAULT '',
	version        int NOT NULL DEFAULT 1,
	proposed_by    bigint NOT NULL REFERENCES people,
	proposed_at    timestamptz NOT NULL,
	agreed_at      timestamptz,
	released_at    timestamptz,
	started_at     timestamptz,
	done_at        timestamptz,
	confirmed_at   timestamptz
);
CREATE INDEX quick_wins_area ON quick_wins (area_id, id);
CREATE INDEX quick_wins_issue ON quick_wins (issue_id);
COMMENT ON COLUMN quick_wins.within_duty IS 'A service acts within its duty: the only quick win that may start before gate 2 (issue lane, D11).';

-- +goose Down
DROP TABLE quick_wins, profile_groups, area_profiles, causes;
DROP INDEX attempts_passed;
ALTER TABLE attempts DROP COLUMN called_back_by, DROP COLUMN called_back_at, DROP COLUMN called_back_reason;
CREATE UNIQUE INDEX attempts_passed ON attempts (area_id, cycle, gate) WHERE outcome IN ('passed', 'passed with conditions', 'overridden');
DROP TABLE priority_tallies, priority_rounds, scores, criteria;
