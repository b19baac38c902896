// Package town sets up the worlds in which tests of commands and records take place.
package town

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
)

// NewChamber sets up the chamber: gates 1 and 2 are passed, and a plan is drafted.
func NewChamber(t *testing.T) *chamber {
	t.Helper()
	c := &chamber{Castle: NewCastle(t)}
	c.Clerk, c.Chief = c.Person("Philippa Ó Murchú-Lindqvist", policy.Clerk), c.Person("Marie-Ann", policy.NamedOfficer)
	c.Member, c.Other = c.Person("Dáithí Chance", policy.ExecutiveMember), c.Person("Bao", policy.ExecutiveMember)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	c.ReadyForIssues()
	c.EveryoneApproves(c.Submit(domain.GateIssues)[0])
	c.Draft = c.ReadyForGate3(c.Area, c.Nia)
	return c
}

// NewCastle sets up the castle.
func NewCastle(t *testing.T) *Castle {
	t.Helper()
	c := &Castle{Harness: servertest.New(t), T: t}
	c.Nia, c.Owen, c.Admin = c.Person("Nia Pugh", policy.CLO), c.Person("Owen Adeyemi", policy.CPO), c.Person("Zoë Featherstonehaugh-Cholmondeley", policy.Admin)
	c.Aneurin, c.Priya, c.Suresh, c.Maire = c.Person("Aneurin Bevan-Lloyd"), c.Person("Priya Raghunathan"), c.Person("Suresh"), c.Person("Máire Ní Dhomhnaill")
	c.Keep, c.Quay, c.Upper, c.Lower = c.Seat("ward", "Castle Keep"), c.Seat("ward", "Old Quay"), c.Seat("division", "Upper Moor"), c.Seat("division", "Lower Moor")
	for seat, who := range map[domain.SeatID]domain.PersonID{c.Keep: c.Aneurin, c.Quay: c.Priya, c.Upper: c.Suresh, c.Lower: c.Maire} {
		c.Term(who, seat)
	}
	manager := c.Service("Highways")
	c.Exec(`INSERT INTO service_managers (service_id, name, email, from_on) VALUES ($1, 'Wojciech Zając', 'w.zajac@aldermoor.test', $2)`, int64(manager), c.Day().AddDays(-9).Time())
	c.Area = c.Ready("Castle", c.Keep, c.Quay, c.Upper, c.Lower)
	return c
}

// Blockers are the ids, or else the fields or words, of what blocks.
func Blockers(err error) []string {
	var got []string
	if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
		for _, b := range blocked.Blockers {
			switch {
			case b.ID != "":
				got = append(got, b.ID)
			case b.Field != "":
				got = append(got, b.Field)
			default:
				got = append(got, b.Words)
			}
		}
	}
	return got
}

// ADay is as far as a clock is moved on for the next day.
const ADay = 24 * time.Hour

// AtOnce runs a step so many times at the same moment and returns what each said.
func AtOnce(n int, step func(i int) error) []error {
	said := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { said[i] = step(i) })
	}
	all.Wait()
	return said
}

// CountyNoon is the county's time.
var CountyNoon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// SameDays lets cmp compare dates.
var SameDays = cmp.Options{cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() }), cmpopts.EquateEmpty()}

// NewCounty sets up the county.
func NewCounty(t *testing.T) *county {
	t.Helper()
	pool := dbtest.New(t)
	c := &county{t: t, Pool: pool, App: &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: func() time.Time { return CountyNoon }, Log: slog.New(slog.DiscardHandler)}}
	c.Admin = c.Officer("Aoife Ní Dhomhnaill", policy.Admin)
	c.CLO = c.Officer("Bhavisha", policy.CLO)
	c.CPO = c.Officer("Llŷr Gruffudd-Jones", policy.CPO)
	return c
}

// Square is a feature from column x to x+w of the grid, one row high.
func Square(code, name string, x, w int) string {
	lon := func(n int) string { return fmt.Sprintf("%.2f", -1.9+float64(n)/100) }
	west, east := lon(x), lon(x+w)
	ring := fmt.Sprintf("[[%[1]s,52.20],[%[2]s,52.20],[%[2]s,52.21],[%[1]s,52.21],[%[1]s,52.20]]", west, east)
	return fmt.Sprintf(`{"type":"Feature","properties":{"WD26CD":%q,"WD26NM":%q},"geometry":{"type":"Polygon","coordinates":[%s]}}`, code, name, ring)
}

// Collection is a boundary file of features.
func Collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// SeatImport is an authority's boundary file, read.
func SeatImport(t *testing.T, authority string, tier places.Tier, kind places.SeatKind, features ...string) places.SeatImport {
	t.Helper()
	seats, err := seatapp.ReadSeats(strings.NewReader(Collection(features...)))
	if err != nil {
		t.Fatal(err)
	}
	return places.SeatImport{Authority: authority, Tier: tier, Kind: kind, Seats: seats}
}

// Refused fails unless err is a refusal that names the field and has the words in it.
func Refused(t *testing.T, err error, field, words string) {
	t.Helper()
	var blocked *domain.BlockedError
	if !asBlocked(err, &blocked) {
		t.Fatalf("got %v, want a refusal with %q", err, words)
	}
	for _, b := range blocked.Blockers {
		if b.Field == field && strings.Contains(b.Words, words) {
			return
		}
	}
	t.Errorf("got %+v, want one by %q with %q", blocked.Blockers, field, words)
}

func asBlocked(err error, target **domain.BlockedError) bool { return errors.As(err, target) }
