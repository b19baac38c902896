-- +goose Up
ALTER TABLE asks ADD COLUMN ended text NOT NULL DEFAULT '',
	ADD CONSTRAINT asks_ended CHECK (ended = '' OR withdrawn_at IS NOT NULL);
COMMENT ON COLUMN asks.ended IS 'Why nobody waits for the answer any more, where what was asked about ended: "the quick win was dropped". withdrawn_by is then whose step ended that; NULL where time found it.';

-- +goose Down
ALTER TABLE asks DROP COLUMN ended;
