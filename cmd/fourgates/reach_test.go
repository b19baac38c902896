package main

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"fourgates/internal/db/dbtest"
)

// Issue 10, 5: a start while Postgres recovers waits, says so, and goes on by itself.
func TestStartWaitsWhilePostgresRecovers(t *testing.T) {
	line, address := newLine(t, dbtest.EmptyURL(t))
	line.recovering.Store(true)
	p := begin(t, []string{"DATABASE_URL=" + address}, "serve")
	p.says("waiting for the database at", "the database system is starting up")
	select {
	case <-p.exited:
		t.Fatalf("it gave up:\n%s", p.out.String())
	case <-time.After(4 * askAgainAfter):
	}
	line.recovering.Store(false)
	if got := p.status("/readyz"); got != http.StatusOK {
		t.Errorf("/readyz answers %d, want 200", got)
	}
}

// Whoever does not want to wait is not made to.
func TestStartThatWaitsEndsWhenAsked(t *testing.T) {
	line, address := newLine(t, dbtest.EmptyURL(t))
	line.recovering.Store(true)
	p := begin(t, []string{"DATABASE_URL=" + address}, "serve")
	p.says("waiting for the database at")
	p.signal(syscall.SIGTERM)
	p.wait()
}

// Issue 10, 5: the private Postgres dies under a server that goes on, and pages answer again without anybody's hand.
func TestPrivatePostgresThatDiesIsStartedAgain(t *testing.T) {
	dir := emptyFolder(t)
	p := begin(t, []string{"FOURGATES_DATA=" + dir}, "serve")
	if got := p.status("/readyz"); got != http.StatusOK {
		t.Fatalf("/readyz answers %d, want 200", got)
	}
	text, err := os.ReadFile(dir + "/postgres/data/postmaster.pid")
	if err != nil {
		t.Fatal(err)
	}
	number, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	p.says("the private Postgres has died; starting it again", "the private Postgres answers again")
	for n := 0; p.status("/readyz") != http.StatusOK; n++ {
		if n == 200 {
			t.Fatalf("it is not ready again:\n%s", p.out.String())
		}
		time.Sleep(50 * time.Millisecond)
	}
	if got := p.status("/sign-in"); got != http.StatusOK {
		t.Errorf("the page to sign in answers %d, want 200", got)
	}
}
