-- +goose Up
-- An officer words, adds, removes and orders what the Executive is asked (domain §7.8), and each recommendation names the
-- council whose Executive decides on it (§7.15). Those of decisions that are made stay as they are, without one; those
-- that wait get the council that a new report would propose.
ALTER TABLE executive_items ADD COLUMN authority_id bigint REFERENCES authorities;
ALTER TABLE executive_items ADD COLUMN verb text NOT NULL DEFAULT '';
ALTER TABLE executive_decisions ADD COLUMN report_version int NOT NULL DEFAULT 1 CHECK (report_version > 0);
CREATE INDEX executive_items_authority ON executive_items (authority_id);
COMMENT ON COLUMN executive_items.authority_id IS 'The council whose Executive decides on it; NULL in decisions made before councils were named.';
COMMENT ON COLUMN executive_items.verb IS 'How it is put, such as "have regard to"; empty where all of its words are somebody''s own.';
COMMENT ON COLUMN executive_decisions.report_version IS 'Counts the changes of the report. The first is in the register by its own entry, every later one by the record of what was decided on it.';

UPDATE executive_items i
SET authority_id = (SELECT u.id
                    FROM executive_decisions d
                    JOIN area_seats o ON o.area_id = d.area_id
                    JOIN seats s ON s.id = o.seat_id
                    JOIN authorities u ON u.id = s.authority_id AND u.tier <> 'parish'
                    WHERE d.id = i.decision_id
                    ORDER BY array_position(ARRAY['county', 'unitary', 'borough'], u.tier), u.name
                    LIMIT 1)
WHERE i.decision_id IN (SELECT id FROM executive_decisions WHERE state IN ('drafted', 'scheduled'));

-- +goose Down
ALTER TABLE executive_decisions DROP COLUMN report_version;
ALTER TABLE executive_items DROP COLUMN verb;
ALTER TABLE executive_items DROP COLUMN authority_id;
