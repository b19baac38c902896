package gates

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// CheckGate reports whether the actor may do the action, such as submit, sign, override or call back, with a gate of
// the area. It returns domain.ErrNotFound where they may not see its gates, and domain.ErrForbidden where they may see
// them but not do this.
func CheckGate(a policy.Actor, act policy.Action, area domain.AreaID) error {
	return policy.CheckSeen(a, policy.ViewGates, act, area)
}
