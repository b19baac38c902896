package gates

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain/domaintest"
	"fourgates/internal/places"
)

// slots reads "county: approve, -, vacant; borough: reject": "-" is pending; "gone:approve" decided before the seat
// fell vacant.
func slots(text string) []Slot {
	var list []Slot
	for _, part := range strings.Split(text, ";") {
		tier, seats, _ := strings.Cut(strings.TrimSpace(part), ": ")
		for _, word := range strings.Split(seats, ", ") {
			s := Slot{Tier: places.Tier(tier)}
			word, s.Vacant = strings.CutPrefix(word, "gone:")
			switch word {
			case "-":
			case "vacant":
				s.Vacant = true
			default:
				s.Decision = Decision(word)
			}
			list = append(list, s)
		}
	}
	return list
}

func TestRules(t *testing.T) {
	const (
		open, passed, conditions, deferred, rejected = OutcomeOpen, OutcomePassed, OutcomePassedWithConditions,
			OutcomeDeferred, OutcomeRejected
	)
	for _, c := range []struct {
		slots                     string
		all, majority, onePerTier Outcome
	}{
		{"county: -; borough: -", open, open, open},
		{"county: approve; borough: -", open, open, open},
		{"county: approve; borough: approve", passed, passed, passed},
		{"county: approve; borough: approve with conditions", conditions, conditions, conditions},
		{"county: approve; borough: approve, -", open, passed, passed},
		{"county: approve; borough: approve, reject", rejected, passed, passed},
		{"county: approve; borough: approve, defer", deferred, passed, passed},
		{"county: approve; borough: reject", rejected, rejected, rejected},
		{"county: approve; borough: defer", deferred, deferred, deferred},
		{"county: reject; borough: -, -", rejected, open, rejected},
		{"county: reject; borough: reject, -", rejected, rejected, rejected},
		{"county: defer; borough: defer, reject", deferred, deferred, deferred},
		{"county: defer; borough: reject, reject", rejected, rejected, deferred},
		{"county: defer; borough: reject", rejected, rejected, deferred},
		{"county: approve, approve; borough: -", open, passed, open},
		{"county: approve, approve; borough: -, -", open, open, open},
		{"county: approve, approve; borough: reject, -, -", rejected, open, open},
		{"county: approve, approve; borough: reject, reject", rejected, rejected, rejected},
		{"county: approve; borough: vacant", passed, passed, passed},
		{"county: -; borough: vacant", open, open, open},
		{"county: approve; borough: vacant, -", open, open, open},
		{"county: approve; borough: stand aside", passed, passed, passed},
		{"county: approve; borough: stand aside, -", open, open, open},
		{"county: vacant; borough: stand aside", open, open, open},
		{"county: vacant; borough: vacant", open, open, open},
		{"county: stand aside; borough: stand aside", open, open, open},
		{"county: stand aside; borough: reject", rejected, rejected, rejected},
		{"county: approve; borough: gone:approve", passed, passed, passed},
		{"county: approve; borough: gone:reject", rejected, rejected, rejected},
		{"county: vacant; borough: gone:approve", passed, passed, passed},
		{"county: approve; borough: gone:stand aside", passed, passed, passed},
		{"unitary: approve, -, -", open, open, passed},
		{"unitary: approve, approve, -", open, passed, passed},
		{"unitary: approve with conditions, approve, -", open, conditions, conditions},
		{"county: approve; borough: approve; unitary: -", open, passed, open},
	} {
		for _, r := range []struct {
			rule Rule
			want Outcome
		}{{RuleAll, c.all}, {RuleMajority, c.majority}, {RuleOnePerTier, c.onePerTier}} {
			if got := r.rule.Evaluate(slots(c.slots)); got != r.want {
				t.Errorf("%s, rule %q: %q, want %q", c.slots, r.rule, got, r.want)
			}
		}
	}
}

