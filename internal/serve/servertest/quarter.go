package servertest

import (
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
)

// SignedQuarter is an area whose Members have signed gate 2, with the issues that they signed, oldest first.
func SignedQuarter(t *testing.T) (*Harness, Quarter, []domain.IssueID) {
	t.Helper()
	h, q := Scene(t, "quarter", (*Harness).signedQuarter)
	var issues []domain.IssueID
	for i := range 4 {
		issues = append(issues,
			domain.IssueID(h.Int(`SELECT id FROM issues WHERE area_id = $1 ORDER BY id LIMIT 1 OFFSET $2`,
				int64(q.Area), i)))
	}
	return h, q, issues
}

func (h *Harness) signedQuarter() Quarter {
	q := h.Quarter("Castle")
	h.passed(q, domain.GateAreas)
	h.ReadyForGate2(q)
	first := domain.IssueID(h.Int(`SELECT min(id) FROM issues WHERE area_id = $1`, int64(q.Area)))
	h.must(issueapp.AddEvidence(h.T.Context(), h.App, h.Actor(q.Officer), first, issues.Evidence{Kind: "statistic",
		Text: "21 of 30 lamps are out", Source: "Count by the forum", OnDate: domain.DateOf(h.Now()), Strength: 2},
		nil))
	h.passed(q, domain.GateIssues)
	return q
}

// passed submits a gate, which every Member approves.
func (h *Harness) passed(q Quarter, gate domain.Gate) domain.AttemptID {
	ctx := h.T.Context()
	ids, err := gateapp.SubmitGate(ctx, h.App, h.Actor(q.Officer), gateapp.Submission{Areas: []domain.AreaID{q.Area},
		Gate: gate, Deviation: timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"}})
	h.must(err)
	attempt, err := gatestore.Attempt(ctx, h.App.Store.Reader, policy.Scope{All: true}, ids[0])
	h.must(err)
	for _, m := range q.Members {
		s := gateapp.Signature{Attempt: ids[0], Digest: attempt.Digest, Key: fmt.Sprintf("%d by %d", ids[0], m),
			Signing: gates.Signing{Decision: gates.Approve}}
		_, err := gateapp.SignGate(ctx, h.App, h.Actor(m), s)
		h.must(err)
	}
	return ids[0]
}

// Cabinet is a quarter whose Members have passed gate 3, with the Executive around it.
type Cabinet struct {
	Quarter
	Draft
	Clerk, Executive, Chief domain.PersonID // the Executive's clerk, an Executive Member, the named officer
	Attempt                 domain.AttemptID
	Decision                domain.ExecutiveID
}

// NewCabinet sets it up.
func NewCabinet(t *testing.T) (*Harness, Cabinet) {
	t.Helper()
	return Scene(t, "cabinet", func(h *Harness) Cabinet {
		c := Cabinet{Quarter: h.signedQuarter()}
		c.Clerk, c.Chief = h.Person("Philippa Lindqvist", policy.Clerk), h.Person("Marie-Ann", policy.NamedOfficer)
		c.Executive = h.Person("Dáithí Chance", policy.ExecutiveMember)
		c.Draft = h.ReadyForGate3(c.Area, c.Officer)
		c.Attempt = h.passed(c.Quarter, domain.GateDraftPlan)
		c.Decision = domain.ExecutiveID(h.Int(`SELECT id FROM executive_decisions`))
		return c
	})
}
