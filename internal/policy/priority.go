package policy

import "fourgates/internal/domain"

// CheckPrioritise reports whether the actor works on the priorities of the area. It returns domain.ErrNotFound where
// they may not see its issues, and domain.ErrForbidden where they may see them but not prioritise.
func CheckPrioritise(a Actor, area domain.AreaID) error {
	return CheckSeen(a, ViewIssues, Prioritise, area)
}
