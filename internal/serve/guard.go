package serve

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

const (
	formLimit   = 1 << 20  // bytes of a posted form
	uploadLimit = 11 << 20 // bytes of a posted form with a file of 10 MB
)

// errBadInput is a request that no form of ours can send: NUL, invalid UTF-8, a broken body.
var errBadInput = errors.New("bad input")

// ErrTooLarge is a body over the limit.
var ErrTooLarge = errors.New("too large")

// take reads all that a request brings and checks its bytes. It comes before the session is looked up: a form may be
// long on its way, and whoever sends it may do what they may once it is here, not what they might when it set out.
func (s *Server) take(route Route, next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := ReadInput(w, r, route.Upload); err != nil {
			s.problem(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	}
}

// guard is the only way a handler is reached: it finds the actor, asks the policy, and turns the handler's error into a
// page.
func (s *Server) guard(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.pass(w, r, route); err != nil {
			s.problem(w, r, err)
		}
	}
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
	return route.Handler(s.callOf(w, r, actor))
}

// ReadInput parses query and form and refuses what Postgres could not hold or no browser sends.
func ReadInput(w http.ResponseWriter, r *http.Request, files bool) error {
	if !Clean(r.URL.Path) {
		return domain.ErrNotFound
	}
	limit := int64(formLimit)
	if files {
		limit = uploadLimit
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(limit)
	} else {
		err = r.ParseForm()
	}
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return ErrTooLarge
	}
	if err != nil {
		return fmt.Errorf("%w: %v", errBadInput, err)
	}
	if !cleanValues(r.Form) {
		return errBadInput
	}
	return nil
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
