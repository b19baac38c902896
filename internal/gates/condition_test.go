package gates_test

import (
	"fmt"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/gates"
)

// A condition binds by area, cycle and gate, whatever became of the attempt on which it was set: which gates it blocks
// hangs on its flag and state alone (domain §7, ruling 5).
func TestWhichGatesAConditionBlocks(t *testing.T) {
	for _, k := range []struct {
		set    domain.Gate
		cycle  int
		before bool
		state  gates.ConditionState
		blocks string // the gates of cycle 2
	}{
		{1, 2, true, gates.ConditionOpen, "[2 3 4]"},
		{1, 2, true, gates.ConditionReported, "[2 3 4]"}, // until whoever set it agrees
		{1, 2, true, gates.ConditionMet, "[]"},
		{1, 2, false, gates.ConditionOpen, "[]"},
		{2, 2, true, gates.ConditionOpen, "[3 4]"}, // not gate 2 itself, called back and submitted again
		{3, 2, true, gates.ConditionOpen, "[4]"},
		{1, 1, true, gates.ConditionOpen, "[1 2 3 4]"}, // of an earlier cycle: carried over
		{4, 1, true, gates.ConditionReported, "[1 2 3 4]"},
		{4, 1, true, gates.ConditionMet, "[]"},
		{1, 1, false, gates.ConditionOpen, "[]"},
		{1, 3, true, gates.ConditionOpen, "[]"}, // of a later one
	} {
		c := gates.Condition{Gate: k.set, Cycle: k.cycle, BeforeNextGate: k.before, State: k.state}
		blocks := []domain.Gate{}
		for _, g := range domain.Gates() {
			if c.Blocks(g, 2) {
				blocks = append(blocks, g)
			}
		}
		if got := fmt.Sprintf("%d", blocks); got != k.blocks {
			t.Errorf("%+v blocks %s", k, got)
		}
	}
}

func TestWhatIsCarriedOverToAnAttempt(t *testing.T) {
	day := func(n int) time.Time { return domaintest.Day.AddDays(n).Time() }
	attempt := gates.Attempt{ID: 9, Area: 1, Cycle: 1, Gate: 2, Number: 2, SubmittedAt: day(0)}
	c := func(change func(*gates.Condition)) gates.Condition {
		is := gates.Condition{Attempt: 5, AttemptNumber: 1, Area: 1, Cycle: 1, Gate: 2, SetAt: day(-9),
			State: gates.ConditionOpen}
		change(&is)
		return is
	}
	for name, k := range map[string]struct {
		is   gates.Condition
		want string
	}{
		"of the attempt before": {c(func(*gates.Condition) {}), "Carried over from attempt 1"},
		"of an earlier gate": {c(func(c *gates.Condition) { c.Gate, c.AttemptNumber = 1, 3 }),
			"Carried over from gate 1, attempt 3"},
		"met before it": {c(func(c *gates.Condition) { c.State, c.StepAt = gates.ConditionMet, day(-1) }),
			"not shown"},
		"met since": {c(func(c *gates.Condition) { c.State, c.StepAt = gates.ConditionMet, day(1) }),
			"Carried over from attempt 1"},
		"reported met": {c(func(c *gates.Condition) {
			c.State, c.StepAt = gates.ConditionReported,
				day(-1)
		}), "Carried over from attempt 1"},
		"set on it": {c(func(c *gates.Condition) { c.Attempt, c.AttemptNumber, c.SetAt = 9, 2, day(1) }),
			""},
		"of a later attempt": {c(func(c *gates.Condition) {
			c.Attempt, c.AttemptNumber, c.SetAt = 12, 3,
				day(5)
		}), "not shown"},
		"of a later gate": {c(func(c *gates.Condition) { c.Gate = 3 }), "not shown"},
		"of an earlier cycle": {c(func(c *gates.Condition) { c.Cycle, c.Gate = 0, 3 }),
			"Carried over from cycle 0, gate 3, attempt 1"},
		"of an earlier cycle, met": {c(func(c *gates.Condition) {
			c.Cycle, c.State, c.StepAt = 0, gates.ConditionMet, day(-1)
		}), "not shown"},
		"of a later cycle":         {c(func(c *gates.Condition) { c.Cycle = 2 }), "not shown"},
		"of another area":          {c(func(c *gates.Condition) { c.Area = 4 }), "not shown"},
		"of gate 1, set afterward": {c(func(c *gates.Condition) { c.Gate, c.SetAt = 1, day(3) }), "not shown"},
	} {
		got := "not shown"
		for _, shown := range gates.OfAttempt([]gates.Condition{k.is}, attempt) {
			got = shown.CarriedFrom(attempt)
		}
		if got != k.want {
			t.Errorf("%s: %q, want %q", name, got, k.want)
		}
	}
}

func TestReadinessNamesTheConditions(t *testing.T) {
	light := gates.Condition{Text: "Light the footpath.", Gate: 1, BeforeNextGate: true, State: gates.ConditionReported}
	later := gates.Condition{Text: "Write to the parish", Gate: 1, State: gates.ConditionOpen}
	for name, k := range map[string]struct {
		gate   domain.Gate
		list   []gates.Condition
		met    bool
		detail string
	}{
		"none": {2, nil, true, "none open"},
		"at its gate": {1, []gates.Condition{light}, true, "none is due before this gate; carried over: “Light the " +
			"footpath”"},
		"at the next": {2, []gates.Condition{light, later}, false, "1 condition is open: “Light the footpath”"},
		"after that":  {3, []gates.Condition{light}, false, "1 condition is open: “Light the footpath”"},
		"due later on": {2, []gates.Condition{later}, true, "none is due before this gate; carried over: “Write to " +
			"the parish”"},
	} {
		for _, c := range gates.Checklist(domain.GateAreas, gates.GateFacts{}) {
			if c.ID == "conditions" {
				t.Error("gate 1 speaks of conditions where there are none")
			}
		}
		for _, c := range gates.Checklist(k.gate, gates.GateFacts{OpenConditions: k.list}) {
			if c.ID == "conditions" && (c.Met != k.met || c.Detail != k.detail) {
				t.Errorf("%s: %t, %q", name, c.Met, c.Detail)
			}
		}
	}
}
