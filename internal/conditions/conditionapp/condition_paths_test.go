package conditionapp_test

import (
	"context"
	"fmt"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// everyone of the castle's Members but Aneurin, who sets the conditions.
func others(c *town.Town) []domain.PersonID { return []domain.PersonID{c.Priya, c.Suresh, c.Maire} }

// sets has Aneurin approve with one condition.
func sets(t *testing.T, c *town.Town, id domain.AttemptID, before bool) {
	t.Helper()
	form := c.Decision(id, gates.ApproveWithConditions)
	form.Conditions[0].BeforeNextGate = before
	town.Does(c, c.Signing(c.Aneurin, form))
}

// The ways of gate 1 on which a condition was set on the first attempt.
var ways = map[string]func(t *testing.T, c *town.Town, first domain.AttemptID){
	"passed": func(_ *testing.T, c *town.Town, first domain.AttemptID) {
		for _, who := range others(c) {
			c.Sign(who, first, gates.Approve)
		}
	},
	"deferred, and passed again": func(_ *testing.T, c *town.Town, first domain.AttemptID) {
		c.Sign(c.Priya, first, gates.Defer)
		c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	},
	"rejected, and passed again": func(_ *testing.T, c *town.Town, first domain.AttemptID) {
		c.Sign(c.Priya, first, gates.Reject)
		c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	},
	"withdrawn, and passed again": func(t *testing.T, c *town.Town, first domain.AttemptID) {
		withdraw(t, c, first)
		c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	},
	"deferred, rejected, withdrawn, and passed": func(t *testing.T, c *town.Town, first domain.AttemptID) {
		c.Sign(c.Priya, first, gates.Defer)
		c.Sign(c.Maire, c.Submit(domain.GateAreas)[0], gates.Reject)
		withdraw(t, c, c.Submit(domain.GateAreas)[0])
		c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	},
	"overridden": func(t *testing.T, c *town.Town, _ domain.AttemptID) { override(t, c, domain.GateAreas) },
	"deferred, and overridden": func(t *testing.T, c *town.Town, first domain.AttemptID) {
		c.Sign(c.Priya, first, gates.Defer)
		override(t, c, domain.GateAreas)
	},
}

func withdraw(t *testing.T, c *town.Town, id domain.AttemptID) {
	t.Helper()
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "A map is missing"); err != nil {
		t.Fatal(err)
	}
}

func override(t *testing.T, c *town.Town, g domain.Gate) {
	t.Helper()
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, g,
		"The county waits for it"); err != nil {
		t.Fatal(err)
	}
}

func openIn(t *testing.T, c *town.Town) []gates.Condition {
	t.Helper()
	open, err := gatestore.OpenConditions(t.Context(), c.App.Store.Reader, policy.Scope{Areas: []domain.AreaID{c.Area}})
	if err != nil {
		t.Fatal(err)
	}
	return open
}

// A condition belongs to the area and the gate, not to the attempt (domain §7, ruling 5): whatever became of the
// attempt on which it was set, it is open, it is shown on every later attempt, and where it is to be met before the
// next gate, that can be submitted only when whoever set it has agreed that it is met.
func TestConditionOutlivesItsAttempt(t *testing.T) {
	for way, goes := range ways {
		for _, before := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, before the next gate: %t", way, before), func(t *testing.T) {
				c := town.NewCastle(t)
				first := c.Submit(domain.GateAreas)[0]
				sets(t, c, first, before)
				goes(t, c, first)
				if open := openIn(t, c); len(open) != 1 || open[0].Attempt != first || open[0].AttemptNumber != 1 {
					t.Fatalf("open: %+v", open)
				}
				shown(t, c, domain.GateAreas)
				c.ReadyForIssues()
				if before {
					submit := c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area},
						Gate: domain.GateIssues})
					c.RefusedFor("gate 2", "conditions", submit)
					town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
					c.RefusedFor("gate 2, before the Member agrees", "conditions", submit)
					town.Does(c, town.Answering(c, c.Aneurin, town.Condition(c), true, ""))
				}
				c.Submit(domain.GateIssues)
				if !before {
					shown(t, c, domain.GateIssues)
				}
				c.Verify()
			})
		}
	}
}

