package town

import (
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
)

// Proposes proposes an area that is not drawn yet.
func (c *Town) Proposes(code, name string) domain.AreaID {
	c.T.Helper()
	id, err := placeapp.ProposeArea(c.T.Context(), c.App, c.Actor(c.Nia), placeapp.Proposal{Code: code, Name: name})
	if err != nil {
		c.T.Fatal(err)
	}
	return id
}

// Build imports two wards side by side and one division over both, and proposes an area of the first ward.
func (c *Town) Build() domain.AreaID {
	c.T.Helper()
	c.Load(SeatImport(c.T, "Marlwick", places.Borough, places.Ward, Square("E05990001", "Canalside", 0, 2),
		Square("E05990002", "Priory", 2, 2)))
	c.Load(SeatImport(c.T, "Aldermoor", places.County, places.Division, Square("E58990001", "Marlwick South", 0, 4)))
	area, err := placeapp.ProposeArea(c.T.Context(), c.App, c.Actor(c.Nia),
		placeapp.Proposal{Code: "LCA-01", Name: "Canalside", Ground: &placeapp.Ground{Seats: c.Seats("E05990001")}})
	if err != nil {
		c.T.Fatal(err)
	}
	return area
}

// Elected is a newcomer who has held the first place of a seat since 2023.
func (c *Town) Elected(code, name string) domain.PersonID {
	c.T.Helper()
	who := people.Somebody{Name: name, Email: code + "@aldermoor.test"}
	term := places.Term{Seat: c.Seats(code)[0], Place: 1, Span: domain.Span{From: domain.NewDate(2023, 5, 8)}}
	if err := seatapp.BeginTerm(c.T.Context(), c.App, c.Actor(c.Admin), term, who); err != nil {
		c.T.Fatal(err)
	}
	return domain.PersonID(c.Int(`SELECT id FROM people WHERE name = $1`, name))
}

// AtGate1 submits gate 1 of an area that was built, once its Members have had their induction.
func (c *Town) AtGate1(area domain.AreaID, members ...domain.PersonID) domain.AttemptID {
	c.T.Helper()
	c.ReadyForGate1(servertest.Quarter{Area: area, Officer: c.Nia, Planner: c.Owen, Members: members})
	return c.Submit(domain.GateAreas, area)[0]
}

// Load imports seats.
func (c *Town) Load(i places.SeatImport) places.SeatChanges {
	c.T.Helper()
	p, err := seatapp.ImportSeats(c.T.Context(), c.App, c.Actor(c.Admin), i)
	if err != nil {
		c.T.Fatal(err)
	}
	return p.SeatChanges
}

// Seats finds seats by their codes.
func (c *Town) Seats(codes ...string) []domain.SeatID {
	c.T.Helper()
	lines, err := placestore.SeatLines(c.T.Context(), c.App.Store.Reader, c.Day())
	if err != nil {
		c.T.Fatal(err)
	}
	var ids []domain.SeatID
	for _, code := range codes {
		for _, line := range lines {
			if line.Code == code {
				ids = append(ids, line.ID)
			}
		}
	}
	if len(ids) != len(codes) {
		c.T.Fatalf("found %d of the seats %v", len(ids), codes)
	}
	return ids
}

// Square is a feature from column x to x+w of the grid, one row high.
func Square(code, name string, x, w int) string {
	lon := func(n int) string { return fmt.Sprintf("%.2f", -1.9+float64(n)/100) }
	west, east := lon(x), lon(x+w)
	ring := fmt.Sprintf("[[%[1]s,52.20],[%[2]s,52.20],[%[2]s,52.21],[%[1]s,52.21],[%[1]s,52.20]]", west, east)
	return fmt.Sprintf(
		`{"type":"Feature","properties":{"WD26CD":%q,"WD26NM":%q},"geometry":{"type":"Polygon","coordinates":[%s]}}`,
		code, name, ring)
}

// Collection is a boundary file of features.
func Collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// SeatImport is an authority's boundary file, read.
func SeatImport(t *testing.T, authority string, tier places.Tier, kind places.SeatKind,
	features ...string) places.SeatImport {
	t.Helper()
	seats, err := seatapp.ReadSeats(strings.NewReader(Collection(features...)))
	if err != nil {
		t.Fatal(err)
	}
	return places.SeatImport{Authority: authority, Tier: tier, Kind: kind, Seats: seats, Places: 1}
}
