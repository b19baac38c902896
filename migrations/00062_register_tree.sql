-- +goose Up
CREATE TABLE register_hashes (
	level int NOT NULL CHECK (level >= 0),
	n     bigint NOT NULL CHECK (n >= 0),
	hash  bytea NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (level, n)
);
COMMENT ON TABLE register_hashes IS 'The Merkle tree over the entries of the register, as RFC 6962 hashes it: the n-th subtree of 2^level leaves, each once it is whole. Leaf n is the payload of the entry at position n + 1, whatever form that has.';

INSERT INTO register_hashes (level, n, hash)
SELECT 0, position - 1, sha256('\x00'::bytea || convert_to(payload, 'UTF8')) FROM register_entries;
-- +goose StatementBegin
DO $$
DECLARE
	above int := 0;
BEGIN
	LOOP
		INSERT INTO register_hashes (level, n, hash)
		SELECT above + 1, l.n / 2, sha256('\x01'::bytea || l.hash || r.hash)
		FROM register_hashes l
		JOIN register_hashes r ON r.level = l.level AND r.n = l.n + 1
		WHERE l.level = above AND l.n % 2 = 0;
		EXIT WHEN NOT FOUND;
		above := above + 1;
	END LOOP;
END $$;
-- +goose StatementEnd

CREATE TRIGGER register_hashes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON register_hashes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON register_hashes FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE register_hashes;
