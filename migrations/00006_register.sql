-- +goose Up
CREATE TABLE audit_entries (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at          timestamptz NOT NULL,
	actor_id    bigint REFERENCES people,
	action      text NOT NULL,
	object_kind text NOT NULL,
	object_id   bigint NOT NULL,
	area_id     bigint REFERENCES areas,
	summary     text NOT NULL,
	before      jsonb,
	after       jsonb,
	request_id  text NOT NULL DEFAULT ''
);
CREATE INDEX audit_entries_object ON audit_entries (object_kind, object_id, id);
CREATE INDEX audit_entries_area ON audit_entries (area_id, id);
COMMENT ON TABLE audit_entries IS 'Every change with its before and after, written in the transaction of the change (P3).';

CREATE TABLE register_entries (
	position   bigint PRIMARY KEY CHECK (position >= 1),
	reference  text NOT NULL UNIQUE,
	kind       text NOT NULL,
	area_id    bigint REFERENCES areas,
	attempt_id bigint REFERENCES attempts,
	person_id  bigint REFERENCES people,
	at         timestamptz NOT NULL,
	payload    text NOT NULL,
	prev_hash  bytea NOT NULL,
	hash       bytea NOT NULL UNIQUE
);
CREATE INDEX register_entries_area ON register_entries (area_id, position);
CREATE INDEX register_entries_attempt ON register_entries (attempt_id, position);
COMMENT ON TABLE register_entries IS 'The sign-off register: payload is canonical JSON, hash covers it and the hash before (Q8). Nothing here is ever changed.';

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd

CREATE TRIGGER register_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON register_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signatures_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The application works as fourgates_app, which may add to the register and never change it. Where the migrating role may not
-- create roles, the operator makes it beforehand (README, deploying); without it the triggers above are what stands guard.
-- +goose StatementBegin
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		BEGIN
			CREATE ROLE fourgates_app NOLOGIN;
		EXCEPTION
			WHEN insufficient_privilege THEN RAISE NOTICE 'role fourgates_app not created: no privilege';
			WHEN duplicate_object OR unique_violation THEN NULL;
		END;
	END IF;
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		GRANT USAGE ON SCHEMA public TO fourgates_app;
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO fourgates_app;
		GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO fourgates_app;
		REVOKE UPDATE, DELETE, TRUNCATE ON register_entries, audit_entries, signatures FROM fourgates_app;
		ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO fourgates_app;
		ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE register_entries, audit_entries;
DROP TRIGGER IF EXISTS signatures_append_only ON signatures;
DROP FUNCTION refuse_change() CASCADE;
