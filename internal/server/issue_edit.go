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
func editIssue(c *Call) error {
	i, err := issueToEdit(c)
	if err != nil {
		return err
	}
	f := draftForm(i.Draft())
	f.Values.Set("version", strconv.Itoa(i.Version))
	return editPage(c, http.StatusOK, i, f, nil)
}

// saveIssue saves the change. Where somebody else saved first, both versions are shown, what was typed stays in the form, and it may be saved
// over the newest.
func saveIssue(c *Call) error {
	i, err := issueToEdit(c)
	if err != nil {
		return err
	}
	c.PostForm.Set("area", idText(i.Area))
	f, d := decodeDraft(c.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if !f.OK() {
		return editPage(c, http.StatusUnprocessableEntity, i, f, nil)
	}
	err = c.App.EditIssue(c.Context(), c.Actor, i.ID, version, d)
	if errors.Is(err, domain.ErrConflict) {
		return staleIssue(c, f, d)
	}
	if f.Refuse(err) {
		return editPage(c, http.StatusUnprocessableEntity, i, f, nil)
	}
	if err != nil {
		return err
	}
	return c.Done("Issue changed", "/issues/%d", i.ID)
}

func staleIssue(c *Call, f form.Form, d domain.IssueDraft) error {
	now, err := issueToEdit(c)
	if err != nil {
		return err
	}
	names, err := c.Read.DraftNames(c.Context(), policy.Scope{All: true}, d)
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
	return editPage(c, http.StatusConflict, now, f, page.StaleFields(both...))
}

// issueToEdit loads the issue of the path for somebody who may change it.
func issueToEdit(c *Call) (store.IssueRecord, error) {
	id, err := pathID[domain.IssueID](c, "id")
	if err != nil {
		return store.IssueRecord{}, err
	}
	i, err := c.Read.Issue(c.Context(), policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return store.IssueRecord{}, err
	}
	if !policy.MayEditIssue(c.Actor, i.Issue) {
		return store.IssueRecord{}, domain.ErrForbidden
	}
	return i, i.CheckEdit()
}

func editPage(c *Call, status int, i store.IssueRecord, f form.Form, stale []page.StaleField) error {
	places, err := c.Read.PlaceNames(c.Context(), i.Area)
	if err != nil {
		return err
	}
	themes, err := c.Read.Themes(c.Context(), true)
	if err != nil {
		return err
	}
	shell := c.Shell("Change issue "+idText(i.ID)).Under("Issues", "/issues", i.Title, "/issues/"+idText(i.ID), "Change").WithMap()
	choices := page.IssueChoices{Area: domain.AreaName{ID: i.Area, Name: i.Names.Area}, Fixed: true, Places: places, Themes: themes}
	return c.Answer(status, page.EditIssue(page.EditIssueProps{Shell: shell, Form: f, ID: i.ID, Choices: choices, Stale: stale}))
}
