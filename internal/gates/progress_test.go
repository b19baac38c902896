package gates

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/risks"
	"fourgates/internal/timelines"
)

func progressFacts() GateFacts {
	day := func(month time.Month, d int) domain.Date { return domain.NewDate(2026, month, d) }
	return GateFacts{Today: day(6, 1), Progress: &ProgressFacts{Started: true, Since: day(3, 31), SinceOf: 1,
		Timeline: timelines.Timeline{StartedOn: day(3, 10), Phases: []timelines.PlannedPhase{
			{Phase: "1", Name: "Outreach", Gate: 1, OpenedOn: day(3, 10), ClosedOn: day(3, 31)},
			{Phase: "2a", Name: "Collecting", EarlyStart: day(3, 31), LateStart: day(3, 31), EarlyEnd: day(5, 12),
				LateEnd: day(5, 26), OpenedOn: day(3, 31), ClosedOn: day(5, 20), Activities: []timelines.Activity{
					{Text: "Forums held", DoneOn: day(5, 1)}, {Text: "Survey sent", Skipped: true}}},
			{Phase: "2b", Name: "Sorting", Gate: 2, EarlyEnd: day(6, 3), LateEnd: day(6, 9), OpenedOn: day(5, 20)},
			{Phase: "2c", Name: "Causes", EarlyEnd: day(6, 17), LateEnd: day(6, 23)},
			{Phase: "3", Name: "Solutions", Skipped: true},
			{Phase: "4", Name: "Approvals", Gate: 3},
			{Phase: "5", Name: "Delivery", Gate: 4}},
			Changes: []timelines.TimelineChange{
				{Kind: timelines.Slipped, What: "End of phase 2a moved", Reason: "Rain", Party: timelines.PartyOutside,
					Days: 7, At: time.Date(2026, 5, 3, 9, 0, 0, 0, time.UTC)},
				{Kind: timelines.Fitted, What: "Before the gate", Reason: "x",
					At: time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)}}},
		Conditions: []Condition{{Gate: 1, Text: "Ask the school", OwnerName: "Nia", DueOn: day(5, 1),
			State: ConditionOpen}, {Gate: 3, Text: "Later"}},
		Risks: []risks.Risk{{ID: 1, Kind: risks.KindRisk, Text: "Hall", Likelihood: risks.Low, Impact: risks.Low},
			{ID: 2, Kind: risks.KindRisk, Text: "Flood", Likelihood: risks.High, Impact: risks.High}}}}
}

// Every snapshot opens with progress since the last gate: what is done, fitted and skipped, dates planned and actual,
// conditions, risks, and what comes next (G11). It is frozen as the rest is.
func TestASnapshotOpensWithProgressSinceTheLastGate(t *testing.T) {
	taken := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 1}, progressFacts())
	frozen, err := taken.Freeze(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := frozen.Verify(); err != nil {
		t.Fatal(err)
	}
	s, err := ReadSnapshot(frozen)
	if err != nil || s.Progress == nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range s.Lines() {
		if slices.Contains([]string{"Progress", "Conditions", "Risks"}, l.Section) {
			got = append(got, l.Section+" | "+l.Key+" | "+l.Text)
		}
	}
	want := []string{
		"Progress | Since | gate 1, passed on 31 March 2026",
		"Progress | Phase 2a, Collecting | done; planned to end 12 May 2026 to 26 May 2026; 31 March 2026 to " +
			"20 May 2026; done: Forums held; skipped: Survey sent",
		"Progress | Phase 2b, Sorting | going on; planned to end 3 June 2026 to 9 June 2026; from 20 May 2026",
		"Progress | 3 May 2026: End of phase 2a moved | slipped, moved +7 days by outside; Rain",
		"Conditions | Gate 1: Ask the school | overdue; due 1 May 2026; Nia",
		"Risks | Flood | likelihood high, impact high",
		"Risks | Hall | likelihood low, impact low",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var next []string
	for _, p := range s.Progress.Next {
		next = append(next, p.Phase+" "+p.State+" "+p.Planned())
	}
	if !slices.Equal(next, []string{"2c to come 17 June 2026 to 23 June 2026", "3 skipped no date",
		"4 to come no date"}) {
		t.Errorf("next is %q", next)
	}
}

// Snapshots frozen before progress was kept are readable, and a later attempt is not told apart from them by it.
func TestASnapshotWithoutProgressIsComparedWithoutIt(t *testing.T) {
	f := progressFacts()
	now := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 2}, f)
	f.Progress = nil
	old := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 1}, f)
	if old.Progress != nil {
		t.Error("progress without facts")
	}
	if changes := Changes(old, now); len(changes) > 0 {
		t.Errorf("told apart: %v", changes)
	}
	later := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 3}, progressFacts())
	for what, change := range map[string]func(*SnapshotProgress){
		"an activity":  func(p *SnapshotProgress) { p.Phases[0].Done = nil },
		"an end":       func(p *SnapshotProgress) { p.Phases[1].ClosedOn = domain.NewDate(2026, 6, 1) },
		"a reason":     func(p *SnapshotProgress) { p.Deviations[0].Reason = "Snow" },
		"a condition":  func(p *SnapshotProgress) { p.Conditions[0].State = "met" },
		"a risk":       func(p *SnapshotProgress) { p.Risks = p.Risks[:1] },
		"what is done": func(p *SnapshotProgress) { p.Risks[0].Response = "Sandbags" },
	} {
		is := TakeSnapshot(SnapshotHead{Gate: domain.GateIssues, Attempt: 2}, progressFacts())
		change(is.Progress)
		if changes := Changes(is, later); len(changes) != 1 {
			t.Errorf("%s: %v", what, changes)
		}
	}
}
