package plans_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
)

func TestPriorityWithoutAnAnswerIsAnOrphan(t *testing.T) {
	for _, c := range []struct {
		name  string
		facts plans.PriorityFacts
		want  string
	}{
		{"nothing recorded", plans.PriorityFacts{State: issues.IssuePrioritised}, "No solution is recorded"},
		{"one idea", plans.PriorityFacts{State: issues.IssuePrioritised, Solutions: 1}, "No solution is chosen yet"},
		{"one turned down, one in testing", plans.PriorityFacts{Solutions: 2, Settled: 1}, "No solution is chosen yet"},
		{"all turned down with reasons", plans.PriorityFacts{Solutions: 2, Settled: 2}, ""},
		{"one chosen", plans.PriorityFacts{Solutions: 3, Chosen: 1, Settled: 1}, ""},
		{"not taken forward with a reason", plans.PriorityFacts{State: issues.IssueNotTakenForward,
			Reason: "The road is private"}, ""},
		{"not taken forward without one", plans.PriorityFacts{State: issues.IssueNotTakenForward},
			"No solution is recorded"},
		{"with the service, with a reason, and an idea", plans.PriorityFacts{State: issues.IssueWithService,
			Reason: "In its plan", Solutions: 1}, ""},
		{"a reason from earlier, in the plan", plans.PriorityFacts{State: issues.IssueInPlan, Reason: "reopened"},
			"No solution is recorded"},
	} {
		if got := c.facts.Orphan(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestActionThatAnswersNoIssueIsAnOrphan(t *testing.T) {
	for want, facts := range map[string]plans.ActionFacts{
		"":                           {Solution: 1, Chosen: true, Issue: 2},
		"It answers no issue":        {},
		"Its solution is not chosen": {Solution: 1, Issue: 2},
	} {
		if got := facts.Orphan(); got != want {
			t.Errorf("%+v: %q, want %q", facts, got, want)
		}
	}
	if got := (plans.ActionFacts{Issue: 2}).Orphan(); got != "" {
		t.Errorf("straight from an issue: %q", got)
	}
}

func TestIssueIsAnsweredByFeedbackAReferralOrAReasonAlsoOfTheIssueThatItWentInto(t *testing.T) {
	issues := []plans.IssueFacts{
		{ID: 1}, {ID: 2, Fed: true}, {ID: 3, Answered: true}, {ID: 4, Reason: "Private land"},
		{ID: 5, Into: 2}, {ID: 6, Into: 1}, {ID: 7, Into: 6}, {ID: 8, Into: 5}, {ID: 9, Into: 99},
		{ID: 10, Into: 11}, {ID: 11, Into: 10}, // a ring, which no command makes, ends all the same
	}
	want := map[domain.IssueID]bool{1: true, 6: true, 7: true, 9: true, 10: true, 11: true}
	got := plans.Unanswered(issues)
	for _, i := range got {
		if !want[i.ID] {
			t.Errorf("issue %d is answered", i.ID)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d issues are not answered, want %d", len(got), len(want))
	}
}
