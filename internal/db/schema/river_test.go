package schema_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db/dbtest"
	"fourgates/internal/db/schema"
)

// The tables of the background work come with ours, at the version that this binary knows, and with the application's
// rights; where something is missing of them, a start says so.
func TestTheQueuesHaveTheirTables(t *testing.T) {
	t.Parallel()
	url, ctx := dbtest.URL(t), context.Background()
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := schema.Check(ctx, pool); err != nil {
		t.Error(err)
	}
	var version int
	if err := pool.QueryRow(ctx, `SELECT max(version) FROM river_migration`).Scan(&version); err != nil ||
		version != schema.River {
		t.Errorf("River's tables are at %d, %v, and schema.River is %d", version, err, schema.River)
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SET LOCAL ROLE `+schema.AppRole+`;
			INSERT INTO river_job (kind, args, max_attempts) VALUES ('a', '{}', 1);
			UPDATE river_job SET state = 'running'; DELETE FROM river_job; DELETE FROM river_leader;
			UPDATE river_queue SET updated_at = now(); DELETE FROM river_notification`)
		return err
	})
	if err != nil {
		t.Errorf("the application may not work the queues: %v", err)
	}
	if _, err := pool.Exec(ctx, `DELETE FROM river_migration WHERE version = 8`); err != nil {
		t.Fatal(err)
	}
	if err := schema.Check(ctx, pool); err == nil || !strings.Contains(err.Error(), "not whole") {
		t.Errorf("a version that is missing is not named: %v", err)
	}
	if n, err := schema.Up(ctx, url); err != nil || n != 1 {
		t.Errorf("up again ran %d, %v", n, err)
	}
}