func TestNobodyLeftIsWhenEverySeatIsVacantOrStoodAside(t *testing.T) {
	for text, want := range map[string]bool{
		"county: vacant; borough: vacant":          true,
		"county: stand aside; borough: vacant":     true,
		"county: gone:stand aside":                 true,
		"county: vacant; borough: -":               false,
		"county: vacant; borough: reject":          false,
		"county: stand aside; borough: gone:defer": false,
	} {
		if got := NobodyLeft(slots(text)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	if !NobodyLeft(nil) || RuleAll.Evaluate(nil) != OutcomeOpen {
		t.Error("an attempt that asks nobody is not left to the planning officer")
	}
}

// holds says in other words than the code when a rule holds: the words of domain §3.
func holds(r Rule, list []Slot) bool {
	approved, heard := map[places.Tier]int{}, map[places.Tier]int{}
	for _, s := range list {
		if s.Decision == StandAside || (s.Vacant && s.Decision == "") {
			continue
		}
		heard[s.Tier]++
		if s.Decision == Approve || s.Decision == ApproveWithConditions {
			approved[s.Tier]++
		}
	}
	a, n := 0, 0
	eachTier := true
	for tier := range heard {
		a, n = a+approved[tier], n+heard[tier]
		eachTier = eachTier && approved[tier] > 0
	}
	switch {
	case n == 0:
		return false
	case r == RuleMajority:
		return a > n-a
	case r == RuleOnePerTier:
		return eachTier
	}
	return a == n
}

// Guarantee 4: a gate passes exactly when its rule holds over what is recorded, whatever comes in whatever order.
func TestAttemptPassesExactlyWhenItsRuleHolds(t *testing.T) {
	const seed = 20261122
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	outcomes := map[Outcome]int{}
	for history := range 10_000 {
		rule := Rules()[rng.IntN(len(Rules()))]
		list := make([]Slot, 1+rng.IntN(7))
		for i := range list {
			list[i] = Slot{Tier: []places.Tier{places.County, places.Borough, places.Borough,
				places.Unitary}[rng.IntN(4)], Vacant: rng.IntN(5) == 0}
		}
		var said []string
		outcome := rule.Evaluate(list)
		for step := 0; outcome == OutcomeOpen && step < 30; step++ {
			said = append(said, happen(rng, list))
			outcome = rule.Evaluate(list)
			check(t, rule, list, outcome, said)
		}
		outcomes[outcome]++
		if t.Failed() {
			t.Fatalf("history %d of seed %d, rule %q: %s", history, seed, rule, strings.Join(said, "; "))
		}
	}
	for _, o := range []Outcome{OutcomeOpen, OutcomePassed, OutcomePassedWithConditions, OutcomeDeferred,
		OutcomeRejected} {
		if outcomes[o] == 0 {
			t.Errorf("no history ended %q: the histories are too tame", o)
		}
	}
	t.Logf("ends: %v", outcomes)
}

// happen changes one slot: somebody decides or decides otherwise, a seat falls vacant, or a successor comes.
func happen(rng *rand.Rand, list []Slot) string {
	i := rng.IntN(len(list))
	s := &list[i]
	switch {
	case s.Vacant && rng.IntN(3) == 0:
		s.Vacant = false
		return fmt.Sprintf("place %d has a successor", i)
	case s.Vacant:
		return fmt.Sprintf("place %d stays vacant", i)
	case rng.IntN(6) == 0:
		s.Vacant = true
		return fmt.Sprintf("place %d falls vacant", i)
	case s.Decision == "":
		ways := []Decision{Approve, Approve, Approve, Approve, ApproveWithConditions, Defer, Reject, StandAside}
		s.Decision = ways[rng.IntN(len(ways))]
		return fmt.Sprintf("place %d: %s", i, s.Decision)
	case rng.IntN(2) == 0:
		s.Decision = Decisions()[rng.IntN(len(Decisions()))]
		return fmt.Sprintf("place %d changes to: %s", i, s.Decision)
	}
	return fmt.Sprintf("place %d is asked again and has decided", i)
}

func check(t *testing.T, rule Rule, list []Slot, got Outcome, said []string) {
	t.Helper()
	has := func(d Decision) bool { return slices.ContainsFunc(list, func(s Slot) bool { return s.Decision == d }) }
	best, worst := slices.Clone(list), slices.Clone(list)
	for i := range list {
		if list[i].Decision == "" && !list[i].Vacant {
			best[i].Decision, worst[i].Decision = Approve, Reject
		}
	}
	switch {
	case got.Passes() != holds(rule, list):
		t.Errorf("%q after %v: passes %v, the rule holds %v", got, said, got.Passes(), holds(rule, list))
	case got.Passes() && !holds(rule, worst):
		t.Errorf("%q counts a pending place as an approval", got)
	case got == OutcomePassedWithConditions != (got.Passes() && has(ApproveWithConditions)):
		t.Errorf("%q, conditions were set: %v", got, has(ApproveWithConditions))
	case got == OutcomeOpen && !NobodyLeft(list) && !holds(rule, best):
		t.Errorf("open although it can no longer pass")
	case (got == OutcomeRejected || got == OutcomeDeferred) && holds(rule, best):
		t.Errorf("%q although it can still pass", got)
	case got == OutcomeRejected && !has(Reject), got == OutcomeDeferred && !has(Defer):
		t.Errorf("%q and nobody said so", got)
	}
	for i := range list {
		if list[i].Decision.Approves() {
			worse := slices.Clone(list)
			worse[i].Decision = Reject
			if rule.Evaluate(worse).Passes() && !got.Passes() {
				t.Errorf("a rejection in place %d passes what an approval does not", i)
			}
		}
	}
}

func TestDecisionLacksByField(t *testing.T) {
	soon, past := domaintest.Day.AddDays(7), domaintest.Day.AddDays(-1)
	met := NewCondition{Text: "Light the footpath", DueOn: soon}
	for name, c := range map[string]struct {
		s    Signing
		want []string
	}{
		"approve":                {Signing{Decision: Approve}, nil},
		"approve with a comment": {Signing{Decision: Approve, Comment: "Thank you"}, nil},
		"no decision":            {Signing{}, []string{"decision"}},
		"another word":           {Signing{Decision: "yes"}, []string{"decision"}},
		"conditions": {Signing{Decision: ApproveWithConditions, Conditions: []NewCondition{met}},
			nil},
		"due today": {Signing{Decision: ApproveWithConditions,
			Conditions: []NewCondition{{Text: "x", DueOn: domaintest.Day}}}, nil},
		"conditions without one": {Signing{Decision: ApproveWithConditions}, []string{"condition-1"}},
		"a condition without words, date": {Signing{Decision: ApproveWithConditions,
			Conditions: []NewCondition{met, {}}}, []string{"condition-2", "due-2"}},
		"a condition due in the past": {Signing{Decision: ApproveWithConditions,
			Conditions: []NewCondition{{Text: "x", DueOn: past}}}, []string{"due-1"}},
		"defer":                  {Signing{Decision: Defer, Comment: "Costs", ResubmitBy: soon}, nil},
		"defer without anything": {Signing{Decision: Defer}, []string{"comment", "resubmit"}},
		"defer until today": {Signing{Decision: Defer, Comment: "Costs", ResubmitBy: domaintest.Day},
			[]string{"resubmit"}},
		"reject":                       {Signing{Decision: Reject, Comment: "Wrong ward"}, nil},
		"reject without reasons":       {Signing{Decision: Reject}, []string{"comment"}},
		"stand aside":                  {Signing{Decision: StandAside, Comment: "I own the shop"}, nil},
		"stand aside without interest": {Signing{Decision: StandAside}, []string{"comment"}},
	} {
		var got []string
		for _, b := range c.s.Blockers(domaintest.Day) {
			got = append(got, b.Field)
			if b.Words == "" {
				t.Errorf("%s: nothing is said by %s", name, b.Field)
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// What was typed for another decision is no part of the one that was chosen (rulings, 4).
func TestChosenDropsWhatBelongsToAnotherDecision(t *testing.T) {
	typed := Signing{Comment: "Yes", ResubmitBy: domaintest.Day.AddDays(9),
		Conditions: []NewCondition{{Text: "Light it"}}}
	for _, d := range Decisions() {
		typed.Decision = d
		got := typed.Chosen()
		if (len(got.Conditions) > 0) != (d == ApproveWithConditions) || got.ResubmitBy.IsZero() == (d == Defer) ||
			got.Comment != "Yes" {
			t.Errorf("%s keeps %+v", d, got)
		}
	}
}
