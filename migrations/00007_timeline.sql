-- +goose Up
-- A council may name phases of its own (F2); the ten of 004 are what is shipped.
ALTER TABLE phases DROP CONSTRAINT phases_phase_check, ADD CONSTRAINT phases_phase_check CHECK (phase <> '');

CREATE TABLE timeline_templates (
	version    int PRIMARY KEY,
	note       text NOT NULL DEFAULT '',
	created_by bigint REFERENCES people,
	created_at timestamptz NOT NULL
);
COMMENT ON TABLE timeline_templates IS 'The production model of 004 as data with a version; a cycle keeps the version that it was started from (F1).';

CREATE TABLE template_phases (
	version     int NOT NULL REFERENCES timeline_templates,
	position    int NOT NULL,
	phase       text NOT NULL CHECK (phase <> ''),
	name        text NOT NULL CHECK (name <> ''),
	description text NOT NULL DEFAULT '',
	early_weeks int CHECK (early_weeks >= 1),
	late_weeks  int CHECK (late_weeks >= early_weeks),
	gate        int CHECK (gate BETWEEN 1 AND 4),
	PRIMARY KEY (version, position),
	UNIQUE (version, phase),
	CHECK ((early_weeks IS NULL) = (late_weeks IS NULL))
);
COMMENT ON COLUMN template_phases.early_weeks IS 'NULL where the source allocates nothing: a person sets a target date.';

CREATE TABLE template_activities (
	version   int NOT NULL,
	phase     text NOT NULL,
	position  int NOT NULL,
	text      text NOT NULL,
	alongside boolean NOT NULL DEFAULT false,
	PRIMARY KEY (version, phase, position),
	FOREIGN KEY (version, phase) REFERENCES template_phases (version, phase)
);

INSERT INTO timeline_templates (version, note, created_at) VALUES (1, 'As in the LCAP production model', '2026-01-01');
INSERT INTO template_phases (version, position, phase, name, description, early_weeks, late_weeks, gate) VALUES
	(1, 1, '1', 'Initiation and outreach', 'Members inducted, the area tested as a meaningful community.', 3, 3, 1),
	(1, 2, '2a', 'Issues: network and data', 'A representative network formed, patch workers engaged, issues collected.', 6, 8, NULL),
	(1, 3, '2b', 'Issues: categorise and synthesise', 'Issues categorised and synthesised with Area Members.', 2, 2, 2),
	(1, 4, '2c', 'Issues: causes and priorities', 'Root causes found, priorities confirmed with the community.', 2, 2, NULL),
	(1, 5, '2d', 'Issues: review with services and partners', 'Review and analysis with service officers and partner organisations.', 2, 2, NULL),
	(1, 6, '3', 'Solutions development', 'Solutions identified and their feasibility tested.', 12, 16, NULL),
	(1, 7, '4', 'Plan and bid approvals', 'Members sign off, then the Executive decides.', 6, 6, 3),
	(1, 8, '5', 'Delivery planning', 'Services and partners refine and confirm actions.', NULL, NULL, 4),
	(1, 9, '6', 'Implementation', 'Departments and partners deliver.', NULL, NULL, NULL),
	(1, 10, '7', 'Monitoring and evaluation', 'Benefits and performance monitored.', NULL, NULL, NULL);
