package domain_test

import (
	"testing"

	"fourgates/internal/domain"
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
		if got := domain.NextAreaCode(inUse); got != want {
			t.Errorf("after %v comes %s, want %s", inUse, got, want)
		}
	}
}

func TestAreaMovesByHandOnlyWhereTheLifeCycleHasIt(t *testing.T) {
	allowed := map[domain.AreaState]domain.AreaState{
		domain.AreaProposed: domain.AreaRejected, domain.AreaRejected: domain.AreaProposed, domain.AreaActive: domain.AreaPaused,
		domain.AreaPaused: domain.AreaActive, domain.AreaDelivering: domain.AreaClosed,
	}
	for _, from := range domain.AreaStates() {
		for _, to := range domain.AreaStates() {
			_, err := domain.Area{State: from}.Move(to, "Because", false)
			if got, want := err == nil, allowed[from] == to; got != want {
				t.Errorf("%s → %s: moved %v, want %v", from, to, got, want)
			}
		}
	}
	if _, err := (domain.Area{State: domain.AreaActive}).Move(domain.AreaPaused, "Because", true); err == nil {
		t.Error("an area is paused while a gate is with its Members")
	}
}

func TestSeatsThatComeAndGo(t *testing.T) {
	before := []domain.AreaSeat{{Seat: 1, Percent: 60}, {Seat: 2, Percent: 40}}
	after := []domain.AreaSeat{{Seat: 2, Percent: 70}, {Seat: 3, Percent: 30}}
	got := domain.CompareAreaSeats(before, after)
	if len(got.Come) != 1 || got.Come[0].Seat != 3 || len(got.Go) != 1 || got.Go[0].Seat != 1 || len(got.Stay) != 1 || got.Stay[0].Percent != 70 {
		t.Errorf("%+v", got)
	}
}

func TestAssignmentIsNotMadeTwice(t *testing.T) {
	all := []domain.Assignment{{Person: 1, Role: domain.AssignedCLO, Name: "Bhavisha", Span: span(day(1, 1), day(3, 1))}}
	for name, c := range map[string]struct {
		a    domain.Assignment
		want string
	}{
		"again":            {domain.Assignment{Person: 1, Role: domain.AssignedCLO, Span: span(day(3, 1), domain.Date{})}, "overlap "},
		"after":            {domain.Assignment{Person: 1, Role: domain.AssignedCLO, Span: span(day(3, 2), domain.Date{})}, ""},
		"in another role":  {domain.Assignment{Person: 1, Role: domain.AssignedLAC, Span: span(day(2, 1), domain.Date{})}, ""},
		"another person":   {domain.Assignment{Person: 2, Role: domain.AssignedCLO, Span: span(day(2, 1), domain.Date{})}, ""},
		"ending too early": {domain.Assignment{Person: 2, Role: domain.AssignedCLO, Span: span(day(2, 1), day(1, 1))}, "to "},
	} {
		if got := fieldsOf(domain.AssignmentBlockers(c.a, all)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAreaCursorReadsWhatItWrote(t *testing.T) {
	c := domain.AreaCursor{Name: "Upper  Wystan & Co", ID: 12}
	if got := domain.ParseAreaCursor(c.String()); got != c {
		t.Errorf("%+v, want %+v", got, c)
	}
	for _, bad := range []string{"", "x", "12", "-1 Castle", "9999999999999999999 Castle"} {
		if got := domain.ParseAreaCursor(bad); got != (domain.AreaCursor{}) {
			t.Errorf("%q gives %+v", bad, got)
		}
	}
}
