package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// RecordValidity records what community or a service provider says of an area's boundary (A3). It refuses a day in the future.
func (a *App) RecordValidity(ctx context.Context, actor policy.Actor, area domain.AreaID, v domain.ValidityView) error {
	return a.do(ctx, actor, policy.RecordValidity, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := runningArea(ctx, w, actor, policy.RecordValidity, area); err != nil {
			return domain.Event{}, err
		}
		if blockers := v.Blockers(domain.DateOf(now)); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		return areaEvent(area, "View on the boundary recorded: "+v.SaidBy, nil, v), w.AddValidityView(ctx, area, v, actor.ID, now)
	})
}
