package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5/middleware"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

const (
	// IdleLimit and AbsoluteLimit are how long a session lasts: left alone, and in all.
	IdleLimit     = 30 * time.Minute
	AbsoluteLimit = 12 * time.Hour
)

// signInKey is where a session holds whose it is.
const signInKey = "sign-in"

// sessionsOf configures scs: token hashed in the store, HttpOnly, SameSite=Lax, absolute limit. The idle limit is kept
// in sign_ins, so that a page view costs no write.
func sessionsOf(o Options) *scs.SessionManager {
	m := scs.New()
	m.Codec = SessionCodec{}
	if o.Sessions != nil {
		m.Store = sessionStore{o.Sessions, o.App.Store.Reader, o.Now, o.Log}
	}
	m.Lifetime = AbsoluteLimit
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

// withSession finds the request's session and saves what becomes of it as the answer leaves. Where it cannot be saved,
// the answer is that, and not the page after it too.
func (s *Server) withSession(next http.Handler) http.Handler {
	sessions := s.sessions.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sessions.ServeHTTP(&oneAnswer{ResponseWriter: w}, r)
	})
}

// sessionFailed answers that a session could not be found or saved.
func (s *Server) sessionFailed(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Del("Location") // of the answer that cannot be given
	s.problem(w, r, err)
	if answer, ok := w.(*oneAnswer); ok {
		answer.given = true
	}
}

// oneAnswer passes over what is written after the answer was given.
type oneAnswer struct {
	http.ResponseWriter
	given bool
}

