package server

import (
	"errors"
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func (s *Server) threadRoutes() []Route {
	return []Route{
		get("/issues/{id}/thread", policy.ViewIssues, s.issueThread),
		get("/solutions/{solution}/thread", policy.ViewSolutions, s.solutionThread),
		get("/actions/{action}/thread", policy.ViewPlans, s.actionThread),
		get("/areas/{area}/orphans", policy.ViewPlans, s.orphans),
	}
}

// issueThread follows an issue to everything that came of it.
func (s *Server) issueThread(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	t, err := s.threadFor(r, actor, id)
	if err != nil {
		return err
	}
	return s.threadPage(w, r, actor, t.Issue.Title, t, 0)
}

// solutionThread follows a solution back to the words that people used, and forward.
func (s *Server) solutionThread(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.SolutionID](r, "solution")
	if err != nil {
		return err
	}
	solution, err := s.read.Solution(r.Context(), policy.SolutionScopeOf(actor), id)
	if err != nil {
		return err
	}
	t, err := s.threadFor(r, actor, solution.Issue)
	if err != nil {
		return err
	}
	return s.threadPage(w, r, actor, solution.Title, t.Only(id), solution.Cause)
}

// actionThread follows an action back to the words that people used, and forward. One that answers no issue has no thread.
func (s *Server) actionThread(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.ActionID](r, "action")
	if err != nil {
		return err
	}
	a, err := s.read.Action(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), policy.IssueScopeOf(actor), id)
	if err != nil {
		return err
	}
	issue, cause := a.Issue, domain.CauseID(0)
	if a.Solution != 0 {
		solution, err := s.read.Solution(r.Context(), policy.EverySolution(), a.Solution) // the thread shows of it what the reader may see
		if err != nil {
			return err
		}
		issue, cause = solution.Issue, solution.Cause
	}
	if issue == 0 {
		return s.looseAction(w, r, actor, a)
	}
	t, err := s.threadFor(r, actor, issue)
	if err != nil {
		return err
	}
	return s.threadPage(w, r, actor, a.Title, t.OnlyAction(id, a.Solution), cause)
}

func (s *Server) looseAction(w http.ResponseWriter, r *http.Request, actor policy.Actor, a domain.Action) error {
	p, err := s.read.Plan(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), a.Plan)
	if err != nil {
		return err
	}
	may := errors.Join(p.CheckEdit(), a.CheckChange()) == nil && policy.CanIn(actor, policy.EditPlans, a.Area)
	return s.render(w, r, http.StatusOK, page.LooseAction(page.LooseActionProps{Shell: s.planShell(r, actor, p, a.Title), Plan: p, Action: a, May: may}))
}

func (s *Server) threadFor(r *http.Request, actor policy.Actor, issue domain.IssueID) (domain.Thread, error) {
	return s.read.Thread(r.Context(), store.ThreadScope{Issues: policy.IssueScopeOf(actor), Solutions: policy.SolutionScopeOf(actor),
		Plans: policy.ScopeOf(actor, policy.ViewPlans)}, issue)
}

func (s *Server) threadPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, caption string, t domain.Thread, cause domain.CauseID) error {
	plans := policy.CanIn(actor, policy.ViewPlans, t.Area)
	shell := s.shell(r, actor, "Thread of "+caption).Under("Issues", "/issues", t.Issue.Title, "/issues/"+idText(t.Issue.ID), "Thread")
	return s.render(w, r, http.StatusOK, page.Thread(page.ThreadProps{Shell: shell, Caption: caption, Thread: t, Cause: cause, MayPlans: plans}))
}

// orphans shows what has lost its thread in an area's cycle.
func (s *Server) orphans(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.planArea(r, actor)
	if err != nil {
		return err
	}
	cycle, _, err := s.read.PresentCycle(r.Context(), area.ID)
	if err != nil {
		return err
	}
	p := page.OrphansProps{Area: area, Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), MayPlan: policy.CanIn(actor, policy.EditPlans, area.ID),
		MaySolve: policy.CanIn(actor, policy.ChooseSolutions, area.ID), MayFeed: policy.CanIn(actor, policy.RecordFeedback, area.ID)}
	priorities, actions, issues, err := s.read.OrphanFacts(r.Context(), policy.ScopeOf(actor, policy.ViewPlans), policy.IssueScopeOf(actor), area.ID, cycle)
	if err != nil {
		return err
	}
	p.Priorities = slices.DeleteFunc(priorities, func(f domain.PriorityFacts) bool { return f.Orphan() == "" })
	p.Actions = slices.DeleteFunc(actions, func(f domain.ActionFacts) bool { return f.Orphan() == "" })
	p.Issues = domain.Unanswered(issues)
	p.Shell = s.areaShell(r, actor, area, "What has lost its thread")
	return s.render(w, r, http.StatusOK, page.Orphans(p))
}
