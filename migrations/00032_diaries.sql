-- +goose Up
CREATE TABLE diary_entries (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	authority_id bigint NOT NULL REFERENCES authorities,
	kind         text NOT NULL CHECK (kind IN ('election', 'pre-election period', 'recess', 'Executive meeting')),
	starts_on    date NOT NULL,
	ends_on      date NOT NULL CHECK (ends_on >= starts_on),
	name         text NOT NULL,
	version      int NOT NULL DEFAULT 1
);
CREATE INDEX diary_entries_authority ON diary_entries (authority_id, starts_on);
COMMENT ON TABLE diary_entries IS 'The calendar of a council (domain §7.16): what gates of its areas fall against.';
CREATE TABLE diary_entry_seats (
	entry_id bigint NOT NULL REFERENCES diary_entries ON DELETE CASCADE,
	seat_id  bigint NOT NULL REFERENCES seats,
	PRIMARY KEY (entry_id, seat_id)
);
CREATE INDEX diary_entry_seats_seat ON diary_entry_seats (seat_id);
COMMENT ON TABLE diary_entry_seats IS 'The wards or divisions that an entry is of. An entry without any is of the whole council.';

-- +goose Down
DROP TABLE diary_entry_seats, diary_entries;
