-- +goose Up
-- A form counts once, whoever sends it how often and with how many sessions: what was taken is kept by person and key.
CREATE TABLE sent_forms (
	person_id bigint NOT NULL REFERENCES people,
	form_key  text NOT NULL,
	held      text NOT NULL,
	try       text NOT NULL,
	answer    text NOT NULL DEFAULT '',
	sent_at   timestamptz NOT NULL,
	PRIMARY KEY (person_id, form_key)
);
CREATE INDEX sent_forms_age ON sent_forms (sent_at);
COMMENT ON TABLE sent_forms IS 'Forms that were sent and taken, so that each counts once. They are forgotten after some days.';
COMMENT ON COLUMN sent_forms.held IS 'Digest of where the form went and of what it held.';
COMMENT ON COLUMN sent_forms.try IS 'Of which request.';
COMMENT ON COLUMN sent_forms.answer IS 'The page that it led to; empty while its request is not over.';

-- +goose Down
DROP TABLE sent_forms;
