-- +goose Up
-- What a notice told and whom commits line by line, as what is signed does: a line can be erased where the law asks, and the
-- rest is proof still. Notices from before have no commitments.
ALTER TABLE notices ADD COLUMN commitments text NOT NULL DEFAULT '', ADD COLUMN words text NOT NULL DEFAULT '';
ALTER TABLE notice_recipients ADD COLUMN line int;
COMMENT ON COLUMN notices.commitments IS 'Of what was told and to whom, frozen in lines (register.Told): canonical JSON, whose SHA-256 is held by the entry of the day in the register. Empty for those from before.';
COMMENT ON COLUMN notices.words IS 'The lines with their salts, one for each commitment. They say what the row and its recipients say.';
COMMENT ON COLUMN notice_recipients.line IS 'Which entry of the lines of its notice it is, from 0.';
CREATE INDEX notices_at ON notices USING brin (at) WITH (pages_per_range = 32);

ALTER TABLE audit_days ADD COLUMN notices int, ADD COLUMN notices_digest bytea;
COMMENT ON COLUMN audit_days.notices_digest IS 'SHA-256 of the digests of the notices of the day that commit to their lines, by id; notices is how many they are. NULL for days from before.';

-- An address is erased by being emptied: mail must never go to words.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	field text;
	was jsonb := to_jsonb(OLD);
	is_now jsonb := to_jsonb(NEW);
	may boolean;
BEGIN
	FOR field IN SELECT jsonb_object_keys(is_now) LOOP
		may := CASE
			WHEN was -> field IS NOT DISTINCT FROM is_now -> field THEN true
			WHEN field = 'commitment' THEN was ->> field IS NULL
			WHEN NOT field = ANY(TG_ARGV[1:]) THEN false
			WHEN TG_ARGV[0] = 'lines' THEN erased_lines(was ->> field, is_now ->> field)
			WHEN TG_TABLE_NAME = 'notice_recipients' AND field = 'address' AND is_now ->> field = '' THEN true
			WHEN is_now ->> field ~ '^erased on [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}$' THEN true
			ELSE erased_text(was ->> field, is_now ->> field) END;
		IF may IS NOT TRUE THEN
			RAISE EXCEPTION '% is append-only: % of % refused', TG_TABLE_NAME, TG_OP, field USING ERRCODE = 'insufficient_privilege';
		END IF;
	END LOOP;
	RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION erase_lines(kept_in text, at tid, remain text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM set_config('fourgates.erasing', 'on', true);
	CASE kept_in
		WHEN 'frozen_words' THEN UPDATE frozen_words SET words = remain WHERE ctid = at;
		WHEN 'executive_reports' THEN UPDATE executive_reports SET words = remain WHERE ctid = at AND erased_lines(words, remain);
		WHEN 'mails' THEN UPDATE mails SET words = remain WHERE ctid = at;
		WHEN 'notices' THEN UPDATE notices SET words = remain WHERE ctid = $2;
		ELSE RAISE EXCEPTION 'no lines are kept in %', kept_in;
	END CASE;
	PERFORM set_config('fourgates.erasing', '', true);
END $$;
-- +goose StatementEnd

CREATE TRIGGER notices_kept BEFORE UPDATE ON notices FOR EACH ROW WHEN (
	(OLD.id, OLD.event, OLD.area_id, OLD.attempt_id, OLD.link, OLD.at, OLD.commitments)
		IS DISTINCT FROM (NEW.id, NEW.event, NEW.area_id, NEW.attempt_id, NEW.link, NEW.at, NEW.commitments)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_only_erased BEFORE UPDATE ON notices FOR EACH ROW
	WHEN ((OLD.subject, OLD.body) IS DISTINCT FROM (NEW.subject, NEW.body)) EXECUTE FUNCTION only_erased('text', 'subject', 'body');
CREATE TRIGGER notices_lines_only_erased BEFORE UPDATE ON notices FOR EACH ROW
	WHEN (OLD.words <> NEW.words) EXECUTE FUNCTION only_erased('lines', 'words');
CREATE TRIGGER notices_stay BEFORE DELETE OR TRUNCATE ON notices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_recipients_kept BEFORE UPDATE ON notice_recipients FOR EACH ROW WHEN (
	(OLD.id, OLD.notice_id, OLD.person_id, OLD.contact_id, OLD.result, OLD.line)
		IS DISTINCT FROM (NEW.id, NEW.notice_id, NEW.person_id, NEW.contact_id, NEW.result, NEW.line)
) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_recipients_only_erased BEFORE UPDATE ON notice_recipients FOR EACH ROW
	WHEN ((OLD.name, OLD.address, OLD.capacity) IS DISTINCT FROM (NEW.name, NEW.address, NEW.capacity))
	EXECUTE FUNCTION only_erased('text', 'name', 'address', 'capacity');
CREATE TRIGGER notice_recipients_stay BEFORE DELETE OR TRUNCATE ON notice_recipients FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		REVOKE UPDATE, DELETE, TRUNCATE ON notices FROM fourgates_app;
		GRANT UPDATE (subject, body) ON notices TO fourgates_app;
		REVOKE DELETE, TRUNCATE ON notice_recipients FROM fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		GRANT UPDATE, DELETE ON notices TO fourgates_app;
		GRANT DELETE ON notice_recipients TO fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd
DROP TRIGGER notice_recipients_stay ON notice_recipients;
DROP TRIGGER notice_recipients_only_erased ON notice_recipients;
DROP TRIGGER notice_recipients_kept ON notice_recipients;
DROP TRIGGER notices_stay ON notices;
DROP TRIGGER notices_lines_only_erased ON notices;
DROP TRIGGER notices_only_erased ON notices;
DROP TRIGGER notices_kept ON notices;
ALTER TABLE audit_days DROP COLUMN notices, DROP COLUMN notices_digest;
DROP INDEX notices_at;
ALTER TABLE notice_recipients DROP COLUMN line;
ALTER TABLE notices DROP COLUMN commitments, DROP COLUMN words;
