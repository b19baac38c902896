package seatapp_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/town"
)

// life is what happened to a seat, the newest first.
func life(t *testing.T, c *town.Town, id domain.SeatID) []string {
	t.Helper()
	events, err := seatstore.Events(t.Context(), c.App.Store.Reader, id)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range events {
		lines = append(lines, e.On.String()+" "+e.Words())
	}
	return lines
}

func TestASeatHasALife(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	canalside, priory := c.Seats("E05990001")[0], c.Seats("E05990002")[0]
	roisin := c.Elected("E05990001", "Roisín Ó Cléirigh")
	admin, today := c.Actor(c.Admin), c.Day()
	step := func(id domain.SeatID, is seats.Change) {
		t.Helper()
		if err := seatapp.ChangeSeat(t.Context(), c.App, admin, id, is); err != nil {
			t.Fatal(err)
		}
	}
	step(canalside, seats.Change{Kind: seats.Renamed, On: today.AddDays(-9), Name: "Canal Side", Note: "Order 2026/1"})
	step(canalside, seats.Change{Kind: seats.Recoded, On: today.AddDays(-8)})
	step(canalside, seats.Change{Kind: seats.PlacesChanged, On: today.AddDays(-7), Places: 2})
	before := c.Count(`SELECT count(*) FROM audit_entries`)
	step(canalside, seats.Change{Kind: seats.Renamed, Name: "Canal Side"}) // is so already
	if n := c.Count(`SELECT count(*) FROM audit_entries`); n != before {
		t.Errorf("what changes nothing left %d entries", n-before)
	}
	step(canalside, seats.Change{Kind: seats.Merged, On: today, Into: []domain.SeatID{priory}})
	if d := cmp.Diff([]string{today.String() + " Merged into Priory",
		today.AddDays(-7).String() + " Elects 2 Members, was 1",
		today.AddDays(-8).String() + " Code none, was E05990001",
		today.AddDays(-9).String() + " Called Canal Side, was Canalside"}, life(t, c, canalside)); d != "" {
		t.Errorf("life (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{today.String() + " Boundary redrawn"}, life(t, c, priory)); d != "" {
		t.Errorf("life of what took it in (-want +got):\n%s", d)
	}
	if d := cmp.Diff(map[string]float64{"E58990001": 100, "E05990002": 100}, c.Shares(area)); d != "" {
		t.Errorf("shares of the area (-want +got):\n%s", d)
	}
	terms, err := seatstore.Terms(t.Context(), c.App.Store.Reader, canalside)
	if err != nil || len(terms) != 1 || terms[0].Person != roisin || terms[0].Span.To != today.AddDays(-1) ||
		terms[0].EndReason != "The ward: merged into Priory" {
		t.Errorf("its terms: %+v, %v", terms, err)
	}
	err = seatapp.ChangeSeat(t.Context(), c.App, admin, canalside, seats.Change{Kind: seats.Renamed, Name: "Again"})
	town.Refused(t, err, "kind", "Canal Side has ended")
	c.Verify()
}

// Members of a ward are told what happened to it where no gate asks them, by page or import; nobody else is.
func TestMembersAreToldWhatHappenedToTheirWard(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	canalside, priory := c.Seats("E05990001")[0], c.Seats("E05990002")[0]
	c.Elected("E05990001", "Roisín Ó Cléirigh")
	c.Elected("E05990002", "Osian Nakagawa")
	told := func() string {
		return c.Text(`SELECT COALESCE(string_agg(r.name || ', ' || r.capacity || ': ' || n.subject || ': ' || n.body, ' | '
			ORDER BY n.id, r.id), '') FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
			WHERE n.event = 'ward or division changed'`)
	}
	change := func(id domain.SeatID, is seats.Change) {
		t.Helper()
		if err := seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), id, is); err != nil {
			t.Fatal(err)
		}
	}
	change(c.Seats("E58990001")[0], seats.Change{Kind: seats.Renamed, Name: "Nobody sits here"})
	if got := told(); got != "" {
		t.Errorf("told: %s", got)
	}
	change(canalside, seats.Change{Kind: seats.Renamed, Name: "Canal Side", Note: "Order 2026/1"})
	if got := told(); !strings.HasPrefix(got, "Roisín Ó Cléirigh, Member for Canal Side: Your ward has changed: Canal "+
		"Side: Called Canal Side, was Canalside, from "+c.Day().Words()+". Order 2026/1") ||
		strings.Contains(got, "Osian") {
		t.Errorf("renamed, told: %s", got)
	}
	change(canalside, seats.Change{Kind: seats.Merged, Into: []domain.SeatID{priory}})
	if got := told(); !strings.Contains(got, "Merged into Priory") || !strings.Contains(got, "Osian Nakagawa, Member "+
		"for Priory: Your ward has changed: Priory: Boundary redrawn") || strings.Count(got, " | ") != 2 {
		t.Errorf("merged, told: %s", got)
	}
}

