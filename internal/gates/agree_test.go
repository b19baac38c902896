package gates

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
)

// What each gate asks is said in its numbers, with what is missing of them.
func TestFiguresSayWhatAGateIsAbout(t *testing.T) {
	cost := domain.Pence(12_500_00)
	for _, c := range []struct {
		name string
		is   Snapshot
		want []Figure
	}{
		{"gate 1", Snapshot{Gate: domain.GateAreas, Members: []SnapshotMember{
			{Authority: "Test County", Name: "Suresh"},
			{Authority: "Moor Borough", Name: "Máire Ní Bhriain"}, {Authority: "Moor Borough"}},
			Validity: []SnapshotView{{Supports: "partly"}, {Supports: "yes"}, {Supports: "yes"}},
			Network:  []SnapshotContact{{Name: "Ffion"}}},
			[]Figure{{Count: 2, Words: "Area Members of 2 councils", Lacks: "1 place is vacant", Part: "members"},
				{Count: 3, Words: "views on whether it is one community", Note: "1 for it in part, 2 for it",
					Part: "views"},
				{Count: 1, Words: "contact in the network", Part: "network"}}},
		{"gate 2", Snapshot{Gate: domain.GateIssues, Issues: []SnapshotIssue{
			{ID: 1, IsSynthesis: true, State: issues.IssueSynthesised, Members: []domain.IssueID{2}},
			{ID: 2, State: issues.IssueTriaged}, {ID: 3, State: issues.IssueReferred}}, RestrictedIssues: 2,
			Sources:    []SnapshotSource{{Source: domain.FromAreaMember, Count: 3}, {Source: domain.FromTheCommunity}},
			AgreedWins: []SnapshotWin{{ID: 1}}},
			[]Figure{{Count: 1, Words: "issue to carry forward", Part: "issues"},
				{Count: 2, Words: "other issues, and where each went",
					Note: "2 restricted issues are counted and not listed", Part: "other-issues"},
				{Count: 1, Words: "quick win that this releases", Lacks: "none has a day yet", Part: "quick-wins"},
				{Count: 1, Words: "kind of source heard", Note: "1 not, and why", Part: "sources"}}},
		{"gate 3", Snapshot{Gate: domain.GateDraftPlan, Plan: &plans.PlanDocument{
			Priorities: []plans.PlanPriority{{Issue: 1}, {Issue: 2}},
			Solutions:  []plans.PlanSolution{{State: plans.PlanChosen}, {State: plans.PlanNotChosen}},
			Actions:    []plans.PlanAction{{Cost: &cost}, {}},
			Bids:       []plans.PlanBid{{Amount: 8_000_00, Match: 50_00}}}},
			[]Figure{{Count: 2, Words: "priorities", Part: "priorities"},
				{Count: 1, Words: "solution chosen", Part: "solutions"},
				{Count: 2, Words: "actions, which cost", Sum: "£12,500 and 1 not known", Part: "actions"},
				{Count: 1, Words: "bid, which asks for", Sum: "£8,000", Note: "with match from others of £50",
					Part: "bids"}}},
		{"gate 3, without bids", Snapshot{Gate: domain.GateDraftPlan, Plan: &plans.PlanDocument{}},
			[]Figure{{Words: "priorities", Part: "priorities"}, {Words: "solutions chosen", Part: "solutions"},
				{Words: "actions", Part: "actions"}, {Words: "bids", Part: "bids"}}},
	} {
		if d := cmp.Diff(c.want, c.is.Figures()); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// A Member who decided on an earlier gate reads what came of it.
func TestWhatIsNewSinceAMemberDecided(t *testing.T) {
	signed := time.Date(2026, 5, 3, 10, 0, 0, 0, time.UTC)
	gate1 := Snapshot{Gate: domain.GateAreas, BoundaryNo: 1}
	gate2 := Snapshot{Gate: domain.GateIssues, BoundaryNo: 2, Issues: []SnapshotIssue{
		{ID: 1, IsSynthesis: true, State: issues.IssueSynthesised}, {ID: 4, State: issues.IssueSynthesised,
			IsSynthesis: true}, {ID: 3, State: issues.IssueReferred}}, RestrictedIssues: 1}
	gate3 := Snapshot{Gate: domain.GateDraftPlan, BoundaryNo: 2, Plan: &plans.PlanDocument{
		Round:      &plans.PlanRound{TakingPart: 163},
		Priorities: []plans.PlanPriority{{Issue: 4}}, Actions: []plans.PlanAction{{}, {}},
		Solutions: []plans.PlanSolution{{}}}}
	met := Condition{Gate: domain.GateIssues, Text: "Ask at the Cross", State: ConditionMet,
		StepAt: signed.AddDate(0, 0, 23)}
	before := met
	before.StepAt = signed.AddDate(0, 0, -1)
	for _, c := range []struct {
		name        string
		before, now Snapshot
		conditions  []Condition
		want        []string
	}{
		{"gate 2 after gate 1, drawn anew", gate1, gate2, nil, []string{
			"4 issues were raised, and 2 of them go forward.",
			"The boundary was drawn anew: it is version 2, and was version 1."}},
		{"gate 3 after gate 2", gate2, gate3, []Condition{met, before, {Text: "Open"}}, []string{
			"163 people took part in setting the priorities, and the plan takes up 1 of the 2 issues that you " +
				"decided on.",
			"1 solution, 2 actions and no bid are new.",
			"The condition of gate 2 was met on 26 May 2026: Ask at the Cross."}},
		{"gate 3 after gate 1", gate1, gate3, nil, []string{"163 people took part in setting the priorities.",
			"1 solution, 2 actions and no bid are new."}},
	} {
		if d := cmp.Diff(c.want, Earlier{SignedAt: signed}.SinceSigned(c.before, c.now, c.conditions)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}