INSERT INTO template_activities (version, phase, position, text, alongside) VALUES
	(1, '1', 1, 'Induction for borough and county Area Members', false),
	(1, '1', 2, 'Nominal geographic area given; its validity tested with community and service providers', false),
	(1, '2a', 1, 'Representative network of contacts formed', false),
	(1, '2a', 2, 'Patch workers engaged', false),
	(1, '2a', 3, 'Data and intelligence collected through Area Members, service officers, community and desk research', false),
	(1, '2b', 1, 'Issues categorised and synthesised with Area Members', false),
	(1, '2b', 2, 'Quick wins identified and implemented', true),
	(1, '2c', 1, 'Service officers and stakeholder organisations informed of the issues', false),
	(1, '2c', 2, 'Root causes found with community and patch workers', false),
	(1, '2c', 3, 'Key issues and priorities confirmed with the community', false),
	(1, '2d', 1, 'Review and analysis with service officers and partner organisations', false),
	(1, '3', 1, 'Solutions identified with community, service officers and partners', false),
	(1, '3', 2, 'Feasibility worked up and tested with service officers, partners, Area Members and community', false),
	(1, '3', 3, 'Feedback to and dialogue with community and Members', true),
	(1, '4', 1, 'Area Members’ approval and sign-off', false),
	(1, '4', 2, 'Executive approval and sign-off of the draft plan', false),
	(1, '4', 3, 'Information fed into corporate planning', false),
	(1, '5', 1, 'Service officers and partners refine and confirm actions', false),
	(1, '5', 2, 'Hand-over support from the liaison team', false),
	(1, '5', 3, 'Final consultation on the plan for publication', false),
	(1, '6', 1, 'Departments and partners implement', false),
	(1, '7', 1, 'Monitoring integrated into corporate performance management', false),
	(1, '7', 2, 'Area Members’ informal monitoring', false),
	(1, '7', 3, 'Reactive monitoring by the community planning officer', false),
	(1, '7', 4, 'Benefits monitoring by the community liaison officer', false);

CREATE TABLE cycles (
	area_id    bigint NOT NULL REFERENCES areas,
	cycle      int NOT NULL,
	template   int NOT NULL REFERENCES timeline_templates,
	version    int NOT NULL DEFAULT 1,
	started_on date NOT NULL,
	started_by bigint NOT NULL REFERENCES people,
	PRIMARY KEY (area_id, cycle)
);

CREATE TABLE cycle_phases (
	area_id     bigint NOT NULL,
	cycle       int NOT NULL,
	position    int NOT NULL,
	phase       text NOT NULL,
	name        text NOT NULL CHECK (name <> ''),
	description text NOT NULL DEFAULT '',
	gate        int CHECK (gate BETWEEN 1 AND 4),
	early_start date,
	late_start  date,
	early_end   date,
	late_end    date,
	target_on   date,
	skipped     boolean NOT NULL DEFAULT false,
	PRIMARY KEY (area_id, cycle, phase),
	FOREIGN KEY (area_id, cycle) REFERENCES cycles,
	CHECK (late_start >= early_start),
	CHECK (late_end >= early_end),
	CHECK (early_end >= early_start),
	CHECK ((early_end IS NULL) = (late_end IS NULL)),
	CHECK (gate IS NULL OR NOT skipped)
);
CREATE UNIQUE INDEX cycle_phases_gate ON cycle_phases (area_id, cycle, gate);
COMMENT ON TABLE cycle_phases IS 'What is planned for an area''s cycle; what happened is in phases. The time that a phase has is from its start to its end.';

CREATE TABLE cycle_activities (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id   bigint NOT NULL,
	cycle     int NOT NULL,
	phase     text NOT NULL,
	position  int NOT NULL,
	text      text NOT NULL,
	alongside boolean NOT NULL DEFAULT false,
	skipped   boolean NOT NULL DEFAULT false,
	done_on   date,
	done_by   bigint REFERENCES people,
	FOREIGN KEY (area_id, cycle, phase) REFERENCES cycle_phases,
	CHECK ((done_on IS NULL) = (done_by IS NULL))
);
CREATE INDEX cycle_activities_area ON cycle_activities (area_id, cycle, phase, position);

CREATE TABLE timeline_changes (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	area_id bigint NOT NULL,
	cycle   int NOT NULL,
	phase   text NOT NULL,
	what    text NOT NULL,
	reason  text NOT NULL,
	party   text NOT NULL CHECK (party IN ('liaison team', 'Members', 'Executive', 'service', 'partner', 'community', 'outside')),
	days    int NOT NULL DEFAULT 0,
	by      bigint NOT NULL REFERENCES people,
	at      timestamptz NOT NULL,
	FOREIGN KEY (area_id, cycle) REFERENCES cycles
);
CREATE INDEX timeline_changes_area ON timeline_changes (area_id, cycle, id);
COMMENT ON TABLE timeline_changes IS 'Deviations with reason and the party that the slippage is down to (F2, F5); days is how far late ends moved.';

