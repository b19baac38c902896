package seatapp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/town"
)

// elsewhere is ground beside the town.
const elsewhere = `{"type":"MultiPolygon","coordinates":[[[[-1.5,52.3],[-1.4,52.3],[-1.4,52.4],[-1.5,52.4],[-1.5,52.3]]]]}`

// ahead records something of a seat, and refuses nothing.
func ahead(t *testing.T, c *town.Town, id domain.SeatID, is seats.Change) {
	t.Helper()
	if err := seatapp.ChangeSeat(t.Context(), c.App, c.Actor(c.Admin), id, is); err != nil {
		t.Fatal(err)
	}
}

// coming is what is recorded ahead of a seat.
func coming(t *testing.T, c *town.Town, id domain.SeatID) []string {
	t.Helper()
	list, err := seatstore.ComingTo(t.Context(), c.App.Store.Reader, id)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, x := range list {
		lines = append(lines, x.On.String()+" "+x.SeatName+": "+x.Words())
	}
	return lines
}

// dawns is the first minute of a day in London.
func dawns(c *town.Town, day domain.Date) {
	c.MoveTo(time.Date(day.Time().Year(), day.Time().Month(), day.Time().Day(), 0, 1, 0, 0, domain.London))
}

func takes(t *testing.T, c *town.Town, want int) {
	t.Helper()
	if n, err := seatapp.TakeOrders(t.Context(), c.App); n != want || err != nil {
		t.Errorf("%d orders took effect, want %d: %v", n, want, err)
	}
}

// Each thing that can happen to a seat is recorded months before, changes nothing until its day, and then happens by
// itself as if it were done by hand.
func TestWhatIsRecordedAheadHappensOnItsDay(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	canalside, priory := c.Seats("E05990001")[0], c.Seats("E05990002")[0]
	c.Elected("E05990001", "Roisín Ó Cléirigh")
	day := domain.NewDate(2026, 5, 7) // in summer time
	said := day.String() + " Canalside: "
	for _, x := range []struct {
		name   string
		is     seats.Change
		coming string
		life   string
	}{
		{"renamed", seats.Change{Kind: seats.Renamed, Name: "Canal Side"}, "To be called Canal Side",
			"Called Canal Side, was Canalside"},
		{"named in Welsh", seats.Change{Kind: seats.Renamed, Name: "Canalside", Welsh: "Glan y Gamlas"},
			"To be called Canalside (Glan y Gamlas)", "Called Canalside (Glan y Gamlas), was Canalside"},
		{"recoded", seats.Change{Kind: seats.Recoded, Code: "E05990999"}, "To have the code E05990999",
			"Code E05990999, was E05990001"},
		{"places", seats.Change{Kind: seats.PlacesChanged, Places: 3}, "To elect 3 Members", "Elects 3 Members, was 1"},
		{"redrawn", seats.Change{Kind: seats.Redrawn, Boundary: elsewhere}, "To be redrawn", "Boundary redrawn"},
		{"merged", seats.Change{Kind: seats.Merged, Into: []domain.SeatID{priory}}, "To be merged into Priory",
			"Merged into Priory"},
		{"split", seats.Change{Kind: seats.Split, Parts: []places.Seat{
			{Name: "Lock", Places: 1}, {Name: "Basin", Code: "E05990777", Places: 2}}},
			"To be split into Lock and Basin", "Split into Basin and Lock"},
		{"ended", seats.Change{Kind: seats.Ended}, "To end", "Ended"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := town.NewCounty(t)
			c.Build()
			c.Elected("E05990001", "Roisín Ó Cléirigh")
			x.is.On = day
			x.is.Note = "Order 2026/11"
			was, err := placestore.Seat(t.Context(), c.App.Store.Reader, canalside)
			if err != nil {
				t.Fatal(err)
			}
			ahead(t, c, canalside, x.is)
			if got := coming(t, c, canalside); len(got) == 0 || got[len(got)-1] != said+x.coming {
				t.Errorf("recorded ahead: %q", got)
			}
			c.MoveTo(time.Date(2026, 5, 6, 22, 59, 0, 0, time.UTC)) // 23:59 in London
			takes(t, c, 0)
			if is, err := placestore.Seat(t.Context(), c.App.Store.Reader, canalside); err != nil ||
				was != is || len(life(t, c, canalside)) != 0 {
				t.Errorf("before its day it is %+v, %v", is, err)
			}
			c.MoveTo(time.Date(2026, 5, 6, 23, 1, 0, 0, time.UTC))
			takes(t, c, 1)
			takes(t, c, 0)
			if d := cmp.Diff([]string{day.String() + " " + x.life}, life(t, c, canalside)); d != "" {
				t.Errorf("life (-want +got):\n%s", d)
			}
			if got := coming(t, c, canalside); len(got) != 0 {
				t.Errorf("still ahead: %q", got)
			}
			if n := c.Count(`SELECT count(*) FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
				WHERE n.event = 'ward or division changed' AND r.name = 'Roisín Ó Cléirigh'
				  AND n.body LIKE '%7 May 2026. Order 2026/11%'`); n != 1 {
				t.Errorf("the Member is told %d times, want once", n)
			}
			ends := 0
			if x.is.Kind.Ends() {
				ends = 1
			}
			if n := c.Count(`SELECT count(*) FROM terms WHERE to_on = '2026-05-06'`); n != ends {
				t.Errorf("%d terms ended the day before, want %d", n, ends)
			}
			c.Verify()
		})
	}
}

