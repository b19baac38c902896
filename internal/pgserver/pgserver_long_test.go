//go:build long

package pgserver

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestServerKilledOutrightStartsAgain(t *testing.T) {
	o := options(t, shortDir(t))
	o.Throwaway = false
	first := start(t, o)
	run(t, first, "CREATE TABLE kept ()")
	pid, runs := first.home.postmaster()
	if !runs {
		t.Fatal("no postmaster")
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.own.done
	second := start(t, o)
	if !second.Started() {
		t.Error("want a server of its own")
	}
	run(t, second, "DROP TABLE kept")
}

// A killed server leaves its process number behind, and the system gives numbers out again.
func TestNumberOfAnotherProcessIsNotBelieved(t *testing.T) {
	o := options(t, shortDir(t))
	first := start(t, o)
	pidFile := first.home.pidFile()
	text, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	stale := strconv.Itoa(os.Getpid()) + "\n" + rest
	if err := os.WriteFile(pidFile, []byte(stale), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, start(t, o), "SELECT 1")
}

// The process that started the server is killed; the server lives on, is found by the next, and stopped by it.
func TestServerOutlivesAKilledStarterAndIsFound(t *testing.T) {
	if folder := os.Getenv("PGSERVER_TEST_FOLDER"); folder != "" {
		start(t, options(t, folder))
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	dir := shortDir(t)
	child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), "PGSERVER_TEST_FOLDER="+dir)
	if out, err := child.CombinedOutput(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the starter ended with %v, want killed\n%s", err, out)
	}
	s := start(t, options(t, dir))
	if s.Started() {
		t.Error("a second server was started instead of finding the first")
	}
	run(t, s, "SELECT 1")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, runs := s.home.postmaster(); runs {
		t.Error("the server still runs and nobody uses it")
	}
}

func TestLongPathGivesWayToAShortOne(t *testing.T) {
	folder := filepath.Join(shortDir(t), strings.Repeat("long/", 25))
	s := start(t, options(t, folder))
	t.Cleanup(func() { os.RemoveAll(s.home.dir) })
	if !strings.HasPrefix(s.home.dir, "/var/tmp/fourgates-long-") {
		t.Errorf("the server lives in %s, want a folder below /var/tmp", s.home.dir)
	}
	run(t, s, "CREATE TABLE kept ()")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	run(t, start(t, options(t, folder)), "DROP TABLE kept")
}

// A checkout below /root is out of reach for the user that Postgres runs as.
func TestFolderThatTheServersUserCannotEnterGivesWay(t *testing.T) {
	user, err := serverUser()
	if err != nil {
		t.Fatal(err)
	}
	dir := shortDir(t)
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s := start(t, options(t, dir))
	t.Cleanup(func() { os.RemoveAll(s.home.dir) })
	if elsewhere := strings.HasPrefix(s.home.dir, "/var/tmp/"); elsewhere != user.drop {
		t.Errorf("the server lives in %s; elsewhere %v, want %v", s.home.dir, elsewhere, user.drop)
	}
	run(t, s, "SELECT 1")
}

func TestServerWhoseFilesWereDeletedIsStoppedAllTheSame(t *testing.T) {
	dir := shortDir(t)
	s := start(t, options(t, dir))
	if err := os.RemoveAll(s.home.dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop() }()
	select {
	case err := <-stopped:
		if err != nil {
			t.Error(err)
		}
	case <-ctx.Done():
		t.Error("Stop waits for a server that it does not stop")
	}
	if s.own.runs() {
		t.Error("the server still runs")
	}
}

func TestStopInLeavesAServerInUseAlone(t *testing.T) {
	dir := shortDir(t)
	s := start(t, options(t, dir))
	if err := StopIn(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	run(t, s, "SELECT 1")
}

func TestManyStartAtOnce(t *testing.T) {
	o := options(t, shortDir(t))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	type result struct {
		s   *Server
		err error
	}
	results := make(chan result)
	for range 5 {
		go func() {
			s, err := Start(ctx, o)
			results <- result{s, err}
		}()
	}
	started := 0
	for range 5 {
		r := <-results
		if r.err != nil {
			t.Error(r.err)
			continue
		}
		if r.s.Started() {
			started++
		}
		defer r.s.Stop()
	}
	if started != 1 {
		t.Errorf("%d started a server, want 1", started)
	}
}

func TestDataOfAnotherVersionIsNotTouched(t *testing.T) {
	o := options(t, shortDir(t))
	s := start(t, o)
	version := filepath.Join(s.home.dataDir(), "PG_VERSION")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(version, []byte("12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "made by Postgres 12") {
		t.Errorf("got %v, want a sentence that names the version", err)
	}
}

func TestFolderMayHaveAnyName(t *testing.T) {
	for _, name := range []string{"My Council’s plans", "Ynys Môn", "50% + more", "a&b=c;d", "it's #1?", "one,two",
		`so-called "data"`} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(shortDir(t), name)
			s := start(t, options(t, folder))
			t.Cleanup(func() { os.RemoveAll(s.home.dir) })
			run(t, s, "CREATE TABLE kept ()")
			if err := s.Stop(); err != nil {
				t.Fatal(err)
			}
			run(t, start(t, options(t, folder)), "DROP TABLE kept")
		})
	}
}
