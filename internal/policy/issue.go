package policy

import (
	"slices"

	"fourgates/internal/rules"
)

// MayEditIssue reports whether the actor may change what the issue says: an officer of its area, or whoever raised it as long
// as nobody has taken it up and they may still raise issues there.
func MayEditIssue(a Actor, i rules.Issue) bool {
	return CanIn(a, WorkIssues, i.Area) || (i.RaisedBy == a.ID && a.ID != 0 && i.State == rules.IssueRaised && CanIn(a, RaiseIssue, i.Area))
}

// MayAnswer reports whether the actor answers for the service or organisation that was asked (D12).
func MayAnswer(a Actor, r rules.Referral) bool {
	s := ScopeOf(a, AnswerReferral)
	return slices.Contains(s.Services, r.Service) || slices.Contains(s.Organisations, r.Organisation)
}
