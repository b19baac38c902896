package server

import (
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/serve"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// peoplePage is how many people one page of the list shows.
const peoplePage = 50

func people(c *serve.Call) error {
	f := form.New(c.Form)
	filter := store.PeopleFilter{Text: f.Text("text"), Role: policy.Role(f.Text("role")), Most: peoplePage + 1}
	if !slices.Contains(policy.Roles(), filter.Role) {
		filter.Role = ""
		f.Values.Del("role")
	}
	if after, err := strconv.ParseInt(f.Text("after"), 10, 64); err == nil && after > 0 {
		filter.After = domain.PersonID(after)
	}
	list, err := store.People(c.Context(), c.Read, filter, c.Now())
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

func newPerson(c *serve.Call) error {
	return personForm(c, 0, form.New(nil))
}

// personForm shows the form of a person's name and address; of whom to invite where the id is zero.
func personForm(c *serve.Call, id domain.PersonID, f form.Form) error {
	title := "Invite a person"
	if id != 0 {
		title = "Correct name or e-mail address"
	}
	shell := c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", title)
	return c.Page(f, page.PersonForm(page.PersonFormProps{Shell: shell, Form: f, ID: id}))
}

func invitePerson(c *serve.Call) error {
	f := c.Posted()
	var id domain.PersonID
	var token string
	err := f.Take(func() (err error) {
		id, token, err = app.InvitePerson(c.Context(), c.App, c.Actor, f.Text("name"), f.Text("email"))
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return personForm(c, 0, f)
	}
	return showLink(c, id, token)
}

// personOf loads the person of the address.
func personOf(c *serve.Call) (rules.Person, error) {
	id, err := serve.PathID[domain.PersonID](c, "person")
	if err != nil {
		return rules.Person{}, err
	}
	return store.Person(c.Context(), c.Read, id)
}

// showLink answers a POST with the link itself. It is nowhere else: neither in the database nor in the session.
func showLink(c *serve.Call, id domain.PersonID, token string) error {
	i, err := app.Invitation(c.Context(), c.App, token)
	if err != nil {
		return err
	}
	const title = "Link to set a password"
	shell := c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", title)
	return c.Answer(http.StatusCreated, page.InvitationLink(page.LinkProps{Shell: shell, Invitation: i,
		Link: c.Base() + "/invitations/" + token}))
}

func person(c *serve.Call, p rules.Person) error {
	ctx := c.Context()
	until, err := store.InvitedUntil(ctx, c.Read, p.ID, c.Now())
	if err != nil {
		return err
	}
	grants, err := store.Grants(ctx, c.Read, p.ID)
	if err != nil {
		return err
	}
	terms, err := store.TermsOf(ctx, c.Read, p.ID)
	if err != nil {
		return err
	}
	entries, err := c.Read.History(ctx, "person", int64(p.ID))
	if err != nil {
		return err
	}
	shell := c.Shell(p.Name).Under("Administration", "/admin", "People", "/admin/people", p.Name)
	return c.Show(page.Person(page.PersonProps{Shell: shell, Person: p, InvitedUntil: until,
		Roles: serve.RoleLines(grants, terms, c.Today()), Own: p.ID == c.Actor.ID, History: serve.Steps(entries)}))
}

func editPerson(c *serve.Call, p rules.Person) error {
	return personForm(c, p.ID, form.With("name", p.Name, "email", p.Email, "version", strconv.Itoa(p.Version)))
}

func changePerson(c *serve.Call, now rules.Person) error {
	f := c.Posted()
	version, name, email := versionOf(f), f.Text("name"), f.Text("email")
	err := f.Save(func() error { return app.ChangePerson(c.Context(), c.App, c.Actor, now.ID, version, name, email) })
	if err != nil {
		return err
	}
	if f.Stale() {
		if now, err = personOf(c); err != nil {
			return err
		}
		f.Newest(now.Version, "Name", now.Name, name, "E-mail address", now.Email, rules.FoldEmail(email))
	}
	if !f.OK() {
		return personForm(c, now.ID, f)
	}
	return c.Done("Name and address saved", "/admin/people/%d", now.ID)
}

func inviteAgain(c *serve.Call, id domain.PersonID) error {
	token, err := app.InviteAgain(c.Context(), c.App, c.Actor, id)
	if err != nil {
		return err
	}
	return showLink(c, id, token)
}

func disablePerson(c *serve.Call, id domain.PersonID) error {
	if err := app.DisablePerson(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("The account is disabled and its sessions have ended", "/admin/people/%d", id)
}

func enablePerson(c *serve.Call, id domain.PersonID) error {
	if err := app.EnablePerson(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("They can sign in again", "/admin/people/%d", id)
}
