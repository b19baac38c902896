package server

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// mostPortfolio is the most characters of a portfolio's name.
const mostPortfolio = 120

// roleLines are the roles of a person as tables show them: those given, then those that follow from a term.
func roleLines(grants []store.GrantLine, terms []store.TermLine, today domain.Date) []page.RoleLine {
	var lines []page.RoleLine
	for _, g := range grants {
		lines = append(lines, roleLine(g, today))
	}
	for _, t := range terms {
		lines = append(lines, page.RoleLine{Words: policy.Member.Words(), Scope: t.Seat + " " + t.Kind + ", " + t.Authority,
			Days: domain.Span{From: t.FromOn, To: t.ToOn}, Today: today})
	}
	return lines
}

func roleLine(g store.GrantLine, today domain.Date) page.RoleLine {
	scope := g.Service + g.Organisation + g.Portfolio // it has one of them at most
	line := page.RoleLine{Words: g.Role.Words(), Scope: scope,
		Days: domain.Span{From: g.FromOn, To: g.ToOn}, Ended: g.EndedAt != nil, Today: today,
		End: "/admin/people/" + idText(g.PersonID) + "/roles/" + idText(g.ID) + "/ending"}
	if g.Manager {
		line.Words = "Service manager"
	}
	return line
}

func newGrant(c *Call, p domain.Person) error {
	return grantForm(c, p, withDay(form.New(nil), "from", c.Today()))
}

func grantForm(c *Call, p domain.Person, f form.Form) error {
	services, organisations, err := c.Read.GrantChoices(c.Context(), c.Today())
	if err != nil {
		return err
	}
	return c.Page(f, page.GrantForm(page.GrantFormProps{Shell: personShell(c, p, "Give a role"), Form: f, Person: p,
		Services: options(services), Organisations: options(organisations)}))
}

func personShell(c *Call, p domain.Person, title string) page.Shell {
	return c.Shell(title).Under("Administration", "/admin", "People", "/admin/people",
		p.Name, "/admin/people/"+idText(p.ID), title)
}

func options(choices []store.Choice) []ui.Option {
	list := make([]ui.Option, len(choices))
	for i, choice := range choices {
		list[i] = ui.Option{Value: idText(choice.ID), Text: choice.Name}
	}
	return list
}

func grantRole(c *Call, p domain.Person) error {
	f := c.Posted()
	g := decodeGrant(&f, p.ID)
	if err := f.Take(func() error { return c.App.GrantRole(c.Context(), c.Actor, g) }); err != nil {
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
	g := policy.GrantOf{Person: person, Role: form.OneOf(f, "role", policy.Grantable(), "Choose a role")}
	switch g.Role {
	case policy.Service:
		g.Service = form.ID[domain.ServiceID](f, "service", "Choose the service")
		g.Manager = f.Has("manager", "yes")
	case policy.ExecutiveMember:
		g.Portfolio = f.Required("portfolio", mostPortfolio, "Enter the portfolio")
	case policy.Partner:
		g.Organisation = form.ID[domain.OrganisationID](f, "organisation", "Choose the organisation")
	}
	g.Days = domain.Span{From: f.Date("from", "Enter the first day"), To: f.OptionalDate("to")}
	return g
}

// personRole is a role that was given, with whose it is.
type personRole struct {
	store.GrantLine
	Of domain.Person
}

// grantOf loads the role of the address among those of its person.
func grantOf(c *Call) (role personRole, err error) {
	person, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return role, err
	}
	id, err := pathID[domain.GrantID](c, "grant")
	if err != nil {
		return role, err
	}
	if role.Of, err = c.Read.Person(c.Context(), person); err != nil {
		return role, err
	}
	role.GrantLine, err = c.Read.Grant(c.Context(), person, id)
	return role, err
}

func endRolePage(c *Call, role personRole) error {
	return endRoleForm(c, role, form.New(nil))
}

func endRoleForm(c *Call, role personRole, f form.Form) error {
	return c.Page(f, page.GrantEnd(page.GrantEndProps{Shell: personShell(c, role.Of, "End a role"), Form: f,
		Person: role.Of, Role: roleLine(role.GrantLine, c.Today())}))
}

func endRole(c *Call, role personRole) error {
	f := c.Posted()
	var last domain.Date
	if form.OneOf(&f, "when", []string{"now", "day"}, "Choose when the role ends") == "day" {
		last = f.Date("last", "Enter the last day")
	}
	err := f.Take(func() error { return c.App.EndRole(c.Context(), c.Actor, role.Of.ID, role.ID, last) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return endRoleForm(c, role, f)
	}
	return c.Done("Role ended", "/admin/people/%d", role.Of.ID)
}
