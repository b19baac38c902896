-- +goose Up
CREATE TABLE authority_procedures (
	authority_id     bigint PRIMARY KEY REFERENCES authorities,
	nation           text NOT NULL CHECK (nation IN ('England', 'Wales', 'Scotland', 'Northern Ireland')),
	key_sum_pence    bigint CHECK (key_sum_pence > 0),
	key_wards        int NOT NULL CHECK (key_wards > 0),
	call_in_days     int NOT NULL CHECK (call_in_days >= 0),
	call_in_key_only boolean NOT NULL,
	call_in_by       text NOT NULL,
	notice_days      int NOT NULL CHECK (notice_days >= 0),
	version          int NOT NULL DEFAULT 1
);
COMMENT ON TABLE authority_procedures IS 'What a council''s constitution says of its decisions (domain §7.15). A council without a row has the defaults of the program and of the settings.';
CREATE TABLE authority_days (
	authority_id bigint NOT NULL REFERENCES authorities,
	day          date NOT NULL,
	name         text NOT NULL,
	closed       boolean NOT NULL,
	PRIMARY KEY (authority_id, day)
);
COMMENT ON TABLE authority_days IS 'Days on which a council''s offices are closed beside the bank holidays of its nation, or open on one of them.';

-- +goose Down
DROP TABLE authority_days, authority_procedures;
