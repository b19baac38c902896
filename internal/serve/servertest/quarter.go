package servertest

import (
	"testing"

	"fourgates/internal/domain"
)

// SignedQuarter is an area whose Members have signed gate 2, with the issues that they signed, oldest first.
func SignedQuarter(t *testing.T) (*Harness, Quarter, []domain.IssueID) {
	t.Helper()
	h := New(t)
	q := h.Quarter("Castle")
	for gate := 1; gate <= 2; gate++ {
		if gate == 2 {
			h.ReadyForGate2(q)
		}
		attempt := Submit(t, h, q, gate)
		for _, m := range q.Members {
			Decide(t, h, m, attempt, "decision", "approve").Want(t, 303)
		}
	}
	var issues []domain.IssueID
	for i := range 4 {
		issues = append(issues, domain.IssueID(h.Int(`SELECT id FROM issues WHERE area_id = $1 ORDER BY id LIMIT 1 OFFSET $2`, int64(q.Area), i)))
	}
	return h, q, issues
}
