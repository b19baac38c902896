package seatapp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/town"
)

func TestImportTwiceChangesNothing(t *testing.T) {
	c := town.NewCounty(t)
	wards := town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 0, 2),
		town.Square("E05990002", "Priory", 2, 2))
	if got, want := c.Load(wards).Words(), "2 seats: 2 added, 0 changed, 0 unchanged"; got != want {
		t.Errorf("first import: %s, want %s", got, want)
	}
	if got, want := c.Load(wards).Words(), "2 seats: 0 added, 0 changed, 2 unchanged"; got != want {
		t.Errorf("second import: %s, want %s", got, want)
	}
	marlwick, err := placestore.AuthorityNamed(t.Context(), c.App.Store.Reader, "Marlwick")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Boundaries imported for Marlwick: 2 seats: 2 added, 0 changed, 0 unchanged"},
		c.History("authority", int64(marlwick.ID))); d != "" {
		t.Errorf("an import that changes nothing leaves no entry (-want +got):\n%s", d)
	}
}

func TestImportNamesWhatTheFileLacksAndKeepsIt(t *testing.T) {
	c := town.NewCounty(t)
	c.Load(town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 0, 2),
		town.Square("E05990002", "Priory", 2, 2)))
	seat := c.Seats("E05990001")[0]
	if err := seatapp.SetSeatPlaces(t.Context(), c.App, c.Actor(c.Admin), seat, 3); err != nil {
		t.Fatal(err)
	}
	next := town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside & Basin", 0,
		2), town.Square("E05990003", "Wharf", 4, 1))
	preview, err := seatapp.PreviewSeats(t.Context(), c.App, next)
	if err != nil {
		t.Fatal(err)
	}
	got := c.Load(next)
	if d := cmp.Diff(preview.SeatChanges, got, town.SameDays); d != "" {
		t.Errorf("the import did other than its preview said (-preview +import):\n%s", d)
	}
	if len(got.Missing) != 1 || got.Missing[0].Name != "Priory" {
		t.Errorf("missing: %+v, want Priory alone", got.Missing)
	}
	kept, err := placestore.Seat(t.Context(), c.App.Store.Reader, seat)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Name != "Canalside & Basin" || kept.Places != 3 {
		t.Errorf("the changed ward is %q with %d places, want the new name and 3 places", kept.Name, kept.Places)
	}
	c.Seats("E05990002") // is still there
}

func TestImportIsRefusedAsAWhole(t *testing.T) {
	c := town.NewCounty(t)
	c.Load(town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 0, 2)))
	for _, bad := range []struct {
		name  string
		i     places.SeatImport
		field string
		words string
	}{
		{"another tier", town.SeatImport(t, "Marlwick", places.County, places.Ward,
			town.Square("E05990009", "New", 0, 1)), "tier", "Marlwick is a borough authority, not county"},
		{"another authority's code", town.SeatImport(t, "Thornlow", places.Borough, places.Ward,
			town.Square("E05990001", "Canalside", 0, 2), town.Square("E05990009", "New", 4, 1)),
			"file", "E05990001 is a ward of Marlwick already"},
		{"another kind", town.SeatImport(t, "Marlwick", places.Borough, places.Division,
			town.Square("E05990001", "Canalside", 0, 2)), "kind", "not a division"},
		{"no authority", town.SeatImport(t, "", places.Borough, places.Ward, town.Square("E05990009", "New", 0, 1)),
			"authority", "Enter the name"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			_, err := seatapp.PreviewSeats(t.Context(), c.App, bad.i)
			town.Refused(t, err, bad.field, bad.words)
			_, err = seatapp.ImportSeats(t.Context(), c.App, c.Actor(c.Admin), bad.i)
			town.Refused(t, err, bad.field, bad.words)
		})
	}
	lines, err := placestore.SeatLines(t.Context(), c.App.Store.Reader, c.Day())
	if err != nil {
		t.Fatal(err)
	}
	councils, err := placestore.Authorities(t.Context(), c.App.Store.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 1 || len(councils) != 1 {
		t.Errorf("%d seats of %d councils, want the one of before", len(lines), len(councils))
	}
}

func TestFaultyFileIsRefusedWithFeatureAndFault(t *testing.T) {
	for _, bad := range []struct{ name, file, words string }{
		{"not GeoJSON", "wards", "not GeoJSON"},
		{"duplicate code", town.Collection(town.Square("E05990001", "Canalside", 0, 2),
			town.Square("E05990001", "Priory", 2, 2)), "feature 2 (E05990001 Priory): its code is already that of " +
			"feature 1"},
		{"no name", town.Collection(strings.Replace(town.Square("E05990001", "Canalside", 0, 2), "WD26NM", "LABEL", 1)),
			"it has no name"},
		{"broken ring", town.Collection(strings.Replace(town.Square("E05990001", "Canalside", 0, 2), ",[-1.90,52.20]]",
			"]", 1)), "feature 1 (E05990001 Canalside)"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			seats, err := seatapp.ReadSeats(strings.NewReader(bad.file))
			town.Refused(t, err, "file", bad.words)
			if seats != nil {
				t.Errorf("%d seats were read from it", len(seats))
			}
		})
	}
}

