-- +goose Up
CREATE TABLE erasures (
	id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	why      text NOT NULL CHECK (why <> ''),
	contacts bigint[] NOT NULL DEFAULT '{}',
	people   bigint[] NOT NULL DEFAULT '{}',
	places   int NOT NULL,
	stays    int NOT NULL,
	by       bigint NOT NULL REFERENCES people,
	at       timestamptz NOT NULL
);
COMMENT ON TABLE erasures IS 'Where the law asked that words be erased: who did it, when and why, never the words. contacts and people are the records whose names they were.';

-- A line of the audit trail of which words were erased keeps its commitment: the digest of its day still fits.
ALTER TABLE audit_entries ADD COLUMN commitment bytea;
COMMENT ON COLUMN audit_entries.commitment IS 'Of a line of which words were erased: to what it said before. NULL of all others.';

-- In what is append-only, words can be erased, and nothing else changed. In a text, each piece that was erased says so; in
-- lines of a frozen document, the line keeps its key.
-- +goose StatementBegin
CREATE FUNCTION erased_text(was text, now text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT now ~ '\[erased on [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}\]'
	   AND was LIKE regexp_replace(replace(replace(replace(now, '\', '\\'), '%', '\%'), '_', '\_'),
	                               '\[erased on [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}\]', '%', 'g')
$$;
CREATE FUNCTION erased_lines(was text, now text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT count(*) FILTER (WHERE o.l IS NULL OR n.l IS NULL OR o.l <> n.l AND (
	           n.l !~ '^\["[^"]+","erased on [0-9]{1,2} [A-Z][a-z]+ [0-9]{4}"\]$'
	           OR split_part(n.l, '"', 2) <> o.l::jsonb ->> (CASE jsonb_array_length(o.l::jsonb) WHEN 3 THEN 1 ELSE 0 END))) = 0
	FROM string_to_table(was, E'\n') WITH ORDINALITY o (l, i)
	FULL JOIN string_to_table(now, E'\n') WITH ORDINALITY n (l, i) ON n.i = o.i
$$;
CREATE FUNCTION only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
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
			ELSE erased_text(was ->> field, is_now ->> field) END;
		IF may IS NOT TRUE THEN
			RAISE EXCEPTION '% is append-only: % of % refused', TG_TABLE_NAME, TG_OP, field USING ERRCODE = 'insufficient_privilege';
		END IF;
	END LOOP;
	RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION refuse_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF current_setting('fourgates.erasing', true) IS DISTINCT FROM 'on' THEN
		RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NULL;
END $$;
-- These two alone erase there: the application's role may call them, and has no right to update.
CREATE FUNCTION erase_trail(pattern text, mark text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM set_config('fourgates.erasing', 'on', true);
	UPDATE audit_entries e SET summary = regexp_replace(summary, pattern, mark, 'gi'), before = regexp_replace(before::text, pattern, mark, 'gi')::jsonb,
		after = regexp_replace(after::text, pattern, mark, 'gi')::jsonb, commitment = COALESCE(commitment, audit_commitment(e))
	WHERE summary ~* pattern OR before::text ~* pattern OR after::text ~* pattern;
	PERFORM set_config('fourgates.erasing', '', true);
END $$;
CREATE FUNCTION erase_lines(kept_in text, at tid, remain text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
REVOKE ALL ON FUNCTION erase_trail, erase_lines FROM PUBLIC;

DROP TRIGGER audit_append_only ON audit_entries;
CREATE TRIGGER audit_append_only BEFORE DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_not_updated BEFORE UPDATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_but_erasing();
CREATE TRIGGER audit_only_erased BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION only_erased('text', 'summary', 'before', 'after');
DROP TRIGGER frozen_words_append_only ON frozen_words;
CREATE TRIGGER frozen_words_append_only BEFORE DELETE OR TRUNCATE ON frozen_words FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_words_not_updated BEFORE UPDATE ON frozen_words FOR EACH STATEMENT EXECUTE FUNCTION refuse_but_erasing();
CREATE TRIGGER frozen_words_only_erased BEFORE UPDATE ON frozen_words FOR EACH ROW EXECUTE FUNCTION only_erased('lines', 'words');

-- The words of a report change with its text, and alone by erasing.
CREATE TRIGGER executive_reports_only_erased BEFORE UPDATE OF words ON executive_reports FOR EACH ROW
	WHEN (OLD.text = NEW.text AND OLD.words <> NEW.words) EXECUTE FUNCTION only_erased('lines', 'words');
-- +goose StatementBegin
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_trigger WHERE tgname = 'executive_reports_kept') THEN
		DROP TRIGGER executive_reports_kept ON executive_reports;
		CREATE TRIGGER executive_reports_kept BEFORE UPDATE OF id, text, digest, version OR DELETE ON executive_reports FOR EACH ROW
			EXECUTE FUNCTION keep_published('id', 'report');
	END IF;
END $$;
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fourgates_app') THEN
		GRANT SELECT, INSERT ON erasures TO fourgates_app;
		GRANT EXECUTE ON FUNCTION erase_trail, erase_lines TO fourgates_app;
	END IF;
END $$;
-- +goose StatementEnd
CREATE TRIGGER erasures_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON erasures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TRIGGER executive_reports_only_erased ON executive_reports;
DROP TRIGGER audit_only_erased ON audit_entries;
DROP TRIGGER audit_not_updated ON audit_entries;
DROP TRIGGER frozen_words_not_updated ON frozen_words;
DROP TRIGGER frozen_words_only_erased ON frozen_words;
DROP TRIGGER audit_append_only ON audit_entries;
DROP TRIGGER frozen_words_append_only ON frozen_words;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER frozen_words_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_words FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DROP FUNCTION erase_trail, erase_lines, refuse_but_erasing, only_erased;
DROP FUNCTION erased_lines;
DROP FUNCTION erased_text;
DROP TABLE erasures;
ALTER TABLE audit_entries DROP COLUMN commitment;
