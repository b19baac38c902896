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
func newSolution(c *Call) error {
	q := form.New(url.Values{"issue": {c.URL.Query().Get("issue")}})
	issue := form.ID[domain.IssueID](&q, "issue", "")
	f := form.With("key", newKey(), "delivered_by", "")
	if own := policy.ScopeOf(c.Actor, policy.WorkSolutions); len(own.Services) == 1 {
		f.Values.Set("service", idText(own.Services[0]))
	} else if len(own.Organisations) == 1 {
		f.Values.Set("organisation", idText(own.Organisations[0]))
	}
	return newSolutionPage(c, http.StatusOK, f, issue)
}

// proposable loads the area of the address for somebody who may propose a solution in it.
func proposable(c *Call) (domain.Area, error) {
	area, err := areaOf(c)
	if err != nil {
		return area, err
	}
	if !policy.MayPropose(c.Actor, area.ID) {
		return area, domain.ErrForbidden
	}
	return area, area.CheckRunning()
}

func newSolutionPage(c *Call, status int, f form.Form, issue domain.IssueID) error {
	area, err := proposable(c)
	if err != nil {
		return err
	}
	choices, err := c.Read.SolutionChoices(c.Context(), policy.SolutionScopeOf(c.Actor), area.ID, c.Today())
	if err != nil {
		return err
	}
	p := page.NewSolutionProps{Shell: areaShell(c, area, "Propose a solution"), Area: area, Issues: choices.Issues}
	for _, i := range choices.Issues {
		if i.ID == issue {
			p.Issue = i
		}
	}
	if p.Issue.ID == 0 && !f.OK() {
		shownAt(&f, "issue")
	}
	p.Form, p.Choices = f, choicesFor(choices, c.Actor, area.ID, p.Issue.ID)
	return c.Answer(status, page.NewSolution(p))
}

// proposeSolution saves a new solution.
func proposeSolution(c *Call) error {
	area, err := proposable(c)
	if err != nil {
		return err
	}
	f, d := decodeSolution(c.PostForm)
	key := f.Optional("key", 60)
	var id domain.SolutionID
	if f.OK() {
		id, err = c.App.ProposeSolution(c.Context(), c.Actor, area.ID, d, key)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return newSolutionPage(c, http.StatusUnprocessableEntity, f, d.Issue)
	}
	return c.Done("Solution proposed", "/solutions/%d", id)
}

// solutionToEdit loads the solution of the address for somebody who may change it.
func solutionToEdit(c *Call) (domain.SolutionLine, error) {
	l, err := solutionOf(c)
	if err != nil {
		return l, err
	}
	if !policy.MayWorkSolution(c.Actor, l.Solution) {
		return l, domain.ErrForbidden
	}
	return l, l.CheckEdit()
}

// editSolution shows the form to change a solution.
func editSolution(c *Call) error {
	l, err := solutionToEdit(c)
	if err != nil {
		return err
	}
	f := solutionForm(l.Draft())
	f.Values.Set("version", strconv.Itoa(l.Version))
	return editSolutionPage(c, http.StatusOK, l, f, nil)
}

// saveSolution saves the change. Where somebody else saved first, both versions are shown and what was typed stays in the form.
func saveSolution(c *Call) error {
	l, err := solutionToEdit(c)
	if err != nil {
		return err
	}
	c.PostForm.Set("issue", idText(l.Issue))
	f, d := decodeSolution(c.PostForm)
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if f.OK() {
		err = c.App.EditSolution(c.Context(), c.Actor, l.ID, version, d)
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleSolution(c, f, d)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return editSolutionPage(c, http.StatusUnprocessableEntity, l, f, nil)
	}
	return c.Done("Solution changed", "/solutions/%d", l.ID)
}

func staleSolution(c *Call, f form.Form, d domain.SolutionDraft) error {
	now, err := solutionToEdit(c)
	if err != nil {
		return err
	}
	choices, err := c.Read.SolutionChoices(c.Context(), policy.SolutionScopeOf(c.Actor), now.Area, c.Today())
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	var both []string
	yours := now.With(d).Words(typedNames(now.Names, choices, d))
	for at, field := range now.Words(now.Names) {
		both = append(both, field.Name, field.Words, yours[at].Words)
	}
	return editSolutionPage(c, http.StatusConflict, now, f, page.StaleFields(both...))
}

// typedNames are the names behind what was typed.
func typedNames(n domain.SolutionNames, choices store.SolutionChoices, d domain.SolutionDraft) domain.SolutionNames {
	n.Cause, n.Service, n.Organisation = "", "", ""
	for _, cause := range choices.Causes {
		if cause.ID == d.Cause {
			n.Cause = cause.Text
		}
	}
	for _, a := range choices.Services {
		if a.Key == idText(d.Service) {
			n.Service = a.Name
		}
	}
	for _, a := range choices.Organisations {
		if a.Key == idText(d.Organisation) {
			n.Organisation = a.Name
		}
	}
	return n
}

func editSolutionPage(c *Call, status int, l domain.SolutionLine, f form.Form, stale []page.StaleField) error {
	choices, err := c.Read.SolutionChoices(c.Context(), policy.SolutionScopeOf(c.Actor), l.Area, c.Today())
	if err != nil {
		return err
	}
	p := page.EditSolutionProps{Shell: solutionShell(c, l, "Change the solution"), Form: f, Solution: l,
		Issue: domain.SolvableIssue{ID: l.Issue, Title: l.Names.Issue}, Choices: choicesFor(choices, c.Actor, l.Area, l.Issue), Stale: stale}
	p.Choices.Proposers = nil // who proposed it stays
	return c.Answer(status, page.EditSolution(p))
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
