package rounds

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayHold reports whether the actor holds online rounds of the area, makes codes, counts, and reads what people wrote:
// an officer who works on its priorities.
func MayHold(a policy.Actor, area domain.AreaID) bool {
	return policy.CanIn(a, policy.Prioritise, area)
}

// MayAnswer reports whether the actor takes part with their account: Members and partners of the area. Those who count,
// answer for a service or serve the Executive are not its community.
func MayAnswer(a policy.Actor, area domain.AreaID) bool {
	return policy.CanIn(a, policy.AnswerRounds, area)
}
