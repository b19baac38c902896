package home_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// While the database takes no changes, pages are read, whoever saves is told why and keeps what they typed, and a
// balancer is told to send nobody. What was typed is sent again by its button once the database is itself again.
func TestADatabaseThatTakesNoChangesIsSaidAndNothingTypedIsLost(t *testing.T) {
	m := servertest.NewMatter(t)
	officer := m.As(m.CLO)
	m.Browser().Get("/readyz").Want(t, http.StatusOK)

	takesChanges(t, m.Harness, false)
	officer.Get("/areas").Want(t, http.StatusOK)
	p := officer.Post("/issues", m.Typed("Path under water")...).Want(t, http.StatusServiceUnavailable)
	if p.Heading() != "That could not be saved" || !p.Says("the database takes no changes") ||
		!p.Says("Something is wrong at Path under water") || p.Header.Get("Retry-After") == "" {
		t.Errorf("%s: %s", p.Heading(), p.Words())
	}
	again := p.Hidden("/issues")
	if again.Get("title") != "Path under water" {
		t.Fatalf("sent again would be %v", again)
	}
	ready := m.Browser().Get("/readyz").Want(t, http.StatusServiceUnavailable)
	if !strings.Contains(string(ready.Body), "takes no changes") {
		t.Errorf("a balancer reads %s", ready.Body)
	}
	m.Browser().Get("/healthz").Want(t, http.StatusOK)

	takesChanges(t, m.Harness, true)
	m.Browser().Get("/readyz").Want(t, http.StatusOK)
	m.WantLines(nil, `SELECT title FROM issues`)
	officer.PostForm("/issues", again).Want(t, http.StatusSeeOther)
	m.WantLines([]string{"Path under water"}, `SELECT title FROM issues`)
}

// takesChanges makes the test's database one that can only be read, as it is behind a failed over server, or not.
func takesChanges(t *testing.T, h *servertest.Harness, yes bool) {
	t.Helper()
	conn, err := h.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set := "SET default_transaction_read_only = on"
	if yes {
		set = "RESET default_transaction_read_only"
	}
	for _, sql := range []string{"SET default_transaction_read_only = off", "SET ROLE NONE",
		`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ` + set + `', current_database()); END $$`} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	conn.Release()
	h.Pool.Reset()
}

// Whatever the database says that will pass, a form is answered with why, when to try again and what was typed.
func TestAFaultOfTheDatabaseIsSaidAsItIs(t *testing.T) {
	m := servertest.NewMatter(t)
	officer := m.As(m.CLO)
	for code, words := range map[string]string{"53100": "has no room left", "53200": "Try again in a minute",
		"58030": "The server has a fault", "57P01": "Try again in a minute", "40P01": "Try again in a minute"} {
		m.Exec(`CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN RAISE EXCEPTION ''as it happens'' USING ERRCODE = ''` + code + `''; END'`)
		m.Exec(`CREATE OR REPLACE TRIGGER fails BEFORE INSERT ON issues EXECUTE FUNCTION fails()`)
		p := officer.Post("/issues", m.Typed("Path under water")...).Want(t, http.StatusServiceUnavailable)
		if !p.Says(words) || !p.Says("Something is wrong at Path under water") || p.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %s", code, p.Words())
		}
	}
	m.WantLines(nil, `SELECT title FROM issues`)
}

// Whoever goes away before the answer has come is no fault of ours.
func TestAReaderWhoGoesAwayIsNoError(t *testing.T) {
	var log bytes.Buffer
	h := servertest.New(t, func(o *serve.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	reader := h.As(h.Person("Nia Pugh", policy.CPO))
	tx, err := h.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	if _, err := tx.Exec(t.Context(), `SET ROLE NONE; LOCK TABLE areas IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	asked := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:8080/areas", nil)
	for _, cookie := range reader.Cookies {
		asked.AddCookie(cookie)
	}
	time.AfterFunc(50*time.Millisecond, leave)
	h.Handler.ServeHTTP(httptest.NewRecorder(), asked)
	if said := log.String(); strings.Contains(said, "ERROR") || !strings.Contains(said, "reader went away") {
		t.Error(said)
	}
}

// A refusal on a page without the form shows what the form held, but for what its page had put there and secrets.
func TestWhatWasTypedIsOnThePageThatRefusesIt(t *testing.T) {
	m := servertest.NewMatter(t)
	p := m.As(m.CLO).PostForm("/issues/987654/edit", url.Values{"reason": {"Because of the flood"},
		"version": {"seven"}, "password": {"of mine"}, "count": {"12"}}).Want(t, http.StatusNotFound)
	if !p.Says("What you typed") || !p.Says("Reason Because of the flood") || p.Says("seven") || p.Says("of mine") ||
		p.Says("Send it again") {
		t.Error(p.Words())
	}
	if strings.Contains(string(p.Body), "of mine") {
		t.Error("a password is on the page")
	}
}
