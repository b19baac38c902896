package placeapp

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// RecordInduction records how a Member's induction to an area went (A8); gate 1 reads the newest record. It refuses
// what places.Induction.Blockers lists.
func RecordInduction(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID,
	i places.Induction) error {
	return a.Do(ctx, actor, policy.RecordInduction, func(s *act.Step) error {
		if _, err := RunningArea(ctx, s, policy.RecordInduction, area); err != nil {
			return err
		}
		today := s.Today()
		members, err := placestore.AreaMembers(ctx, s.Writer.Reader, area, today)
		if err != nil {
			return err
		}
		if blockers := i.Blockers(members, today); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(AreaEvent(area, "Induction recorded: "+i.Outcome, nil, i))
		return placestore.AddInduction(ctx, s.Writer, area, i, actor.ID, s.Now())
	})
}
