package pgserver

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// shortDir is a folder whose sockets have a short path and that the server's user can enter.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fg-pg-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func options(t *testing.T, folder string) Options {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Folder: folder, BinDir: os.Getenv("PG_BINDIR"), Checkouts: []string{root}, Throwaway: true}
}

func start(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func run(t *testing.T, s *Server, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestLastUserStopsTheServer(t *testing.T) {
	o := options(t, shortDir(t))
	one, two := start(t, o), start(t, o)
	if !one.Started() || two.Started() {
		t.Fatalf("started: %v, %v; want the first only", one.Started(), two.Started())
	}
	if err := one.Stop(); err != nil {
		t.Fatal(err)
	}
	run(t, two, "SELECT 1")
	if err := two.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := two.ping(t.Context()); err == nil {
		t.Error("the server still answers after its last user stopped it")
	}
	if pid, runs := two.home.postmaster(); runs {
		t.Errorf("process %d still runs", pid)
	}
}

func TestDataOutlivesTheServer(t *testing.T) {
	o := options(t, shortDir(t))
	first := start(t, o)
	run(t, first, "CREATE TABLE kept ()")
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	run(t, start(t, o), "DROP TABLE kept")
}

func TestWrongBinDirIsNamed(t *testing.T) {
	o := options(t, shortDir(t))
	o.BinDir = "/nonexistent/bin"
	_, err := Start(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "PG_BINDIR is /nonexistent/bin") {
		t.Errorf("got %v, want a sentence that names PG_BINDIR", err)
	}
}

func TestNewestOfTheUsualPlacesComesFirst(t *testing.T) {
	dirs := []string{"/usr/lib/postgresql/9.6/bin", "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin"}
	if newestFirst(dirs[1], dirs[2]) <= 0 || newestFirst(dirs[1], dirs[0]) >= 0 {
		t.Error("want 17 before 15 before 9.6")
	}
}

func TestFolderThatCannotBeMadeIsNamed(t *testing.T) {
	file := filepath.Join(shortDir(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), options(t, filepath.Join(file, "data")))
	if err == nil || !errors.Is(err, syscall.ENOTDIR) || !strings.Contains(err.Error(), "FOURGATES_DATA") {
		t.Errorf("got %v, want a sentence that names FOURGATES_DATA", err)
	}
}
