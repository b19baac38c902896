package seatapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/town"
)

func named(t *testing.T, c *town.Town, name string) places.Authority {
	t.Helper()
	a, err := placestore.AuthorityNamed(t.Context(), c.App.Store.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// RW-05: a London borough entered as a borough below a county. Corrected, its Members are of a single tier.
func TestATierThatWasEnteredWronglyIsCorrected(t *testing.T) {
	c := town.NewCounty(t)
	c.Load(places.SeatImport{Authority: "London Borough of Thamesmere", Tier: places.Borough, Kind: places.Ward,
		Seats: caseFile(t, "rw05-london-borough-wards.geojson"), Places: 3})
	id := named(t, c, "London Borough of Thamesmere").ID
	town.Refused(t, seatapp.CorrectTier(t.Context(), c.App, c.Actor(c.Admin), id, places.Unitary, ""), "reason", "why")
	if err := seatapp.CorrectTier(t.Context(), c.App, c.Actor(c.Admin), id, places.Unitary,
		"It is single-tier"); err != nil {
		t.Fatal(err)
	}
	if is := named(t, c, "London Borough of Thamesmere"); is.Tier != places.Unitary {
		t.Errorf("it is %s", is.Tier)
	}
	if got := c.History("authority", int64(id))[0]; got != "Tier corrected: unitary, was borough: It is single-tier" {
		t.Errorf("history: %s", got)
	}
}

func TestCouncilsAreMergedIntoOneWithTheirWards(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	ward, division := c.Seats("E05990001")[0], c.Seats("E58990001")[0]
	member := c.Elected("E05990001", "Roisín Ó Cléirigh")
	admin, today := c.Actor(c.Admin), c.Day()
	marlwick, aldermoor := named(t, c, "Marlwick"), named(t, c, "Aldermoor")
	for _, bad := range []struct {
		m            seats.Merger
		field, words string
	}{
		{seats.Merger{From: marlwick.ID, On: today}, "into", "Choose the council"},
		{seats.Merger{From: marlwick.ID, Into: marlwick.ID, On: today}, "into", "another council"},
		{seats.Merger{From: marlwick.ID, Name: "Aldermoor", Tier: places.Unitary, On: today}, "name", "choose it"},
		{seats.Merger{From: marlwick.ID, Name: "Moorland", On: today}, "tier", "Choose the tier"},
		{seats.Merger{From: marlwick.ID, Into: aldermoor.ID, On: today.AddDays(1)}, "on", "today or in the past"},
	} {
		_, err := seatapp.MergeCouncils(t.Context(), c.App, admin, bad.m)
		town.Refused(t, err, bad.field, bad.words)
	}
	into, err := seatapp.MergeCouncils(t.Context(), c.App, admin, seats.Merger{From: marlwick.ID, Name: "Moorland",
		Tier: places.Unitary, On: today})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seatapp.MergeCouncils(t.Context(), c.App, admin, seats.Merger{From: aldermoor.ID, Into: into,
		On: today}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []domain.SeatID{ward, division} {
		is, err := placestore.Seat(t.Context(), c.App.Store.Reader, id)
		if err != nil || is.Authority != into || !is.Valid.To.IsZero() {
			t.Errorf("seat %d is of council %d, want %d (%v)", id, is.Authority, into, err)
		}
	}
	if n := c.Count(`SELECT count(*) FROM terms WHERE person_id = $1 AND to_on IS NULL`, int64(member)); n != 1 {
		t.Errorf("the Member has %d terms that go on, want 1", n)
	}
	if d := cmp.Diff([]string{today.String() + " Belongs to Moorland, was Marlwick"}, life(t, c, ward)); d != "" {
		t.Errorf("life of a ward (-want +got):\n%s", d)
	}
	left, err := placestore.Authorities(t.Context(), c.App.Store.Reader)
	if err != nil || len(left) != 1 || left[0].Name != "Moorland" {
		t.Errorf("councils left: %+v, %v", left, err)
	}
	_, err = seatapp.PreviewSeats(t.Context(), c.App, places.SeatImport{Authority: "Marlwick", Tier: places.Borough,
		Kind: places.Ward})
	town.Refused(t, err, "authority", "Marlwick was merged into another council")
	c.Verify()
}
