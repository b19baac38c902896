-- +goose Up
ALTER TABLE executive_decisions
	ADD COLUMN declined text NOT NULL DEFAULT '',
	ADD COLUMN declined_by bigint REFERENCES people,
	ADD COLUMN declined_at timestamptz,
	ADD CHECK ((declined <> '') = (declined_by IS NOT NULL) AND (declined <> '') = (declined_at IS NOT NULL));
COMMENT ON COLUMN executive_decisions.declined IS 'Why the named officer takes no part; empty again when somebody else is named. The register keeps each.';
CREATE INDEX executive_decisions_declined_by ON executive_decisions (declined_by);

-- +goose Down
ALTER TABLE executive_decisions DROP COLUMN declined, DROP COLUMN declined_by, DROP COLUMN declined_at;
