package home_test

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/erasures"
	"fourgates/internal/register"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// standsIn lists the columns of the schema that say the words, as table.column.
func standsIn(h *servertest.Harness, words string) []string {
	asks := h.Lines(`
		SELECT format('SELECT %L WHERE EXISTS (SELECT FROM %I WHERE position(lower($1) IN lower(%I::text)) > 0)',
		              c.table_name || '.' || c.column_name, c.table_name, c.column_name)
		FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
		  AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY') AND c.column_name <> 'boundary'`)
	return h.Lines(strings.Join(asks, " UNION ALL "), words)
}

// What the law asks to be erased is gone from every column of the database, what was signed verifies, and pages and
// files say that it was erased and when.
func TestWhatIsErasedIsGoneAndWhatWasSignedVerifies(t *testing.T) { erasedInWorld(t, nil, 0) }

// erasedInWorld erases a contact's name and a resident's words in the demo world, and looks for them as some people, on
// up to most pages of a kind.
func erasedInWorld(t *testing.T, people []string, most int) {
	h := servertest.NewWorld(t)
	admin, cpo := h.As(h.Who("admin")), h.As(h.Who("cpo"))
	contact := h.Int(`SELECT c.id FROM contacts c JOIN network_entries n ON n.contact_id = c.id
		JOIN attempts t ON t.area_id = n.area_id AND t.gate = 1
		JOIN notice_recipients r ON r.contact_id = c.id
		JOIN frozen_words f ON f.digest = t.digest AND position(c.name IN f.words) > 0
		WHERE NOT EXISTS (SELECT FROM people p WHERE p.name = c.name)
		ORDER BY c.id LIMIT 1`)
	name := h.Text(`SELECT name FROM contacts WHERE id = $1`, contact)
	quote := h.Text(`SELECT e.text FROM evidence e JOIN issue_evidence x ON x.evidence_id = e.id
		JOIN issues i ON i.id = x.issue_id JOIN areas a ON a.id = i.area_id AND a.code = 'LCA-11'
		JOIN plans p ON p.area_id = a.id JOIN plan_versions v ON v.plan_id = p.id
		JOIN frozen_words f ON f.digest = v.digest AND f.part LIKE 'said%' AND position(e.text IN f.words) > 0
		ORDER BY e.id LIMIT 1`)
	if n, err := registerapp.EnterAuditDays(t.Context(), h.App); err != nil || n == 0 {
		t.Fatalf("%d days of the audit trail are entered: %v", n, err)
	}
	told := h.Text(`SELECT r.notice_id::text FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		WHERE r.contact_id = $1 AND r.address <> '' AND n.commitments <> '' ORDER BY 1 LIMIT 1`, contact)
	address := h.Text(`SELECT address FROM notice_recipients WHERE contact_id = $1 AND notice_id = $2::bigint`, contact,
		told)
	for words, records := range map[string][]string{name: {"contacts", servertest.ID(domain.ContactID(contact))},
		quote: nil} {
		before := standsIn(h, words)
		if len(before) < 3 || !slices.Contains(before, "frozen_words.words") {
			t.Fatalf("%q stands in %v alone", words, before)
		}
		form := []string{"words", words, "why", "Request 14 of the register of requests"}
		check := admin.Post("/admin/erasures/check", form...).Want(t, 200)
		if !check.Says("snapshots of gates") || !check.Says("These will be erased") {
			t.Errorf("before erasing %q it says %s", words, check.Words())
		}
		admin.Post("/admin/erasures", append(form, records...)...).Want(t, 303)
		var held []string
		for _, c := range erasures.HeldIn() {
			held = append(held, c.Table+"."+c.Name)
		}
		for _, column := range standsIn(h, words) {
			if !slices.Contains(held, column) {
				t.Errorf("%q still stands in %s", words, column)
			}
		}
	}
	whole, err := registerapp.VerifyInSteps(t.Context(), h.App, domain.Digest{}, func(string, int64, int64) {})
	if err != nil {
		t.Errorf("what was signed does not verify: %v", err)
	}
	lines := h.Int(`SELECT (SELECT COALESCE(sum(array_length(string_to_array(words, '","erased on '), 1) - 1), 0)
		FROM (SELECT words FROM frozen_words UNION ALL SELECT words FROM executive_reports
		      UNION ALL SELECT words FROM notices) w)
		+ (SELECT count(*) FROM audit_entries WHERE commitment IS NOT NULL)`)
	if int64(whole.Erased) != lines || lines < 5 {
		t.Errorf("%d lines are counted as erased, and %d are", whole.Erased, lines)
	}
	erased := "erased on " + h.App.Today().Words()
	proof := register.ReadFrozen([]byte(cpo.Get("/notices/"+told+"/proof.jsonl").Want(t, 200).Body))
	if gaps, err := proof.Verify(); err != nil || len(gaps) < 2 || gaps[0].Why != erased ||
		strings.Contains(proof.Words, name) || strings.Contains(proof.Words, address) {
		t.Errorf("the proof of who was told verifies as %v, %v", gaps, err)
	}
	if page := cpo.Get("/notices/"+told).Want(t, 200); !page.Says(erased) || page.Says(address) {
		t.Errorf("the page of the notice does not say %s: %s", erased, page.Words())
	}
	attempt := h.Text(`SELECT t.id::text FROM attempts t JOIN network_entries n ON n.area_id = t.area_id
		JOIN frozen_words f ON f.digest = t.digest AND position($2 IN f.words) > 0
		WHERE n.contact_id = $1 AND t.gate = 1 ORDER BY t.id LIMIT 1`, contact, erased)
	if page := cpo.Get("/attempts/"+attempt).Want(t, 200); !page.Says(erased) {
		t.Errorf("the page of the gate does not say %s: %s", erased, page.Words())
	}
	file := register.ReadFrozen([]byte(cpo.Get("/attempts/"+attempt+"/snapshot.json").Want(t, 200).Body))
	if gaps, err := file.Verify(); err != nil || len(gaps) == 0 || gaps[0].Why != erased {
		t.Errorf("the file verifies as %v, %v", gaps, err)
	}
	if last := h.Text(`SELECT summary || COALESCE(before::text, '') || COALESCE(after::text, '') FROM audit_entries
		ORDER BY id DESC LIMIT 1`); !strings.HasPrefix(last, "Erased in ") {
		t.Errorf("the audit trail ends with %s", last)
	}
	for _, person := range people {
		client := h.As(h.Who(person))
		for _, at := range addressesOf(h, h.Int(`SELECT id FROM areas WHERE code = 'LCA-11'`), 1, most) {
			if p := client.Get(at); strings.Contains(p.Body, name) || strings.Contains(p.Body, quote) {
				t.Errorf("%s: %s still says it", person, at)
			}
		}
	}
}

