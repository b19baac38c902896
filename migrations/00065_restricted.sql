-- +goose Up
-- What was frozen before an issue was restricted is read without its lines by who may not see it: few issues are.
CREATE INDEX issues_restricted ON issues (area_id) WHERE visibility = 'restricted';
COMMENT ON COLUMN planning_feeds.json IS 'What digest is the SHA-256 of: the commitments to the lines in frozen_words, canonical JSON; of older feeds the JSON file itself.';
COMMENT ON COLUMN planning_feeds.csv IS 'The CSV file of older feeds; empty since, as it is made from the lines.';
COMMENT ON COLUMN frozen_words.digest IS 'Of the document: attempts.digest, plan_versions.digest, planning_feeds.digest.';

-- +goose Down
DROP INDEX issues_restricted;
