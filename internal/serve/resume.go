package serve

import (
	"cmp"
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
	fields := url.Values{}
	for name, values := range c.PostForm {
		if !isSecret(name) {
			fields[name] = values
		}
	}
	k := frame.Kept{Path: c.URL.Path, Fields: fields.Encode()}
	if len(k.Fields) > keepLimit {
		return frame.Kept{TooLarge: true}
	}
	return k
}

func isSecret(field string) bool { return strings.Contains(field, "password") || field == "old" }

// kept reads what keepForm put on the page. Only a form for an address of ours is taken up again.
func kept(c *Call) frame.Kept {
	k := frame.Kept{Path: c.PostForm.Get("keep-path"), Fields: c.PostForm.Get("keep-fields")}
	if _, ok := routeOf(c, http.MethodPost, k.Path); !ok || len(k.Fields) > keepLimit {
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
	if _, ok := routeOf(c, http.MethodGet, path); !ok || len(to) > mostReturn {
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
	route, _ := routeOf(c, http.MethodPost, k.Path)
	props := frame.CarryOnProps{Shell: c.Shell("Carry on where you were"), Path: k.Path, Upload: route.Upload}
	for field, values := range fields {
		for _, v := range values {
			props.Fields = append(props.Fields, frame.KeptField{Name: field, Value: v})
		}
	}
	slices.SortStableFunc(props.Fields, func(a, b frame.KeptField) int { return strings.Compare(a.Name, b.Name) })
	return c.Show(frame.CarryOn(props))
}

// routeOf finds the row of the table that answers a path; ok is false where none does.
func routeOf(c *Call, method, path string) (route Route, ok bool) {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return Route{}, false
	}
	found := chi.NewRouteContext()
	if !c.server.router.Match(found, method, path) {
		return Route{}, false
	}
	for _, row := range c.server.Table {
		if row.Method == method && row.Pattern == found.RoutePattern() {
			return row, true
		}
	}
	return Route{}, false
}
