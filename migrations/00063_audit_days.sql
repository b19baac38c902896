-- +goose Up
-- Each line of the audit trail has a salt, so that its commitment says nothing of it.
ALTER TABLE audit_entries ADD COLUMN salt bytea NOT NULL
	DEFAULT substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16);
COMMENT ON COLUMN audit_entries.salt IS 'Random, 128 bits: of the line''s commitment in audit_days.';
CREATE INDEX audit_entries_at ON audit_entries USING brin (at) WITH (pages_per_range = 32);

-- The commitment to a line of the audit trail: the digest of all that it says, with its salt.
-- +goose StatementBegin
CREATE FUNCTION audit_commitment(line audit_entries) RETURNS bytea LANGUAGE sql STABLE AS $$
	SELECT sha256(convert_to(jsonb_build_array(encode(line.salt, 'hex'), line.id, line.at AT TIME ZONE 'UTC', line.actor_id,
	                                           line.action, line.object_kind, line.object_id, line.area_id, line.summary,
	                                           line.before, line.after, line.request_id)::text, 'UTF8'))
$$;
-- +goose StatementEnd

CREATE TABLE audit_days (
	day         date PRIMARY KEY,
	lines       int NOT NULL CHECK (lines > 0),
	commitments bytea NOT NULL CHECK (length(commitments) = 32 * lines),
	digest      bytea NOT NULL,
	position    bigint NOT NULL UNIQUE REFERENCES register_entries DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE audit_days IS 'The audit trail of a day in London that is over, as an entry of the register says it: digest is the SHA-256 of the commitments to its lines, by time and id. A line whose words are erased keeps its commitment here, so that the day still verifies.';

CREATE TRIGGER audit_days_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_days FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON audit_days FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit_days;
DROP FUNCTION audit_commitment;
DROP INDEX audit_entries_at;
ALTER TABLE audit_entries DROP COLUMN salt;
