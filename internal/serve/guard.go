package serve

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// guard is the only way a handler is reached: it finds the actor, asks the policy, and turns the handler's error into a
// page.
func (s *Server) guard(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.pass(w, r, route); err != nil {
			s.problem(w, r, s.moved(r, err))
		}
	}
}

// movedError is that a notice led somebody to a page that is theirs no more.
type movedError struct {
	error
	told string
}

// moved is the error as it is told to somebody whom a notice led there: what they were told they may know, and that it
// is not theirs any more is said in words.
func (s *Server) moved(r *http.Request, err error) error {
	actor := infoOf(r.Context()).actor
	hidden := errors.Is(err, domain.ErrNotFound) || errors.Is(err, domain.ErrForbidden)
	if s.Told == nil || actor.ID == 0 || !hidden || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return err
	}
	told, asked := s.Told(r.Context(), s.read.ReadFor(policy.IssueScopeOf(actor)), actor.ID, r.URL.Path)
	if asked != nil || told == "" {
		return err
	}
	return &movedError{err, told}
}

func (s *Server) pass(w http.ResponseWriter, r *http.Request, route Route) error {
	actor, err := s.actor(r)
	if err != nil {
		return err
	}
	infoOf(r.Context()).actor = actor
	if route.Action == policy.SignIn {
		return route.Handler(s.callOf(w, r, actor))
	}
	if actor.ID == 0 {
		return askToSignIn(s.callOf(w, r, actor))
	}
	if !policy.Can(actor, route.Action) {
		return domain.ErrForbidden
	}
	takeKey(r)
	c := s.callOf(w, r, actor)
	c.route = route
	if c.form = c.sending(); c.form != nil {
		c.Request = c.WithContext(act.WithSending(c.Context(), c.form))
	}
	if answered, err := c.again(); answered || err != nil {
		return err
	}
	if err = c.handle(); err != nil {
		err = c.refused(err)
	}
	c.settle(err)
	return err
}

// handle has the route's handler answer.
func (c *Call) handle() error {
	if err := c.readBasis(); err != nil {
		return err
	}
	err := c.route.Handler(c)
	if waits, ok := errors.AsType[*domain.WaitsError](err); ok {
		return c.Done("Your decision is registered and waits: it counts once somebody has spoken with you and "+
			"confirms it", "/register/%s", waits.Reference)
	}
	return err
}

func cleanValues(values url.Values) bool {
	for name, list := range values {
		if !Clean(name) {
			return false
		}
		for _, v := range list {
			if !Clean(v) {
				return false
			}
		}
	}
	return true
}

// Clean says whether Postgres can hold a text.
func Clean(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
