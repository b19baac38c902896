package issueweb

import (
	"net/url"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/themes/themestore"
)

// issuesTogether shows the issues that were ticked in a list, with what can be done with all of them.
func issuesTogether(c *serve.Call) error {
	f := form.New(url.Values{"issue": c.Form["issue"], "list": c.Form["list"]})
	p, err := togetherProps(c, f)
	if err != nil {
		return err
	}
	return c.Show(Together(p))
}

// togetherAgain shows the page with what is wrong with one of its forms.
func togetherAgain(c *serve.Call, f form.Form) error {
	p, err := togetherProps(c, f)
	if err != nil {
		return err
	}
	return c.Page(f, Together(p))
}

func togetherProps(c *serve.Call, f form.Form) (p TogetherProps, err error) {
	ids := form.IDs[domain.IssueID](&f, "issue")
	if len(ids) > mostTogether {
		ids = ids[:mostTogether]
	}
	p.Form, p.List = f, listOf(c, f)
	if p.Rows, err = issuestore.IssuesOf(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), ids); err != nil {
		return p, err
	}
	var seen []issues.Visibility
	for _, row := range p.Rows {
		if err := policy.CheckIn(c.Actor, policy.WorkIssues, row.AreaID); err != nil {
			return p, err
		}
		seen = append(seen, row.Visibility)
	}
	if !f.Values.Has("visibility") {
		p.Form.Values.Set("visibility", string(issues.Narrowest(seen...)))
	}
	if p.Themes, err = themestore.Themes(c.Context(), c.Read, false); err != nil {
		return p, err
	}
	if f.Text("key") == "" {
		p.Form.Values.Set("key", NewKey())
	}
	ShownAt(&p.Form, p.Fields()...)
	p.Shell = c.Shell("Work on several issues").Under("Issues", "/issues", "Several issues")
	return p, nil
}

const mostTogether = 100

// chosen is a form with the issues that it is about.
type chosen struct {
	form.Form
	ids []domain.IssueID
}

// chosenToWork reads which issues a form is about, for the officers of all their areas: domain.ErrNotFound where the
// actor may not see one of them, domain.ErrForbidden where they may not work on one.
func chosenToWork(c *serve.Call) (is chosen, err error) {
	is.Form = c.Posted()
	is.ids = form.IDs[domain.IssueID](&is.Form, "issue")
	switch {
	case len(is.ids) == 0:
		is.Add("issue", "Choose issues first")
		return is, nil
	case len(is.ids) > mostTogether:
		is.Add("issue", "Choose 100 issues at most")
	}
	asked := is.ids[:min(len(is.ids), mostTogether)]
	rows, err := issuestore.IssuesOf(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), asked)
	if err == nil && len(rows) < len(asked) {
		err = domain.ErrNotFound
	}
	for _, row := range rows {
		if err == nil {
			err = policy.CheckIn(c.Actor, policy.WorkIssues, row.AreaID)
		}
	}
	return is, err
}

// categoriseIssues gives one theme to all that were chosen.
func categoriseIssues(c *serve.Call, is chosen) error {
	f, ids := is.Form, is.ids
	theme := form.ID[domain.ThemeID](&f, "set_theme", "Choose a theme")
	if err := f.Take(func() error {
		return issueapp.CategoriseIssues(c.Context(), c.App, c.Actor, ids,
			theme)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return togetherAgain(c, f)
	}
	return c.Done("Theme set", "%s", listOf(c, f))
}

// listOf is the address of the list that issues were ticked in, as it was narrowed there: of what the form says, only
// what a list understands.
func listOf(c *serve.Call, f form.Form) string {
	asked, err := url.ParseQuery(f.Text("list"))
	if err != nil {
		return "/issues"
	}
	narrowed, filter := decodeFilter(c, asked)
	if filter.Area == 0 {
		return serve.Address("/issues", narrowed.Values)
	}
	narrowed.Values.Del("area")
	return serve.Address("/areas/"+serve.IDText(filter.Area)+"/issues", narrowed.Values)
}

// synthesiseIssues makes one issue of those that were chosen, or adds them to the synthesis among them.
func synthesiseIssues(c *serve.Call, is chosen) error {
	f, ids := is.Form, is.ids
	var made issueapp.Synthesis
	if f.Text("into") == "" {
		made = issueapp.Synthesis{
			Title:       f.Required("title", 120, "Enter a title for what they have in common"),
			Description: f.Optional("description", 4000),
			Theme:       form.ID[domain.ThemeID](&f, "theme", "Choose a theme"),
			Visibility:  form.OneOf(&f, "visibility", issues.Visibilities(), "Choose who may read it"),
		}
	}
	key := f.Optional("key", 60)
	var id domain.IssueID
	err := f.Take(func() (err error) {
		id, err = issueapp.SynthesiseIssues(c.Context(), c.App, c.Actor, ids, made, key)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return togetherAgain(c, f)
	}
	return c.Done("Issues synthesised", "/issues/%d", id)
}

// mergeIssues merges those that were chosen into one of them.
func mergeIssues(c *serve.Call, is chosen) error {
	f, ids := is.Form, is.ids
	into := form.ID[domain.IssueID](&f, "into", "Choose which issue stays")
	reason := f.Optional("merge_reason", 500)
	if err := f.Take(func() error {
		return issueapp.MergeIssues(c.Context(), c.App, c.Actor, ids, into,
			reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return togetherAgain(c, f)
	}
	return c.Done("Issues merged", "/issues/%d", into)
}

// leaveSynthesis takes a member out of a synthesis.
func leaveSynthesis(c *serve.Call, at issuePart[domain.IssueID]) error {
	if err := issueapp.LeaveSynthesis(c.Context(), c.App, c.Actor, at.Issue, at.ID); err != nil {
		return err
	}
	return c.Done("Issue taken out of the synthesis", "/issues/%d", at.Issue)
}

// undoSynthesis takes every member out of a synthesis.
func undoSynthesis(c *serve.Call, i issuestore.IssueRecord) error {
	if err := issueapp.UndoSynthesis(c.Context(), c.App, c.Actor, i.ID); err != nil {
		return err
	}
	return c.Done("Synthesis undone", "/issues/%d", i.ID)
}

// undoMerge takes an issue out of the one that it was merged into.
func undoMerge(c *serve.Call, i issuestore.IssueRecord) error {
	if err := issueapp.UndoMerge(c.Context(), c.App, c.Actor, i.ID); err != nil {
		return err
	}
	return c.Done("Merging undone", "/issues/%d", i.ID)
}
