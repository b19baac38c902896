package server

import (
	"encoding/gob"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

const (
	idleLimit     = 30 * time.Minute
	absoluteLimit = 12 * time.Hour
	proofLimit    = 15 * time.Minute // after this a signature asks for the password again
)

func init() { gob.Register(domain.SignInID(0)) }

// sessionsOf configures scs: token hashed in the store, HttpOnly, SameSite=Lax, absolute limit. The idle limit is kept in sign_ins,
// so that a page view costs no write.
func sessionsOf(o Options) *scs.SessionManager {
	m := scs.New()
	if o.Sessions != nil {
		m.Store = o.Sessions
	}
	m.Lifetime = absoluteLimit
	m.HashTokenInStore = true
	m.Cookie.Name = "session"
	m.Cookie.Secure = o.Secure
	if o.Secure {
		m.Cookie.Name = "__Host-session"
	}
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	return m
}

// actor finds who is signed in, with what they may do today; the zero Actor where nobody is.
func (s *Server) actor(r *http.Request) (policy.Actor, error) {
	id, ok := s.sessions.Get(r.Context(), "sign-in").(domain.SignInID)
	if !ok {
		return policy.Actor{}, nil
	}
	now := s.Now()
	in, err := s.read.SignedIn(r.Context(), id, domain.DateOf(now))
	if errors.Is(err, domain.ErrNotFound) || (err == nil && now.Sub(in.LastSeenAt) > idleLimit) {
		return policy.Actor{}, s.sessions.Destroy(r.Context())
	}
	if err != nil {
		return policy.Actor{}, err
	}
	if now.Sub(in.LastSeenAt) > time.Minute {
		if err := s.app.Seen(r.Context(), id); err != nil {
			return policy.Actor{}, err
		}
	}
	return in.Actor, nil
}

// askToSignIn sends a reader to the sign-in page and remembers where they wanted to go.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodGet {
		s.sessions.Put(r.Context(), "return to", r.URL.RequestURI())
	}
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
	return nil
}
