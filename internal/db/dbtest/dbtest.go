// Package dbtest gives each test a database of its own with the schema in place.
package dbtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db/schema"
	"fourgates/migrations"
)

// templateLock keeps all but one test process from building the template.
const templateLock = 7_301_955

// New returns a pool on a fresh database with the schema in place, dropped when t ends. Its connections have the
// application's role, as in production; SET ROLE NONE makes one the owner's, to do what the application may not.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(URL(t))
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	cfg.ConnConfig.RuntimeParams["role"] = schema.AppRole
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// URL returns the address of a fresh database with the schema in place, dropped when t ends. It is for tests that start
// a real process on it.
func URL(t testing.TB) string {
	t.Helper()
	name, err := template()
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	return create(t, " TEMPLATE "+name)
}

// EmptyURL returns the address of a fresh database with nothing in it, dropped when t ends.
func EmptyURL(t testing.TB) string {
	t.Helper()
	return create(t, " TEMPLATE template0")
}

func create(t testing.TB, template string) string {
	t.Helper()
	ctx := context.Background()
	admin, err := connect(ctx)
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	defer admin.Close(ctx)
	name := fmt.Sprintf("t_%d_%s", os.Getpid(), strings.ToLower(rand.Text()[:12]))
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+name+template); err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	t.Cleanup(func() { drop(t, name) })
	at, err := address(name)
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	return at
}

func drop(t testing.TB, name string) {
	ctx := context.Background()
	admin, err := connect(ctx)
	if err != nil {
		t.Errorf("dbtest: %v", err)
		return
	}
	defer admin.Close(ctx)
	if _, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		t.Errorf("dbtest: %v", err)
	}
}

// From is URL for a database that has more in it than the schema: what fill puts there. It is filled once and then
// copied for each test, until the key changes: let the key tell apart everything that fill does. Older ones of the same
// kind are dropped.
func From(t testing.TB, kind, key string, fill func(ctx context.Context, url string) error) string {
	t.Helper()
	name, err := filled(kind, key, fill)
	if err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	return create(t, " TEMPLATE "+name)
}

func filled(kind, key string, fill func(context.Context, string) error) (string, error) {
	schemaOnly, err := template()
	if err != nil {
		return "", err
	}
	h := fnv.New64a()
	fmt.Fprint(h, schemaOnly, key)
	name := fmt.Sprintf("%s_%016x", kind, h.Sum64())
	return name, once(name, func(ctx context.Context, admin *pgx.Conn) error {
		if err := dropOthers(ctx, admin, kind, name); err != nil {
			return err
		}
		if _, err := admin.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+schemaOnly); err != nil {
			return err
		}
		at, err := address(name)
		if err != nil {
			return err
		}
		return fill(ctx, at)
	})
}

// dropOthers drops the templates of a kind that another key made.
func dropOthers(ctx context.Context, admin *pgx.Conn, kind, except string) error {
	if !private() {
		return nil
	}
	rows, err := admin.Query(ctx, "SELECT datname FROM pg_database WHERE datname LIKE $1 AND datname <> $2 AND "+
		"datistemplate", kind+`\_%`, except)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, old := range names {
		for _, sql := range []string{"ALTER DATABASE " + old + " WITH IS_TEMPLATE false",
			"DROP DATABASE " + old + " WITH (FORCE)"} {
			if _, err := admin.Exec(ctx, sql); err != nil {
				return err
			}
		}
	}
	return nil
}

// template is the name of a database that the migrations, as they are now, have run in. The first process to ask
// builds it.
var template = sync.OnceValues(func() (string, error) {
	name, err := templateName()
	if err != nil {
		return "", err
	}
	return name, once(name, func(ctx context.Context, admin *pgx.Conn) error {
		if _, err := admin.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
			return err
		}
		at, err := address(name)
		if err != nil {
			return err
		}
		_, err = schema.Up(ctx, at)
		return err
	})
})

// once makes a template with make, unless this process or another one has made it.
func once(name string, make func(context.Context, *pgx.Conn) error) error {
	ctx := context.Background()
	admin, err := connect(ctx)
	if err != nil {
		return err
	}
	defer admin.Close(ctx) // which gives up the lock, too
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return err
	}
	if err := sweep(ctx, admin); err != nil {
		return err
	}
	var made bool
	err = admin.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", name).
		Scan(&made)
	if err != nil || made {
		return err
	}
	if _, err := admin.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
		return err
	}
	if err := make(ctx, admin); err != nil {
		return err
	}
	_, err = admin.Exec(ctx, "ALTER DATABASE "+name+" WITH IS_TEMPLATE true")
	return err
}

// sweep drops the databases of test processes that were killed.
func sweep(ctx context.Context, admin *pgx.Conn) error {
	if !private() {
		return nil
	}
	rows, err := admin.Query(ctx, `SELECT datname FROM pg_database WHERE datname LIKE 't\_%\_%'`)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		pid, err := strconv.Atoi(strings.Split(name, "_")[1])
		if err != nil || !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			continue
		}
		if _, err := admin.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			return err
		}
	}
	return nil
}

// templateName is told apart by the content of every migration, and by the version of River's.
func templateName() (string, error) {
	h := fnv.New64a()
	fmt.Fprintf(h, "river %d ", schema.River)
	err := fs.WalkDir(migrations.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := migrations.FS.ReadFile(path)
		fmt.Fprintf(h, "%s %d %s", path, len(b), b)
		return err
	})
	return fmt.Sprintf("template_%016x", h.Sum64()), err
}

func connect(ctx context.Context) (*pgx.Conn, error) {
	at, err := address("postgres")
	if err != nil {
		return nil, err
	}
	return pgx.Connect(ctx, at)
}

func address(database string) (string, error) {
	at, err := server()
	if err != nil {
		return "", err
	}
	return at(database)
}

// withDatabase puts another database's name into an address.
func withDatabase(base, database string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme == "" {
		return "", errors.New("TEST_DATABASE_URL is not a postgres:// address")
	}
	u.Path = "/" + database
	return u.String(), nil
}
