-- +goose Up
CREATE TABLE seat_orders (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	authority_id bigint NOT NULL REFERENCES authorities,
	on_date      date NOT NULL,
	from_file    boolean NOT NULL,
	note         text NOT NULL DEFAULT '',
	by           bigint REFERENCES people,
	at           timestamptz NOT NULL,
	stuck        text NOT NULL DEFAULT '',
	closed_as    text CHECK (closed_as IN ('took effect', 'taken back')),
	closed_at    timestamptz,
	CHECK ((closed_as IS NULL) = (closed_at IS NULL))
);
CREATE INDEX seat_orders_open ON seat_orders (on_date, id) WHERE closed_at IS NULL;
CREATE INDEX seat_orders_authority ON seat_orders (authority_id);
COMMENT ON TABLE seat_orders IS 'What is to happen to wards and divisions of a council on a day to come (domain §7.2): recorded together, moved, taken back and in effect together.';
COMMENT ON COLUMN seat_orders.on_date IS 'The first day on which it is so, as it stands now.';
COMMENT ON COLUMN seat_orders.stuck IS 'Why it could not take effect when its day had come; tried again and again. '''' otherwise.';
COMMENT ON COLUMN seat_orders.by IS 'NULL where the command line did it.';

CREATE TABLE seat_order_changes (
	order_id   bigint NOT NULL REFERENCES seat_orders,
	position   int NOT NULL,
	kind       text NOT NULL CHECK (kind IN ('begun', 'places', 'renamed', 'recoded', 'redrawn', 'merged', 'split', 'ended')),
	seat_id    bigint REFERENCES seats,
	seat_kind  text NOT NULL CHECK (seat_kind IN ('ward', 'division')),
	name       text NOT NULL DEFAULT '',
	welsh      text NOT NULL DEFAULT '',
	code       text NOT NULL DEFAULT '',
	places     int NOT NULL DEFAULT 0,
	boundary   text NOT NULL DEFAULT '',
	into_seats bigint[] NOT NULL DEFAULT '{}',
	into_new   int[] NOT NULL DEFAULT '{}',
	from_seats bigint[] NOT NULL DEFAULT '{}',
	grows      boolean NOT NULL DEFAULT false,
	became     bigint REFERENCES seats,
	PRIMARY KEY (order_id, position),
	CHECK ((kind = 'begun') = (seat_id IS NULL))
);
CREATE INDEX seat_order_changes_seat ON seat_order_changes (seat_id);
COMMENT ON TABLE seat_order_changes IS 'The changes of an order, in the order in which they take effect: what begins, what changes, what ends.';
COMMENT ON COLUMN seat_order_changes.into_new IS 'Positions, in the same order, of what begins in its place.';
COMMENT ON COLUMN seat_order_changes.grows IS 'Whether the one into which it is merged gets its ground, which a boundary file gives itself.';
COMMENT ON COLUMN seat_order_changes.became IS 'The ward or division that began, once it has.';

CREATE TABLE seat_order_steps (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	order_id bigint NOT NULL REFERENCES seat_orders,
	step     text NOT NULL CHECK (step IN ('moved', 'taken back', 'took effect', 'stuck')),
	was_on   date,
	is_on    date,
	reason   text NOT NULL DEFAULT '',
	by       bigint REFERENCES people,
	at       timestamptz NOT NULL
);
CREATE INDEX seat_order_steps_order ON seat_order_steps (order_id, id);
COMMENT ON TABLE seat_order_steps IS 'What became of an order after it was recorded, with the reason.';

ALTER TABLE seat_events ADD COLUMN order_id bigint REFERENCES seat_orders;
COMMENT ON COLUMN seat_events.order_id IS 'The order that took effect; NULL where it was recorded on its day or later.';

COMMENT ON COLUMN seats.boundary IS 'GeoJSON geometry, WGS84, as canonicalised by geo.Shape; '''' where it is not drawn yet: then it overlaps nothing.';

CREATE TRIGGER seat_order_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seat_order_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON seat_order_steps FROM fourgates_app;
		REVOKE DELETE, TRUNCATE ON seat_orders, seat_order_changes FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE seat_events DROP COLUMN order_id;
DROP TABLE seat_order_steps;
DROP TABLE seat_order_changes;
DROP TABLE seat_orders;
