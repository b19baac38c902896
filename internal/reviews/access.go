package reviews

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayAnswer reports whether the actor answers for the service or organisation that was asked.
func MayAnswer(a policy.Actor, r Review) bool {
	s := policy.ScopeOf(a, policy.AnswerReview)
	return (r.Service != 0 && slices.Contains(s.Services, r.Service)) ||
		(r.Organisation != 0 && slices.Contains(s.Organisations, r.Organisation))
}

// MayAsk reports whether the actor asks for reviews of the area's priorities, enters answers and closes what nobody
// answers: its officers.
func MayAsk(a policy.Actor, area domain.AreaID) bool { return policy.CanIn(a, policy.WorkIssues, area) }
