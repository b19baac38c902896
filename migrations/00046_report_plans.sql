-- +goose Up
-- A report may put the plans of several areas (rulings, 8). Each plan keeps the report that was drafted on it: taken out of
-- the others', it goes back there. Reports so far put the plan that they were drafted on.
ALTER TABLE decision_subjects ADD COLUMN drafted_in bigint REFERENCES executive_reports;
UPDATE decision_subjects SET drafted_in = report_id;
ALTER TABLE decision_subjects ALTER COLUMN drafted_in SET NOT NULL;
CREATE INDEX decision_subjects_drafted ON decision_subjects (drafted_in) WHERE drafted_in <> report_id;
COMMENT ON COLUMN decision_subjects.drafted_in IS 'The report that was drafted on it. Where another report puts it, that one puts nothing, and its decisions have no recommendations.';

-- +goose Down
DROP INDEX decision_subjects_drafted;
ALTER TABLE decision_subjects DROP COLUMN drafted_in;
