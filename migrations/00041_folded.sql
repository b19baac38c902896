-- +goose Up
-- Words are looked for without the marks of their letters, apostrophes and hyphens. domain.Unmarked and domain.FoldName
-- say the same in Go, rune by rune: a test compares them. The bodies are parsed here, so that they name what they mean
-- whatever the search path is.
CREATE FUNCTION unmarked(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(words) = char_length(words) THEN lower(words)
ELSE replace(replace(replace(replace(
	translate(
		lower(normalize(regexp_replace(normalize(words, NFD), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]', '', 'g'), NFC)),
		'øłđðħıŋŀĸŧØŁĐÐĦŊĿŦẞ', 'olddhinlktolddhnltß'),
	'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th') END;

CREATE FUNCTION folded(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(regexp_replace(regexp_replace(regexp_replace(unmarked(name),
	'[\u0009-\u000d \u0085\u00a0\u05be\u1680\u2000-\u200a\u2010-\u2015\u2028\u2029\u202f\u205f\u3000-]+', ' ', 'g'),
	'[\u0001-\u001f!-/:-@\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02b0-\u02ff'
	'\u055a-\u055f\u0589\u058a\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u060d\u061b-\u061f\u0640\u066a-\u066d\u06d4'
	'\u0964\u0965\u200b-\u200f\u2016-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2bff\u2e00-\u2e7f\u3001-\u3003'
	'\u3008-\u3020\u3030\u303d\u30fb\ue000-\uf8ff\ufe00-\ufe1f\ufe30-\ufe6f\ufeff\uff01-\uff0f\uff1a-\uff20'
	'\uff3b-\uff40\uff5b-\uff65\ufff9-\ufffd\U0001f000-\U0001faff\U000e0000-\U000e01ef]', '', 'g'),
	' +', ' ', 'g'));
COMMENT ON FUNCTION folded IS 'A name as names are compared: "Siân O’Neill-Hughes" is "sian oneill hughes" (domain.FoldName).';

CREATE FUNCTION findable(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN name ~ '[-‐‑–—]' THEN folded(name) || ' ' || folded(translate(name, '-‐‑–—', '')) ELSE folded(name) END;
COMMENT ON FUNCTION findable IS 'A name as it is looked for: folded, and again as it is written without its hyphens. Every word of what is typed, folded, is somewhere in it.';

CREATE FUNCTION joined(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(translate(unmarked(words), '’‘ʼ‛′`´‐‑', '''''''''''''''--'), '''s\M', '', 'g');
COMMENT ON FUNCTION joined IS 'Words with one kind of apostrophe and of hyphen, without the ending of possession.';

CREATE FUNCTION searched(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(joined(words), '([a-z0-9])''(?=[a-z0-9])', '\1', 'g');
COMMENT ON FUNCTION searched IS 'Words as full text is searched: O’Brien and O''Brien are "obrien".';

CREATE FUNCTION otherwise(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN joined(words) ~ '[a-z0-9][''-][a-z0-9]' THEN
	translate(regexp_replace(joined(words), '(\S*[a-z0-9][''-][a-z0-9]\S*)|\S+', '\1', 'g'), '''-', ' ') ELSE '' END;
COMMENT ON FUNCTION otherwise IS 'The joined words alone, as others write them: "o brien" and "treelined".';

CREATE FUNCTION searching(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN searched(words) ~ '[a-z0-9]-[a-z0-9]' THEN
	websearch_to_tsquery('pg_catalog.english', searched(words)) || websearch_to_tsquery('pg_catalog.english',
		regexp_replace(searched(words), '([a-z0-9])-(?=[a-z0-9])', '\1', 'g'))
ELSE websearch_to_tsquery('pg_catalog.english', searched(words)) END;
COMMENT ON FUNCTION searching IS 'What somebody typed to search full text, with its quotes, or and minus.';

ALTER TABLE issues DROP COLUMN search;
ALTER TABLE issues ADD COLUMN search tsvector GENERATED ALWAYS AS (
	setweight(to_tsvector('english', searched(title)), 'A') ||
	setweight(to_tsvector('english', searched(description || ' ' || place_note)), 'B') ||
	setweight(to_tsvector('english', otherwise(title || ' ' || description || ' ' || place_note)), 'D')) STORED;
CREATE INDEX issues_search ON issues USING gin (search);
CREATE INDEX people_findable ON people USING gin (findable(name) gin_trgm_ops);
CREATE INDEX people_folded ON people (folded(name));
CREATE INDEX contacts_findable ON contacts USING gin (findable(name) gin_trgm_ops);

-- +goose Down
DROP INDEX contacts_findable, people_folded, people_findable;
ALTER TABLE issues DROP COLUMN search;
ALTER TABLE issues ADD COLUMN search tsvector GENERATED ALWAYS AS (
	setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description || ' ' || place_note), 'B')) STORED;
CREATE INDEX issues_search ON issues USING gin (search);
DROP FUNCTION searching, otherwise, searched, joined, findable, folded, unmarked;
