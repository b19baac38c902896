package gates

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/places"
	"fourgates/internal/plans"
	"fourgates/internal/reviews"
	"fourgates/internal/solutions"
	"fourgates/internal/syntheses"
)

// readyFacts are facts with which gates 1 to 3 are ready, apart from their order: gate 1 is for a proposed area.
func readyFacts(g domain.Gate) GateFacts {
	f := GateFacts{
		Area: places.Area{ID: 1, Code: "CAS", Name: "Castle", State: places.AreaProposed}, Cycle: 1, HasBoundary: true,
		Members: []places.AreaMember{
			{Seat: 1, Place: 1, Places: 1, SeatName: "Upper Moor", Tier: places.County, Person: 11,
				Name: "Aneurin Bevan-Lloyd", Induction: places.InductionDone},
			{Seat: 2, Place: 1, Places: 2, SeatName: "Castle", Tier: places.Borough, Person: 12,
				Name: "Priya Raghunathan", Induction: places.InductionWaived},
			{Seat: 2, Place: 2, Places: 2, SeatName: "Castle", Tier: places.Borough},
		},
		ServiceManagers: []partners.ServiceManager{{Service: "Highways", Name: "Siobhán Ní Dhomhnaill"}},
		Network: []partners.NetworkEntry{
			{Kind: partners.Stakeholder, Name: "Quay Traders"},
			{Kind: partners.PatchWorker, Name: "Suresh", Patch: "Quay Street", EngagedOn: domaintest.Day},
		},
		Validity: []places.ValidityView{{Kind: places.FromCommunity, SaidBy: "Residents", Supports: "yes"},
			{Kind: places.FromServiceProvider, SaidBy: "Police", Supports: "partly"}},
		Officers: []string{"Nia Pugh"},
		Issues: []issues.IssueLine{
			{ID: 1, Title: "Speeding", Theme: "Roads", Source: domain.FromAreaMember, State: issues.IssueSynthesised},
			{ID: 2, Title: "Parking", Theme: "Roads", Source: domain.FromServiceOfficer,
				State: issues.IssueWithService},
			{ID: 3, Title: "Noise", Source: domain.FromTheCommunity, State: issues.IssueMerged},
			{ID: 4, Title: "Roads", Theme: "Roads", Source: domain.FromAreaMember, State: issues.IssueSynthesised,
				IsSynthesis: true, Members: []domain.IssueID{1}},
		},
		Statements: map[string]partners.Statement{
			partners.StatedRepresentativeness:               {Text: "Two in three streets have a contact."},
			partners.StatedAbsence(domain.FromDeskResearch): {Text: "The census is not out yet."},
		},
		Sessions: []syntheses.Session{{ID: 9, Plan: syntheses.Plan{HeldOn: domaintest.Day, Venue: "Quay hall"},
			Records: []syntheses.Record{{Number: 1, Synthesised: "Speeding into roads", ByName: "Nia Pugh",
				At: domaintest.Day.Time(), Attendance: []syntheses.Attendance{{Place: syntheses.Place{Seat: 1, Place: 1,
					SeatName: "Castle", Authority: "Aldermoor", Person: 3, Name: "Suresh"}, Came: syntheses.Came}}}}}},
		Passed: map[domain.Gate]bool{},
		Today:  domaintest.Day,
		Draft: DraftFacts{
			Plan: plans.PlanStanding{Plan: plans.Plan{ID: 7, Title: "A plan for Castle", State: plans.PlanDrafting},
				Bids: 2, FeedbackOn: domaintest.Day.AddDays(-plans.FeedbackDays)},
			Reviews: []reviews.Priority{{Issue: 1, Title: "Lamps", Reviews: []reviews.Review{{Of: "Highways",
				AnsweredAt: domaintest.Day.Time()}}}},
			Phase: domain.PhaseApprovals, PhaseName: "Plan and bid approvals", PhaseGate: domain.GateDraftPlan,
			RoundOn: domaintest.Day.AddDays(-60), Priorities: 3,
		},
	}
	if g == domain.GateIssues {
		f.QuickWins = []issues.QuickWin{{ID: 7, Issue: 2, Title: "Paint the bays", DeliveredBy: "the parking team",
			DueOn: domaintest.Day, State: issues.WinAgreed}}
	}
	for before := domain.GateAreas; before < g; before++ {
		f.Area.State = places.AreaActive
		f.Passed[before] = true
	}
	return f
}

