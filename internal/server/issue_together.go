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
func (s *Server) issuesTogether(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(url.Values{"issue": r.Form["issue"], "list": r.Form["list"]})
	return s.togetherPage(w, r, actor, http.StatusOK, f)
}

func (s *Server) togetherPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	scope := policy.IssueScopeOf(actor)
	ids := form.IDs[domain.IssueID](&f, "issue")
	if len(ids) > mostTogether {
		ids = ids[:mostTogether]
	}
	p := page.TogetherProps{Form: f, List: s.listOf(f, actor)}
	var err error
	if p.Rows, err = s.read.IssuesOf(r.Context(), scope, ids); err != nil {
		return err
	}
	var seen []domain.Visibility
	for _, row := range p.Rows {
		if err := policy.CheckIn(actor, policy.WorkIssues, row.AreaID); err != nil {
			return err
		}
		seen = append(seen, row.Visibility)
	}
	if !f.Values.Has("visibility") {
		p.Form.Values.Set("visibility", string(domain.Narrowest(seen...)))
	}
	if p.Themes, err = s.read.Themes(r.Context(), false); err != nil {
		return err
	}
	if f.Text("key") == "" {
		p.Form.Values.Set("key", newKey())
	}
	shownAt(&p.Form, p.Fields()...)
	p.Shell = s.shell(r, actor, "Work on several issues").Under("Issues", "/issues", "Several issues")
	if status != http.StatusOK {
		p.Shell = p.Shell.WithErrors()
	}
	return s.render(w, r, status, page.Together(p))
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
func (s *Server) categoriseIssues(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	ids := chosen(&f)
	theme := form.ID[domain.ThemeID](&f, "set_theme", "Choose a theme")
	if !f.OK() {
		return s.togetherPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err := s.app.CategoriseIssues(r.Context(), actor, ids, theme)
	if f.Refuse(err) {
		return s.togetherPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Theme set", "%s", s.listOf(f, actor))
}

// listOf is the address of the list that issues were ticked in, as it was narrowed there: of what the form says, only what a list understands.
func (s *Server) listOf(f form.Form, actor policy.Actor) string {
	asked, err := url.ParseQuery(f.Text("list"))
	if err != nil {
		return "/issues"
	}
	narrowed, filter := s.decodeFilter(asked, actor)
	if filter.Area == 0 {
		return address("/issues", narrowed.Values)
	}
	narrowed.Values.Del("area")
	return address("/areas/"+idText(filter.Area)+"/issues", narrowed.Values)
}

// synthesiseIssues makes one issue of those that were chosen, or adds them to the synthesis among them.
func (s *Server) synthesiseIssues(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
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
		return s.togetherPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	id, err := s.app.SynthesiseIssues(r.Context(), actor, ids, made, key)
	if f.Refuse(err) {
		return s.togetherPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Issues synthesised", "/issues/%d", id)
}

// mergeIssues merges those that were chosen into one of them.
func (s *Server) mergeIssues(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	ids := chosen(&f)
	into := form.ID[domain.IssueID](&f, "into", "Choose which issue stays")
	reason := f.Optional("merge_reason", 500)
	if !f.OK() {
		return s.togetherPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	err := s.app.MergeIssues(r.Context(), actor, ids, into, reason)
	if f.Refuse(err) {
		return s.togetherPage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Issues merged", "/issues/%d", into)
}

// leaveSynthesis takes a member out of the synthesis of the path.
func (s *Server) leaveSynthesis(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	member, err := pathID[domain.IssueID](r, "member")
	if err != nil {
		return err
	}
	if err := s.app.LeaveSynthesis(r.Context(), actor, id, member); err != nil {
		return err
	}
	return s.done(w, r, "Issue taken out of the synthesis", "/issues/%d", id)
}

// undoSynthesis takes every member out of the synthesis of the path.
func (s *Server) undoSynthesis(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	if err := s.app.UndoSynthesis(r.Context(), actor, id); err != nil {
		return err
	}
	return s.done(w, r, "Synthesis undone", "/issues/%d", id)
}

// undoMerge takes the issue of the path out of the one that it was merged into.
func (s *Server) undoMerge(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return err
	}
	if err := s.app.UndoMerge(r.Context(), actor, id); err != nil {
		return err
	}
	return s.done(w, r, "Merging undone", "/issues/%d", id)
}
