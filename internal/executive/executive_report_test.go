package executive

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/gates"
	"fourgates/internal/plans/plantest"
)

func TestNumeralsAreThoseOfMinutes(t *testing.T) {
	var got []string
	for _, n := range []int{1, 2, 3, 4, 5, 6, 9, 10, 14, 40, 49, 90, 99, 100} {
		got = append(got, Numeral(n))
	}
	if want := "i ii iii iv v vi ix x xiv xl xlix xc xcix c"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// The report says what the records say, and nothing else.
func TestReportIsDrawnUpFromTheRecords(t *testing.T) {
	f := ReportFacts{
		Attempt: gates.Attempt{Gate: domain.GateDraftPlan, Number: 2, Outcome: gates.OutcomePassedWithConditions,
			Digest: domain.Digest{7}},
		Snapshot: gates.Snapshot{Officers: []string{"Nia Pugh"}}, Plan: *plantest.FullPlan(), PlanVersion: 3,
		FeedbackOn: domaintest.Day, On: domaintest.Day,
		Passed: []gates.Attempt{{Gate: domain.GateAreas, Number: 1, Outcome: gates.OutcomePassed,
			OutcomeAt: domaintest.Day.Time()},
			{Gate: domain.GateIssues, Number: 1, Outcome: gates.OutcomeOverridden, OutcomeAt: domaintest.Day.Time(),
				OutcomeByName: "Owen Adeyemi", OutcomeReason: "Purdah"}},
		Signed: []gates.Signatory{{SignedByName: "Priya Raghunathan", SeatName: "Castle",
			Decision: gates.ApproveWithConditions, Comment: "Light it"},
			{SignedByName: "Suresh", SeatName: "Moor", Decision: gates.StandAside, Comment: "I own the chandlery",
				SubstituteFor: "Máire"}},
		Conditions: []gates.Condition{{Text: "Light the footpath", SetBy: "Priya Raghunathan", Gate: 3,
			AttemptNumber: 1, DueOn: domaintest.Day.AddDays(-1)},
			{Text: "Ask the boaters", SetBy: "Suresh", Gate: 2, AttemptNumber: 1, DueOn: domaintest.Day,
				State: gates.ConditionMet}},
	}
	r := DraftReport(f)
	frozen, err := r.Freeze(rand.NewChaCha8([32]byte{9}))
	if err != nil {
		t.Fatal(err)
	}
	text := frozen.Words
	back, err := ReadExecutiveReport(frozen)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := alike(back, r); !same || err != nil {
		t.Fatalf("the report reads back as something else: %+v, %v", back, err)
	}
	var headings []string
	for _, p := range r.Parts {
		headings = append(headings, p.Heading)
	}
	want := []string{"Purpose of the report", "Background", "Consultation", "The draft plan", "Bids for funding",
		"Financial implications",
		"Decisions of the Area Members", "Risks, and alternatives considered"}
	if d := cmp.Diff(want, headings); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	for _, says := range []string{
		"overridden by Owen Adeyemi: Purdah", "Priya Raghunathan", "Suresh (substitute for Máire)",
		"I own the chandlery", "41 people took part",
		"Safer quay", "£50,000", "£12,000.50 and 1 not known", "The cost of 1 action is not known", "£500", "A camera",
		"The police will not run it", "A bypass",
		"2 solutions are still worked up", "1 proposed action has no lead yet", "1 priority is restricted",
		"Light the footpath", "Priya Raghunathan, gate 3, attempt 1", "overdue", "Ask the boaters",
	} {
		if !strings.Contains(text, says) {
			t.Errorf("the report does not say %q", says)
		}
	}
	if strings.Contains(text, "Lost already") {
		t.Error("the Executive is asked about a bid that is lost")
	}
	var asked []string
	for _, i := range r.Items() {
		asked = append(asked, fmt.Sprintf("(%s) %s %s", i.Numeral(), i.About, i.Recommendation))
	}
	wantAsked := []string{
		"(i) plan Have regard to and approve the draft Local Community Action Plan for Castle (version 3), as set " +
			"out in this report.",
		"(ii) bid Approve “Safer quay”, a bid of £50,000 to Road Trust with match funding of £1,000, for submission " +
			"by 8 June 2026.",
		"(iii) other Have regard to 1 condition set by Area Members and not met yet, as listed in this report.",
		"(iv) delegation Agree that the plan go forward to delivery planning, and that the leads be asked to confirm " +
			"the proposed actions.",
	}
	if d := cmp.Diff(wantAsked, asked); d != "" {
		t.Errorf("recommendations (-want +got):\n%s", d)
	}
}