// Who still works under a name keeps it; words that stand nowhere, too few of them, or the words in the reason, are
// refused by their field, and nothing changes.
func TestWhatCannotBeErasedIsRefused(t *testing.T) {
	h := servertest.NewWorld(t)
	admin := h.As(h.Who("admin"))
	cpo := h.Who("cpo")
	name := h.Text(`SELECT name FROM people WHERE id = $1`, int64(cpo))
	for field, form := range map[string][]string{
		"people": {"words", name, "why", "Request 15", "people", servertest.ID(cpo)},
		"words":  {"words", "Nobody ever wrote this", "why", "Request 16"},
		"why":    {"words", name, "why", "Request of " + name},
	} {
		if p := admin.Post("/admin/erasures", form...).Want(t, 422); p.Problem(field) == "" {
			t.Errorf("%s: no problem is said by the field: %s", field, p.Words())
		}
	}
	if p := admin.Post("/admin/erasures/check", "words", "a b", "why", "x").Want(t, 422); p.Problem("words") == "" {
		t.Errorf("two letters: %s", p.Words())
	}
	if n := h.Int(`SELECT count(*) FROM erasures`); n != 0 {
		t.Errorf("%d erasures are kept", n)
	}
	h.As(h.Who("cpo")).Get("/admin/erasures").Want(t, 403)
}

// In what is append-only nothing but erasing changes anything, and erasing nothing else.
func TestNothingButErasingChangesTheTrail(t *testing.T) {
	h := servertest.New(t)
	h.Exec(`INSERT INTO audit_entries (at, action, object_kind, object_id, summary, request_id)
		VALUES (now(), 'a', 'b', 1, 'Told Wendell Ironmonger', '')`)
	h.Exec(`INSERT INTO frozen_words (digest, n, part, words) VALUES ('x', 1, 'a', '["salt","a","Wendell"]')`)
	for _, c := range []struct {
		sql     string
		refused bool
	}{
		{`UPDATE audit_entries SET summary = '[erased on 3 May 2026]'`, true},
		{`SELECT set_config('fourgates.erasing', 'on', false)`, false},
		{`DELETE FROM audit_entries`, true},
		{`SELECT erase_lines('frozen_words', ctid, '["a","other"]') FROM frozen_words`, true},
		{`SELECT erase_lines('frozen_words', ctid, '["b","erased on 3 May 2026"]') FROM frozen_words`, true},
		{`SELECT erase_lines('people', ctid, 'x') FROM frozen_words`, true},
		{`SELECT erase_trail('Wendell', 'Somebody')`, true},
		{`SELECT erase_trail('Wendell', '[erased on 3 May 2026]')`, false},
		{`SELECT erase_lines('frozen_words', ctid, '["a","erased on 3 May 2026"]') FROM frozen_words`, false},
	} {
		if _, err := h.Pool.Exec(t.Context(), c.sql); (err != nil) != c.refused {
			t.Errorf("%s: %v", c.sql, err)
		}
	}
	if got := h.Text(`SELECT summary FROM audit_entries`); got != "Told [erased on 3 May 2026] Ironmonger" {
		t.Errorf("the trail says %q", got)
	}
}
