package town

import (
	"context"

	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
)

// Condition is the newest condition of the castle as it stands now.
func Condition(c *Town) gates.Condition {
	c.T.Helper()
	is, err := gatestore.Condition(c.T.Context(), c.App.Store.Reader, policy.Scope{All: true},
		domain.ConditionID(c.Int(`SELECT max(id) FROM conditions`)))
	if err != nil {
		c.T.Fatal(err)
	}
	return is
}

// Reporting is a step in which somebody reports the condition met.
func Reporting(c *Town, who domain.PersonID, is gates.Condition, how string) func(context.Context) error {
	return func(ctx context.Context) error {
		return conditionapp.Report(ctx, c.App, c.Actor(who), is.ID, is.Step, how)
	}
}

// Answering is a step in which somebody agrees that the condition is met, or not.
func Answering(c *Town, who domain.PersonID, is gates.Condition, agrees bool,
	words string) func(context.Context) error {
	return func(ctx context.Context) error {
		return conditionapp.Answer(ctx, c.App, c.Actor(who), is.ID, is.Step, agrees, words)
	}
}

// Deciding is a step in which somebody decides whether the condition is met.
func Deciding(c *Town, who domain.PersonID, is gates.Condition, met bool, why string) func(context.Context) error {
	return func(ctx context.Context) error {
		return conditionapp.Decide(ctx, c.App, c.Actor(who), is.ID, is.Step, met, why)
	}
}

// Does takes a step that is not refused.
func Does(c *Town, step func(context.Context) error) {
	c.T.Helper()
	if err := step(c.T.Context()); err != nil {
		c.T.Fatal(err)
	}
}

// Meets has the liaison officer report the newest condition met, and the Member agree.
func Meets(c *Town, member domain.PersonID) {
	c.T.Helper()
	Does(c, Reporting(c, c.Nia, Condition(c), "Three lamps put up"))
	Does(c, Answering(c, member, Condition(c), true, ""))
}
