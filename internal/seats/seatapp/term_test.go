package seatapp_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/town"
)

func TestEndedTermsHandOverWhatIsNotSigned(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	ward, division := c.Seats("E05990001")[0], c.Seats("E58990001")[0]
	begin := func(seat domain.SeatID, who people.Somebody, from domain.Date) {
		t.Helper()
		if err := seatapp.BeginTerm(t.Context(), c.App, c.Actor(c.Admin),
			places.Term{Seat: seat, Place: 1, Span: domain.Span{From: from}}, who); err != nil {
			t.Fatal(err)
		}
	}
	long := domain.NewDate(2023, 5, 8)
	begin(ward, people.Somebody{Name: "Roisín Ó Cléirigh", Email: "roisin@aldermoor.test"}, long)
	begin(division, people.Somebody{Name: "Tremaine", Email: "tremaine@aldermoor.test"}, long)
	tremaine := domain.PersonID(c.Int(`SELECT id FROM people WHERE name = 'Tremaine'`))
	attempt := c.AtGate1(area, domain.PersonID(c.Int(`SELECT id FROM people WHERE name = 'Roisín Ó Cléirigh'`)),
		tremaine)
	c.Sign(tremaine, attempt, gates.Approve)

	today := c.Day()
	for _, seat := range []domain.SeatID{ward, division} {
		terms, err := seatstore.Terms(t.Context(), c.App.Store.Reader, seat)
		if err != nil {
			t.Fatal(err)
		}
		if err := seatapp.EndTerm(t.Context(), c.App, c.Actor(c.Admin), seat, terms[0].ID, today.AddDays(-1),
			"By-election"); err != nil {
			t.Fatal(err)
		}
	}
	begin(ward, people.Somebody{Name: "Suresh", Email: "Suresh@Aldermoor.test"}, today)
	// the same person, known by the address alone
	begin(division, people.Somebody{Email: "suresh@aldermoor.test"}, today)

	asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, attempt, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range asked {
		switch s.Seat {
		case ward:
			if s.HolderName != "Suresh" || s.Decision != "" {
				t.Errorf("the open sign-off is with %q (%q), want Suresh", s.HolderName, s.Decision)
			}
		case division:
			if s.SignedByName != "Tremaine" || s.Decision != gates.Approve {
				t.Errorf("the signed one is by %q (%q), want Tremaine", s.SignedByName, s.Decision)
			}
		}
	}
	if len(asked) != 2 {
		t.Errorf("%d places are asked, want 2", len(asked))
	}
}

func TestSeatImportLeavesOpenSignOffsAsTheyWere(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	attempt := c.AtGate1(area, c.Elected("E05990001", "Roisín Ó Cléirigh"), c.Elected("E58990001", "Tremaine"))
	// The ward moves away from the area altogether.
	c.Load(town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 6, 2),
		town.Square("E05990002", "Priory", 0, 4)))
	if got := c.Shares(area); got["E05990001"] != 0 || got["E05990002"] != 100 {
		t.Errorf("shares: %v", got)
	}
	asked, err := gatestore.Signatories(t.Context(), c.App.Store.Reader, attempt, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 {
		t.Errorf("%d places are asked, want the 2 of before", len(asked))
	}
}

func TestRefusedTermLeavesNoPerson(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	ward := c.Seats("E05990001")[0]
	err := seatapp.BeginTerm(t.Context(), c.App, c.Actor(c.Admin),
		places.Term{Seat: ward, Place: 2, Span: domain.Span{From: c.Day()}},
		people.Somebody{Name: "Suresh", Email: "s@aldermoor.test"})
	town.Refused(t, err, "place", "Canalside has 1 place")
	var n int
	if err := c.Pool.QueryRow(t.Context(), "SELECT count(*) FROM people WHERE name = 'Suresh'").Scan(&n); err != nil ||
		n != 0 {
		t.Errorf("%d people of the name, %v", n, err)
	}
}
