-- +goose Up
ALTER TABLE actions
	ADD COLUMN amended_by          bigint REFERENCES executive_decisions,
	ADD COLUMN proposed_title      text,
	ADD COLUMN proposed_due_on     date,
	ADD COLUMN proposed_cost_pence bigint,
	ADD CONSTRAINT actions_proposed CHECK ((amended_by IS NULL) = (proposed_title IS NULL));
CREATE INDEX actions_amended ON actions (amended_by) WHERE amended_by IS NOT NULL;
COMMENT ON COLUMN actions.amended_by IS 'The Executive decision, in force, that agreed the action otherwise than it was proposed (rulings, 7): title, due_on and cost_pence say what was agreed, the columns proposed_ what was proposed; removed_at is set where it was not agreed at all.';

-- +goose Down
ALTER TABLE actions
	DROP CONSTRAINT actions_proposed,
	DROP COLUMN amended_by,
	DROP COLUMN proposed_title,
	DROP COLUMN proposed_due_on,
	DROP COLUMN proposed_cost_pence;
