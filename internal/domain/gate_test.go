package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var day = NewDate(2026, 3, 10)

// readyFacts are facts with which both gates are ready, apart from their order: gate 1 is for a proposed area.
func readyFacts(g Gate) GateFacts {
	f := GateFacts{
		Area: Area{ID: 1, Code: "CAS", Name: "Castle", State: AreaProposed}, Cycle: 1, HasBoundary: true,
		Members: []AreaMember{
			{Seat: 1, Place: 1, Places: 1, SeatName: "Upper Moor", Tier: County, Person: 11, Name: "Aneurin Bevan-Lloyd", Induction: InductionDone},
			{Seat: 2, Place: 1, Places: 2, SeatName: "Castle", Tier: Borough, Person: 12, Name: "Priya Raghunathan", Induction: InductionWaived},
			{Seat: 2, Place: 2, Places: 2, SeatName: "Castle", Tier: Borough},
		},
		ServiceManagers: []ServiceManager{{Service: "Highways", Name: "Siobhán Ní Dhomhnaill"}},
		Network: []NetworkEntry{
			{Kind: Stakeholder, Name: "Quay Traders"},
			{Kind: PatchWorker, Name: "Suresh", Patch: "Quay Street", EngagedOn: day},
		},
		Validity: []ValidityView{{Kind: FromCommunity, SaidBy: "Residents", Supports: "yes"}, {Kind: FromServiceProvider, SaidBy: "Police", Supports: "partly"}},
		Officers: []string{"Nia Pugh"},
		Issues: []IssueLine{
			{ID: 1, Title: "Speeding", Theme: "Roads", Source: FromAreaMember, State: IssueSynthesised},
			{ID: 2, Title: "Parking", Theme: "Roads", Source: FromServiceOfficer, State: IssueWithService},
			{ID: 3, Title: "Noise", Source: FromTheCommunity, State: IssueMerged},
			{ID: 4, Title: "Roads", Theme: "Roads", Source: FromAreaMember, State: IssueSynthesised, IsSynthesis: true, Members: []IssueID{1}},
		},
		Statements: map[string]Statement{
			StatedRepresentativeness:        {Text: "Two in three streets have a contact."},
			StatedAbsence(FromDeskResearch): {Text: "The census is not out yet."},
		},
		Passed: map[Gate]bool{},
	}
	if g == GateIssues {
		f.QuickWins = []QuickWin{{ID: 7, Issue: 2, Title: "Paint the bays", DeliveredBy: "the parking team", DueOn: day, State: WinAgreed}}
		f.Area.State = AreaActive
		f.Passed[GateAreas] = true
	}
	return f
}

// Every requirement of the table in domain §3, with each way in which it can be missing.
var missing = []struct {
	gate  Gate
	id    string
	spoil func(*GateFacts)
}{
	{1, "boundary", func(f *GateFacts) { f.HasBoundary = false }},
	{1, "boundary", func(f *GateFacts) { f.Area.Name = "" }},
	{1, "members", func(f *GateFacts) { f.Members = slices.Delete(f.Members, 0, 1) }},
	{1, "members", func(f *GateFacts) { f.Members = f.Members[:1] }},
	{1, "members", func(f *GateFacts) { f.Members[0].Person = 0 }},
	{1, "members", func(f *GateFacts) { f.Members[1].Person = 0 }},
	{1, "inductions", func(f *GateFacts) { f.Members[0].Induction = "" }},
	{1, "validity-community", func(f *GateFacts) { f.Validity = f.Validity[1:] }},
	{1, "validity-provider", func(f *GateFacts) { f.Validity = f.Validity[:1] }},
	{1, "service-managers", func(f *GateFacts) { f.ServiceManagers = nil }},
	{1, "stakeholders", func(f *GateFacts) { f.Network[0].Kind = Forum }},
	{1, "officer", func(f *GateFacts) { f.Officers = nil }},
	{2, "categorised", func(f *GateFacts) { f.Issues[0].Theme = "" }},
	{2, "synthesised", func(f *GateFacts) { f.Issues[1].State = IssueRaised }},
	{2, "synthesised", func(f *GateFacts) { f.Issues[1].State = IssueTriaged }},
	{2, "synthesised", func(f *GateFacts) { f.Issues[1].State = IssueReopened }},
	{2, "synthesised", func(f *GateFacts) {
		f.Issues[0].State, f.Issues[3].IsSynthesis = IssueWithService, false
		f.Issues[3].State = IssueReferred
	}},
	{2, "sources", func(f *GateFacts) { delete(f.Statements, StatedAbsence(FromDeskResearch)) }},
	{2, "sources", func(f *GateFacts) { f.Issues[0].Source = FromTheCommunity }}, // the synthesis alone does not count
	{2, "sources", func(f *GateFacts) { f.Issues[1].Source = FromTheCommunity }},
	{2, "sources", func(f *GateFacts) { f.Issues[2].Source = FromServiceOfficer }},
	{2, "network", func(f *GateFacts) { f.Network = f.Network[1:] }},
	{2, "patch-workers", func(f *GateFacts) { f.Network = f.Network[:1] }},
	{2, "patch-workers", func(f *GateFacts) { f.Network[1].EngagedOn = Date{} }},
	{2, "representativeness", func(f *GateFacts) { delete(f.Statements, StatedRepresentativeness) }},
	{2, "conditions", func(f *GateFacts) { f.OpenConditions = []Condition{{BeforeNextGate: true}} }},
}

