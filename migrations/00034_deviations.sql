-- +goose Up
ALTER TABLE timeline_changes
	ADD COLUMN kind text CHECK (kind IN ('fitted', 'slipped', 'corrected')),
	ALTER COLUMN party DROP NOT NULL,
	ADD CHECK (kind IS NULL OR (kind = 'slipped') = (party IS NOT NULL));
COMMENT ON COLUMN timeline_changes.kind IS 'What a deviation is; null of those made before it was asked, which all name a party.';

-- +goose Down
UPDATE timeline_changes SET party = 'liaison team' WHERE party IS NULL;
ALTER TABLE timeline_changes DROP COLUMN kind, ALTER COLUMN party SET NOT NULL;