-- Areas that were under way get a cycle from the phases that they have entered: those keep their dates, what follows hangs on the last.
INSERT INTO cycles (area_id, cycle, template, started_on, started_by)
SELECT DISTINCT ON (h.area_id, h.cycle) h.area_id, h.cycle, 1, h.opened_on, h.opened_by
FROM phases h
ORDER BY h.area_id, h.cycle, h.opened_on, h.phase;

INSERT INTO cycle_phases (area_id, cycle, position, phase, name, description, gate, early_start, late_start, early_end, late_end)
WITH model AS (
	SELECT t.*, sum(t.early_weeks) OVER (ORDER BY t.position) AS early, sum(t.late_weeks) OVER (ORDER BY t.position) AS late
	FROM template_phases t
	WHERE t.version = 1
),
last AS (
	SELECT DISTINCT ON (h.area_id, h.cycle) h.area_id, h.cycle, h.early_end, h.late_end, m.position, m.early, m.late
	FROM phases h
	JOIN model m ON m.phase = h.phase
	ORDER BY h.area_id, h.cycle, m.position DESC
)
SELECT l.area_id, l.cycle, m.position, m.phase, m.name, m.description, m.gate,
       CASE WHEN h.phase IS NOT NULL THEN h.opened_on
            WHEN m.position > l.position AND b.early_weeks IS NOT NULL THEN l.early_end + 7 * (b.early - l.early)::int END,
       CASE WHEN h.phase IS NOT NULL THEN h.opened_on
            WHEN m.position > l.position AND b.late_weeks IS NOT NULL THEN l.late_end + 7 * (b.late - l.late)::int END,
       CASE WHEN h.phase IS NOT NULL THEN h.early_end
            WHEN m.position > l.position AND m.early_weeks IS NOT NULL THEN l.early_end + 7 * (m.early - l.early)::int END,
       CASE WHEN h.phase IS NOT NULL THEN h.late_end
            WHEN m.position > l.position AND m.late_weeks IS NOT NULL THEN l.late_end + 7 * (m.late - l.late)::int END
FROM last l
CROSS JOIN model m
LEFT JOIN model b ON b.position = m.position - 1
LEFT JOIN phases h ON h.area_id = l.area_id AND h.cycle = l.cycle AND h.phase = m.phase;

INSERT INTO cycle_activities (area_id, cycle, phase, position, text, alongside)
SELECT p.area_id, p.cycle, p.phase, a.position, a.text, a.alongside
FROM cycle_phases p
JOIN template_activities a ON a.version = 1 AND a.phase = p.phase
ORDER BY p.area_id, p.cycle, p.position, a.position;

CREATE TABLE calendar_feeds (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	person_id  bigint NOT NULL REFERENCES people,
	token_hash bytea NOT NULL UNIQUE,
	created_at timestamptz NOT NULL,
	revoked_at timestamptz
);
CREATE UNIQUE INDEX calendar_feeds_open ON calendar_feeds (person_id) WHERE revoked_at IS NULL;

CREATE TABLE bank_holidays (
	day  date PRIMARY KEY,
	name text NOT NULL
);
COMMENT ON TABLE bank_holidays IS 'Days beyond those that the program knows, imported by an administrator.';

-- +goose Down
DROP TABLE bank_holidays, calendar_feeds, timeline_changes, cycle_activities, cycle_phases, cycles, template_activities, template_phases, timeline_templates;
ALTER TABLE phases DROP CONSTRAINT phases_phase_check, ADD CONSTRAINT phases_phase_check CHECK (phase IN ('1', '2a', '2b', '2c', '2d', '3', '4', '5', '6', '7'));
