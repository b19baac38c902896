// Package issueweb serves the pages of issues: lists, map, forms, evidence, referrals and synthesis.
package issueweb

import (
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"fourgates/internal/asks"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/themes/themeweb"
)

// IssueAside is what another part has to say of an issue, to stand on the issue's own page.
type IssueAside func(c *serve.Call, i issuestore.IssueDossier) (templ.Component, error)

// IssueMarks says in a word which of some issues, by the areas that they are in, need a mark in a list.
type IssueMarks func(c *serve.Call, in map[domain.IssueID]domain.AreaID) (map[domain.IssueID]string, error)

// issuePages are the handlers that show an issue's own page, and lists of issues.
type issuePages struct {
	aside  IssueAside
	signed IssueAside // what of it is otherwise than it was signed
	marks  IssueMarks // of those that are
}

// IssueRoutes are the pages of issues, their evidence, files, referrals and themes.
func IssueRoutes(aside, signed IssueAside, marks IssueMarks) []serve.Route {
	p := issuePages{aside, signed, marks}
	return slices.Concat([]serve.Route{
		serve.Get("/issues", policy.ViewIssues, p.listIssues),
		serve.Get("/issues.csv", policy.ViewIssues, issuesCSV),
		serve.Get("/areas/{area}/issues", policy.ViewIssues, serve.On(placeweb.AreaOf, p.issueList)),
		serve.Get("/areas/{area}/issues/map", policy.ViewIssues, serve.On(placeweb.AreaOf, issueMap)),
		serve.Get("/issues/new", policy.RaiseIssue, newIssue),
		serve.Get("/areas/{area}/issues/new", policy.RaiseIssue, serve.On(areaToRaiseIn, newIssueIn)),
		serve.Post("/issues", policy.RaiseIssue, serve.On(draftTyped, raiseIssue)),
		serve.Get("/areas/{area}/issues/likely.json", policy.RaiseIssue, serve.On(areaToRaiseIn, likelyIssues)),
		serve.Get("/issues/{id}", policy.ViewIssues, serve.On(serve.IDOf[domain.IssueID]("id"), p.issue)),
		serve.Get("/issues/{id}/shape", policy.ViewIssues, serve.On(IssueOf, issueShape)),
		serve.Get("/issues/{id}/edit", policy.RaiseIssue, serve.On(issueToEdit, editIssue)),
		serve.Post("/issues/{id}/edit", policy.RaiseIssue, serve.On(issueToEdit, saveIssue)),
		serve.Post("/issues/{id}/triage", policy.WorkIssues, serve.On(issueToWork, p.triageIssue)),
		serve.Post("/issues/{id}/moves", policy.WorkIssues, serve.On(issueToWork, p.moveIssue)).RestsOn("issue", "id"),
		serve.Get("/issues/together", policy.WorkIssues, issuesTogether),
		serve.Post("/issues/themes", policy.WorkIssues,
			serve.On(chosenToWork, categoriseIssues)).RestsOnChosen("issue", "issue"),
		serve.Post("/issues/syntheses", policy.WorkIssues,
			serve.On(chosenToWork, synthesiseIssues)).RestsOnChosen("issue", "issue"),
		serve.Post("/issues/merges", policy.WorkIssues,
			serve.On(chosenToWork, mergeIssues)).RestsOnChosen("issue", "issue"),
		serve.Post("/issues/{id}/members/{member}/removal", policy.WorkIssues,
			serve.On(ofIssueToWork[domain.IssueID]("member"), leaveSynthesis)),
		serve.Post("/issues/{id}/synthesis/undoing", policy.WorkIssues,
			serve.On(issueToWork, undoSynthesis)).RestsOn("issue", "id"),
		serve.Post("/issues/{id}/merge/undoing", policy.WorkIssues,
			serve.On(issueToWork, undoMerge)).RestsOn("issue", "id"),
	}, evidenceRoutes(p), referralRoutes(), themeweb.ThemeRoutes())
}

// IssueOf loads the issue of the address within what the actor may see: else domain.ErrNotFound.
func IssueOf(c *serve.Call) (issuestore.IssueRecord, error) {
	id, err := serve.PathID[domain.IssueID](c, "id")
	if err != nil {
		return issuestore.IssueRecord{}, err
	}
	return issuestore.Issue(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), id)
}

// issueFor loads the issue of the address for a page that is there to do something: domain.ErrForbidden where the actor
// may read the issue and not do that.
func issueFor(act policy.Action) func(c *serve.Call) (issuestore.IssueRecord, error) {
	return func(c *serve.Call) (issuestore.IssueRecord, error) {
		i, err := IssueOf(c)
		if err != nil {
			return i, err
		}
		return i, policy.CheckIn(c.Actor, act, i.Area)
	}
}

