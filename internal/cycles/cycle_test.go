package cycles_test

import (
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/cycles"
	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/places"
	"fourgates/internal/plans"
)

var today = domaintest.Day

// standing is a cycle whose plan is an approved draft, with two open issues.
func standing() cycles.Standing {
	return cycles.Standing{Area: places.Area{Cycle: 2, State: places.AreaActive}, Began: today.AddDays(-300),
		Newest: today.AddDays(-9), Plan: plans.PlanApprovedDraft, Open: []cycles.OpenIssue{{ID: 4}, {ID: 5}}}
}

func ids(list []domain.Blocker) string {
	var got []string
	for _, b := range list {
		got = append(got, b.ID)
	}
	return strings.Join(got, " ")
}

func TestWhenACycleCanEnd(t *testing.T) {
	for name, k := range map[string]struct {
		change func(*cycles.Standing, *cycles.End)
		want   string
	}{
		"its plan is an approved draft": {func(*cycles.Standing, *cycles.End) {}, ""},
		"its plan is published":         {func(s *cycles.Standing, _ *cycles.End) { s.Plan = plans.PlanPublished }, ""},
		"its plan is drafted": {func(s *cycles.Standing, _ *cycles.End) { s.Plan = plans.PlanDrafting },
			"how"},
		"there is no plan": {func(s *cycles.Standing, _ *cycles.End) { s.Plan = "" }, "how"},
		"withdrawn without a plan": {func(s *cycles.Standing, e *cycles.End) {
			s.Plan, e.How = "", cycles.Withdrawn
		}, ""},
		"not pursued while the plan is drafted": {func(s *cycles.Standing, e *cycles.End) {
			s.Plan, e.How = plans.PlanDrafting, cycles.NotPursued
		}, ""},
		"a gate is with its Members": {func(s *cycles.Standing, e *cycles.End) {
			s.OpenGate, e.How = domain.GateIssues, cycles.NotPursued
		}, "attempt"},
		"the community is asked online": {func(s *cycles.Standing, _ *cycles.End) { s.Online = today.AddDays(3) },
			"online"},
		"the Executive has not decided": {func(s *cycles.Standing, e *cycles.End) {
			s.Plan, s.Decision, e.How = plans.PlanWithExecutive, "scheduled", cycles.NotPursued
		}, "decision"},
		"the decision is called in": {func(s *cycles.Standing, _ *cycles.End) { s.Decision = "called in" }, "decision"},
		"the area is paused":        {func(s *cycles.Standing, _ *cycles.End) { s.Area.State = places.AreaPaused }, ""},
		"the area is proposed": {func(s *cycles.Standing, _ *cycles.End) { s.Area.State = places.AreaProposed },
			"state"},
		"the area is closed": {func(s *cycles.Standing, _ *cycles.End) { s.Area.State = places.AreaClosed }, "state"},
		"today":              {func(_ *cycles.Standing, e *cycles.End) { e.On = today }, ""},
		"tomorrow":           {func(_ *cycles.Standing, e *cycles.End) { e.On = today.AddDays(1) }, "on"},
		"before the decision was in force": {func(s *cycles.Standing, e *cycles.End) { e.On = s.Newest.AddDays(-1) },
			"on"},
		"no day":                    {func(_ *cycles.Standing, e *cycles.End) { e.On = domain.Date{} }, "on"},
		"no reason":                 {func(_ *cycles.Standing, e *cycles.End) { e.Reason = " " }, "reason"},
		"an unknown way":            {func(_ *cycles.Standing, e *cycles.End) { e.How = "forgotten" }, "how"},
		"an issue left out":         {func(_ *cycles.Standing, e *cycles.End) { e.LeftOut = out(4, "Moved away") }, ""},
		"left out without a reason": {func(_ *cycles.Standing, e *cycles.End) { e.LeftOut = out(5, " ") }, "out-5"},
		"left out and over by now":  {func(_ *cycles.Standing, e *cycles.End) { e.LeftOut = out(9, "") }, ""},
		"nothing said, gate pending": {func(s *cycles.Standing, e *cycles.End) { s.OpenGate, *e = 1, cycles.End{} },
			"attempt how on reason"},
	} {
		s, e := standing(), cycles.End{On: today.AddDays(-9), How: cycles.PlanDecided, Reason: "Decided"}
		k.change(&s, &e)
		if got := ids(s.EndBlockers(e, today)); got != k.want {
			t.Errorf("%s: blocked by %q, want %q", name, got, k.want)
		}
	}
}

func out(id domain.IssueID, why string) map[domain.IssueID]string {
	return map[domain.IssueID]string{id: why}
}

func TestWhatIsLeftOutIsOpenStill(t *testing.T) {
	e := cycles.End{LeftOut: map[domain.IssueID]string{4: " Moved away ", 9: "Over by now"}}
	if got := fmt.Sprint(standing().Left(e)); got != "map[4:Moved away]" {
		t.Errorf("left out are %s", got)
	}
}

func TestWhenTheNextCycleCanBegin(t *testing.T) {
	for name, k := range map[string]struct {
		change func(*cycles.Standing)
		on     domain.Date
		err    string
		want   string
	}{
		"after the end":     {func(*cycles.Standing) {}, today, "", ""},
		"on its day":        {func(*cycles.Standing) {}, today.AddDays(-5), "", ""},
		"before it":         {func(*cycles.Standing) {}, today.AddDays(-6), "", "on"},
		"tomorrow":          {func(*cycles.Standing) {}, today.AddDays(1), "", "on"},
		"no day":            {func(*cycles.Standing) {}, domain.Date{}, "", "on"},
		"while one goes on": {func(s *cycles.Standing) { s.Area.CycleEnded = domain.Date{} }, today, "goes on", ""},
		"in a paused area":  {func(s *cycles.Standing) { s.Area.State = places.AreaPaused }, today, "paused", ""},
		"in a closed area":  {func(s *cycles.Standing) { s.Area.State = places.AreaClosed }, today, "closed", ""},
	} {
		s := standing()
		s.Area.CycleEnded = today.AddDays(-5)
		k.change(&s)
		err := s.CheckBeginnable()
		if (err == nil) != (k.err == "") || err != nil && !strings.Contains(err.Error(), k.err) {
			t.Errorf("%s: %v", name, err)
		} else if got := ids(s.BeginBlockers(k.on, today)); err == nil && got != k.want {
			t.Errorf("%s: blocked by %q, want %q", name, got, k.want)
		}
	}
}

func TestACycleEndsOnce(t *testing.T) {
	s := standing()
	if err := s.CheckEndable(); err != nil {
		t.Error(err)
	}
	s.Area.CycleEnded, s.EndedBy = today, "Owen Adeyemi"
	if err := s.CheckEndable(); err == nil || !strings.Contains(err.Error(), "Owen Adeyemi") {
		t.Errorf("who was first is not said: %v", err)
	}
}
