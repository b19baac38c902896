-- +goose Up
CREATE TABLE seat_events (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	seat_id bigint NOT NULL REFERENCES seats,
	kind    text NOT NULL CHECK (kind IN ('begun', 'places', 'renamed', 'recoded', 'redrawn', 'moved', 'merged', 'split',
	                                      'ended')),
	on_date date NOT NULL,
	was     text NOT NULL DEFAULT '',
	is_now  text NOT NULL DEFAULT '',
	others  bigint[] NOT NULL DEFAULT '{}',
	note    text NOT NULL DEFAULT '',
	by      bigint REFERENCES people,
	at      timestamptz NOT NULL
);
CREATE INDEX seat_events_seat ON seat_events (seat_id, id);
COMMENT ON TABLE seat_events IS 'The life of a ward or division (domain §7.2). Its identity is its id; name, code, boundary, council and number of places are attributes that change on a day.';
COMMENT ON COLUMN seat_events.on_date IS 'The first day on which it is so: of an end the day after the last.';
COMMENT ON COLUMN seat_events.others IS 'Seats into which it was merged or split, or from whose ground it began.';
COMMENT ON COLUMN seat_events.by IS 'NULL where the command line did it.';

DROP INDEX seats_code;
CREATE UNIQUE INDEX seats_code ON seats (code) WHERE valid_to IS NULL AND code <> '';
COMMENT ON COLUMN seats.code IS 'An attribute, not the identity: empty where there is none yet, may be temporary, and may be another''s once the seat has ended.';
COMMENT ON COLUMN seats.valid_to IS 'The last day. Set by an event that ends it, never in the future.';

CREATE TRIGGER seat_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seat_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON seat_events FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE seat_events;
DROP INDEX seats_code;
CREATE UNIQUE INDEX seats_code ON seats (code) WHERE valid_to IS NULL;