// shown checks that each attempt at the gate shows the condition, as set on it or carried over.
func shown(t *testing.T, c *town.Town, g domain.Gate) {
	t.Helper()
	attempts, err := gatestore.Attempts(t.Context(), c.App.Store.Reader, c.Area)
	if err != nil {
		t.Fatal(err)
	}
	all, err := gatestore.CycleConditions(t.Context(), c.App.Store.Reader, c.Area, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range attempts {
		if a.Gate == g && len(gates.OfAttempt(all, a)) != 1 {
			t.Errorf("gate %d, attempt %d shows %+v", a.Gate, a.Number, gates.OfAttempt(all, a))
		}
	}
}

// An override of the next gate passes what is not ready; the condition stays open, and blocks the gate after.
func TestConditionOutlivesTheOverrideOfTheGateThatItBlocks(t *testing.T) {
	c := town.NewCastle(t)
	first := c.Submit(domain.GateAreas)[0]
	sets(t, c, first, true)
	ways["passed"](t, c, first)
	c.ReadyForIssues()
	override(t, c, domain.GateIssues)
	open := openIn(t, c)
	if len(open) != 1 || len(gates.Blocking(open, domain.GateDraftPlan, 1)) != 1 {
		t.Errorf("open: %+v", open)
	}
	c.Verify()
}

// Set at gate 2, which was called back, it is open, blocks gate 3, and does not keep gate 2 from being submitted again.
func TestConditionOutlivesACallBack(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	speed, _, _ := c.ReadyForIssues()
	bins := c.Issue("Bins are missed", domain.FromTheCommunity, "synthesised", "public")
	two := c.Submit(domain.GateIssues)[0]
	sets(t, c, two, true)
	ways["passed"](t, c, two)
	c.Confirmed(c.Round(map[domain.IssueID]int{speed: 20, bins: 10}), speed)
	town.Does(c, func(ctx context.Context) error {
		return gateapp.CallBackGate(ctx, c.App, c.Actor(c.Priya), c.Area, "The bins were dropped")
	})
	if open := openIn(t, c); len(open) != 1 {
		t.Fatalf("called back: %+v", open)
	}
	c.EveryoneApproves(c.Submit(domain.GateIssues)[0])
	shown(t, c, domain.GateIssues)
	if open := openIn(t, c); len(gates.Blocking(open, domain.GateDraftPlan, 1)) != 1 ||
		len(gates.Blocking(open, domain.GateIssues, 1)) != 0 {
		t.Errorf("passed again: %+v", open)
	}
	c.Verify()
}

// A gate that came to its Members before its condition was known to bind does not pass over it: it waits, and passes in
// the step in which the condition is met.
func TestGateWaitsForItsCondition(t *testing.T) {
	for name, meet := range map[string]func(c *town.Town){
		"agreed": func(c *town.Town) { town.Meets(c, c.Aneurin) },
		"decided": func(c *town.Town) {
			town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
			c.Move(15 * town.ADay)
			town.Does(c, town.Deciding(c, c.Owen, town.Condition(c), true, "The lamps burn"))
		},
	} {
		c := town.NewCastle(t)
		first := c.Submit(domain.GateAreas)[0]
		sets(t, c, first, false)
		ways["passed"](t, c, first)
		c.ReadyForIssues()
		two := c.Submit(domain.GateIssues)[0]
		c.Forced("from before conditions of every attempt bound", `UPDATE conditions SET before_next_gate = true`)
		c.EveryoneApproves(two)
		c.WantOutcome(two, gates.OutcomeOpen)
		if n, err := gateapp.SettleAttempts(t.Context(), c.App); n != 0 || err != nil {
			t.Errorf("%s: settled %d, %v", name, n, err)
		}
		meet(c)
		c.WantOutcome(two, gates.OutcomePassed)
		c.WantLines([]string{"2c"}, `SELECT phase FROM phases WHERE closed_on IS NULL`)
		c.Forced("as it was set", `UPDATE conditions SET before_next_gate = false`)
		c.Verify()
	}
}
