package places

import "fourgates/internal/policy"

// CheckWork reports whether the actor may do the action, such as edit, assign or record, in the area as it stands: it
// returns domain.ErrForbidden where not, and a *domain.BlockedError once the area has left the programme.
func CheckWork(a policy.Actor, act policy.Action, area Area) error {
	if err := policy.CheckIn(a, act, area.ID); err != nil {
		return err
	}
	return area.CheckRunning()
}

// MayWork is CheckWork for what a page offers.
func MayWork(a policy.Actor, act policy.Action, area Area) bool {
	return CheckWork(a, act, area) == nil
}
