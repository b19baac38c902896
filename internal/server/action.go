package server

import (
	"errors"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
	"fourgates/web/ui"
)

// newAction shows the form to propose an action; "answers" in the address chooses what it answers.
func newAction(c *Call) error {
	p, err := planToWrite(c)
	if err != nil {
		return err
	}
	f := form.With("answers", c.URL.Query().Get("answers"))
	return actionForm(c, http.StatusOK, p, 0, f, nil)
}

func actionForm(c *Call, status int, p domain.Plan, id domain.ActionID, f form.Form, stale []page.StaleField) error {
	roots, err := c.Read.ActionRoots(c.Context(), policy.IssueScopeOf(c.Actor), p.Area, p.Cycle)
	if err != nil {
		return err
	}
	leads, err := c.Read.WhoCanBeAsked(c.Context())
	if err != nil {
		return err
	}
	title := "Propose an action"
	if id != 0 {
		title = "Change an action"
	}
	props := page.ActionFormProps{Shell: planShell(c, p, title), Form: f, Plan: p, ID: id, Stale: stale, Roots: rootOptions(roots)}
	props.Leads = ui.Options("", "Not named yet")
	for _, lead := range leads {
		props.Leads = append(props.Leads, ui.Option{Value: lead.Key, Text: lead.Name})
	}
	return c.Answer(status, page.ActionForm(props))
}

func rootOptions(roots []store.ActionRoot) []ui.Option {
	options := ui.Options("", "No issue yet")
	for _, root := range roots {
		o := ui.Option{Value: "i" + idText(root.Issue), Text: "Issue: " + root.Title}
		if root.Solution != 0 {
			o = ui.Option{Value: "s" + idText(root.Solution), Text: "Solution: " + root.Title}
		}
		options = append(options, o)
	}
	return options
}

// decodeAction reads an action as it was typed.
func decodeAction(f *form.Form) domain.Action {
	a := domain.Action{Title: f.Required("title", 160, "Say what will be done"), Description: f.Optional("description", 4000),
		Supporters: f.Optional("supporters", 500), DueOn: f.OptionalDate("due"), Cost: f.OptionalMoney("cost")}
	if f.Text("position") != "" {
		a.Position = f.Int("position", 1, 9999, "")
	}
	answers := f.Text("answers")
	solution, issue := coded[domain.SolutionID](answers, 's'), coded[domain.IssueID](answers, 'i')
	if answers != "" && solution == 0 && issue == 0 {
		f.Add("answers", "Choose one from the list")
	}
	a.Solution, a.Issue = solution, issue
	lead := f.Text("lead")
	a.LeadService, a.LeadOrganisation = coded[domain.ServiceID](lead, 's'), coded[domain.OrganisationID](lead, 'o')
	if lead != "" && a.LeadService == 0 && a.LeadOrganisation == 0 {
		f.Add("lead", "Choose one from the list")
	}
	return a
}

// coded reads an identifier after its letter; 0 for anything else.
func coded[T ~int64](s string, letter byte) T {
	if len(s) < 2 || s[0] != letter {
		return 0
	}
	n, err := strconv.ParseInt(s[1:], 10, 64)
	if err != nil || n < 1 {
		return 0
	}
	return T(n)
}

// actionAsForm is an action as its form holds it.
func actionAsForm(a domain.Action) form.Form {
	f := form.With("title", a.Title, "description", a.Description, "supporters", a.Supporters, "cost", domain.MoneyTyped(a.Cost),
		"position", strconv.Itoa(a.Position), "version", strconv.Itoa(a.Version))
	switch {
	case a.Solution != 0:
		f.Values.Set("answers", "s"+idText(a.Solution))
	case a.Issue != 0:
		f.Values.Set("answers", "i"+idText(a.Issue))
	}
	switch {
	case a.LeadService != 0:
		f.Values.Set("lead", "s"+idText(a.LeadService))
	case a.LeadOrganisation != 0:
		f.Values.Set("lead", "o"+idText(a.LeadOrganisation))
	}
	if !a.DueOn.IsZero() {
		f = withDay(f, "due", a.DueOn)
	}
	return f
}

// proposeAction puts an action into a plan.
func proposeAction(c *Call) error {
	p, err := planFor(policy.EditPlans)(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	a := decodeAction(&f)
	a.Plan = p.ID
	if f.OK() {
		_, err = c.App.ProposeAction(c.Context(), c.Actor, a)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return actionForm(c, http.StatusUnprocessableEntity, p, 0, f, nil)
	}
	return c.Done("Action proposed", "/areas/%d/plan#solutions", p.Area)
}

// actionOf loads the action of the address and its plan for somebody who may change it.
func actionOf(c *Call) (domain.Plan, domain.Action, error) {
	id, err := pathID[domain.ActionID](c, "action")
	if err != nil {
		return domain.Plan{}, domain.Action{}, err
	}
	scope := policy.ScopeOf(c.Actor, policy.ViewPlans)
	a, err := c.Read.Action(c.Context(), scope, policy.IssueScopeOf(c.Actor), id)
	if err != nil {
		return domain.Plan{}, a, err
	}
	if err := policy.CheckIn(c.Actor, policy.EditPlans, a.Area); err != nil {
		return domain.Plan{}, a, err
	}
	p, err := c.Read.Plan(c.Context(), scope, a.Plan)
	return p, a, err
}

// editAction shows the form to change an action.
func editAction(c *Call) error {
	p, a, err := actionOf(c)
	if err != nil {
		return err
	}
	if err := errors.Join(p.CheckEdit(), a.CheckChange()); err != nil {
		return err
	}
	return actionForm(c, http.StatusOK, p, a.ID, actionAsForm(a), nil)
}

// changeAction saves a change of an action. Where somebody else saved first, both are shown and what was typed stays in the form.
func changeAction(c *Call) error {
	p, before, err := actionOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	a := decodeAction(&f)
	a.ID = before.ID
	version := f.Int("version", 1, 1<<30, "Load the page again")
	shownAt(&f, "title", "description", "answers", "lead", "supporters", "due", "cost", "position")
	if f.OK() {
		err = c.App.ChangeAction(c.Context(), c.Actor, a, version)
	}
	if errors.Is(err, domain.ErrConflict) {
		return staleAction(c, f, a)
	}
	if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return actionForm(c, http.StatusUnprocessableEntity, p, a.ID, f, nil)
	}
	return c.Done("Action changed", "/areas/%d/plan#solutions", p.Area)
}

func staleAction(c *Call, f form.Form, a domain.Action) error {
	p, now, err := actionOf(c)
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(now.Version))
	was := actionAsForm(now)
	stale := page.StaleFields("What will be done", now.Title, a.Title, "More about it", now.Description, a.Description, "Supported by", now.Supporters, a.Supporters,
		"Due", now.DueOn.Words(), a.DueOn.Words(), "Cost", domain.MoneyWords(now.Cost), domain.MoneyWords(a.Cost), "Place in the order", was.Text("position"), f.Text("position"))
	return actionForm(c, http.StatusConflict, p, now.ID, f, stale)
}

// removeAction takes an action out of its plan.
func removeAction(c *Call) error {
	p, a, err := actionOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	version := f.Int("version", 1, 1<<30, "Load the page again")
	if !f.OK() {
		return domain.ErrConflict
	}
	if err := c.App.RemoveAction(c.Context(), c.Actor, a.ID, version); err != nil {
		return err
	}
	return c.Done("Action taken out of the plan", "/areas/%d/plan#solutions", p.Area)
}
