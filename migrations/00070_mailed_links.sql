-- +goose Up
-- A link to set a password can go out by e-mail: nobody has it in hand. The secret in it is made when it is sent, and kept nowhere.
ALTER TABLE mails ALTER COLUMN recipient_id DROP NOT NULL;
ALTER TABLE mails ADD COLUMN invitation_id bigint UNIQUE REFERENCES invitations;
ALTER TABLE mails ADD CONSTRAINT mails_about_one CHECK (num_nonnulls(recipient_id, invitation_id) = 1);
COMMENT ON COLUMN mails.invitation_id IS 'Of which link to set a password it is, where it tells of no notice. Its frozen words end before the secret.';
ALTER TABLE invitations DROP CONSTRAINT invitations_handed_check;
ALTER TABLE invitations ADD CONSTRAINT invitations_handed_check CHECK (handed IN ('', 'sent to an address that was changed within 30 days',
	'shown on screen', 'printed by the command line', 'set by the command line'));

-- +goose Down
UPDATE invitations SET handed = 'shown on screen' WHERE handed = 'sent to an address that was changed within 30 days';
ALTER TABLE invitations DROP CONSTRAINT invitations_handed_check;
ALTER TABLE invitations ADD CONSTRAINT invitations_handed_check CHECK (handed IN ('', 'shown on screen', 'printed by the command line',
	'set by the command line'));
DELETE FROM mails WHERE recipient_id IS NULL;
ALTER TABLE mails DROP CONSTRAINT mails_about_one;
ALTER TABLE mails DROP COLUMN invitation_id;
ALTER TABLE mails ALTER COLUMN recipient_id SET NOT NULL;
