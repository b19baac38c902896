package world

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestEveryStateUpToPhase5IsShown(t *testing.T) {
	w := must(t)
	if len(w.Areas) != 14 {
		t.Fatalf("%d areas, want 14", len(w.Areas))
	}
	got := map[string]int{}
	for _, a := range w.Areas {
		got[a.State+" "+a.Phase]++
		for i, try := range a.Attempts {
			if i > 0 && a.Attempts[i-1].Gate == try.Gate {
				got["resubmitted"]++
			}
			got[try.Result]++
			if try.Result == "submitted" && try.Due < 0 {
				got["overdue"]++
			}
			for _, d := range try.Decisions {
				got[d.Outcome]++
				if d.Changes {
					got["changed"]++
				}
			}
		}
	}
	for _, want := range []string{"proposed 1", "rejected 1", "active 2a", "active 2b", "active 2c", "active 3",
		"active 4", "active 5", "paused 2a", "resubmitted", "overdue",
		"submitted", "passed", "passed with conditions", "deferred", "rejected", "approve", "conditions", "defer",
		"reject", "stand-aside", "changed"} {
		if got[want] == 0 {
			t.Errorf("no area shows %q", want)
		}
	}
}

func TestMainJourneyHasFourSingleSeats(t *testing.T) {
	w := must(t)
	got := members(t, w, w.Areas[0], w.Areas[0].Boundaries[0], 0)
	want := []string{"member.division.1", "member.division.2", "member.ward.1", "member.ward.2"}
	if !slices.Equal(got, want) {
		t.Errorf("Area Members of %s are %v, want %v", w.Areas[0].Name, got, want)
	}
}

func TestOnlyAreaMembersDecideAndGatesPassByTheRule(t *testing.T) {
	w := must(t)
	for _, a := range w.Areas {
		last := a.Proposed
		for _, try := range a.Attempts {
			if try.Submitted <= last {
				t.Errorf("%s gate %d attempt %d: submitted on %d, not after %d", a.Name, try.Gate, try.Number,
					try.Submitted, last)
			}
			last = try.Submitted
			decided := map[string]string{}
			end := Day(0)
			for _, d := range try.Decisions {
				if d.Day < last {
					t.Errorf("%s gate %d: %s decided out of order", a.Name, try.Gate, d.Member)
				}
				if d.LinkBy != "" {
					continue // it waits, and counts for nothing
				}
				last, end = d.Day, d.Day
				if !slices.Contains(members(t, w, a, boundaryOn(a, try.Submitted), d.Day), d.Member) ||
					d.Changes != (decided[d.Member] != "") {
					t.Errorf("%s gate %d: %s is no Area Member, or decided twice, or changes nothing", a.Name, try.Gate,
						d.Member)
				}
				decided[d.Member] = d.Outcome
			}
			standing := 0
			for _, outcome := range decided {
				if outcome == "approve" || outcome == "conditions" || outcome == "stand-aside" {
					standing++
				}
			}
			all := standing == len(members(t, w, a, boundaryOn(a, try.Submitted), end))
			if passed := strings.HasPrefix(try.Result, "passed"); passed != all {
				t.Errorf("%s gate %d attempt %d: result %s, everybody approved is %v", a.Name, try.Gate, try.Number,
					try.Result, all)
			}
		}
	}
}

func TestAreaMembersAreInductedBeforeGate1(t *testing.T) {
	w := must(t)
	for _, a := range w.Areas {
		for _, try := range a.Attempts {
			for _, m := range members(t, w, a, boundaryOn(a, try.Submitted), try.Submitted) {
				if !slices.ContainsFunc(a.Inductions, func(i Induction) bool {
					return i.Member == m && i.Day < try.Submitted
				}) {
					t.Errorf("%s: no induction of %s before gate %d", a.Name, m, try.Gate)
				}
			}
		}
		kinds := map[string]bool{}
		for _, v := range a.Validity {
			kinds[v.Kind] = true
		}
		if !kinds["community"] || !kinds["service provider"] || len(a.Validity) < 3 {
			t.Errorf("%s lacks views on its validity", a.Name)
		}
	}
}

func TestNoPlaceOfASeatIsHeldTwice(t *testing.T) {
	w := must(t)
	held := map[string]string{}
	filled := map[string]int{}
	for _, p := range w.People {
		for _, term := range p.Terms {
			if term.To != nil {
				continue
			}
			place := term.Seat + "/" + string(rune('0'+max(1, term.Place)))
			if held[place] != "" {
				t.Errorf("%s is held by %s and %s", place, held[place], p.Key)
			}
			held[place] = p.Key
			filled[term.Seat]++
		}
	}
	vacant, several := 0, 0
	for _, s := range w.Seats {
		if filled[s.Code] > s.Places {
			t.Errorf("%s has %d Members for %d places", s.Name, filled[s.Code], s.Places)
		}
		vacant += s.Places - filled[s.Code]
		if s.Places > 1 {
			several++
		}
	}
	if vacant != 3 || several < 10 {
		t.Errorf("%d places vacant and %d seats of several places, want 3 and 10 or more", vacant, several)
	}
}

// members are the keys of those who sit for a seat that overlaps the boundary on the day, sorted.
func members(t *testing.T, w World, a Area, b Boundary, day Day) []string {
	t.Helper()
	var keys []string
	for _, p := range w.People {
		for _, term := range p.Terms {
			if term.From <= day && (term.To == nil || *term.To > day) && overlaps(t, w, a, b)[term.Seat] {
				keys = append(keys, p.Key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

var overlapping = map[string]map[string]bool{}

// overlaps holds the codes of the seats that a boundary overlaps, worked out once.
func overlaps(t *testing.T, w World, a Area, b Boundary) map[string]bool {
	t.Helper()
	key := fmt.Sprint(a.Key, b.Version)
	if overlapping[key] == nil {
		overlapping[key] = map[string]bool{}
		for _, s := range w.Seats {
			if share(t, b.Shape, shape(t, s.Boundary).AsGeometry()) > 0.01 {
				overlapping[key][s.Code] = true
			}
		}
	}
	return overlapping[key]
}

func boundaryOn(a Area, day Day) Boundary {
	b := a.Boundaries[0]
	for _, next := range a.Boundaries[1:] {
		if next.Day <= day {
			b = next
		}
	}
	return b
}
