-- +goose Up
CREATE TABLE frozen_words (
	digest bytea NOT NULL,
	n      int NOT NULL,
	part   text NOT NULL,
	words  text NOT NULL,
	PRIMARY KEY (digest, part)
);
COMMENT ON TABLE frozen_words IS 'The words of frozen documents with their salts, beside the commitments that the digest covers: a row for each field or entry of a list, a line for each commitment. Documents frozen before stand whole in their own column.';
COMMENT ON COLUMN frozen_words.digest IS 'Of the document: attempts.digest, plan_versions.digest.';
COMMENT ON COLUMN attempts.snapshot IS 'What digest is the SHA-256 of: the commitments to the lines in frozen_words, canonical JSON; of older attempts the content itself.';
COMMENT ON COLUMN plan_versions.content IS 'What digest is the SHA-256 of: the commitments to the lines in frozen_words, canonical JSON; of older versions the document itself.';

CREATE TRIGGER frozen_words_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_words FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON frozen_words FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE frozen_words;
