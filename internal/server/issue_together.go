package server

import (
	"net/http"
	"net/url"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

// issuesTogether shows the issues that were ticked in a list, with what can be done with all of them.
func issuesTogether(c *Call) error {
	f := form.New(url.Values{"issue": c.Form["issue"], "list": c.Form["list"]})
	return togetherPage(c, http.StatusOK, f)
}

func togetherPage(c *Call, status int, f form.Form) error {
	scope := policy.IssueScopeOf(c.Actor)
	ids := form.IDs[domain.IssueID](&f, "issue")
	if len(ids) > mostTogether {
		ids = ids[:mostTogether]
	}
	p := page.TogetherProps{Form: f, List: listOf(c, f, c.Actor)}
	var err error
	if p.Rows, err = c.Read.IssuesOf(c.Context(), scope, ids); err != nil {
		return err
	}
	var seen []domain.Visibility
	for _, row := range p.Rows {
		if err := policy.CheckIn(c.Actor, policy.WorkIssues, row.AreaID); err != nil {
			return err
		}
		seen = append(seen, row.Visibility)
	}
	if !f.Values.Has("visibility") {
		p.Form.Values.Set("visibility", string(domain.Narrowest(seen...)))
	}
	if p.Themes, err = c.Read.Themes(c.Context(), false); err != nil {
		return err
	}
	if f.Text("key") == "" {
		p.Form.Values.Set("key", newKey())
	}
	shownAt(&p.Form, p.Fields()...)
	p.Shell = c.Shell("Work on several issues").Under("Issues", "/issues", "Several issues")
	return c.Answer(status, page.Together(p))
}

const mostTogether = 100

// chosen reads the issues that a form is about.
func chosen(f *form.Form) []domain.IssueID {
	ids := form.IDs[domain.IssueID](f, "issue")
	switch {
	case len(ids) == 0:
		f.Add("issue", "Choose issues first")
	case len(ids) > mostTogether:
		f.Add("issue", "Choose 100 issues at most")
	}
	return ids
}

// categoriseIssues gives one theme to all that were chosen.
func categoriseIssues(c *Call) error {
	f := c.Posted()
	ids := chosen(&f)
	theme := form.ID[domain.ThemeID](&f, "set_theme", "Choose a theme")
	if !f.OK() {
		return togetherPage(c, http.StatusUnprocessableEntity, f)
	}
	err := c.App.CategoriseIssues(c.Context(), c.Actor, ids, theme)
	if f.Refuse(err) {
		return togetherPage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Theme set", "%s", listOf(c, f, c.Actor))
}

// listOf is the address of the list that issues were ticked in, as it was narrowed there: of what the form says, only what a list understands.
func listOf(c *Call, f form.Form, actor policy.Actor) string {
	asked, err := url.ParseQuery(f.Text("list"))
	if err != nil {
		return "/issues"
	}
	narrowed, filter := decodeFilter(c, asked, actor)
	if filter.Area == 0 {
		return address("/issues", narrowed.Values)
	}
	narrowed.Values.Del("area")
	return address("/areas/"+idText(filter.Area)+"/issues", narrowed.Values)
}

// synthesiseIssues makes one issue of those that were chosen, or adds them to the synthesis among them.
func synthesiseIssues(c *Call) error {
	f := c.Posted()
	ids := chosen(&f)
	var made app.Synthesis
	if f.Text("into") == "" {
		made = app.Synthesis{
			Title:       f.Required("title", 120, "Enter a title for what they have in common"),
			Description: f.Optional("description", 4000),
			Theme:       form.ID[domain.ThemeID](&f, "theme", "Choose a theme"),
			Visibility:  form.OneOf(&f, "visibility", domain.Visibilities(), "Choose who may read it"),
		}
	}
	key := f.Optional("key", 60)
	if !f.OK() {
		return togetherPage(c, http.StatusUnprocessableEntity, f)
	}
	id, err := c.App.SynthesiseIssues(c.Context(), c.Actor, ids, made, key)
	if f.Refuse(err) {
		return togetherPage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Issues synthesised", "/issues/%d", id)
}

// mergeIssues merges those that were chosen into one of them.
func mergeIssues(c *Call) error {
	f := c.Posted()
	ids := chosen(&f)
	into := form.ID[domain.IssueID](&f, "into", "Choose which issue stays")
	reason := f.Optional("merge_reason", 500)
	if !f.OK() {
		return togetherPage(c, http.StatusUnprocessableEntity, f)
	}
	err := c.App.MergeIssues(c.Context(), c.Actor, ids, into, reason)
	if f.Refuse(err) {
		return togetherPage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Issues merged", "/issues/%d", into)
}

// leaveSynthesis takes a member out of the synthesis of the path.
func leaveSynthesis(c *Call) error {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return err
	}
	member, err := pathID[domain.IssueID](c, "member")
	if err != nil {
		return err
	}
	if err := c.App.LeaveSynthesis(c.Context(), c.Actor, id, member); err != nil {
		return err
	}
	return c.Done("Issue taken out of the synthesis", "/issues/%d", id)
}

// undoSynthesis takes every member out of the synthesis of the path.
func undoSynthesis(c *Call) error {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return err
	}
	if err := c.App.UndoSynthesis(c.Context(), c.Actor, id); err != nil {
		return err
	}
	return c.Done("Synthesis undone", "/issues/%d", id)
}

// undoMerge takes the issue of the path out of the one that it was merged into.
func undoMerge(c *Call) error {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return err
	}
	if err := c.App.UndoMerge(c.Context(), c.Actor, id); err != nil {
		return err
	}
	return c.Done("Merging undone", "/issues/%d", id)
}
