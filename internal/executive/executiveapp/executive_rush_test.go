package executiveapp_test

import (
	"errors"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// Exactly once, however many servers look while somebody publishes or calls in.
func TestDecisionTakesEffectOnceHoweverManyLook(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Decided()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	c.Move(8 * town.ADay)
	rush := c.Rush()
	total := make([]int, 12)
	errs := town.AtOnce(12, func(i int) (err error) {
		total[i], err = executiveapp.TakeEffects(t.Context(), rush)
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range total {
		sum += n
	}
	if sum != 1 || c.Int(`SELECT count(*) FROM planning_feeds`) != 1 ||
		c.Int(`SELECT count(*) FROM register_entries WHERE kind = 'in force'`) != 1 ||
		c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'decision.effect' AND object_kind = 'decision'`) != 1 {
		t.Errorf("took effect %d times", sum)
	}
	c.Verify()
}

// The last two Members sign, and two clerks record, each pair at the same moment.
func TestTwoAtOnceDoEachStepOnce(t *testing.T) {
	c := town.NewChamber(t)
	id := c.Submit(domain.GateDraftPlan)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	c.Sign(c.Priya, id, gates.Approve)
	rush := c.Rush()
	forms := []gateapp.Signature{c.Decision(id, gates.Approve), c.Decision(id, gates.Approve)}
	actors := []domain.PersonID{c.Suresh, c.Maire}
	if err := errors.Join(town.AtOnce(2, func(i int) error {
		_, err := gateapp.SignGate(t.Context(), rush, c.Actor(actors[i]), forms[i])
		return err
	})...); err != nil {
		t.Fatal(err)
	}
	if n := c.Int(`SELECT count(*) FROM executive_decisions`); n != 1 {
		t.Fatalf("%d decisions", n)
	}
	d := c.DecisionOf(id)
	clerks := []domain.PersonID{c.Clerk, c.Person("Ngozi Abernethy", policy.Clerk)}
	once := func(what string, step func(i int) error) executive.ExecutiveDecision {
		t.Helper()
		done := 0
		for _, err := range town.AtOnce(2, step) {
			if err == nil {
				done++
			} else if !errors.Is(err, domain.ErrConflict) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if done != 1 {
			t.Errorf("%s was done %d times", what, done)
		}
		return c.Decision3(d.ID)
	}
	d = once("scheduling", func(i int) error {
		return executiveapp.ScheduleDecision(t.Context(), rush, c.Actor(clerks[i]), d.ID, d.Version, c.Today())
	})
	r := c.Agreed(d)
	d = once("recording", func(i int) error {
		return executiveapp.RecordDecision(t.Context(), rush, c.Actor(clerks[i]), d.ID, d.Version, r)
	})
	d = once("publishing", func(i int) error {
		return executiveapp.PublishDecision(t.Context(), rush, c.Actor(clerks[i]), d.ID, d.Version, c.Day())
	})
	if d.State != executive.ExecutivePublished {
		t.Errorf("stands %q", d.State)
	}
	c.Verify()
}
