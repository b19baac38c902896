-- +goose Up
ALTER TABLE contacts ADD COLUMN postal_address text NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN postal_address text NOT NULL DEFAULT '';
COMMENT ON COLUMN contacts.postal_address IS 'Where letters go to; empty: they cannot be written to, unless an organisation of theirs has one.';
ALTER TABLE asks
	ADD COLUMN posted_on date,
	ADD COLUMN posted_by bigint REFERENCES people,
	ADD CONSTRAINT asks_posted CHECK ((posted_on IS NULL) = (posted_by IS NULL) AND (posted_on IS NULL OR way = 'letter'));
COMMENT ON COLUMN asks.posted_on IS 'When the letter was posted that asks; NULL while it waits, and where nothing is asked by letter.';
CREATE INDEX asks_to_post ON asks (id) WHERE way = 'letter' AND posted_on IS NULL AND answered_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX notice_recipients_no_address ON notice_recipients (notice_id) WHERE result = 'no address';

-- +goose StatementBegin
CREATE FUNCTION postal_of(organisation bigint, today date) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT COALESCE(
	    (SELECT NULLIF(o.postal_address, '') FROM organisations o WHERE o.id = organisation),
	    (SELECT c.name || E'\n' || c.postal_address
	     FROM contact_roles r
	     JOIN contacts c ON c.id = r.contact_id
	     WHERE r.organisation_id = organisation AND r.from_on <= today AND (r.to_on IS NULL OR r.to_on >= today)
	       AND c.postal_address <> '' AND NOT c.do_not_contact
	     ORDER BY c.name, c.id
	     LIMIT 1),
	    '')
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION postal_of IS 'Where a letter to an organisation goes on the day: its own address, or that of somebody there who may be contacted; empty: nowhere.';

-- +goose Down
DROP FUNCTION postal_of;
DROP INDEX notice_recipients_no_address;
ALTER TABLE asks DROP CONSTRAINT asks_posted, DROP COLUMN posted_by, DROP COLUMN posted_on;
ALTER TABLE organisations DROP COLUMN postal_address;
ALTER TABLE contacts DROP COLUMN postal_address;
