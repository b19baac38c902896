-- +goose Up
-- Lists narrowed to a status or a theme, and their counts, read what they show and no more.
CREATE INDEX issues_state_newest ON issues (state, raised_at DESC, id DESC) INCLUDE (visibility, area_id, raised_by);
CREATE INDEX issues_theme_newest ON issues (theme_id, raised_at DESC, id DESC) INCLUDE (visibility, area_id, raised_by);

-- +goose Down
DROP INDEX issues_theme_newest;
DROP INDEX issues_state_newest;
