package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// peoplePage is how many people one page of the list shows.
const peoplePage = 50

func people(c *Call) error {
	f := form.New(c.Form)
	filter := store.PeopleFilter{Text: f.Text("text"), Role: policy.Role(f.Text("role")), Most: peoplePage + 1}
	if !slices.Contains(policy.Roles(), filter.Role) {
		filter.Role = ""
		f.Values.Del("role")
	}
	if after, err := strconv.ParseInt(f.Text("after"), 10, 64); err == nil && after > 0 {
		filter.After = domain.PersonID(after)
	}
	list, err := c.Read.People(c.Context(), filter, c.Now())
	if err != nil {
		return err
	}
	const title = "People"
	props := page.PeopleProps{Shell: c.Shell(title).Under("Administration", "/admin", title), Form: f, People: list}
	if filter.After != 0 {
		props.First = page.PeopleAddress(filter.Text, string(filter.Role), 0)
	}
	if len(list) > peoplePage {
		props.People = list[:peoplePage]
		props.Next = page.PeopleAddress(filter.Text, string(filter.Role), list[peoplePage-1].ID)
	}
	return c.Show(page.People(props))
}

func newPerson(c *Call) error {
	return showPersonForm(c, http.StatusOK, page.PersonFormProps{Form: form.New(nil)})
}

func showPersonForm(c *Call, status int, p page.PersonFormProps) error {
	title := "Invite a person"
	if p.ID != 0 {
		title = "Correct name or e-mail address"
	}
	p.Shell = c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", title)
	if !p.OK() {
		p.Shell = p.Shell.WithErrors()
	}
	return c.Answer(status, page.PersonForm(p))
}

func invitePerson(c *Call) error {
	f := c.Posted()
	id, token, err := c.App.InvitePerson(c.Context(), c.Actor, f.Text("name"), f.Text("email"))
	if f.Refuse(err) {
		return showPersonForm(c, http.StatusUnprocessableEntity, page.PersonFormProps{Form: f})
	}
	if err != nil {
		return err
	}
	return showLink(c, id, token)
}

// showLink answers a POST with the link itself. It is nowhere else: neither in the database nor in the session.
func showLink(c *Call, id domain.PersonID, token string) error {
	i, err := c.App.Invitation(c.Context(), token)
	if err != nil {
		return err
	}
	const title = "Link to set a password"
	props := page.LinkProps{Shell: c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", title), Invitation: i,
		Link: c.Base() + "/invitations/" + token}
	return c.Answer(http.StatusCreated, page.InvitationLink(props))
}

func person(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	return showPerson(c, id)
}

func showPerson(c *Call, id domain.PersonID) error {
	ctx := c.Context()
	p, err := c.Read.Person(ctx, id)
	if err != nil {
		return err
	}
	until, err := c.Read.InvitedUntil(ctx, id, c.Now())
	if err != nil {
		return err
	}
	grants, err := c.Read.Grants(ctx, id)
	if err != nil {
		return err
	}
	terms, err := c.Read.TermsOf(ctx, id)
	if err != nil {
		return err
	}
	history, err := c.Read.History(ctx, "person", int64(id))
	if err != nil {
		return err
	}
	props := page.PersonProps{Shell: c.Shell(p.Name).Under("Administration", "/admin", "People", "/admin/people", p.Name), Person: p, InvitedUntil: until,
		Roles: roleLines(grants, terms, c.App.Today()), Own: id == c.Actor.ID}
	for _, e := range history {
		props.History = append(props.History, ui.TimelineItem{Title: e.Summary, By: e.Actor, At: e.At})
	}
	return c.Show(page.Person(props))
}

func editPerson(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	p, err := c.Read.Person(c.Context(), id)
	if err != nil {
		return err
	}
	f := form.With("name", p.Name, "email", p.Email, "version", strconv.Itoa(p.Version))
	return showPersonForm(c, http.StatusOK, page.PersonFormProps{Form: f, ID: id})
}

func changePerson(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	f := c.Posted()
	err = c.App.ChangePerson(c.Context(), c.Actor, id, versionOf(f), f.Text("name"), f.Text("email"))
	if f.Refuse(err) {
		return showPersonForm(c, http.StatusUnprocessableEntity, page.PersonFormProps{Form: f, ID: id})
	}
	if errors.Is(err, domain.ErrConflict) {
		return stalePerson(c, id, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Name and address saved", "/admin/people/%d", id)
}

func stalePerson(c *Call, id domain.PersonID, f form.Form) error {
	p, err := c.Read.Person(c.Context(), id)
	if err != nil {
		return err
	}
	stale := page.StaleFields("Name", p.Name, f.Text("name"), "E-mail address", p.Email, domain.FoldEmail(f.Text("email")))
	f.Values.Set("version", strconv.Itoa(p.Version))
	return showPersonForm(c, http.StatusConflict, page.PersonFormProps{Form: f, ID: id, Stale: stale})
}

func inviteAgain(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	token, err := c.App.InviteAgain(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return showLink(c, id, token)
}

func disablePerson(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	if err := c.App.DisablePerson(c.Context(), c.Actor, id); err != nil {
		return err
	}
	return c.Done("The account is disabled and its sessions have ended", "/admin/people/%d", id)
}

func enablePerson(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	if err := c.App.EnablePerson(c.Context(), c.Actor, id); err != nil {
		return err
	}
	return c.Done("They can sign in again", "/admin/people/%d", id)
}
