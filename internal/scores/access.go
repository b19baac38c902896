package scores

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// CheckPrioritise reports whether the actor works on the priorities of the area. It returns domain.ErrNotFound where
// they may not see its issues, and domain.ErrForbidden where they may see them but not prioritise.
func CheckPrioritise(a policy.Actor, area domain.AreaID) error {
	return policy.CheckSeen(a, policy.ViewIssues, policy.Prioritise, area)
}
