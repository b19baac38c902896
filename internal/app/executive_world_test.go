package app_test

import (
	"context"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// chamber is the castle with a draft plan ready for gate 3, and the Executive around it.
type chamber struct {
	*castle
	servertest.Draft
	clerk, member, other, chief domain.PersonID // the Executive's clerk, two Executive Members, the named officer
}

func newChamber(t *testing.T) *chamber {
	t.Helper()
	c := &chamber{castle: newCastle(t)}
	c.clerk, c.chief = c.Person("Philippa Ó Murchú-Lindqvist", policy.Executive), c.Person("Marie-Ann", policy.Executive)
	c.member, c.other = c.Person("Dáithí Chance", policy.ExecutiveMember), c.Person("Bao", policy.ExecutiveMember)
	c.everyoneApproves(c.submit(domain.GateAreas)[0])
	c.readyForIssues()
	c.everyoneApproves(c.submit(domain.GateIssues)[0])
	c.Draft = c.ReadyForGate3(c.area, c.nia)
	return c
}

// drafted passes the Members' part and returns the decision that waits for the Executive.
func (c *chamber) drafted() executive.ExecutiveDecision {
	c.t.Helper()
	id := c.submit(domain.GateDraftPlan)[0]
	c.everyoneApproves(id)
	return c.decisionOf(id)
}

func (c *chamber) decisionOf(id domain.AttemptID) executive.ExecutiveDecision {
	c.t.Helper()
	return c.decision3(domain.ExecutiveID(c.Int(`SELECT id FROM executive_decisions WHERE attempt_id = $1`, int64(id))))
}

// decision3 is a decision as it is now.
func (c *chamber) decision3(id domain.ExecutiveID) executive.ExecutiveDecision {
	c.t.Helper()
	d, err := executivestore.ExecutiveDecision(c.t.Context(), c.App.Store.Reader, policy.DecisionScope{View: policy.Scope{All: true}}, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return d
}

// must runs a step that must succeed, and returns the decision as it is then.
func (c *chamber) must(id domain.ExecutiveID, step func(context.Context) error) executive.ExecutiveDecision {
	c.t.Helper()
	if err := step(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	return c.decision3(id)
}

func (c *chamber) schedule(who domain.PersonID, d executive.ExecutiveDecision, s executiveapp.Scheduling) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.ScheduleDecision(ctx, c.App, c.Actor(who), d.ID, d.Version, s)
	}
}

// today is a scheduling for today, of the Executive together, as no key decision.
func (c *chamber) today() executiveapp.Scheduling {
	return executiveapp.Scheduling{MeetsOn: c.day(), Key: executive.KeyNo}
}

// agreed is a record of today that agrees everything.
func (c *chamber) agreed(d executive.ExecutiveDecision) executive.Recording {
	r := executive.Recording{DecidedOn: c.day(), Reasons: "The community asked for it.", Alternatives: "None"}
	for range d.Items {
		r.Items = append(r.Items, executive.ItemOutcome{Outcome: executive.ItemAgreed})
	}
	return r
}

func (c *chamber) record(who domain.PersonID, d executive.ExecutiveDecision, r executive.Recording) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.RecordDecision(ctx, c.App, c.Actor(who), d.ID, d.Version, r)
	}
}

func (c *chamber) publish(d executive.ExecutiveDecision, on domain.Date) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.PublishDecision(ctx, c.App, c.Actor(c.clerk), d.ID, d.Version, on)
	}
}

// decided is a decision of today of the Executive that agrees everything.
func (c *chamber) decided() executive.ExecutiveDecision {
	c.t.Helper()
	d := c.drafted()
	d = c.must(d.ID, c.schedule(c.clerk, d, c.today()))
	return c.must(d.ID, c.record(c.clerk, d, c.agreed(d)))
}
