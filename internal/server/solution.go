package server

import (
	"cmp"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func solutionRoutes() []Route {
	return slices.Concat([]Route{
		get("/areas/{area}/solutions", policy.ViewSolutions, on(areaFor(policy.ViewSolutions), listSolutions)),
		get("/areas/{area}/solutions.csv", policy.ViewSolutions, on(areaFor(policy.ViewSolutions), solutionsCSV)),
		get("/areas/{area}/solutions/new", policy.WorkSolutions, on(proposable, newSolution)),
		post("/areas/{area}/solutions", policy.WorkSolutions, on(proposable, proposeSolution)),
		get("/solutions/{solution}", policy.ViewSolutions, on(solutionOf, solution)),
		get("/solutions/{solution}/edit", policy.WorkSolutions, on(solutionToEdit, editSolution)),
		post("/solutions/{solution}/edit", policy.WorkSolutions, on(solutionToEdit, saveSolution)),
		post("/solutions/{solution}/moves", policy.ChooseSolutions,
			on(idOf[domain.SolutionID]("solution"), moveSolution)),
		post("/solutions/{solution}/telling", policy.ChooseSolutions,
			on(idOf[domain.SolutionID]("solution"), recordTold)),
	}, feasibilityRoutes(), bidRoutes())
}

// listSolutions shows an area's solutions side by side, issue by issue.
func listSolutions(c *Call, area domain.Area) error {
	board, err := c.Read.SolutionBoard(c.Context(), policy.SolutionScopeOf(c.Actor), area.ID)
	if err != nil {
		return err
	}
	f, state := decodeSolutionFilter(c)
	p := page.SolutionListProps{
		Shell: areaShell(c, area, "Solutions"), Form: f, Tabs: page.AreaTabs(c.Actor, area.ID, c.URL.Path), Area: area,
		Issues: board.Issues, Causes: board.Causes,
		All: len(board.Solutions), Solutions: inState(board.Solutions, state),
		MayPropose:  policy.MayPropose(c.Actor, area.ID) && area.CheckRunning() == nil,
		IssuesShown: policy.CanIn(c.Actor, policy.ViewIssues, area.ID),
	}
	p.Chosen, p.Cost, p.Avoided = domain.SolutionTotals(board.Solutions)
	p.InState = map[domain.SolutionState]int{}
	for _, l := range board.Solutions {
		p.InState[l.State]++
	}
	return c.Show(page.SolutionList(p))
}

// decodeSolutionFilter reads the state that a list is narrowed to; what is none narrows nothing.
func decodeSolutionFilter(c *Call) (form.Form, domain.SolutionState) {
	state := domain.SolutionState(c.URL.Query().Get("state"))
	if !slices.Contains(domain.SolutionStates(), state) {
		return form.New(nil), ""
	}
	return form.With("state", string(state)), state
}

func inState(lines []domain.SolutionLine, state domain.SolutionState) []domain.SolutionLine {
	if state == "" {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l domain.SolutionLine) bool { return l.State != state })
}

// solutionOf loads the solution of the address within what the actor may see: else domain.ErrNotFound.
func solutionOf(c *Call) (domain.SolutionLine, error) {
	id, err := pathID[domain.SolutionID](c, "solution")
	if err != nil {
		return domain.SolutionLine{}, err
	}
	return c.Read.Solution(c.Context(), policy.SolutionScopeOf(c.Actor), id)
}

// solution shows one solution with the views on it.
func solution(c *Call, l domain.SolutionLine) error {
	p, err := solutionProps(c, l)
	if err != nil {
		return err
	}
	return c.Show(page.Solution(p))
}

// solutionAgain shows the solution's page with what is wrong with one of its forms.
func solutionAgain(c *Call, f form.Form, change func(*page.SolutionProps)) error {
	l, err := solutionOf(c)
	if err != nil {
		return err
	}
	p, err := solutionProps(c, l)
	if err != nil {
		return err
	}
	change(&p)
	return c.Page(f, page.Solution(p))
}

