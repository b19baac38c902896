package plans

import (
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
)

// CheckWork reports whether the actor may do the action, such as edit or comment, with the plan as it stands: it
// returns domain.ErrForbidden where not, and a *domain.BlockedError while it is locked for its Members or the
// Executive.
func CheckWork(a policy.Actor, act policy.Action, p Plan) error {
	if err := policy.CheckIn(a, act, p.Area); err != nil {
		return err
	}
	return p.CheckEdit()
}

// MayWork is CheckWork for what a page offers.
func MayWork(a policy.Actor, act policy.Action, p Plan) bool { return CheckWork(a, act, p) == nil }

// MayChangeAction reports whether the actor may change the action of the plan, or take it out.
func MayChangeAction(a policy.Actor, p Plan, x Action) bool {
	return MayWork(a, policy.EditPlans, p) && x.CheckChange() == nil
}

// MayStart reports whether the actor may start the plan of the area, whose present phase is given.
func MayStart(a policy.Actor, area places.Area, phase domain.Phase) bool {
	return policy.CanIn(a, policy.EditPlans, area.ID) && MayStartPlan(phase) && area.State == places.AreaActive &&
		area.CycleEnded.IsZero()
}
