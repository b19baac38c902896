package serve

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"fourgates/web/frame"
)

// keepLimit is how much of a posted form is carried through the sign-in page, in bytes.
const keepLimit = 500_000

// returnField holds where a reader goes after sign-in, in the address and the form of that page: a page that is shown
// to nobody we know leaves nothing behind with us. It is of so many characters at most.
const (
	returnField = "return"
	mostReturn  = 2000
)

// askToSignIn answers a reader who must sign in first. Where they wanted to go is remembered; a form that they sent is
// carried along, so that nothing typed is lost when a session ends under it.
func askToSignIn(c *Call) error {
	if c.Method != http.MethodPost {
		to := "/sign-in"
		if asked := c.URL.RequestURI(); asked != "/" && len(asked) <= mostReturn {
			to += "?" + url.Values{returnField: {asked}}.Encode()
		}
		http.Redirect(c.W, c.Request, to, http.StatusSeeOther)
		return nil
	}
	p := frame.SignInProps{Shell: c.Shell(signInTitle), Ended: true, Keep: keepForm(c)}
	var err error
	if p.Demo, err = demo(c); err != nil {
		return err
	}
	return c.Answer(http.StatusUnauthorized, frame.SignIn(p))
}

// keepForm is the form as it was posted, without passwords and files; the zero Kept where it is too large to carry.
func keepForm(c *Call) frame.Kept {
	if infoOf(c.Context()).unread {
		return frame.Kept{TooLarge: true}
	}
	k := frame.Kept{Path: c.URL.Path, Fields: withoutSecrets(c.PostForm).Encode()}
	if len(k.Fields) > keepLimit {
		return frame.Kept{TooLarge: true}
	}
	return k
}

func withoutSecrets(posted url.Values) url.Values {
	fields := url.Values{}
	for name, values := range posted {
		if !isSecret(name) {
			fields[name] = values
		}
	}
	return fields
}

func isSecret(field string) bool { return strings.Contains(field, "password") || field == "old" }

// kept reads what keepForm put on the page. Only a form for an address of ours is taken up again.
func kept(c *Call) frame.Kept {
	k := frame.Kept{Path: c.PostForm.Get("keep-path"), Fields: c.PostForm.Get("keep-fields")}
	if _, ok := c.server.routeOf(http.MethodPost, k.Path); !ok || len(k.Fields) > keepLimit {
		return frame.Kept{}
	}
	return k
}

// afterSignIn sends a person on who has just signed in: back to the form that they had sent, to the page that they had
// asked for, or home.
func afterSignIn(c *Call) error {
	if k := kept(c); k.Path != "" {
		return carryOn(c, k)
	}
	http.Redirect(c.W, c.Request, cmp.Or(returnTo(c), "/"), http.StatusSeeOther)
	return nil
}

// returnTo is the page of ours that the reader had asked for; "" for none.
func returnTo(c *Call) string {
	to := c.Form.Get(returnField)
	path, _, _ := strings.Cut(to, "?")
	if _, ok := c.server.routeOf(http.MethodGet, path); !ok || len(to) > mostReturn {
		return ""
	}
	return to
}

// carryOn shows a page that sends a kept form again. It is the person who sends it: they may not be who filled it in.
func carryOn(c *Call, k frame.Kept) error {
	fields, err := url.ParseQuery(k.Fields)
	if err != nil || !cleanValues(fields) {
		return errBadInput
	}
	c = c.asNobody()
	route, _ := c.server.routeOf(http.MethodPost, k.Path)
	props := frame.CarryOnProps{Shell: c.Shell("Carry on where you were"), Path: k.Path, Upload: route.Upload}
	props.Fields = keptFields(fields)
	return c.Show(frame.CarryOn(props))
}

// keptFields are the values of a form in the order of their names.
func keptFields(form url.Values) (list []frame.KeptField) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, v := range form[name] {
			list = append(list, frame.KeptField{Name: name, Value: v})
		}
	}
	return list
}

// pageAbove is the nearest page of ours on the way up from an address; "" for none but home.
func (s *Server) pageAbove(path string) string {
	for len(path) > 1 {
		if _, ok := s.routeOf(http.MethodGet, path); ok {
			return path
		}
		path = path[:strings.LastIndex(path, "/")]
	}
	return ""
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
	for _, row := range s.Table {
		if row.Method == method && row.Pattern == found.RoutePattern() {
			return row, true
		}
	}
	return Route{}, false
}
