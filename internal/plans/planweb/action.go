package planweb

import (
	"errors"
	"strconv"

	"fourgates/internal/asks/askstore"
	"fourgates/internal/asks/askweb"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelineweb"
	"fourgates/web/ui"
)

// newAction shows the form to propose an action; "answers" in the address chooses what it answers.
func newAction(c *serve.Call, p plans.Plan) error {
	return actionForm(c, planAction{In: p}, form.With("answers", c.URL.Query().Get("answers")))
}

// actionForm shows the form of an action; one without an ID is to be proposed.
func actionForm(c *serve.Call, at planAction, f form.Form) error {
	roots, err := planstore.ActionRoots(c.Context(), c.Read, policy.IssueScopeOf(c.Actor), at.In.Area, at.In.Cycle)
	if err != nil {
		return err
	}
	leads, err := askstore.Directory(c.Context(), c.Read, at.In.Area, 0, c.Today())
	if err != nil {
		return err
	}
	title := "Propose an action"
	if at.ID != 0 {
		title = "Change an action"
	}
	props := ActionFormProps{Shell: planShell(c, at.In, title), Form: f, Plan: at.In, ID: at.ID,
		Roots: rootOptions(roots), Leads: askweb.BodyChoices(leads)}
	props.Leads[0].Text = "Not named yet"
	return c.Page(f, ActionForm(props))
}

func rootOptions(roots []planstore.ActionRoot) []ui.Option {
	options := ui.Options("", "No issue yet")
	for _, root := range roots {
		o := ui.Option{Value: "i" + serve.IDText(root.Issue), Text: "Issue: " + root.Title}
		if root.Solution != 0 {
			o = ui.Option{Value: "s" + serve.IDText(root.Solution), Text: "Solution: " + root.Title}
		}
		options = append(options, o)
	}
	return options
}

// decodeAction reads an action as it was typed.
func decodeAction(f *form.Form) plans.Action {
	a := plans.Action{
		Title:       f.Required("title", 160, "Say what will be done"),
		Description: f.Optional("description", 4000),
		Supporters:  f.Optional("supporters", 500),
		DueOn:       f.OptionalDate("due", "Due"),
		Cost:        f.OptionalMoney("cost"),
	}
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
func actionAsForm(a plans.Action) form.Form {
	f := form.With("title", a.Title, "description", a.Description, "supporters", a.Supporters,
		"cost", domain.MoneyTyped(a.Cost), "position", strconv.Itoa(a.Position), "version", strconv.Itoa(a.Version))
	switch {
	case a.Solution != 0:
		f.Values.Set("answers", "s"+serve.IDText(a.Solution))
	case a.Issue != 0:
		f.Values.Set("answers", "i"+serve.IDText(a.Issue))
	}
	switch {
	case a.LeadService != 0:
		f.Values.Set("lead", "s"+serve.IDText(a.LeadService))
	case a.LeadOrganisation != 0:
		f.Values.Set("lead", "o"+serve.IDText(a.LeadOrganisation))
	}
	if !a.DueOn.IsZero() {
		f = serve.WithDay(f, "due", a.DueOn)
	}
	return f
}

// proposeAction puts an action into a plan.
func proposeAction(c *serve.Call, p plans.Plan) error {
	f := c.Posted()
	a := decodeAction(&f)
	a.Plan = p.ID
	if err := f.Take(func() error {
		_, err := planapp.ProposeAction(c.Context(), c.App, c.Actor, a)
		return err
	}); err != nil {
		return err
	}
	if !f.OK() {
		return actionForm(c, planAction{In: p}, f)
	}
	return c.Done(timelineweb.Closed(c, "Action proposed", p.Area, a.DueOn), "/areas/%d/plan#solutions", p.Area)
}

// planAction is an action with its plan.
type planAction struct {
	plans.Action
	In plans.Plan
}

// actionOf loads the action of the address and its plan for somebody who may change it.
func actionOf(c *serve.Call) (at planAction, err error) {
	id, err := serve.PathID[domain.ActionID](c, "action")
	if err != nil {
		return at, err
	}
	scope := policy.ScopeOf(c.Actor, policy.ViewPlans)
	if at.Action, err = planstore.Action(c.Context(), c.Read, scope, policy.IssueScopeOf(c.Actor), id); err != nil {
		return at, err
	}
	if err := policy.CheckIn(c.Actor, policy.EditPlans, at.Area); err != nil {
		return at, err
	}
	at.In, err = planstore.Plan(c.Context(), c.Read, scope, at.Plan)
	return at, err
}

// editAction shows the form to change an action.
func editAction(c *serve.Call, at planAction) error {
	if err := errors.Join(at.In.CheckEdit(), at.CheckChange()); err != nil {
		return err
	}
	return actionForm(c, at, actionAsForm(at.Action))
}

// changeAction saves a change of an action. Where somebody else saved first, both are shown and what was typed stays in
// the form.
func changeAction(c *serve.Call, at planAction) error {
	f := c.Posted()
	a := decodeAction(&f)
	a.ID = at.ID
	version := f.Version("Load the page again")
	issueweb.ShownAt(&f, "title", "description", "answers", "lead", "supporters", "due", "cost", "position")
	if err := f.Save(func() error {
		return planapp.ChangeAction(c.Context(), c.App, c.Actor, a, version)
	}); err != nil {
		return err
	}
	if f.Stale() {
		var err error
		if at, err = actionOf(c); err != nil {
			return err
		}
		staleAction(&f, at.Action, a)
	}
	if !f.OK() {
		return actionForm(c, at, f)
	}
	return c.Done(timelineweb.Closed(c, "Action changed", at.Area, a.DueOn), "/areas/%d/plan#solutions", at.Area)
}

// staleAction sets what was typed beside the action as it is now.
func staleAction(f *form.Form, now, typed plans.Action) {
	f.Newest(now.Version, "What will be done", now.Title, typed.Title,
		"More about it", now.Description, typed.Description, "Supported by", now.Supporters, typed.Supporters,
		"Due", now.DueOn.Words(), typed.DueOn.Words(),
		"Cost", domain.MoneyWords(now.Cost), domain.MoneyWords(typed.Cost),
		"Place in the order", strconv.Itoa(now.Position), f.Text("position"))
}

// removeAction takes an action out of its plan.
func removeAction(c *serve.Call, at planAction) error {
	f := c.Posted()
	version := f.Version("Load the page again")
	if !f.OK() {
		return domain.Blocked("", "This form is incomplete: load the page again")
	}
	if err := planapp.RemoveAction(c.Context(), c.App, c.Actor, at.ID, version); err != nil {
		return err
	}
	return c.Done("Action taken out of the plan", "/areas/%d/plan#solutions", at.Area)
}
