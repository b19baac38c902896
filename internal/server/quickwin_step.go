package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/store"
	"fourgates/web/page"
)

// stepOf reads the step of the address, which must be open to the actor: else domain.ErrForbidden, or why the state does not let it.
func (s *Server) stepOf(r *http.Request, actor policy.Actor) (domain.QuickWin, store.IssueRecord, domain.QuickWinStep, error) {
	step := domain.QuickWinStep(chi.URLParam(r, "step"))
	if !slices.Contains(domain.QuickWinSteps(), step) {
		return domain.QuickWin{}, store.IssueRecord{}, "", domain.ErrNotFound
	}
	q, i, err := s.winOf(r, actor)
	return q, i, step, err
}

// askQuickWinStep shows the page of a step that needs words.
func (s *Server) askQuickWinStep(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	q, i, step, err := s.stepOf(r, actor)
	if err != nil {
		return err
	}
	if blockers := q.StepBlockers(step, i.Ties.GateTwoPassed()); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if !slices.Contains(app.MayTakeQuickWin(actor, q, i.RaisedBy, i.Ties.GateTwoPassed()), step) {
		return domain.ErrForbidden
	}
	return s.stepPage(w, r, actor, http.StatusOK, form.With("version", strconv.Itoa(q.Version)))
}

func (s *Server) stepPage(w http.ResponseWriter, r *http.Request, actor policy.Actor, status int, f form.Form) error {
	q, i, step, err := s.stepOf(r, actor)
	if err != nil {
		return err
	}
	p := page.QuickWinStepProps{Shell: s.winShell(r, actor, q, i.Names.Area, "Next step"), Form: f, Win: q, Step: step}
	if status != http.StatusOK {
		p.Shell = p.WithErrors()
	}
	return s.render(w, r, status, page.QuickWinStep(p))
}

// takeQuickWin takes a quick win a step further.
func (s *Server) takeQuickWin(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	q, _, step, err := s.stepOf(r, actor)
	if err != nil {
		return err
	}
	f := form.New(r.PostForm)
	act := app.QuickWinAct{Step: step, Words: f.Optional("words", 2000), Version: f.Int("version", 1, 1<<30, "Load the page again")}
	if act.Before, err = postedFile(r, "before"); err != nil {
		return err
	}
	if act.After, err = postedFile(r, "after"); err != nil {
		return err
	}
	if f.OK() {
		err = s.app.TakeQuickWin(r.Context(), actor, q.ID, act)
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
		return s.stepPage(w, r, actor, status, f)
	}
	return s.done(w, r, "Saved", "/quick-wins/%d", q.ID)
}
