package seatapp_test

import (
	"context"
	"slices"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/town"
)

// RW-24 of ../shared/cases: both names are kept, shown and found; a file without Welsh names takes none away, and one
// that has the Welsh one alone is of the same ward.
func TestAWardHasItsWelshNameBesideTheEnglishOne(t *testing.T) {
	c := town.NewCounty(t)
	i := places.SeatImport{Authority: "Cyngor Dyffryn Rhos", Tier: places.Unitary, Kind: places.Ward,
		Seats: caseFile(t, "rw24-welsh-names.geojson"), Places: 2}
	c.Load(i)
	id := c.Seats("W05099001")[0]
	ward := func() places.Seat {
		t.Helper()
		is, err := placestore.Seat(t.Context(), c.App.Store.Reader, id)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if is := ward(); is.Shown() != "Heath End (Pen y Rhos)" {
		t.Fatalf("it is called %s", is.Shown())
	}
	for words, file := range map[string]places.Seat{
		"in English alone": {Code: "W05099001", Name: "Heath End"}, "in Welsh alone": {Name: "Pen-y-Rhos"},
		"the same again": {Code: "W05099001", Name: "Heath End", Welsh: "Pen y Rhos"}} {
		again := i
		file.Boundary = i.Seats[0].Boundary
		again.Seats = []places.Seat{file}
		if changes := c.Load(again); !changes.Nothing() {
			t.Errorf("%s: %s", words, changes.Words())
		}
	}
	for _, text := range []string{"heath", "rhos", "Pen y Rhos", "PEN-Y-RHOS"} {
		found, err := placestore.Members(t.Context(), c.App.Store.Reader, places.MemberFilter{Text: text},
			places.MemberCursor{}, 10, c.Day())
		if err != nil || len(found) != 2 || found[0].SeatName != "Heath End (Pen y Rhos)" {
			t.Errorf("%q finds %v, %v", text, found, err)
		}
	}
	if err := seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), id, seats.Change{Kind: seats.Renamed,
		Name: "Heath End", Welsh: "Pen-rhos"}); err != nil {
		t.Fatal(err)
	}
	if got := life(t, c, id); !slices.Contains(got,
		c.Day().String()+" Called Heath End (Pen-rhos), was Heath End (Pen y Rhos)") {
		t.Errorf("life: %q", got)
	}
	c.Refused("another of the Welsh name", func(ctx context.Context) error {
		_, err := seatapp.BeginSeat(ctx, c.App, c.Actor(c.Admin), places.Seat{Authority: ward().Authority,
			Kind: places.Ward, Name: "Pen-rhos", Places: 1, Boundary: i.Seats[0].Boundary,
			Valid: domain.Span{From: c.Day()}}, nil)
		return err
	})
	if err := seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), id, seats.Change{Kind: seats.Renamed,
		Name: "Heath End"}); err != nil || ward().Shown() != "Heath End" {
		t.Errorf("without a Welsh name it is called %s, %v", ward().Shown(), err)
	}
}