// A ward begins on its day, from a page or a file.
func TestAWardBeginsOnTheDayThatIsRecordedAhead(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	of, day := named(t, c, "Marlwick"), c.Day().AddDays(40)
	n := places.Seat{Authority: of.ID, Kind: places.Ward, Name: "Wharf", Places: 2, Boundary: elsewhere,
		Valid: domain.Span{From: day}}
	if id, err := seatapp.BeginSeat(t.Context(), c.App, c.Actor(c.Admin), n, nil); id != 0 || err != nil {
		t.Fatalf("it began as %d, %v", id, err)
	}
	_, err := seatapp.BeginSeat(t.Context(), c.App, c.Actor(c.Admin), n, nil)
	town.Refused(t, err, "name", "called Wharf already")
	c.WantLines(nil, `SELECT name FROM seats WHERE name = 'Wharf'`)
	dawns(c, day)
	takes(t, c, 1)
	c.WantLines([]string{"Wharf 2 " + day.String()}, `SELECT name || ' ' || places || ' ' || valid_from FROM seats
		WHERE name = 'Wharf'`)
}

func TestWhatIsRecordedAheadIsMovedAndTakenBackWithAReason(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	canalside, admin := c.Seats("E05990001")[0], c.Actor(c.Admin)
	day := c.Day().AddDays(60)
	ahead(t, c, canalside, seats.Change{Kind: seats.Renamed, On: day, Name: "Canal Side"})
	id := domain.SeatOrderID(c.Int(`SELECT id FROM seat_orders`))
	later := day.AddDays(28)
	town.Refused(t, seatapp.MoveOrder(t.Context(), c.App, admin, id, later, ""), "reason", "why it is moved")
	town.Refused(t, seatapp.MoveOrder(t.Context(), c.App, admin, id, c.Day(), "Sooner"), "on", "after today")
	if err := seatapp.MoveOrder(t.Context(), c.App, admin, id, later, "The elections were put off"); err != nil {
		t.Fatal(err)
	}
	dawns(c, day)
	takes(t, c, 0)
	town.Refused(t, seatapp.TakeBackOrder(t.Context(), c.App, admin, id, ""), "why", "why it is taken back")
	if err := seatapp.TakeBackOrder(t.Context(), c.App, admin, id, "The order was revoked"); err != nil {
		t.Fatal(err)
	}
	town.Refused(t, seatapp.TakeBackOrder(t.Context(), c.App, admin, id, "Again"), "why", "taken back already")
	dawns(c, later)
	takes(t, c, 0)
	if lines := life(t, c, canalside); len(lines) != 0 {
		t.Errorf("what was taken back happened: %q", lines)
	}
	history := strings.Join(c.History("seat", int64(canalside)), "\n")
	for _, words := range []string{"Recorded ahead, from " + day.Words() + ": To be called Canal Side",
		"Moved to " + later.Words() + " from " + day.Words(), "The elections were put off",
		"Taken back, what was to be from " + later.Words(), "The order was revoked"} {
		if !strings.Contains(history, words) {
			t.Errorf("the history does not say %q:\n%s", words, history)
		}
	}
}

