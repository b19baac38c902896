package serve

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
	"fourgates/web/frame"
)

// SignInRoutes are the ways in and out.
func SignInRoutes() []Route {
	return []Route{
		Get("/sign-in", policy.SignIn, signInPage),
		{Method: http.MethodPost, Pattern: "/sign-in", Action: policy.SignIn, Handler: signIn, Carries: true},
		Post("/sign-out", policy.SignIn, SignOut),
	}
}

const signInTitle = "Sign in"

func signInPage(c *Call) error {
	if c.Actor.ID != 0 {
		return c.Done("", "/")
	}
	return showSignIn(c, frame.SignInProps{Shell: c.Shell(signInTitle)})
}

func signIn(c *Call) error {
	f := c.Posted()
	email := f.Required("email", domain.MostEmail, "Enter your e-mail address")
	name := f.Optional("name", domain.MostName)
	password := Secret(&f, "password", "Enter your password")
	var id domain.SignInID
	from := c.newCaller()
	err := f.Take(func() (err error) {
		id, err = signin.Begin(c.Context(), c.App, email, name, password, from)
		return err
	})
	if err != nil {
		return Throttled(c.W, err)
	}
	if !f.OK() {
		return signInAgain(c, f)
	}
	if c.Actor.ID != 0 { // somebody was signed in here before
		if err := signin.EndSession(c.Context(), c.App, c.Actor, c.Session()); err != nil &&
			!errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	if err := c.SignIn(id); err != nil {
		return err
	}
	c.knowDevice(from.Token)
	return afterSignIn(c)
}

func signInAgain(c *Call, f form.Form) error {
	c = c.asNobody()
	return showSignIn(c, frame.SignInProps{Shell: c.Shell(signInTitle), Form: f, Keep: kept(c)})
}

// showSignIn shows the page that asks who somebody is, in a demo with whom it lets in.
func showSignIn(c *Call, p frame.SignInProps) (err error) {
	p.Return, p.Mailed = returnTo(c), c.App.Mail.By != ""
	if p.Demo, err = demo(c); err != nil {
		return err
	}
	return c.Page(p.Form, frame.SignIn(p))
}

// demo lists whom a demo lets in, each with what waits for them.
func demo(c *Call) ([]frame.DemoSignIn, error) {
	if len(c.server.Demo) == 0 {
		return nil, nil
	}
	people := make([]domain.PersonID, len(c.server.Demo))
	for i, d := range c.server.Demo {
		people[i] = d.ID
	}
	waits, err := c.server.Waits(c.Context(), c.Read, c.Today(), people)
	if err != nil {
		return nil, err
	}
	list := make([]frame.DemoSignIn, len(c.server.Demo))
	for i, d := range c.server.Demo {
		list[i] = frame.DemoSignIn{Role: d.Role, Name: d.Name, Email: d.Email, Password: d.Password, Waits: waits[d.ID]}
	}
	return list, nil
}

// Secret reads a password as it was typed: spaces at its ends are part of it.
func Secret(f *form.Form, name, empty string) string {
	v := f.Values.Get(name)
	if v == "" {
		f.Add(name, empty)
	}
	return v
}

// Throttled says when to come back, where an error says to stay away.
func Throttled(w http.ResponseWriter, err error) error {
	if errors.Is(err, domain.ErrCrowded) {
		w.Header().Set("Retry-After", strconv.Itoa(int(domain.LongestTryWait.Seconds())))
	}
	if errors.Is(err, domain.ErrThrottled) {
		w.Header().Set("Retry-After", strconv.Itoa(int(domain.TryWindow.Seconds())))
	}
	return err
}

// SignOut ends the session that the request came with.
func SignOut(c *Call) error {
	if c.Actor.ID == 0 {
		return c.To("/sign-in")
	}
	if err := signin.EndSession(c.Context(), c.App, c.Actor, c.Session()); err != nil &&
		!errors.Is(err, domain.ErrNotFound) {
		return err
	}
	c.W.Header().Set("Clear-Site-Data", `"cache"`) // forms with errors, which the browser keeps for who goes back
	return c.SignedOut("You have signed out")
}

// proofLimit is how long a password counts as proof for a signature.
const proofLimit = 15 * time.Minute

// ProofFresh reports whether the password was given in this session so lately that a signature needs no other proof.
func (c *Call) ProofFresh() bool {
	return c.Now().Sub(infoOf(c.Context()).provedAt) <= proofLimit
}

// AskProof takes the password again, from the field "password", where the last proof is too old for a signature. What
// is wrong with it is noted by the field; after too many tries it returns domain.ErrThrottled.
func (c *Call) AskProof(f *form.Form) error {
	if c.ProofFresh() {
		return nil
	}
	password := Secret(f, "password", "Enter your password again")
	if password == "" {
		return nil
	}
	info := infoOf(c.Context())
	err := signin.ProvePassword(c.Context(), c.App, info.actor, info.signIn, password, c.Caller())
	if f.Refuse(err) {
		return nil
	}
	if err != nil {
		return Throttled(c.W, err)
	}
	info.provedAt = c.Now()
	return nil
}
