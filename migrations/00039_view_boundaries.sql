-- +goose Up
ALTER TABLE validity_views ADD COLUMN boundary int CHECK (boundary > 0);
COMMENT ON COLUMN validity_views.boundary IS 'The version of the area''s boundary that the view was given on (A3); null where none was drawn yet, and of views recorded before it was kept.';
ALTER TABLE assignments DROP CONSTRAINT assignments_role_check,
	ADD CONSTRAINT assignments_role_check CHECK (role IN ('clo', 'lac', 'director'));

-- +goose Down
DELETE FROM assignments WHERE role = 'director';
ALTER TABLE assignments DROP CONSTRAINT assignments_role_check,
	ADD CONSTRAINT assignments_role_check CHECK (role IN ('clo', 'lac'));
ALTER TABLE validity_views DROP COLUMN boundary;
