// Package bare is what the application is measured against: the same rows on plain pages and the same inserts in one
// transaction each, with a session lookup, compression and security headers, and nothing else. It is not for use.
package bare

import (
	"context"
	"encoding/gob"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/domain"
)

type server struct {
	pool     *pgxpool.Pool
	sessions *scs.SessionManager
}

// Serve answers at the address, from the database, until the context ends.
func Serve(ctx context.Context, addr, database string) error {
	pool, err := pgxpool.New(ctx, database)
	if err != nil {
		return err
	}
	defer pool.Close()
	gob.Register(domain.SignInID(0)) // as the sessions hold it
	s := server{pool, scs.New()}
	s.sessions.Store = pgxstore.NewWithCleanupInterval(pool, 0)
	s.sessions.HashTokenInStore = true
	s.sessions.Cookie.Name = "session"
	r := chi.NewRouter()
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {})
	r.Group(func(r chi.Router) {
		r.Use(headers, s.sessions.LoadAndSave)
		r.Get("/issues", s.page(s.list))
		r.Get("/areas/{area}/issues", s.page(s.list))
		r.Get("/members/{member}/issues", s.page(s.list))
		r.Get("/issues/{id}", s.page(s.issue))
		r.Get("/pages/{name}", s.page(s.copied))
		r.Post("/issues", s.post(s.raise))
		r.Post("/attempts/{attempt}/signatures", s.post(s.sign))
	})
	h := &http.Server{Addr: addr, Handler: r, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = h.Close() })
	if err := h.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

func (s server) page(load func(*http.Request) (templ.Component, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.sessions.Get(r.Context(), "sign-in") == nil {
			http.Error(w, "sign in", http.StatusForbidden)
			return
		}
		page, err := load(r)
		if err == nil {
			err = send(w, r, page)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
}

// post runs one change and sends the browser to what it returns.
func (s server) post(change func(*http.Request) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.sessions.Get(r.Context(), "sign-in") == nil {
			http.Error(w, "sign in", http.StatusForbidden)
			return
		}
		next, err := change(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, next, http.StatusSeeOther)
	}
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // what is no number is no identifier either
	return n
}
