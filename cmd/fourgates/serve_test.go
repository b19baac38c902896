package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"fourgates/internal/db/dbtest"
)

func TestServeOnADatabaseAndLeaveWhenAsked(t *testing.T) {
	p := begin(t, []string{"DATABASE_URL=" + dbtest.EmptyURL(t)}, "serve")
	for _, path := range []string{"/healthz", "/readyz"} {
		if got := p.status(path); got != http.StatusOK {
			t.Errorf("%s answers %d, want 200", path, got)
		}
	}
	p.signal(syscall.SIGTERM)
	if status := p.wait(); status != 0 {
		t.Errorf("exit status %d, want 0:\n%s", status, p.out.String())
	}
}

// Guarantee 10.
func TestSeveralServersStartAtOnceOnAnEmptyDatabase(t *testing.T) {
	url := dbtest.EmptyURL(t)
	var all []*process
	for range 4 {
		all = append(all, begin(t, []string{"DATABASE_URL=" + url}, "serve"))
	}
	for i, p := range all {
		if got := p.status("/readyz"); got != http.StatusOK {
			t.Errorf("server %d: /readyz answers %d, want 200", i, got)
		}
	}
}

// Guarantee 9: whatever was sent before the address closed is answered.
func TestNothingUnderWayIsDroppedAtSIGTERM(t *testing.T) {
	p := begin(t, []string{"DATABASE_URL=" + dbtest.URL(t)}, "serve")
	base := p.address()
	var answered, dropped, goneBefore atomic.Int64
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := client.Get(base + "/healthz")
				if errors.Is(err, syscall.ECONNREFUSED) {
					goneBefore.Add(1)
					return
				}
				if err != nil {
					dropped.Add(1)
					t.Errorf("dropped: %v", err)
					return
				}
				if _, err := io.Copy(io.Discard, r.Body); err != nil {
					dropped.Add(1)
				}
				r.Body.Close()
				answered.Add(1)
			}
		})
	}
	for answered.Load() < 2000 {
		time.Sleep(10 * time.Millisecond)
	}
	p.signal(syscall.SIGTERM)
	status := p.wait()
	close(stop)
	wg.Wait()
	if status != 0 || dropped.Load() != 0 || goneBefore.Load() == 0 {
		t.Errorf("status %d, %d answered, %d dropped, %d found it gone; want 0 dropped", status, answered.Load(),
			dropped.Load(), goneBefore.Load())
	}
}

func TestPrivatePostgresIsSharedFoundAgainAndStopped(t *testing.T) {
	folder := "FOURGATES_DATA=" + emptyFolder(t)
	dir := strings.TrimPrefix(folder, "FOURGATES_DATA=")

	first := begin(t, []string{folder}, "serve")
	if got := first.status("/readyz"); got != http.StatusOK {
		t.Fatalf("/readyz answers %d, want 200", got)
	}
	// A command beside it uses its server and leaves it running.
	beside := begin(t, []string{folder}, "migrate")
	if status := beside.wait(); status != 0 || !strings.HasPrefix(beside.out.String(), "0 migrations run") {
		t.Errorf("migrate beside serve: status %d, %s", status, beside.out.String())
	}
	if got := first.status("/readyz"); got != http.StatusOK {
		t.Errorf("after a command beside it /readyz answers %d, want 200", got)
	}
	// Killed outright, it leaves its server, and the next one finds that.
	first.signal(syscall.SIGKILL)
	first.wait()
	if !postgresRuns(dir) {
		t.Error("the server died with the program")
	}
	second := begin(t, []string{folder}, "serve")
	if got := second.status("/readyz"); got != http.StatusOK {
		t.Errorf("after a kill /readyz answers %d, want 200", got)
	}
	second.signal(os.Interrupt)
	if status := second.wait(); status != 0 {
		t.Errorf("exit status %d, want 0:\n%s", status, second.out.String())
	}
	if postgresRuns(dir) {
		t.Error("Ctrl-C left the server running")
	}
	// A command alone starts the server and stops it.
	alone := begin(t, []string{folder}, "migrate")
	if status := alone.wait(); status != 0 || !strings.HasPrefix(alone.out.String(), "0 migrations run") {
		t.Errorf("migrate alone: status %d, %s", status, alone.out.String())
	}
}

