package conditionweb

import (
	"fourgates/internal/conditions"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/serve"
)

// The answers of a Member, and the outcomes of a decision.
const (
	yes = "met"
	no  = "not met"
)

// checked is a step with a condition that nobody can take back: it is shown once more before it is recorded.
type checked struct {
	path   string // below the condition
	title  string // of the check
	button string
	may    func(ConditionProps) error
	read   func(f *form.Form) conditions.Sent
	record func(c *serve.Call, id domain.ConditionID, sent conditions.Sent) error
	done   func(conditions.Kind) string
}

var (
	answering = checked{"/answers", "Check your answer", "Record my answer",
		func(p ConditionProps) error { return p.Answer }, readAnswer,
		func(c *serve.Call, id domain.ConditionID, sent conditions.Sent) error {
			return conditionapp.Answer(c.Context(), c.App, c.Actor, id, sent.Seen, sent.Kind == conditions.Agreed,
				sent.Words)
		},
		func(is conditions.Kind) string {
			if is == conditions.Agreed {
				return "You agreed: the condition is met."
			}
			return "You did not agree: the condition is open again, and its officers are told."
		}}
	deciding = checked{"/decisions", "Check your decision", "Record my decision",
		func(p ConditionProps) error { return p.Decide }, readDecision,
		func(c *serve.Call, id domain.ConditionID, sent conditions.Sent) error {
			return conditionapp.Decide(c.Context(), c.App, c.Actor, id, sent.Seen, sent.Kind == conditions.DecidedMet,
				sent.Words)
		},
		func(conditions.Kind) string { return "Your decision is recorded." }}
)

// readAnswer reads whether a Member agrees that the condition is met.
func readAnswer(f *form.Form) conditions.Sent {
	sent := conditions.Sent{Kind: conditions.Agreed, Seen: seen(f)}
	if form.OneOf(f, "answer", []string{yes, no}, "Choose whether the condition is met") == no {
		sent.Kind = conditions.NotAgreed
	}
	sent.Words = f.Optional("reasons", 2000)
	return sent
}

// readDecision reads the community planning officer's decision.
func readDecision(f *form.Form) conditions.Sent {
	sent := conditions.Sent{Kind: conditions.DecidedMet, Seen: seen(f)}
	if form.OneOf(f, "outcome", []string{yes, no}, "Choose whether the condition is met") == no {
		sent.Kind = conditions.DecidedNotMet
	}
	sent.Words = f.Required("reason", 2000,
		"Enter the reason for your decision: the Member who set the condition reads it")
	return sent
}

// check shows what would be recorded and what that does, or the form again with what is wrong.
func (t checked) check(c *serve.Call, p ConditionProps) error {
	f := c.Posted()
	sent := t.read(&f)
	if f.Has("do", "change") {
		return page(c, p, form.New(f.Values))
	}
	stand := func() error {
		switch err := t.may(p); {
		case err != nil:
			return err
		case sent.Seen != p.Condition.Step:
			return domain.ErrConflict
		}
		return domain.BlockedBy(sent.Blockers())
	}
	if err := f.Save(stand); err != nil {
		return err
	}
	switch {
	case f.Stale():
		return page(c, p, f)
	case !f.OK():
		return page(c, p, f)
	}
	return t.checkPage(c, p, f, sent)
}

func (t checked) checkPage(c *serve.Call, p ConditionProps, f form.Form, sent conditions.Sent) error {
	p.Shell, p.Form, p.ProofNeeded = c.Shell(t.title), f, !c.ProofFresh()
	return c.Page(f, ConditionCheck(CheckProps{ConditionProps: p, Sent: sent, Action: t.path, Button: t.button}))
}

// take records the step. The password is asked again of whoever may take it and has filled the form in: what they say
// goes into the register, like a signature.
func (t checked) take(c *serve.Call, p ConditionProps) error {
	f := c.Posted()
	sent := t.read(&f)
	if t.may(p) == nil && f.OK() {
		if err := c.AskProof(&f); err != nil {
			return err
		}
		if !f.OK() {
			return t.checkPage(c, p, f, sent)
		}
	}
	return take(c, p, t.may(p), f, t.done(sent.Kind), func(id domain.ConditionID) error {
		return t.record(c, id, sent)
	})
}
