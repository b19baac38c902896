package quickwinweb

import (
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issueweb"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
)

// winStep is a step of a quick win that an address names.
type winStep struct {
	winRecord
	Step issues.QuickWinStep
}

// stepOf loads the quick win of the address, and reads the step: domain.ErrNotFound where there is none such.
func stepOf(c *serve.Call) (at winStep, err error) {
	at.Step = issues.QuickWinStep(c.Param("step"))
	if !slices.Contains(issues.QuickWinSteps(), at.Step) {
		return at, domain.ErrNotFound
	}
	at.winRecord, err = winOf(c)
	return at, err
}

func mayTake(a policy.Actor, at winStep) bool {
	return issues.MayTakeQuickWin(a, at.QuickWin, at.Of.RaisedBy, at.Step)
}

// askQuickWinStep shows the page of a step that needs words, or why the state does not let it.
func askQuickWinStep(c *serve.Call, at winStep) error {
	passed := at.Of.Ties.GateTwoPassed()
	if blockers := at.StepBlockers(at.Step, passed); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return stepPage(c, at, form.With("version", strconv.Itoa(at.Version)))
}

func stepPage(c *serve.Call, at winStep, f form.Form) error {
	return c.Page(f, QuickWinStep(QuickWinStepProps{Shell: winShell(c, at.winRecord, "Next step"), Form: f,
		Win: at.QuickWin, Step: at.Step}))
}

// takeQuickWin takes a quick win a step further.
func takeQuickWin(c *serve.Call, at winStep) error {
	f := c.Posted()
	act := issueapp.QuickWinAct{Step: at.Step, Words: f.Optional("words", 2000),
		Version: f.Version("Load the page again")}
	var err error
	if act.Before, err = issueweb.PostedFile(c, "before"); err != nil {
		return err
	}
	if act.After, err = issueweb.PostedFile(c, "after"); err != nil {
		return err
	}
	command := func() error { return issueapp.TakeQuickWin(c.Context(), c.App, c.Actor, at.ID, act) }
	if f.OK() && (at.Step == issues.StepAgree || at.Step == issues.StepStart) { // these have no page of their own
		err = command()
	} else {
		err = f.Save(command)
	}
	if err != nil {
		return err
	}
	if f.Stale() {
		f.Newest(at.Version)
		f.Add("", "Somebody else changed this quick win while you were reading it: it is "+string(
			at.State)+" now. What you typed is still there.")
	}
	if !f.OK() {
		return stepPage(c, at, f)
	}
	return c.Done("Saved", "/quick-wins/%d", at.ID)
}
