package gateweb_test

import (
	"strings"
	"testing"

	"fourgates/internal/serve/servertest"
)

// A Member sees on one screen what they are asked, its numbers, what is new and who has decided; then decides; then
// come the papers, every part linked. How to check them stands behind one line at the end.
func TestAGateIsSignedInOneScreen(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	for gate, want := range []struct{ asks, figure, since string }{
		{"You are asked to agree this area and its boundary", "Area Members of",
			"You have decided on no gate of this area before"},
		{"You are asked to agree which issues go forward", "issues to carry forward",
			"Changed since you decided on gate 1"},
	} {
		if gate == 1 {
			h.ReadyForGate2(q)
		}
		attempt := servertest.Submit(t, h, q, gate+1)
		servertest.DecideAs(t, h.As(q.Members[1]), attempt, "decision", "approve").Want(t, 303)
		p := h.As(q.Members[0]).Get(attempt).Want(t, 200)
		at := 0
		for _, part := range []string{"<h1", want.asks, "days left", want.figure, want.since, "1 of 4 have decided",
			`id="decision-form"`, `name="digest"`, "What do you decide?", ">The papers<", `id="content"`,
			"Each decision, in full", "How to check this", "SHA-256"} {
			next := strings.Index(p.Body[at:], part)
			if next < 0 {
				t.Fatalf("gate %d: %q is not on the page, or not after what comes before it", gate+1, part)
			}
			at += next
		}
		if digest, _ := p.Field("digest"); strings.Count(p.Words(), digest) != 1 {
			t.Errorf("gate %d: the digest is said %d times, want once", gate+1, strings.Count(p.Words(), digest))
		}
		for _, href := range p.Links() {
			if part, within := strings.CutPrefix(href, "#"); within && !strings.Contains(p.Body, ` id="`+part+`"`) {
				t.Errorf("gate %d: a link to the part %q, which there is not", gate+1, part)
			}
		}
		for _, m := range []int{0, 2, 3} {
			servertest.DecideAs(t, h.As(q.Members[m]), attempt, "decision", "approve").Want(t, 303)
		}
		if p := h.As(q.Officer).Get(attempt).Want(t, 200); p.Says("You are asked") || !p.Says("In numbers") {
			t.Errorf("gate %d: whoever does not decide reads %s", gate+1, p.Words())
		}
	}
}
