package solutionweb

import (
	"net/url"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/web/ui"
)

// decodeSolution reads what was typed of a solution.
func decodeSolution(f *form.Form) solutions.SolutionDraft {
	return solutions.SolutionDraft{
		Issue:        form.ID[domain.IssueID](f, "issue", "Choose an issue"),
		Cause:        form.ID[domain.CauseID](f, "cause", ""),
		Title:        f.Required("title", 120, "Enter the solution in a few words"),
		Description:  f.Optional("description", 4000),
		DeliveredBy:  form.OneOf(f, "delivered_by", solutions.Deliverers(), "Choose who would deliver it"),
		Service:      form.ID[domain.ServiceID](f, "service", ""),
		Organisation: form.ID[domain.OrganisationID](f, "organisation", ""),
		Others:       f.Optional("others", 200),
		Resources:    f.Optional("resources", 2000),
		Cost:         f.OptionalMoney("cost"),
		Avoided:      f.OptionalMoney("avoided"),
		ProposedBy:   form.ID[domain.PersonID](f, "proposed_by", ""),
		ProposedFor:  f.Optional("proposed_for", 200),
	}
}

// solutionForm shows a solution as it would be typed.
func solutionForm(d solutions.SolutionDraft) form.Form {
	f := form.With("title", d.Title, "description", d.Description, "delivered_by", string(d.DeliveredBy),
		"others", d.Others, "resources", d.Resources, "cost", domain.MoneyTyped(d.Cost),
		"avoided", domain.MoneyTyped(d.Avoided), "proposed_for", d.ProposedFor)
	if d.Cause != 0 {
		f.Values.Set("cause", serve.IDText(d.Cause))
	}
	if d.Service != 0 {
		f.Values.Set("service", serve.IDText(d.Service))
	}
	if d.Organisation != 0 {
		f.Values.Set("organisation", serve.IDText(d.Organisation))
	}
	return f
}

// proposable loads the area of the address for somebody who may propose a solution in it.
func proposable(c *serve.Call) (places.Area, error) {
	area, err := placeweb.AreaOf(c)
	if err != nil {
		return area, err
	}
	if !solutions.MayPropose(c.Actor, area.ID) {
		return area, domain.ErrForbidden
	}
	return area, area.CheckCycle()
}

// newSolution shows the form to propose a solution, for the issue of the query or with a choice of issues.
func newSolution(c *serve.Call, area places.Area) error {
	q := form.New(url.Values{"issue": {c.URL.Query().Get("issue")}})
	issue := form.ID[domain.IssueID](&q, "issue", "")
	f := form.With("key", issueweb.NewKey(), "delivered_by", "")
	if own := policy.ScopeOf(c.Actor, policy.WorkSolutions); len(own.Services) == 1 {
		f.Values.Set("service", serve.IDText(own.Services[0]))
	} else if len(own.Organisations) == 1 {
		f.Values.Set("organisation", serve.IDText(own.Organisations[0]))
	}
	return newSolutionPage(c, area, f, issue)
}

func newSolutionPage(c *serve.Call, area places.Area, f form.Form, issue domain.IssueID) error {
	choices, err := solutionstore.LoadSolutionChoices(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), area.ID,
		c.Today())
	if err != nil {
		return err
	}
	p := NewSolutionProps{Shell: placeweb.AreaShell(c, area, "Propose a solution"), Area: area, Issues: choices.Issues}
	for _, i := range choices.Issues {
		if i.ID == issue {
			p.Issue = i
		}
	}
	if p.Issue.ID == 0 && !f.OK() {
		issueweb.ShownAt(&f, "issue")
	}
	p.Form, p.Choices = f, choicesFor(choices, c.Actor, area.ID, p.Issue.ID)
	return c.Page(f, NewSolution(p))
}

