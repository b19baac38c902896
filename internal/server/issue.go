package server

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) issueRoutes() []Route {
	return slices.Concat([]Route{
		get("/issues", policy.ViewIssues, s.listIssues),
		get("/issues.csv", policy.ViewIssues, s.issuesCSV),
		get("/areas/{area}/issues", policy.ViewIssues, s.listAreaIssues),
		get("/areas/{area}/issues/map", policy.ViewIssues, s.issueMap),
		get("/issues/new", policy.RaiseIssue, s.newIssue),
		get("/areas/{area}/issues/new", policy.RaiseIssue, s.newIssue),
		post("/issues", policy.RaiseIssue, s.raiseIssue),
		get("/areas/{area}/issues/likely.json", policy.RaiseIssue, s.likelyIssues),
		get("/issues/{id}", policy.ViewIssues, s.issue),
		get("/issues/{id}/shape", policy.ViewIssues, s.issueShape),
		get("/issues/{id}/edit", policy.RaiseIssue, s.editIssue),
		post("/issues/{id}/edit", policy.RaiseIssue, s.saveIssue),
		post("/issues/{id}/triage", policy.WorkIssues, s.triageIssue),
		post("/issues/{id}/moves", policy.WorkIssues, s.moveIssue),
		get("/issues/together", policy.WorkIssues, s.issuesTogether),
		post("/issues/themes", policy.WorkIssues, s.categoriseIssues),
		post("/issues/syntheses", policy.WorkIssues, s.synthesiseIssues),
		post("/issues/merges", policy.WorkIssues, s.mergeIssues),
		post("/issues/{id}/members/{member}/removal", policy.WorkIssues, s.leaveSynthesis),
		post("/issues/{id}/synthesis/undoing", policy.WorkIssues, s.undoSynthesis),
		post("/issues/{id}/merge/undoing", policy.WorkIssues, s.undoMerge),
	}, s.evidenceRoutes(), s.referralRoutes(), s.themeRoutes())
}

// issue shows one issue with everything about it.
func (s *Server) issue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	p, err := s.issueProps(r, actor, id)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.Issue(p))
}

// issueAgain shows the issue's page with what is wrong with one of its forms.
func (s *Server) issueAgain(w http.ResponseWriter, r *http.Request, actor policy.Actor, id domain.IssueID, status int, change func(*page.IssueProps)) error {
	p, err := s.issueProps(r, actor, id)
	if err != nil {
		return err
	}
	p.Shell = p.Shell.WithErrors()
	change(&p)
	return s.render(w, r, status, page.Issue(p))
}

func (s *Server) issueProps(r *http.Request, actor policy.Actor, id domain.IssueID) (page.IssueProps, error) {
	ctx, scope := r.Context(), policy.IssueScopeOf(actor)
	i, err := s.read.IssueDossier(ctx, scope, policy.SolutionScopeOf(actor), id)
	if err != nil {
		return page.IssueProps{}, err
	}
	p := page.IssueProps{
		Issue: i.Issue, Names: i.Names, Today: s.app.Today(),
		MayWork: policy.CanIn(actor, policy.WorkIssues, i.Area), MayEdit: policy.MayEditIssue(actor, i.Issue) && i.CheckEdit() == nil,
		MayAdd:   policy.CanIn(actor, policy.RaiseIssue, i.Area) && i.CheckEdit() == nil,
		MayLeave: func(since time.Time) bool { return domain.CheckLeaveSynthesis(i.Ties, since) == nil },
		MayRefer: i.CanMove(domain.MoveRefer, i.Ties),

		MayQuickWin: policy.MayProposeQuickWin(actor, i.Area, ownService(actor)) && i.CheckQuickWin() == nil,
		Moves:       i.MovesNow(i.Ties),
		MayAnswer:   func(f domain.Referral) bool { return policy.MayAnswer(actor, f) },
	}
	p.QuickWins = i.QuickWins
	p.Evidence, p.Files, p.Referrals, p.Relations, p.Themes, p.History = i.Evidence, i.Files, i.Referrals, i.Relations, i.Themes, issueHistory(i.History)
	p.MaySolve = i.CheckSolvable(i.Ties) == nil && policy.MayPropose(actor, i.Area)
	if i.State.MayHaveSolutions() {
		p.Solutions = i.Solutions
	}
	if p.MayWork {
		p.Triage = form.With("version", strconv.Itoa(i.Version), "theme", idText(i.Theme), "tier", i.Tier)
	}
	p.Shell = s.shell(r, actor, i.Title).Under("Issues", "/issues", i.Names.Area, "/areas/"+idText(i.Area)+"/issues", "Issue "+idText(id))
	if i.Point != nil || i.Geometry != "" {
		p.Shell = p.Shell.WithMap()
	}
	return p, nil
}
