package gateweb

import (
	"errors"
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

func attemptPath(id domain.AttemptID) string { return fmt.Sprintf("/attempts/%d", id) }

// ReasonPage is a page that asks for one text before a step that cannot be taken back.
func ReasonPage(c *serve.Call, f form.Form, p frame.ReasonProps) error {
	p.Shell = c.Shell(p.Title)
	p.Form = f
	return c.Page(f, frame.Reason(p))
}

// CheckReason shows the step of such a page once more, with what it does, before it is taken. Change leads back with
// what was typed; empty is what is said where nothing was.
func CheckReason(c *serve.Call, p frame.ReasonProps, empty string) error {
	f := c.Posted()
	if f.Has("do", "change") {
		return ReasonPage(c, form.New(f.Values), p)
	}
	if f.Required(p.Field, 2000, empty); !f.OK() {
		return ReasonPage(c, f, p)
	}
	p.Shell, p.Form = c.Shell("Check: "+p.Title), f
	return c.Page(f, frame.ReasonCheck(p))
}

// IntoRegister is what a check says of a step that is a decision.
const IntoRegister = "It goes into the register of decisions, under your name and with this reason. Nobody can " +
	"change it there."

// officer is what the reader may do with a gate as an officer, and what keeps them from it.
type officer struct {
	MaySubmit   bool // or withdraw
	MayOverride bool
	Alone       bool // submitting it, they leave nobody who could override it
	Bring       []domain.Blocker
	Override    []domain.Blocker
	Apart       []domain.Blocker // those of Bring and Override that concern the reader, each said once
}

// officerOf asks the rules that the commands ask.
func officerOf(c *serve.Call, at areaGate) (o officer, err error) {
	submits := policy.CanIn(c.Actor, policy.SubmitGate, at.Area)
	overrides := policy.CanIn(c.Actor, policy.OverrideGate, at.Area)
	if !submits && !overrides {
		return o, nil
	}
	m, err := gatestore.Matter(c.Context(), c.Read, at.Area, at.Gate, c.Today())
	if err != nil {
		return o, err
	}
	if submits {
		o.Bring = gates.BringBlockers(m.Asked, c.Actor.Self())
	}
	if overrides {
		o.Override = m.OverrideBlockers(c.Actor.Self())
	}
	o.MaySubmit, o.MayOverride = submits && len(o.Bring) == 0, overrides && len(o.Override) == 0
	o.Alone = o.MaySubmit && m.Alone(c.Actor.Self())
	o.Apart = slices.Concat(o.Bring, o.Override)
	return o, nil
}

const noOverrideReason = "Enter the reason for the override: it shows on every later view"

// askOverride asks why a gate is passed without its Members.
func askOverride(c *serve.Call, at areaGate) error {
	if err := mayOverride(c, at); err != nil {
		return err
	}
	return overridePage(c, at, form.New(nil))
}

// mayOverride returns a *domain.BlockedError where something keeps the reader from overriding the gate.
func mayOverride(c *serve.Call, at areaGate) error {
	o, err := officerOf(c, at)
	if err == nil && len(o.Override) > 0 {
		err = &domain.BlockedError{Blockers: o.Override}
	}
	return err
}

// checkOverride shows what overriding the gate does.
func checkOverride(c *serve.Call, at areaGate) error {
	if err := mayOverride(c, at); err != nil {
		return err
	}
	p, err := overrideProps(c, at)
	if err != nil {
		return err
	}
	return CheckReason(c, p, noOverrideReason)
}

func overridePage(c *serve.Call, at areaGate, f form.Form) error {
	p, err := overrideProps(c, at)
	if err != nil {
		return err
	}
	return ReasonPage(c, f, p)
}

func overrideProps(c *serve.Call, at areaGate) (p frame.ReasonProps, err error) {
	area, err := placeweb.AreaOf(c)
	if err != nil {
		return p, err
	}
	open, err := gatestore.OpenConditions(c.Context(), c.Read, policy.Scope{Areas: []domain.AreaID{at.Area}})
	if err != nil {
		return p, err
	}
	effects := []string{IntoRegister, "The gate passes at once, with everything that follows from it, and those " +
		"concerned are told.", "It is shown everywhere as overridden, never as signed."}
	waits, err := waitingAt(c, at)
	if err != nil {
		return p, err
	}
	if waits > 0 {
		effects = append(effects, domain.Capital(domain.Counted(waits, "Member who has not decided is",
			"Members who have not decided are"))+" no longer asked.")
	}
	stays := ""
	if n := len(open); n > 0 {
		stays = fmt.Sprintf(" %s of its Members not met yet; an override does not change that.",
			domain.Capital(domain.Counted(n, "condition is", "conditions are")))
		effects = append(effects, stays[1:])
	}
	to := fmt.Sprintf("/areas/%d/gates/%d", at.Area, at.Gate)
	return frame.ReasonProps{
		Title: "Pass this gate without its Members", Caption: area.Name + ", " + at.Gate.Title(),
		Back: to, Action: to + "/override", Check: to + "/override/check", Effects: effects,
		Field: "reason", Label: "Why do you override the gate?",
		Hint:   "Your name and this reason show on every later view of the plan.",
		Button: "Override the gate", Warning: true,
		Lead: "The gate passes at once, with everything that follows from it. It is shown everywhere as overridden, " +
			"never as signed." + stays,
	}, nil
}

// waitingAt is how many are asked at the open attempt of a gate and have not decided.
func waitingAt(c *serve.Call, at areaGate) (n int, err error) {
	id, err := gatestore.OpenAttemptOf(c.Context(), c.Read, at.Area)
	if errors.Is(err, domain.ErrNotFound) || err == nil && id == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	asked, err := gatestore.Signatories(c.Context(), c.Read, id, c.Today())
	return pending(asked), err
}

// pending is how many of those asked have not decided.
func pending(asked []gates.Signatory) (n int) {
	for _, s := range asked {
		if s.Pending() {
			n++
		}
	}
	return n
}

// overrideGate passes a gate without its Members.
func overrideGate(c *serve.Call, at areaGate) error {
	f := c.Posted()
	reason := f.Required("reason", 2000, noOverrideReason)
	if err := f.Take(func() error {
		return gateapp.OverrideGate(c.Context(), c.App, c.Actor, at.Area, at.Gate, reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return overridePage(c, at, f)
	}
	return c.Done("The gate is overridden, and what follows from it is done.", "/areas/%d/gates/%d", at.Area, at.Gate)
}

// listGateRules shows by which rule the Members of an area pass each gate.
func listGateRules(c *serve.Call) error {
	rules, err := gatestore.GateRules(c.Context(), c.Read)
	if err != nil {
		return err
	}
	return c.Show(GateRules(GateRulesProps{Shell: c.Shell("Gate rules"), Rules: rules}))
}

// ruledGateOf reads the gate of the address, which may be one whose pages are still to come.
func ruledGateOf(c *serve.Call) (domain.Gate, error) {
	for _, g := range domain.Gates() {
		if c.Param("gate") == fmt.Sprint(int(g)) {
			return g, nil
		}
	}
	return 0, domain.ErrNotFound
}

// setGateRule sets the rule of a gate for later attempts.
func setGateRule(c *serve.Call, gate domain.Gate) error {
	f := c.Posted()
	rule := form.OneOf(&f, "rule", gates.Rules(), "Choose a rule")
	if !f.OK() {
		return domain.Blocked("rule", "Choose a rule")
	}
	if err := gateapp.SetGateRule(c.Context(), c.App, c.Actor, gate, rule); err != nil {
		return err
	}
	return c.Done(fmt.Sprintf("The rule of gate %d is changed for later attempts.", gate), "/gate-rules")
}

// attemptToWithdraw loads the attempt of the address for somebody who may withdraw it: a *domain.StateError where it
// is closed.
func attemptToWithdraw(c *serve.Call) (gates.Attempt, error) {
	t, err := attemptOf(c)
	if err != nil {
		return t, err
	}
	if err := policy.CheckIn(c.Actor, policy.SubmitGate, t.Area); err != nil {
		return t, err
	}
	if err := t.CheckOpen(); err != nil {
		return t, err
	}
	o, err := officerOf(c, areaGate{t.Area, t.Gate})
	if err == nil && len(o.Bring) > 0 {
		err = &domain.BlockedError{Blockers: o.Bring}
	}
	return t, err
}

// askWithdrawal asks why a gate is taken back.
func askWithdrawal(c *serve.Call, t gates.Attempt) error {
	return withdrawalPage(c, t, form.New(nil))
}

const noWithdrawalReason = "Enter why the gate is withdrawn: its Members read it"

// checkWithdrawal shows what taking the gate back does.
func checkWithdrawal(c *serve.Call, t gates.Attempt) error {
	asked, err := gatestore.Signatories(c.Context(), c.Read, t.ID, c.Today())
	if err != nil {
		return err
	}
	p := withdrawalProps(t)
	made := 0
	for _, s := range asked {
		if s.Decision != "" {
			made++
		}
	}
	decided := "Nobody has decided on it yet."
	if made > 0 {
		decided = domain.Counted(made, "decision that was made stays on record and no longer counts",
			"decisions that were made stay on record and no longer count") + "."
	}
	p.Effects = []string{"Its Members can no longer decide on this attempt. They are told, with this reason.", decided,
		"When you submit again it is a new attempt, and Members see what changed."}
	return CheckReason(c, p, noWithdrawalReason)
}

func withdrawalPage(c *serve.Call, t gates.Attempt, f form.Form) error {
	return ReasonPage(c, f, withdrawalProps(t))
}

func withdrawalProps(t gates.Attempt) frame.ReasonProps {
	return frame.ReasonProps{
		Action: attemptPath(t.ID) + "/withdrawal", Check: attemptPath(t.ID) + "/withdrawal/check",
		Title: "Take this gate back", Caption: t.AreaName + ", " + t.Gate.Title(), Back: attemptPath(t.ID),
		Field: "reason", Label: "Why are you withdrawing it?", Hint: "Its Members read this.", Button: "Withdraw",
		Lead: "Members can no longer decide on this attempt. Decisions made stay on record and no longer count. " +
			"When you submit again it is a new attempt, and Members see what changed.",
	}
}

// withdrawAttempt takes a gate back from its Members.
func withdrawAttempt(c *serve.Call, t gates.Attempt) error {
	f := c.Posted()
	reason := f.Required("reason", 2000, noWithdrawalReason)
	if err := f.Take(func() error {
		return gateapp.WithdrawAttempt(c.Context(), c.App, c.Actor, t.ID,
			reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return withdrawalPage(c, t, f)
	}
	return c.Done("Withdrawn. Put right what is needed, then submit it again.", "/attempts/%d", t.ID)
}
