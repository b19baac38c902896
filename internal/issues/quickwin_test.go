package issues

import (
	"fmt"
	"testing"
	"time"

	"fourgates/internal/domain"
)

// The lane, every state by every step: the state that it leads to, "" where it is not open. Begin is apart: it depends
// on gate 2.
var lane = map[QuickWinState]map[QuickWinStep]QuickWinState{
	WinProposed:   {StepAgree: WinAgreed, StepDrop: WinDropped, StepPromote: WinPromoted},
	WinAgreed:     {StepStart: WinInProgress, StepDrop: WinDropped, StepPromote: WinPromoted},
	WinInProgress: {StepDone: WinDone, StepDrop: WinDropped, StepPromote: WinPromoted},
	WinDone:       {StepConfirm: WinConfirmed, StepBack: WinInProgress},
	WinConfirmed:  {},
	WinPromoted:   {},
	WinDropped:    {},
}

func TestEveryStepOfAQuickWin(t *testing.T) {
	at := time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC)
	for _, state := range QuickWinStates() {
		for _, step := range QuickWinSteps() {
			for _, passed := range []bool{false, true} {
				for _, c := range []struct {
					name     string
					win      QuickWin
					released bool
				}{
					{"waits", QuickWin{}, false},
					{"within duty", QuickWin{WithinDuty: true, Service: 4}, true},
					{"within duty, no service", QuickWin{WithinDuty: true, Organisation: 4}, false},
					{"a service, not within duty", QuickWin{Service: 4}, false},
					{"released", QuickWin{ReleasedAt: at}, true},
				} {
					win := c.win
					win.State = state
					want := lane[state][step]
					if step == StepStart && !passed && !c.released {
						want = ""
					}
					got, err := win.Take(step, "words", passed, at)
					if err != nil {
						got.State = ""
					}
					if got.State != want {
						t.Errorf("%s, %s, gate 2 passed %v, %s: %q, want %q", state, step, passed, c.name, got.State,
							want)
					}
				}
			}
		}
	}
}

func TestWhatAStepNeeds(t *testing.T) {
	for _, step := range QuickWinSteps() {
		for state, steps := range lane {
			if steps[step] == "" {
				continue
			}
			_, err := QuickWin{State: state}.Take(step, " ", true, time.Time{})
			if needs := step != StepAgree && step != StepStart; needs != (err != nil) {
				t.Errorf("%s from %s without words: %v", step, state, err)
			}
		}
	}
	if _, err := (QuickWin{State: WinInProgress, After: 3}).Take(StepDone, "", true, time.Time{}); err != nil {
		t.Errorf("a photograph is proof enough: %v", err)
	}
	if _, err := (QuickWin{State: WinInProgress, Before: 3}).Take(StepDone, "", true, time.Time{}); err == nil {
		t.Error("a photograph of before is no proof")
	}
}

func TestAgreedAfterGate2IsReleased(t *testing.T) {
	at := time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC)
	for _, passed := range []bool{false, true} {
		got, err := QuickWin{State: WinProposed}.Take(StepAgree, "", passed, at)
		if err != nil || got.ReleasedAt.IsZero() == passed {
			t.Errorf("gate 2 passed %v: released at %v, %v", passed, got.ReleasedAt, err)
		}
	}
}

func TestTheClockOfAQuickWin(t *testing.T) {
	at := func(d int) time.Time { return time.Date(2026, 3, d, 23, 30, 0, 0, time.UTC) }
	today := domain.NewDate(2026, 3, 20)
	for i, c := range []struct {
		win     QuickWin
		want    string
		overdue bool
	}{
		{QuickWin{State: WinProposed, ProposedAt: at(20)}, "Proposed today", false},
		{QuickWin{State: WinProposed, ProposedAt: at(19), DueOn: domain.NewDate(2026, 3, 1)}, "Proposed 1 day ago",
			false},
		{QuickWin{State: WinAgreed, AgreedAt: at(1)}, "Agreed 19 days ago", false},
		{QuickWin{State: WinAgreed, AgreedAt: at(10), DueOn: today}, "Agreed 10 days ago, due today", false},
		{QuickWin{State: WinAgreed, AgreedAt: at(10), DueOn: today.AddDays(1)}, "Agreed 10 days ago, due in 1 day",
			false},
		{QuickWin{State: WinInProgress, StartedAt: at(10), DueOn: today.AddDays(-1)},
			"Begun 10 days ago, overdue by 1 day", true},
		{QuickWin{State: WinInProgress, StartedAt: at(10), DueOn: today.AddDays(-5)},
			"Begun 10 days ago, overdue by 5 days", true},
		{QuickWin{State: WinDone, ProposedAt: at(1), DoneAt: at(11), DueOn: domain.NewDate(2026, 3, 5)},
			"Done in 10 days", false},
		{QuickWin{State: WinConfirmed, ProposedAt: at(11), DoneAt: at(11)}, "Done in 1 day", false},
		{QuickWin{State: WinDropped, EndedAt: at(18)}, "Dropped 2 days ago", false},
	} {
		if got := c.win.Clock(today); got != c.want || c.win.Overdue(today) != c.overdue {
			t.Errorf("%d: %q, overdue %v; want %q, %v", i, got, c.win.Overdue(today), c.want, c.overdue)
		}
	}
}

func TestWhoDeliversAQuickWin(t *testing.T) {
	for _, c := range []struct {
		win  QuickWin
		want string
	}{
		{QuickWin{DeliveredBy: "Friends of Teel Park"}, ""},
		{QuickWin{Service: 3}, ""},
		{QuickWin{Service: 3, WithinDuty: true}, ""},
		{QuickWin{Organisation: 3}, ""},
		{QuickWin{}, "delivered_by"},
		{QuickWin{Organisation: 3, WithinDuty: true}, "within_duty"},
		{QuickWin{Service: 3, Organisation: 3}, "to"},
		{QuickWin{Service: 3, DueOn: domain.NewDate(2026, 3, 9)}, "due"},
		{QuickWin{Service: 3, DueOn: domain.NewDate(2026, 3, 10)}, ""},
	} {
		c.win.ProposedAt = time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC)
		got := ""
		if b := c.win.DraftBlockers(); len(b) > 0 {
			got = b[0].Field
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.win, got, c.want)
		}
	}
	if got := fmt.Sprint(QuickWin{Deliverer: "Parks"}.Who(), "|", QuickWin{DeliveredBy: "Friends"}.Who(), "|",
		QuickWin{Deliverer: "Parks", DeliveredBy: "with Friends"}.Who()); got != "Parks|Friends|Parks, with Friends" {
		t.Errorf("who: %s", got)
	}
}
