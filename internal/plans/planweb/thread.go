package planweb

import (
	"slices"

	"github.com/a-h/templ"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions/solutionstore"
)

// ThreadAside is what was signed of an issue, to stand beside its words in a thread.
type ThreadAside func(c *serve.Call, t plans.Thread) (templ.Component, error)

// ActionAside is what is otherwise of an action than a locked plan tells it.
type ActionAside func(c *serve.Call, area domain.AreaID, id domain.ActionID) (templ.Component, error)

// Marks says in a word which issues and actions of an area are otherwise than a locked plan tells them.
type Marks func(c *serve.Call, area domain.AreaID) (map[domain.IssueID]string, map[domain.ActionID]string, error)

// threadPages are the handlers of golden threads.
type threadPages struct {
	signed  ThreadAside
	changed ActionAside
	marks   Marks
}

// ThreadRoutes lists the routes of golden threads, with what was signed of their issues and what is otherwise than a
// locked plan tells it.
func ThreadRoutes(signed ThreadAside, changed ActionAside, marks Marks) []serve.Route {
	p := threadPages{signed, changed, marks}
	return []serve.Route{
		serve.Get("/issues/{id}/thread", policy.ViewIssues, serve.On(serve.IDOf[domain.IssueID]("id"), p.issueThread)),
		serve.Get("/solutions/{solution}/thread", policy.ViewSolutions,
			serve.On(serve.IDOf[domain.SolutionID]("solution"), p.solutionThread)),
		serve.Get("/actions/{action}/thread", policy.ViewPlans, serve.On(serve.IDOf[domain.ActionID]("action"),
			p.actionThread)),
		serve.Get("/areas/{area}/orphans", policy.ViewPlans, serve.On(placeweb.AreaIn(policy.ViewPlans), p.orphans)),
	}
}

// issueThread follows an issue to everything that came of it.
func (pages threadPages) issueThread(c *serve.Call, id domain.IssueID) error {
	t, err := threadFor(c, id)
	if err != nil {
		return err
	}
	return pages.threadPage(c, t.Issue.Title, t, 0)
}

// solutionThread follows a solution back to the words that people used, and forward.
func (pages threadPages) solutionThread(c *serve.Call, id domain.SolutionID) error {
	solution, err := solutionstore.Solution(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), id)
	if err != nil {
		return err
	}
	t, err := threadFor(c, solution.Issue)
	if err != nil {
		return err
	}
	return pages.threadPage(c, solution.Title, t.Only(id), solution.Cause)
}

// actionThread follows an action back to the words that people used, and forward. One that answers no issue has no
// thread.
func (pages threadPages) actionThread(c *serve.Call, id domain.ActionID) error {
	plans := policy.ScopeOf(c.Actor, policy.ViewPlans)
	a, err := planstore.Action(c.Context(), c.Read, plans, policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return err
	}
	issue, cause := a.Issue, domain.CauseID(0)
	if a.Solution != 0 {
		// The thread shows of it what the reader may see.
		solution, err := solutionstore.Solution(c.Context(), c.Read, policy.EverySolution(), a.Solution)
		if err != nil {
			return err
		}
		issue, cause = solution.Issue, solution.Cause
	}
	if issue == 0 {
		return pages.looseAction(c, a)
	}
	t, err := threadFor(c, issue)
	if err != nil {
		return err
	}
	return pages.threadPage(c, a.Title, t.OnlyAction(id, a.Solution), cause)
}

func (pages threadPages) looseAction(c *serve.Call, a plans.Action) error {
	p, err := planstore.Plan(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewPlans), a.Plan)
	if err != nil {
		return err
	}
	changed, err := pages.changed(c, p.Area, a.ID)
	if err != nil {
		return err
	}
	return c.Show(LooseAction(LooseActionProps{Shell: planShell(c, p, a.Title), Plan: p, Action: a, Changed: changed,
		May: plans.MayChangeAction(c.Actor, p, a)}))
}

func threadFor(c *serve.Call, issue domain.IssueID) (plans.Thread, error) {
	return planstore.Thread(c.Context(), c.Read, planstore.ThreadScope{Issues: policy.IssueScopeOf(c.Actor),
		Solutions: policy.SolutionScopeOf(c.Actor), Plans: policy.ScopeOf(c.Actor, policy.ViewPlans)}, issue)
}

func (pages threadPages) threadPage(c *serve.Call, caption string, t plans.Thread, cause domain.CauseID) error {
	plans := policy.CanIn(c.Actor, policy.ViewPlans, t.Area)
	signed, err := pages.signed(c, t)
	if err != nil {
		return err
	}
	shell := c.Shell("Thread of "+caption).
		Under("Issues", "/issues", t.Issue.Title, "/issues/"+serve.IDText(t.Issue.ID), "Thread")
	return c.Show(Thread(ThreadProps{Shell: shell, Caption: caption, Thread: t, Cause: cause,
		Signed: signed, MayPlans: plans}))
}

// orphans shows what has lost its thread in an area's cycle.
func (pages threadPages) orphans(c *serve.Call, area places.Area) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	priorities, actions, issues, err := planstore.OrphanFacts(c.Context(), c.Read,
		policy.ScopeOf(c.Actor, policy.ViewPlans),
		policy.IssueScopeOf(c.Actor), area.ID, cycle)
	if err != nil {
		return err
	}
	works := cycle == area.Cycle && area.CheckCycle() == nil
	p := OrphansProps{Area: area, Cycle: cycle, Tabs: placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		MayPlan:  works && policy.CanIn(c.Actor, policy.EditPlans, area.ID),
		MaySolve: works && policy.CanIn(c.Actor, policy.ChooseSolutions, area.ID),
		MayFeed:  policy.CanIn(c.Actor, policy.RecordFeedback, area.ID)}
	if p.IssueMarks, p.ActionMarks, err = pages.marks(c, area.ID); err != nil {
		return err
	}
	p.Priorities = slices.DeleteFunc(priorities, func(f plans.PriorityFacts) bool { return f.Orphan() == "" })
	p.Actions = slices.DeleteFunc(actions, func(f plans.ActionFacts) bool { return f.Orphan() == "" })
	p.Issues = plans.Unanswered(issues)
	p.Shell = placeweb.AreaShell(c, area, "What has lost its thread")
	return c.Show(Orphans(p))
}
