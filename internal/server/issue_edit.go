package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// editIssue shows the form to change what an issue says.
func (s *Server) editIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToEdit(r, actor)
	if err != nil {
		return err
	}
	f := draftForm(i.Draft())
	f.Values.Set("version", strconv.Itoa(i.Version))
	return s.editPage(w, r, actor, http.StatusOK, i, f, nil)
}

// saveIssue saves the change. Where somebody else saved first, both versions are shown, what was typed stays in the form, and it may be saved
// over the newest.
func (s *Server) saveIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	i, err := s.issueToEdit(r, actor)
	if err != nil {
		return err
	}
	r.PostForm.Set("area", idText(i.Area))
	f, d := decodeDraft(r.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if !f.OK() {
		return s.editPage(w, r, actor, http.StatusUnprocessableEntity, i, f, nil)
	}
	err = s.app.EditIssue(r.Context(), actor, i.ID, version, d)
	if errors.Is(err, domain.ErrConflict) {
		return s.staleIssue(w, r, actor, f, d)
	}
	if f.Refuse(err) {
		return s.editPage(w, r, actor, http.StatusUnprocessableEntity, i, f, nil)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Issue changed", "/issues/%d", i.ID)
}

func (s *Server) staleIssue(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.IssueDraft) error {
	now, err := s.issueToEdit(r, actor)
	if err != nil {
		return err
	}
	names, err := s.read.DraftNames(r.Context(), policy.Scope{All: true}, d)
	if err != nil {
		return err
	}
	typed := now.Names
	typed.Place, typed.Theme = names.Place, names.Theme
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := now.With(d).Words(typed)
	for at, field := range now.Words(now.Names) {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return s.editPage(w, r, actor, http.StatusConflict, now, f, page.StaleFields(both...))
}

// issueToEdit loads the issue of the path for somebody who may change it.
func (s *Server) issueToEdit(r *http.Request, actor policy.Actor) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](r, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := s.read.Issue(r.Context(), policy.IssueScopeOf(actor), id)
	if err != nil {
		return store.IssueRecord{}, err
	}
	if !policy.MayEditIssue(actor, i.Issue) {
		return store.IssueRecord{}, domain.ErrForbidden
	}
	return i, i.CheckEdit()
}

func (s *Server) editPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, i store.IssueRecord, f form.Form, stale []page.StaleField) error {
	places, err := s.read.PlaceNames(r.Context(), i.Area)
	if err != nil {
		return err
	}
	themes, err := s.read.Themes(r.Context(), true)
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Change issue "+idText(i.ID)).Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Change").WithMap()
	if status != http.StatusOK {
		shell = shell.WithErrors()
	}
	c := page.IssueChoices{Area: domain.AreaName{ID: i.Area, Name: i.Names.Area}, Fixed: true, Places: places, Themes: themes}
	return s.render(w, r, status, page.EditIssue(page.EditIssueProps{Shell: shell, Form: f, ID: i.ID, Choices: c, Stale: stale}))
}
