// Package schema brings a database to the schema that this binary was built for.
package schema

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"fourgates/migrations"
)

// AppRole is the database role with the application's rights: it may not change the register. The migrations give it
// those.
const AppRole = "fourgates_app"

// Up runs the migrations that a database lacks, ours and then River's, and returns how many those were. Any number of
// processes may call it at once: one migrates, the others wait for it and find nothing left to do.
func Up(ctx context.Context, databaseURL string) (int, error) {
	pool, err := open(ctx, databaseURL)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	var ran int
	err = locked(ctx, pool, func(db *sql.DB) error {
		p, err := provider(db, migrations.FS)
		if err != nil {
			return err
		}
		done, err := p.Up(ctx)
		ran = len(done)
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		n, err := upRiver(ctx, pool)
		ran += n
		return err
	})
	return ran, err
}

// Down takes back the newest migration. It is for development; production only goes forward.
func Down(ctx context.Context, databaseURL string) error {
	pool, err := open(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer pool.Close()
	return locked(ctx, pool, func(db *sql.DB) error {
		p, err := provider(db, migrations.FS)
		if err != nil {
			return err
		}
		if _, err := p.Down(ctx); err != nil {
			return fmt.Errorf("migrate down: %w", err)
		}
		return nil
	})
}

// Latest is the number of the newest migration in this binary.
func Latest() (int64, error) {
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return 0, err
	}
	var latest int64
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", name, err)
		}
		latest = max(latest, n)
	}
	return latest, nil
}

func open(ctx context.Context, databaseURL string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(databaseURL) // an address may say how many connections the application keeps
	if err != nil {
		return nil, err
	}
	// A migration may take as long as it needs, whatever the application's own limits.
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "0"
	cfg.MaxConns = 4 // one has the lock
	return pgxpool.NewWithConfig(ctx, cfg)
}

// locked runs body while this process alone migrates. The lock is asked for every second: waiting processes come up
// soon after.
func locked(ctx context.Context, pool *pgxpool.Pool, body func(*sql.DB) error) error {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600), lock.WithUnlockTimeout(1, 30))
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := locker.SessionLock(ctx, conn); err != nil {
		return err
	}
	return errors.Join(body(db), locker.SessionUnlock(context.WithoutCancel(ctx), conn))
}

// provider reads the migrations of a folder.
func provider(db *sql.DB, steps fs.FS) (*goose.Provider, error) {
	return goose.NewProvider(goose.DialectPostgres, db, steps, goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
}
