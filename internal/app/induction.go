package app

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// RecordInduction records what came of inducting a Member to an area (A8); gate 1 reads the newest. It refuses what
// domain.Induction.Blockers lists.
func (a *App) RecordInduction(ctx context.Context, actor policy.Actor, area domain.AreaID, i domain.Induction) error {
	return a.do(ctx, actor, policy.RecordInduction, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := runningArea(ctx, w, actor, policy.RecordInduction, area); err != nil {
			return domain.Event{}, err
		}
		today := domain.DateOf(now)
		members, err := w.AreaMembers(ctx, area, today)
		if err != nil {
			return domain.Event{}, err
		}
		if blockers := i.Blockers(members, today); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		return areaEvent(area, "Induction recorded: "+i.Outcome, nil, i), w.AddInduction(ctx, area, i, actor.ID, now)
	})
}