func TestWhatCannotBeRecordedAhead(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	ward, other := c.Seats("E05990001")[0], c.Seats("E05990002")[0]
	admin := c.Actor(c.Admin)
	c.Elected("E05990001", "Roisín Ó Cléirigh")
	day := c.Day().AddDays(60)
	ahead(t, c, ward, seats.Change{Kind: seats.Renamed, On: day, Name: "Canal Side"})
	ahead(t, c, ward, seats.Change{Kind: seats.Recoded, On: day, Code: "E05990555"})
	ahead(t, c, ward, seats.Change{Kind: seats.Ended, On: day.AddDays(30)})
	for _, bad := range []struct {
		name         string
		seat         domain.SeatID
		is           seats.Change
		field, words string
	}{
		{"the same on one day", ward, seats.Change{Kind: seats.Renamed, On: day, Name: "Lockside"}, "on",
			"is recorded ahead: “To be called Canal Side”. Take that back first"},
		{"an end on the day of another change", ward, seats.Change{Kind: seats.Ended, On: day}, "on",
			"Take that back first"},
		{"after its end", ward, seats.Change{Kind: seats.PlacesChanged, Places: 2, On: day.AddDays(31)}, "on",
			"“To end”. Nothing can happen to it from that day on"},
		{"on the day of its end", ward, seats.Change{Kind: seats.Renamed, Name: "Lockside", On: day.AddDays(30)}, "on",
			"Nothing can happen to it"},
		{"an end today, before it", ward, seats.Change{Kind: seats.Ended}, "on", "it would have ended by then"},
		{"merged into one that has ended", other, seats.Change{Kind: seats.Merged, On: day.AddDays(40),
			Into: []domain.SeatID{ward}}, "into", "there no more"},
		{"a code that another will have", other, seats.Change{Kind: seats.Recoded, On: day.AddDays(1),
			Code: "E05990555"}, "code", "is the code of a ward of Marlwick"},
		{"split into one", other, seats.Change{Kind: seats.Split, On: day, Parts: []places.Seat{{Kind: places.Ward,
			Name: "Abbey", Places: 1}}}, "parts", "two or more"},
		{"a part that is there", other, seats.Change{Kind: seats.Split, On: day, Parts: []places.Seat{
			{Kind: places.Ward, Name: "Abbey", Places: 1}, {Kind: places.Ward, Name: "Canal Side", Places: 0}}},
			"part-2-name", "called Canal Side already"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			town.Refused(t, seatapp.ChangeSeat(t.Context(), c.App, admin, bad.seat, bad.is), bad.field, bad.words)
		})
	}
	err := seatapp.BeginTerm(t.Context(), c.App, admin, places.Term{Seat: ward, Place: 1, Span: domain.Span{
		From: day.AddDays(30)}}, people.Somebody{Name: "Tegan Marlow"})
	town.Refused(t, err, "from", "the term must begin before")
}

// The code that one lets go on a day is another's from then on.
func TestCodesPassOnAsRecordedAhead(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	first, second, day := c.Seats("E05990001")[0], c.Seats("E05990002")[0], c.Day().AddDays(60)
	ahead(t, c, first, seats.Change{Kind: seats.Recoded, On: day, Code: "E05990003"})
	ahead(t, c, second, seats.Change{Kind: seats.Recoded, On: day, Code: "E05990001"})
	dawns(c, day)
	takes(t, c, 2)
	c.WantLines([]string{"E05990003 Canalside", "E05990001 Priory"}, `SELECT code || ' ' || name FROM seats
		WHERE kind = 'ward' ORDER BY name`)
}

// What can no longer happen on its day says why, is told of once, and happens when that is put right.
func TestWhatCannotTakeEffectIsToldAndTriedAgain(t *testing.T) {
	c := town.NewCounty(t)
	c.Build()
	canalside, day := c.Seats("E05990001")[0], c.Day().AddDays(10)
	ahead(t, c, canalside, seats.Change{Kind: seats.PlacesChanged, On: day, Places: 2})
	ahead(t, c, canalside, seats.Change{Kind: seats.Redrawn, On: day, Boundary: elsewhere})
	c.Forced("two servers, of which one still runs the version before", `UPDATE seats SET places = 5`)
	for place, who := range map[int]string{1: "Roisín Ó Cléirigh", 4: "Odhran Bassey"} {
		if err := seatapp.BeginTerm(t.Context(), c.App, c.Actor(c.Admin), places.Term{Seat: canalside, Place: place,
			Span: domain.Span{From: c.Day()}}, people.Somebody{Name: who}); err != nil {
			t.Fatal(err)
		}
	}
	dawns(c, day)
	takes(t, c, 1) // one that cannot keeps no other from it
	takes(t, c, 0)
	c.WantLines([]string{"1: Canalside: Place 4 is held by Odhran Bassey: end the term first"}, `
		SELECT (SELECT count(*) FROM notices WHERE event = 'ward or division not changed') || ': ' || stuck
		FROM seat_orders WHERE closed_at IS NULL`)
	c.Move(48 * time.Hour)
	if err := seatapp.EndTerm(t.Context(), c.App, c.Actor(c.Admin), canalside, domain.TermID(c.Int(`SELECT id FROM terms
		WHERE place = 4`)), c.Day().AddDays(-1), "Resigned"); err != nil {
		t.Fatal(err)
	}
	takes(t, c, 1)
	if got := life(t, c, canalside); len(got) != 2 || !strings.HasPrefix(got[0], day.String()) {
		t.Errorf("life: %q", got)
	}
}