// Every requirement of the table in domain §3, with each way in which it can be missing.
var missing = []struct {
	gate  domain.Gate
	id    string
	spoil func(*GateFacts)
}{
	{1, "boundary", func(f *GateFacts) { f.HasBoundary = false }},
	{1, "boundary", func(f *GateFacts) { f.Area.Name = "" }},
	{1, "members", func(f *GateFacts) { f.Members = slices.Delete(f.Members, 0, 1) }},
	{1, "members", func(f *GateFacts) { f.Members = f.Members[:1] }},
	{1, "inductions", func(f *GateFacts) { f.Members[0].Induction = "" }},
	{1, "validity-community", func(f *GateFacts) { f.Validity = f.Validity[1:] }},
	{1, "validity-provider", func(f *GateFacts) { f.Validity = f.Validity[:1] }},
	{1, "service-managers", func(f *GateFacts) { f.ServiceManagers = nil }},
	{1, "stakeholders", func(f *GateFacts) { f.Network[0].Kind = partners.Forum }},
	{1, "officer", func(f *GateFacts) { f.Officers = nil }},
	{2, "categorised", func(f *GateFacts) { f.Issues[0].Theme = "" }},
	{2, "synthesised", func(f *GateFacts) { f.Issues[1].State = issues.IssueRaised }},
	{2, "synthesised", func(f *GateFacts) { f.Issues[1].State = issues.IssueTriaged }},
	{2, "synthesised", func(f *GateFacts) { f.Issues[1].State = issues.IssueReopened }},
	{2, "synthesised", func(f *GateFacts) {
		f.Issues[0].State, f.Issues[3].IsSynthesis = issues.IssueWithService, false
		f.Issues[3].State = issues.IssueReferred
	}},
	{2, "session", func(f *GateFacts) { f.Sessions = nil }},
	{2, "session", func(f *GateFacts) { f.Sessions[0].Records = nil }},
	{2, "sources", func(f *GateFacts) { delete(f.Statements, partners.StatedAbsence(domain.FromDeskResearch)) }},
	// the synthesis alone does not count
	{2, "sources", func(f *GateFacts) { f.Issues[0].Source = domain.FromTheCommunity }},
	{2, "sources", func(f *GateFacts) { f.Issues[1].Source = domain.FromTheCommunity }},
	{2, "sources", func(f *GateFacts) { f.Issues[2].Source = domain.FromServiceOfficer }},
	{2, "network", func(f *GateFacts) { f.Network = f.Network[1:] }},
	{2, "patch-workers", func(f *GateFacts) { f.Network = f.Network[:1] }},
	{2, "patch-workers", func(f *GateFacts) { f.Network[1].EngagedOn = domain.Date{} }},
	{2, "representativeness", func(f *GateFacts) { delete(f.Statements, partners.StatedRepresentativeness) }},
	{2, "conditions", func(f *GateFacts) { f.OpenConditions = []Condition{{Gate: 1, Cycle: 1, BeforeNextGate: true}} }},
	{3, "phase", func(f *GateFacts) { f.Draft.Phase, f.Draft.PhaseGate = domain.PhaseSolutions, 0 }},
	{3, "phase", func(f *GateFacts) { f.Draft.Phase = "" }},
	{3, "priority-round", func(f *GateFacts) { f.Draft.RoundOn = domain.Date{} }},
	{3, "reviewed", func(f *GateFacts) { f.Draft.Reviews[0].Reviews[0].AnsweredAt = time.Time{} }},
	{3, "reviewed", func(f *GateFacts) { f.Draft.Reviews = nil }},
	{3, "priorities-answered", func(f *GateFacts) { f.Draft.Priorities = 0 }},
	{3, "priorities-answered", func(f *GateFacts) { f.Draft.Unanswered = []string{"Speeding"} }},
	{3, "feasibility-finished", func(f *GateFacts) { f.Draft.Unfinished = []string{"A crossing"} }},
	{3, "bids", func(f *GateFacts) { f.Draft.Plan.Bids = 0 }},
	{3, "feedback-current", func(f *GateFacts) { f.Draft.Plan.FeedbackOn = domain.Date{} }},
	{3, "feedback-current", func(f *GateFacts) { f.Today = domaintest.Day.AddDays(1) }},
	{3, "plan-written", func(f *GateFacts) { f.Draft.Plan.ID = 0 }},
	{3, "plan-written", func(f *GateFacts) { f.Draft.Plan.Empty = []string{"Introduction"} }},
	{3, "comments-answered", func(f *GateFacts) { f.Draft.Plan.Unanswered = 1 }},
	{3, "conditions", func(f *GateFacts) {
		f.OpenConditions = []Condition{{Gate: 2, Cycle: 1}, {Gate: 2, Cycle: 1, BeforeNextGate: true}}
	}},
}

