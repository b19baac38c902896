package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// stepOf reads the step of the address, which must be open to the actor: else domain.ErrForbidden, or why the state does not let it.
func stepOf(c *Call) (domain.QuickWin, store.IssueRecord, domain.QuickWinStep, error) {
	step := domain.QuickWinStep(c.Param("step"))
	if !slices.Contains(domain.QuickWinSteps(), step) {
		return domain.QuickWin{}, store.IssueRecord{}, "", domain.ErrNotFound
	}
	q, i, err := winOf(c)
	return q, i, step, err
}

// askQuickWinStep shows the page of a step that needs words.
func askQuickWinStep(c *Call) error {
	q, i, step, err := stepOf(c)
	if err != nil {
		return err
	}
	if blockers := q.StepBlockers(step, i.Ties.GateTwoPassed()); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if !slices.Contains(app.MayTakeQuickWin(c.Actor, q, i.RaisedBy, i.Ties.GateTwoPassed()), step) {
		return domain.ErrForbidden
	}
	return stepPage(c, http.StatusOK, form.With("version", strconv.Itoa(q.Version)))
}

func stepPage(c *Call, status int, f form.Form) error {
	q, i, step, err := stepOf(c)
	if err != nil {
		return err
	}
	p := page.QuickWinStepProps{Shell: winShell(c, q, i.Names.Area, "Next step"), Form: f, Win: q, Step: step}
	return c.Answer(status, page.QuickWinStep(p))
}

// takeQuickWin takes a quick win a step further.
func takeQuickWin(c *Call) error {
	q, _, step, err := stepOf(c)
	if err != nil {
		return err
	}
	f := c.Posted()
	act := app.QuickWinAct{Step: step, Words: f.Optional("words", 2000), Version: f.Int("version", 1, 1<<30, "Load the page again")}
	if act.Before, err = postedFile(c, "before"); err != nil {
		return err
	}
	if act.After, err = postedFile(c, "after"); err != nil {
		return err
	}
	if f.OK() {
		err = c.App.TakeQuickWin(c.Context(), c.Actor, q.ID, act)
	}
	if err != nil && (step == domain.StepAgree || step == domain.StepStart) {
		return err // these have no page of their own
	}
	status := http.StatusUnprocessableEntity
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else changed this quick win while you were reading it: it is "+string(q.State)+" now. What you typed is still there.")
		f.Values.Set("version", strconv.Itoa(q.Version))
		status = http.StatusConflict
	} else if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return stepPage(c, status, f)
	}
	return c.Done("Saved", "/quick-wins/%d", q.ID)
}
