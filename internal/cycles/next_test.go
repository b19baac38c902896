package cycles_test

import (
	"reflect"
	"strings"
	"testing"

	"fourgates/internal/cycles"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/places"
	"fourgates/internal/timelines"
)

// aCycle is a cycle of three phases, the second ended by gate 2; the one given goes on.
func aCycle(goesOn int) timelines.Timeline {
	t := timelines.Timeline{Phases: []timelines.PlannedPhase{{Phase: "1", Name: "Outreach"},
		{Phase: "2b", Name: "Synthesis", Gate: domain.GateIssues}, {Phase: "5", Name: "Delivery planning",
			Gate: domain.GatePublication}}}
	for i := range t.Phases[:goesOn+1] {
		t.Phases[i].OpenedOn = day("2026-02-01").AddDays(i)
		t.Phases[i].LateEnd = day("2026-03-01").AddDays(10 * i)
		if i < goesOn {
			t.Phases[i].ClosedOn, t.Phases[i].GatePassed = day("2026-02-01").AddDays(i+1), true
		}
	}
	return t
}

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func asked(names ...string) []gates.Signatory {
	var list []gates.Signatory
	for i, n := range names {
		list = append(list, gates.Signatory{Seat: domain.SeatID(i + 1), Place: 1, Places: 1, Overlaps: true,
			Holder: domain.PersonID(i + 1), HolderName: n})
	}
	return list
}

// The next step of an area, whose it is and what is missing, as the area and its cycle stand: what waits for others
// goes first.
func TestNextStepOfAnArea(t *testing.T) {
	area := places.Area{ID: 3, State: places.AreaActive, Cycle: 1}
	running := cycles.Ahead{Area: area, Ground: true, Started: true, Timeline: aCycle(0), Officers: []string{"Siân"}}
	open := &gates.Attempt{ID: 9, Gate: domain.GateIssues, DueOn: day("2026-03-20")}
	with := func(change func(*cycles.Ahead)) cycles.Ahead {
		a := running
		change(&a)
		return a
	}
	for name, c := range map[string]struct {
		ahead cycles.Ahead
		want  cycles.Step
	}{
		"paused": {with(func(a *cycles.Ahead) { a.Area.State = places.AreaPaused }),
			cycles.Step{Kind: cycles.StepNone, What: "nothing: the area is paused"}},
		"cycle ended": {with(func(a *cycles.Ahead) { a.Area.CycleEnded = day("2026-03-01") }),
			cycles.Step{Kind: cycles.StepCycle, What: "begin cycle 2, or close the area",
				Whose: "The planning officer"}},
		"no boundary, no officer": {with(func(a *cycles.Ahead) { a.Ground, a.Officers = false, nil }),
			cycles.Step{Kind: cycles.StepBoundary, What: "give the area its boundary",
				Whose: "Nobody: no liaison officer is assigned today"}},
		"a gate is open": {with(func(a *cycles.Ahead) { a.Open, a.Asked = open, asked("Bo", "Zoë Ward", "Ann") }),
			cycles.Step{Kind: cycles.StepMembers, What: "Members decide at gate 2", Whose: "Bo, Zoë Ward and Ann",
				Due: day("2026-03-20"), Gate: 2, Attempt: 9}},
		"many are asked": {with(func(a *cycles.Ahead) { a.Open, a.Asked = open, asked("A", "B", "C", "D", "E") }),
			cycles.Step{Kind: cycles.StepMembers, What: "Members decide at gate 2",
				Whose: "5 Members who have not decided", Due: day("2026-03-20"), Gate: 2, Attempt: 9}},
		"with the Executive": {with(func(a *cycles.Ahead) { a.Executive = 4 }),
			cycles.Step{Kind: cycles.StepExecutive, What: "the Executive decides on the plan", Whose: "The Executive",
				Gate: 3, Attempt: 4}},
		"not started": {with(func(a *cycles.Ahead) { a.Started, a.Timeline = false, timelines.Timeline{} }),
			cycles.Step{Kind: cycles.StepTimeline, What: "start the timeline", Whose: "Siân, liaison officer"}},
		"proposed": {with(func(a *cycles.Ahead) {
			a.Area.State, a.Started, a.Timeline = places.AreaProposed, false, timelines.Timeline{}
		}), cycles.Step{Kind: cycles.StepGate, What: "submit gate 1: passing it starts the timeline",
			Whose: "Siân, liaison officer", Gate: 1}},
		"a phase goes on": {with(func(a *cycles.Ahead) { a.ToDo = []string{"Meet the services"} }),
			cycles.Step{Kind: cycles.StepPhase, What: "end phase 1 and begin 2b, Synthesis",
				Whose: "Siân, liaison officer", Missing: []string{"Meet the services"}, Due: day("2026-03-01")}},
		"a gate ends it": {with(func(a *cycles.Ahead) {
			a.Timeline, a.Officers = aCycle(1), []string{"Siân", "Bo"}
			a.Conditions = []gates.Condition{{Cycle: 1, Gate: 1, Text: "Ask the school", BeforeNextGate: true},
				{Cycle: 1, Gate: 1, Text: "Later is fine"}}
		}), cycles.Step{Kind: cycles.StepGate, What: "submit gate 2, which ends phase 2b, Synthesis",
			Whose: "Siân and Bo, liaison officers", Missing: []string{"Condition to be met first: Ask the school"},
			Due: day("2026-03-11"), Gate: 2}},
		"gate 4 ends it": {with(func(a *cycles.Ahead) { a.Timeline = aCycle(2) }),
			cycles.Step{Kind: cycles.StepPublication, What: "finish phase 5, Delivery planning: gate 4 ends it",
				Whose: "Siân, liaison officer", Due: day("2026-03-21")}},
	} {
		if got := c.ahead.Next(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, c.want)
		}
	}
}

// What is ahead besides: every condition not met by its day, then the gates by the range in which each is expected.
func TestWhatIsAheadOfAnArea(t *testing.T) {
	a := cycles.Ahead{Area: places.Area{State: places.AreaActive, Cycle: 1}, Started: true, Timeline: aCycle(0),
		Conditions: []gates.Condition{{Gate: 1, Text: "Second", DueOn: day("2026-03-09"), OwnerName: "Bo"},
			{Gate: 1, Text: "Met", DueOn: day("2026-03-01"), State: gates.ConditionMet},
			{Gate: 1, Text: "First", DueOn: day("2026-03-04")}}}
	var got []string
	for _, l := range a.Then(cycles.Step{Gate: domain.GateIssues}, day("2026-03-05")) {
		words := l.What
		if l.Overdue {
			words += ", overdue"
		}
		got = append(got, words)
	}
	want := "Condition of gate 1: First, overdue; Condition of gate 1: Second; Gate 4 expected"
	if strings.Join(got, "; ") != want {
		t.Errorf("ahead is %q, want %q", strings.Join(got, "; "), want)
	}
}
