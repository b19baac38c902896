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
		list := []Signatory{{Tier: places.Borough, Holder: 1, HolderName: "Una"}, {Tier: places.Borough, Holder: 2, HolderName: "Dilys"},
			{Tier: places.County, Holder: 3, HolderName: "Kwame"}, {Tier: places.County, Holder: 2, HolderName: "Dilys"}, {Tier: places.County}}
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
		"the last, for two places":     {RuleAll, asked(Approve, "", Approve), 2, Approve, OutcomePassed, "", "", false},
		"a majority before the rest":   {RuleMajority, asked(Approve), 2, ApproveWithConditions, OutcomePassedWithConditions, "", "Kwame", false},
		"one of each tier":             {RuleOnePerTier, asked(Approve), 3, Approve, OutcomePassed, "", "Dilys", false},
		"the last stands aside":        {RuleAll, asked(StandAside, StandAside, StandAside, StandAside), 3, StandAside, OutcomeOpen, "", "", true},
		"a mind changed":               {RuleAll, asked(StandAside, Approve, Approve, Approve), 1, Reject, OutcomeRejected, "", "", false},
	} {
		before := asked()
		got := c.rule.Foresee(c.list, func(s Signatory) bool { return s.Holder == c.by }, c.d)
		if got.Outcome != c.want || got.NobodyLeft != c.nobody || strings.Join(HolderNames(got.Waiting), " ") != c.waiting ||
			strings.Join(HolderNames(got.Spared), " ") != c.spared {
			t.Errorf("%s: %q, waiting %v, spared %v, nobody left %v", name, got.Outcome, HolderNames(got.Waiting), HolderNames(got.Spared), got.NobodyLeft)
		}
		if len(before) != len(c.list) {
			t.Errorf("%s: the list has changed", name)
		}
	}
}
