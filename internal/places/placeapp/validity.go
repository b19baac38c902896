package placeapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// RecordValidity records what the community or a service provider says of an area's boundary (A3). It refuses a day in
// the future and a version of the boundary that there is not; without a version it is of the one of its day.
func RecordValidity(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID,
	v places.ValidityView) error {
	return a.Do(ctx, actor, policy.RecordValidity, func(s *act.Step) error {
		if _, err := RunningArea(ctx, s, policy.RecordValidity, area); err != nil {
			return err
		}
		if blockers := v.Blockers(s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if v.Boundary != 0 {
			if _, err := placestore.AreaBoundaryVersion(ctx, s.Writer.Reader, area, int64(v.Boundary)); err != nil {
				return domain.Blocked("boundary", "Choose a version of this area’s boundary")
			}
		}
		s.Record(AreaEvent(area, "View on the boundary recorded: "+v.SaidBy, nil, v))
		return placestore.AddValidityView(ctx, s.Writer, area, v, actor.ID, s.Now())
	})
}
