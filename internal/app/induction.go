package app

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/store"
)

// RecordInduction records how a Member's induction to an area went (A8); gate 1 reads the newest record. It refuses
// what domain.Induction.Blockers lists.
func RecordInduction(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, i rules.Induction) error {
	return a.Do(ctx, actor, policy.RecordInduction, func(s *act.Step) error {
		if _, err := runningArea(ctx, s, policy.RecordInduction, area); err != nil {
			return err
		}
		today := s.Today()
		members, err := store.AreaMembers(ctx, s.Writer.Reader, area, today)
		if err != nil {
			return err
		}
		if blockers := i.Blockers(members, today); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(areaEvent(area, "Induction recorded: "+i.Outcome, nil, i))
		return store.AddInduction(ctx, s.Writer, area, i, actor.ID, s.Now())
	})
}