// WriteHeader implements http.ResponseWriter.
func (a *oneAnswer) WriteHeader(status int) {
	if !a.given {
		a.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (a *oneAnswer) Write(b []byte) (int, error) {
	if a.given {
		return len(b), nil
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *oneAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// actor finds who is signed in, with what they may do today; the zero Actor where nobody is.
func (s *Server) actor(r *http.Request) (policy.Actor, error) {
	id, ok := s.sessions.Get(r.Context(), signInKey).(domain.SignInID)
	if !ok {
		return policy.Actor{}, nil
	}
	now := s.Now()
	in, err := s.signedIn(r, id)
	if errors.Is(err, domain.ErrNotFound) || (err == nil && runOut(in, now)) {
		return policy.Actor{}, s.sessions.Destroy(r.Context())
	}
	if err != nil {
		return policy.Actor{}, err
	}
	if now.Sub(in.LastSeenAt) > time.Minute {
		if err := unkept(r.Context(), s.log, signin.Seen(r.Context(), s.app, id)); err != nil {
			return policy.Actor{}, err
		}
	}
	info := infoOf(r.Context())
	info.signIn, info.provedAt = id, in.ProvedAt
	return in.Actor, unkept(r.Context(), s.log, s.renewWithRoles(r, in.Actor))
}

// unkept passes over what could not be kept of a reader beside their page, where the database can be asked and takes no
// changes: pages are read on meanwhile.
func unkept(ctx context.Context, log *slog.Logger, err error) error {
	if fault := db.FaultOf(err); fault != db.ReadOnly && fault != db.NoRoom {
		return err
	}
	log.WarnContext(ctx, "not kept", "request", infoOf(ctx).id, "err", err)
	return nil
}

// signedIn is who a session is of, as it was found with the session.
func (s *Server) signedIn(r *http.Request, id domain.SignInID) (signin.SignedIn, error) {
	if in := infoOf(r.Context()).found; in.ID == id {
		return in, nil
	}
	return signin.LoadSignedIn(r.Context(), s.read, id, domain.DateOf(s.Now()))
}

// runOut reports whether a session was left alone too long or has lasted too long.
func runOut(in signin.SignedIn, now time.Time) bool {
	return now.Sub(in.LastSeenAt) > IdleLimit || now.Sub(in.StartedAt) > AbsoluteLimit
}

// renewWithRoles gives the session a new token when its person's roles are no longer those of the request before.
func (s *Server) renewWithRoles(r *http.Request, actor policy.Actor) error {
	var roles []string
	for _, g := range actor.Grants {
		roles = append(roles, fmt.Sprintf("%s %d %d", g.Role, g.Service, g.Organisation))
	}
	slices.Sort(roles)
	now := "roles: " + strings.Join(roles, ", ")
	before := s.sessions.GetString(r.Context(), "roles")
	if before == now {
		return nil
	}
	s.sessions.Put(r.Context(), "roles", now)
	if before == "" {
		return nil // the first request since sign-in, which renewed it
	}
	return s.sessions.RenewToken(r.Context())
}

// SignIn makes the session that of a person who has just signed in, under a new token: one planted beforehand is worth
// nothing.
func (c *Call) SignIn(id domain.SignInID) error {
	if err := c.server.sessions.RenewToken(c.Context()); err != nil {
		return err
	}
	c.server.sessions.Remove(c.Context(), "roles")
	c.server.sessions.Put(c.Context(), signInKey, id)
	return nil
}

// RenewToken gives the session a new token: one that was seen by others is worth nothing then.
func (c *Call) RenewToken() error { return c.server.sessions.RenewToken(c.Context()) }

// SignedOut ends the session and says so on the page to sign in.
func (c *Call) SignedOut(message string) error {
	if err := c.server.sessions.Destroy(c.Context()); err != nil {
		return err
	}
	return c.Done(message, "/sign-in")
}

// Session is the signed-in person's own session; zero where nobody is signed in.
func (c *Call) Session() domain.SignInID { return infoOf(c.Context()).signIn }

// Caller is where a request came from.
func (c *Call) Caller() signin.Caller {
	from := signin.Caller{Source: sourceOf(c.Context()), Device: deviceOf(c.UserAgent())}
	if kept, err := c.Cookie(c.server.deviceCookie()); err == nil {
		from.Token = kept.Value
	}
	return from
}

// deviceCookie keeps a secret by which a device is known again: many who guess at an account do not keep its owner out.
func (s *Server) deviceCookie() string {
	if s.Secure {
		return "__Host-device"
	}
	return "device"
}

// newCaller is Caller, with a new secret for a device that has none as we make them.
func (c *Call) newCaller() signin.Caller {
	from := c.Caller()
	if token := rand.Text(); len(from.Token) != len(token) {
		from.Token = token
	}
	return from
}

// knowDevice gives the device its secret to keep.
func (c *Call) knowDevice(token string) {
	http.SetCookie(c.W, &http.Cookie{Name: c.server.deviceCookie(), Value: token, Path: "/", MaxAge: 365 * 24 * 60 * 60,
		HttpOnly: true, Secure: c.server.Secure, SameSite: http.SameSiteLaxMode})
}

// sourceOf is the address that a request came from. An IPv6 subscriber has a whole /64 to call from, so that is one
// source.
func sourceOf(ctx context.Context) string {
	ip := middleware.GetClientIPAddr(ctx)
	if ip.Is6() && !ip.Is4In6() {
		if net, err := ip.Prefix(64); err == nil {
			return net.String()
		}
	}
	return ip.String()
}

// deviceOf says in a few words what a person sat at, for their own list of sessions: "Firefox on Windows".
func deviceOf(userAgent string) string {
	browser := firstIn(userAgent, "Edg", "Edge", "SamsungBrowser", "Samsung Internet", "OPR", "Opera", "Firefox",
		"Firefox", "FxiOS", "Firefox",
		"CriOS", "Chrome", "Chrome", "Chrome", "Safari", "Safari")
	system := firstIn(userAgent, "Windows", "Windows", "iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "CrOS",
		"ChromeOS",
		"Mac OS X", "Mac", "Linux", "Linux")
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser+system != "":
		return browser + system
	}
	return "Unknown device"
}

// firstIn takes mark, name, mark, name … and returns the name of the first mark in the text, or "".
func firstIn(text string, markName ...string) string {
	for i := 0; i+1 < len(markName); i += 2 {
		if strings.Contains(text, markName[i]) {
			return markName[i+1]
		}
	}
	return ""
}
