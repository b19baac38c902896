package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/policy"
	"fourgates/web/page"
)

// keepLimit is how much of a posted form is carried through the sign-in page, in bytes.
const keepLimit = 500_000

// askToSignIn answers a reader who must sign in first. Where they wanted to go is remembered; a form that they sent is carried
// along, so that nothing typed is lost when a session ends under it.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodGet {
		s.sessions.Put(r.Context(), "return to", r.URL.RequestURI())
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil
	}
	return s.showSignIn(w, r, http.StatusUnauthorized, page.SignInProps{Shell: s.shell(r, policy.Actor{}, signInTitle), Ended: true, Keep: keepForm(r)})
}

// keepForm is the form as it was posted, without passwords and files; the zero Kept where it is too large to carry.
func keepForm(r *http.Request) page.Kept {
	fields := url.Values{}
	for name, values := range r.PostForm {
		if !isSecret(name) {
			fields[name] = values
		}
	}
	k := page.Kept{Path: r.URL.Path, Fields: fields.Encode()}
	if len(k.Fields) > keepLimit {
		return page.Kept{TooLarge: true}
	}
	return k
}

func isSecret(field string) bool { return strings.Contains(field, "password") || field == "old" }

// kept reads what keepForm put on the page. Only a form for an address of ours is taken up again.
func (s *Server) kept(r *http.Request) page.Kept {
	k := page.Kept{Path: r.PostForm.Get("keep-path"), Fields: r.PostForm.Get("keep-fields")}
	if _, ok := s.routeOf(http.MethodPost, k.Path); !ok || len(k.Fields) > keepLimit {
		return page.Kept{}
	}
	return k
}

// afterSignIn sends a person on who has just signed in: back to the form that they had sent, to the page that they had asked for,
// or home.
func (s *Server) afterSignIn(w http.ResponseWriter, r *http.Request) error {
	to := s.sessions.PopString(r.Context(), "return to")
	if k := s.kept(r); k.Path != "" {
		return s.carryOn(w, r, k)
	}
	path, _, _ := strings.Cut(to, "?")
	if _, ok := s.routeOf(http.MethodGet, path); !ok {
		to = "/"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// carryOn shows a page that sends a kept form again. It is the person who sends it: they may not be who filled it in.
func (s *Server) carryOn(w http.ResponseWriter, r *http.Request, k page.Kept) error {
	fields, err := url.ParseQuery(k.Fields)
	if err != nil || !cleanValues(fields) {
		return errBadInput
	}
	route, _ := s.routeOf(http.MethodPost, k.Path)
	props := page.CarryOnProps{Shell: s.shell(r, policy.Actor{}, "Carry on where you were"), Path: k.Path, Upload: route.Upload}
	for field, values := range fields {
		for _, v := range values {
			props.Fields = append(props.Fields, page.KeptField{Name: field, Value: v})
		}
	}
	slices.SortStableFunc(props.Fields, func(a, b page.KeptField) int { return strings.Compare(a.Name, b.Name) })
	return s.render(w, r, http.StatusOK, page.CarryOn(props))
}

// routeOf finds the row of the table that answers a path; ok is false where none does.
func (s *Server) routeOf(method, path string) (route Route, ok bool) {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return Route{}, false
	}
	found := chi.NewRouteContext()
	if !s.router.Match(found, method, path) {
		return Route{}, false
	}
	for _, row := range s.Routes() {
		if row.Method == method && row.Pattern == found.RoutePattern() {
			return row, true
		}
	}
	return Route{}, false
}
