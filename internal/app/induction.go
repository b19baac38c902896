package app

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// RecordInduction records how a Member's induction to an area went (A8); gate 1 reads the newest record. It refuses
// what domain.Induction.Blockers lists.
func (a *App) RecordInduction(ctx context.Context, actor policy.Actor, area domain.AreaID, i domain.Induction) error {
	return a.Do(ctx, actor, policy.RecordInduction, func(s *Step) error {
		if _, err := runningArea(ctx, s, policy.RecordInduction, area); err != nil {
			return err
		}
		today := s.Today()
		members, err := s.AreaMembers(ctx, area, today)
		if err != nil {
			return err
		}
		if blockers := i.Blockers(members, today); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(areaEvent(area, "Induction recorded: "+i.Outcome, nil, i))
		return s.AddInduction(ctx, area, i, actor.ID, s.Now())
	})
}