func TestEveryRequirementAloneBlocksItsGateAndNoOther(t *testing.T) {
	covered := map[string]bool{}
	for n, c := range missing {
		t.Run(fmt.Sprintf("%d gate %d without %s", n, c.gate, c.id), func(t *testing.T) {
			covered[fmt.Sprint(c.gate, c.id)] = true
			f := readyFacts(c.gate)
			if b := SubmitBlockers(c.gate, f); len(b) > 0 {
				t.Fatalf("blocked while all is there: %v", b)
			}
			c.spoil(&f)
			if got := ids(SubmitBlockers(c.gate, f)); !slices.Equal(got, []string{c.id}) {
				t.Errorf("blocked by %v, want %s alone", got, c.id)
			}
			var unmet []string
			for _, check := range Checklist(c.gate, f) {
				if !check.Met {
					unmet = append(unmet, check.ID)
				}
				if check.Words == "" || check.Detail == "" {
					t.Errorf("%s says nothing: %+v", check.ID, check)
				}
			}
			if !slices.Equal(unmet, []string{c.id}) {
				t.Errorf("the checklist lacks %v, want %s alone", unmet, c.id)
			}
			other := GateAreas + GateIssues - c.gate
			if b := SubmitBlockers(other, readyFacts(other)); len(b) > 0 {
				t.Errorf("gate %d is blocked: %v", other, b)
			}
		})
	}
	for _, g := range []Gate{GateAreas, GateIssues} {
		for _, check := range Checklist(g, readyFacts(g)) {
			if !covered[fmt.Sprint(g, check.ID)] && check.ID != "gate-1" {
				t.Errorf("no case takes %q of gate %d away", check.ID, g)
			}
		}
	}
}

func TestNothingThereListsEveryRequirement(t *testing.T) {
	for g, want := range map[Gate]string{
		GateAreas:  "boundary members inductions validity-community validity-provider service-managers stakeholders officer",
		GateIssues: "order state gate-1 categorised synthesised sources network patch-workers representativeness",
	} {
		if got := strings.Join(ids(SubmitBlockers(g, GateFacts{Area: Area{State: AreaProposed}})), " "); got != want {
			t.Errorf("gate %d of an empty area is blocked by %s, want %s", g, got, want)
		}
	}
}

func TestWhatDoesNotBlock(t *testing.T) {
	for name, c := range map[string]struct {
		gate  Gate
		allow func(*GateFacts)
	}{
		"a unitary Member stands for both tiers": {1, func(f *GateFacts) { f.Members = f.Members[:1]; f.Members[0].Tier = Unitary }},
		"a declined induction is recorded":       {1, func(f *GateFacts) { f.Members[0].Induction = InductionDeclined }},
		"a view against is a view":               {1, func(f *GateFacts) { f.Validity[0].Supports = "no" }},
		"a merged issue needs no theme":          {2, func(f *GateFacts) { f.Issues[2].Theme = "" }},
		"a condition due later":                  {2, func(f *GateFacts) { f.OpenConditions = []Condition{{}} }},
		"an area that delivers":                  {2, func(f *GateFacts) { f.Area.State = AreaDelivering }},
	} {
		f := readyFacts(c.gate)
		c.allow(&f)
		if b := SubmitBlockers(c.gate, f); len(b) > 0 {
			t.Errorf("%s: blocked by %v", name, b)
		}
	}
}

func TestGatesComeInOrderAndOneAtATime(t *testing.T) {
	for _, g := range Gates() {
		for _, state := range AreaStates() {
			for bits := range 8 {
				f := readyFacts(g)
				f.Area.State = state
				f.Passed = map[Gate]bool{GateAreas: bits&1 > 0, GateIssues: bits&2 > 0}
				f.OpenAttempt = bits&4 > 0

				var want []string
				add := func(id string, when bool) {
					if when {
						want = append(want, id)
					}
				}
				runs := state == AreaActive || state == AreaDelivering
				if g == GateAreas {
					runs = state == AreaProposed
				}
				add("gate", g > GateIssues)
				add("open-attempt", f.OpenAttempt)
				add("passed", f.Passed[g])
				add("order", g > GateAreas && !f.Passed[g-1])
				add("state", !runs)
				var override []string
				for _, id := range want {
					if id != "open-attempt" {
						override = append(override, id)
					}
				}
				add("gate-1", g == GateIssues && !f.Passed[GateAreas])

				where := fmt.Sprintf("gate %d, area %s, passed %v, open attempt %v", g, state, f.Passed, f.OpenAttempt)
				if d := cmp.Diff(want, ids(SubmitBlockers(g, f))); d != "" {
					t.Errorf("%s: submitting (-want +got):\n%s", where, d)
				}
				if d := cmp.Diff(override, ids(OverrideBlockers(g, f, "Election"))); d != "" {
					t.Errorf("%s: overriding (-want +got):\n%s", where, d)
				}
				if d := cmp.Diff(append(override, "reason"), ids(OverrideBlockers(g, f, ""))); d != "" {
					t.Errorf("%s: overriding without reason (-want +got):\n%s", where, d)
				}
			}
		}
	}
}

func ids(list []Blocker) []string {
	var got []string
	for _, b := range list {
		got = append(got, b.ID)
	}
	return got
}
