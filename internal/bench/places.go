package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The size of the county: each area lies in two wards of three places and one division.
const (
	planners   = 2  // people 1 and 2
	officers   = 40 // people 3 to 42, the areas dealt out among them
	wards      = 100
	wardPlaces = 3 // of a ward
	divisions  = 80
	themes     = 12
	spots      = 6 // places of an area
)

// loader fills a database with what is measured on.
type loader struct {
	settings
	*texts
	pool *pgxpool.Pool
	now  time.Time
}

// firstMember is the identifier of the first Member; those after it are in the order of wards, their places, divisions.
const firstMember = 1 + planners + officers

// copyIn writes n rows with identifiers from 1 and sets the table's sequence after them.
func (l *loader) copyIn(ctx context.Context, table string, columns []string, n int, row func(i int) []any) error {
	at := 0
	source := pgx.CopyFromFunc(func() ([]any, error) {
		if at == n {
			return nil, nil
		}
		at++
		return row(at), nil
	})
	if _, err := l.pool.CopyFrom(ctx, pgx.Identifier{table}, columns, source); err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	if columns[0] != "id" {
		return nil
	}
	_, err := l.pool.Exec(ctx, fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%s', 'id'), %d)`, table, n))
	return err
}

func day(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }

// loadPlaces writes the people, seats and areas.
func (l *loader) loadPlaces(ctx context.Context) error {
	lastYear := day(l.now.AddDate(-1, 0, 0))
	members := wards*wardPlaces + divisions
	steps := []func() error{
		func() error {
			return l.copyIn(ctx, "people", []string{"id", "name", "email", "created_at"}, planners+officers+members,
				func(i int) []any {
					return []any{i, l.person(), fmt.Sprintf("person.%d@bench.test", i), l.now}
				})
		},
		func() error {
			return l.copyIn(ctx, "role_grants", []string{"id", "person_id", "role", "from_on", "granted_at"},
				planners+officers, func(i int) []any {
					role := "clo"
					if i <= planners {
						role = "cpo"
					}
					return []any{i, i, role, lastYear, l.now}
				})
		},
		func() error {
			return l.copyIn(ctx, "authorities", []string{"id", "name", "tier"}, 2, func(i int) []any {
				return []any{i, []string{"Bench County Council", "Bench Borough Council"}[i-1],
					[]string{"county", "borough"}[i-1]}
			})
		},
		func() error {
			return l.copyIn(ctx, "seats", []string{"id", "authority_id", "kind", "code", "name", "boundary", "places"},
				wards+divisions, func(i int) []any {
					if i <= wards {
						return []any{i, 2, "ward", fmt.Sprintf("E05%06d", i), l.street() + " ward", l.shape(i),
							wardPlaces}
					}
					return []any{i, 1, "division", fmt.Sprintf("E58%06d", i), l.street() + " division", l.shape(i), 1}
				})
		},
		func() error {
			return l.copyIn(ctx, "terms", []string{"id", "seat_id", "place", "person_id", "from_on"}, members,
				func(i int) []any {
					seat, place := (i-1)/wardPlaces+1, (i-1)%wardPlaces+1
					if i > wards*wardPlaces {
						seat, place = wards+i-wards*wardPlaces, 1
					}
					return []any{i, seat, place, firstMember + i - 1, lastYear}
				})
		},
		func() error { return l.loadAreas(ctx, lastYear) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// seatsOf are the seats that an area overlaps: two wards, then its division.
func seatsOf(area int) []int {
	return []int{(area-1)%wards + 1, area%wards + 1, wards + (area-1)%divisions + 1}
}

func (l *loader) loadAreas(ctx context.Context, from time.Time) error {
	copies := []struct {
		table   string
		columns []string
		n       int
		row     func(i int) []any
	}{
		{"areas", []string{"id", "code", "name", "rationale", "state", "created_by", "created_at"}, l.areas,
			func(i int) []any {
				return []any{i, fmt.Sprintf("B%03d", i), fmt.Sprintf("%s %s %d", pick(l.r, streetNames),
					pick(l.r, []string{"Vale", "Green", "End", "Fields", "Side"}), i), l.paragraph(), "active", 1, from}
			}},
		{"area_states", []string{"id", "area_id", "state", "by", "at"}, l.areas, func(i int) []any {
			return []any{i, i, "active", 1, from}
		}},
		{"area_boundaries", []string{"id", "area_id", "version", "boundary", "reason", "by", "at"}, l.areas,
			func(i int) []any {
				return []any{i, i, 1, l.shape(i), "First drawing", 1, from}
			}},
		{"area_seats", []string{"area_id", "seat_id", "percent"}, 3 * l.areas, func(i int) []any {
			return []any{(i-1)/3 + 1, seatsOf((i-1)/3 + 1)[(i-1)%3], []string{"60", "40", "100"}[(i-1)%3]}
		}},
		{"phases", []string{"area_id", "cycle", "phase", "opened_on", "opened_by"}, l.areas, func(i int) []any {
			return []any{i, 1, "2b", from, 1}
		}},
		{"assignments", []string{"id", "area_id", "person_id", "role", "from_on", "assigned_by"}, l.areas,
			func(i int) []any {
				return []any{i, i, officerOf(i), "clo", from, 1}
			}},
		{"places", []string{"id", "area_id", "name"}, spots * l.areas, func(i int) []any {
			return []any{i, (i-1)/spots + 1, fmt.Sprintf("%s %d", l.street(), i)}
		}},
	}
	for _, c := range copies {
		if err := l.copyIn(ctx, c.table, c.columns, c.n, c.row); err != nil {
			return err
		}
	}
	return nil
}

// officerOf is the liaison officer of an area.
func officerOf(area int) int { return planners + (area-1)%officers + 1 }

// shape is a many-cornered boundary somewhere of its own.
func (l *loader) shape(i int) string {
	x, y := -2+float64(i%20)*0.05, 52+float64(i/20)*0.03
	ring := ""
	corners := [][2]float64{{0, 0}, {1, .1}, {2, -.1}, {3, 0}, {4, .2}, {4.2, 1}, {3.9, 2}, {4, 3}, {3, 2.9}, {2, 3.2},
		{1, 3}, {0, 2.8}, {.2, 2}, {-.1, 1}, {0, 0}}
	for n, c := range corners {
		if n > 0 {
			ring += ","
		}
		ring += fmt.Sprintf("[%.5f,%.5f]", x+c[0]/100, y+c[1]/120)
	}
	return `{"type":"MultiPolygon","coordinates":[[[` + ring + `]]]}`
}