// openGates are those that can be submitted.
var openGates = []domain.Gate{domain.GateAreas, domain.GateIssues, domain.GateDraftPlan}

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
			if got := domaintest.IDs(SubmitBlockers(c.gate, f)); !slices.Equal(got, []string{c.id}) {
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
			for _, other := range openGates {
				f := readyFacts(other)
				// what gate 3 asks of the plan is asked by no other
				if c.gate == domain.GateDraftPlan && c.id != "conditions" {
					c.spoil(&f)
				}
				if b := SubmitBlockers(other, f); other != c.gate && len(b) > 0 {
					t.Errorf("gate %d is blocked: %v", other, b)
				}
			}
		})
	}
	for _, g := range openGates {
		for _, check := range Checklist(g, readyFacts(g)) {
			if !covered[fmt.Sprint(g, check.ID)] && check.ID != "gate-1" && check.ID != "gate-2" {
				t.Errorf("no case takes %q of gate %d away", check.ID, g)
			}
		}
	}
}

func TestNothingThereListsEveryRequirement(t *testing.T) {
	for g, want := range map[domain.Gate]string{
		domain.GateAreas: "boundary members inductions validity-community validity-provider service-managers " +
			"stakeholders officer",
		domain.GateIssues: "order state gate-1 categorised synthesised session sources network patch-workers " +
			"representativeness",
		domain.GateDraftPlan: "order state gate-2 phase priority-round reviewed priorities-answered bids " +
			"feedback-current plan-written",
	} {
		if got := strings.Join(
			domaintest.IDs(SubmitBlockers(g, GateFacts{Area: places.Area{State: places.AreaProposed}})),
			" "); got != want {
			t.Errorf("gate %d of an empty area is blocked by %s, want %s", g, got, want)
		}
	}
}

func TestWhatDoesNotBlock(t *testing.T) {
	for name, c := range map[string]struct {
		gate  domain.Gate
		allow func(*GateFacts)
	}{
		"the one tier of a unitary council": {1, func(f *GateFacts) {
			f.Members = f.Members[:1]
			f.Members[0].Tier = places.Unitary
		}},
		"a tier whose places are all vacant": {1, func(f *GateFacts) { f.Members[0].Person = 0 }},
		"the other tier's":                   {1, func(f *GateFacts) { f.Members[1].Person = 0 }},
		"a declined induction is recorded": {1, func(f *GateFacts) {
			f.Members[0].Induction = places.InductionDeclined
		}},
		"a view against is a view":      {1, func(f *GateFacts) { f.Validity[0].Supports = "no" }},
		"a merged issue needs no theme": {2, func(f *GateFacts) { f.Issues[2].Theme = "" }},
		"a condition due later": {2, func(f *GateFacts) {
			f.OpenConditions = []Condition{{Gate: 1, Cycle: 1}}
		}},
		"a plan without bids that says so": {3, func(f *GateFacts) {
			f.Draft.Plan.Bids = 0
			f.Statements[solutions.StatedNoBids] = partners.Statement{Text: "Nobody funds this."}
		}},
		"feedback of today": {3, func(f *GateFacts) { f.Draft.Plan.FeedbackOn = f.Today }},
		"a condition due after this gate": {3, func(f *GateFacts) {
			f.OpenConditions = []Condition{{Gate: 1, Cycle: 1}}
		}},
		"a plan that came back": {3, func(f *GateFacts) { f.Draft.Plan.StateReason = "Returned by the Executive." }},
		"an area that delivers": {2, func(f *GateFacts) { f.Area.State = places.AreaDelivering }},
	} {
		f := readyFacts(c.gate)
		c.allow(&f)
		if b := SubmitBlockers(c.gate, f); len(b) > 0 {
			t.Errorf("%s: blocked by %v", name, b)
		}
	}
}