// proposeSolution saves a new solution.
func proposeSolution(c *serve.Call, area places.Area) error {
	f := c.Posted()
	d, key := decodeSolution(&f), f.Optional("key", 60)
	var id domain.SolutionID
	err := f.Take(func() (err error) {
		id, err = solutionapp.ProposeSolution(c.Context(), c.App, c.Actor, area.ID, d, key)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return newSolutionPage(c, area, f, d.Issue)
	}
	return c.Done("Solution proposed", "/solutions/%d", id)
}

// solutionToEdit loads the solution of the address for somebody who may change it.
func solutionToEdit(c *serve.Call) (solutions.SolutionLine, error) {
	l, err := solutionOf(c)
	if err != nil {
		return l, err
	}
	if !solutions.MayWorkSolution(c.Actor, l.Solution) {
		return l, domain.ErrForbidden
	}
	return l, l.CheckEdit()
}

// editSolution shows the form to change a solution.
func editSolution(c *serve.Call, l solutions.SolutionLine) error {
	f := solutionForm(l.Draft())
	f.Values.Set("version", strconv.Itoa(l.Version))
	return editSolutionPage(c, l, f)
}

func editSolutionPage(c *serve.Call, l solutions.SolutionLine, f form.Form) error {
	choices, err := solutionstore.LoadSolutionChoices(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), l.Area,
		c.Today())
	if err != nil {
		return err
	}
	p := EditSolutionProps{Shell: solutionShell(c, l, "Change the solution"), Form: f, Solution: l,
		Issue:   solutions.SolvableIssue{ID: l.Issue, Title: l.Names.Issue},
		Choices: choicesFor(choices, c.Actor, l.Area, l.Issue)}
	p.Choices.Proposers = nil // who proposed it stays
	return c.Page(f, EditSolution(p))
}

// saveSolution saves the change. Where somebody else saved first, both versions are shown and what was typed stays in
// the form.
func saveSolution(c *serve.Call, l solutions.SolutionLine) error {
	c.PostForm.Set("issue", serve.IDText(l.Issue))
	f := c.Posted()
	d, version := decodeSolution(&f), f.Version("Load the page again")
	err := f.Save(func() error { return solutionapp.EditSolution(c.Context(), c.App, c.Actor, l.ID, version, d) })
	if err != nil {
		return err
	}
	if f.Stale() {
		if l, err = newestSolution(c, &f, d); err != nil {
			return err
		}
	}
	if !f.OK() {
		return editSolutionPage(c, l, f)
	}
	return c.Done("Solution changed", "/solutions/%d", l.ID)
}

// newestSolution loads the solution as somebody else left it, and puts what was typed beside it.
func newestSolution(c *serve.Call, f *form.Form, d solutions.SolutionDraft) (solutions.SolutionLine, error) {
	now, err := solutionToEdit(c)
	if err != nil {
		return now, err
	}
	choices, err := solutionstore.LoadSolutionChoices(c.Context(), c.Read, policy.SolutionScopeOf(c.Actor), now.Area,
		c.Today())
	if err != nil {
		return now, err
	}
	yours := now.With(d).Words(typedNames(now.Names, choices, d))
	f.Newest(now.Version, domain.Beside(now.Words(now.Names), yours)...)
	return now, nil
}

// typedNames are the names behind what was typed.
func typedNames(n solutions.SolutionNames, choices solutionstore.SolutionChoices,
	d solutions.SolutionDraft) solutions.SolutionNames {
	n.Cause, n.Service, n.Organisation = "", "", ""
	for _, cause := range choices.Causes {
		if cause.ID == d.Cause {
			n.Cause = cause.Text
		}
	}
	for _, a := range choices.Services {
		if a.Key == serve.IDText(d.Service) {
			n.Service = a.Name
		}
	}
	for _, a := range choices.Organisations {
		if a.Key == serve.IDText(d.Organisation) {
			n.Organisation = a.Name
		}
	}
	return n
}

// proposers are the accounts for which an officer enters a solution: their own, and those of the area's Members.
func proposers(members []places.AreaMember, actor policy.Actor) []ui.Option {
	options := ui.Options("", "I do ("+actor.Name+")")
	seen := map[domain.PersonID]bool{actor.ID: true, 0: true}
	for _, m := range members {
		if !seen[m.Person] {
			seen[m.Person] = true
			options = append(options, ui.Option{Value: serve.IDText(m.Person), Text: m.Name + ", Member for " +
				m.SeatName})
		}
	}
	if len(options) == 1 {
		return nil
	}
	return options
}
