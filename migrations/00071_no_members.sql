-- +goose Up
ALTER TABLE seats DROP CONSTRAINT seats_places_check, ADD CONSTRAINT seats_places_check CHECK (places BETWEEN 0 AND 9);
COMMENT ON COLUMN seats.places IS 'How many Members the ward or division elects. Each place signs for itself. 0: it has no Member by law, and gates ask nobody for it.';

-- +goose Down
ALTER TABLE seats DROP CONSTRAINT seats_places_check, ADD CONSTRAINT seats_places_check CHECK (places BETWEEN 1 AND 9);
COMMENT ON COLUMN seats.places IS 'How many Members the ward or division elects. Each place signs for itself.';
