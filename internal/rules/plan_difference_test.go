package rules

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
)

// fullPlan has at least one of everything that a plan can have.
func fullPlan() *plans.PlanDocument {
	return &plans.PlanDocument{
		Format: 1, Area: 1, AreaCode: "CAS", AreaName: "Castle", About: "Hard to reach", Cycle: 1, Plan: 7, Title: "A plan for Castle",
		Profile: plans.PlanProfile{Seats: 4, Network: 20, PatchWorkers: 3, Source: "Census", Groups: []plans.PlanGroup{{Name: "Under 18", People: 400}}},
		Said: plans.PlanSaid{Issues: 60, Sources: []plans.PlanCount{{Name: "community", Count: 40}, {Name: "Area Member", Count: 20}}, Themes: []plans.PlanCount{{Name: "Roads", Count: 30}},
			Quotes: []plans.PlanQuote{{Text: "We cross and pray", Source: "Walkabout", On: domaintest.Day}}},
		Round: &plans.PlanRound{Method: "workshop", HeldOn: domaintest.Day, Place: "Hall", TakingPart: 41, ConfirmedOn: domaintest.Day},
		Priorities: []plans.PlanPriority{
			{Rank: 1, Issue: 4, Title: "Speed on the quay", Theme: "Roads", Tier: "county", State: issues.IssuePrioritised, Reason: "", Votes: 30, Members: []domain.IssueID{1, 2},
				Causes: []plans.PlanCause{{ID: 1, Text: "The road is wide", TakenPart: "Residents"}}},
			{Rank: 2, Issue: 5, Title: "A bus on Sundays", State: issues.IssueNotTakenForward, Reason: "No operator bids", Votes: 12},
		},
		Solutions: []plans.PlanSolution{
			{ID: 11, Issue: 4, IssueTitle: "Speed on the quay", Title: "A crossing", Description: "Raised", DeliveredBy: "council", Resources: "School", Cost: domaintest.Pence(1_200_000),
				CostAvoided: domaintest.Pence(50_000), State: plans.PlanChosen, Views: []plans.PlanView{{AskedOf: "service", Name: "Highways, County", Verdict: "feasible", Cost: domaintest.Pence(1_200_000), Reason: "In the programme"}}},
			{ID: 12, Issue: 4, IssueTitle: "Speed on the quay", Title: "A camera", DeliveredBy: "partner", State: plans.PlanNotChosen, Reason: "The police will not run it"},
			{ID: 13, Issue: 4, IssueTitle: "Speed on the quay", Title: "A bypass", DeliveredBy: "council", State: plans.PlanNotFeasible, Reason: "No land"},
		},
		Unsettled: 2,
		Actions: []plans.PlanAction{
			{ID: 12, Solution: 11, SolutionTitle: "A crossing", Issue: 4, IssueTitle: "Speed on the quay", Title: "Build the crossing", Description: "By the school",
				Lead: "Highways, County", Supporters: "Residents", DueOn: domaintest.Day.AddDays(300), Cost: domaintest.Pence(1_200_050), State: "proposed"},
			{ID: 14, Issue: 4, IssueTitle: "Speed on the quay", Title: "=Count \"cars\", weekly", Lead: "", State: "proposed"},
		},
		Bids: []plans.PlanBid{
			{ID: 3, Title: "Safer quay", Funder: "Road Trust", Amount: 5_000_000, Match: 100_000, Deadline: domaintest.Day.AddDays(90), State: "drafting", Reason: "",
				Solutions: []domain.SolutionID{11}, Funds: []string{"A crossing"}},
			{ID: 4, Title: "Lost already", Funder: "Road Trust", Amount: 100, Deadline: domaintest.Day, State: "lost"},
		},
		NoBids:   "Stated",
		Sections: []plans.PlanSection{{Key: "introduction", Title: "Introduction", Body: "First words.\n\nSecond words."}},
		Links: []plans.PlanLink{{ID: 1, Kind: corporateObjective, Title: "Safe streets", Reference: "CO-2"}, {ID: 2, Kind: corporateObjective, Title: "Thriving quay", Issue: 5},
			{ID: 3, Kind: "parish plan", Title: "Castle parish plan 2019"}},
		Signatures:           []plans.PlanSignature{{Gate: 1, Attempt: 1, Outcome: "passed", On: domaintest.Day, Digest: "00", Signed: []plans.PlanSigner{{Name: "Priya Raghunathan", Seat: "Castle ward", Decision: "approve", On: domaintest.Day}}}},
		RestrictedPriorities: 1,
	}
}