func TestGatesComeInOrderAndOneAtATime(t *testing.T) {
	for _, g := range domain.Gates() {
		for _, state := range places.AreaStates() {
			for bits := range 32 {
				f := readyFacts(g)
				f.Area.State = state
				f.Passed = map[domain.Gate]bool{domain.GateAreas: bits&1 > 0, domain.GateIssues: bits&2 > 0,
					domain.GateDraftPlan: bits&8 > 0}
				f.OpenAttempt, f.InForce = bits&4 > 0, bits&16 > 0

				var want []string
				add := func(id string, when bool) {
					if when {
						want = append(want, id)
					}
				}
				runs := state == places.AreaActive || state == places.AreaDelivering
				if g == domain.GateAreas {
					runs = state == places.AreaProposed
				}
				add("gate", g == domain.GatePublication)
				add("open-attempt", f.OpenAttempt)
				add("passed", f.Passed[g])
				// gate 3 counts with both its parts
				add("order", (g > domain.GateAreas && !f.Passed[g-1]) || (g == domain.GatePublication && !f.InForce))
				add("state", !runs)
				var override []string
				for _, id := range want {
					if id != "open-attempt" {
						override = append(override, id)
					}
				}
				add("gate-1", g == domain.GateIssues && !f.Passed[domain.GateAreas])
				add("gate-2", g == domain.GateDraftPlan && !f.Passed[domain.GateIssues])

				where := fmt.Sprintf("gate %d, area %s, passed %v, open attempt %v", g, state, f.Passed, f.OpenAttempt)
				if d := cmp.Diff(want, domaintest.IDs(SubmitBlockers(g, f))); d != "" {
					t.Errorf("%s: submitting (-want +got):\n%s", where, d)
				}
				if d := cmp.Diff(override, domaintest.IDs(OverrideBlockers(g, f, "Election"))); d != "" {
					t.Errorf("%s: overriding (-want +got):\n%s", where, d)
				}
				if d := cmp.Diff(append(override, "reason"), domaintest.IDs(OverrideBlockers(g, f, ""))); d != "" {
					t.Errorf("%s: overriding without reason (-want +got):\n%s", where, d)
				}
			}
		}
	}
}

// A plan is what the Executive decides on: without one not even an override gets past gate 3.
func TestOverrideOfGateThreeNeedsAPlan(t *testing.T) {
	f := readyFacts(domain.GateDraftPlan)
	f.Draft = DraftFacts{Plan: plans.PlanStanding{Plan: plans.Plan{ID: 7}}}
	if got := domaintest.IDs(OverrideBlockers(domain.GateDraftPlan, f, "Purdah")); len(got) > 0 {
		t.Errorf("with a plan alone: blocked by %v", got)
	}
	f.Draft.Plan.ID = 0
	if got := domaintest.IDs(OverrideBlockers(domain.GateDraftPlan, f, "Purdah")); !slices.Equal(got,
		[]string{"plan"}) {
		t.Errorf("without one: blocked by %v", got)
	}
}

// Every requirement of gate 3 on and off, in every combination: what is off blocks, in the order of the table, and
// nothing else does.
func TestGateThreeIsBlockedByExactlyWhatIsOff(t *testing.T) {
	off := []struct {
		id    string
		spoil func(*GateFacts)
	}{
		{"phase", func(f *GateFacts) { f.Draft.Phase, f.Draft.PhaseGate = domain.PhaseSynthesis, domain.GateIssues }},
		{"priority-round", func(f *GateFacts) { f.Draft.RoundOn = domain.Date{} }},
		{"reviewed", func(f *GateFacts) { f.Draft.Reviews = append(f.Draft.Reviews, reviews.Priority{Title: "Bins"}) }},
		{"priorities-answered", func(f *GateFacts) {
			f.Draft.Unanswered = []string{"A", "B", "C", "D", "E", "F", "G"}
		}},
		{"feasibility-finished", func(f *GateFacts) { f.Draft.Unfinished = []string{"A crossing"} }},
		{"bids", func(f *GateFacts) { f.Draft.Plan.Bids = 0 }},
		{"feedback-current", func(f *GateFacts) {
			f.Draft.Plan.FeedbackOn = domaintest.Day.AddDays(-plans.FeedbackDays - 1)
		}},
		{"plan-written", func(f *GateFacts) { f.Draft.Plan.Empty = []string{"Introduction"} }},
		{"comments-answered", func(f *GateFacts) { f.Draft.Plan.Unanswered = 2 }},
		{"conditions", func(f *GateFacts) {
			f.OpenConditions = []Condition{{Gate: 1, Cycle: 1, BeforeNextGate: true}}
		}},
	}
	for bits := range 1 << len(off) {
		f := readyFacts(domain.GateDraftPlan)
		var want []string
		for n, r := range off {
			if bits&(1<<n) > 0 {
				r.spoil(&f)
				want = append(want, r.id)
			}
		}
		if got := domaintest.IDs(SubmitBlockers(domain.GateDraftPlan, f)); !slices.Equal(got, want) {
			t.Errorf("without %v: blocked by %v", want, got)
		}
		if got := domaintest.IDs(OverrideBlockers(domain.GateDraftPlan, f, "Purdah")); len(got) > 0 {
			t.Errorf("without %v: an override is blocked by %v", want, got)
		}
	}
}
