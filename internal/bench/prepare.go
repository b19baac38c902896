package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db/schema"
	"fourgates/internal/pgserver"
)

// bench is all that runs while it is measured.
type bench struct {
	settings
	texts       *texts
	folder      string
	postgres    *pgserver.Server
	postmaster  int // process
	appDatabase string
	app, bare   *process
	admin       string       // address of the application's profiles
	cookies     []string     // by person
	restricted  map[int]bool // issues that no Member sees
	ballots     []ballot
	answered    int // requests that the application has answered
}

// prepare starts a private Postgres, loads it, copies the database for the bare server and starts both. Close it.
func prepare(ctx context.Context, s settings) (b *bench, err error) {
	b = &bench{settings: s}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	if b.texts, err = newTexts(s.seed); err != nil {
		return b, err
	}
	if b.folder, err = os.MkdirTemp("", "fourgates-bench-"); err != nil {
		return b, err
	}
	here, err := os.Getwd()
	if err != nil {
		return b, err
	}
	o := pgserver.Options{Folder: filepath.Join(b.folder, "data"), BinDir: os.Getenv("PG_BINDIR"),
		Checkouts: []string{here}}
	if b.postgres, err = pgserver.Start(ctx, o); err != nil {
		return b, err
	}
	if err := b.load(ctx); err != nil {
		return b, err
	}
	return b, b.startBoth(ctx)
}

func (b *bench) load(ctx context.Context) error {
	root, err := pgx.Connect(ctx, b.postgres.URL("postgres"))
	if err != nil {
		return err
	}
	defer root.Close(ctx)
	b.postmaster, err = postmasterOf(ctx, root)
	if err != nil {
		return err
	}
	if _, err := root.Exec(ctx, "CREATE DATABASE application"); err != nil {
		return err
	}
	b.appDatabase = b.postgres.URL("application")
	if _, err := schema.Up(ctx, b.appDatabase); err != nil {
		return err
	}
	if err := b.fill(ctx); err != nil {
		return err
	}
	if err := copyDatabase(ctx, root, "application", "bare"); err != nil {
		return err
	}
	if err := plainSessions(ctx, b.postgres.URL("bare")); err != nil {
		return err
	}
	_, err = root.Exec(ctx, "CHECKPOINT")
	return err
}

// copyDatabase copies the application's database for the bare server, once those who filled it have left it.
func copyDatabase(ctx context.Context, root *pgx.Conn, from, to string) (err error) {
	for range 10 {
		_, err = root.Exec(ctx, "CREATE DATABASE "+to+" TEMPLATE "+from)
		if e, ok := errors.AsType[*pgconn.PgError](err); !ok || e.Code != "55006" {
			return err
		}
	}
	return err
}

func (b *bench) fill(ctx context.Context) error {
	pool, err := pgxpool.New(ctx, b.appDatabase)
	if err != nil {
		return err
	}
	defer pool.Close()
	l := &loader{b.settings, b.texts, pool, time.Now().UTC().Truncate(time.Microsecond)}
	if err := l.loadPlaces(ctx); err != nil {
		return err
	}
	if err := l.loadIssues(ctx); err != nil {
		return err
	}
	if b.restricted, err = l.restricted(ctx); err != nil {
		return err
	}
	if b.cookies, err = l.signIn(ctx); err != nil {
		return err
	}
	if b.ballots, err = l.openGates(ctx, b.cookies); err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "VACUUM ANALYZE")
	return err
}

func postmasterOf(ctx context.Context, conn *pgx.Conn) (int, error) {
	var backend int
	if err := conn.QueryRow(ctx, "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		return 0, err
	}
	f := fields(fmt.Sprintf("/proc/%d/stat", backend))
	if len(f) < 2 {
		return 0, errors.New("no /proc for the database: this needs Linux")
	}
	return strconv.Atoi(f[1])
}

func (b *bench) startBoth(ctx context.Context) error {
	admin, err := freeAddress()
	if err != nil {
		return err
	}
	b.admin = "http://" + admin + "/debug/pprof/"
	b.app, b.bare, err = b.startOn(ctx, "application", "bare", admin)
	return err
}

// startOn starts the application on one database and the bare server on the other. Each writes a log named after its
// own. What it has started is to be stopped, also where it fails.
func (b *bench) startOn(ctx context.Context, database, bareDatabase, admin string) (app, bare *process, err error) {
	var addr [2]string
	for i := range addr {
		if addr[i], err = freeAddress(); err != nil {
			return nil, nil, err
		}
	}
	env := []string{
		"DATABASE_URL=" + b.postgres.URL(database), "DATABASE_MIGRATE_URL=", "BASE_URL=",
		"FOURGATES_ADDR=" + addr[0], "FOURGATES_ADMIN_ADDR=" + admin,
	}
	if app, err = start(ctx, filepath.Join(b.folder, database+".log"), addr[0], env, b.program, "serve"); err != nil {
		return app, nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return app, nil, err
	}
	log := filepath.Join(b.folder, bareDatabase+".log")
	bare, err = start(ctx, log, addr[1], nil, self, "bare", addr[1], b.postgres.URL(bareDatabase))
	return app, bare, err
}

// close stops and removes all that prepare made.
func (b *bench) close() error {
	errs := []error{b.app.stop(), b.bare.stop()}
	if b.postgres != nil {
		errs = append(errs, b.postgres.Stop(), pgserver.RemoveStopped(context.Background(),
			filepath.Join(b.folder, "data")))
	}
	if b.folder != "" {
		errs = append(errs, os.RemoveAll(b.folder))
	}
	return errors.Join(errs...)
}
