package gateweb

import (
	"errors"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// SignedIssueAside is an issue as it was signed at gate 2, where it is otherwise now, for the issue's own page.
func SignedIssueAside(c *serve.Call, i issuestore.IssueDossier) (templ.Component, error) {
	signed, err := changedIssues(c, map[domain.IssueID]domain.AreaID{i.ID: i.Area})
	if s, ok := signed[i.ID]; ok && len(s.Changes) > 0 {
		return SignedIssueBeside(s, policy.CanIn(c.Actor, policy.ViewGates, i.Area)), nil
	}
	return templ.NopComponent, err
}

// SignedThreadAside is an issue as it was signed at gate 2, beside its words in a thread, and what its records say
// otherwise than the plan that is with the Executive or approved.
func SignedThreadAside(c *serve.Call, t plans.Thread) (templ.Component, error) {
	if len(t.Signatures) == 0 {
		return templ.NopComponent, nil
	}
	signed, err := gatestore.ChangedIssues(c.Context(), c.Read, []domain.IssueID{t.Issue.ID})
	if err != nil {
		return nil, err
	}
	var issue templ.Component = templ.NopComponent
	if s, ok := signed[t.Issue.ID]; ok {
		issue = SignedIssueBeside(s, policy.CanIn(c.Actor, policy.ViewGates, t.Area))
	}
	if !policy.CanIn(c.Actor, policy.ViewPlans, t.Area) {
		return issue, nil
	}
	plan, err := lockedPlan(c, t.Area, planstore.PartSolutions, planstore.PartActions, planstore.PartBids)
	if err != nil {
		return nil, err
	}
	return templ.Join(issue, planAside(plan.State, gates.ThreadChanged(plan, t))), nil
}

// changedIssues finds, of issues by the areas that they are in, those that were signed at gate 2.
func changedIssues(c *serve.Call, in map[domain.IssueID]domain.AreaID) (map[domain.IssueID]gates.SignedIssue, error) {
	areas := slices.Compact(slices.Sorted(maps.Values(in)))
	if some, err := gatestore.AnySigned(c.Context(), c.Read, areas); err != nil || !some {
		return nil, err
	}
	return gatestore.ChangedIssues(c.Context(), c.Read, slices.Sorted(maps.Keys(in)))
}

// ChangedMarks says which of some issues, by the areas that they are in, are otherwise than they were signed at gate 2,
// in a word for a list.
func ChangedMarks(c *serve.Call, in map[domain.IssueID]domain.AreaID) (map[domain.IssueID]string, error) {
	signed, err := changedIssues(c, in)
	marks := map[domain.IssueID]string{}
	for id, s := range signed {
		if len(s.Changes) > 0 {
			marks[id] = changedSince(s.SignedAt)
		}
	}
	return marks, err
}

// SignedAreaAside marks what of an area is otherwise than it was signed at gate 1, for the area's own page.
func SignedAreaAside(c *serve.Call, area places.Area) (templ.Component, error) {
	if area.State == places.AreaProposed {
		return templ.NopComponent, nil
	}
	signed, changes, err := gatestore.SignedArea(c.Context(), c.Read, area.ID)
	if errors.Is(err, domain.ErrNotFound) || err == nil && len(changes) == 0 {
		return templ.NopComponent, nil
	}
	return ChangedBeside(signed.SignedAt, changes, policy.CanIn(c.Actor, policy.ViewGates, area.ID)), err
}

// SignedPlanAside marks what the records say otherwise than a frozen plan that is shown.
func SignedPlanAside(state plans.PlanState, frozen, now plans.PlanDocument) templ.Component {
	return planAside(state, gates.PlanChanged(frozen, now))
}

func planAside(state plans.PlanState, changes []gates.Change) templ.Component {
	if len(changes) == 0 {
		return templ.NopComponent
	}
	return PlanBeside(state, changes)
}

// lockedPlan is the area's plan while it is locked, with what the records say of some of its parts; the zero plan where
// it is in drafting, there is none, or the reader may not read it.
func lockedPlan(c *serve.Call, area domain.AreaID, parts ...planstore.Part) (plans.LockedPlan, error) {
	if !policy.CanIn(c.Actor, policy.ViewPlans, area) {
		return plans.LockedPlan{}, nil
	}
	plan, err := planstore.LockedPlan(c.Context(), c.Read, area, parts...)
	if errors.Is(err, domain.ErrNotFound) {
		return plans.LockedPlan{}, nil
	}
	if !policy.CanIn(c.Actor, policy.ViewRestricted, area) {
		plan = plan.Open()
	}
	return plan, err
}

// SignedSolutionAside marks what is otherwise of a solution than a locked plan tells it, for its own page.
func SignedSolutionAside(c *serve.Call, area domain.AreaID, id domain.SolutionID) (templ.Component, error) {
	plan, err := lockedPlan(c, area, planstore.PartSolutions)
	aside := planAside(plan.State, gates.ThingChanged(plan.Solution(id)))
	if s, ok := plan.AgreedSolution(id); ok {
		aside = templ.Join(AgreedBeside(s), aside)
	}
	return aside, err
}

// SignedBidAside marks what is otherwise of a bid than a locked plan tells it, for its own page.
func SignedBidAside(c *serve.Call, area domain.AreaID, id domain.BidID) (templ.Component, error) {
	plan, err := lockedPlan(c, area, planstore.PartBids)
	return planAside(plan.State, gates.ThingChanged(plan.Bid(id))), err
}

// SignedActionAside marks what is otherwise of an action than a locked plan tells it, for its own page.
func SignedActionAside(c *serve.Call, area domain.AreaID, id domain.ActionID) (templ.Component, error) {
	plan, err := lockedPlan(c, area, planstore.PartActions)
	return planAside(plan.State, gates.ThingChanged(plan.Action(id))), err
}

// SolutionMarks says which solutions of an area are otherwise than a locked plan tells them, in a word for a list.
func SolutionMarks(c *serve.Call, area domain.AreaID) (map[domain.SolutionID]string, error) {
	plan, err := lockedPlan(c, area, planstore.PartSolutions)
	marks := map[domain.SolutionID]string{}
	for _, s := range plan.Frozen.Solutions {
		mark(marks, s.ID, plan.Solution(s.ID))
	}
	return marks, err
}

// BidMarks says which bids of an area are otherwise than a locked plan tells them, in a word for a list.
func BidMarks(c *serve.Call, area domain.AreaID) (map[domain.BidID]string, error) {
	plan, err := lockedPlan(c, area, planstore.PartBids)
	marks := map[domain.BidID]string{}
	for _, b := range plan.Frozen.Bids {
		mark(marks, b.ID, plan.Bid(b.ID))
	}
	return marks, err
}

// PlanMarks says which issues and actions of an area are otherwise than a locked plan tells them.
func PlanMarks(c *serve.Call, area domain.AreaID) (map[domain.IssueID]string, map[domain.ActionID]string, error) {
	plan, err := lockedPlan(c, area, planstore.PartIssues, planstore.PartActions)
	issues, actions := map[domain.IssueID]string{}, map[domain.ActionID]string{}
	for _, p := range plan.Frozen.Priorities {
		mark(issues, p.Issue, plan.Issue(p.Issue))
	}
	for _, i := range plan.Frozen.Issues {
		mark(issues, i.ID, plan.Issue(i.ID))
	}
	for _, a := range plan.Frozen.Actions {
		mark(actions, a.ID, plan.Action(a.ID))
	}
	return issues, actions, err
}

// mark notes one thing of a locked plan that is otherwise now.
func mark[ID comparable](marks map[ID]string, id ID, thing plans.LockedPlan) {
	if len(gates.ThingChanged(thing)) > 0 {
		marks[id] = changedSincePlan(thing.State)
	}
}
