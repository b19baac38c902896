// Package solutionweb serves the pages of solutions, views on whether they can be done, and bids.
package solutionweb

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/web/frame"
)

// PlanSays tells what is otherwise of solutions and bids than a locked plan tells them: whole for a page of their own,
// in a word for a list of an area.
type PlanSays struct {
	Solution  func(c *serve.Call, area domain.AreaID, id domain.SolutionID) (templ.Component, error)
	Solutions func(c *serve.Call, area domain.AreaID) (map[domain.SolutionID]string, error)
	Bid       func(c *serve.Call, area domain.AreaID, id domain.BidID) (templ.Component, error)
	Bids      func(c *serve.Call, area domain.AreaID) (map[domain.BidID]string, error)
}

// solutionPages are the handlers of solutions and bids that show what a locked plan tells.
type solutionPages struct{ plan PlanSays }

// SolutionRoutes lists the routes of solutions, views and bids, with what a locked plan tells of them.
func SolutionRoutes(plan PlanSays) []serve.Route {
	p := solutionPages{plan}
	return slices.Concat([]serve.Route{
		serve.Get("/areas/{area}/solutions", policy.ViewSolutions, serve.On(placeweb.AreaFor(policy.ViewSolutions),
			p.listSolutions)),
		serve.Get("/areas/{area}/solutions.csv", policy.ViewSolutions, serve.On(placeweb.AreaFor(policy.ViewSolutions),
			solutionsCSV)),
		serve.Get("/areas/{area}/solutions/new", policy.WorkSolutions, serve.On(proposable, newSolution)),
		serve.Post("/areas/{area}/solutions", policy.WorkSolutions, serve.On(proposable, proposeSolution)),
		serve.Get("/solutions/{solution}", policy.ViewSolutions, serve.On(solutionOf, p.solution)),
		serve.Get("/solutions/{solution}/edit", policy.WorkSolutions, serve.On(solutionToEdit, editSolution)),
		serve.Post("/solutions/{solution}/edit", policy.WorkSolutions, serve.On(solutionToEdit, saveSolution)),
		serve.Post("/solutions/{solution}/moves", policy.ChooseSolutions,
			serve.On(solutionToChoose, p.moveSolution)).RestsOn("solution", "solution"),
		serve.Post("/solutions/{solution}/telling", policy.ChooseSolutions,
			serve.On(solutionToChoose, p.recordTold)),
	}, feasibilityRoutes(), p.bidRoutes())
}

// listSolutions shows an area's solutions side by side, issue by issue.
func (pages solutionPages) listSolutions(c *serve.Call, area places.Area) error {
	cycle, err := placeweb.CycleOf(c, area)
	if err != nil {
		return err
	}
	board, err := solutionstore.LoadSolutionBoard(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), area.ID, cycle)
	if err != nil {
		return err
	}
	f, state := decodeSolutionFilter(c)
	p := SolutionListProps{
		Shell: placeweb.AreaShell(c, area, "Solutions"), Form: f, Tabs: placeweb.AreaTabs(c.Actor, area.ID, c.URL.Path),
		Area: area, Cycle: cycle,
		Issues: board.Issues, Causes: board.Causes,
		All: len(board.Solutions), Solutions: inState(board.Solutions, state),
		MayPropose:  solutions.MayPropose(c.Actor, area.ID) && cycle == area.Cycle && area.CheckCycle() == nil,
		IssuesShown: policy.CanIn(c.Actor, policy.ViewIssues, area.ID),
	}
	p.Chosen, p.Cost, p.Avoided = solutions.SolutionTotals(board.Solutions)
	p.InState = map[solutions.SolutionState]int{}
	for _, l := range board.Solutions {
		p.InState[l.State]++
	}
	if p.Marks, err = pages.plan.Solutions(c, area.ID); err != nil {
		return err
	}
	return c.Show(SolutionList(p))
}

// decodeSolutionFilter reads the state that a list is narrowed to, what is none narrows nothing, and keeps the cycle.
func decodeSolutionFilter(c *serve.Call) (form.Form, solutions.SolutionState) {
	f, state := form.New(url.Values{}), solutions.SolutionState(c.URL.Query().Get("state"))
	if cycle := c.URL.Query().Get("cycle"); cycle != "" {
		f.Values.Set("cycle", cycle)
	}
	if !slices.Contains(solutions.SolutionStates(), state) {
		return f, ""
	}
	f.Values.Set("state", string(state))
	return f, state
}

func inState(lines []solutions.SolutionLine, state solutions.SolutionState) []solutions.SolutionLine {
	if state == "" {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l solutions.SolutionLine) bool { return l.State != state })
}

// solutionOf loads the solution of the address within what the actor may see: else domain.ErrNotFound.
func solutionOf(c *serve.Call) (solutions.SolutionLine, error) {
	id, err := serve.PathID[domain.SolutionID](c, "solution")
	if err != nil {
		return solutions.SolutionLine{}, err
	}
	return solutionstore.Solution(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), id)
}

// solution shows one solution with the views on it.
func (pages solutionPages) solution(c *serve.Call, l solutions.SolutionLine) error {
	p, err := pages.solutionProps(c, l)
	if err != nil {
		return err
	}
	return c.Show(Solution(p))
}

// solutionAgain shows the solution's page with what is wrong with one of its forms.
func (pages solutionPages) solutionAgain(c *serve.Call, f form.Form, change func(*SolutionProps)) error {
	l, err := solutionOf(c)
	if err != nil {
		return err
	}
	p, err := pages.solutionProps(c, l)
	if err != nil {
		return err
	}
	change(&p)
	return c.Page(f, Solution(p))
}

