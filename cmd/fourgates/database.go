package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/config"
	"fourgates/internal/db/schema"
	"fourgates/internal/pgserver"
)

// privateDatabase is the name of our database in a private Postgres.
const privateDatabase = "fourgates"

// database is the installation's database while a command uses it.
type database struct {
	pool    *pgxpool.Pool
	private *pgserver.Server // nil with DATABASE_URL
	owner   string           // address for the role that migrates
}

// openDatabase reaches the database of DATABASE_URL, or the private Postgres of FOURGATES_DATA, which it starts if need
// be, and brings it to this version's schema. Close it.
func openDatabase(ctx context.Context, cfg config.Config) (*database, error) {
	d, err := reachDatabase(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if _, err := schema.Up(ctx, d.owner); err != nil {
		return nil, errors.Join(mayNotMigrate(err), d.Close())
	}
	if d.pool, err = openPool(ctx, d.app(cfg), pageConnections); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// mayNotMigrate says what to do when a database role was asked for a migration that it has no right to.
func mayNotMigrate(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "42501" {
		return errors.New("the schema is older than this program, and the role of DATABASE_URL may not change it; " +
			"run fourgates migrate as the role that owns it, or set DATABASE_MIGRATE_URL to its address")
	}
	return err
}

// reachDatabase is openDatabase without the schema and without a pool.
func reachDatabase(ctx context.Context, cfg config.Config) (*database, error) {
	if cfg.Database == "" {
		return startPrivate(ctx, cfg)
	}
	owner := cfg.Database
	if cfg.MigrateDatabase != "" {
		owner = cfg.MigrateDatabase
	}
	for _, a := range slices.Compact([]config.Address{cfg.Database, owner}) {
		if err := reach(ctx, a); err != nil {
			return nil, err
		}
	}
	return &database{owner: string(owner)}, nil
}

func startPrivate(ctx context.Context, cfg config.Config) (*database, error) {
	s, err := pgserver.Start(ctx, privateOptions(cfg))
	if err != nil {
		return nil, err
	}
	d := &database{private: s, owner: s.URL(privateDatabase)}
	if err := createPrivate(ctx, s); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// createPrivate makes our database in a private Postgres when it is not there yet.
func createPrivate(ctx context.Context, s *pgserver.Server) error {
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return fmt.Errorf("the private Postgres cannot be reached: %w", err)
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+privateDatabase)
	// there, or just now made by another
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && (pg.Code == "42P04" || pg.Code == "23505") {
		return nil
	}
	return err
}

// checkouts are the folders that the server binaries of npm may be below: of the working folder and of this program.
func checkouts() []string {
	var dirs []string
	if wd, err := os.Getwd(); err == nil {
		dirs = append(dirs, wd)
	}
	if exe, err := os.Executable(); err == nil {
		dirs = append(dirs, filepath.Dir(filepath.Dir(exe)))
	}
	return dirs
}

// app is the address for the application's own role.
func (d *database) app(cfg config.Config) string {
	if d.private != nil {
		return d.owner
	}
	return string(cfg.Database)
}

// keep has a private Postgres started again when it dies; who keeps any other is its operator.
func (d *database) keep(cfg config.Config) {
	if d.private != nil {
		d.private.Keep(privateOptions(cfg))
	}
}

// Close ends this process's use of the database, and stops a private Postgres that nobody else uses.
func (d *database) Close() error {
	if d.pool != nil {
		d.pool.Close()
	}
	if d.private == nil {
		return nil
	}
	return d.private.Stop()
}

// pageConnections are those for everything but the work in the background, unless the address says how many.
const pageConnections = 20

// openPool returns connections with the application's rights and limits, so many at most.
func openPool(ctx context.Context, address string, most int32) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	settings := map[string]string{
		"application_name":                    "fourgates",
		"timezone":                            "UTC",
		"statement_timeout":                   "5s",
		"lock_timeout":                        "2s",
		"idle_in_transaction_session_timeout": "10s",
		// nothing has turned a disk for it: a few rows of a table are read by its index
		"random_page_cost": "1.1",
	}
	for name, v := range settings {
		cfg.ConnConfig.RuntimeParams[name] = v
	}
	cfg.ConnConfig.ConnectTimeout = reachWithin
	if most < pageConnections || !strings.Contains(address, "pool_max_conns=") {
		cfg.MaxConns = most
	}
	if mayTakeRole(ctx, cfg.ConnConfig) {
		cfg.ConnConfig.RuntimeParams["role"] = schema.AppRole
	} else {
		slog.WarnContext(ctx, "the database role is not a member of "+schema.AppRole+": only triggers keep it from "+
			"changing the register")
	}
	return pgxpool.NewWithConfig(ctx, cfg)
}

// mayTakeRole reports whether a connection may work with the application's role.
func mayTakeRole(ctx context.Context, cfg *pgx.ConnConfig) bool {
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return false
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "SET ROLE "+schema.AppRole)
	return err == nil
}
