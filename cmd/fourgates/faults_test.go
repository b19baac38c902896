//go:build faults

package main

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db/dbtest"
)

// faultFor is how long a test waits for what comes by itself once a fault is over.
const faultFor = time.Minute

// A disk that is full is said as it is, and once there is room again the pages answer by themselves.
func TestAFullDiskIsSaidAndPassesByItself(t *testing.T) {
	dir := smallDisk(t, "size=320m")
	p := begin(t, []string{"FOURGATES_DATA=" + dir}, "serve")
	if got := p.status("/readyz"); got != http.StatusOK {
		t.Fatalf("/readyz answers %d, want 200", got)
	}
	fill(t, dir)
	for n := 0; p.asks(t, "/readyz") != http.StatusServiceUnavailable; n++ {
		if n == 100 {
			t.Fatal("a server whose disk is full says that it is ready")
		}
		writeUntilFull(t, dir)
	}
	if got := p.asks(t, "/sign-in"); got != http.StatusOK && got != http.StatusServiceUnavailable {
		t.Errorf("the page to sign in answers %d while the disk is full", got)
	}
	if err := os.Remove(filepath.Join(dir, "fill")); err != nil {
		t.Fatal(err)
	}
	p.readyAgain(t)
	if got := p.status("/sign-in"); got != http.StatusOK {
		t.Errorf("the page to sign in answers %d, want 200:\n%s", got, p.out.String())
	}
}

// smallDisk is an empty folder on a file system of its own.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := emptyFolder(t)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, size+",mode=755"); err != nil {
		t.Fatalf("a small disk cannot be made here, as root on Linux it can: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill takes what room there is.
func fill(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "fill"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for piece := make([]byte, 64<<10); ; {
		if _, err := f.Write(piece); err != nil {
			return
		}
	}
}

// writeUntilFull lets the private Postgres write until it cannot.
func writeUntilFull(t *testing.T, dir string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "postgres/data/postmaster.pid"))
	if err != nil {
		return // it has ended over it, and is started again
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {lines[4]}, "port": {lines[3]}}.Encode()}
	conn, err := pgx.Connect(ctx, u.String())
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for range 100 {
		if _, err := conn.Exec(ctx, `SELECT pg_logical_emit_message(true, 'fill', string_agg(md5(n::text), ''))
			FROM generate_series(1, 20000) n`); err != nil {
			t.Logf("Postgres says: %v", err)
			return
		}
	}
}

// asks is status for a server that may be slow to say what is wrong; 0 where it says nothing within ten seconds.
func (p *process) asks(t *testing.T, path string) int {
	t.Helper()
	c := http.Client{Timeout: 10 * time.Second}
	r, err := c.Get(p.address() + path)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	if r.StatusCode == http.StatusServiceUnavailable && r.Header.Get("Retry-After") == "" {
		t.Errorf("%s answers 503 and does not say when to try again", path)
	}
	return r.StatusCode
}

// readyAgain waits until the server is ready.
func (p *process) readyAgain(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(faultFor); p.asks(t, "/readyz") != http.StatusOK; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it is not ready again:\n%s", p.out.String())
		}
	}
}

// A database that takes connections and answers nothing is said within seconds, and is forgotten once it answers.
func TestADatabaseThatAnswersNothingIsSaidWithinSeconds(t *testing.T) {
	way, address := newLine(t, dbtest.URL(t))
	p := begin(t, []string{"DATABASE_URL=" + address}, "serve")
	if got := p.status("/readyz"); got != http.StatusOK {
		t.Fatalf("/readyz answers %d, want 200", got)
	}
	way.silent.Store(true)
	for _, path := range []string{"/readyz", "/areas", "/sign-in"} {
		if got := p.asks(t, path); got == 0 || got == http.StatusInternalServerError {
			t.Errorf("%s answers %d while the database answers nothing", path, got)
		}
	}
	if got := p.asks(t, "/healthz"); got != http.StatusOK {
		t.Errorf("/healthz answers %d: the process lives", got)
	}
	way.silent.Store(false)
	p.readyAgain(t)
}

// Over a line on which each turn takes 200 ms Members sign, and nothing is lost.
func TestMembersSignOverASlowLine(t *testing.T) {
	v := newVote(t, dbtest.URL(t), 2)
	way, address := newLine(t, strings.TrimPrefix(v.settings[0], "DATABASE_URL="))
	v.settings[0] = "DATABASE_URL=" + address
	v.serve()
	way.delay.Store(int64(200 * time.Millisecond))
	for n, b := range v.ballots[:min(len(v.ballots), 4)] {
		began := time.Now()
		if !v.send(b) {
			t.Fatalf("ballot %d is not answered", n)
		}
		t.Logf("ballot %d: answered after %s", n, time.Since(began).Round(10*time.Millisecond))
	}
	v.whole()
}
