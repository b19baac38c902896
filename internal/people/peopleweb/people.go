// Package peopleweb serves a person's own account and the pages on which an administrator manages people.
package peopleweb

import (
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// peoplePage is how many people one page of the list shows.
const peoplePage = 50

func peopleList(c *serve.Call) error {
	f := form.New(c.Form)
	filter := peoplestore.PeopleFilter{Text: f.Text("q"), Role: policy.Role(f.Text("role")), Most: peoplePage + 1}
	if !slices.Contains(policy.Roles(), filter.Role) {
		filter.Role = ""
		f.Values.Del("role")
	}
	if after, err := strconv.ParseInt(f.Text("after"), 10, 64); err == nil && after > 0 {
		filter.After = domain.PersonID(after)
	}
	list, err := peoplestore.People(c.Context(), c.Read, filter, c.Now())
	if err != nil {
		return err
	}
	const title = "People"
	props := PeopleProps{Shell: c.Shell(title).Under("Administration", "/admin", title), Form: f, People: list}
	if filter.After != 0 {
		props.First = PeopleAddress(filter.Text, string(filter.Role), 0)
	}
	if len(list) > peoplePage {
		props.People = list[:peoplePage]
		props.Next = PeopleAddress(filter.Text, string(filter.Role), list[peoplePage-1].ID)
	}
	return c.Show(People(props))
}

func newPerson(c *serve.Call) error {
	return personForm(c, 0, form.With("way", "mail"))
}

// personForm shows the form of a person's name and address; of whom to invite where the id is zero.
func personForm(c *serve.Call, id domain.PersonID, f form.Form) error {
	title := "Invite a person"
	if id != 0 {
		title = "Correct name or e-mail address"
	}
	shell := c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", title)
	return c.Page(f, PersonForm(PersonFormProps{Shell: shell, Form: f, ID: id,
		Mailed: c.App.Mail.By != ""}))
}

func invitePerson(c *serve.Call) error {
	f := c.Posted()
	var id domain.PersonID
	var token string
	err := f.Take(func() (err error) {
		id, token, err = peopleapp.InvitePerson(c.Context(), c.App, c.Actor, f.Line("name"), f.Email("email"),
			f.Has("shares", "yes"), wayOf(c, f))
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return personForm(c, 0, f)
	}
	return linkMade(c, id, token)
}

// personOf loads the person of the address.
func personOf(c *serve.Call) (people.Person, error) {
	id, err := serve.PathID[domain.PersonID](c, "person")
	if err != nil {
		return people.Person{}, err
	}
	return peoplestore.Person(c.Context(), c.Read, id)
}

// wayOf is how a link is handed over: by e-mail where that was chosen and one goes out, else on screen.
func wayOf(c *serve.Call, f form.Form) people.Handed {
	if c.App.Mail.By != "" && f.Has("way", "mail") {
		return people.ToThePersonAlone
	}
	return people.OnScreen
}

// linkMade shows a link, or says that it is sent.
func linkMade(c *serve.Call, id domain.PersonID, token string) error {
	if token != "" {
		return showLink(c, id, token)
	}
	return c.Done("An e-mail with a link to set a password is on its way to them", "/admin/people/%d", id)
}

// showLink answers a POST with the link itself. It is nowhere else: neither in the database nor in the session.
func showLink(c *serve.Call, id domain.PersonID, token string) error {
	i, err := peopleapp.Invitation(c.Context(), c.App, token)
	if err != nil {
		return err
	}
	const title = "Link to set a password"
	shell := c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", title)
	return c.Answer(http.StatusCreated, InvitationLink(LinkProps{Shell: shell, Invitation: i,
		Link: c.Base() + "/invitations/" + token}))
}

func person(c *serve.Call, p people.Person) error {
	ctx := c.Context()
	until, err := peoplestore.InvitedUntil(ctx, c.Read, p.ID, c.Now())
	if err != nil {
		return err
	}
	grants, err := peoplestore.Grants(ctx, c.Read, p.ID)
	if err != nil {
		return err
	}
	terms, err := peoplestore.TermsOf(ctx, c.Read, p.ID)
	if err != nil {
		return err
	}
	entries, err := c.Read.History(ctx, "person", int64(p.ID))
	if err != nil {
		return err
	}
	deputies, err := peoplestore.DeputiesOf(ctx, c.Read, p.ID)
	if err != nil {
		return err
	}
	linked, like, err := peoplestore.AccountsOf(ctx, c.Read, p)
	if err != nil {
		return err
	}
	shell := c.Shell(p.Name).Under("Administration", "/admin", "People", "/admin/people", p.Name)
	return c.Show(Person(PersonProps{Shell: shell, Linked: linked, Alike: like, Person: p, InvitedUntil: until,
		Roles: RoleLines(grants, terms, c.Today()), Own: c.Actor.IsSelf(p.ID), Today: c.Today(),
		Mailed: c.App.Mail.By != "", Deputies: deputies, MayHaveDeputy: mayHaveDeputy(grants, c.Today()),
		History: serve.Steps(entries)}))
}

// mayHaveDeputy reports whether a role in which one can have a deputy is held now or later.
func mayHaveDeputy(grants []peoplestore.GrantLine, today domain.Date) bool {
	return slices.ContainsFunc(grants, func(g peoplestore.GrantLine) bool {
		return slices.Contains(people.Deputable(), g.Role) && !g.Over(today)
	})
}

func editPerson(c *serve.Call, p people.Person) error {
	return personForm(c, p.ID, form.With("name", p.Name, "email", p.Email, "version", strconv.Itoa(p.Version)))
}

func changePerson(c *serve.Call, now people.Person) error {
	f := c.Posted()
	version, name, email := f.Version(""), f.Line("name"), f.Email("email")
	err := f.Save(func() error {
		return peopleapp.ChangePerson(c.Context(), c.App, c.Actor, now.ID, version, name, email,
			f.Has("shares", "yes"))
	})
	if err != nil {
		return err
	}
	if f.Stale() {
		if now, err = personOf(c); err != nil {
			return err
		}
		f.Newest(now.Version, "Name", now.Name, name, "E-mail address", now.Email, domain.FoldEmail(email))
	}
	if !f.OK() {
		return personForm(c, now.ID, f)
	}
	return c.Done("Name and address saved", "/admin/people/%d", now.ID)
}

func inviteAgain(c *serve.Call, id domain.PersonID) error {
	token, err := peopleapp.InviteAgain(c.Context(), c.App, c.Actor, id, wayOf(c, c.Posted()))
	if err != nil {
		return err
	}
	return linkMade(c, id, token)
}

func disablePerson(c *serve.Call, id domain.PersonID) error {
	if err := peopleapp.DisablePerson(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("The account is disabled and its sessions have ended", "/admin/people/%d", id)
}

func enablePerson(c *serve.Call, id domain.PersonID) error {
	if err := peopleapp.EnablePerson(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("They can sign in again", "/admin/people/%d", id)
}
