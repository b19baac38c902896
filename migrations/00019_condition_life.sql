-- +goose Up
CREATE TABLE condition_steps (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	condition_id bigint NOT NULL REFERENCES conditions,
	kind         text NOT NULL CHECK (kind IN ('discharged', 'reported met', 'agreed', 'not agreed', 'decided met',
	                                           'decided not met', 'owner named')),
	by           bigint NOT NULL REFERENCES people,
	capacity     text NOT NULL DEFAULT '',
	words        text NOT NULL DEFAULT '',
	owner_id     bigint REFERENCES people,
	at           timestamptz NOT NULL,
	position     bigint UNIQUE,
	CHECK ((kind = 'owner named') = (owner_id IS NOT NULL)),
	CHECK ((kind IN ('discharged', 'owner named')) = (position IS NULL))
);
CREATE INDEX condition_steps_condition ON condition_steps (condition_id, id);
COMMENT ON TABLE condition_steps IS 'The life of a condition: who reported it met, who agreed, who decided, whom it was given to. The newest step that is not about the owner says how it stands.';
COMMENT ON COLUMN condition_steps.kind IS '''discharged'' is from before agreement was asked: an officer said that it was met, and it counted.';
COMMENT ON COLUMN condition_steps.position IS 'Its entry in the register. Naming an owner has none, and a discharge is found there by person and time.';

INSERT INTO condition_steps (condition_id, kind, by, capacity, words, at)
SELECT id, 'discharged', discharged_by, 'discharged before agreement was asked', discharge_note, discharged_at
FROM conditions
WHERE discharged_at IS NOT NULL
ORDER BY discharged_at, id;

ALTER TABLE conditions DROP COLUMN discharged_by, DROP COLUMN discharged_at, DROP COLUMN discharge_note;
CREATE INDEX conditions_owner ON conditions (owner_id);

CREATE VIEW binding_conditions AS
SELECT c.id AS condition_id,
       t.area_id,
       t.cycle,
       t.gate,
       t.number AS attempt_number,
       CASE
           WHEN s.kind IN ('discharged', 'agreed', 'decided met') THEN 'met'
           WHEN s.kind = 'reported met' THEN 'reported met'
           ELSE 'open'
       END AS state,
       s.id AS step_id
FROM conditions c
JOIN attempts t ON t.id = c.attempt_id
JOIN standing_signatures g ON g.id = c.signature_id
LEFT JOIN LATERAL (SELECT n.id, n.kind FROM condition_steps n WHERE n.condition_id = c.id AND n.kind <> 'owner named'
                   ORDER BY n.id DESC LIMIT 1) s ON true;
COMMENT ON VIEW binding_conditions IS 'The conditions that bind, with the area, cycle and gate that they belong to and how they stand: whatever became of the attempt on which they were set. Those of a decision that was changed bind nobody and are left out here alone: whoever asks for conditions asks this view.';

CREATE TABLE condition_reminders (
	condition_id bigint NOT NULL REFERENCES conditions,
	report_id    bigint NOT NULL DEFAULT 0,
	person_id    bigint NOT NULL DEFAULT 0,
	step         text NOT NULL CHECK (step IN ('before', 'due', 'after', 'escalated', 'asked', 'unanswered')),
	at           timestamptz NOT NULL,
	PRIMARY KEY (condition_id, report_id, person_id, step)
);
COMMENT ON TABLE condition_reminders IS 'What was told of a condition, each once: the rungs of its due date, and of each report whom it asked to agree and that nobody answered.';
COMMENT ON COLUMN condition_reminders.report_id IS 'The condition step that reported it met; 0 where it is about the due date.';

CREATE TRIGGER condition_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON condition_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON condition_steps FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP VIEW binding_conditions;
ALTER TABLE conditions ADD COLUMN discharged_by bigint REFERENCES people, ADD COLUMN discharged_at timestamptz,
	ADD COLUMN discharge_note text NOT NULL DEFAULT '';
UPDATE conditions c SET discharged_by = s.by, discharged_at = s.at, discharge_note = s.words
FROM condition_steps s
WHERE s.condition_id = c.id AND s.kind IN ('discharged', 'agreed', 'decided met');
DROP INDEX conditions_owner;
DROP TABLE condition_reminders, condition_steps;
