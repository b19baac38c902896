// Package servertest runs the real server on a real database for tests: people who are signed in, a clock that the test
// moves, and pages parsed as HTML.
//
//	h := servertest.New(t)
//	area := h.Area("Castle")
//	nia := h.Person("Nia Pugh", policy.CLO)
//	h.Assign(nia, area, policy.CLO)
//	page := h.As(nia).Post("/issues", "title", "", "area", servertest.ID(area))
//	page.Want(t, 422)
//	page.Problem("title")   // "Enter a title"
package servertest

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/db/dbtest"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/home"
	"fourgates/internal/notices/noticeweb"
	"fourgates/internal/password"
	"fourgates/internal/register"
	"fourgates/internal/serve"
)

// Start is when the clock of every harness stands at first: a Tuesday, 10 March 2026, ten in the morning in London.
var Start = time.Date(2026, time.March, 10, 10, 0, 0, 0, time.UTC)

// Harness is a server on a database of its own.
type Harness struct {
	T       testing.TB
	App     *act.App
	Server  *serve.Server
	Handler http.Handler
	Pool    *pgxpool.Pool

	clock    clock
	sessions *scs.SessionManager // the server's own sessions, so that signing in needs no password
	nth      int
}

// New starts a server for the test. Change options before it is made with the functions.
func New(t testing.TB, change ...func(*serve.Options)) *Harness {
	t.Helper()
	return At(t, dbtest.URL(t), change...)
}

// At is New on a database that has the schema and belongs to the test.
func At(t testing.TB, url string, change ...func(*serve.Options)) *Harness {
	t.Helper()
	return start(t, poolAt(t, url), change)
}

// cheap is what the hash of a password costs in tests.
var cheap = password.Effort{Memory: 64, Passes: 1, Threads: 1}

// registerKey is the key with which the registers of tests are published.
var registerKey = sync.OnceValue(func() string {
	key, err := register.NewLogKey(rand.Reader, "aldermoor.test/register")
	if err != nil {
		panic(err)
	}
	return key
})

func start(t testing.TB, pool *pgxpool.Pool, change []func(*serve.Options)) *Harness {
	h := &Harness{T: t, clock: clock{at: Start}, Pool: pool}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	h.App = &act.App{Beyond: beyond.Steps(), Store: db.New(h.Pool), Now: h.Now, Log: quiet, Passwords: cheap,
		RegisterKey: registerKey()}
	kept := pgxstore.NewWithCleanupInterval(pool, 0)
	o := serve.Options{
		Table: home.Table(), Waits: gateweb.Waits, Told: noticeweb.Told, App: h.App, Sessions: kept, Log: quiet,
		Council: "Aldermoor County Council", Assets: http.NotFoundHandler(), Now: h.Now, Patience: 12,
	}
	for _, c := range change {
		c(&o)
	}
	h.Server, h.Handler = serve.New(o)
	h.sessions = scs.New()
	h.sessions.Store, h.sessions.Codec, h.sessions.HashTokenInStore = kept, serve.SessionCodec{}, true
	return h
}

// poolAt is a pool on a database that counts the statements of each request.
func poolAt(t testing.TB, url string) *pgxpool.Pool {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	cfg.ConnConfig.Tracer = counting{}
	p, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// clock is the time that the server and its commands go by.
type clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is what the harness's clock shows.
func (h *Harness) Now() time.Time {
	h.clock.mu.Lock()
	defer h.clock.mu.Unlock()
	return h.clock.at
}

// Move puts the clock on (or back) by so much.
func (h *Harness) Move(by time.Duration) { h.MoveTo(h.Now().Add(by)) }

// MoveTo sets the clock.
func (h *Harness) MoveTo(at time.Time) {
	h.clock.mu.Lock()
	defer h.clock.mu.Unlock()
	h.clock.at = at
}
