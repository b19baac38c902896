package issues

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayProposeQuickWin reports whether the actor may propose that the service (zero: none) delivers a quick win in the
// area: a service officer what their own service does, a partner and a Member within their areas (domain §1).
func MayProposeQuickWin(a policy.Actor, area domain.AreaID, service domain.ServiceID) bool {
	return slices.ContainsFunc(a.Grants, func(g policy.Grant) bool {
		return g.Reaches(policy.ProposeQuickWin, area) || (g.Allows(policy.ProposeQuickWin) && g.Delivers(service, 0))
	})
}

// MayDeliverQuickWin reports whether the actor may say that the quick win is begun or done: an officer of its area, or
// whoever is of the service or organisation that delivers it.
func MayDeliverQuickWin(a policy.Actor, q QuickWin) bool {
	return slices.ContainsFunc(a.Grants, func(g policy.Grant) bool {
		if g.Role == policy.Service || g.Role == policy.Partner { // being at work in the area is not enough
			return g.Allows(policy.DeliverQuickWin) && g.Delivers(q.Service, q.Organisation)
		}
		return g.Reaches(policy.DeliverQuickWin, q.Area)
	})
}

// MayChangeQuickWin reports whether the actor may change what the quick win says: an officer of its area.
func MayChangeQuickWin(a policy.Actor, q QuickWin) bool {
	return policy.CanIn(a, policy.AgreeQuickWin, q.Area)
}

// MayTakeQuickWin reports whether the actor may take the step with the quick win for an issue that raisedBy raised. An
// officer of the area may take any step; begin it and say that it is done, whoever delivers it; confirm it or say that
// it is not done after all, whoever raised the issue.
func MayTakeQuickWin(a policy.Actor, q QuickWin, raisedBy domain.PersonID, step QuickWinStep) bool {
	switch step {
	case StepStart, StepDone:
		return MayDeliverQuickWin(a, q)
	case StepConfirm, StepBack:
		return policy.CanIn(a, policy.AgreeQuickWin, q.Area) || a.IsSelf(raisedBy)
	}
	return policy.CanIn(a, policy.AgreeQuickWin, q.Area)
}

// QuickWinAction is the action that a step of the actor's counts as. Whoever raised the issue may confirm with the
// right to propose.
func QuickWinAction(a policy.Actor, step QuickWinStep) policy.Action {
	switch step {
	case StepStart, StepDone:
		return policy.DeliverQuickWin
	case StepConfirm, StepBack:
		if !policy.Can(a, policy.AgreeQuickWin) {
			return policy.ProposeQuickWin
		}
	}
	return policy.AgreeQuickWin
}

// StepsOpenTo lists the steps that the state of the quick win opens and that the actor may take.
func StepsOpenTo(a policy.Actor, q QuickWin, raisedBy domain.PersonID, gateTwoPassed bool) []QuickWinStep {
	var steps []QuickWinStep
	for _, step := range QuickWinSteps() {
		if len(q.StepBlockers(step, gateTwoPassed)) == 0 && MayTakeQuickWin(a, q, raisedBy, step) {
			steps = append(steps, step)
		}
	}
	return steps
}

// MayWorkCauses reports whether the actor may work on the causes of an issue in the area: its officers, partners at
// work there, and those to whose service or organisation the issue was referred.
func MayWorkCauses(a policy.Actor, area domain.AreaID, services []domain.ServiceID,
	organisations []domain.OrganisationID) bool {
	return slices.ContainsFunc(a.Grants, func(g policy.Grant) bool {
		asked := (g.Service != 0 && slices.Contains(services, g.Service)) ||
			(g.Organisation != 0 && slices.Contains(organisations, g.Organisation))
		return g.Reaches(policy.WorkCauses, area) || (g.Allows(policy.WorkCauses) && asked)
	})
}

// MayCorrectEvidence reports whether the actor corrects evidence of the area and withdraws it: an officer of the area,
// or whoever added it as long as they may raise issues there.
func MayCorrectEvidence(a policy.Actor, e EvidenceLine) bool {
	return policy.CanIn(a, policy.WorkIssues, e.Area) || (a.IsSelf(e.By) &&
		policy.CanIn(a, policy.RaiseIssue, e.Area))
}

// CheckCorrectEvidence returns domain.ErrForbidden where the evidence is not the actor's to correct, and a
// *domain.StateError where it was withdrawn.
func CheckCorrectEvidence(a policy.Actor, e EvidenceLine) error {
	if !MayCorrectEvidence(a, e) {
		return domain.ErrForbidden
	}
	return e.CheckStands()
}

// MayEditIssue reports whether the actor may change what the issue says: an officer of its area, or whoever raised it
// as long as nobody has taken it up and they may still raise issues there.
func MayEditIssue(a policy.Actor, i Issue) bool {
	return policy.CanIn(a, policy.WorkIssues, i.Area) || (a.IsSelf(i.RaisedBy) && i.State == IssueRaised &&
		policy.CanIn(a, policy.RaiseIssue, i.Area))
}