func TestBoundaryChangeRecomputesTheAreasThatItTouches(t *testing.T) {
	c := town.NewCounty(t)
	near := c.Build()
	far, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Owen), placeapp.Proposal{Code: "LCA-02", Name: "Far",
		Ground: &placeapp.Ground{Points: "53.1, -2\n53.1, -1.9\n53.2, -1.9"}})
	if err != nil {
		t.Fatal(err)
	}
	// The border between the wards moves half a ward west.
	c.Load(town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 0, 1),
		town.Square("E05990002", "Priory", 1, 3)))
	if d := cmp.Diff(map[string]float64{"E58990001": 100, "E05990001": 50, "E05990002": 50}, c.Shares(near)); d != "" {
		t.Errorf("shares (-want +got):\n%s", d)
	}
	const entry = "Overlaps worked out again after ward or division boundaries changed"
	if got := c.History("area", int64(near)); len(got) != 2 || got[0] != entry {
		t.Errorf("history of the area it touches: %q, want %q on top", got, entry)
	}
	if got := c.History("area", int64(far)); len(got) != 1 {
		t.Errorf("history of an area far away: %q, want its proposal alone", got)
	}
}

// comb is a boundary with so many long teeth, upright or lying, on the same ground.
func comb(teeth int, lying bool) string {
	place := func(along, across float64) string {
		if lying {
			along, across = across, along
		}
		return fmt.Sprintf("[%f,%f]", -1.9+along/10, 52.2+across/10)
	}
	ring := []string{place(0, -0.1), place(1, -0.1)}
	step := 1 / float64(teeth+1)
	for i := range teeth {
		x := 1 - step*float64(i)
		ring = append(ring, place(x, 1), place(x-step/3, 1), place(x-step/3, 0), place(x-2*step/3, 0))
	}
	return `{"type":"Polygon","coordinates":[[` + strings.Join(append(ring, ring[0]), ",") + `]]}`
}

func TestBoundariesThatCrossTooOftenAreRefusedByTheSeatsName(t *testing.T) {
	c := town.NewCounty(t)
	seat := `{"type":"Feature","properties":{"WD26CD":"E05990001","WD26NM":"Canalside"},"geometry":` + comb(80, true) +
		`}`
	seats := town.SeatImport(t, "Marlwick", places.Borough, places.Ward, seat)
	ground := &placeapp.Ground{File: []byte(comb(80, false))}
	const words = "The boundaries of the area and of Canalside (E05990001) cross too often"
	c.Load(seats)
	_, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Owen), placeapp.Proposal{Code: "LCA-01", Name: "Comb",
		Ground: ground})
	town.Refused(t, err, "", words)
	// The other way round: the area is there, and the ward changes to what crosses it.
	c.Load(town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 0, 2)))
	if _, err := placeapp.ProposeArea(t.Context(), c.App, c.Actor(c.Owen),
		placeapp.Proposal{Code: "LCA-01", Name: "Comb", Ground: ground}); err != nil {
		t.Fatal(err)
	}
	_, err = seatapp.ImportSeats(t.Context(), c.App, c.Actor(c.Admin), seats)
	town.Refused(t, err, "", words)
}

// Real ward boundaries of four districts (2013). Contains National Statistics and Ordnance Survey data © Crown
// copyright and database right 2016, Open Government Licence v3. They are not committed.
func TestRealWardsImport(t *testing.T) {
	c := town.NewCounty(t)
	total := 0
	for _, d := range []struct {
		code, name, words string
	}{
		{"E07000163", "Craven", "19 seats: 19 added, 0 changed, 0 unchanged"},
		{"E07000164", "Hambleton", "30 seats: 30 added, 0 changed, 0 unchanged"},
		{"E07000165", "Harrogate", "35 seats: 35 added, 0 changed, 0 unchanged"},
		{"E07000211", "Reigate and Banstead", "19 seats: 19 added, 0 changed, 0 unchanged"},
	} {
		seats := realWards(t, d.code)
		i := places.SeatImport{Authority: d.name, Tier: places.Borough, Kind: places.Ward, Seats: seats, Places: 3}
		if got := c.Load(i).Words(); got != d.words {
			t.Errorf("%s: %s, want %s", d.name, got, d.words)
		}
		if got := c.Load(i); !got.Nothing() || len(got.Unchanged) != len(seats) {
			t.Errorf("%s again: %s, want all unchanged", d.name, got.Words())
		}
		total += len(seats)
	}
	if total != 103 {
		t.Errorf("%d wards, want 103", total)
	}
}

func realWards(t *testing.T, district string) []places.Seat {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "data", "boundaries", "wards-"+district+".geojson"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	seats, err := seatapp.ReadSeats(f)
	if err != nil {
		t.Fatal(err)
	}
	return seats
}

// sharedFolder is FOURGATES_SHARED, or the folder shared beside the repository or above it.
func sharedFolder(t *testing.T) string {
	t.Helper()
	if shared := os.Getenv("FOURGATES_SHARED"); shared != "" {
		return shared
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "shared", "data", "boundaries")); err == nil {
			return filepath.Join(dir, "shared")
		}
	}
	t.Fatal("no ward boundaries: put the folder shared beside the repository, or set FOURGATES_SHARED to it")
	return ""
}
