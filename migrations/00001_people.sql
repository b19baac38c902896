-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TABLE people (
	id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name          text NOT NULL CHECK (name <> ''),
	email         text CHECK (email = lower(email)),
	password_hash text,
	disabled_at   timestamptz,
	version       int NOT NULL DEFAULT 1,
	created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX people_email ON people (email);
CREATE INDEX people_name ON people (name, id);
COMMENT ON TABLE people IS 'Everyone who can hold a role or a seat. Without a password hash nobody can sign in as them.';

CREATE TABLE invitations (
	id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	person_id  bigint NOT NULL REFERENCES people,
	token_hash bytea NOT NULL UNIQUE,
	invited_by bigint REFERENCES people,
	created_at timestamptz NOT NULL,
	expires_at timestamptz NOT NULL,
	used_at    timestamptz
);
CREATE INDEX invitations_person ON invitations (person_id, id);
COMMENT ON TABLE invitations IS 'Single-use links with which a person sets a password, first or again. Only the hash of the token is kept.';

-- scs keeps its sessions here; the token is stored hashed, the data is JSON with sign_in where somebody has signed in.
CREATE TABLE sessions (
	token  text PRIMARY KEY,
	data   bytea NOT NULL,
	expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);

CREATE TABLE sign_ins (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	person_id    bigint NOT NULL REFERENCES people,
	device       text NOT NULL DEFAULT '',
	started_at   timestamptz NOT NULL,
	last_seen_at timestamptz NOT NULL,
	proved_at    timestamptz NOT NULL,
	ended_at     timestamptz
);
CREATE INDEX sign_ins_person ON sign_ins (person_id, ended_at);
COMMENT ON TABLE sign_ins IS 'One row for each session a person began: listed to them, ended by them, idle limit by last_seen_at, last password proof in proved_at.';

CREATE TABLE sign_in_attempts (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	account bytea NOT NULL,
	source  text NOT NULL,
	at      timestamptz NOT NULL
);
CREATE INDEX sign_in_attempts_account ON sign_in_attempts (account, source, at);
CREATE INDEX sign_in_attempts_source ON sign_in_attempts (source, at);
COMMENT ON TABLE sign_in_attempts IS 'Passwords tried and not (yet) right, kept for as long as they count against the one who tries. Written in a transaction of their own.';
COMMENT ON COLUMN sign_in_attempts.account IS 'Hash of the e-mail address tried, known or not.';

-- +goose Down
DROP TABLE sign_in_attempts, sign_ins, sessions, invitations, people;
