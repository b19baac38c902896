package server

import (
	"slices"
	"strconv"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

func issueRoutes() []Route {
	return slices.Concat([]Route{
		get("/issues", policy.ViewIssues, listIssues),
		get("/issues.csv", policy.ViewIssues, issuesCSV),
		get("/areas/{area}/issues", policy.ViewIssues, on(areaOf, issueList)),
		get("/areas/{area}/issues/map", policy.ViewIssues, on(areaOf, issueMap)),
		get("/issues/new", policy.RaiseIssue, newIssue),
		get("/areas/{area}/issues/new", policy.RaiseIssue, on(areaToRaiseIn, newIssueIn)),
		post("/issues", policy.RaiseIssue, raiseIssue),
		get("/areas/{area}/issues/likely.json", policy.RaiseIssue, on(areaToRaiseIn, likelyIssues)),
		get("/issues/{id}", policy.ViewIssues, on(idOf[domain.IssueID]("id"), issue)),
		get("/issues/{id}/shape", policy.ViewIssues, on(issueOf, issueShape)),
		get("/issues/{id}/edit", policy.RaiseIssue, on(issueToEdit, editIssue)),
		post("/issues/{id}/edit", policy.RaiseIssue, on(issueToEdit, saveIssue)),
		post("/issues/{id}/triage", policy.WorkIssues, on(idOf[domain.IssueID]("id"), triageIssue)),
		post("/issues/{id}/moves", policy.WorkIssues, on(idOf[domain.IssueID]("id"), moveIssue)),
		get("/issues/together", policy.WorkIssues, issuesTogether),
		post("/issues/themes", policy.WorkIssues, categoriseIssues),
		post("/issues/syntheses", policy.WorkIssues, synthesiseIssues),
		post("/issues/merges", policy.WorkIssues, mergeIssues),
		post("/issues/{id}/members/{member}/removal", policy.WorkIssues,
			on(ofIssue[domain.IssueID]("member"), leaveSynthesis)),
		post("/issues/{id}/synthesis/undoing", policy.WorkIssues, on(idOf[domain.IssueID]("id"), undoSynthesis)),
		post("/issues/{id}/merge/undoing", policy.WorkIssues, on(idOf[domain.IssueID]("id"), undoMerge)),
	}, evidenceRoutes(), referralRoutes(), themeRoutes())
}

// issueOf loads the issue of the address within what the actor may see: else domain.ErrNotFound.
func issueOf(c *Call) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	return c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), id)
}

// issueFor loads the issue of the address for a page that is there to do something: domain.ErrForbidden where the actor
// may read the issue and not do that.
func issueFor(act policy.Action) func(c *Call) (store.IssueRecord, error) {
	return func(c *Call) (store.IssueRecord, error) {
		i, err := issueOf(c)
		if err != nil {
			return i, err
		}
		return i, policy.CheckIn(c.Actor, act, i.Area)
	}
}

// issuePart names something of an issue: a piece of its evidence, a file, a referral, a member.
type issuePart[T ~int64] struct {
	Issue domain.IssueID
	ID    T
}

// ofIssue reads the issue of the address, and what of it the address names.
func ofIssue[T ~int64](name string) func(c *Call) (issuePart[T], error) {
	return func(c *Call) (at issuePart[T], err error) {
		if at.Issue, err = pathID[domain.IssueID](c, "id"); err != nil {
			return at, err
		}
		at.ID, err = pathID[T](c, name)
		return at, err
	}
}

// issue shows one issue with everything about it.
func issue(c *Call, id domain.IssueID) error {
	p, err := issueProps(c, id)
	if err != nil {
		return err
	}
	return c.Show(page.Issue(p))
}

// issueAgain shows the issue's page with what is wrong with one of its forms.
func issueAgain(c *Call, id domain.IssueID, f form.Form, change func(*page.IssueProps)) error {
	p, err := issueProps(c, id)
	if err != nil {
		return err
	}
	change(&p)
	return c.Page(f, page.Issue(p))
}

func issueProps(c *Call, id domain.IssueID) (page.IssueProps, error) {
	ctx, scope := c.Context(), policy.IssueScopeOf(c.Actor)
	i, err := c.Read.IssueDossier(ctx, scope, policy.SolutionScopeOf(c.Actor), id)
	if err != nil {
		return page.IssueProps{}, err
	}
	p := page.IssueProps{
		Issue: i.Issue, Names: i.Names, Today: c.Today(),
		MayWork:  policy.CanIn(c.Actor, policy.WorkIssues, i.Area),
		MayEdit:  policy.MayEditIssue(c.Actor, i.Issue) && i.CheckEdit() == nil,
		MayAdd:   policy.CanIn(c.Actor, policy.RaiseIssue, i.Area) && i.CheckEdit() == nil,
		MayLeave: func(since time.Time) bool { return domain.CheckLeaveSynthesis(i.Ties, since) == nil },
		MayRefer: i.CanMove(domain.MoveRefer, i.Ties),

		MayQuickWin: policy.MayProposeQuickWin(c.Actor, i.Area, ownService(c.Actor)) && i.CheckQuickWin() == nil,
		Moves:       i.MovesNow(i.Ties),
		MayAnswer:   func(f domain.Referral) bool { return policy.MayAnswer(c.Actor, f) },
	}
	p.QuickWins, p.Evidence, p.Files, p.Referrals = i.QuickWins, i.Evidence, i.Files, i.Referrals
	p.Relations, p.Themes, p.History = i.Relations, i.Themes, issueHistory(i.History)
	p.MaySolve = i.CheckSolvable(i.Ties) == nil && policy.MayPropose(c.Actor, i.Area)
	if i.State.MayHaveSolutions() {
		p.Solutions = i.Solutions
	}
	if p.MayWork {
		p.Triage = form.With("version", strconv.Itoa(i.Version), "theme", idText(i.Theme), "tier", i.Tier)
	}
	p.Shell = c.Shell(i.Title).
		Under("Issues", "/issues", i.Names.Area, "/areas/"+idText(i.Area)+"/issues", "Issue "+idText(id))
	if i.Point != nil || i.Geometry != "" {
		p.Shell = p.Shell.WithMap()
	}
	return p, nil
}
