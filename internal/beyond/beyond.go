// Package beyond composes what follows from a command of one part in the parts above it.
package beyond

import (
	"context"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/timelines/timelineapp"
)

// Steps are what an act.App takes: a new area opens its first phase, and passing gate 3 sends the plan to the
// Executive.
func Steps() act.Beyond {
	type passed = func(ctx context.Context, s *act.Step, t domain.AttemptID, by domain.PersonID) error
	return act.Beyond{
		Proposed: timelineapp.OpenFirstPhase,
		Passed:   map[domain.Gate]passed{domain.GateDraftPlan: executiveapp.DraftToExecutive},
	}
}
