//go:build long

package gateweb_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
)

// A gate of 5,000 issues with over 1 MB of text is submitted, read and signed like any other, and its register
// verifies.
func TestGateOfFiveThousandIssues(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	first := servertest.Submit(t, h, q, 1)
	for _, m := range q.Members {
		servertest.Decide(t, h, m, first, "decision", "approve").Want(t, 303)
	}
	h.ReadyForGate2(q)
	h.Exec(`INSERT INTO issues (area_id, title, description, theme_id, source, raised_by,
		raised_at, changed_at, state)
		SELECT $1, 'No. ' || n || ': ' || repeat('ruts & <mud> on Ffordd yr Afon ', 6), repeat('Words of a resident. ',
		50),
		       (SELECT min(id) FROM themes), 'community', $2, $3, $3, 'synthesised'
		FROM generate_series(1, 5000) n`, int64(q.Area), int64(q.Officer), h.Now())
	attempt := servertest.Submit(t, h, q, 2)
	if n := h.Int(`SELECT sum(octet_length(words)) FROM frozen_words WHERE digest = (SELECT digest FROM attempts
		ORDER BY id DESC LIMIT 1)`); n < 1<<20 {
		t.Errorf("the snapshot has %d bytes, less than 1 MB", n)
	}
	member := h.As(q.Members[0])
	page := member.Get(attempt).Want(t, 200)
	if !page.Says("No. 5000: ruts & <mud>") || page.Statements > 12 {
		t.Errorf("the page of %d statements leaves out the last issue", page.Statements)
	}
	for _, m := range q.Members {
		servertest.Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
	}
	if got := h.Text(`SELECT outcome FROM attempts ORDER BY id DESC LIMIT 1`); got != string(gates.OutcomePassed) {
		t.Errorf("the gate is %q", got)
	}
	if page := member.Get(attempt).Want(t, 200); !page.Says("Passed") {
		t.Error("the page does not say that it passed")
	}
	if _, err := registerapp.VerifyRegister(t.Context(), h.App, domain.Digest{}); err != nil {
		t.Error(err)
	}
}
