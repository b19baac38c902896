package conditionapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/conditions"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// stepping is a step with a condition as it was sent, to be taken again.
type stepping struct {
	Condition domain.ConditionID
	conditions.Sent
}

// Again is how steps with conditions that waited are taken again.
func Again() map[string]act.TakenAgain {
	return map[string]act.TakenAgain{
		"condition": act.Taking(func(ctx context.Context, a *act.App, actor policy.Actor, s stepping) error {
			switch s.Kind {
			case conditions.ReportedMet:
				return Report(ctx, a, actor, s.Condition, s.Seen, s.Words)
			case conditions.Agreed, conditions.NotAgreed:
				return Answer(ctx, a, actor, s.Condition, s.Seen, s.Kind == conditions.Agreed, s.Words)
			case conditions.DecidedMet, conditions.DecidedNotMet:
				return Decide(ctx, a, actor, s.Condition, s.Seen, s.Kind == conditions.DecidedMet, s.Words)
			}
			return fmt.Errorf("a condition's step %q is not taken again", s.Kind)
		}),
	}
}
