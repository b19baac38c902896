package peopleweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
	"fourgates/web/ui"
)

// mostPortfolio is the most characters of a portfolio's name.
const mostPortfolio = 120

// newGrant shows the form that gives a role, except to the reader themselves.
func newGrant(c *serve.Call, p people.Person) error {
	if blockers := people.GrantBlockers(c.Actor.Self(), p.ID); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return grantForm(c, p, serve.WithDay(form.New(nil), "from", c.Today()))
}

func grantForm(c *serve.Call, p people.Person, f form.Form) error {
	services, organisations, err := peoplestore.GrantChoices(c.Context(), c.Read, c.Today())
	if err != nil {
		return err
	}
	return c.Page(f, GrantForm(GrantFormProps{Shell: personShell(c, p, "Give a role"), Form: f, Person: p,
		Services: options(services), Organisations: options(organisations)}))
}

func personShell(c *serve.Call, p people.Person, title string) frame.Shell {
	return c.Shell(title).Under("Administration", "/admin", "People", "/admin/people",
		p.Name, "/admin/people/"+serve.IDText(p.ID), title)
}

func options(choices []peoplestore.Choice) []ui.Option {
	list := make([]ui.Option, len(choices))
	for i, choice := range choices {
		list[i] = ui.Option{Value: serve.IDText(choice.ID), Text: choice.Name}
	}
	return list
}

func grantRole(c *serve.Call, p people.Person) error {
	f := c.Posted()
	g := decodeGrant(&f, p.ID)
	if err := f.Take(func() error { return peopleapp.GrantRole(c.Context(), c.App, c.Actor, g) }); err != nil {
		return err
	}
	if !f.OK() {
		return grantForm(c, p, f)
	}
	return c.Done("Role given", "/admin/people/%d", p.ID)
}

// decodeGrant reads the scope of the chosen role alone: what was typed for another before changing one's mind stays
// unread.
func decodeGrant(f *form.Form, person domain.PersonID) policy.GrantOf {
	service, partner := f.Branch("role", string(policy.Service)), f.Branch("role", string(policy.Partner))
	executive := f.Branch("role", string(policy.ExecutiveMember))
	g := policy.GrantOf{Person: person, Role: form.OneOf(f, "role", policy.Grantable(), "Choose a role"),
		Service:      form.ID[domain.ServiceID](service, "service", "Choose the service"),
		Manager:      service.Has("manager", "yes"),
		Portfolio:    executive.Required("portfolio", mostPortfolio, "Enter the portfolio"),
		Organisation: form.ID[domain.OrganisationID](partner, "organisation", "Choose the organisation"),
	}
	g.Days = domain.Span{From: f.Date("from", "Enter the first day"), To: f.OptionalDate("to", "Last day")}
	return g
}

// personRole is a role that was given, with whose it is.
type personRole struct {
	peoplestore.GrantLine
	Of people.Person
}

// grantOf loads the role of the address among those of its person.
func grantOf(c *serve.Call) (role personRole, err error) {
	person, err := serve.PathID[domain.PersonID](c, "person")
	if err != nil {
		return role, err
	}
	id, err := serve.PathID[domain.GrantID](c, "grant")
	if err != nil {
		return role, err
	}
	if role.Of, err = peoplestore.Person(c.Context(), c.Read, person); err != nil {
		return role, err
	}
	role.GrantLine, err = peoplestore.Grant(c.Context(), c.Read, person, id)
	return role, err
}

func endRolePage(c *serve.Call, role personRole) error {
	return endRoleForm(c, role, form.New(nil))
}

func endRoleForm(c *serve.Call, role personRole, f form.Form) error {
	return c.Page(f, GrantEnd(GrantEndProps{Shell: personShell(c, role.Of, "End a role"), Form: f,
		Person: role.Of, Role: RoleLine(role.GrantLine, c.Today())}))
}

func endRole(c *serve.Call, role personRole) error {
	f := c.Posted()
	form.OneOf(&f, "when", []string{"now", "day"}, "Choose when the role ends")
	last := f.Branch("when", "day").Date("last", "Enter the last day")
	err := f.Take(func() error { return peopleapp.EndRole(c.Context(), c.App, c.Actor, role.Of.ID, role.ID, last) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return endRoleForm(c, role, f)
	}
	return c.Done("Role ended", "/admin/people/%d", role.Of.ID)
}
