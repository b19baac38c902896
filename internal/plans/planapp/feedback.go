package planapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places/placestore"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
)

// RecordFeedback enters in an area's feedback log what was fed back, to whom and when, about an issue or the whole area
// (C7). It returns a *domain.BlockedError for a day to come. Sent twice by the same person, it enters nothing and
// returns the first entry.
func RecordFeedback(ctx context.Context, a *act.App, actor policy.Actor, f plans.Feedback) (id domain.FeedbackID,
	err error) {
	err = a.Do(ctx, actor, policy.RecordFeedback, func(s *act.Step) error {
		area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(actor, policy.ViewAreas), f.Area)
		if err != nil {
			return err
		}
		if err := policy.CheckIn(actor, policy.RecordFeedback, f.Area); err != nil {
			return err
		}
		if err := f.Check(s.Today()); err != nil {
			return err
		}
		if f.Issue != 0 {
			if _, err := issueOfArea(ctx, s, f.Area, f.Issue); err != nil {
				return err
			}
		}
		if id, err = planstore.SameFeedback(ctx, s.Writer.Reader, f, actor.ID); err != nil {
			return err
		}
		if id != 0 {
			return s.Same()
		}
		id, err = planstore.AddFeedback(ctx, s.Writer, f, actor.ID, s.Now())
		kind, of := "area", int64(area.ID)
		if f.Issue != 0 {
			kind, of = "issue", int64(f.Issue)
		}
		s.Record(domain.Event{Kind: kind, ID: of, Area: area.ID, Summary: "Fed back to " + f.FedTo,
			After: map[string]string{"Feedback": f.Text, "On": f.FedOn.Words()}})
		return err
	})
	return id, err
}
