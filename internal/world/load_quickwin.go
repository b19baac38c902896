package world

import (
	"context"

	"fourgates/internal/app"
	"fourgates/internal/domain"
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
			id, err = w.app.ProposeQuickWin(ctx, by, domain.QuickWin{Issue: w.issues[q.Issue], Title: q.Title, Description: q.Description,
				Service: w.services[q.Service], DeliveredBy: q.DeliveredBy, WithinDuty: q.WithinDuty, DueOn: w.date(q.Due)}, before)
			return err
		})
		deliverer, _ := w.answerer(q.Service)
		for _, s := range []struct {
			day   *Day
			step  domain.QuickWinStep
			who   string
			words string
		}{
			{q.Agreed, domain.StepAgree, "", ""}, {q.Started, domain.StepStart, deliverer, ""}, {q.Done, domain.StepDone, deliverer, q.Proof},
			{q.Confirmed, domain.StepConfirm, q.ConfirmedBy, q.SaidBy}, {q.Dropped, domain.StepDrop, "", q.Reason}, {q.Promoted, domain.StepPromote, "", q.Reason},
		} {
			if s.day == nil {
				continue
			}
			if s.who == "" {
				s.who = officer(w.area, *s.day)
			}
			w.on(s.who, *s.day, string(s.step)+" a quick win", func(ctx context.Context, by policy.Actor) error {
				is, err := w.store.QuickWin(ctx, policy.IssueScopeOf(by), id)
				if err != nil {
					return err
				}
				act := app.QuickWinAct{Step: s.step, Version: is.Version, Words: s.words}
				if s.step == domain.StepDone {
					if act.After, err = w.photo(q, true); err != nil {
						return err
					}
				}
				return w.app.TakeQuickWin(ctx, by, id, act)
			})
		}
	}
}

// photo is the photograph of a quick win, before or after; nil where none was taken.
func (w *working) photo(q QuickWin, after bool) (*domain.File, error) {
	if q.Photos == "" {
		return nil, nil
	}
	return photo(q.Photos, after)
}
