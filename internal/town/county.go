package town

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/signin"
)

// Draft is an issue of the one area, which is built with the first.
func (c *county) Draft(title string) issues.IssueDraft {
	c.t.Helper()
	area := domain.AreaID(c.Count(`SELECT COALESCE(max(id), 0) FROM areas`))
	if area == 0 {
		area = c.Build()
	}
	return issues.IssueDraft{Area: area, Title: title, Description: "As it says", Source: domain.FromTheCommunity, Visibility: issues.VisibleAreaTeam}
}

// Raised raises an issue.
func (c *county) Raised(d issues.IssueDraft) domain.IssueID {
	c.t.Helper()
	id, err := issueapp.RaiseIssue(c.t.Context(), c.App, c.CPO, d, "")
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// Count is the number that a query counts.
func (c *county) Count(sql string, args ...any) (n int) {
	c.t.Helper()
	if err := c.Pool.QueryRow(c.t.Context(), sql, args...).Scan(&n); err != nil {
		c.t.Fatal(err)
	}
	return n
}

// county is a database in which a test builds councils and areas on a grid of hundredths of a degree.
type county struct {
	*act.App
	t               *testing.T
	Pool            *pgxpool.Pool
	Admin, CLO, CPO policy.Actor
}

// Officer adds a person with a role in the whole county.
func (c *county) Officer(name string, role policy.Role) policy.Actor {
	c.t.Helper()
	id := c.person(name)
	if _, err := c.Pool.Exec(c.t.Context(), "INSERT INTO role_grants (person_id, role, from_on, granted_at) VALUES ($1, $2, '2025-01-01', $3)", id, string(role), CountyNoon); err != nil {
		c.t.Fatal(err)
	}
	return c.actor(id)
}

func (c *county) person(name string) (id domain.PersonID) {
	c.t.Helper()
	if err := c.Pool.QueryRow(c.t.Context(), "INSERT INTO people (name, created_at) VALUES ($1, $2) RETURNING id", name, CountyNoon).Scan(&id); err != nil {
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

// Build imports two wards side by side and one division over both, and proposes an area of the first ward.
func (c *county) Build() domain.AreaID {
	c.t.Helper()
	c.Load(SeatImport(c.t, "Marlwick", places.Borough, places.Ward, Square("E05990001", "Canalside", 0, 2), Square("E05990002", "Priory", 2, 2)))
	c.Load(SeatImport(c.t, "Aldermoor", places.County, places.Division, Square("E58990001", "Marlwick South", 0, 4)))
	area, err := placeapp.ProposeArea(c.t.Context(), c.App, c.CLO, placeapp.Proposal{Code: "LCA-01", Name: "Canalside", Ground: &placeapp.Ground{Seats: c.Seats("E05990001")}})
	if err != nil {
		c.t.Fatal(err)
	}
	c.CLO = c.actor(c.CLO.ID)
	return area
}

// Load imports seats.
func (c *county) Load(i places.SeatImport) places.SeatChanges {
	c.t.Helper()
	changes, err := seatapp.ImportSeats(c.t.Context(), c.App, c.Admin, i)
	if err != nil {
		c.t.Fatal(err)
	}
	return changes
}

// Seats finds seats by their codes.
func (c *county) Seats(codes ...string) []domain.SeatID {
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

// Shares is the percentage of an area in each seat that it overlaps, by code.
func (c *county) Shares(area domain.AreaID) map[string]float64 {
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

// History is the summaries of the audit entries of an object, the newest first.
func (c *county) History(kind string, id int64) []string {
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

// Exec runs a statement.
func (c *county) Exec(sql string, args ...any) {
	c.t.Helper()
	if _, err := c.Pool.Exec(c.t.Context(), sql, args...); err != nil {
		c.t.Fatal(err)
	}
}

// Attempt is gate 1 of the area, open, asking the first place of each seat.
func (c *county) Attempt(area domain.AreaID, seats ...domain.SeatID) (id int64) {
	c.t.Helper()
	err := c.Pool.QueryRow(c.t.Context(), `
		INSERT INTO attempts (area_id, gate, number, rule, snapshot, digest, due_on, submitted_by, submitted_at)
		VALUES ($1, 1, 1, 'all', '{}', decode(repeat('00', 32), 'hex'), '2026-03-16', $2, $3) RETURNING id`, area, c.CLO.ID, CountyNoon).Scan(&id)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, seat := range seats {
		c.Exec(`INSERT INTO attempt_seats (attempt_id, seat_id, place, tier) SELECT $1, s.id, 1, a.tier FROM seats s JOIN authorities a ON a.id = s.authority_id WHERE s.id = $2`, id, seat)
	}
	return id
}
