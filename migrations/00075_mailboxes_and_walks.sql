-- +goose Up
-- Whoever else reads a mailbox can open the link of another: it counts as one that somebody else had in hand.
ALTER TABLE invitations DROP CONSTRAINT invitations_handed_check;
ALTER TABLE invitations ADD CONSTRAINT invitations_handed_check CHECK (handed IN ('', 'sent to an address that was changed within 30 days',
	'sent to a mailbox that others use', 'shown on screen', 'printed by the command line', 'set by the command line'));
-- how many e-mails there are of each state, and those of one, without reading them
CREATE INDEX mails_by_state ON mails (state, id DESC);
-- what audit verify walks: those from before they committed to their lines are none of it
CREATE INDEX notices_committed ON notices (id) WHERE commitments <> '';

-- +goose Down
DROP INDEX notices_committed;
DROP INDEX mails_by_state;
UPDATE invitations SET handed = 'sent to an address that was changed within 30 days' WHERE handed = 'sent to a mailbox that others use';
ALTER TABLE invitations DROP CONSTRAINT invitations_handed_check;
ALTER TABLE invitations ADD CONSTRAINT invitations_handed_check CHECK (handed IN ('', 'sent to an address that was changed within 30 days',
	'shown on screen', 'printed by the command line', 'set by the command line'));
