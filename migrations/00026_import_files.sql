-- +goose Up
CREATE TABLE import_files (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind        text NOT NULL,
	name        text NOT NULL,
	sheet       text NOT NULL,
	choices     text NOT NULL,
	uploaded_by bigint NOT NULL REFERENCES people,
	uploaded_at timestamptz NOT NULL,
	imported_at timestamptz
);
CREATE INDEX import_files_uploaded_by ON import_files (uploaded_by, kind);
COMMENT ON TABLE import_files IS 'Tables that somebody has uploaded to be imported, of any kind, and not yet confirmed: sheet is JSON of the rows, choices what was chosen of them so far. Both are emptied once imported.';

-- +goose Down
DROP TABLE import_files;
