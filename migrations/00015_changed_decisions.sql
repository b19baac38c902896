-- +goose Up
ALTER TABLE signatures ADD COLUMN replaces bigint;
ALTER TABLE signatures ADD CONSTRAINT signatures_place UNIQUE (id, attempt_id, seat_id, place);
ALTER TABLE signatures ADD CONSTRAINT signatures_replaces FOREIGN KEY (replaces, attempt_id, seat_id, place)
	REFERENCES signatures (id, attempt_id, seat_id, place);
ALTER TABLE signatures ADD CONSTRAINT signatures_replaced_once UNIQUE (replaces);
ALTER TABLE signatures ADD CONSTRAINT signatures_replaces_earlier CHECK (replaces < id);
ALTER TABLE signatures DROP CONSTRAINT signatures_attempt_id_seat_id_place_key;
CREATE UNIQUE INDEX signatures_first ON signatures (attempt_id, seat_id, place) WHERE replaces IS NULL;
CREATE INDEX signatures_of_place ON signatures (attempt_id, seat_id, place);
COMMENT ON COLUMN signatures.replaces IS 'The decision for the same place that this one changed (rulings, 4). The old one stays as it is. A place has one first decision and each is replaced once at most, so that exactly one stands.';

CREATE VIEW standing_signatures AS
SELECT g.*
FROM signatures g
WHERE NOT EXISTS (SELECT FROM signatures n WHERE n.replaces = g.id);
COMMENT ON VIEW standing_signatures IS 'The decisions that count: those that no later one replaced. Ask for some attempts.';

-- +goose Down
DROP VIEW standing_signatures;
DROP INDEX signatures_of_place;
DROP INDEX signatures_first;
ALTER TABLE signatures DROP CONSTRAINT signatures_replaces_earlier;
ALTER TABLE signatures DROP CONSTRAINT signatures_replaces;
ALTER TABLE signatures DROP CONSTRAINT signatures_replaced_once;
ALTER TABLE signatures DROP CONSTRAINT signatures_place;
ALTER TABLE signatures DROP COLUMN replaces;
ALTER TABLE signatures ADD CONSTRAINT signatures_attempt_id_seat_id_place_key UNIQUE (attempt_id, seat_id, place);
