package gates

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

// sat is a place with its Member and a substitute who can act.
func sat() Signatory {
	return Signatory{Seat: 1, Place: 1, SeatName: "Castle", Code: "E05990001", Authority: "Marlwick", Overlaps: true,
		Holder: aneurin, HolderName: "Aneurin", Substitute: solveig, SubstituteName: "Solveig"}
}

// The rule of domain §7.1 as a table: each event at a place that is pending, and what becomes of it.
func TestWhatEachEventDoesToAPlace(t *testing.T) {
	alone := func(s *Signatory) { s.Substitute, s.SubstituteName = 0, "" }
	for _, c := range []struct {
		event    Event
		then     func(s *Signatory)
		was      func(s *Signatory)
		want     Became
		answers  string
		keptOut  domain.PersonID
		sentence string
	}{
		{EventRenamed, func(s *Signatory) { s.SeatName = "Castle Hill" }, nil, BecameAsked, "Aneurin", 0,
			"Castle is called Castle Hill now"},
		{EventRecoded, func(s *Signatory) { s.Code = "" }, nil, BecameAsked, "Aneurin", 0,
			"The code of Castle is none now, and was E05990001"},
		{EventRedrawn, func(s *Signatory) { s.Overlaps = false }, nil, BecameAsked, "Aneurin", 0,
			"Castle does not overlap the area any more"},
		{EventBack, func(s *Signatory) {}, func(s *Signatory) { s.Overlaps = false }, BecameAsked, "Aneurin", 0,
			"Castle overlaps the area again"},
		{EventMoved, func(s *Signatory) { s.Authority = "Aldermoor" }, nil, BecameAsked, "Aneurin", 0,
			"Castle belongs to Aldermoor now, and belonged to Marlwick"},
		{EventMerged, func(s *Signatory) {
			s.End, s.EndInto, s.EndedOn, s.Overlaps = "merged", []string{"Quay"}, domain.NewDate(2026, 5, 3), false
		}, nil, BecameAsked, "Aneurin", 0, "Castle was merged into Quay on 3 May 2026"},
		{EventSplit, func(s *Signatory) {
			s.End, s.EndInto, s.EndedOn = "split", []string{"Upper Castle", "Lower Castle"}, domain.NewDate(2026, 5, 3)
		}, nil, BecameAsked, "Aneurin", 0, "Castle was split into Upper Castle and Lower Castle on 3 May 2026"},
		{EventEnded, func(s *Signatory) { s.End, s.EndedOn = "ended", domain.NewDate(2026, 5, 3) }, nil, BecameAsked,
			"Aneurin", 0, "Castle ended on 3 May 2026"},
		{EventTermEnded, func(s *Signatory) { s.Holder, s.HolderName = 0, ""; alone(s) }, alone, BecameDropped, "",
			aneurin, "Aneurin does not hold this place any more"},
		{EventSucceeded, func(s *Signatory) { s.Holder, s.HolderName = priya, "Priya"; alone(s) }, alone, BecamePassed,
			"Priya", aneurin, "Priya holds this place now"},
		{EventDisabled, func(s *Signatory) { s.Bar = BarDisabled; alone(s) }, alone, BecameDropped, "", aneurin,
			"Aneurin cannot sign in: the account is disabled"},
		{EventDisabled, func(s *Signatory) { s.Bar = BarDisabled }, nil, BecamePassed, "Solveig", aneurin,
			"Aneurin cannot sign in: the account is disabled"},
		{EventRoleEnded, func(s *Signatory) { s.Bar = BarAdministrator; alone(s) }, alone, BecameDropped, "", aneurin,
			"Aneurin is an administrator, and administrators decide on no gate"},
		{EventComesIn, func(s *Signatory) { alone(s) }, func(s *Signatory) { s.Bar = BarDisabled; alone(s) },
			BecamePassed, "Aneurin", 0, "Aneurin can decide again"},
		{EventSubstitute, alone, nil, BecameAsked, "Aneurin", 0, "Solveig does not stand in for Aneurin any more"},
		{EventSubstitute, func(s *Signatory) { s.Bar = BarDisabled; alone(s) },
			func(s *Signatory) { s.Bar = BarDisabled }, BecameDropped, "", solveig,
			"Solveig does not stand in for Aneurin any more"},
	} {
		t.Run(string(c.event)+"/"+string(c.want), func(t *testing.T) {
			before, is := sat(), sat()
			if c.was != nil {
				c.was(&before)
			}
			c.then(&is)
			was := before.Sitting()
			if d := cmp.Diff([]Event{c.event}, is.Sitting().Since(was)); d != "" {
				t.Fatalf("events (-want +got):\n%s", d)
			}
			got := is.Change(c.event, was)
			if got.Became != c.want || got.ToName != c.answers || got.Person != c.keptOut || got.Words != c.sentence {
				t.Errorf("got %+v", got)
			}
			if got.BecameWords() == "" || is.Pending() != (c.want != BecameDropped) {
				t.Errorf("%q, pending %v", got.BecameWords(), is.Pending())
			}
			is.Decision = Approve
			if got := is.Change(c.event, was); got.Became != BecameDecided {
				t.Errorf("where it was decided it %s", got.Became)
			}
		})
	}
}

func TestEveryEventIsInTheTable(t *testing.T) {
	// The words of an event that none has would be empty: Since and words know each.
	was := sat().Sitting()
	for _, e := range Events() {
		if e.words(was, was) == "" {
			t.Errorf("%s has no words", e)
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(Events())))) != len(Events()) {
		t.Error("an event is listed twice")
	}
}
