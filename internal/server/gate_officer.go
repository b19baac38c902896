package server

import (
	"fmt"
	"net/http"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func attemptPath(id domain.AttemptID) string { return fmt.Sprintf("/attempts/%d", id) }

// reasonPage is a page that asks for one text before a step that cannot be taken back.
func (s *Server) reasonPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form, p page.ReasonProps) error {
	p.Shell = s.shell(r, actor, p.Title)
	p.Shell.Invalid = !f.OK()
	p.Form = f
	return s.render(w, r, status, page.Reason(p))
}

func (s *Server) askOverride(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.overridePage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) overridePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	area, gate, err := gateOf(r)
	if err != nil {
		return err
	}
	a, err := s.read.Area(r.Context(), policy.ScopeOf(actor, policy.ViewAreas), area)
	if err != nil {
		return err
	}
	return s.reasonPage(w, r, actor, status, f, page.ReasonProps{
		Title: "Pass this gate without its Members", Caption: a.Name + ", " + gate.Title(), Back: fmt.Sprintf("/areas/%d/gates/%d", area, gate),
		Field: "reason", Label: "Why do you override the gate?", Hint: "Your name and this reason show on every later view of the plan.", Button: "Override the gate", Warning: true,
		Lead: "The gate passes at once, with everything that follows from it. It is shown everywhere as overridden, never as signed.",
	})
}

func (s *Server) overrideGate(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	area, gate, err := gateOf(r)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	reason := f.Required("reason", 2000, "Enter the reason for the override: it shows on every later view")
	if f.OK() {
		err = s.app.OverrideGate(r.Context(), actor, area, gate, reason)
	}
	if f.Refuse(err) || !f.OK() {
		return s.overridePage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "The gate is passed by override.", "/areas/%d/gates/%d", area, gate)
}

func (s *Server) askDischarge(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.dischargePage(w, r, actor, http.StatusOK, form.New(nil))
}

func (s *Server) dischargePage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	id, err := pathID[domain.ConditionID](r, "condition")
	if err != nil {
		return err
	}
	c, err := s.read.Condition(r.Context(), policy.ScopeOf(actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.DischargeCondition, c.Area); err != nil {
		return err
	}
	return s.reasonPage(w, r, actor, status, f, page.ReasonProps{
		Title: "Discharge a condition", Caption: c.AreaName + ", " + c.Gate.Title(), Back: attemptPath(c.Attempt), Field: "note",
		Label: "How was it met?", Hint: c.SetBy + ", who set the condition, reads this.", Button: "Discharge the condition", Lead: "The condition: " + c.Text,
	})
}

func (s *Server) dischargeCondition(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.ConditionID](r, "condition")
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	note := f.Required("note", 2000, "Enter how the condition was met: the Member who set it reads it")
	if f.OK() {
		err = s.app.DischargeCondition(r.Context(), actor, id, note)
	}
	if f.Refuse(err) || !f.OK() {
		return s.dischargePage(w, r, actor, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "The condition is discharged, and its Members told.", "/gates")
}

func (s *Server) listGateRules(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	rules, err := s.read.GateRules(r.Context())
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, page.GateRules(page.GateRulesProps{Shell: s.shell(r, actor, "Gate rules"), Rules: rules}))
}

func (s *Server) setGateRule(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	for _, g := range domain.Gates() {
		if chi.URLParam(r, "gate") != fmt.Sprint(int(g)) {
			continue
		}
		f := form.New(r.PostForm)
		rule := form.OneOf(&f, "rule", domain.Rules(), "Choose a rule")
		if !f.OK() {
			return domain.Blocked("rule", "Choose a rule")
		}
		if err := s.app.SetGateRule(r.Context(), actor, g, rule); err != nil {
			return err
		}
		return s.done(w, r, fmt.Sprintf("The rule of gate %d is changed for later attempts.", g), "/gate-rules")
	}
	return domain.ErrNotFound
}
