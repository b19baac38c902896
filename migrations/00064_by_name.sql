-- +goose Up
-- Names stand in lists as people look for them: Éclair beside Eclair, not after Zoë. A server without ICU has no such
-- order, and keeps the order of signs.
-- +goose StatementBegin
DO $$
BEGIN
	CREATE COLLATION by_name (provider = icu, locale = 'en-u-kn-true');
EXCEPTION WHEN feature_not_supported THEN
	CREATE COLLATION by_name FROM "C";
END
$$;
-- +goose StatementEnd
COMMENT ON COLLATION by_name IS 'The order of names in lists, as domain.CompareNames has it.';
DROP INDEX people_name;
DROP INDEX areas_name;
DROP INDEX contacts_name;
DROP INDEX issues_title;
DROP INDEX issues_area_title;
CREATE INDEX issues_title ON issues (title COLLATE by_name, id);
CREATE INDEX issues_area_title ON issues (area_id, title COLLATE by_name, id)
	INCLUDE (visibility, raised_by, state, theme_id, source, raised_at);
CREATE INDEX people_name ON people (name COLLATE by_name, id);
CREATE INDEX areas_name ON areas (name COLLATE by_name, id);
CREATE INDEX contacts_name ON contacts (name COLLATE by_name, id);

-- +goose Down
DROP INDEX people_name;
DROP INDEX areas_name;
DROP INDEX contacts_name;
DROP INDEX issues_title;
DROP INDEX issues_area_title;
CREATE INDEX issues_title ON issues (lower(title), id);
CREATE INDEX issues_area_title ON issues (area_id, lower(title), id)
	INCLUDE (title, visibility, raised_by, state, theme_id, source, raised_at);
CREATE INDEX people_name ON people (name, id);
CREATE INDEX areas_name ON areas (name, id);
CREATE INDEX contacts_name ON contacts (name, id);
DROP COLLATION by_name;
