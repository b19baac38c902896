// Package beyond composes what follows from a command of one part in the parts above it.
package beyond

import (
	"context"
	"maps"

	"fourgates/internal/act"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/holds/holdapp"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/replies/replyapp"
	"fourgates/internal/reviews/reviewapp"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/timelines/timelineapp"
)

// Steps are what an act.App takes: a new area opens its first phase, passing gate 3 sends the plan to the
// Executive, Area Members are told of what is otherwise than they signed it, asks end with what they are about, and
// open gates look again at whom they ask where seats or people change.
func Steps() act.Beyond {
	type follows = func(ctx context.Context, s *act.Step, ids []int64) error
	type passed = func(ctx context.Context, s *act.Step, t domain.AttemptID, by domain.PersonID) error
	return act.Beyond{
		Proposed: timelineapp.OpenFirstPhase,
		Holds:    holdapp.Holds(),
		Again:    again(gateapp.Again(), executiveapp.Again(), conditionapp.Again()),
		Recorded: map[string]follows{
			"issue":      both(gateapp.TellChangedIssues, endAsks("issue")),
			"quick win":  endAsks("quick win"),
			"solution":   endAsks("solution"),
			"area":       both(both(gateapp.LookAgain("area"), gateapp.TellChangedArea), endAsks("area")),
			"seat":       both(gateapp.LookAgain("seat"), noticeapp.TellSeatsChanged),
			"seat order": noticeapp.TellOrdersStuck,
			"authority":  gateapp.LookAgain("authority"),
			"theme":      gateapp.TellRenamed(gatestore.NamedTheme),
			"place":      gateapp.TellRenamed(gatestore.NamedPlace),
			"person":     gateapp.LookAgain("person"),
			"ask":        followAsks,
			"attempt":    holdapp.EndOvertaken,
			"link":       holdapp.TellLinks,
		},
		Passed: map[domain.Gate]passed{domain.GateDraftPlan: executiveapp.DraftToExecutive},
	}
}

// again joins what says how the decisions of each part are taken again.
func again(parts ...map[string]act.TakenAgain) map[string]act.TakenAgain {
	all := map[string]act.TakenAgain{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// followAsks is what follows from what became of asks.
func followAsks(ctx context.Context, s *act.Step, ids []int64) error {
	return both(both(issueapp.FollowAsks, replyapp.FollowAsks),
		both(issueapp.FollowQuickWins, both(reviewapp.FollowAsks, solutionapp.FollowAsks)))(ctx, s, ids)
}

// endAsks ends the asks about things of the kind that have ended, with what follows from that.
func endAsks(recorded string) func(ctx context.Context, s *act.Step, ids []int64) error {
	return func(ctx context.Context, s *act.Step, ids []int64) error {
		ended, err := askapp.End(ctx, s, recorded, ids)
		if err != nil || len(ended) == 0 {
			return err
		}
		return followAsks(ctx, s, ended)
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
