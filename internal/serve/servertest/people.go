package servertest

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/domain"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// ID is an identifier as a form or an address carries it.
func ID[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// Exec runs SQL that sets a scene.
func (h *Harness) Exec(sql string, args ...any) {
	h.T.Helper()
	if _, err := h.Pool.Exec(context.Background(), sql, args...); err != nil {
		h.T.Fatalf("%s: %v", sql, err)
	}
}

// Forced runs SQL for what nobody can do with the product: why says so. It runs as somebody with every right over the
// database, past the triggers that keep what is decided.
func (h *Harness) Forced(why, sql string, args ...any) {
	h.T.Helper()
	if why == "" {
		h.T.Fatal("by hand, and nothing says why")
	}
	err := pgx.BeginFunc(context.Background(), h.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), `SET LOCAL session_replication_role = replica`); err != nil {
			return err
		}
		_, err := tx.Exec(context.Background(), sql, args...)
		return err
	})
	if err != nil {
		h.T.Fatalf("%s: %v", sql, err)
	}
}

// Int runs SQL that returns one number, such as INSERT … RETURNING id or SELECT count(*).
func (h *Harness) Int(sql string, args ...any) int64 {
	h.T.Helper()
	var n int64
	if err := h.Pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		h.T.Fatalf("%s: %v", sql, err)
	}
	return n
}

// Text runs SQL that returns one text.
func (h *Harness) Text(sql string, args ...any) string {
	h.T.Helper()
	var s string
	if err := h.Pool.QueryRow(context.Background(), sql, args...).Scan(&s); err != nil {
		h.T.Fatalf("%s: %v", sql, err)
	}
	return s
}

// The people, seats, roles and areas of a scene are written by SQL: every test begins with a dozen of them, and
// commands would cost it more than what it tests. An area lies in the seats that its test says, whatever is drawn, and
// has begun no phase. From there on people act: see acts.go.

// Person adds somebody with an e-mail address and the roles, from a year before the clock's day and open-ended. A
// service officer gets a service, a partner an organisation, a Member a ward of their own; for others use Grant and
// Term.
func (h *Harness) Person(name string, roles ...policy.Role) domain.PersonID {
	h.T.Helper()
	h.nth++
	email := fmt.Sprintf("%s.%d@aldermoor.test", domain.Unmarked(strings.Fields(name)[0]), h.nth)
	id := domain.PersonID(h.Int(`INSERT INTO people (name, email, created_at) VALUES ($1, $2, $3) RETURNING id`, name,
		email, h.Now()))
	for _, role := range roles {
		switch role {
		case policy.Member:
			h.Term(id, h.Seat("ward", fmt.Sprintf("Ward %d", h.nth)))
		case policy.Service:
			h.Grant(id, role, int64(h.Service(fmt.Sprintf("Service %d", h.nth))))
		case policy.Partner:
			h.Grant(id, role, int64(h.Organisation(fmt.Sprintf("Organisation %d", h.nth))))
		default:
			h.Grant(id, role, 0)
		}
	}
	return id
}

// Password gives somebody a password, and returns their e-mail address. Their sessions end.
func (h *Harness) Password(who domain.PersonID, password string) (email string) {
	h.T.Helper()
	email = h.Text(`SELECT email FROM people WHERE id = $1`, int64(who))
	u := peopleapp.User{Name: h.Text(`SELECT name FROM people WHERE id = $1`, int64(who)), Email: email,
		Password: password}
	if _, err := peopleapp.ResetUser(context.Background(), h.App, u); err != nil {
		h.T.Fatal(err)
	}
	h.Exec(`UPDATE invitations SET handed = '' WHERE person_id = $1`, int64(who)) // they chose it themselves
	return email
}

// Grant gives a role from a year before the clock's day. Of is the service or organisation where the role needs one.
func (h *Harness) Grant(who domain.PersonID, role policy.Role, of int64) {
	h.T.Helper()
	column := "service_id"
	if role == policy.Partner {
		column = "organisation_id"
	}
	h.Exec(`INSERT INTO role_grants (person_id, role, `+column+
		`, from_on, granted_at) VALUES ($1, $2, NULLIF($3, 0), $4, $5)`,
		int64(who), string(role), of, h.lastYear(), h.Now())
}

