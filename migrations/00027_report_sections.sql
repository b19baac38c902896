-- +goose Up
-- Reports are frozen in lines from now on, so that what is exempt in them can be withheld. Older ones are their own text,
-- with no words, and stay as they are.
ALTER TABLE executive_decisions ADD COLUMN report_words text NOT NULL DEFAULT '';
COMMENT ON COLUMN executive_decisions.report_words IS 'A line for each commitment of report: salt, key and words. Empty where the report was frozen whole.';

-- +goose Down
ALTER TABLE executive_decisions DROP COLUMN report_words;
