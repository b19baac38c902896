package gates

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// What a page says that a decision will do is what the rule makes of it, names included.
func TestForeseenIsWhatTheRuleMakesOfIt(t *testing.T) {
	asked := func(decided ...Decision) []Signatory {
		list := []Signatory{{Tier: places.Borough, Holder: 1, HolderName: "Una"},
			{Tier: places.Borough, Holder: 2, HolderName: "Dilys"},
			{Tier: places.County, Holder: 3, HolderName: "Kwame"},
			{Tier: places.County, Holder: 2, HolderName: "Dilys"}, {Tier: places.County}}
		for i, d := range decided {
			list[i].Decision = d
		}
		return list
	}
	for name, c := range map[string]struct {
		rule            Rule
		list            []Signatory
		by              domain.PersonID
		d               Decision
		want            Outcome
		waiting, spared string
		nobody          bool
	}{
		"the first of all":             {RuleAll, asked(), 1, Approve, OutcomeOpen, "Dilys Kwame", "", false},
		"a rejection under all":        {RuleAll, asked(), 1, Reject, OutcomeRejected, "", "Dilys Kwame", false},
		"a deferral under all":         {RuleAll, asked(Approve), 3, Defer, OutcomeDeferred, "", "Dilys", false},
		"a rejection under a majority": {RuleMajority, asked(), 1, Reject, OutcomeOpen, "Dilys Kwame", "", false},
		"the last, for two places": {RuleAll, asked(Approve, "", Approve), 2, Approve, OutcomePassed, "", "",
			false},
		"a majority before the rest": {RuleMajority, asked(Approve), 2, ApproveWithConditions,
			OutcomePassedWithConditions, "", "Kwame", false},
		"one of each tier": {RuleOnePerTier, asked(Approve), 3, Approve, OutcomePassed, "", "Dilys", false},
		"the last stands aside": {RuleAll, asked(StandAside, StandAside, StandAside, StandAside), 3, StandAside,
			OutcomeOpen, "", "", true},
		"a mind changed": {RuleAll, asked(StandAside, Approve, Approve, Approve), 1, Reject, OutcomeRejected, "", "",
			false},
	} {
		before := asked()
		got := Attempt{Rule: c.rule}.Foresee(c.list, func(s Signatory) bool { return s.Holder == c.by }, c.d, nil)
		if got.Outcome != c.want || got.NobodyLeft != c.nobody || strings.Join(HolderNames(got.Waiting),
			" ") != c.waiting ||
			strings.Join(HolderNames(got.Spared), " ") != c.spared {
			t.Errorf("%s: %q, waiting %v, spared %v, nobody left %v", name, got.Outcome, HolderNames(got.Waiting),
				HolderNames(got.Spared), got.NobodyLeft)
		}
		if len(before) != len(c.list) {
			t.Errorf("%s: the list has changed", name)
		}
	}
}

// A gate that would pass waits for a condition that must be met before it, whatever the rule makes of the decisions;
// one that would not pass is held by nothing.
func TestForeseenWaitsForItsConditions(t *testing.T) {
	lamps := Condition{Gate: domain.GateAreas, Cycle: 2, BeforeNextGate: true, Text: "Light the path",
		State: ConditionOpen}
	asked := []Signatory{{Holder: 1, HolderName: "Una", Decision: Approve}, {Holder: 2, HolderName: "Dilys"},
		{Holder: 3, HolderName: "Kwame"}}
	for name, c := range map[string]struct {
		rule    Rule
		d       Decision
		change  func(*Condition)
		want    Outcome
		held    int
		waiting string
	}{
		"open": {RuleMajority, Approve, func(*Condition) {}, OutcomeOpen, 1, "Kwame"},
		"reported met": {RuleMajority, Approve, func(k *Condition) { k.State = ConditionReported },
			OutcomeOpen, 1, "Kwame"},
		"met": {RuleMajority, Approve, func(k *Condition) { k.State = ConditionMet },
			OutcomePassed, 0, ""},
		"not due before it": {RuleMajority, Approve, func(k *Condition) { k.BeforeNextGate = false },
			OutcomePassed, 0, ""},
		"of this gate": {RuleMajority, Approve, func(k *Condition) { k.Gate = domain.GateIssues },
			OutcomePassed, 0, ""},
		"carried over from the cycle before": {RuleMajority, Approve, func(k *Condition) { k.Cycle = 1 },
			OutcomeOpen, 1, "Kwame"},
		"of a later cycle": {RuleMajority, Approve, func(k *Condition) { k.Cycle = 3 },
			OutcomePassed, 0, ""},
		"too few approve":                 {RuleAll, Approve, func(*Condition) {}, OutcomeOpen, 0, "Kwame"},
		"a rejection decides all at once": {RuleAll, Reject, func(*Condition) {}, OutcomeRejected, 0, ""},
	} {
		k := lamps
		c.change(&k)
		got := Attempt{Rule: c.rule, Gate: domain.GateIssues, Cycle: 2}.Foresee(asked, func(s Signatory) bool {
			return s.Holder == 2
		}, c.d, []Condition{k})
		if got.Outcome != c.want || len(got.Held) != c.held || strings.Join(HolderNames(got.Waiting),
			" ") != c.waiting {
			t.Errorf("%s: %q, held by %v, waiting %v", name, got.Outcome, got.Held, HolderNames(got.Waiting))
		}
	}
}
