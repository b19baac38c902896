package server

import (
	"errors"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func threadRoutes() []Route {
	return []Route{
		get("/issues/{id}/thread", policy.ViewIssues, on(idOf[domain.IssueID]("id"), issueThread)),
		get("/solutions/{solution}/thread", policy.ViewSolutions,
			on(idOf[domain.SolutionID]("solution"), solutionThread)),
		get("/actions/{action}/thread", policy.ViewPlans, on(idOf[domain.ActionID]("action"), actionThread)),
		get("/areas/{area}/orphans", policy.ViewPlans, on(areaIn(policy.ViewPlans), orphans)),
	}
}

// issueThread follows an issue to everything that came of it.
func issueThread(c *Call, id domain.IssueID) error {
	t, err := threadFor(c, id)
	if err != nil {
		return err
	}
	return threadPage(c, t.Issue.Title, t, 0)
}

// solutionThread follows a solution back to the words that people used, and forward.
func solutionThread(c *Call, id domain.SolutionID) error {
	solution, err := c.Read.Solution(c.Context(), policy.SolutionScopeOf(c.Actor), id)
	if err != nil {
		return err
	}
	t, err := threadFor(c, solution.Issue)
	if err != nil {
		return err
	}
	return threadPage(c, solution.Title, t.Only(id), solution.Cause)
}

// actionThread follows an action back to the words that people used, and forward. One that answers no issue has no
// thread.
func actionThread(c *Call, id domain.ActionID) error {
	plans := policy.ScopeOf(c.Actor, policy.ViewPlans)
	a, err := c.Read.Action(c.Context(), plans, policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return err
	}
	issue, cause := a.Issue, domain.CauseID(0)
	if a.Solution != 0 {
		// The thread shows of it what the reader may see.
		solution, err := c.Read.Solution(c.Context(), policy.EverySolution(), a.Solution)
		if err != nil {
			return err
		}
		issue, cause = solution.Issue, solution.Cause
	}
	if issue == 0 {
		return looseAction(c, a)
	}
	t, err := threadFor(c, issue)
	if err != nil {
		return err
	}
	return threadPage(c, a.Title, t.OnlyAction(id, a.Solution), cause)
}

func looseAction(c *Call, a domain.Action) error {
	p, err := c.Read.Plan(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans), a.Plan)
	if err != nil {
		return err
	}
	may := errors.Join(p.CheckEdit(), a.CheckChange()) == nil && policy.CanIn(c.Actor, policy.EditPlans, a.Area)
	return c.Show(page.LooseAction(page.LooseActionProps{Shell: planShell(c, p, a.Title), Plan: p, Action: a,
		May: may}))
}

func threadFor(c *Call, issue domain.IssueID) (domain.Thread, error) {
	return c.Read.Thread(c.Context(), store.ThreadScope{Issues: policy.IssueScopeOf(c.Actor),
		Solutions: policy.SolutionScopeOf(c.Actor), Plans: policy.ScopeOf(c.Actor, policy.ViewPlans)}, issue)
}

func threadPage(c *Call, caption string, t domain.Thread, cause domain.CauseID) error {
	plans := policy.CanIn(c.Actor, policy.ViewPlans, t.Area)
	shell := c.Shell("Thread of "+caption).
		Under("Issues", "/issues", t.Issue.Title, "/issues/"+idText(t.Issue.ID), "Thread")
	return c.Show(page.Thread(page.ThreadProps{Shell: shell, Caption: caption, Thread: t, Cause: cause,
		MayPlans: plans}))
}

// orphans shows what has lost its thread in an area's cycle.
func orphans(c *Call, area domain.Area) error {
	cycle, _, err := c.Read.PresentCycle(c.Context(), area.ID)
	if err != nil {
		return err
	}
	priorities, actions, issues, err := c.Read.OrphanFacts(c.Context(), policy.ScopeOf(c.Actor, policy.ViewPlans),
		policy.IssueScopeOf(c.Actor), area.ID, cycle)
	if err != nil {
		return err
	}
	p := page.OrphansProps{Area: area, Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path),
		MayPlan:  policy.CanIn(c.Actor, policy.EditPlans, area.ID),
		MaySolve: policy.CanIn(c.Actor, policy.ChooseSolutions, area.ID),
		MayFeed:  policy.CanIn(c.Actor, policy.RecordFeedback, area.ID)}
	p.Priorities = slices.DeleteFunc(priorities, func(f domain.PriorityFacts) bool { return f.Orphan() == "" })
	p.Actions = slices.DeleteFunc(actions, func(f domain.ActionFacts) bool { return f.Orphan() == "" })
	p.Issues = domain.Unanswered(issues)
	p.Shell = areaShell(c, area, "What has lost its thread")
	return c.Show(page.Orphans(p))
}
