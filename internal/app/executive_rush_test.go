package app_test

import (
	"errors"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
)

// Exactly once, however many servers look while somebody publishes or calls in.
func TestDecisionTakesEffectOnceHoweverManyLook(t *testing.T) {
	c := newChamber(t)
	d := c.decided()
	d = c.must(d.ID, c.publish(d, c.day()))
	c.Move(8 * aDay)
	rush := c.rush()
	total := make([]int, 12)
	errs := atOnce(12, func(i int) (err error) {
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
	if sum != 1 || c.Int(`SELECT count(*) FROM planning_feeds`) != 1 || c.Int(`SELECT count(*) FROM register_entries WHERE kind = 'in force'`) != 1 ||
		c.Int(`SELECT count(*) FROM audit_entries WHERE action = 'decision.effect' AND object_kind = 'decision'`) != 1 {
		t.Errorf("took effect %d times", sum)
	}
	c.verify()
}

// The last two Members sign, and two clerks record, each pair at the same moment.
func TestTwoAtOnceDoEachStepOnce(t *testing.T) {
	c := newChamber(t)
	id := c.submit(domain.GateDraftPlan)[0]
	c.sign(c.aneurin, id, gates.Approve)
	c.sign(c.priya, id, gates.Approve)
	rush := c.rush()
	forms := []gateapp.Signature{c.castle.decision(id, gates.Approve), c.castle.decision(id, gates.Approve)}
	actors := []domain.PersonID{c.suresh, c.maire}
	if err := errors.Join(atOnce(2, func(i int) error {
		_, err := gateapp.SignGate(t.Context(), rush, c.Actor(actors[i]), forms[i])
		return err
	})...); err != nil {
		t.Fatal(err)
	}
	if n := c.Int(`SELECT count(*) FROM executive_decisions`); n != 1 {
		t.Fatalf("%d decisions", n)
	}
	d := c.decisionOf(id)
	clerks := []domain.PersonID{c.clerk, c.chief}
	once := func(what string, step func(i int) error) executive.ExecutiveDecision {
		t.Helper()
		done := 0
		for _, err := range atOnce(2, step) {
			if err == nil {
				done++
			} else if !errors.Is(err, domain.ErrConflict) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if done != 1 {
			t.Errorf("%s was done %d times", what, done)
		}
		return c.decision3(d.ID)
	}
	d = once("scheduling", func(i int) error {
		return executiveapp.ScheduleDecision(t.Context(), rush, c.Actor(clerks[i]), d.ID, d.Version, c.today())
	})
	r := c.agreed(d)
	d = once("recording", func(i int) error {
		return executiveapp.RecordDecision(t.Context(), rush, c.Actor(clerks[i]), d.ID, d.Version, r)
	})
	d = once("publishing", func(i int) error {
		return executiveapp.PublishDecision(t.Context(), rush, c.Actor(clerks[i]), d.ID, d.Version, c.day())
	})
	if d.State != executive.ExecutivePublished {
		t.Errorf("stands %q", d.State)
	}
	c.verify()
}
