package server

import (
	"fmt"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func attemptPath(id domain.AttemptID) string { return fmt.Sprintf("/attempts/%d", id) }

// reasonPage is a page that asks for one text before a step that cannot be taken back.
func reasonPage(c *Call, status int, f form.Form, p page.ReasonProps) error {
	p.Shell = c.Shell(p.Title)
	p.Form = f
	return c.Answer(status, page.Reason(p))
}

func askOverride(c *Call) error {
	return overridePage(c, http.StatusOK, form.New(nil))
}

func overridePage(c *Call, status int, f form.Form) error {
	area, gate, err := gateOf(c)
	if err != nil {
		return err
	}
	a, err := c.Read.Area(c.Context(), policy.ScopeOf(c.Actor, policy.ViewAreas), area)
	if err != nil {
		return err
	}
	return reasonPage(c, status, f, page.ReasonProps{
		Title: "Pass this gate without its Members", Caption: a.Name + ", " + gate.Title(), Back: fmt.Sprintf("/areas/%d/gates/%d", area, gate),
		Field: "reason", Label: "Why do you override the gate?", Hint: "Your name and this reason show on every later view of the plan.", Button: "Override the gate", Warning: true,
		Lead: "The gate passes at once, with everything that follows from it. It is shown everywhere as overridden, never as signed.",
	})
}

func overrideGate(c *Call) error {
	area, gate, err := gateOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	reason := f.Required("reason", 2000, "Enter the reason for the override: it shows on every later view")
	if f.OK() {
		err = c.App.OverrideGate(c.Context(), c.Actor, area, gate, reason)
	}
	if f.Refuse(err) || !f.OK() {
		return overridePage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("The gate is passed by override.", "/areas/%d/gates/%d", area, gate)
}

func askDischarge(c *Call) error {
	return dischargePage(c, http.StatusOK, form.New(nil))
}

func dischargePage(c *Call, status int, f form.Form) error {
	id, err := pathID[domain.ConditionID](c, "condition")
	if err != nil {
		return err
	}
	condition, err := c.Read.Condition(c.Context(), policy.ScopeOf(c.Actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(c.Actor, policy.DischargeCondition, condition.Area); err != nil {
		return err
	}
	return reasonPage(c, status, f, page.ReasonProps{
		Title: "Discharge a condition", Caption: condition.AreaName + ", " + condition.Gate.Title(), Back: attemptPath(condition.Attempt), Field: "note",
		Label: "How was it met?", Hint: condition.SetBy + ", who set the condition, reads this.", Button: "Discharge the condition", Lead: "The condition: " + condition.Text,
	})
}

func dischargeCondition(c *Call) error {
	id, err := pathID[domain.ConditionID](c, "condition")
	if err != nil {
		return err
	}
	f := c.Posted()
	note := f.Required("note", 2000, "Enter how the condition was met: the Member who set it reads it")
	if f.OK() {
		err = c.App.DischargeCondition(c.Context(), c.Actor, id, note)
	}
	if f.Refuse(err) || !f.OK() {
		return dischargePage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Done("The condition is discharged, and its Members told.", "/gates")
}

func listGateRules(c *Call) error {
	rules, err := c.Read.GateRules(c.Context())
	if err != nil {
		return err
	}
	return c.Show(page.GateRules(page.GateRulesProps{Shell: c.Shell("Gate rules"), Rules: rules}))
}

func setGateRule(c *Call) error {
	for _, g := range domain.Gates() {
		if c.Param("gate") != fmt.Sprint(int(g)) {
			continue
		}
		f := c.Posted()
		rule := form.OneOf(&f, "rule", domain.Rules(), "Choose a rule")
		if !f.OK() {
			return domain.Blocked("rule", "Choose a rule")
		}
		if err := c.App.SetGateRule(c.Context(), c.Actor, g, rule); err != nil {
			return err
		}
		return c.Done(fmt.Sprintf("The rule of gate %d is changed for later attempts.", g), "/gate-rules")
	}
	return domain.ErrNotFound
}
