package schema_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"fourgates/internal/db/dbtest"
	"fourgates/migrations"
)

// Conditions from before agreement was asked: a discharge counts as it did, with who and when; what is open stays open,
// and what counted as open nowhere, since its attempt did not pass, is open too.
func TestConditionsKeepHowTheyStand(t *testing.T) {
	url, ctx := dbtest.EmptyURL(t), context.Background()
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*cfg)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, conditionLife-1); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `
		INSERT INTO people (name, created_at) VALUES ('Aoife', '2026-01-01'), ('Tomos', '2026-01-01');
		INSERT INTO areas (code, name, state, created_by, created_at) VALUES ('A1', 'Quay', 'active', 1, '2026-01-01');
		INSERT INTO authorities (name, tier) VALUES ('Borough', 'borough');
		INSERT INTO seats (authority_id, kind, name, code, boundary, valid_from)
		VALUES (1, 'ward', 'Keep', 'K1', '{}', '2020-01-01');
		INSERT INTO attempts (area_id, gate, number, rule, snapshot, digest, due_on, submitted_by, submitted_at,
		outcome, outcome_at, called_back_at)
		SELECT 1, 1, n, 'all', '{}', '\x00', '2026-02-01', 1, '2026-01-02', outcome, '2026-01-05', called_back
		FROM (VALUES (1, 'passed', NULL::timestamptz), (2, 'deferred', NULL), (3, 'rejected', NULL),
		(4, 'withdrawn', NULL)) v (n, outcome, called_back);
		INSERT INTO attempts (area_id, gate, number, rule, snapshot, digest, due_on, submitted_by, submitted_at,
		outcome, outcome_at, called_back_at)
		VALUES (1, 2, 1, 'all', '{}', '\x00', '2026-02-01', 1, '2026-01-02', 'passed with conditions', '2026-01-05',
		'2026-01-09');
		INSERT INTO attempt_seats SELECT id, 1, 1, 'borough' FROM attempts;
		INSERT INTO signatures (attempt_id, seat_id, place, person_id, decision, signed_at, idempotency_key, position)
		SELECT id, 1, 1, 2, 'approve with conditions', '2026-01-03', 'k', id FROM attempts;
		INSERT INTO conditions (attempt_id, signature_id, text, owner_id, due_on)
		SELECT attempt_id, id, 'Of attempt ' || attempt_id, 1, '2026-04-01' FROM signatures;
		INSERT INTO conditions (attempt_id, signature_id, text, owner_id, due_on, discharged_by, discharged_at,
		discharge_note)
		SELECT attempt_id, id, 'Discharged', 1, '2026-04-01', 1, '2026-02-03', 'Lit' FROM signatures WHERE attempt_id = 1`); err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, conditionLife); err != nil {
		t.Fatal(err)
	}
	var got string
	if err := conn.QueryRow(ctx, `
		SELECT string_agg(concat_ws(' ', c.text, b.gate, b.state, n.kind, n.by, (n.at AT TIME ZONE 'UTC')::date,
		n.words, n.capacity), '|' ORDER BY c.id)
		FROM conditions c JOIN binding_conditions b ON b.condition_id = c.id LEFT JOIN condition_steps n ON n.id = b.step_id`).Scan(&got); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{"Of attempt 1 1 open", "Of attempt 2 1 open", "Of attempt 3 1 open",
		"Of attempt 4 1 open", "Of attempt 5 2 open",
		"Discharged 1 met discharged 1 2026-02-03 Lit discharged before agreement was asked"}, "|")
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if _, err := p.DownTo(ctx, conditionLife-1); err != nil {
		t.Fatal(err)
	}
	if err := conn.QueryRow(ctx, `SELECT string_agg(concat_ws(' ', text, discharged_by, discharge_note), '|')
		FROM conditions WHERE discharged_at IS NOT NULL`).
		Scan(&got); err != nil || got != "Discharged 1 Lit" {
		t.Errorf("down again: %q, %v", got, err)
	}
}

// conditionLife is the migration that gives conditions a life.
const conditionLife = 19
