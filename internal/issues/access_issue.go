package issues

import (
	"slices"

	"fourgates/internal/policy"
)

// MayEditIssue reports whether the actor may change what the issue says: an officer of its area, or whoever raised it
// as long as nobody has taken it up and they may still raise issues there.
func MayEditIssue(a policy.Actor, i Issue) bool {
	return policy.CanIn(a, policy.WorkIssues, i.Area) || (i.RaisedBy == a.ID && a.ID != 0 && i.State == IssueRaised && policy.CanIn(a, policy.RaiseIssue, i.Area))
}

// MayAnswer reports whether the actor answers for the service or organisation that was asked (D12).
func MayAnswer(a policy.Actor, r Referral) bool {
	s := policy.ScopeOf(a, policy.AnswerReferral)
	return slices.Contains(s.Services, r.Service) || slices.Contains(s.Organisations, r.Organisation)
}