// issueToWork loads the issue of the address for the officers of its area.
func issueToWork(c *serve.Call) (issuestore.IssueRecord, error) {
	return issueFor(policy.WorkIssues)(c)
}

// issuePart names something of an issue: a piece of its evidence, a file, a referral, a member.
type issuePart[T ~int64] struct {
	Issue domain.IssueID
	ID    T
}

// ofIssue reads the issue of the address, and what of it the address names.
func ofIssue[T ~int64](name string) func(c *serve.Call) (issuePart[T], error) {
	return func(c *serve.Call) (at issuePart[T], err error) {
		if at.Issue, err = serve.PathID[domain.IssueID](c, "id"); err != nil {
			return at, err
		}
		at.ID, err = serve.PathID[T](c, name)
		return at, err
	}
}

// ofIssueToWork is ofIssue for the officers of the issue's area.
func ofIssueToWork[T ~int64](name string) func(c *serve.Call) (issuePart[T], error) {
	return func(c *serve.Call) (issuePart[T], error) {
		if _, err := issueToWork(c); err != nil {
			return issuePart[T]{}, err
		}
		return ofIssue[T](name)(c)
	}
}

// issue shows one issue with everything about it.
func (pages issuePages) issue(c *serve.Call, id domain.IssueID) error {
	p, err := pages.props(c, id)
	if err != nil {
		return err
	}
	return c.Show(Issue(p))
}

// again shows the issue's page with what is wrong with one of its forms.
func (pages issuePages) again(c *serve.Call, id domain.IssueID, f form.Form, change func(*IssueProps)) error {
	p, err := pages.props(c, id)
	if err != nil {
		return err
	}
	change(&p)
	return c.Page(f, Issue(p))
}

func (pages issuePages) props(c *serve.Call, id domain.IssueID) (IssueProps, error) {
	ctx, scope := c.Context(), policy.IssueScopeOf(c.Actor)
	i, err := issuestore.LoadIssueDossier(ctx, c.Read, scope, id, c.Today())
	if err != nil {
		return IssueProps{}, err
	}
	p := IssueProps{
		Issue: i.Issue, Names: i.Names, Today: c.Today(),
		MayWork: policy.CanIn(c.Actor, policy.WorkIssues, i.Area),
		MayEdit: issues.MayEditIssue(c.Actor, i.Issue) && i.CheckEdit() == nil,
		MayAdd:  policy.CanIn(c.Actor, policy.RaiseIssue, i.Area) && i.CheckEdit() == nil,
		MayCorrect: func(e issues.EvidenceLine) bool {
			return issues.CheckCorrectEvidence(c.Actor, e) == nil
		},
		MayLeave: func(since time.Time) bool { return issues.CheckLeaveSynthesis(i.Ties, since) == nil },
		MayRefer: i.CanMove(issues.MoveRefer, i.Ties),

		MayQuickWin: issues.MayProposeQuickWin(c.Actor, i.Area, OwnService(c.Actor)) && i.CheckQuickWin() == nil,
		Moves:       i.MovesNow(i.Ties),
		MayAnswer:   func(k asks.Ask) bool { return asks.MayAnswer(c.Actor, k) },
	}
	c.Stands("issue", int64(id), i.History)
	p.QuickWins, p.Evidence, p.Files = i.QuickWins, i.Evidence, i.Files
	p.Referrals = slices.DeleteFunc(slices.Clone(i.Referrals), func(k asks.Ask) bool {
		return k.Joint != 0 // shown as one reply
	})
	p.Relations, p.Themes, p.History = i.Relations, i.Themes, HistoryOf(i.History)
	if p.Aside, err = pages.aside(c, i); err != nil {
		return p, err
	}
	if p.Signed, err = pages.signed(c, i); err != nil {
		return p, err
	}
	if p.MayWork {
		p.Triage = form.With("version", strconv.Itoa(i.Version), "theme", serve.IDText(i.Theme), "tier", i.Tier)
	}
	p.Shell = c.Shell(i.Title).
		Under("Issues", "/issues", i.Names.Area, "/areas/"+serve.IDText(i.Area)+"/issues", "Issue "+serve.IDText(id))
	if i.Point != nil || i.Geometry != "" {
		p.Shell = p.Shell.WithMap()
	}
	return p, nil
}

// OwnService is the first service that the actor is of; zero where they are of none.
func OwnService(actor policy.Actor) domain.ServiceID {
	for _, g := range actor.Grants {
		if g.Service != 0 {
			return g.Service
		}
	}
	return 0
}