// What changes the plan that Members sign changes the difference between two attempts: whichever field of whichever part it is.
func TestEveryChangeOfThePlanShowsInTheDifference(t *testing.T) {
	// Identifiers and places in a tree, which the words beside them tell; the area and gates, which stand elsewhere in the snapshot.
	silent := []string{"Format", "Area", "AreaCode", "AreaName", "About", "Cycle", "Plan", "Signatures", "Key", "Parent", "Depth", "Cause", "Issue", "Solution", "Solutions"}
	from := frozen(t, domain.GateDraftPlan)
	checked := 0
	var walk func(path string, at func(*plans.PlanDocument) reflect.Value)
	walk = func(path string, at func(*plans.PlanDocument) reflect.Value) {
		switch v := at(fullPlan()); v.Kind() {
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[domain.Date]() {
				break
			}
			for i := range v.NumField() {
				name := v.Type().Field(i).Name
				if v.Type() == reflect.TypeFor[plans.PlanLink]() && name == "ID" {
					continue
				}
				if slices.Contains(silent, name) && !(name == "Solutions" && path == "") {
					continue
				}
				walk(path+"."+name, func(d *plans.PlanDocument) reflect.Value { return at(d).Field(i) })
			}
			return
		case reflect.Pointer:
			if v.IsNil() {
				return
			}
			walk(path, func(d *plans.PlanDocument) reflect.Value { return at(d).Elem() })
			return
		case reflect.Slice:
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", path, i), func(d *plans.PlanDocument) reflect.Value { return at(d).Index(i) })
			}
		}
		to := frozen(t, domain.GateDraftPlan)
		to.Plan = fullPlan()
		if v := at(to.Plan); v.Kind() != reflect.Slice {
			alter(t, path, v)
		} else if v.Len() > 0 {
			v.Set(v.Slice(1, v.Len())) // the first is gone
		} else {
			return
		}
		checked++
		if len(Difference(from, to)) == 0 || len(Difference(to, from)) == 0 {
			t.Errorf("a change of %s does not show", path)
		}
	}
	walk("", func(d *plans.PlanDocument) reflect.Value { return reflect.ValueOf(d).Elem() })
	if checked < 80 {
		t.Errorf("only %d places were changed", checked)
	}
}

func TestLongTextsDifferByExcerpt(t *testing.T) {
	words := strings.Repeat("one two three four five six seven eight nine ten ", 30)
	from, to := frozen(t, domain.GateDraftPlan), frozen(t, domain.GateDraftPlan)
	to.Plan = fullPlan()
	from.Plan.Sections[0].Body, to.Plan.Sections[0].Body = words+"old "+words, words+"new shiny "+words
	want := []Change{{"Plan text", "Introduction", "… three four five six seven eight nine ten old one two three four five six seven eight …",
		"… three four five six seven eight nine ten new shiny one two three four five six seven eight …"}}
	if got := Difference(from, to); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestADifferenceOfAMegabyteIsQuick(t *testing.T) {
	from, to := frozen(t, domain.GateDraftPlan), frozen(t, domain.GateDraftPlan)
	to.Plan = fullPlan()
	var a, b strings.Builder
	for i := range 150_000 {
		fmt.Fprintf(&a, "w%d ", i%7919)
		fmt.Fprintf(&b, "w%d ", (i*31)%7907)
	}
	from.Plan.Sections[0].Body, to.Plan.Sections[0].Body = a.String(), b.String()
	done := make(chan []Change, 1)
	go func() { done <- Difference(from, to) }()
	select {
	case got := <-done:
		if len(got) != 1 || got[0].Before == "" || got[0].After == "" {
			t.Errorf("%d changes", len(got))
		}
	case <-time.After(20 * time.Second):
		t.Fatal("not done after 20 seconds")
	}
}
