package servertest

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/timelines/timelineapp"
)

// Submit sends a ready gate to its Members and returns the attempt's address.
func Submit(t *testing.T, h *Harness, q Quarter, gate int) string {
	t.Helper()
	p := h.As(q.Officer).Post(fmt.Sprintf("/areas/%d/gates/%d/attempts", q.Area, gate), "note",
		"Please look at the boundary.", "kind", "fitted", "reason", "The two ran together").Want(t, 303)
	return p.Location()
}

// Decide opens the attempt as the person, sends a decision with what the page's own form carries, and records it from
// the check. It returns the last page: the check's where that refuses the decision.
func Decide(t *testing.T, h *Harness, who domain.PersonID, attempt string, pairs ...string) *Page {
	t.Helper()
	return DecideAs(t, h.As(who), attempt, pairs...)
}

// DecideAs is Decide by a browser that is signed in already.
func DecideAs(t *testing.T, member *Client, attempt string, pairs ...string) *Page {
	t.Helper()
	shown := member.Get(attempt).Want(t, 200)
	digest, ok := shown.Field("digest")
	if !ok {
		t.Fatalf("%s shows no form:\n%s", attempt, shown.Words())
	}
	key, _ := shown.Field("key")
	check := member.Post(attempt+"/check", append([]string{"digest", digest, "key", key}, pairs...)...)
	if check.Status != 200 {
		return check
	}
	record := check.Hidden(attempt + "/signatures")
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "password" {
			record.Set("password", pairs[i+1])
		}
	}
	return member.PostForm(attempt+"/signatures", record)
}

// Begun is an area in phase 2a whose cycle began on 10 March 2026, with its people.
func Begun(t *testing.T, h *Harness) (Quarter, string) {
	t.Helper()
	q := h.Quarter("Castle")
	if err := timelineapp.StartCycle(t.Context(), h.App, h.Actor(q.Officer), q.Area, domain.Date{}); err != nil {
		t.Fatal(err)
	}
	return q, "/areas/" + ID(q.Area) + "/timeline"
}
