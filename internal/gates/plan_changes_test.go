package gates

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/plans/plantest"
)

// What changes the plan that Members sign changes the difference between two attempts: whichever field of whichever
// part it is.
func TestEveryChangeOfThePlanShowsInTheDifference(t *testing.T) {
	// Identifiers and places in a tree, which the words beside them tell; the area and gates, which stand elsewhere in
	// the snapshot.
	silent := []string{"Format", "Area", "AreaCode", "AreaName", "About", "Cycle", "Plan", "Signatures", "Key",
		"Parent", "Depth", "Cause", "Issue", "Solution", "Solutions"}
	from := frozen(t, domain.GateDraftPlan)
	checked := 0
	var walk func(path string, at func(*plans.PlanDocument) reflect.Value)
	walk = func(path string, at func(*plans.PlanDocument) reflect.Value) {
		switch v := at(plantest.FullPlan()); v.Kind() {
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
				walk(fmt.Sprintf("%s[%d]", path, i), func(d *plans.PlanDocument) reflect.Value {
					return at(d).Index(i)
				})
			}
		}
		to := frozen(t, domain.GateDraftPlan)
		to.Plan = plantest.FullPlan()
		if v := at(to.Plan); v.Kind() != reflect.Slice {
			alter(t, path, v)
		} else if v.Len() > 0 {
			v.Set(v.Slice(1, v.Len())) // the first is gone
		} else {
			return
		}
		checked++
		if len(Changes(from, to)) == 0 || len(Changes(to, from)) == 0 {
			t.Errorf("a change of %s does not show", path)
		}
	}
	walk("", func(d *plans.PlanDocument) reflect.Value { return reflect.ValueOf(d).Elem() })
	if checked < 80 {
		t.Errorf("only %d places were changed", checked)
	}
}

// What a plan of format 1 did not hold did not change; what it held is compared as ever.
func TestOlderPlanIsComparedByWhatItHeld(t *testing.T) {
	old, now := frozen(t, domain.GateDraftPlan), frozen(t, domain.GateDraftPlan)
	was := plantest.FullPlan().As(1)
	old.Plan = &was
	if changes := Changes(old, now); len(changes) > 0 {
		t.Errorf("between two attempts: %v", changes)
	}
	if changes := PlanChanged(was, *plantest.FullPlan()); len(changes) > 0 {
		t.Errorf("changed since: %v", changes)
	}
	if len(now.Plan.Issues) == 0 || now.Plan.Solutions[0].Views[0].Question == "" || now.Plan.Round.Note == "" {
		t.Error("comparing took something out of the plan itself")
	}
	now.Plan = plantest.FullPlan()
	now.Plan.Priorities[0].Title, now.Plan.Issues[0].Words = "Racing on the quay", "Other words"
	if changes := Changes(old, now); len(changes) != 1 || changes[0].Key != "Issue 4" {
		t.Errorf("a new title: %v", changes)
	}
}

// Of the issues that a frozen plan holds, words that change are marked, and work that goes on as agreed is not.
func TestWhatChangesAnIssueOfAFrozenPlan(t *testing.T) {
	for name, c := range map[string]struct {
		alter func(*plans.PlanDocument)
		key   string
	}{
		"words":           {func(d *plans.PlanDocument) { d.Issues[1].Words += "!" }, "Issue 4: what is happening"},
		"words of a part": {func(d *plans.PlanDocument) { d.Issues[0].Words += "!" }, "Issue 1: what is happening"},
		"on the map":      {func(d *plans.PlanDocument) { d.Issues[1].Shape = "" }, "Issue 4: on the map"},
		"evidence": {func(d *plans.PlanDocument) { d.Issues[1].Evidence[0].Words += "!" },
			"Issue 4: evidence 9"},
		"cause answered": {func(d *plans.PlanDocument) { d.Solutions[0].CauseText += "!" }, "Solution 11"},
		"conclusion": {func(d *plans.PlanDocument) { d.Solutions[0].Conclusion += "!" },
			"Solution 11: what testing came to"},
		"in plan": {func(d *plans.PlanDocument) { d.Issues[1].State, d.Issues[1].Reason = issues.IssueInPlan, "" },
			""},
		"scored again": {func(d *plans.PlanDocument) { d.Issues[1].Place = 8 }, ""},
		"a typist renamed": {func(d *plans.PlanDocument) {
			d.Issues[1].EnteredBy, d.Solutions[0].ProposedBy, d.Solutions[0].Views[0].AnsweredBy = "N", "I", "W"
		}, ""},
		"a bid won": {func(d *plans.PlanDocument) {
			d.Bids[0].State, d.Bids[0].Approved, d.Bids[0].Won = "won", &d.Bids[0].Amount, &d.Bids[0].Amount
		}, ""},
	} {
		now := plantest.FullPlan()
		c.alter(now)
		changes := PlanChanged(*plantest.FullPlan(), *now)
		if c.key == "" && len(changes) > 0 || c.key != "" && (len(changes) != 1 || changes[0].Key != c.key) {
			t.Errorf("%s: %v, want %q", name, changes, c.key)
		}
	}
}

func TestLongTextsDifferByExcerpt(t *testing.T) {
	words := strings.Repeat("one two three four five six seven eight nine ten ", 30)
	from, to := frozen(t, domain.GateDraftPlan), frozen(t, domain.GateDraftPlan)
	to.Plan = plantest.FullPlan()
	from.Plan.Sections[0].Body, to.Plan.Sections[0].Body = words+"old "+words, words+"new shiny "+words
	want := []Change{{"Plan text", "Introduction", "… three four five six seven eight nine ten old one two three " +
		"four five six seven eight …",
		"… three four five six seven eight nine ten new shiny one two three four five six seven eight …"}}
	if got := Changes(from, to); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestADifferenceOfAMegabyteIsQuick(t *testing.T) {
	from, to := frozen(t, domain.GateDraftPlan), frozen(t, domain.GateDraftPlan)
	to.Plan = plantest.FullPlan()
	var a, b strings.Builder
	for i := range 150_000 {
		fmt.Fprintf(&a, "w%d ", i%7919)
		fmt.Fprintf(&b, "w%d ", (i*31)%7907)
	}
	from.Plan.Sections[0].Body, to.Plan.Sections[0].Body = a.String(), b.String()
	done := make(chan []Change, 1)
	go func() { done <- Changes(from, to) }()
	select {
	case got := <-done:
		if len(got) != 1 || got[0].Before == "" || got[0].After == "" {
			t.Errorf("%d changes", len(got))
		}
	case <-time.After(20 * time.Second):
		t.Fatal("not done after 20 seconds")
	}
}
