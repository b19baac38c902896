package serve

import (
	"compress/gzip"
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/web/ui"
)

// Options are what a server is made from.
type Options struct {
	Table    []Route // what is answered, and who may ask for it
	App      *act.App
	Sessions scs.CtxStore // the sessions of the database; nil keeps them in memory, where nobody signs in
	Log      *slog.Logger
	Council  string       // the council's name, in the header of every page
	Secure   bool         // served on TLS: __Host- cookie and HSTS
	BaseURL  string       // what people type to get here, without a slash at its end; "" takes it from the request
	Hosts    []string     // Host headers answered besides loopback ones; empty answers any
	Assets   http.Handler // serves /assets/
	Look     ui.Assets    // the addresses of stylesheets and scripts
	Tiles    string       // URL template of map tiles, or "" for none
	Proxies  []string     // CIDRs whose X-Forwarded-For is believed
	Demo     []DemoPerson // listed on the sign-in page; empty outside a demo
	Waits    Waits        // what waits for each of them; needed with Demo
	Told     Told         // of what somebody was told; may be nil
	Ready    func() error // more to ask at /readyz; may be nil
	// connections to the database, of which some are kept for sign-off and health; 0 keeps none
	Pool int
	Now  func() time.Time // the one clock
	// by which connections keep time, so that files go on for as long as they are read; nil lets the server's time hold
	Wall func() time.Time
	// where what is measured is told; nil tells nobody
	Measures prometheus.Registerer
	// how many times longer than usual a request may take, 1 where it is 0: for tests, which the race detector slows
	Patience int
}

// Waits says what waits for each of the people, in few words.
type Waits func(ctx context.Context, r db.Reader, today domain.Date, people []domain.PersonID) (
	map[domain.PersonID][]string, error)

// Told says what a notice told somebody that led to a path of ours; "" where none did.
type Told func(ctx context.Context, r db.Reader, person domain.PersonID, path string) (string, error)

// DemoPerson is a sign-in offered with one click in the demo.
type DemoPerson struct {
	ID                          domain.PersonID
	Role, Name, Email, Password string
}

// Server answers requests.
type Server struct {
	Options
	app      *act.App
	read     db.Reader
	sessions *scs.SessionManager
	log      *slog.Logger
	router   chi.Routes
	turns    turns
	uploads  chan struct{} // forms with files that are being read and answered
	measured *measures

	strangers, carried strangers // bodies of whoever is signed out: few fields, and forms to carry through sign-in
}

// New returns the server and its handler.
func New(o Options) (*Server, http.Handler) {
	s := &Server{Options: o, app: o.App, read: o.App.Store.Reader, log: o.Log, sessions: sessionsOf(o),
		turns: turnsOf(o.Pool), uploads: make(chan struct{}, mostUploadsNow),
		strangers: strangers{most: mostStrangers, mostFrom: mostOfSource},
		carried:   strangers{most: mostCarried, mostFrom: mostCarriedOf}}
	s.measured = s.measure(o.Measures)
	s.sessions.ErrorFunc = s.sessionFailed
	r := chi.NewRouter()
	s.router = r
	r.Use(s.clientIP(), s.requestID, s.accessLog, s.head, s.recoverer, s.securityHeaders, s.timeLimit)
	r.Get("/healthz", s.healthz) // asked by address, not by name
	r.Get("/readyz", s.readyz)
	r.With(s.hostAllowed).Handle("/assets/*", o.Assets)
	r.Group(func(r chi.Router) {
		r.Use(s.hostAllowed, middleware.Compress(gzip.BestSpeed, "text/csv", "application/json", "application/geo+json",
			"text/plain"),
			s.crossOrigin().Handler)
		for _, route := range s.Table {
			r.Method(route.Method, route.Pattern, s.take(route, s.inTurn(route, s.withSession(s.guard(route)))))
		}
		nowhere := s.withSession(http.HandlerFunc(s.notFound)).ServeHTTP
		r.NotFound(nowhere)
		r.MethodNotAllowed(nowhere)
	})
	return s, r
}

// notFound answers an address that no route has, with the navigation of whoever is signed in.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	actor, err := s.actor(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	infoOf(r.Context()).actor = actor
	s.problem(w, r, domain.ErrNotFound)
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	err := s.app.Store.Ready(r.Context())
	if err == nil && s.Ready != nil {
		err = s.Ready()
	}
	if err != nil {
		why := "not ready"
		if words, ok := unavailable(err); ok {
			why += ": " + words
		}
		w.Header().Set("Retry-After", "5")
		http.Error(w, why, http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}
