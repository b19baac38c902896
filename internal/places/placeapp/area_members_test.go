package placeapp_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/town"
)

func TestAreaMembersOfAnyDayFollowFromItsBoundaryAndItsTerms(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build() // of Canalside ward, on 2 March
	for _, term := range []struct {
		code, name string
		span       domain.Span
	}{
		{"E05990001", "Roisín Ó Cléirigh", domain.Span{From: domain.NewDate(2023, 5, 8),
			To: domain.NewDate(2026, 3, 10)}},
		{"E05990001", "Suresh", domain.Span{From: domain.NewDate(2026, 3, 20)}},
		{"E05990002", "Anastasija Ozoliņa-Bērziņa", domain.Span{From: domain.NewDate(2023, 5, 8)}},
	} {
		who := people.Somebody{Name: term.name, Email: term.code + string(rune('a'+term.span.From.Time().Day())) +
			"@example.org"}
		if err := seatapp.BeginTerm(t.Context(), c.App, c.Actor(c.Admin), places.Term{Seat: c.Seats(term.code)[0],
			Place: 1, Span: term.span}, who); err != nil {
			t.Fatal(err)
		}
	}
	c.MoveTo(time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC)) // the first of April in London
	preview, err := placeapp.PreviewBoundary(t.Context(), c.App, c.Actor(c.Nia), area,
		placeapp.Ground{Seats: c.Seats("E05990002")})
	if err != nil {
		t.Fatal(err)
	}
	bare, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Nia),
		placeapp.Proposal{Code: "LCA-02", Name: "Not drawn yet"})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := placeapp.AreaMembersOn(t.Context(), c.App, bare, c.Day()); err != nil ||
		found.Boundary.Version != 0 || found.Members != nil {
		t.Errorf("an area without a boundary has %+v (%v)", found, err)
	}
	if err := placeapp.ChangeBoundary(t.Context(), c.App, c.Actor(c.Nia), area, 1, preview.Boundary,
		"The estate asked for it"); err != nil {
		t.Fatal(err)
	}

	const vacant = ""
	for _, day := range []struct {
		on      domain.Date
		version int
		past    bool
		want    map[string]string // the Member by the seat
	}{
		{domain.NewDate(2023, 1, 1), 1, true, map[string]string{"E58990001": vacant, "E05990001": vacant}},
		{domain.NewDate(2026, 3, 1), 1, true, map[string]string{"E58990001": vacant, "E05990001": "Roisín Ó Cléirigh"}},
		{domain.NewDate(2026, 3, 2), 1, true, map[string]string{"E58990001": vacant, "E05990001": "Roisín Ó Cléirigh"}},
		{domain.NewDate(2026, 3, 15), 1, true, map[string]string{"E58990001": vacant, "E05990001": vacant}},
		{domain.NewDate(2026, 3, 31), 1, true, map[string]string{"E58990001": vacant, "E05990001": "Suresh"}},
		{domain.NewDate(2026, 4, 1), 2, false, map[string]string{"E58990001": vacant,
			"E05990002": "Anastasija Ozoliņa-Bērziņa"}},
		{domain.NewDate(2030, 1, 1), 2, false, map[string]string{"E58990001": vacant,
			"E05990002": "Anastasija Ozoliņa-Bērziņa"}},
	} {
		found, err := placeapp.AreaMembersOn(t.Context(), c.App, area, day.on)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, m := range found.Members {
			got[m.Code] = m.Name
			if m.Percent != 100 {
				t.Errorf("on %s %s has %v%% of the area, want all", day.on, m.Code, m.Percent)
			}
		}
		if found.Boundary.Version != day.version || found.Past != day.past {
			t.Errorf("on %s boundary %d stood (past: %v), want %d (%v)", day.on, found.Boundary.Version, found.Past,
				day.version, day.past)
		}
		if d := cmp.Diff(day.want, got); d != "" {
			t.Errorf("Area Members on %s (-want +got):\n%s", day.on, d)
		}
	}
}
