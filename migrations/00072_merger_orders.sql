-- +goose Up
CREATE TABLE merger_orders (
	id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	from_id   bigint NOT NULL REFERENCES authorities,
	into_id   bigint REFERENCES authorities,
	name      text NOT NULL,
	tier      text NOT NULL,
	on_date   date NOT NULL,
	note      text NOT NULL,
	choices   jsonb NOT NULL,
	by        bigint REFERENCES people,
	at        timestamptz NOT NULL,
	stuck     text NOT NULL DEFAULT '',
	closed_as text CHECK (closed_as IN ('took effect', 'taken back')),
	closed_at timestamptz,
	CHECK ((closed_as IS NULL) = (closed_at IS NULL)),
	CHECK ((into_id IS NULL) = (name <> ''))
);
CREATE UNIQUE INDEX merger_orders_one ON merger_orders (from_id) WHERE closed_at IS NULL;
CREATE INDEX merger_orders_from ON merger_orders (from_id);
CREATE INDEX merger_orders_into ON merger_orders (into_id);
CREATE INDEX merger_orders_by ON merger_orders (by);
COMMENT ON TABLE merger_orders IS 'Councils that are to go over into another, or into one that is formed by it, on a day to come (domain §7.2).';
COMMENT ON COLUMN merger_orders.choices IS 'What becomes of services, calendar, procedure and contacts, as confirmed when it was recorded.';
COMMENT ON COLUMN merger_orders.stuck IS 'Why it could not take effect when its day had come; tried again and again. '''' otherwise.';

CREATE TABLE merger_order_steps (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	order_id bigint NOT NULL REFERENCES merger_orders,
	step     text NOT NULL CHECK (step IN ('moved', 'taken back', 'took effect', 'stuck')),
	was_on   date,
	is_on    date,
	reason   text NOT NULL,
	by       bigint REFERENCES people,
	at       timestamptz NOT NULL
);
CREATE INDEX merger_order_steps_order ON merger_order_steps (order_id, id);
CREATE INDEX merger_order_steps_by ON merger_order_steps (by);
COMMENT ON TABLE merger_order_steps IS 'What became of a merger after it was recorded ahead, with the reason.';
CREATE TRIGGER merger_order_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON merger_order_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON merger_order_steps FROM fourgates_app;
		REVOKE DELETE, TRUNCATE ON merger_orders FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE merger_order_steps;
DROP TABLE merger_orders;
