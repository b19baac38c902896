-- +goose Up
ALTER TABLE authorities ADD COLUMN ended_on date;
COMMENT ON COLUMN authorities.ended_on IS 'The first day on which it was there no longer: councils were merged, and its seats went over. NULL while it is.';

CREATE TABLE authority_events (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	authority_id bigint NOT NULL REFERENCES authorities,
	kind         text NOT NULL CHECK (kind IN ('tier', 'merged', 'formed')),
	on_date      date NOT NULL,
	was          text NOT NULL DEFAULT '',
	is_now       text NOT NULL DEFAULT '',
	other_id     bigint REFERENCES authorities,
	note         text NOT NULL DEFAULT '',
	by           bigint NOT NULL REFERENCES people,
	at           timestamptz NOT NULL
);
CREATE INDEX authority_events_authority ON authority_events (authority_id, id);
COMMENT ON TABLE authority_events IS 'The life of a council (domain §7.2): its tier corrected; merged into another; formed of others. Gates that are open keep the tier under which they ask a place.';

CREATE TRIGGER authority_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON authority_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON authority_events FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE authority_events;
ALTER TABLE authorities DROP COLUMN ended_on;
