package gateweb

import (
	"errors"

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
	return signedIssue(c, i.ID, false)
}

// SignedThreadAside is an issue as it was signed at gate 2, beside its words in a thread, and what its records say
// otherwise than the plan that is with the Executive or approved.
func SignedThreadAside(c *serve.Call, t plans.Thread) (templ.Component, error) {
	if len(t.Signatures) == 0 {
		return templ.NopComponent, nil
	}
	id := t.Issue.ID
	issue, err := signedIssue(c, id, true)
	if err != nil || !policy.CanIn(c.Actor, policy.ViewPlans, t.Area) {
		return issue, err
	}
	state, frozen, err := planstore.LockedPlan(c.Context(), c.Read, t.Area)
	if errors.Is(err, domain.ErrNotFound) {
		return issue, nil
	}
	if err != nil {
		return nil, err
	}
	return templ.Join(issue, planAside(state, gates.ThreadChanged(frozen, t))), nil
}

func signedIssue(c *serve.Call, id domain.IssueID, always bool) (templ.Component, error) {
	signed, err := gatestore.ChangedIssues(c.Context(), c.Read, []domain.IssueID{id})
	if err != nil {
		return nil, err
	}
	s, ok := signed[id]
	if !ok || !always && len(s.Changes) == 0 {
		return templ.NopComponent, nil
	}
	return SignedIssueBeside(s), nil
}

// ChangedMarks says which of some issues are otherwise than they were signed at gate 2, in a word for a list.
func ChangedMarks(c *serve.Call, ids []domain.IssueID) (map[domain.IssueID]string, error) {
	signed, err := gatestore.ChangedIssues(c.Context(), c.Read, ids)
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
	return ChangedBeside(signed.SignedAt, changes), err
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
