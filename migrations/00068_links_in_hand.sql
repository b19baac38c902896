-- +goose Up
-- Which links set a password and were in somebody else's hand: what both the reader's own rights and what waits ask.
CREATE VIEW links_in_hand AS
SELECT i.id, i.person_id, i.invited_by, i.handed, i.used_at
FROM invitations i
WHERE i.used_at IS NOT NULL AND i.handed <> '' AND i.invited_by IS DISTINCT FROM i.person_id
  AND NOT COALESCE(i.invited_by = ANY(other_accounts(i.person_id)), false);
COMMENT ON VIEW links_in_hand IS 'Links with which a password was set and that somebody else had in hand: neither their owner nor another account of theirs had made them.';

-- +goose Down
DROP VIEW links_in_hand;
