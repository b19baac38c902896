package plans_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/plans"
)

// What a solution costs and what its actions cost are two sums of one thing: where they differ, the plan says so.
func TestASolutionAndItsActionsAreTwoSumsOfOneThing(t *testing.T) {
	pounds := func(n int) *domain.Pence {
		p := domain.Pence(n * 100)
		return &p
	}
	for _, c := range []struct {
		name     string
		solution *domain.Pence
		actions  []*domain.Pence
		want     string
	}{
		{"the same", pounds(45_000), []*domain.Pence{pounds(40_000), pounds(5_000)}, ""},
		{"more", pounds(45_000), []*domain.Pence{pounds(52_000)},
			"The actions under it come to £52,000: two sums of the same work, which do not agree."},
		{"less, and one not known", pounds(45_000), []*domain.Pence{pounds(30_000), nil},
			"The actions under it come to £30,000 and 1 not known: two sums of the same work, which do not agree."},
		{"no sum of the solution", nil, []*domain.Pence{pounds(52_000)}, ""},
		{"no sum of an action", pounds(45_000), []*domain.Pence{nil}, ""},
		{"no action", pounds(45_000), nil, ""},
	} {
		s := plans.PlanSolution{ID: 7, Cost: c.solution}
		d := plans.PlanDocument{Solutions: []plans.PlanSolution{s}}
		for _, cost := range c.actions {
			d.Actions = append(d.Actions, plans.PlanAction{Solution: 7, Cost: cost})
		}
		if got := d.CostsApart(s); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A part of a plan is completed, lacks something, or cannot start yet: one change at a time to a plan that is ready.
func TestThePlanIsAListOfTasks(t *testing.T) {
	ready := func() (plans.PlanStanding, plans.PlanDocument, map[string]plans.WrittenSection) {
		d := plans.PlanDocument{Round: &plans.PlanRound{}, Priorities: []plans.PlanPriority{{Issue: 4}},
			Solutions: []plans.PlanSolution{{ID: 7, Issue: 4, State: plans.PlanChosen}},
			Actions:   []plans.PlanAction{{ID: 9, Solution: 7, Lead: "Highways", DueOn: domaintest.Day}},
			Bids:      []plans.PlanBid{{ID: 3}}}
		for _, p := range plans.PlanParts() {
			d.Sections = append(d.Sections, plans.PlanSection{Key: p.Key, Title: p.Title, Body: "Written."})
		}
		return plans.PlanStanding{FeedbackOn: domaintest.Day}, d, map[string]plans.WrittenSection{}
	}
	unwritten := func(key string) func(*plans.PlanStanding, *plans.PlanDocument, map[string]plans.WrittenSection) {
		return func(_ *plans.PlanStanding, d *plans.PlanDocument, _ map[string]plans.WrittenSection) {
			for i := range d.Sections {
				if d.Sections[i].Key == key {
					d.Sections[i].Body = ""
				}
			}
		}
	}
	type lacking struct {
		State plans.TaskState
		Lacks string
	}
	for _, c := range []struct {
		name   string
		change func(*plans.PlanStanding, *plans.PlanDocument, map[string]plans.WrittenSection)
		want   map[string]lacking // the parts that are not completed
	}{
		{"ready", func(*plans.PlanStanding, *plans.PlanDocument, map[string]plans.WrittenSection) {},
			map[string]lacking{}},
		{"a section is not written", unwritten("people"), map[string]lacking{
			"people": {plans.TaskIncomplete, "not written yet"}}},
		{"a comment waits", func(_ *plans.PlanStanding, _ *plans.PlanDocument, w map[string]plans.WrittenSection) {
			w["said"] = plans.WrittenSection{Comments: 3, Waiting: 2}
		}, map[string]lacking{"said": {plans.TaskIncomplete, "2 comments wait for an answer"}}},
		{"no priorities, and nothing written of them", func(s *plans.PlanStanding, d *plans.PlanDocument,
			w map[string]plans.WrittenSection) {
			d.Round = nil
			unwritten("priorities")(s, d, w)
		}, map[string]lacking{
			"priorities": {plans.TaskCannotStart, "the priorities are confirmed with the community first"},
			"solutions":  {plans.TaskIncomplete, "the priorities are confirmed with the community first"}}},
		{"no solution is chosen", func(_ *plans.PlanStanding, d *plans.PlanDocument,
			_ map[string]plans.WrittenSection) {
			d.Solutions[0].State, d.Actions[0].Solution = "proposed", 0
		}, map[string]lacking{"solutions": {plans.TaskIncomplete, "no solution is chosen yet"},
			"bids": {plans.TaskIncomplete, "a solution is chosen first"}}},
		{"solutions are not settled", func(_ *plans.PlanStanding, d *plans.PlanDocument,
			_ map[string]plans.WrittenSection) {
			d.Unsettled = 2
		}, map[string]lacking{"solutions": {plans.TaskIncomplete, "2 solutions are neither chosen nor turned down"}}},
		{"an action is nobody's and never due", func(_ *plans.PlanStanding, d *plans.PlanDocument,
			_ map[string]plans.WrittenSection) {
			d.Actions[0].Lead, d.Actions[0].DueOn = "", domain.Date{}
		}, map[string]lacking{"solutions": {plans.TaskIncomplete,
			"1 action has nobody who leads it; 1 action has no day"}}},
		{"a chosen solution has no action", func(s *plans.PlanStanding, d *plans.PlanDocument,
			w map[string]plans.WrittenSection) {
			d.Actions = nil
			unwritten("measures")(s, d, w)
		}, map[string]lacking{"solutions": {plans.TaskIncomplete, "1 chosen solution has no action"},
			"delivery": {plans.TaskIncomplete, "the actions are proposed first"},
			"measures": {plans.TaskCannotStart, "the actions are proposed first"}}},
		{"no bid", func(_ *plans.PlanStanding, d *plans.PlanDocument, _ map[string]plans.WrittenSection) {
			d.Bids = nil
		}, map[string]lacking{"bids": {plans.TaskIncomplete,
			"no bid is listed, and nothing says that there are none"}}},
		{"no bid, and stated", func(_ *plans.PlanStanding, d *plans.PlanDocument, _ map[string]plans.WrittenSection) {
			d.Bids, d.NoBids = nil, "The parish pays"
		}, map[string]lacking{}},
		{"nothing fed back for long", func(s *plans.PlanStanding, _ *plans.PlanDocument,
			_ map[string]plans.WrittenSection) {
			s.FeedbackOn = domaintest.Day.AddDays(-plans.FeedbackDays - 1)
		}, map[string]lacking{"feedback": {plans.TaskIncomplete, "nothing in the last 28 days"}}},
	} {
		s, d, w := ready()
		c.change(&s, &d, w)
		got := map[string]lacking{}
		tasks := s.Tasks(d, w, domaintest.Day)
		for _, task := range tasks {
			words := ""
			for i, l := range task.Lacks {
				if i > 0 {
					words += "; "
				}
				words += l
			}
			if task.State != plans.TaskCompleted {
				got[task.Key] = lacking{task.State, words}
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if len(tasks) != len(plans.PlanParts())+1 || plans.Done(tasks) != len(tasks)-len(c.want) {
			t.Errorf("%s: %d of %d are completed", c.name, plans.Done(tasks), len(tasks))
		}
	}
}