// A boundary file of a day to come is proposed, kept as a whole, and the same again changes nothing.
func TestABoundaryFileIsRecordedAhead(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	day := c.Day().AddDays(200)
	i := town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("E05990001", "Canalside", 0, 1),
		town.Square("E05990002", "Priory Park", 2, 2), town.Square("E05990007", "Wharf", 1, 1))
	i.On = day
	if got := c.Load(i).Words(); got != "3 seats: 1 added, 2 changed, 0 unchanged" {
		t.Error(got)
	}
	c.WantLines([]string{"E05990001 Canalside", "E05990002 Priory"}, `SELECT code || ' ' || name FROM seats
		WHERE kind = 'ward' ORDER BY code`)
	if !c.Load(i).Nothing() {
		t.Error("the same file again changes something")
	}
	i.Seats[1].Name = "Priory End"
	_, err := seatapp.ImportSeats(t.Context(), c.App, c.Actor(c.Admin), i)
	town.Refused(t, err, "on", "Priory Park: From "+day.Words()+" Priory is recorded ahead")
	i.Seats[1].Name = "Priory Park"
	who, err := placestore.AreaMembers(t.Context(), c.App.Store.Reader, area, day)
	if err != nil {
		t.Fatal(err)
	}
	who, err = seatapp.MembersAhead(t.Context(), c.App, area, day, who)
	if err != nil {
		t.Fatal(err)
	}
	var will []string
	for _, m := range who {
		will = append(will, m.SeatName)
	}
	if d := cmp.Diff([]string{"Marlwick South", "Canalside", "Wharf"}, will); d != "" {
		t.Errorf("Area Members on that day (-want +got):\n%s", d)
	}
	dawns(c, day)
	takes(t, c, 1)
	c.WantLines([]string{"E05990001 Canalside", "E05990002 Priory Park", "E05990007 Wharf"}, `
		SELECT code || ' ' || name FROM seats WHERE kind = 'ward' ORDER BY code`)
	if d := cmp.Diff(map[string]float64{"E58990001": 100, "E05990001": 50, "E05990007": 50}, c.Shares(area)); d != "" {
		t.Errorf("shares of the area (-want +got):\n%s", d)
	}
	i.On = domain.Date{}
	if !c.Load(i).Nothing() {
		t.Error("the same file on its day changes something")
	}
}

// A ward is split by saying what it is split into: the parts begin, drawn or not.
func TestASplitMakesItsParts(t *testing.T) {
	c := town.NewCounty(t)
	area := c.Build()
	canalside := c.Seats("E05990001")[0]
	parts := town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("", "Lock", 0, 1)).Seats
	parts[0].Kind, parts[0].Places = places.Ward, 1
	parts = append(parts, places.Seat{Kind: places.Ward, Name: "Basin", Places: 2})
	ahead(t, c, canalside, seats.Change{Kind: seats.Split, Parts: parts})
	c.WantLines([]string{"Basin 2 ''", "Lock 1 drawn"}, `SELECT name || ' ' || places || ' ' ||
		CASE WHEN boundary = '' THEN '''''' ELSE 'drawn' END FROM seats WHERE valid_from = $1::date ORDER BY name`,
		c.Day().String())
	basin := domain.SeatID(c.Int(`SELECT id FROM seats WHERE name = 'Basin'`))
	c.WantLines([]string{"58990001 100.00", " 50.00"}, `SELECT right(s.code, 8) || ' ' || a.percent
		FROM area_seats a JOIN seats s ON s.id = a.seat_id WHERE a.area_id = $1 ORDER BY a.percent DESC`, int64(area))
	drawn := town.SeatImport(t, "Marlwick", places.Borough, places.Ward, town.Square("", "Basin", 1, 1)).Seats[0]
	ahead(t, c, basin, seats.Change{Kind: seats.Redrawn, Boundary: drawn.Boundary})
	if n := c.Count(`SELECT count(*) FROM area_seats WHERE area_id = $1 AND percent = 50`, int64(area)); n != 2 {
		t.Errorf("drawn, %d wards have half the area, want 2", n)
	}
}
