// Package conditionweb serves the page of a condition, from which it is reported met, agreed to and decided.
package conditionweb

import (
	"errors"
	"slices"
	"strconv"

	"fourgates/internal/conditions"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/conditions/conditionstore"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/timelines/timelinestore"
)

// ConditionRoutes lists the routes of conditions.
func ConditionRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/conditions/{condition}", policy.ViewGates, serve.On(conditionOf, showCondition)),
		serve.Post("/conditions/{condition}/reports", policy.ReportCondition, serve.On(conditionOf, report)),
		serve.Post("/conditions/{condition}/answers", policy.AnswerCondition, serve.On(conditionOf, answering.take)),
		serve.Post("/conditions/{condition}/answers/check", policy.AnswerCondition,
			serve.On(conditionOf, answering.check)),
		serve.Post("/conditions/{condition}/decisions", policy.DecideCondition, serve.On(conditionOf, deciding.take)),
		serve.Post("/conditions/{condition}/decisions/check", policy.DecideCondition,
			serve.On(conditionOf, deciding.check)),
		serve.Post("/conditions/{condition}/owner", policy.AssignCondition, serve.On(conditionOf, nameOwner)),
	}
}

// conditionOf loads what the page of the address shows: domain.ErrNotFound where the actor may not see the gate.
func conditionOf(c *serve.Call) (p ConditionProps, err error) {
	id, err := serve.PathID[domain.ConditionID](c, "condition")
	if err != nil {
		return p, err
	}
	p.Today = c.Today()
	if p.Condition, err = gatestore.Condition(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.ViewGates),
		id); err != nil {
		return p, err
	}
	is := p.Condition
	if p.Steps, err = conditionstore.Steps(c.Context(), c.Read, id); err != nil {
		return p, err
	}
	if p.Who, err = conditionstore.Answerers(c.Context(), c.Read, is, p.Today); err != nil {
		return p, err
	}
	working, err := timelinestore.CalendarFor(c.Context(), c.Read, is.Area)
	if err != nil {
		return p, err
	}
	p.AnswerBy = conditions.AnswerBy(is, working)
	p.Report, p.Answer = conditions.CheckReport(c.Actor, is), conditions.CheckAnswer(c.Actor, is, p.Who)
	p.Decide, p.Assign = conditions.CheckDecide(c.Actor, is, p.Who, p.Today, working),
		conditions.CheckAssign(c.Actor, is)
	p.Receipts = policy.CanIn(c.Actor, policy.ViewRegister, is.Area)
	if p.Assign == nil {
		p.Owners, err = gatestore.Owners(c.Context(), c.Read, is.Area, p.Today)
	}
	return p, err
}

func showCondition(c *serve.Call, p ConditionProps) error { return page(c, p, form.New(nil)) }

func page(c *serve.Call, p ConditionProps, f form.Form) error {
	p.Shell, p.Form, p.ProofNeeded = c.Shell("Condition: "+p.Condition.AreaName), f, !c.ProofFresh()
	return c.Page(f, Condition(p))
}

// take runs a command on the condition as it was shown. Whoever was refused because somebody was first sees how it
// stands now, with what they typed.
func take(c *serve.Call, p ConditionProps, may error, f form.Form, done string,
	command func(id domain.ConditionID) error) error {
	if errors.Is(may, domain.ErrForbidden) {
		return may
	}
	if err := f.Save(func() error { return command(p.Condition.ID) }); err != nil {
		return err
	}
	if f.OK() {
		return c.Done(done, "/conditions/%d", p.Condition.ID)
	}
	if !f.Stale() {
		return page(c, p, f)
	}
	now, err := conditionOf(c)
	if err != nil {
		return err
	}
	return page(c, now, f)
}

// seen is the newest step of the condition as it was shown, which the form carries.
func seen(f *form.Form) domain.StepID {
	id, err := strconv.ParseInt(f.Text("seen"), 10, 64)
	if err != nil || id < 0 {
		f.Add("", "This form is incomplete: reload the page and try again")
	}
	return domain.StepID(id)
}

