package policy

import (
	"slices"

	"fourgates/internal/domain"
)

// IssueScope is which issues an actor may see: those of View's areas that are not restricted, those of Restricted's areas
// that are, what they raised themselves, and what was referred to a service or organisation of View.
// The zero IssueScope sees nothing.
type IssueScope struct{ View, Restricted Scope }

// IssueScopeOf works out which issues an actor may see.
func IssueScopeOf(a Actor) IssueScope {
	return IssueScope{View: ScopeOf(a, ViewIssues), Restricted: ScopeOf(a, ViewRestricted)}
}

// SourceOf is the source class that an issue raised by the actor most likely has (D1).
func SourceOf(a Actor) domain.Source {
	switch {
	case a.Is(CLO), a.Is(LAC):
		return domain.FromTheCommunity
	case a.Is(CPO):
		return domain.FromDeskResearch
	case a.Is(Member), a.Is(ExecutiveMember):
		return domain.FromAreaMember
	case a.Is(Service):
		return domain.FromServiceOfficer
	}
	return domain.FromTheCommunity
}

// MayEditIssue reports whether the actor may change what the issue says: an officer of its area, or whoever raised it as long
// as nobody has taken it up and they may still raise issues there.
func MayEditIssue(a Actor, i domain.Issue) bool {
	return CanIn(a, WorkIssues, i.Area) || (i.RaisedBy == a.ID && a.ID != 0 && i.State == domain.IssueRaised && CanIn(a, RaiseIssue, i.Area))
}

// MayAnswer reports whether the actor answers for the service or organisation that was asked (D12).
func MayAnswer(a Actor, r domain.Referral) bool {
	s := ScopeOf(a, AnswerReferral)
	return slices.Contains(s.Services, r.Service) || slices.Contains(s.Organisations, r.Organisation)
}
