package app

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// RecordValidity records what the community or a service provider says of an area's boundary (A3). It refuses a day in
// the future.
func (a *App) RecordValidity(ctx context.Context, actor policy.Actor, area domain.AreaID, v domain.ValidityView) error {
	return a.Do(ctx, actor, policy.RecordValidity, func(s *Step) error {
		if _, err := runningArea(ctx, s, policy.RecordValidity, area); err != nil {
			return err
		}
		if blockers := v.Blockers(s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(areaEvent(area, "View on the boundary recorded: "+v.SaidBy, nil, v))
		return s.AddValidityView(ctx, area, v, actor.ID, s.Now())
	})
}
