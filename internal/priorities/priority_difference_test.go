package priorities

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/domain/domaintest"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
)

func TestDifferenceBetweenWhatWasSignedAndWhatWasConfirmed(t *testing.T) {
	signed := []SignedIssue{{1, "Lamps", 1}, {2, "Bins", 2}, {3, "Buses", 3}}
	unranked := []SignedIssue{{1, "Lamps", 0}, {2, "Bins", 2}, {3, "Buses", 3}}
	is := func(id domain.IssueID, priority bool, place int, state issues.IssueState) ConfirmedIssue {
		return ConfirmedIssue{ID: id, Title: "Issue", State: state, Priority: priority, Place: place}
	}
	all := func(places ...int) []ConfirmedIssue {
		var list []ConfirmedIssue
		for i, p := range places {
			list = append(list, is(domain.IssueID(i+1), p > 0, p, issues.IssueSynthesised))
		}
		return list
	}
	const on = "on the list of gate 2"
	for name, c := range map[string]struct {
		signed []SignedIssue
		now    []ConfirmedIssue
		want   []PriorityChange
	}{
		"the same": {signed, all(1, 2, 3), nil},
		"the same places, others counted": {signed, append(all(1, 2, 3), is(9, false, 0, issues.IssueSynthesised)),
			nil},
		"added": {signed, append(all(2, 3, 4), is(9, true, 1, issues.IssuePrioritised)),
			[]PriorityChange{{PriorityAdded, 9, "Issue", "not on the list of gate 2", "priority 1"}}},
		"dropped": {signed, all(1, 0, 2),
			[]PriorityChange{{PriorityDropped, 2, "Bins", on, "not a priority"}}},
		"dropped, no longer there": {signed, all(1, 2),
			[]PriorityChange{{PriorityDropped, 3, "Buses", on, "not a priority"}}},
		"sent another way": {signed, append(all(1, 2), is(3, false, 0, issues.IssueWithService)),
			[]PriorityChange{{PriorityState, 3, "Buses", on, "with service"}}},
		"another order": {signed, all(2, 1, 3),
			[]PriorityChange{{PriorityMoved, 1, "Lamps", place(1), place(2)}, {PriorityMoved, 2, "Bins", place(2),
				place(1)}}},
		"equal votes where there was order": {signed, all(1, 1, 3),
			[]PriorityChange{{PriorityMoved, 2, "Bins", place(2), place(1)}}},
		"an order that was not signed": {unranked, all(3, 2, 1), nil},
		"nothing was signed": {nil, all(1),
			[]PriorityChange{{PriorityAdded, 1, "Issue", "not on the list of gate 2", "priority 1"}}},
	} {
		if d := cmp.Diff(c.want, PriorityDifference(c.signed, c.now)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestTheSignedListIsWhatStandsForItself(t *testing.T) {
	s := gates.Snapshot{Issues: []gates.SnapshotIssue{
		{ID: 1, Title: "Part", State: issues.IssueSynthesised}, {ID: 2, Title: "Alone", State: issues.IssueSynthesised,
			Place: 2}, {ID: 3, Title: "Sent", State: issues.IssueWithService},
		{ID: 4, Title: "Whole", State: issues.IssueSynthesised, IsSynthesis: true, Members: []domain.IssueID{1},
			Place: 1}, {ID: 5, Title: "Signed before", State: issues.IssuePrioritised},
	}}
	want := []SignedIssue{{2, "Alone", 2}, {4, "Whole", 1}, {5, "Signed before", 0}}
	if d := cmp.Diff(want, SignedList(s)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestPlacesByVotes(t *testing.T) {
	r := PriorityRound{Votes: map[domain.IssueID]int{1: 5, 2: 9, 3: 5, 4: 20}}
	got := Confirmed([]ConfirmedIssue{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}}, r, []domain.IssueID{1, 2, 3})
	want := []ConfirmedIssue{{ID: 1, Priority: true, Place: 2}, {ID: 2, Priority: true, Place: 1},
		{ID: 3, Priority: true, Place: 2}, {ID: 4}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var words []string
	for _, y := range RankTallies([]Tally{{Issue: 1, Votes: 5}, {Issue: 2, Votes: 9}, {Issue: 3, Votes: 5},
		{Issue: 4, Votes: 1}}) {
		words = append(words, y.RankWords())
	}
	if !slices.Equal(words, []string{"1", "2=", "2=", "4"}) {
		t.Errorf("places %v", words)
	}
}

func TestGate2IsCalledBackInTime(t *testing.T) {
	// 31 March 2026 is a Tuesday; Good Friday and Easter Monday are no working days, so the tenth is 16 April.
	noticed, last := domain.NewDate(2026, 3, 31), domain.NewDate(2026, 4, 16)
	jubilee := domain.NewCalendar([]domain.BankHoliday{{Day: domain.NewDate(2026, 4, 8), Name: "Jubilee"}})
	for name, c := range map[string]struct {
		facts gates.CallBackFacts
		want  string
	}{
		"on the day":               {gates.CallBackFacts{Passed: true, NoticedOn: noticed, Today: noticed}, ""},
		"on the tenth working day": {gates.CallBackFacts{Passed: true, NoticedOn: noticed, Today: last}, ""},
		"the day after": {gates.CallBackFacts{Passed: true, NoticedOn: noticed, Today: last.AddDays(1)},
			"late"},
		"an imported holiday on": {gates.CallBackFacts{Passed: true, NoticedOn: noticed, Today: last.AddDays(1),
			Working: jubilee}, ""},
		"the day after that": {gates.CallBackFacts{Passed: true, NoticedOn: noticed, Today: last.AddDays(2),
			Working: jubilee}, "late"},
		"no notice":  {gates.CallBackFacts{Passed: true, Today: noticed}, "no-notice"},
		"not passed": {gates.CallBackFacts{Today: noticed}, "not-passed"},
		"called back before": {gates.CallBackFacts{CalledBackBy: "Priya", CalledBackOn: noticed, NoticedOn: noticed,
			Today: noticed}, "called-back"},
		"gate 3 is passed": {gates.CallBackFacts{Passed: true, NoticedOn: noticed, ThreePassed: true, Today: noticed},
			"gate-3"},
	} {
		got := ""
		if b := c.facts.Blockers(); len(b) > 0 {
			got = b[0].ID
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatARoundMayBe(t *testing.T) {
	fine := PriorityRound{Method: WorkshopTally, HeldOn: domaintest.Day, TakingPart: 10, VotesEach: 3,
		Votes: map[domain.IssueID]int{1: 20, 2: 10}}
	listed := []domain.IssueID{1, 2, 3}
	for name, c := range map[string]struct {
		spoil func(*PriorityRound)
		want  string
	}{
		"as many votes as there can be": {func(*PriorityRound) {}, ""},
		"one more": {func(r *PriorityRound) { r.Votes = map[domain.IssueID]int{1: 20, 2: 11} },
			"taking_part"},
		"one vote each":               {func(r *PriorityRound) { r.VotesEach = 1 }, "taking_part"},
		"no vote at all":              {func(r *PriorityRound) { r.Votes = map[domain.IssueID]int{1: 0} }, ""},
		"to come":                     {func(r *PriorityRound) { r.HeldOn = domaintest.Day.AddDays(1) }, "held"},
		"no day":                      {func(r *PriorityRound) { r.HeldOn = domain.Date{} }, "held"},
		"nobody":                      {func(r *PriorityRound) { r.TakingPart = 0 }, "taking_part"},
		"by hands":                    {func(r *PriorityRound) { r.Method = "hands" }, "method"},
		"fewer than none":             {func(r *PriorityRound) { r.Votes = map[domain.IssueID]int{1: -1} }, "votes-1"},
		"an issue that is not listed": {func(r *PriorityRound) { r.Votes = map[domain.IssueID]int{9: 1} }, ""},
	} {
		r := fine
		c.spoil(&r)
		got := r.Blockers(listed, domaintest.Day)
		refused := name != "as many votes as there can be"
		if refused != (len(got) > 0) || (refused && got[0].Field != c.want) {
			t.Errorf("%s: %v, want one by the field %q", name, got, c.want)
		}
	}
	for name, c := range map[string]struct {
		confirmed, atGate, threePassed bool
		priorities                     []domain.IssueID
		want                           string
	}{
		"some":             {false, false, false, []domain.IssueID{1}, ""},
		"none":             {false, false, false, nil, "priority"},
		"not listed":       {false, false, false, []domain.IssueID{9}, "listed"},
		"again":            {true, false, false, []domain.IssueID{1}, "confirmed"},
		"with a gate open": {false, true, false, []domain.IssueID{1}, "at-gate"},
		"after gate 3":     {false, false, true, []domain.IssueID{1}, "gate-3"},
	} {
		r, got := fine, ""
		if c.confirmed {
			r.ConfirmedAt, r.ConfirmedBy = domaintest.Day.Time(), "Nia Pugh"
		}
		if b := r.ConfirmBlockers(c.priorities, listed, c.atGate, c.threePassed); len(b) > 0 {
			got = b[0].ID
		}
		if got != c.want {
			t.Errorf("confirm %s: %q, want %q", name, got, c.want)
		}
	}
}
