package servertest

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/domain"
	"fourgates/internal/serve"
	"fourgates/internal/world"
)

// NewWorld is New with the demo world in the database, loaded at Start. Its people and areas are found by their keys;
// its sign-in page offers what the demo's does.
func NewWorld(t testing.TB, change ...func(*serve.Options)) *Harness {
	t.Helper()
	pool := poolAt(t, WorldURL(t))
	return start(t, pool, append([]func(*serve.Options){func(o *serve.Options) { o.Demo = cast(t, pool) }}, change...))
}

// WorldURL is the address of a fresh database with the demo world in it, loaded at Start and dropped when t ends. The
// world is loaded once for many tests.
func WorldURL(t testing.TB) string {
	t.Helper()
	return Kept(t, "world", loadWorld)
}

// Kept is the address of a fresh database with what fill puts there, dropped when t ends. It is filled once for many
// tests, and again when the code that fills it is another.
func Kept(t testing.TB, kind string, fill func(ctx context.Context, url string) error) string {
	t.Helper()
	key, err := codeKey()
	if err != nil {
		t.Fatal(err)
	}
	return dbtest.From(t, kind, key, fill)
}

func loadWorld(ctx context.Context, url string) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	a := &act.App{Beyond: beyond.Steps(), Store: db.New(pool), Now: func() time.Time { return Start },
		Log: slog.New(slog.DiscardHandler), Passwords: cheap}
	if err := world.Load(ctx, a); err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "ANALYZE")
	return err
}

// codeKey tells apart what a kept database is made of: its data, and the code of the commands that it is filled by.
var codeKey = sync.OnceValues(func() (string, error) {
	root, err := dbtest.Checkout()
	if err != nil {
		return "", err
	}
	h := fnv.New64a()
	if err := hashFolder(h, os.DirFS(root+"/internal")); err != nil {
		return "", err
	}
	return fmt.Sprintf("%016x", h.Sum64()), nil
})

// hashFolder leaves pages and tests out: neither changes what is loaded.
func hashFolder(h io.Writer, folder fs.FS) error {
	return fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasSuffix(path, "web") {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := fs.ReadFile(folder, path)
		fmt.Fprintf(h, "%s %d %s", path, len(b), b)
		return err
	})
}

func cast(t testing.TB, pool *pgxpool.Pool) []serve.DemoPerson {
	t.Helper()
	offered, err := world.SignIns(t.Context(), db.New(pool))
	if err != nil {
		t.Fatal(err)
	}
	people := make([]serve.DemoPerson, len(offered))
	for i, s := range offered {
		people[i] = serve.DemoPerson(s)
	}
	return people
}

// Who is a person of the demo world by their key, such as "member.ward.1".
func (h *Harness) Who(key string) domain.PersonID {
	h.T.Helper()
	return domain.PersonID(h.Int(`SELECT id FROM people WHERE email = $1`, key+"@demo.test"))
}

// Where is an area of the demo world by its code, such as "LCA-01".
func (h *Harness) Where(code string) domain.AreaID {
	h.T.Helper()
	return domain.AreaID(h.Int(`SELECT id FROM areas WHERE code = $1`, code))
}
