package plans_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
	"fourgates/internal/policy/policytest"
)

func TestWhoWorksOnAPlanThatIsNotLocked(t *testing.T) {
	draft, locked := plans.Plan{Area: 1, State: plans.PlanDrafting}, plans.Plan{Area: 1, State: plans.PlanWithMembers}
	policytest.Table(t, func(a policy.Actor) string {
		return policytest.Answer(plans.CheckWork(a, policy.EditPlans, draft)) + " | " +
			policytest.Answer(plans.CheckWork(a, policy.CommentPlans, draft)) + " | " +
			policytest.Answer(plans.CheckWork(a, policy.CommentPlans, plans.Plan{Area: 2, State: plans.PlanDrafting})) +
			" | " +
			policytest.Answer(plans.CheckWork(a, policy.CommentPlans, locked))
	},
		"liaison officer: may | may | forbidden | not now",
		"planning officer: may | may | may | not now",
		"coordinator: forbidden | may | forbidden | not now",
		"service 5: forbidden | may | may | not now",
		"Member: forbidden | may | forbidden | not now",
		"organisation 7: forbidden | may | forbidden | not now",
		"clerk: forbidden | forbidden | forbidden | forbidden",
		"director: forbidden | forbidden | forbidden | forbidden",
		"Executive Member: forbidden | forbidden | forbidden | forbidden",
		"administrator: forbidden | forbidden | forbidden | forbidden",
		"nobody: forbidden | forbidden | forbidden | forbidden",
	)
}

func TestAPlanIsStartedByWhoEditsItWhileItsTimeIsAndTheAreaActive(t *testing.T) {
	officer := policy.Actor{ID: 1, Grants: []policy.Grant{{Role: policy.CLO, Areas: []domain.AreaID{1}}}}
	for name, try := range map[string]struct {
		by    policy.Actor
		area  places.Area
		phase domain.Phase
		may   bool
	}{
		"in phase 3":        {officer, places.Area{ID: 1, State: places.AreaActive}, domain.PhaseSolutions, true},
		"in phase 2a":       {officer, places.Area{ID: 1, State: places.AreaActive}, domain.Phase("2a"), false},
		"in a paused area":  {officer, places.Area{ID: 1, State: places.AreaPaused}, domain.PhaseSolutions, false},
		"in another's area": {officer, places.Area{ID: 2, State: places.AreaActive}, domain.PhaseSolutions, false},
		"by nobody": {policy.Actor{}, places.Area{ID: 1, State: places.AreaActive}, domain.PhaseSolutions,
			false},
	} {
		if got := plans.MayStart(try.by, try.area, try.phase); got != try.may {
			t.Errorf("%s: %t, want %t", name, got, try.may)
		}
	}
}
