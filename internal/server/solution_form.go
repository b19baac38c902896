package server

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// decodeSolution reads what was typed of a solution.
func decodeSolution(values url.Values) (form.Form, domain.SolutionDraft) {
	f := form.New(values)
	d := domain.SolutionDraft{
		Issue:        form.ID[domain.IssueID](&f, "issue", "Choose an issue"),
		Cause:        form.ID[domain.CauseID](&f, "cause", ""),
		Title:        f.Required("title", 120, "Enter the solution in a few words"),
		Description:  f.Optional("description", 4000),
		DeliveredBy:  form.OneOf(&f, "delivered_by", domain.Deliverers(), "Choose who would deliver it"),
		Service:      form.ID[domain.ServiceID](&f, "service", ""),
		Organisation: form.ID[domain.OrganisationID](&f, "organisation", ""),
		Others:       f.Optional("others", 200),
		Resources:    f.Optional("resources", 2000),
		Cost:         f.OptionalMoney("cost"),
		Avoided:      f.OptionalMoney("avoided"),
		ProposedBy:   form.ID[domain.PersonID](&f, "proposed_by", ""),
		ProposedFor:  f.Optional("proposed_for", 200),
	}
	return f, d
}

// solutionForm shows a solution as it would be typed.
func solutionForm(d domain.SolutionDraft) form.Form {
	f := form.With("title", d.Title, "description", d.Description, "delivered_by", string(d.DeliveredBy), "others", d.Others, "resources", d.Resources,
		"cost", domain.MoneyTyped(d.Cost), "avoided", domain.MoneyTyped(d.Avoided), "proposed_for", d.ProposedFor)
	if d.Cause != 0 {
		f.Values.Set("cause", idText(d.Cause))
	}
	if d.Service != 0 {
		f.Values.Set("service", idText(d.Service))
	}
	if d.Organisation != 0 {
		f.Values.Set("organisation", idText(d.Organisation))
	}
	return f
}

// newSolution shows the form to propose a solution, for the issue of the query or with a choice of issues.
func (s *Server) newSolution(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	q := form.New(url.Values{"issue": {r.URL.Query().Get("issue")}})
	issue := form.ID[domain.IssueID](&q, "issue", "")
	f := form.With("key", newKey(), "delivered_by", "")
	if own := policy.ScopeOf(actor, policy.WorkSolutions); len(own.Services) == 1 {
		f.Values.Set("service", idText(own.Services[0]))
	} else if len(own.Organisations) == 1 {
		f.Values.Set("organisation", idText(own.Organisations[0]))
	}
	return s.newSolutionPage(w, r, actor, http.StatusOK, f, issue)
}

// proposable loads the area of the address for somebody who may propose a solution in it.
func (s *Server) proposable(r *http.Request, actor policy.Actor) (domain.Area, error) {
	area, err := s.areaOf(r, actor)
	if err != nil {
		return area, err
	}
	if !policy.MayPropose(actor, area.ID) {
		return area, domain.ErrForbidden
	}
	return area, area.CheckRunning()
}

func (s *Server) newSolutionPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form, issue domain.IssueID) error {
	area, err := s.proposable(r, actor)
	if err != nil {
		return err
	}
	c, err := s.read.SolutionChoices(r.Context(), policy.SolutionScopeOf(actor), area.ID, s.today())
	if err != nil {
		return err
	}
	p := page.NewSolutionProps{Shell: s.areaShell(r, actor, area, "Propose a solution"), Area: area, Issues: c.Issues}
	for _, i := range c.Issues {
		if i.ID == issue {
			p.Issue = i
		}
	}
	if p.Issue.ID == 0 && !f.OK() {
		shownAt(&f, "issue")
	}
	p.Form, p.Choices = f, choicesFor(c, actor, area.ID, p.Issue.ID)
	if !f.OK() {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.NewSolution(p))
}

// proposeSolution saves a new solution.
func (s *Server) proposeSolution(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, err := s.proposable(r, actor)
	if err != nil {
		return err
	}
	f, d := decodeSolution(r.PostForm)
	key := f.Optional("key", 60)
	var id domain.SolutionID
	if f.OK() {
		id, err = s.app.ProposeSolution(r.Context(), actor, area.ID, d, key)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.newSolutionPage(w, r, actor, http.StatusUnprocessableEntity, f, d.Issue)
	}
	return s.done(w, r, "Solution proposed", "/solutions/%d", id)
}

