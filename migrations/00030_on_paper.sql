-- +goose Up
CREATE TABLE papers (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	attempt_id  bigint NOT NULL REFERENCES attempts,
	person_id   bigint NOT NULL REFERENCES people,
	signed_on   date NOT NULL,
	file_id     bigint NOT NULL REFERENCES files,
	recorded_by bigint NOT NULL REFERENCES people,
	recorded_at timestamptz NOT NULL,
	CHECK (recorded_by <> person_id)
);
CREATE INDEX papers_attempt ON papers (attempt_id);
COMMENT ON TABLE papers IS 'Decisions that Members without account made on paper, with the scan and who recorded them (rulings, 3).';
CREATE TRIGGER papers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON papers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON papers FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

ALTER TABLE signatures ADD COLUMN paper_id bigint REFERENCES papers;
COMMENT ON COLUMN signatures.paper_id IS 'The paper that it was made on; NULL where the Member decided here.';
CREATE OR REPLACE VIEW standing_signatures AS
SELECT g.*
FROM signatures g
WHERE NOT EXISTS (SELECT FROM signatures n WHERE n.replaces = g.id);

-- +goose StatementBegin
CREATE FUNCTION on_paper(paper bigint) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT COALESCE((SELECT ' (on paper, recorded by ' || p.name || ')'
	                 FROM papers x JOIN people p ON p.id = x.recorded_by WHERE x.id = paper), '')
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION on_paper IS 'What follows the name of a Member who decided on paper; nothing for one who decided here.';

CREATE TABLE letters (
	attempt_id  bigint NOT NULL REFERENCES attempts,
	person_id   bigint NOT NULL REFERENCES people,
	posted_on   date NOT NULL,
	posted_by   bigint NOT NULL REFERENCES people,
	recorded_at timestamptz NOT NULL,
	PRIMARY KEY (attempt_id, person_id)
);
COMMENT ON TABLE letters IS 'Letters that ask Members without e-mail address for their decision, once posted (rulings, 3 and 14).';

ALTER TABLE notice_recipients DROP CONSTRAINT notice_recipients_result_check;
ALTER TABLE notice_recipients ADD CONSTRAINT notice_recipients_result_check
	CHECK (result IN ('shown in app', 'recorded', 'withheld: do not contact', 'no address', 'by letter'));
ALTER TABLE notice_recipients ADD COLUMN posted_on date;
ALTER TABLE notice_recipients ADD COLUMN posted_by bigint REFERENCES people;
CREATE INDEX notice_recipients_to_post ON notice_recipients (notice_id) WHERE result = 'by letter' AND posted_on IS NULL;
COMMENT ON COLUMN notice_recipients.posted_on IS 'When the letter was posted that tells somebody without e-mail address.';

-- +goose Down
DROP INDEX notice_recipients_to_post;
ALTER TABLE notice_recipients DROP COLUMN posted_by;
ALTER TABLE notice_recipients DROP COLUMN posted_on;
ALTER TABLE notice_recipients DROP CONSTRAINT notice_recipients_result_check;
UPDATE notice_recipients SET result = 'no address' WHERE result = 'by letter';
ALTER TABLE notice_recipients ADD CONSTRAINT notice_recipients_result_check
	CHECK (result IN ('shown in app', 'recorded', 'withheld: do not contact', 'no address'));
DROP TABLE letters;
DROP FUNCTION on_paper;
DROP VIEW standing_signatures;
ALTER TABLE signatures DROP COLUMN paper_id;
CREATE VIEW standing_signatures AS
SELECT g.*
FROM signatures g
WHERE NOT EXISTS (SELECT FROM signatures n WHERE n.replaces = g.id);
DROP TABLE papers;
