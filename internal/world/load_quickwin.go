package world

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

// planQuickWins plans each quick win with every step that it has taken. Who delivers it begins it and says that it is done; the rest is an
// officer's.
func (w *working) planQuickWins() {
	for _, q := range w.QuickWins {
		var id domain.QuickWinID
		w.on(q.By, q.Proposed, "proposes a quick win", func(ctx context.Context, by policy.Actor) (err error) {
			before, err := w.photo(q, false)
			if err != nil {
				return err
			}
			id, err = issueapp.ProposeQuickWin(ctx, w.app, by, issues.QuickWin{Issue: w.issues[q.Issue], Title: q.Title, Description: q.Description,
				Service: w.services[q.Service], DeliveredBy: q.DeliveredBy, WithinDuty: q.WithinDuty, DueOn: w.date(q.Due)}, before)
			return err
		})
		deliverer, _ := w.answerer(q.Service)
		for _, s := range []struct {
			day   *Day
			step  issues.QuickWinStep
			who   string
			words string
		}{
			{q.Agreed, issues.StepAgree, "", ""}, {q.Started, issues.StepStart, deliverer, ""}, {q.Done, issues.StepDone, deliverer, q.Proof},
			{q.Confirmed, issues.StepConfirm, q.ConfirmedBy, q.SaidBy}, {q.Dropped, issues.StepDrop, "", q.Reason}, {q.Promoted, issues.StepPromote, "", q.Reason},
		} {
			if s.day == nil {
				continue
			}
			if s.who == "" {
				s.who = officer(w.area, *s.day)
			}
			w.on(s.who, *s.day, string(s.step)+" a quick win", func(ctx context.Context, by policy.Actor) error {
				is, err := issuestore.QuickWin(ctx, w.store.Reader, policy.IssueScopeOf(by), id)
				if err != nil {
					return err
				}
				act := issueapp.QuickWinAct{Step: s.step, Version: is.Version, Words: s.words}
				if s.step == issues.StepDone {
					if act.After, err = w.photo(q, true); err != nil {
						return err
					}
				}
				return issueapp.TakeQuickWin(ctx, w.app, by, id, act)
			})
		}
	}
}

// photo is the photograph of a quick win, before or after; nil where none was taken.
func (w *working) photo(q QuickWin, after bool) (*issues.File, error) {
	if q.Photos == "" {
		return nil, nil
	}
	return photo(q.Photos, after)
}
