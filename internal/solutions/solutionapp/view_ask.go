package solutionapp

import (
	"cmp"
	"context"

	"fourgates/internal/act"
	"fourgates/internal/asks"
	"fourgates/internal/asks/askstore"
	"fourgates/internal/domain"
	"fourgates/internal/solutions/solutionstore"
)

// FollowAsks lets views on solutions follow their asks: one that is not theirs to give, or whose ask was withdrawn, is
// waited for no more, and one that was passed on is waited for from who is asked now.
func FollowAsks(ctx context.Context, s *act.Step, ids []int64) error {
	for _, id := range ids {
		k, err := askstore.ForUpdate(ctx, s.Writer, domain.AskID(id), s.Today())
		if err != nil {
			return err
		}
		if k.Kind != asks.Feasibility {
			continue
		}
		switch {
		case k.Open():
			err = solutionstore.MoveView(ctx, s.Writer, k.View, k.Service, k.Organisation)
		case k.NotOurs:
			_, err = solutionstore.WithdrawViews(ctx, s.Writer, k.Solution, k.View, "Not theirs to say: "+k.Words,
				s.Actor.ID, s.Now())
		case k.Ended != "":
			_, err = solutionstore.WithdrawViews(ctx, s.Writer, k.Solution, k.View, domain.Capital(k.Ended),
				cmp.Or(s.Actor.ID, k.AskedBy), s.Now())
		case k.WithdrawnAt != nil:
			_, err = solutionstore.WithdrawViews(ctx, s.Writer, k.Solution, k.View, "The ask was withdrawn", s.Actor.ID,
				s.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
