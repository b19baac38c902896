package registerstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// FrozenWordsSQL is the words of a frozen document, where digest is its column in a statement.
func FrozenWordsSQL(digest string) string {
	return `COALESCE((SELECT string_agg(fw.words, E'\n' ORDER BY fw.n) FROM frozen_words fw WHERE fw.digest = ` +
		digest +
		`), '')`
}

// AddFrozenWords keeps the words of a document beside its text, which the caller stores.
func AddFrozenWords(ctx context.Context, w db.Writer, f register.Frozen) error {
	parts, err := f.Parts()
	if err != nil {
		return err
	}
	names, words := make([]string, len(parts)), make([]string, len(parts))
	for i, p := range parts {
		names[i], words[i] = p.Name, p.Words
	}
	digest := f.Digest()
	return w.Exec(ctx, "add frozen words", `
		INSERT INTO frozen_words (digest, n, part, words)
		SELECT @digest, n, part, words
		FROM unnest(@parts::text[], @words::text[]) WITH ORDINALITY AS kept (part, words, n)`,
		db.Named{"digest": digest[:], "parts": names, "words": words})
}

// FrozenParts are the words of some parts of a document, such as issues[12]. The caller has loaded what the digest is
// of within scope.
func FrozenParts(ctx context.Context, r db.Reader, digest domain.Digest, parts []string) (string, error) {
	return db.Value[string](ctx, r.DB, "frozen parts", `
		SELECT COALESCE(string_agg(words, E'\n' ORDER BY n), '') FROM frozen_words
		WHERE digest = @digest AND part = ANY(@parts)`, db.Named{"digest": digest[:], "parts": parts})
}

// FrozenRecord is a record with the document frozen in it.
type FrozenRecord struct {
	Position int64 // of its entry in the register; 0 for none
	What     string
	Rule     string // of an attempt, as it is kept beside the snapshot
	Digest   domain.Digest
	Text     string
	Words    string
}

// WalkFrozen hands each document that is frozen in lines to check, one after the other: the snapshots of attempts, then
// versions of plans.
func WalkFrozen(ctx context.Context, r db.Reader, far Progress, check func(FrozenRecord) error) error {
	for _, kind := range []struct{ what, ids, one string }{
		{"compared: snapshots", `SELECT id FROM attempts ORDER BY id`, `
			SELECT COALESCE((SELECT max(e.position) FROM register_entries e
			                 WHERE e.attempt_id = t.id AND e.kind = 'submission'), 0) AS position,
			       'the snapshot of attempt ' || t.id AS what, t.rule, t.digest, t.snapshot AS text,
			       ` + FrozenWordsSQL("t.digest") + ` AS words
			FROM attempts t WHERE t.id = @id`},
		{"compared: versions of plans", `SELECT id FROM plan_versions ORDER BY id`, `
			SELECT 0::bigint AS position, 'version ' || v.number || ' of plan ' || v.plan_id AS what, '' AS rule,
			       v.digest, v.content AS text, ` + FrozenWordsSQL("v.digest") + ` AS words
			FROM plan_versions v WHERE v.id = @id`},
		{"compared: reports", `SELECT id FROM executive_reports ORDER BY id`, `
			SELECT 0::bigint AS position, 'the report of executive decision '
			       || (SELECT min(d.id) FROM executive_decisions d WHERE d.report_id = x.id) AS what, '' AS rule,
			       x.digest, x.text, x.words
			FROM executive_reports x WHERE x.id = @id`},
		{"compared: planning feeds", `
			SELECT id FROM planning_feeds WHERE starts_with(json, '{"commitments":') ORDER BY id`, `
			SELECT 0::bigint AS position, 'the planning feed of executive decision ' || f.decision_id AS what,
			       '' AS rule, f.digest, f.json AS text, ` + FrozenWordsSQL("f.digest") + ` AS words
			FROM planning_feeds f WHERE f.id = @id`},
	} {
		ids, err := db.Values[int64](ctx, r.DB, "frozen documents", kind.ids, db.Named{})
		if err != nil {
			return err
		}
		for n, id := range ids {
			record, err := db.One[FrozenRecord](ctx, r.DB, "frozen document", kind.one, db.Named{"id": id})
			if err != nil {
				return err
			}
			if err := check(record); err != nil {
				return err
			}
			far(kind.what, int64(n+1), int64(len(ids)))
		}
	}
	return nil
}
