package asks

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayAnswer reports whether the actor answers for those who were asked (D12): their service's officers, their
// organisation's people, or the Member. Passed on by name, it can still be answered by every colleague.
func MayAnswer(a policy.Actor, k Ask) bool {
	if k.Member != 0 {
		return a.IsSelf(k.Member)
	}
	s := policy.ScopeOf(a, policy.AnswerReferral)
	return k.Service != 0 && slices.Contains(s.Services, k.Service) ||
		k.Organisation != 0 && slices.Contains(s.Organisations, k.Organisation)
}

// MayEnter reports whether the actor looks after the ask, and enters what those asked say by letter or telephone: an
// officer of its area.
func MayEnter(a policy.Actor, k Ask) bool { return policy.CanIn(a, policy.WorkIssues, k.Area) }

// CheckHandle returns domain.ErrNotFound where the actor may not know of the ask.
func CheckHandle(a policy.Actor, k Ask) error {
	if MayAnswer(a, k) || MayEnter(a, k) {
		return nil
	}
	return domain.ErrNotFound
}

// CheckEnter is CheckHandle for what only they do who look after the ask: domain.ErrForbidden for whoever answers it.
func CheckEnter(a policy.Actor, k Ask) error {
	if err := CheckHandle(a, k); err != nil || MayEnter(a, k) {
		return err
	}
	return domain.ErrForbidden
}

// MaySee reports whether the actor may see the ask: who handles it, and whoever sees the issues of its area unless it
// is about a restricted one. A part of one reply is for those who handle it or asked for it, and for the Executive
// Members to whom it has climbed. Who was asked for a view on a solution is for those who ask and answer, until it has
// climbed.
func MaySee(a policy.Actor, k Ask) bool {
	if CheckHandle(a, k) == nil {
		return true
	}
	if k.Joint != 0 { // the one reply is for everybody, its parts for those who make it, and for whom it climbed to
		climbed := k.ExecutiveToldAt != nil && a.Is(policy.ExecutiveMember)
		return !k.Restricted && (a.IsSelf(k.AskedBy) || climbed)
	}
	open := k.Kind != Feasibility || k.ManagerToldAt != nil || k.ExecutiveToldAt != nil
	return open && !k.Restricted && policy.CanIn(a, policy.ViewIssues, k.Area)
}
