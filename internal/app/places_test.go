package app_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/signin"
	"fourgates/internal/store/storetest"
)

// county is a database in which a test builds councils and areas on a grid of hundredths of a degree.
type county struct {
	*act.App
	t               *testing.T
	pool            *pgxpool.Pool
	admin, clo, cpo policy.Actor
}

var countyNoon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// sameDays lets cmp compare dates.
var sameDays = cmp.Options{cmp.Comparer(func(a, b domain.Date) bool { return a.String() == b.String() }), cmpopts.EquateEmpty()}

func newCounty(t *testing.T) *county {
	t.Helper()
	pool := storetest.New(t)
	c := &county{t: t, pool: pool, App: &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: func() time.Time { return countyNoon }, Log: slog.New(slog.DiscardHandler)}}
	c.admin = c.officer("Aoife Ní Dhomhnaill", policy.Admin)
	c.clo = c.officer("Bhavisha", policy.CLO)
	c.cpo = c.officer("Llŷr Gruffudd-Jones", policy.CPO)
	return c
}

func (c *county) officer(name string, role policy.Role) policy.Actor {
	c.t.Helper()
	id := c.person(name)
	if _, err := c.pool.Exec(c.t.Context(), "INSERT INTO role_grants (person_id, role, from_on, granted_at) VALUES ($1, $2, '2025-01-01', $3)", id, string(role), countyNoon); err != nil {
		c.t.Fatal(err)
	}
	return c.actor(id)
}

func (c *county) person(name string) (id domain.PersonID) {
	c.t.Helper()
	if err := c.pool.QueryRow(c.t.Context(), "INSERT INTO people (name, created_at) VALUES ($1, $2) RETURNING id", name, countyNoon).Scan(&id); err != nil {
		c.t.Fatal(err)
	}
	return id
}

// actor is the person with the grants that they have by now.
func (c *county) actor(id domain.PersonID) policy.Actor {
	c.t.Helper()
	actor, err := signin.Actor(c.t.Context(), c.Store.Reader, id, c.Today())
	if err != nil {
		c.t.Fatal(err)
	}
	return actor
}

// square is a feature from column x to x+w of the grid, one row high.
func square(code, name string, x, w int) string {
	lon := func(n int) string { return fmt.Sprintf("%.2f", -1.9+float64(n)/100) }
	west, east := lon(x), lon(x+w)
	ring := fmt.Sprintf("[[%[1]s,52.20],[%[2]s,52.20],[%[2]s,52.21],[%[1]s,52.21],[%[1]s,52.20]]", west, east)
	return fmt.Sprintf(`{"type":"Feature","properties":{"WD26CD":%q,"WD26NM":%q},"geometry":{"type":"Polygon","coordinates":[%s]}}`, code, name, ring)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func seatImport(t *testing.T, authority string, tier places.Tier, kind places.SeatKind, features ...string) places.SeatImport {
	t.Helper()
	seats, err := seatapp.ReadSeats(strings.NewReader(collection(features...)))
	if err != nil {
		t.Fatal(err)
	}
	return places.SeatImport{Authority: authority, Tier: tier, Kind: kind, Seats: seats}
}

// build imports two wards side by side and one division over both, and proposes an area of the first ward.
func (c *county) build() domain.AreaID {
	c.t.Helper()
	c.load(seatImport(c.t, "Marlwick", places.Borough, places.Ward, square("E05990001", "Canalside", 0, 2), square("E05990002", "Priory", 2, 2)))
	c.load(seatImport(c.t, "Aldermoor", places.County, places.Division, square("E58990001", "Marlwick South", 0, 4)))
	area, err := placeapp.ProposeArea(c.t.Context(), c.App, c.clo, placeapp.Proposal{Code: "LCA-01", Name: "Canalside", Ground: &placeapp.Ground{Seats: c.seats("E05990001")}})
	if err != nil {
		c.t.Fatal(err)
	}
	c.clo = c.actor(c.clo.ID)
	return area
}

func (c *county) load(i places.SeatImport) places.SeatChanges {
	c.t.Helper()
	changes, err := seatapp.ImportSeats(c.t.Context(), c.App, c.admin, i)
	if err != nil {
		c.t.Fatal(err)
	}
	return changes
}

func (c *county) seats(codes ...string) []domain.SeatID {
	c.t.Helper()
	lines, err := placestore.SeatLines(c.t.Context(), c.Store.Reader, c.Today())
	if err != nil {
		c.t.Fatal(err)
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
		c.t.Fatalf("found %d of the seats %v", len(ids), codes)
	}
	return ids
}

// shares is the percentage of an area in each seat that it overlaps, by code.
func (c *county) shares(area domain.AreaID) map[string]float64 {
	c.t.Helper()
	seats, err := placestore.AreaSeats(c.t.Context(), c.Store.Reader, area)
	if err != nil {
		c.t.Fatal(err)
	}
	shares := map[string]float64{}
	for _, s := range seats {
		shares[s.Code] = s.Percent
	}
	return shares
}

func (c *county) history(kind string, id int64) []string {
	c.t.Helper()
	entries, err := c.Store.History(c.t.Context(), kind, id)
	if err != nil {
		c.t.Fatal(err)
	}
	var words []string
	for _, e := range entries {
		words = append(words, e.Summary)
	}
	return words
}

// refused fails unless err is a refusal that names the field and has the words in it.
func refused(t *testing.T, err error, field, words string) {
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
