// Package beyond composes what follows from a command of one part in the parts above it.
package beyond

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/timelines/timelineapp"
)

// Steps are what an act.App takes: a new area opens its first phase, passing gate 3 sends the plan to the
// Executive, Area Members are told of what is otherwise than they signed it, and open gates look again at whom they ask
// where seats or people change.
func Steps() act.Beyond {
	type follows = func(ctx context.Context, s *act.Step, ids []int64) error
	type passed = func(ctx context.Context, s *act.Step, t domain.AttemptID, by domain.PersonID) error
	return act.Beyond{
		Proposed: timelineapp.OpenFirstPhase,
		Recorded: map[string]follows{
			"issue":     gateapp.TellChangedIssues,
			"area":      both(gateapp.LookAgain("area"), gateapp.TellChangedArea),
			"seat":      both(gateapp.LookAgain("seat"), noticeapp.TellSeatsChanged),
			"authority": gateapp.LookAgain("authority"),
			"person":    gateapp.LookAgain("person"), "ask": both(both(issueapp.FollowAsks, replyapp.FollowAsks),
				both(issueapp.FollowQuickWins, both(reviewapp.FollowAsks, solutionapp.FollowAsks))),
		},
		Passed: map[domain.Gate]passed{domain.GateDraftPlan: executiveapp.DraftToExecutive},
	}
}

// both does one thing after the other.
func both(first, then func(ctx context.Context, s *act.Step, ids []int64) error) func(ctx context.Context, s *act.Step,
	ids []int64) error {
	return func(ctx context.Context, s *act.Step, ids []int64) error {
		if err := first(ctx, s, ids); err != nil {
			return err
		}
		return then(ctx, s, ids)
	}
}