// The address is free, but no folder can be made: the sentence says so and nothing is left.
func TestRefusalsAreOneSentence(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := free.Addr().String()
	free.Close()
	url := dbtest.EmptyURL(t)
	for name, c := range map[string]struct {
		settings, args, words []string
	}{
		"address taken": {[]string{"FOURGATES_ADDR=" + taken.Addr().String()}, []string{"serve"},
			[]string{"already listens on " + taken.Addr().String(), "FOURGATES_ADDR"}},
		"admin address taken": {[]string{"FOURGATES_ADMIN_ADDR=" + taken.Addr().String()}, []string{"serve"},
			[]string{"already listens", "FOURGATES_ADMIN_ADDR"}},
		"not our address": {[]string{"FOURGATES_ADDR=192.0.2.1:80", "BASE_URL=https://lcap.test"},
			[]string{"serve"}, []string{"not possible to listen on 192.0.2.1:80", "FOURGATES_ADDR"}},
		"database unreachable": {[]string{"DATABASE_URL=postgres://app:s3cret@" + nobody + "/x"}, []string{"serve"},
			[]string{"postgres://app@" + nobody + "/x cannot be reached", "DATABASE_URL"}},
		"no such database": {[]string{"DATABASE_URL=" + strings.Replace(url, "/t_", "/gone_", 1)},
			[]string{"migrate"}, []string{"no database of that name", "DATABASE_URL"}},
		"demo in the open": {[]string{"FOURGATES_ADDR=0.0.0.0:0"}, []string{"serve", "--demo"},
			[]string{"demo", "127.0.0.1:8080"}},
		"demo behind TLS": {[]string{"BASE_URL=https://lcap.test"}, []string{"serve", "--demo"},
			[]string{"demo", "BASE_URL"}},
		"demo with a mail server": {[]string{"SMTP_URL=smtp://post.aldermoor.test", "MAIL_FROM=a@aldermoor.test"},
			[]string{"serve", "--demo"}, []string{"a demo sends no e-mail", "SMTP_URL"}},
		"a test without a mail server": {nil, []string{"mail", "test", "jo@aldermoor.test"},
			[]string{"there is no mail server", "SMTP_URL"}},
		"a mail server that is none": {[]string{"SMTP_URL=smtp://a:s3cret@post.test?tls=none",
			"MAIL_FROM=a@aldermoor.test"}, []string{"mail", "test", "jo@aldermoor.test"},
			[]string{"SMTP_URL sends a password in the open"}},
		"a key that is none": {[]string{"NOTIFY_API_KEY=s3cret", "NOTIFY_TEMPLATE_ID=b"},
			[]string{"mail", "test", "jo@aldermoor.test"}, []string{"NOTIFY_API_KEY is not a whole key"}},
		"demo with Notify": {[]string{"NOTIFY_API_KEY=a", "NOTIFY_TEMPLATE_ID=b"}, []string{"serve", "--demo"},
			[]string{"a demo sends no e-mail"}},
		"a test to no address": {nil, []string{"mail", "test", "jo"}, []string{"e-mail address"}},
		"no TLS in the open": {[]string{"FOURGATES_ADDR=0.0.0.0:0"}, []string{"serve"},
			[]string{"BASE_URL", "https://"}},
		"no Postgres": {[]string{"FOURGATES_DATA=" + emptyFolder(t), "PG_BINDIR=/nonexistent"},
			[]string{"serve"}, []string{"PG_BINDIR is /nonexistent"}},
		"unknown command":     {nil, []string{"sevre"}, []string{`no command "sevre"`, "help"}},
		"demo without dashes": {nil, []string{"serve", "demo"}, []string{`serve does not take "demo"`, "serve --demo"}},
		"routes of something": {nil, []string{"routes", "/areas"}, []string{`routes does not take "/areas"`, "--json"}},
	} {
		t.Run(name, func(t *testing.T) { complains(t, c.settings, c.args, c.words...) })
	}
}

func TestWrongSettingsAreAllNamed(t *testing.T) {
	p := begin(t, []string{"COUNCIL_COLOUR=green", "GATE_DUE_WORKING_DAYS=soon"}, "serve")
	if status := p.wait(); status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	for _, name := range []string{"COUNCIL_COLOUR", "GATE_DUE_WORKING_DAYS"} {
		if !strings.Contains(p.out.String(), name) {
			t.Errorf("%s is not named in:\n%s", name, p.out.String())
		}
	}
}

// The public cannot ask for figures; an operator sees requests by kind, who waits, and the connections.
func TestAdminListenerHasFiguresAndProfiles(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	admin := l.Addr().String()
	l.Close()
	p := begin(t, []string{"DATABASE_URL=" + dbtest.URL(t), "FOURGATES_ADMIN_ADDR=" + admin}, "serve")
	for _, path := range []string{"/metrics", "/debug/vars", "/debug/pprof/"} {
		if got := p.status(path); got != http.StatusNotFound {
			t.Errorf("the public can ask for %s: %d", path, got)
		}
	}
	if got := p.status("/sign-in"); got != http.StatusOK {
		t.Fatalf("/sign-in answers %d", got)
	}
	ask := func(path string) string {
		r, err := http.Get("http://" + admin + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d, %v; want 200", path, r.StatusCode, err)
		}
		return string(text)
	}
	ask("/debug/pprof/")
	figures := ask("/metrics")
	for _, want := range []string{`fourgates_request_seconds_count{kind="page",status="2xx"} 1`,
		`fourgates_request_seconds_count{kind="no route",status="4xx"} 3`, "fourgates_requests_under_way 0",
		`fourgates_turns{line="sign-off"} 19`, `fourgates_turns_taken{line="ordinary"} 0`,
		`fourgates_turns_waiting{line="ordinary"} 0`, "fourgates_uploads_under_way 0",
		`fourgates_signed_out_forms_under_way{of="carried"} 0`, "fourgates_pool_connections_most 20",
		"fourgates_pool_connections_used", "fourgates_pool_waited_total", `fourgates_queue_depth{queue="clock"}`,
		`fourgates_queue_oldest_seconds{queue="clock"}`, `fourgates_queue_given_up{queue="clock"} 0`, "go_goroutines",
		"process_resident_memory_bytes"} {
		if !strings.Contains(figures, want) {
			t.Errorf("no %s in the figures", want)
		}
	}
	if t.Failed() {
		t.Log(figures)
	}
}
