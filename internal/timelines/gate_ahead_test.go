package timelines

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Gates know their phase: submitting one whose phase has not begun, or whose activities are open, is a deviation with
// its reason (domain §2).
func TestAGateSubmittedAheadOfItsPhaseAsksForAReason(t *testing.T) {
	why := Deviation{Kind: Slipped, Reason: "The hall was shut", Party: PartyOutside}
	for _, c := range []struct {
		what  string
		phase GatePhase
		want  string
	}{
		{"not begun", GatePhase{2, "2b", false, 3},
			"Gate 2 submitted all the same: phase 2b, which gate 2 ends, has not begun"},
		{"one open", GatePhase{1, "1", true, 1},
			"Gate 1 submitted all the same: 1 activity of phase 1 is neither done nor skipped"},
		{"some open", GatePhase{4, "5", true, 12},
			"Gate 4 submitted all the same: 12 activities of phase 5 are neither done nor skipped"},
		{"in its time", GatePhase{2, "2b", true, 0}, ""},
		{"gate 3, whose activities are its sign-offs", GatePhase{3, "4", true, 3}, ""},
		{"gate 3, which is not ready before its phase", GatePhase{3, "4", false, 3}, ""},
		{"no cycle", GatePhase{}, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			is, ok, blockers := c.phase.Submit(why)
			if ok != (c.want != "") || is.What != c.want || len(blockers) > 0 {
				t.Errorf("%v %q, want %q; %v", ok, is.What, c.want, blockers)
			}
			if ok && (is.Reason != why.Reason || is.Party != why.Party || is.Phase != c.phase.Phase) {
				t.Errorf("the change is %+v", is)
			}
			_, _, blockers = c.phase.Submit(Deviation{})
			if (len(blockers) > 0) != (c.want != "") {
				t.Errorf("without a reason: %v", blockers)
			}
		})
	}
}

// What is kept of a phase that was begun ahead says whether that was early or late, and only what is so.
func TestTheWordsOfAPhaseBegunComeFromItsDates(t *testing.T) {
	why := Deviation{Kind: Fitted, Reason: "So"}
	for _, c := range []struct {
		what   string
		opened string // phase 2a, planned from 23 March to between 4 and 18 May
		open   bool
		today  string
		would  []string
		want   string
	}{
		{"early and open", "2026-03-23", true, "2026-05-01",
			[]string{"Phase 2a would end 3 days before its early end, 4 May 2026",
				"1 activity of phase 2a would be left open, neither done nor skipped"},
			"Phase 2b begun early: phase 2a ended 3 days before its early end, 4 May 2026; 1 activity of " +
				"phase 2a left open, neither done nor skipped"},
		{"in time and open", "2026-03-23", true, "2026-05-11",
			[]string{"1 activity of phase 2a would be left open, neither done nor skipped"},
			"Phase 2b begun: 1 activity of phase 2a left open, neither done nor skipped"},
		{"late and open", "2026-03-23", true, "2026-05-20",
			[]string{"1 activity of phase 2a would be left open, neither done nor skipped"},
			"Phase 2b begun 2 days late: 1 activity of phase 2a left open, neither done nor skipped"},
		{"in time, and all done", "2026-03-23", false, "2026-05-04", nil, ""},
		{"2a began late, and is cut short in its planned time", "2026-04-06", false, "2026-05-11",
			[]string{"Phase 2a would end 7 days before it has had its shortest time, 18 May 2026"},
			"Phase 2b begun: phase 2a ended 7 days before it has had its shortest time, 18 May 2026"},
	} {
		t.Run(c.what, func(t *testing.T) {
			line := source().Start(dayOf(t, "2026-03-02"), nil)
			at := line.At("2a")
			line.Phases[0].ClosedOn = dayOf(t, c.opened)
			line.Phases[0].OpenedOn, line.Phases[0].GatePassed = dayOf(t, "2026-03-02"), true
			line.Phases[at].OpenedOn = dayOf(t, c.opened)
			line.Phases[at].Activities = []Activity{{ID: 1, Text: "Network"}}
			if !c.open {
				line.Phases[at].Activities[0].DoneOn = dayOf(t, "2026-05-01")
			}
			if got := line.Shortfall(dayOf(t, c.today)); len(got) != len(c.would) {
				t.Errorf("%q, want %q", got, c.would)
			} else {
				for i := range got {
					if got[i] != c.would[i] {
						t.Errorf("%q, want %q", got[i], c.would[i])
					}
				}
			}
			is, ok, err := line.Begin(domain.PhaseSynthesis, places.AreaActive, dayOf(t, c.today), why)
			if err != nil || ok != (c.want != "") || is.What != c.want {
				t.Errorf("%v %q, want %q; %v", ok, is.What, c.want, err)
			}
		})
	}
}
