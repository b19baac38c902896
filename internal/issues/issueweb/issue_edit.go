package issueweb

import (
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/serve"
	"fourgates/internal/themes/themestore"
)

// issueToEdit loads the issue of the address for somebody who may change it.
func issueToEdit(c *serve.Call) (issuestore.IssueRecord, error) {
	i, err := IssueOf(c)
	if err != nil {
		return i, err
	}
	if !issues.MayEditIssue(c.Actor, i.Issue) {
		return i, domain.ErrForbidden
	}
	return i, i.CheckEdit()
}

// editIssue shows the form to change what an issue says.
func editIssue(c *serve.Call, i issuestore.IssueRecord) error {
	f := draftForm(i.Draft())
	f.Values.Set("version", strconv.Itoa(i.Version))
	return editPage(c, i, f)
}

func editPage(c *serve.Call, i issuestore.IssueRecord, f form.Form) error {
	inArea, err := issuestore.PlaceNames(c.Context(), c.Read, i.Area)
	if err != nil {
		return err
	}
	themes, err := themestore.Themes(c.Context(), c.Read, true)
	if err != nil {
		return err
	}
	area := places.AreaName{ID: i.Area, Name: i.Names.Area}
	var stands []restrictions.Standing
	if i.Visibility != issues.VisibleRestricted {
		if stands, err = restrictionstore.Standing(c.Context(), c.Read, i.ID); err != nil {
			return err
		}
	}
	return c.Page(f, EditIssue(EditIssueProps{Form: f, ID: i.ID, Stands: stands,
		Choices: IssueChoices{Area: area, Fixed: true, Places: inArea, Themes: themes},
		Shell: c.Shell("Change issue "+serve.IDText(i.ID)).
			Under("Issues", "/issues", i.Title, "/issues/"+serve.IDText(i.ID), "Change").WithMap()}))
}

// saveIssue saves the change. Where somebody else saved first, both versions are shown, what was typed stays in the
// form, and it may be saved over the newest.
func saveIssue(c *serve.Call, i issuestore.IssueRecord) error {
	c.PostForm.Set("area", serve.IDText(i.Area))
	f := c.Posted()
	d, version := decodeDraft(&f), f.Version("Load the page again")
	err := f.Save(func() error {
		if err := checkRestricting(c, i, d, f.Has("stands", "yes")); err != nil {
			return err
		}
		return issueapp.EditIssue(c.Context(), c.App, c.Actor, i.ID, version, d)
	})
	if err != nil {
		return err
	}
	if f.Stale() {
		if i, err = newestIssue(c, &f, d); err != nil {
			return err
		}
	}
	if !f.OK() {
		return editPage(c, i, f)
	}
	return c.Done("Issue changed", "/issues/%d", i.ID)
}

// checkRestricting returns a *domain.BlockedError where the change restricts the issue, words of it stand in what was
// frozen or told, and nobody said that they know.
func checkRestricting(c *serve.Call, i issuestore.IssueRecord, d issues.IssueDraft, known bool) error {
	if known || d.Visibility != issues.VisibleRestricted || i.Visibility == issues.VisibleRestricted {
		return nil
	}
	stands, err := restrictionstore.Standing(c.Context(), c.Read, i.ID)
	if ask := restrictions.AskToRestrict(stands); err == nil && ask != "" {
		err = domain.Blocked("stands", ask)
	}
	return err
}

// newestIssue loads the issue as somebody else left it, and puts what was typed beside it.
func newestIssue(c *serve.Call, f *form.Form, d issues.IssueDraft) (issuestore.IssueRecord, error) {
	now, err := issueToEdit(c)
	if err != nil {
		return now, err
	}
	names, err := issuestore.LoadDraftNames(c.Context(), c.Read, policy.Scope{All: true}, d)
	if err != nil {
		return now, err
	}
	typed := now.Names
	typed.Place, typed.Theme = names.Place, names.Theme
	f.Newest(now.Version, domain.Beside(now.Words(now.Names), now.With(d).Words(typed))...)
	return now, nil
}
