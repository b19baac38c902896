package pgserver

import (
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Issue 10, 5: the private Postgres is started again when it dies, by whoever uses it for long, be it the one who
// started it or not, and as often as it dies.
func TestKeptServerStartsAgainWhenItDies(t *testing.T) {
	o := options(t, shortDir(t))
	o.Throwaway = false
	starter := start(t, o)
	run(t, starter, "CREATE TABLE kept ()")
	starter.Keep(o)
	killed(t, starter)
	run(t, starter, "INSERT INTO kept DEFAULT VALUES")

	finder := start(t, o)
	finder.Keep(o)
	if err := starter.Stop(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		killed(t, finder)
	}
	run(t, finder, "DROP TABLE kept")
	if err := finder.Stop(); err != nil {
		t.Fatal(err)
	}
	if pid, runs := finder.home.postmaster(); runs {
		t.Errorf("process %d still runs though its last user stopped it", pid)
	}
}

// killed kills the server outright and waits until another answers in its place.
func killed(t *testing.T, s *Server) {
	t.Helper()
	before, runs := s.home.postmaster()
	if !runs {
		t.Fatal("no postmaster")
	}
	if err := syscall.Kill(before, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		if now, runs := s.home.postmaster(); runs && now != before && s.ping(t.Context()) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("nobody started the server again")
}

// A server that was stopped for good stays stopped: its keeper ends before it.
func TestStoppedServerIsNotStartedAgain(t *testing.T) {
	o := options(t, shortDir(t))
	s := start(t, o)
	s.Keep(o)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * lookEvery)
	if conn, err := pgx.Connect(t.Context(), s.URL("postgres")); err == nil {
		conn.Close(t.Context())
		t.Error("the server answers after it was stopped")
	}
}
