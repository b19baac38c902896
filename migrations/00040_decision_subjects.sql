-- +goose Up
-- A decision belongs to one council's decision-maker in law (domain, ruling 15), and stands on what it decides, not on an
-- attempt. A report may put several things to be decided: those are its subjects. Each council that has recommendations in
-- it has a decision of its own, recorded, called in and in force alone. Decisions so far have a report with one subject each.
CREATE TABLE executive_reports (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	text    text NOT NULL,
	words   text NOT NULL DEFAULT '',
	digest  bytea NOT NULL,
	version int NOT NULL DEFAULT 1 CHECK (version > 0)
);
COMMENT ON TABLE executive_reports IS 'A report to the Executives of one or more councils, frozen.';
COMMENT ON COLUMN executive_reports.words IS 'A line for each commitment of text: salt, key and words. Empty where the report was frozen whole.';
COMMENT ON COLUMN executive_reports.version IS 'Counts the changes of the report. The first is in the register by its own entry, every later one by the record of what was decided on it.';
INSERT INTO executive_reports (id, text, words, digest, version) OVERRIDING SYSTEM VALUE
SELECT id, report, report_words, report_digest, report_version FROM executive_decisions ORDER BY id;
SELECT setval(pg_get_serial_sequence('executive_reports', 'id'), max(id)) FROM executive_reports HAVING max(id) IS NOT NULL;

CREATE TABLE decision_subjects (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	report_id       bigint NOT NULL REFERENCES executive_reports,
	kind            text NOT NULL CHECK (kind IN ('gate 3')),
	area_id         bigint NOT NULL REFERENCES areas,
	attempt_id      bigint NOT NULL REFERENCES attempts,
	plan_version_id bigint NOT NULL REFERENCES plan_versions
);
CREATE UNIQUE INDEX decision_subjects_attempt ON decision_subjects (attempt_id) WHERE kind = 'gate 3';
CREATE INDEX decision_subjects_report ON decision_subjects (report_id, id);
CREATE INDEX decision_subjects_area ON decision_subjects (area_id, id);
COMMENT ON TABLE decision_subjects IS 'What a report puts to be decided, by kind: more kinds of subject, never another table.';
INSERT INTO decision_subjects (report_id, kind, area_id, attempt_id, plan_version_id)
SELECT id, 'gate 3', area_id, attempt_id, plan_version_id FROM executive_decisions ORDER BY id;

ALTER TABLE executive_items ADD COLUMN subject_id bigint REFERENCES decision_subjects;
UPDATE executive_items i SET subject_id = s.id FROM decision_subjects s WHERE s.report_id = i.decision_id;
ALTER TABLE executive_items ALTER COLUMN subject_id SET NOT NULL;
CREATE INDEX executive_items_subject ON executive_items (subject_id);
COMMENT ON COLUMN executive_items.position IS 'Its number in the report. A decision has those of its council.';

DROP INDEX executive_decisions_attempt, executive_decisions_area;
ALTER TABLE executive_decisions
	ADD COLUMN report_id bigint REFERENCES executive_reports,
	ADD COLUMN authority_id bigint REFERENCES authorities;
UPDATE executive_decisions d
SET report_id = d.id, authority_id = (SELECT i.authority_id FROM executive_items i WHERE i.decision_id = d.id
                                      ORDER BY i.position LIMIT 1);
ALTER TABLE executive_decisions
	ALTER COLUMN report_id SET NOT NULL,
	DROP COLUMN area_id, DROP COLUMN attempt_id, DROP COLUMN plan_version_id,
	DROP COLUMN report, DROP COLUMN report_words, DROP COLUMN report_digest, DROP COLUMN report_version;
CREATE UNIQUE INDEX executive_decisions_authority ON executive_decisions (report_id, COALESCE(authority_id, 0::bigint));
CREATE INDEX executive_decisions_of_authority ON executive_decisions (authority_id);
COMMENT ON TABLE executive_decisions IS 'What one council''s Executive decides on a report (002; H1–H5). Its entries go into the register.';
COMMENT ON COLUMN executive_decisions.authority_id IS 'The council whose Executive decides; NULL in decisions made before councils were named.';

-- Where a report that waits asks two councils, each gets its decision.
INSERT INTO executive_decisions (report_id, authority_id, state, drafted_by, drafted_at)
SELECT DISTINCT d.report_id, i.authority_id, 'drafted', d.drafted_by, d.drafted_at
FROM executive_decisions d
JOIN executive_items i ON i.decision_id = d.id AND i.authority_id <> d.authority_id
WHERE d.state IN ('drafted', 'scheduled') AND d.recorded_at IS NULL;
UPDATE executive_items i SET decision_id = d.id
FROM executive_decisions d, executive_decisions was
WHERE was.id = i.decision_id AND d.report_id = was.report_id AND d.authority_id = i.authority_id AND d.id <> was.id
  AND was.state IN ('drafted', 'scheduled') AND was.recorded_at IS NULL;