// solutionToEdit loads the solution of the address for somebody who may change it.
func (s *Server) solutionToEdit(r *http.Request, actor policy.Actor) (domain.SolutionLine, error) {
	l, err := s.solutionOf(r, actor)
	if err != nil {
		return l, err
	}
	if !policy.MayWorkSolution(actor, l.Solution) {
		return l, domain.ErrForbidden
	}
	return l, l.CheckEdit()
}

// editSolution shows the form to change a solution.
func (s *Server) editSolution(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, err := s.solutionToEdit(r, actor)
	if err != nil {
		return err
	}
	f := solutionForm(l.Draft())
	f.Values.Set("version", strconv.Itoa(l.Version))
	return s.editSolutionPage(w, r, actor, http.StatusOK, l, f, nil)
}

// saveSolution saves the change. Where somebody else saved first, both versions are shown and what was typed stays in the form.
func (s *Server) saveSolution(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	l, err := s.solutionToEdit(r, actor)
	if err != nil {
		return err
	}
	r.PostForm.Set("issue", idText(l.Issue))
	f, d := decodeSolution(r.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = s.app.EditSolution(r.Context(), actor, l.ID, version, d)
	}
	if errors.Is(err, domain.ErrConflict) {
		return s.staleSolution(w, r, actor, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return s.editSolutionPage(w, r, actor, http.StatusUnprocessableEntity, l, f, nil)
	}
	return s.done(w, r, "Solution changed", "/solutions/%d", l.ID)
}

func (s *Server) staleSolution(w http.ResponseWriter, r *http.Request, actor policy.Actor, f form.Form, d domain.SolutionDraft) error {
	now, err := s.solutionToEdit(r, actor)
	if err != nil {
		return err
	}
	c, err := s.read.SolutionChoices(r.Context(), policy.SolutionScopeOf(actor), now.Area, s.today())
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := now.With(d).Words(typedNames(now.Names, c, d))
	for at, field := range now.Words(now.Names) {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return s.editSolutionPage(w, r, actor, http.StatusConflict, now, f, page.StaleFields(both...))
}

// typedNames are the names behind what was typed.
func typedNames(n domain.SolutionNames, c store.SolutionChoices, d domain.SolutionDraft) domain.SolutionNames {
	n.Cause, n.Service, n.Organisation = "", "", ""
	for _, cause := range c.Causes {
		if cause.ID == d.Cause {
			n.Cause = cause.Text
		}
	}
	for _, a := range c.Services {
		if a.Key == idText(d.Service) {
			n.Service = a.Name
		}
	}
	for _, a := range c.Organisations {
		if a.Key == idText(d.Organisation) {
			n.Organisation = a.Name
		}
	}
	return n
}

func (s *Server) editSolutionPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, l domain.SolutionLine, f form.Form, stale []page.StaleField) error {
	c, err := s.read.SolutionChoices(r.Context(), policy.SolutionScopeOf(actor), l.Area, s.today())
	if err != nil {
		return err
	}
	p := page.EditSolutionProps{Shell: s.solutionShell(r, actor, l, "Change the solution"), Form: f, Solution: l,
		Issue: domain.SolvableIssue{ID: l.Issue, Title: l.Names.Issue}, Choices: choicesFor(c, actor, l.Area, l.Issue), Stale: stale}
	p.Choices.Proposers = nil // who proposed it stays
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.EditSolution(p))
}

// proposers are the accounts for which an officer enters a solution: their own, and those of the area's Members.
func proposers(members []domain.AreaMember, actor policy.Actor) []ui.Option {
	options := ui.Options("", "I do ("+actor.Name+")")
	seen := map[domain.PersonID]bool{actor.ID: true, 0: true}
	for _, m := range members {
		if !seen[m.Person] {
			seen[m.Person] = true
			options = append(options, ui.Option{Value: idText(m.Person), Text: m.Name + ", Member for " + m.SeatName})
		}
	}
	if len(options) == 1 {
		return nil
	}
	return options
}
