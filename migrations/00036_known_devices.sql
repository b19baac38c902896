-- +goose Up
-- Who is slowed down when many guess at one account: devices that never signed in to it.
CREATE TABLE known_devices (
	person_id  bigint NOT NULL REFERENCES people,
	token_hash bytea NOT NULL,
	last_at    timestamptz NOT NULL,
	PRIMARY KEY (person_id, token_hash)
);
COMMENT ON TABLE known_devices IS 'Devices that have signed in to an account. They open nothing: they only go by their own count of wrong passwords.';
COMMENT ON COLUMN known_devices.token_hash IS 'SHA-256 of the secret that the device keeps in a cookie.';

-- +goose Down
DROP TABLE known_devices;