CREATE TABLE decision_entries (
	position    bigint PRIMARY KEY REFERENCES register_entries,
	decision_id bigint NOT NULL REFERENCES executive_decisions
);
CREATE INDEX decision_entries_decision ON decision_entries (decision_id, position);
COMMENT ON TABLE decision_entries IS 'Whose decision an entry of the register is about. An entry stands for one subject; that of a report''s first draft is about no decision yet.';
INSERT INTO decision_entries (position, decision_id)
SELECT e.position, s.report_id
FROM register_entries e
JOIN decision_subjects s ON s.attempt_id = e.attempt_id
WHERE e.kind IN ('executive decision', 'in force') AND e.payload::jsonb ->> 'decision' <> 'report drafted'
ORDER BY e.position;

ALTER TABLE planning_feeds DROP CONSTRAINT planning_feeds_decision_id_key;
CREATE UNIQUE INDEX planning_feeds_decision ON planning_feeds (decision_id, area_id);
COMMENT ON TABLE planning_feeds IS 'The corporate planning feed of a plan, produced once, when the last decision on it comes into force (004: "Information fed into Corporate Planning process"); decision_id is that one.';

CREATE VIEW executive_matters AS
SELECT d.id AS decision_id, d.report_id, d.authority_id, s.id AS subject_id, s.kind, s.area_id, s.attempt_id,
       s.plan_version_id, d.drafted_at, d.decided_on, d.published_on, d.effective_on,
       CASE WHEN d.state NOT IN ('drafted', 'scheduled')
             AND EXISTS (SELECT FROM executive_items i WHERE i.decision_id = d.id AND i.subject_id = s.id
                         AND i.about = 'plan' AND i.outcome = 'not agreed') THEN 'returned'
            WHEN d.state <> 'in force' AND s.kind = 'gate 3' AND t.called_back_at IS NOT NULL THEN 'returned'
            ELSE d.state END AS state
FROM decision_subjects s
JOIN attempts t ON t.id = s.attempt_id
JOIN executive_decisions d ON d.report_id = s.report_id
WHERE EXISTS (SELECT FROM executive_items i WHERE i.decision_id = d.id AND i.subject_id = s.id);
COMMENT ON VIEW executive_matters IS 'A row for each subject of each decision, with where that stands: a plan may be returned while the decision on others goes on.';

CREATE VIEW plans_in_force AS
SELECT attempt_id FROM executive_matters WHERE kind = 'gate 3' GROUP BY attempt_id HAVING bool_and(state = 'in force');
COMMENT ON VIEW plans_in_force IS 'The passings of gate 3 on which the decision of every council that decides is in force.';

-- +goose Down
DROP VIEW plans_in_force, executive_matters;
DROP INDEX planning_feeds_decision;
ALTER TABLE planning_feeds ADD CONSTRAINT planning_feeds_decision_id_key UNIQUE (decision_id);
DROP TABLE decision_entries;
-- Decisions that nobody has taken up go back into that which their report came with first; whatever else there is twice of a
-- report makes this fail.
UPDATE executive_items i SET decision_id = (SELECT min(f.id) FROM executive_decisions f WHERE f.report_id = d.report_id)
FROM executive_decisions d WHERE d.id = i.decision_id AND d.state = 'drafted';
DELETE FROM executive_decisions d
WHERE d.state = 'drafted' AND EXISTS (SELECT FROM executive_decisions f WHERE f.report_id = d.report_id AND f.id < d.id);
ALTER TABLE executive_decisions
	ADD COLUMN area_id bigint REFERENCES areas, ADD COLUMN attempt_id bigint REFERENCES attempts,
	ADD COLUMN plan_version_id bigint REFERENCES plan_versions, ADD COLUMN report text, ADD COLUMN report_words text,
	ADD COLUMN report_digest bytea, ADD COLUMN report_version int CHECK (report_version > 0);
UPDATE executive_decisions d
SET area_id = s.area_id, attempt_id = s.attempt_id, plan_version_id = s.plan_version_id, report = r.text,
    report_words = r.words, report_digest = r.digest, report_version = r.version
FROM executive_reports r, decision_subjects s
WHERE r.id = d.report_id AND s.id = (SELECT min(id) FROM decision_subjects WHERE report_id = r.id);
ALTER TABLE executive_decisions
	ALTER COLUMN area_id SET NOT NULL, ALTER COLUMN attempt_id SET NOT NULL, ALTER COLUMN plan_version_id SET NOT NULL,
	ALTER COLUMN report SET NOT NULL, ALTER COLUMN report_words SET NOT NULL, ALTER COLUMN report_words SET DEFAULT '',
	ALTER COLUMN report_digest SET NOT NULL, ALTER COLUMN report_version SET NOT NULL,
	ALTER COLUMN report_version SET DEFAULT 1, DROP COLUMN report_id, DROP COLUMN authority_id;
CREATE UNIQUE INDEX executive_decisions_attempt ON executive_decisions (attempt_id);
CREATE INDEX executive_decisions_area ON executive_decisions (area_id, id);
ALTER TABLE executive_items DROP COLUMN subject_id;
DROP TABLE decision_subjects, executive_reports;
