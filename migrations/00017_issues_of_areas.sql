-- +goose Up
-- Who sees some areas is shown the first issues of each, merged. Each order has its index, which holds what lists are
-- narrowed by, so that what is left out is never fetched.
DROP INDEX issues_area_newest, issues_raised_by;
CREATE INDEX issues_area_newest ON issues (area_id, raised_at DESC, id DESC)
	INCLUDE (visibility, raised_by, state, theme_id, source);
CREATE INDEX issues_area_changed ON issues (area_id, changed_at DESC, id DESC)
	INCLUDE (visibility, raised_by, state, theme_id, source, raised_at);
CREATE INDEX issues_area_title ON issues (area_id, lower(title), id)
	INCLUDE (title, visibility, raised_by, state, theme_id, source, raised_at);
CREATE INDEX issues_raised_by ON issues (raised_by, raised_at DESC, id DESC)
	INCLUDE (visibility, area_id, state, theme_id, source);
CREATE INDEX issues_source_newest ON issues (source, raised_at DESC, id DESC)
	INCLUDE (visibility, area_id, raised_by);

-- +goose Down
DROP INDEX issues_area_newest, issues_area_changed, issues_area_title, issues_raised_by, issues_source_newest;
CREATE INDEX issues_area_newest ON issues (area_id, raised_at DESC, id DESC) INCLUDE (visibility, raised_by);
CREATE INDEX issues_raised_by ON issues (raised_by, raised_at DESC, id DESC);
