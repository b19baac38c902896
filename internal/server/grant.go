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

func (s *Server) newGrant(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	today := s.app.Today().Time()
	f := form.With("from-day", strconv.Itoa(today.Day()), "from-month", strconv.Itoa(int(today.Month())), "from-year", strconv.Itoa(today.Year()))
	return s.showGrantForm(w, r, http.StatusOK, actor, f)
}

func (s *Server) showGrantForm(w http.ResponseWriter, r *http.Request, status int, actor policy.Actor, f form.Form) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	p, err := s.read.Person(r.Context(), id)
	if err != nil {
		return err
	}
	services, organisations, err := s.read.GrantChoices(r.Context(), s.app.Today())
	if err != nil {
		return err
	}
	props := page.GrantFormProps{Shell: s.personShell(r, actor, p, "Give a role"), Form: f, Person: p, Services: options(services), Organisations: options(organisations)}
	if !f.OK() {
		props.Shell = props.Shell.WithErrors()
	}
	return s.render(w, r, status, page.GrantForm(props))
}

func (s *Server) personShell(r *http.Request, actor policy.Actor, p domain.Person, title string) page.Shell {
	return s.shell(r, actor, title).Under("Administration", "/admin", "People", "/admin/people", p.Name, "/admin/people/"+strconv.FormatInt(int64(p.ID), 10), title)
}

func options(choices []store.Choice) []ui.Option {
	list := make([]ui.Option, len(choices))
	for i, c := range choices {
		list[i] = ui.Option{Value: strconv.FormatInt(c.ID, 10), Text: c.Name}
	}
	return list
}

func (s *Server) grantRole(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	g := decodeGrant(&f, id)
	if !f.OK() {
		return s.showGrantForm(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	err = s.app.GrantRole(r.Context(), actor, g)
	if f.Refuse(err) {
		return s.showGrantForm(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Role given", "/admin/people/%d", id)
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

func (s *Server) endRolePage(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.showEndRole(w, r, http.StatusOK, actor, form.New(nil))
}

func (s *Server) showEndRole(w http.ResponseWriter, r *http.Request, status int, actor policy.Actor, f form.Form) error {
	id, grant, err := grantPath(r)
	if err != nil {
		return err
	}
	p, err := s.read.Person(r.Context(), id)
	if err != nil {
		return err
	}
	g, err := s.read.Grant(r.Context(), id, grant)
	if err != nil {
		return err
	}
	props := page.GrantEndProps{Shell: s.personShell(r, actor, p, "End a role"), Form: f, Person: p, Role: roleLine(g, s.app.Today())}
	if !f.OK() {
		props.Shell = props.Shell.WithErrors()
	}
	return s.render(w, r, status, page.GrantEnd(props))
}

func grantPath(r *http.Request) (domain.PersonID, domain.GrantID, error) {
	id, err := pathID[domain.PersonID](r, "person")
	if err != nil {
		return 0, 0, err
	}
	grant, err := pathID[domain.GrantID](r, "grant")
	return id, grant, err
}

func (s *Server) endRole(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, grant, err := grantPath(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	var last domain.Date
	if form.OneOf(&f, "when", []string{"now", "day"}, "Choose when the role ends") == "day" {
		last = f.Date("last", "Enter the last day")
	}
	if !f.OK() {
		return s.showEndRole(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	err = s.app.EndRole(r.Context(), actor, id, grant, last)
	if f.Refuse(err) {
		return s.showEndRole(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "Role ended", "/admin/people/%d", id)
}
