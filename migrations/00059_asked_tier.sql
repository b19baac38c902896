-- +goose Up
ALTER TABLE asked_changes DROP CONSTRAINT asked_changes_event_check;
ALTER TABLE asked_changes ADD CONSTRAINT asked_changes_event_check
	CHECK (event IN ('renamed', 'recoded', 'redrawn', 'back in the area', 'moved', 'tier corrected', 'merged', 'split',
	                 'ended', 'term ended', 'succeeded', 'account disabled', 'role ended', 'can come in',
	                 'substitute ended'));

-- +goose Down
ALTER TABLE asked_changes DROP CONSTRAINT asked_changes_event_check;
ALTER TABLE asked_changes ADD CONSTRAINT asked_changes_event_check
	CHECK (event IN ('renamed', 'recoded', 'redrawn', 'back in the area', 'moved', 'merged', 'split', 'ended',
	                 'term ended', 'succeeded', 'account disabled', 'role ended', 'can come in',
	                 'substitute ended')) NOT VALID;