func solutionProps(c *Call, l domain.SolutionLine) (page.SolutionProps, error) {
	p := page.SolutionProps{
		Solution: l, SeesArea: policy.CanIn(c.Actor, policy.ViewAreas, l.Area),
		SeesIssue: policy.CanIn(c.Actor, policy.ViewIssues, l.Area) &&
			(l.Names.IssueVisibility != domain.VisibleRestricted ||
				policy.CanIn(c.Actor, policy.ViewRestricted, l.Area)),
		MayEdit:   policy.MayWorkSolution(c.Actor, l.Solution) && l.CheckEdit() == nil,
		MayChoose: policy.CanIn(c.Actor, policy.ChooseSolutions, l.Area),
		MayGive:   func(v domain.FeasibilityView) bool { return policy.MayGiveView(c.Actor, l.Area, v) },
	}
	if p.MayChoose { // an officer sees every view that is open, so the steps are judged by all of them
		p.Moves, p.NotYet, p.MayAsk = l.MovesNow(), l.NotYet(), l.CheckAsk() == nil
	}
	bids, err := c.Read.BidsFor(c.Context(), policy.SolutionScopeOf(c.Actor), l.ID)
	if err != nil {
		return p, err
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
		slices.SortFunc(history, func(x, y store.AuditEntry) int { return cmp.Compare(y.ID, x.ID) })
	}
	p.Bids, p.History, p.Shell = bids, issueHistory(history), solutionShell(c, l, l.Title)
	return p, nil
}

// solutionShell is the shell of a page about a solution. Who was asked from outside the area is led to no page of it.
func solutionShell(c *Call, l domain.SolutionLine, title string) page.Shell {
	shell := c.Shell(title)
	trail := []string{"Solution " + idText(l.ID)}
	if title != l.Title {
		trail = []string{"Solution " + idText(l.ID), "/solutions/" + idText(l.ID), title}
	}
	if policy.CanIn(c.Actor, policy.ViewSolutions, l.Area) {
		at := "/areas/" + idText(l.Area)
		trail = append([]string{"Areas", "/areas", l.Names.Area, at, "Solutions", at + "/solutions"}, trail...)
		return shell.Under(trail...)
	}
	return shell.Under(append([]string{"Views waiting", "/views"}, trail...)...)
}

// moveSolution takes a solution a step further.
func moveSolution(c *Call, id domain.SolutionID) error {
	f := c.Posted()
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	err := f.Take(func() error { return c.App.MoveSolution(c.Context(), c.Actor, id, move, reason) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return solutionAgain(c, f, func(p *page.SolutionProps) {
			if len(p.Moves) == 0 {
				shownAt(&f)
			}
			p.Move = f
		})
	}
	return c.Done("Status changed", "/solutions/%d", id)
}

// recordTold notes that somebody without an account was told.
func recordTold(c *Call, id domain.SolutionID) error {
	f := c.Posted()
	on := f.Date("told_on", "Enter the day on which they were told")
	how := f.Required("told_how", 200, "Say how they were told")
	if err := f.Take(func() error { return c.App.RecordProposerTold(c.Context(), c.Actor, id, on, how) }); err != nil {
		return err
	}
	if !f.OK() {
		return solutionAgain(c, f, func(p *page.SolutionProps) {
			if !p.Solution.ToBeTold() || !p.MayChoose {
				shownAt(&f)
			}
			p.Told = f
		})
	}
	return c.Done("Noted that they were told", "/solutions/%d", id)
}

// choicesFor are what the form of a solution for the issue offers to the actor.
func choicesFor(choices store.SolutionChoices, actor policy.Actor, area domain.AreaID,
	issue domain.IssueID) page.SolutionChoices {
	p := page.SolutionChoices{Services: choices.Services, Organisations: choices.Organisations}
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
