package server

import (
	"cmp"
	"net/http"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func (s *Server) solutionRoutes() []Route {
	return slices.Concat([]Route{
		get("/areas/{area}/solutions", policy.ViewSolutions, s.listSolutions),
		get("/areas/{area}/solutions.csv", policy.ViewSolutions, s.solutionsCSV),
		get("/areas/{area}/solutions/new", policy.WorkSolutions, s.newSolution),
		post("/areas/{area}/solutions", policy.WorkSolutions, s.proposeSolution),
		get("/solutions/{solution}", policy.ViewSolutions, s.solution),
		get("/solutions/{solution}/edit", policy.WorkSolutions, s.editSolution),
		post("/solutions/{solution}/edit", policy.WorkSolutions, s.saveSolution),
		post("/solutions/{solution}/moves", policy.ChooseSolutions, s.moveSolution),
		post("/solutions/{solution}/telling", policy.ChooseSolutions, s.recordTold),
	}, s.feasibilityRoutes(), s.bidRoutes())
}

// listSolutions shows an area's solutions side by side, issue by issue.
func (s *Server) listSolutions(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.areaFor(r, actor, policy.ViewSolutions)
	if err != nil {
		return err
	}
	board, err := s.read.SolutionBoard(r.Context(), policy.SolutionScopeOf(actor), area.ID)
	if err != nil {
		return err
	}
	f, state := decodeSolutionFilter(r)
	p := page.SolutionListProps{Shell: s.areaShell(r, actor, area, "Solutions"), Form: f, Tabs: page.AreaTabs(actor, area.ID, r.URL.Path), Area: area,
		Issues: board.Issues, Causes: board.Causes, All: len(board.Solutions), Solutions: inState(board.Solutions, state),
		MayPropose: policy.MayPropose(actor, area.ID) && area.CheckRunning() == nil, IssuesShown: policy.CanIn(actor, policy.ViewIssues, area.ID)}
	p.Chosen, p.Cost, p.Avoided = domain.SolutionTotals(board.Solutions)
	p.InState = map[domain.SolutionState]int{}
	for _, l := range board.Solutions {
		p.InState[l.State]++
	}
	return s.render(w, r, http.StatusOK, page.SolutionList(p))
}

// decodeSolutionFilter reads the state that a list is narrowed to; what is none narrows nothing.
func decodeSolutionFilter(r *http.Request) (form.Form, domain.SolutionState) {
	state := domain.SolutionState(r.URL.Query().Get("state"))
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
func (s *Server) solutionOf(r *http.Request, actor policy.Actor) (domain.SolutionLine, error) {
	id, err := pathID[domain.SolutionID](r, "solution")
	if err != nil {
		return domain.SolutionLine{}, err
	}
	return s.read.Solution(r.Context(), policy.SolutionScopeOf(actor), id)
}

// solution shows one solution with the views on it.
func (s *Server) solution(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, err := s.solutionOf(r, actor)
	if err != nil {
		return err
	}
	p, err := s.solutionProps(r, actor, l)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.Solution(p))
}

// solutionAgain shows the solution's page with what is wrong with one of its forms.
func (s *Server) solutionAgain(w http.ResponseWriter, r *http.Request, actor policy.Actor, change func(*page.SolutionProps)) error {
	l, err := s.solutionOf(r, actor)
	if err != nil {
		return err
	}
	p, err := s.solutionProps(r, actor, l)
	if err != nil {
		return err
	}
	p.Shell = p.Shell.WithErrors()
	change(&p)
	return s.render(w, r, http.StatusUnprocessableEntity, page.Solution(p))
}

func (s *Server) solutionProps(r *http.Request, actor policy.Actor, l domain.SolutionLine) (page.SolutionProps, error) {
	p := page.SolutionProps{
		Solution: l, SeesArea: policy.CanIn(actor, policy.ViewAreas, l.Area),
		SeesIssue: policy.CanIn(actor, policy.ViewIssues, l.Area) && (l.Names.IssueVisibility != domain.VisibleRestricted || policy.CanIn(actor, policy.ViewRestricted, l.Area)),
		MayEdit:   policy.MayWorkSolution(actor, l.Solution) && l.CheckEdit() == nil,
		MayChoose: policy.CanIn(actor, policy.ChooseSolutions, l.Area),
		MayGive:   func(v domain.FeasibilityView) bool { return policy.MayGiveView(actor, l.Area, v) },
	}
	if p.MayChoose { // an officer sees every view that is open, so the steps are judged by all of them
		p.Moves, p.NotYet, p.MayAsk = l.MovesNow(), l.NotYet(), l.CheckAsk() == nil
	}
	bids, err := s.read.BidsFor(r.Context(), policy.SolutionScopeOf(actor), l.ID)
	if err != nil {
		return p, err
	}
	history, err := s.read.History(r.Context(), "solution", int64(l.ID))
	if err != nil {
		return p, err
	}
	if p.MayChoose { // who is asked for views, others learn once they have given them
		asked, err := s.read.History(r.Context(), "views on solution", int64(l.ID))
		if err != nil {
			return p, err
		}
		history = append(history, asked...)
		slices.SortFunc(history, func(x, y store.AuditEntry) int { return cmp.Compare(y.ID, x.ID) })
	}
	p.Bids, p.History, p.Shell = bids, issueHistory(history), s.solutionShell(r, actor, l, l.Title)
	return p, nil
}

// solutionShell is the shell of a page about a solution. Who was asked from outside the area is led to no page of it.
func (s *Server) solutionShell(r *http.Request, actor policy.Actor, l domain.SolutionLine, title string) page.Shell {
	shell := s.shell(r, actor, title)
	trail := []string{"Solution " + idText(l.ID)}
	if title != l.Title {
		trail = []string{"Solution " + idText(l.ID), "/solutions/" + idText(l.ID), title}
	}
	if policy.CanIn(actor, policy.ViewSolutions, l.Area) {
		at := "/areas/" + idText(l.Area)
		return shell.Under(append([]string{"Areas", "/areas", l.Names.Area, at, "Solutions", at + "/solutions"}, trail...)...)
	}
	return shell.Under(append([]string{"Views waiting", "/views"}, trail...)...)
}

// moveSolution takes a solution a step further.
func (s *Server) moveSolution(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.SolutionID](r, "solution")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	move, reason := f.Text("move"), f.Optional("reason", 2000)
	if f.OK() {
		err = s.app.MoveSolution(r.Context(), actor, id, move, reason)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.solutionAgain(w, r, actor, func(p *page.SolutionProps) {
			if len(p.Moves) == 0 {
				shownAt(&f)
			}
			p.Move = f
		})
	}
	return s.done(w, r, "Status changed", "/solutions/%d", id)
}

// recordTold notes that somebody without an account was told.
func (s *Server) recordTold(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.SolutionID](r, "solution")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	on, how := f.Date("told_on", "Enter the day on which they were told"), f.Required("told_how", 200, "Say how they were told")
	if f.OK() {
		err = s.app.RecordProposerTold(r.Context(), actor, id, on, how)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.solutionAgain(w, r, actor, func(p *page.SolutionProps) {
			if !p.Solution.ToBeTold() || !p.MayChoose {
				shownAt(&f)
			}
			p.Told = f
		})
	}
	return s.done(w, r, "Noted that they were told", "/solutions/%d", id)
}

// choicesFor are what the form of a solution for the issue offers to the actor.
func choicesFor(c store.SolutionChoices, actor policy.Actor, area domain.AreaID, issue domain.IssueID) page.SolutionChoices {
	p := page.SolutionChoices{Services: c.Services, Organisations: c.Organisations}
	for _, cause := range c.Causes {
		if cause.Issue == issue {
			p.Causes = append(p.Causes, cause)
		}
	}
	if policy.CanIn(actor, policy.ChooseSolutions, area) {
		p.Proposers = proposers(c.Members, actor)
	}
	return p
}
