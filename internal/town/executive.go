package town

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
)

// Drafted passes the Members' part and returns the decision that waits for the Executive.
func (c *Town) Drafted() executive.ExecutiveDecision {
	c.T.Helper()
	id := c.Submit(domain.GateDraftPlan)[0]
	c.EveryoneApproves(id)
	return c.DecisionOf(id)
}

// DecisionOf is the Executive's decision on an attempt.
func (c *Town) DecisionOf(id domain.AttemptID) executive.ExecutiveDecision {
	c.T.Helper()
	return c.Decision3(domain.ExecutiveID(c.Int(`
		SELECT min(decision_id) FROM executive_matters WHERE attempt_id = $1`, int64(id))))
}

// Decision3 is a decision as it is now.
func (c *Town) Decision3(id domain.ExecutiveID) executive.ExecutiveDecision {
	c.T.Helper()
	d, err := executivestore.ExecutiveDecision(c.T.Context(), c.App.Store.Reader,
		policy.DecisionScope{View: policy.Scope{All: true}}, id)
	if err != nil {
		c.T.Fatal(err)
	}
	return d
}

// Must runs a step that must succeed, and returns the decision as it is then.
func (c *Town) Must(id domain.ExecutiveID, step func(context.Context) error) executive.ExecutiveDecision {
	c.T.Helper()
	if err := step(c.T.Context()); err != nil {
		c.T.Fatal(err)
	}
	return c.Decision3(id)
}

// Schedule is a step in which somebody schedules a decision.
func (c *Town) Schedule(who domain.PersonID, d executive.ExecutiveDecision, s executiveapp.Scheduling) func(
	context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.ScheduleDecision(ctx, c.App, c.Actor(who), d.ID, d.Version, s)
	}
}

// Today is a scheduling for today, of the Executive together, as no key decision though it is felt in two wards.
func (c *Town) Today() executiveapp.Scheduling {
	return executiveapp.Scheduling{MeetsOn: c.Day(), Key: executive.KeyNo,
		KeyReason: "It commits nothing beyond the budgets of its leads"}
}

// Agreed is a record of today that agrees everything.
func (c *Town) Agreed(d executive.ExecutiveDecision) executive.Recording {
	r := executive.Recording{DecidedOn: c.Day(), Reasons: "The community asked for it.", Alternatives: "None"}
	for range d.Items {
		r.Items = append(r.Items, executive.ItemOutcome{Outcome: executive.ItemAgreed})
	}
	return r
}

// Record is a step in which somebody records a decision.
func (c *Town) Record(who domain.PersonID, d executive.ExecutiveDecision, r executive.Recording) func(
	context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.RecordDecision(ctx, c.App, c.Actor(who), d.ID, d.Version, r)
	}
}

// Publish is a step in which the clerk publishes a decision.
func (c *Town) Publish(d executive.ExecutiveDecision, on domain.Date) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.PublishDecision(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version, on)
	}
}

// Decided is a decision of today of the Executive that agrees everything.
func (c *Town) Decided() executive.ExecutiveDecision {
	c.T.Helper()
	d := c.Drafted()
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	return c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
}

// Feed is the corporate planning feed of a decision on one plan.
func (c *Town) Feed(id domain.ExecutiveID) executive.PlanningFeed {
	c.T.Helper()
	feeds, err := executivestore.PlanningFeeds(c.T.Context(), c.App.Store.Reader, id)
	if err != nil || len(feeds) != 1 {
		c.T.Fatal(len(feeds), " feeds, ", err)
	}
	return feeds[0]
}

// Again submits a gate anew, and everybody approves.
func (c *Town) Again(g domain.Gate) domain.AttemptID {
	c.T.Helper()
	id := c.Submit(g)[0]
	c.EveryoneApproves(id)
	return id
}
