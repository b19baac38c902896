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
	('How far it can be changed locally', 'From out of reach to within the area’s own power', 15, 5, 4);

CREATE TABLE criteria_versions (
	version int PRIMARY KEY,
	weights text NOT NULL,
	by      bigint REFERENCES people,
	at      timestamptz NOT NULL
);
COMMENT ON TABLE criteria_versions IS 'Each state that the criteria were in: a rank says by which it was made. NULL by: as shipped.';
INSERT INTO criteria_versions (version, weights, at)
SELECT 1, string_agg(name || ' ' || weight, ', ' ORDER BY position, id), CURRENT_TIMESTAMP FROM criteria;

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
	votes_each   int NOT NULL DEFAULT 1 CHECK (votes_each BETWEEN 1 AND 100),
	note         text NOT NULL DEFAULT '',
	entered_by   bigint NOT NULL REFERENCES people,
	entered_at   timestamptz NOT NULL,
	version      int NOT NULL DEFAULT 1,
	confirmed_by bigint REFERENCES people,
	confirmed_at timestamptz,
	notice_id    bigint REFERENCES notices
);
COMMENT ON COLUMN priority_rounds.notice_id IS 'The notice to Area Members that what was confirmed differs from the list signed at gate 2 (domain §3).';
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
	as_of       date NOT NULL,
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

CREATE TABLE group_speakers (
	area_id    bigint NOT NULL REFERENCES areas,
	group_name text NOT NULL,
	entry_id   bigint NOT NULL REFERENCES network_entries,
	by         bigint NOT NULL REFERENCES people,
	at         timestamptz NOT NULL,
	PRIMARY KEY (entry_id, group_name)
);
CREATE INDEX group_speakers_area ON group_speakers (area_id);
COMMENT ON TABLE group_speakers IS 'Chosen by an officer: the contact speaks for the group, whatever words their entry has. The group''s name is in lower case, so that it outlives a profile.';

CREATE TABLE quick_wins (
	id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id        bigint NOT NULL REFERENCES areas,
	issue_id       bigint NOT NULL REFERENCES issues,
	title          text NOT NULL,
	description    text NOT NULL DEFAULT '',
	service_id     bigint REFERENCES services,
	organisation_id bigint REFERENCES organisations,
	delivered_by   text NOT NULL DEFAULT '',
	within_duty    boolean NOT NULL DEFAULT false,
	due_on         date,
	state          text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'agreed', 'in progress', 'done', 'confirmed', 'dropped', 'promoted')),
	reason         text NOT NULL DEFAULT '',
	before_file_id bigint REFERENCES files,
	after_file_id  bigint REFERENCES files,
	proof          text NOT NULL DEFAULT '',
	said_by        text NOT NULL DEFAULT '',
	version        int NOT NULL DEFAULT 1,
	proposed_by    bigint NOT NULL REFERENCES people,
	proposed_at    timestamptz NOT NULL,
	agreed_at      timestamptz,
	released_at    timestamptz,
	started_at     timestamptz,
	done_at        timestamptz,
	confirmed_at   timestamptz,
	ended_at       timestamptz,
	CHECK (num_nonnulls(service_id, organisation_id) <= 1)
);
CREATE INDEX quick_wins_area ON quick_wins (area_id, id);
CREATE INDEX quick_wins_issue ON quick_wins (issue_id);
COMMENT ON COLUMN quick_wins.within_duty IS 'A service acts within its duty: the only quick win that may start before gate 2 (issue lane, D11).';
COMMENT ON COLUMN quick_wins.said_by IS 'Who confirmed that it was put right, in words: whoever raised it (D11).';
COMMENT ON COLUMN quick_wins.ended_at IS 'When it was dropped or promoted to the plan.';
-- Issues marked as quick wins before there was a lane of their own come into it as agreed, as a newly marked one does.
INSERT INTO quick_wins (area_id, issue_id, title, state, proposed_by, proposed_at, agreed_at, released_at)
SELECT area_id, id, title, 'agreed', raised_by, raised_at, changed_at, released_at FROM issues WHERE state = 'quick win';

-- +goose Down
DROP TABLE quick_wins, group_speakers, profile_groups, area_profiles, causes;
DROP INDEX attempts_passed;
ALTER TABLE attempts DROP COLUMN called_back_by, DROP COLUMN called_back_at, DROP COLUMN called_back_reason;
CREATE UNIQUE INDEX attempts_passed ON attempts (area_id, cycle, gate) WHERE outcome IN ('passed', 'passed with conditions', 'overridden');
DROP TABLE priority_tallies, priority_rounds, scores, criteria_versions, criteria;
