package schema_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"fourgates/internal/db/dbtest"
	"fourgates/migrations"
)

// stopped is a database as it was after a migration. Up brings it on to another.
func stopped(t *testing.T, at int64) (conn *pgx.Conn, up func(to int64)) {
	t.Helper()
	url, ctx := dbtest.EmptyURL(t), context.Background()
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*cfg)
	t.Cleanup(func() { db.Close() })
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	up = func(to int64) {
		t.Helper()
		if _, err := p.UpTo(ctx, to); err != nil {
			t.Fatal(err)
		}
	}
	up(at)
	if conn, err = pgx.Connect(ctx, url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(ctx) })
	return conn, up
}

// Whoever had the role "executive" keeps the clerk's powers, on the same days; other roles stay. Whoever is named in a
// joint decision that is not over can still confirm it, once, from the day on which the first of them was drafted.
func TestTheOldExecutiveRoleIsTheClerkAndNamedOfficersAreFound(t *testing.T) {
	conn, up := stopped(t, 15)
	ctx := context.Background()
	if _, err := conn.Exec(ctx, `
		INSERT INTO people (name, created_at) VALUES ('Philippa', '2026-01-01'), ('Bao', '2026-01-01'),
		('Marie-Ann', '2026-01-01'),
			('Ifan', '2026-01-01'), ('Wren', '2026-01-01');
		INSERT INTO role_grants (person_id, role, from_on, to_on, granted_at, ended_at) VALUES
			(1, 'executive', '2025-05-12', NULL, '2025-05-01', NULL),
			(1, 'executive', '2024-05-12', '2024-12-31', '2024-05-01', NULL),
			(2, 'executive', '2026-01-05', '2027-01-04', '2026-01-02', '2026-02-01'),
			(2, 'executive member', '2025-05-12', NULL, '2025-05-01', NULL),
			(3, 'cpo', '2025-05-12', NULL, '2025-05-01', NULL);
		SET session_replication_role = replica; -- what a decision stands on does not matter here
		INSERT INTO executive_decisions (area_id, attempt_id, plan_version_id, report, report_digest, state, delegated,
		made_by, with_officer,
			drafted_by, drafted_at, in_force_at, effective_on)
		SELECT 1, n, n, '{}', '\x00', state, made IS NOT NULL, made, officer, 1, drafted::timestamptz,
			CASE state WHEN 'in force' THEN drafted::timestamptz END,
			CASE state WHEN 'in force' THEN '2026-03-01'::date END
		FROM (VALUES (1, 'scheduled', 2, 3, '2026-02-10 12:00+00'), (2, 'decided', 2, 3, '2026-02-03 12:00+00'),
			(3, 'called in', 2, 4, '2026-06-30 23:30+00'), (4, 'in force', 2, 5, '2026-01-15 12:00+00'),
			(5, 'returned', 2, 5, '2026-01-15 12:00+00'),
			(6, 'scheduled', 2, NULL, '2026-02-10 12:00+00'), (7, 'drafted', NULL, NULL, '2026-02-10 12:00+00')) v (n,
			state, made, officer, drafted);
		SET session_replication_role = DEFAULT`); err != nil {
		t.Fatal(err)
	}
	up(16)
	rows, err := conn.Query(ctx, `
		SELECT concat_ws(' ', p.name, g.role, g.from_on, g.to_on, (g.ended_at AT TIME ZONE 'UTC')::date)
		FROM role_grants g JOIN people p ON p.id = g.person_id ORDER BY p.id, g.from_on, g.role`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{
		"Philippa clerk 2024-05-12 2024-12-31", "Philippa clerk 2025-05-12",
		"Bao executive member 2025-05-12", "Bao clerk 2026-01-05 2027-01-04 2026-02-01",
		"Marie-Ann cpo 2025-05-12", "Marie-Ann named officer 2026-02-03",
		"Ifan named officer 2026-07-01", // as days go in London
	}; !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	if _, err := conn.Exec(ctx, `INSERT INTO role_grants (person_id, role, from_on, granted_at)
		VALUES (1, 'executive', '2026-03-01', '2026-03-01')`); err == nil {
		t.Error("the old role can still be given")
	}
}