// Authority is a council of that tier ("borough", "county" …), the same one when asked again.
func (h *Harness) Authority(tier string) domain.AuthorityID {
	h.T.Helper()
	h.Exec(`INSERT INTO authorities (name, tier) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, "Test "+tier, tier)
	return domain.AuthorityID(h.Int(`SELECT id FROM authorities WHERE name = $1`, "Test "+tier))
}

// Seat adds a ward of the borough or a division of the county, a small square.
func (h *Harness) Seat(kind, name string) domain.SeatID {
	h.T.Helper()
	h.nth++
	tier := "borough"
	if kind == "division" {
		tier = "county"
	}
	return domain.SeatID(h.Int(`INSERT INTO seats (authority_id, kind, code, name, boundary) VALUES ($1, $2, $3, $4, $5)
		RETURNING id`,
		int64(h.Authority(tier)), kind, fmt.Sprintf("E%08d", h.nth), name, square))
}

const square = `{"type":"MultiPolygon","coordinates":[[[[-1.9,52.3],[-1.8,52.3],[-1.8,52.4],[-1.9,52.4],[-1.9,52.3]]]]}`

// Term puts a Member into the first place of a seat, from a year before the clock's day.
func (h *Harness) Term(who domain.PersonID, seat domain.SeatID) domain.TermID {
	h.T.Helper()
	return domain.TermID(h.Int(`INSERT INTO terms (seat_id, person_id, from_on) VALUES ($1, $2, $3) RETURNING id`,
		int64(seat), int64(who), h.lastYear()))
}

// Service adds a service of the county.
func (h *Harness) Service(name string) domain.ServiceID {
	h.T.Helper()
	return domain.ServiceID(h.Int(`INSERT INTO services (authority_id, name) VALUES ($1, $2) RETURNING id`,
		int64(h.Authority("county")), name))
}

// Organisation adds a voluntary organisation.
func (h *Harness) Organisation(name string) domain.OrganisationID {
	h.T.Helper()
	return domain.OrganisationID(h.Int(`INSERT INTO organisations (name, kind) VALUES ($1, 'voluntary') RETURNING id`,
		name))
}

// Area adds a proposed area that overlaps the seats, with a boundary and no phase.
func (h *Harness) Area(name string, seats ...domain.SeatID) domain.AreaID {
	h.T.Helper()
	h.nth++
	by := h.Person("Blessing Okonkwo")
	id := h.Int(`INSERT INTO areas (code, name, created_by, created_at) VALUES ($1, $2, $3, $4) RETURNING id`,
		fmt.Sprintf("A%d", h.nth), name, int64(by), h.Now())
	h.Exec(`INSERT INTO area_states (area_id, state, by, at) VALUES ($1, 'proposed', $2, $3)`, id, int64(by), h.Now())
	h.Exec(`INSERT INTO area_boundaries (area_id, version, boundary, reason, by, at)
		VALUES ($1, 1, $2, 'First drawing', $3, $4)`, id, square, int64(by), h.Now())
	for _, seat := range seats {
		h.Exec(`INSERT INTO area_seats (area_id, seat_id, percent) VALUES ($1, $2, 100)`, id, int64(seat))
	}
	return domain.AreaID(id)
}

// Assign gives an officer an area, from a year before the clock's day.
func (h *Harness) Assign(who domain.PersonID, area domain.AreaID, role policy.Role) {
	h.T.Helper()
	h.Exec(`INSERT INTO assignments (area_id, person_id, role, from_on, assigned_by) VALUES ($1, $2, $3, $4, $2)`,
		int64(area), int64(who), string(role), h.lastYear())
}

// Actor is the person with what they may do today, for calling commands.
func (h *Harness) Actor(who domain.PersonID) policy.Actor {
	h.T.Helper()
	a, err := signin.Actor(context.Background(), h.App.Store.Reader, who, domain.DateOf(h.Now()))
	if err != nil {
		h.T.Fatal(err)
	}
	return a
}

func (h *Harness) lastYear() any { return domain.DateOf(h.Now()).AddDays(-365).Time() }
