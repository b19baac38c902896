package server

import (
	"slices"
	"strconv"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func issueRoutes() []Route {
	return slices.Concat([]Route{
		get("/issues", policy.ViewIssues, listIssues),
		get("/issues.csv", policy.ViewIssues, issuesCSV),
		get("/areas/{area}/issues", policy.ViewIssues, listAreaIssues),
		get("/areas/{area}/issues/map", policy.ViewIssues, issueMap),
		get("/issues/new", policy.RaiseIssue, newIssue),
		get("/areas/{area}/issues/new", policy.RaiseIssue, newIssue),
		post("/issues", policy.RaiseIssue, raiseIssue),
		get("/areas/{area}/issues/likely.json", policy.RaiseIssue, likelyIssues),
		get("/issues/{id}", policy.ViewIssues, issue),
		get("/issues/{id}/shape", policy.ViewIssues, issueShape),
		get("/issues/{id}/edit", policy.RaiseIssue, editIssue),
		post("/issues/{id}/edit", policy.RaiseIssue, saveIssue),
		post("/issues/{id}/triage", policy.WorkIssues, triageIssue),
		post("/issues/{id}/moves", policy.WorkIssues, moveIssue),
		get("/issues/together", policy.WorkIssues, issuesTogether),
		post("/issues/themes", policy.WorkIssues, categoriseIssues),
		post("/issues/syntheses", policy.WorkIssues, synthesiseIssues),
		post("/issues/merges", policy.WorkIssues, mergeIssues),
		post("/issues/{id}/members/{member}/removal", policy.WorkIssues, leaveSynthesis),
		post("/issues/{id}/synthesis/undoing", policy.WorkIssues, undoSynthesis),
		post("/issues/{id}/merge/undoing", policy.WorkIssues, undoMerge),
	}, evidenceRoutes(), referralRoutes(), themeRoutes())
}

// issue shows one issue with everything about it.
func issue(c *Call) error {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return err
	}
	p, err := issueProps(c, id)
	if err != nil {
		return err
	}
	return c.Show(page.Issue(p))
}

// issueAgain shows the issue's page with what is wrong with one of its forms.
func issueAgain(c *Call, id domain.IssueID, status int, change func(*page.IssueProps)) error {
	p, err := issueProps(c, id)
	if err != nil {
		return err
	}
	p.Shell = p.Shell.WithErrors()
	change(&p)
	return c.Answer(status, page.Issue(p))
}

func issueProps(c *Call, id domain.IssueID) (page.IssueProps, error) {
	ctx, scope := c.Context(), policy.IssueScopeOf(c.Actor)
	i, err := c.Read.IssueDossier(ctx, scope, policy.SolutionScopeOf(c.Actor), id)
	if err != nil {
		return page.IssueProps{}, err
	}
	p := page.IssueProps{
		Issue: i.Issue, Names: i.Names, Today: c.App.Today(),
		MayWork: policy.CanIn(c.Actor, policy.WorkIssues, i.Area), MayEdit: policy.MayEditIssue(c.Actor, i.Issue) && i.CheckEdit() == nil,
		MayAdd:   policy.CanIn(c.Actor, policy.RaiseIssue, i.Area) && i.CheckEdit() == nil,
		MayLeave: func(since time.Time) bool { return domain.CheckLeaveSynthesis(i.Ties, since) == nil },
		MayRefer: i.CanMove(domain.MoveRefer, i.Ties),

		MayQuickWin: policy.MayProposeQuickWin(c.Actor, i.Area, ownService(c.Actor)) && i.CheckQuickWin() == nil,
		Moves:       i.MovesNow(i.Ties),
		MayAnswer:   func(f domain.Referral) bool { return policy.MayAnswer(c.Actor, f) },
	}
	p.QuickWins = i.QuickWins
	p.Evidence, p.Files, p.Referrals, p.Relations, p.Themes, p.History = i.Evidence, i.Files, i.Referrals, i.Relations, i.Themes, issueHistory(i.History)
	p.MaySolve = i.CheckSolvable(i.Ties) == nil && policy.MayPropose(c.Actor, i.Area)
	if i.State.MayHaveSolutions() {
		p.Solutions = i.Solutions
	}
	if p.MayWork {
		p.Triage = form.With("version", strconv.Itoa(i.Version), "theme", idText(i.Theme), "tier", i.Tier)
	}
	p.Shell = c.Shell(i.Title).Under("Issues", "/issues", i.Names.Area, "/areas/"+idText(i.Area)+"/issues", "Issue "+idText(id))
	if i.Point != nil || i.Geometry != "" {
		p.Shell = p.Shell.WithMap()
	}
	return p, nil
}
