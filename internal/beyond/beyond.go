// Package beyond composes what follows from a command of one part in the parts above it.
package beyond

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/timelines/timelineapp"
)

// Steps are what an act.App takes: a new area opens its first phase, passing gate 3 sends the plan to the
// Executive, and Area Members are told of what is otherwise than they signed it.
func Steps() act.Beyond {
	type passed = func(ctx context.Context, s *act.Step, t domain.AttemptID, by domain.PersonID) error
	return act.Beyond{
		Proposed: timelineapp.OpenFirstPhase,
		Recorded: map[string]func(ctx context.Context, s *act.Step, ids []int64) error{
			"issue": gateapp.TellChangedIssues, "area": gateapp.TellChangedArea,
		},
		Passed: map[domain.Gate]passed{domain.GateDraftPlan: executiveapp.DraftToExecutive},
	}
}