func (pages solutionPages) solutionProps(c *serve.Call, l solutions.SolutionLine) (SolutionProps, error) {
	p := SolutionProps{
		Solution: l, SeesArea: policy.CanIn(c.Actor, policy.ViewAreas, l.Area),
		SeesIssue: policy.CanIn(c.Actor, policy.ViewIssues, l.Area) &&
			(l.Names.IssueVisibility != issues.VisibleRestricted ||
				policy.CanIn(c.Actor, policy.ViewRestricted, l.Area)),
		MayEdit:   solutions.MayWorkSolution(c.Actor, l.Solution) && l.CheckEdit() == nil,
		MayChoose: policy.CanIn(c.Actor, policy.ChooseSolutions, l.Area),
		MayGive:   func(v solutions.FeasibilityView) bool { return solutions.MayGiveView(c.Actor, l.Area, v) },
	}
	if p.MayChoose { // an officer sees every view that is open, so the steps are judged by all of them
		p.Moves, p.NotYet, p.MayAsk = l.MovesNow(), l.NotYet(), l.CheckAsk() == nil
	}
	var err error
	if p.Changed, err = pages.plan.Solution(c, l.Area, l.ID); err != nil {
		return p, err
	}
	bids, err := solutionstore.BidsFor(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), l.ID)
	if err != nil {
		return p, err
	}
	if len(bids) > 0 {
		if p.BidMarks, err = pages.plan.Bids(c, l.Area); err != nil {
			return p, err
		}
	}
	history, err := c.Read.History(c.Context(), "solution", int64(l.ID))
	if err != nil {
		return p, err
	}
	if p.MayChoose { // who is asked for views, others learn once they have given them
		asked, err := c.Read.History(c.Context(), "views on solution", int64(l.ID))
		if err != nil {
			return p, err
		}
		history = append(history, asked...)
		slices.SortFunc(history, func(x, y db.AuditEntry) int { return cmp.Compare(y.ID, x.ID) })
	}
	p.Bids, p.History, p.Shell = bids, issueweb.HistoryOf(history), solutionShell(c, l, l.Title)
	return p, nil
}

// solutionShell is the shell of a page about a solution. Who was asked from outside the area is led to no page of it.
func solutionShell(c *serve.Call, l solutions.SolutionLine, title string) frame.Shell {
	shell := c.Shell(title)
	trail := []string{"Solution " + serve.IDText(l.ID)}
	if title != l.Title {
		trail = []string{"Solution " + serve.IDText(l.ID), "/solutions/" + serve.IDText(l.ID), title}
	}
	if policy.CanIn(c.Actor, policy.ViewSolutions, l.Area) {
		at := "/areas/" + serve.IDText(l.Area)
		trail = append([]string{"Areas", "/areas", l.Names.Area, at, "Solutions", at + "/solutions"}, trail...)
		return shell.Under(trail...)
	}
	return shell.Under(append([]string{"Asks", "/asks"}, trail...)...)
}

// moveSolution takes a solution a step further.
func (pages solutionPages) moveSolution(c *serve.Call, l solutions.SolutionLine) error {
	f, id := c.Posted(), l.ID
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	err := f.Take(func() error { return solutionapp.MoveSolution(c.Context(), c.App, c.Actor, id, move, reason) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return pages.solutionAgain(c, f, func(p *SolutionProps) {
			if len(p.Moves) == 0 {
				issueweb.ShownAt(&f)
			}
			p.Move = f
		})
	}
	return c.Done("Status changed", "/solutions/%d", id)
}

// recordTold notes that somebody without an account was told.
func (pages solutionPages) recordTold(c *serve.Call, l solutions.SolutionLine) error {
	f, id := c.Posted(), l.ID
	on := f.Date("told_on", "Enter the day on which they were told")
	how := f.Required("told_how", 200, "Say how they were told")
	if err := f.Take(func() error {
		return solutionapp.RecordProposerTold(c.Context(), c.App, c.Actor, id, on,
			how)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return pages.solutionAgain(c, f, func(p *SolutionProps) {
			if !p.Solution.ToBeTold() || !p.MayChoose {
				issueweb.ShownAt(&f)
			}
			p.Told = f
		})
	}
	return c.Done("Noted that they were told", "/solutions/%d", id)
}

// choicesFor are what the form of a solution for the issue offers to the actor.
func choicesFor(choices solutionstore.SolutionChoices, actor policy.Actor, area domain.AreaID,
	issue domain.IssueID) SolutionChoices {
	p := SolutionChoices{Services: choices.Services, Organisations: choices.Organisations}
	for _, cause := range choices.Causes {
		if cause.Issue == issue {
			p.Causes = append(p.Causes, cause)
		}
	}
	if policy.CanIn(actor, policy.ChooseSolutions, area) {
		p.Proposers = proposers(choices.Members, actor)
	}
	return p
}

// SolutionsAside is what was named to deal with an issue (E4), for the issue's own page, with what is otherwise than a
// locked plan tells it.
func SolutionsAside(plan PlanSays) issueweb.IssueAside {
	return func(c *serve.Call, i issuestore.IssueDossier) (_ templ.Component, err error) {
		p := IssueSolutionsProps{Issue: i.Issue,
			MaySolve: i.CheckSolvable(i.Ties) == nil && solutions.MayPropose(c.Actor, i.Area)}
		if i.HasSolutions && i.State.MayHaveSolutions() {
			p.Solutions, err = solutionstore.IssueSolutions(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), i.ID)
		}
		if err == nil && len(p.Solutions) > 0 {
			p.Marks, err = plan.Solutions(c, i.Area)
		}
		return IssueSolutions(p), err
	}
}
