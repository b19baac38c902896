package policy

import "fourgates/internal/domain"

// CheckGate reports whether the actor may do the action, such as submit, sign, override or call back, with a gate of
// the area. It returns domain.ErrNotFound where they may not see its gates, and domain.ErrForbidden where they may see
// them but not do this.
func CheckGate(a Actor, act Action, area domain.AreaID) error {
	return checkSeen(a, ViewGates, act, area)
}

// CheckPrioritise reports whether the actor works on the priorities of the area. It returns domain.ErrNotFound where
// they may not see its issues, and domain.ErrForbidden where they may see them but not prioritise.
func CheckPrioritise(a Actor, area domain.AreaID) error {
	return checkSeen(a, ViewIssues, Prioritise, area)
}

func checkSeen(a Actor, see, act Action, area domain.AreaID) error {
	if !CanIn(a, see, area) {
		return domain.ErrNotFound
	}
	return CheckIn(a, act, area)
}
