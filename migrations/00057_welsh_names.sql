-- +goose Up
ALTER TABLE seats
	ADD COLUMN welsh text NOT NULL DEFAULT '',
	ADD COLUMN shown text NOT NULL GENERATED ALWAYS AS (CASE WHEN welsh = '' THEN name ELSE name || ' (' || welsh || ')' END) STORED;
COMMENT ON COLUMN seats.welsh IS 'The name in Welsh, beside the English one; empty where there is none, or both are the same.';
COMMENT ON COLUMN seats.shown IS 'Both names as pages show them.';

-- +goose Down
ALTER TABLE seats DROP COLUMN shown, DROP COLUMN welsh;