// report records that the condition is met.
func report(c *serve.Call, p ConditionProps) error {
	f := c.Posted()
	was := seen(&f)
	how := f.Required("how", 2000, "Enter how the condition was met: the Member who set it reads it")
	return take(c, p, p.Report, f, "Reported met. The Member who set the condition is asked to agree.",
		func(id domain.ConditionID) error {
			return conditionapp.Report(c.Context(), c.App, c.Actor, id, was, how)
		})
}

// nameOwner makes somebody responsible for the condition.
func nameOwner(c *serve.Call, p ConditionProps) error {
	f := c.Posted()
	was := form.ID[domain.PersonID](&f, "was", "This form is incomplete: reload the page and try again")
	owner := form.ID[domain.PersonID](&f, "owner", "Choose who is responsible")
	return take(c, p, p.Assign, f, "Changed. Whoever is responsible now is told.", func(id domain.ConditionID) error {
		return conditionapp.NameOwner(c.Context(), c.App, c.Actor, id, was, owner)
	})
}

// Waiting are the conditions of which something is asked of the actor.
type Waiting struct {
	// they are responsible for them, or look after the area's: open ones, and those reported met
	Own      []gates.Condition
	ToAgree  []gates.Condition // they are asked as a Member whether these are met
	ToDecide []gates.Condition // nobody has answered, and they may decide
}

// WaitingFor loads the conditions of which something is asked of the actor.
func WaitingFor(c *serve.Call) (w Waiting, err error) {
	today := c.Today()
	if policy.Can(c.Actor, policy.AssignCondition) {
		w.Own, err = gatestore.OpenConditions(c.Context(), c.Read, policy.ScopeOf(c.Actor, policy.AssignCondition))
		if err != nil {
			return w, err
		}
	}
	if policy.Can(c.Actor, policy.ReportCondition) {
		own, err := gatestore.OwnConditions(c.Context(), c.Read, c.Actor.ID)
		if err != nil {
			return w, err
		}
		w.Own = together(w.Own, own)
	}
	answers := policy.ScopeOf(c.Actor, policy.AnswerCondition)
	decides := policy.Can(c.Actor, policy.DecideCondition)
	if answers.Empty() && !decides {
		return w, nil
	}
	scope := answers
	if decides {
		scope = policy.ScopeOf(c.Actor, policy.DecideCondition)
	}
	reported, err := reportedMet(c, scope)
	if err != nil || len(reported) == 0 {
		return w, err
	}
	who, err := conditionstore.AnswerersOf(c.Context(), c.Read, reported, today)
	if err != nil {
		return w, err
	}
	areas := make([]domain.AreaID, len(reported))
	for i, is := range reported {
		areas[i] = is.Area
	}
	working, err := timelinestore.CalendarsFor(c.Context(), c.Read, areas...)
	for _, is := range reported {
		if conditions.CheckAnswer(c.Actor, is, who[is.ID]) == nil {
			w.ToAgree = append(w.ToAgree, is)
		}
		if conditions.CheckDecide(c.Actor, is, who[is.ID], today, working[is.Area]) == nil {
			w.ToDecide = append(w.ToDecide, is)
		}
	}
	return w, err
}

// reportedMet lists the conditions within scope that are reported met.
func reportedMet(c *serve.Call, scope policy.Scope) ([]gates.Condition, error) {
	open, err := gatestore.OpenConditions(c.Context(), c.Read, scope)
	return slices.DeleteFunc(open, func(is gates.Condition) bool { return is.State != gates.ConditionReported }), err
}

// together is both lists, each condition once.
func together(list, more []gates.Condition) []gates.Condition {
	have := map[domain.ConditionID]bool{}
	for _, is := range list {
		have[is.ID] = true
	}
	for _, is := range more {
		if !have[is.ID] {
			list = append(list, is)
		}
	}
	return list
}