func TestWhatCannotHappenToASeat(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	ward, division := c.Seats("E05990001")[0], c.Seats("E58990001")[0]
	c.Elected("E05990001", "Roisín Ó Cléirigh")
	for _, bad := range []struct {
		name         string
		is           seats.Change
		field, words string
	}{
		{"no name", seats.Change{Kind: seats.Renamed}, "name", "Enter the new name"},
		{"another's code", seats.Change{Kind: seats.Recoded, Code: "E05990002"}, "code",
			"is the code of a ward of Marlwick"},
		{"no boundary", seats.Change{Kind: seats.Redrawn}, "file", "Choose a file"},
		{"a place too many", seats.Change{Kind: seats.PlacesChanged, Places: 10}, "places", "from 0 to 9"},
		{"merged into another council's", seats.Change{Kind: seats.Merged, Into: []domain.SeatID{division}}, "into",
			"no other ward of the same council"},
		{"split into one", seats.Change{Kind: seats.Split, Into: c.Seats("E05990002")}, "parts", "two or more"},
		{"ended before a term began", seats.Change{Kind: seats.Ended, On: domain.NewDate(2020, 1, 1)}, "on",
			"Roisín Ó Cléirigh"},
		{"nothing", seats.Change{}, "kind", "Choose what happens"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			err := seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), ward, bad.is)
			town.Refused(t, err, bad.field, bad.words)
		})
	}
	if lines := life(t, c, ward); len(lines) != 0 {
		t.Errorf("what was refused is kept: %q", lines)
	}
}

// caseFile is a boundary file of the shared cases.
func caseFile(t *testing.T, name string) []places.Seat {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "cases", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	list, err := seatapp.ReadSeats(f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// demoWards are the wards of a council of the invented county.
func demoWards(t *testing.T, council string) []places.Seat {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "world", "data", "wards-"+council+".geojson"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	list, err := seatapp.ReadSeats(f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func asks(err error) []string {
	var ids []string
	if q, ok := errors.AsType[*seatapp.QuestionsError](err); ok {
		for _, one := range q.Questions {
			ids = append(ids, one.Seat+": "+one.Proposed)
		}
	}
	return ids
}

// RW-01 of ../shared/cases.
func TestAWardThatMovesIsTheSameWard(t *testing.T) {
	c := town.NewCounty(t)
	file := caseFile(t, "rw01-ward-moved-while-gate-open.geojson")
	i := places.SeatImport{Authority: "Thornlow", Tier: places.Borough, Kind: places.Ward,
		Seats: demoWards(t, "thornlow"), Places: 3}
	c.Load(i)
	id := c.Seats("E05990006")[0]
	i.Seats = file
	if got := c.Load(i).Words(); got != "1 seat: 0 added, 1 changed, 0 unchanged" {
		t.Error(got)
	}
	if got := life(t, c, id); len(got) != 1 || !strings.HasSuffix(got[0], "Boundary redrawn") {
		t.Errorf("life: %q", got)
	}
	if !c.Load(i).Nothing() {
		t.Error("the same file again changes something")
	}
}

// RW-03: a review gives a ward a new code and abolishes another. Asked what became of that, the import ends it.
func TestAWardReviewEndsWhatItAbolishes(t *testing.T) {
	c := town.NewCounty(t)
	file := caseFile(t, "rw03-ward-review-recoded.geojson")
	i := places.SeatImport{Authority: "Marlwick", Tier: places.Borough, Kind: places.Ward,
		Seats: demoWards(t, "marlwick"), Places: 3}
	c.Load(i)
	west, gone := c.Seats("E05990015")[0], c.Seats("E05990020")[0]
	i.Seats = file
	_, err := seatapp.ImportSeats(t.Context(), c.App, c.Actor(c.Admin), i)
	got := asks(err)
	if len(got) != 1 || got[0] != "Harrowsley: ended" {
		t.Fatalf("asks %q, %v", got, err)
	}
	if n := c.Count(`SELECT count(*) FROM seat_events`); n != 0 {
		t.Errorf("an import that asks has changed something: %d events", n)
	}
	q, _ := errors.AsType[*seatapp.QuestionsError](err)
	i.Answers = map[string]string{q.Questions[0].ID: q.Questions[0].Proposed}
	done := c.Load(i)
	if len(done.Added) != 0 || len(done.Ended) != 1 {
		t.Errorf("%s", done.Words())
	}
	is, err := placestore.Seat(t.Context(), c.App.Store.Reader, west)
	if err != nil || is.Code != "E05990115" || is.Places != 3 {
		t.Errorf("Marlwick West has the code %s and %d places, %v", is.Code, is.Places, err)
	}
	if is, err = placestore.Seat(t.Context(), c.App.Store.Reader, gone); err != nil ||
		is.Valid.To != c.Day().AddDays(-1) {
		t.Errorf("Harrowsley ended on %s, %v", is.Valid.To, err)
	}
	i.Answers = nil
	if !c.Load(i).Nothing() {
		t.Error("the same file again changes something")
	}
}

// RW-12: no codes at first, then temporary ones, then real ones: the same wards all along.
func TestCodesComeLaterAndChange(t *testing.T) {
	c := town.NewCounty(t)
	i := places.SeatImport{Authority: "Hollinshire", Tier: places.County, Kind: places.Division,
		Seats: caseFile(t, "rw12-boundary-commission-wards-no-code.geojson")}
	if got := c.Load(i).Words(); got != "2 seats: 2 added, 0 changed, 0 unchanged" {
		t.Error(got)
	}
	for _, next := range []string{"rw12-divisions-temporary-codes.geojson", "rw12-divisions-real-codes-later.geojson"} {
		i.Seats = caseFile(t, next)
		if got := c.Load(i).Words(); got != "2 seats: 0 added, 2 changed, 0 unchanged" {
			t.Errorf("%s: %s", next, got)
		}
		if !c.Load(i).Nothing() {
			t.Errorf("%s again changes something", next)
		}
	}
	c.WantLines([]string{"E58099001 Ashby 2", "E58099002 Barwell 3"},
		`SELECT code || ' ' || name || ' ' || places FROM seats ORDER BY code`)
	i.Seats = caseFile(t, "rw12-boundary-commission-wards-no-code.geojson")
	if !c.Load(i).Nothing() {
		t.Error("a file without codes takes codes away")
	}
}
