package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// RecordFeedback enters in an area's feedback log what was fed back, to whom and when, about an issue or the area as a whole (C7).
// It is refused with a *domain.BlockedError for a day to come. The same again from the same person, a form sent twice, enters nothing and returns
// the first one's.
func (a *App) RecordFeedback(ctx context.Context, actor policy.Actor, f domain.Feedback) (id domain.FeedbackID, err error) {
	err = a.do(ctx, actor, policy.RecordFeedback, func(w store.Writer, now time.Time) (domain.Event, error) {
		area, err := w.AreaForUpdate(ctx, policy.ScopeOf(actor, policy.ViewAreas), f.Area)
		if err != nil {
			return domain.Event{}, err
		}
		if err := policy.CheckIn(actor, policy.RecordFeedback, f.Area); err != nil {
			return domain.Event{}, err
		}
		if err := f.Check(domain.DateOf(now)); err != nil {
			return domain.Event{}, err
		}
		if f.Issue != 0 {
			if _, err := issueOfArea(ctx, w, actor, f.Area, f.Issue); err != nil {
				return domain.Event{}, err
			}
		}
		if id, err = w.SameFeedback(ctx, f, actor.ID); err != nil || id != 0 {
			return domain.Event{}, orNothing(err)
		}
		id, err = w.AddFeedback(ctx, f, actor.ID, now)
		kind, of := "area", int64(area.ID)
		if f.Issue != 0 {
			kind, of = "issue", int64(f.Issue)
		}
		return domain.Event{Kind: kind, ID: of, Area: area.ID, Summary: "Fed back to " + f.FedTo, After: map[string]string{"Feedback": f.Text, "On": f.FedOn.Words()}}, err
	})
	return id, err
}
