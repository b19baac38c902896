package server

import (
	"net/http"
	"strconv"

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
	line := page.RoleLine{Words: g.Role.Words(), Scope: g.Service + g.Organisation + g.Portfolio, // it has one of them at most
		Days: domain.Span{From: g.FromOn, To: g.ToOn}, Ended: g.EndedAt != nil, Today: today,
		End: "/admin/people/" + strconv.FormatInt(int64(g.PersonID), 10) + "/roles/" + strconv.FormatInt(int64(g.ID), 10) + "/ending"}
	if g.Manager {
		line.Words = "Service manager"
	}
	return line
}

func newGrant(c *Call) error {
	today := c.App.Today().Time()
	f := form.With("from-day", strconv.Itoa(today.Day()), "from-month", strconv.Itoa(int(today.Month())), "from-year", strconv.Itoa(today.Year()))
	return showGrantForm(c, http.StatusOK, f)
}

func showGrantForm(c *Call, status int, f form.Form) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	p, err := c.Read.Person(c.Context(), id)
	if err != nil {
		return err
	}
	services, organisations, err := c.Read.GrantChoices(c.Context(), c.App.Today())
	if err != nil {
		return err
	}
	props := page.GrantFormProps{Shell: personShell(c, p, "Give a role"), Form: f, Person: p, Services: options(services), Organisations: options(organisations)}
	return c.Answer(status, page.GrantForm(props))
}

func personShell(c *Call, p domain.Person, title string) page.Shell {
	return c.Shell(title).Under("Administration", "/admin", "People", "/admin/people", p.Name, "/admin/people/"+strconv.FormatInt(int64(p.ID), 10), title)
}

func options(choices []store.Choice) []ui.Option {
	list := make([]ui.Option, len(choices))
	for i, choice := range choices {
		list[i] = ui.Option{Value: strconv.FormatInt(choice.ID, 10), Text: choice.Name}
	}
	return list
}

func grantRole(c *Call) error {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return err
	}
	f := c.Posted()
	g := decodeGrant(&f, id)
	if !f.OK() {
		return showGrantForm(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.GrantRole(c.Context(), c.Actor, g)
	if f.Refuse(err) {
		return showGrantForm(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Role given", "/admin/people/%d", id)
}

// decodeGrant reads the scope of the chosen role alone: what was typed for another before changing one's mind stays unread.
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

func endRolePage(c *Call) error {
	return showEndRole(c, http.StatusOK, form.New(nil))
}

func showEndRole(c *Call, status int, f form.Form) error {
	id, grant, err := grantPath(c)
	if err != nil {
		return err
	}
	p, err := c.Read.Person(c.Context(), id)
	if err != nil {
		return err
	}
	g, err := c.Read.Grant(c.Context(), id, grant)
	if err != nil {
		return err
	}
	props := page.GrantEndProps{Shell: personShell(c, p, "End a role"), Form: f, Person: p, Role: roleLine(g, c.App.Today())}
	return c.Answer(status, page.GrantEnd(props))
}

func grantPath(c *Call) (domain.PersonID, domain.GrantID, error) {
	id, err := pathID[domain.PersonID](c, "person")
	if err != nil {
		return 0, 0, err
	}
	grant, err := pathID[domain.GrantID](c, "grant")
	return id, grant, err
}

func endRole(c *Call) error {
	id, grant, err := grantPath(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	var last domain.Date
	if form.OneOf(&f, "when", []string{"now", "day"}, "Choose when the role ends") == "day" {
		last = f.Date("last", "Enter the last day")
	}
	if !f.OK() {
		return showEndRole(c, http.StatusUnprocessableEntity, f)
	}
	err = c.App.EndRole(c.Context(), c.Actor, id, grant, last)
	if f.Refuse(err) {
		return showEndRole(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("Role ended", "/admin/people/%d", id)
}
