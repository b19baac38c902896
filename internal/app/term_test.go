package app_test

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
)

func TestEndedTermsHandOverWhatIsNotSigned(t *testing.T) {
	c := newCounty(t)
	area := c.build()
	ward, division := c.seats("E05990001")[0], c.seats("E58990001")[0]
	begin := func(seat domain.SeatID, who seatapp.Somebody, from domain.Date) {
		t.Helper()
		if err := seatapp.BeginTerm(t.Context(), c.App, c.admin, places.Term{Seat: seat, Place: 1, Span: domain.Span{From: from}}, who); err != nil {
			t.Fatal(err)
		}
	}
	long := domain.NewDate(2023, 5, 8)
	begin(ward, seatapp.Somebody{Name: "Roisín Ó Cléirigh", Email: "roisin@aldermoor.test"}, long)
	begin(division, seatapp.Somebody{Name: "Tremaine", Email: "tremaine@aldermoor.test"}, long)
	attempt := c.attempt(area, ward, division)
	c.exec(`INSERT INTO signatures (attempt_id, seat_id, place, person_id, decision, signed_at, idempotency_key, position)
		SELECT $1, $2, 1, id, 'approve', $3, 'k', 1 FROM people WHERE name = 'Tremaine'`, attempt, division, countyNoon)

	today := c.Today()
	for _, seat := range []domain.SeatID{ward, division} {
		terms, err := seatstore.Terms(t.Context(), c.Store.Reader, seat)
		if err != nil {
			t.Fatal(err)
		}
		if err := seatapp.EndTerm(t.Context(), c.App, c.admin, seat, terms[0].ID, today.AddDays(-1), "By-election"); err != nil {
			t.Fatal(err)
		}
	}
	begin(ward, seatapp.Somebody{Name: "Suresh", Email: "Suresh@Aldermoor.test"}, today)
	begin(division, seatapp.Somebody{Email: "suresh@aldermoor.test"}, today) // the same person, known by the address alone

	asked, err := gatestore.Signatories(t.Context(), c.Store.Reader, domain.AttemptID(attempt), today)
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
	c := newCounty(t)
	area := c.build()
	ward := c.seats("E05990001")[0]
	attempt := c.attempt(area, ward, c.seats("E58990001")[0])
	// The ward moves away from the area altogether.
	c.load(seatImport(t, "Marlwick", places.Borough, places.Ward, square("E05990001", "Canalside", 6, 2), square("E05990002", "Priory", 0, 4)))
	if got := c.shares(area); got["E05990001"] != 0 || got["E05990002"] != 100 {
		t.Errorf("shares: %v", got)
	}
	asked, err := gatestore.Signatories(t.Context(), c.Store.Reader, domain.AttemptID(attempt), c.Today())
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 {
		t.Errorf("%d places are asked, want the 2 of before", len(asked))
	}
}

func TestRefusedTermLeavesNoPerson(t *testing.T) {
	c := newCounty(t)
	c.build()
	ward := c.seats("E05990001")[0]
	err := seatapp.BeginTerm(t.Context(), c.App, c.admin, places.Term{Seat: ward, Place: 2, Span: domain.Span{From: c.Today()}}, seatapp.Somebody{Name: "Suresh", Email: "s@aldermoor.test"})
	refused(t, err, "place", "Canalside has 1 place")
	var n int
	if err := c.pool.QueryRow(t.Context(), "SELECT count(*) FROM people WHERE name = 'Suresh'").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d people of the name, %v", n, err)
	}
}

func (c *county) exec(sql string, args ...any) {
	c.t.Helper()
	if _, err := c.pool.Exec(c.t.Context(), sql, args...); err != nil {
		c.t.Fatal(err)
	}
}

// attempt is gate 1 of the area, open, asking the first place of each seat.
func (c *county) attempt(area domain.AreaID, seats ...domain.SeatID) (id int64) {
	c.t.Helper()
	err := c.pool.QueryRow(c.t.Context(), `
		INSERT INTO attempts (area_id, gate, number, rule, snapshot, digest, due_on, submitted_by, submitted_at)
		VALUES ($1, 1, 1, 'all', '{}', decode(repeat('00', 32), 'hex'), '2026-03-16', $2, $3) RETURNING id`, area, c.clo.ID, countyNoon).Scan(&id)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, seat := range seats {
		c.exec(`INSERT INTO attempt_seats (attempt_id, seat_id, place, tier) SELECT $1, s.id, 1, a.tier FROM seats s JOIN authorities a ON a.id = s.authority_id WHERE s.id = $2`, id, seat)
	}
	return id
}
