-- +goose Up
CREATE TABLE mails (
	id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	recipient_id bigint NOT NULL UNIQUE REFERENCES notice_recipients,
	to_name      text NOT NULL,
	to_address   text NOT NULL CHECK (to_address <> ''),
	message_id   text NOT NULL UNIQUE,
	digest       bytea NOT NULL,
	content      text NOT NULL,
	words        text NOT NULL,
	made_at      timestamptz NOT NULL,
	state        text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'bounced', 'refused', 'withheld', 'kept')),
	said         text NOT NULL DEFAULT '',
	tries        int NOT NULL DEFAULT 0,
	tried_at     timestamptz,
	settled_at   timestamptz,
	doubtful     boolean NOT NULL DEFAULT false,
	outside_id   text NOT NULL DEFAULT '',
	ask_at       timestamptz,
	delivered_at timestamptz,
	back_at      timestamptz,
	back_by      bigint REFERENCES people,
	CHECK ((back_at IS NULL) = (state <> 'bounced')),
	CHECK ((settled_at IS NULL) = (state IN ('waiting', 'sending')))
);
CREATE INDEX mails_open ON mails (id) WHERE state IN ('waiting', 'sending');
CREATE INDEX mails_to_ask ON mails (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX mails_bounced ON mails (lower(to_address), id) WHERE state = 'bounced';
COMMENT ON TABLE mails IS 'An e-mail to each recipient of a notice, frozen when it was made, and what became of it: part of the proof of who was informed (N3).';
COMMENT ON COLUMN mails.content IS 'What digest is the SHA-256 of: the commitments to the lines in words, canonical JSON.';
COMMENT ON COLUMN mails.words IS 'The frozen lines with their salts: one can be erased and the others still fit.';
COMMENT ON COLUMN mails.said IS 'What the server said the last time, or why it was withheld.';
COMMENT ON COLUMN mails.state IS 'kept: there was no mail server, and it is not sent later.';
COMMENT ON COLUMN mails.settled_at IS 'When it was sent, refused, withheld or kept. One that came back was sent then.';
COMMENT ON COLUMN mails.outside_id IS 'By which the service that took it knows it; empty where a mail server of our own did.';
COMMENT ON COLUMN mails.ask_at IS 'When that service is asked the next time what became of it; NULL once it has said so.';
COMMENT ON COLUMN mails.back_by IS 'Who recorded that it came back; NULL where the service said so.';
COMMENT ON COLUMN mails.doubtful IS 'Whether it may have been sent twice: the process ended between sending it and noting that.';

CREATE INDEX contacts_barred ON contacts (lower(trim(email))) WHERE do_not_contact;

CREATE TABLE mail_pace (
	one     boolean PRIMARY KEY DEFAULT true CHECK (one),
	next_at timestamptz NOT NULL
);
INSERT INTO mail_pace (next_at) VALUES ('2000-01-01 00:00+00');
COMMENT ON TABLE mail_pace IS 'When the next e-mail may go out, of all processes together.';

CREATE VIEW recipient_mails AS
	SELECT recipient_id, CASE state WHEN 'sending' THEN 'waiting' ELSE state END AS mail, said AS mail_said,
	       settled_at AS mail_at, doubtful AS mail_doubtful, delivered_at AS mail_delivered_at, back_at AS mail_back_at
	FROM mails;
COMMENT ON VIEW recipient_mails IS 'What became of the e-mail to a recipient of a notice.';

CREATE VIEW bounced_addresses AS
	SELECT DISTINCT ON (lower(to_address)) lower(to_address) AS address, back_at, said
	FROM mails
	WHERE state = 'bounced'
	ORDER BY lower(to_address), id DESC;
COMMENT ON VIEW bounced_addresses IS 'Addresses from which e-mail came back, with when it last did and why.';

-- What was frozen changes alone by erasing.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION erase_lines(kept_in text, at tid, remain text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM set_config('fourgates.erasing', 'on', true);
	CASE kept_in
		WHEN 'frozen_words' THEN UPDATE frozen_words SET words = remain WHERE ctid = at;
		WHEN 'executive_reports' THEN UPDATE executive_reports SET words = remain WHERE ctid = at AND erased_lines(words, remain);
		WHEN 'mails' THEN UPDATE mails SET words = remain WHERE ctid = at;
		ELSE RAISE EXCEPTION 'no lines are kept in %', kept_in;
	END CASE;
	PERFORM set_config('fourgates.erasing', '', true);
END $$;
-- +goose StatementEnd
CREATE TRIGGER mails_only_erased BEFORE UPDATE OF recipient_id, message_id, digest, content, words, made_at ON mails FOR EACH ROW
	EXECUTE FUNCTION only_erased('lines', 'words');

-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE DELETE, TRUNCATE ON mails, mail_pace FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP INDEX contacts_barred;
DROP VIEW bounced_addresses;
DROP VIEW recipient_mails;
DROP TABLE mail_pace;
DROP TABLE mails;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION erase_lines(kept_in text, at tid, remain text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM set_config('fourgates.erasing', 'on', true);
	CASE kept_in
		WHEN 'frozen_words' THEN UPDATE frozen_words SET words = remain WHERE ctid = at;
		WHEN 'executive_reports' THEN UPDATE executive_reports SET words = remain WHERE ctid = at AND erased_lines(words, remain);
		ELSE RAISE EXCEPTION 'no lines are kept in %', kept_in;
	END CASE;
	PERFORM set_config('fourgates.erasing', '', true);
END $$;
-- +goose StatementEnd
