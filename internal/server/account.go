package server

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func accountRoutes() []Route {
	return []Route{
		get("/sign-in", policy.SignIn, signInPage),
		post("/sign-in", policy.SignIn, signIn),
		post("/sign-out", policy.SignIn, signOut),
		get("/invitations/{token}", policy.SignIn, invitationPage),
		post("/invitations/{token}", policy.SignIn, acceptInvitation),
		get("/account", policy.OwnAccount, account),
		get("/account/password", policy.OwnAccount, passwordPage),
		post("/account/password", policy.OwnAccount, changePassword),
		get("/account/sessions", policy.OwnAccount, sessionList),
		post("/account/sessions/{session}/ending", policy.OwnAccount, on(idOf[domain.SignInID]("session"), endSession)),
		post("/account/sessions/ending", policy.OwnAccount, endSessions),
	}
}

const signInTitle = "Sign in"

func signInPage(c *Call) error {
	if c.Actor.ID != 0 {
		return c.Done("", "/")
	}
	return showSignIn(c, page.SignInProps{Shell: c.Shell(signInTitle)})
}

func signIn(c *Call) error {
	f := c.Posted()
	email := f.Required("email", domain.MostEmail, "Enter your e-mail address")
	password := secret(&f, "password", "Enter your password")
	var id domain.SignInID
	err := f.Take(func() (err error) {
		id, err = c.App.SignIn(c.Context(), email, password, c.Caller())
		return err
	})
	if err != nil {
		return throttled(c.W, err)
	}
	if !f.OK() {
		return signInAgain(c, f)
	}
	if c.Actor.ID != 0 { // somebody was signed in here before
		if err := c.App.EndSession(c.Context(), c.Actor, c.Session()); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	if err := c.server.begin(c.Request, id); err != nil {
		return err
	}
	return afterSignIn(c)
}

func signInAgain(c *Call, f form.Form) error {
	c = c.asNobody()
	return showSignIn(c, page.SignInProps{Shell: c.Shell(signInTitle), Form: f, Keep: kept(c)})
}

// showSignIn shows the page that asks who somebody is, in a demo with whom it lets in.
func showSignIn(c *Call, p page.SignInProps) (err error) {
	if p.Demo, err = demo(c); err != nil {
		return err
	}
	return c.Page(p.Form, page.SignIn(p))
}

// demo lists whom a demo lets in, each with the gates that wait for their decision.
func demo(c *Call) ([]page.DemoSignIn, error) {
	if len(c.server.Demo) == 0 {
		return nil, nil
	}
	open, err := c.Read.OpenAttempts(c.Context(), policy.Scope{All: true})
	if err != nil {
		return nil, err
	}
	asked, err := c.Read.SignatoriesOf(c.Context(), open, c.Today())
	if err != nil {
		return nil, err
	}
	list := make([]page.DemoSignIn, len(c.server.Demo))
	for i, d := range c.server.Demo {
		list[i] = page.DemoSignIn{Role: d.Role, Name: d.Name, Email: d.Email, Password: d.Password}
		for _, t := range open {
			if len(domain.Mine(asked[t.ID], d.ID)) > 0 {
				list[i].Waits = append(list[i].Waits, fmt.Sprintf("Gate %d, %s", t.Gate, t.AreaName))
			}
		}
	}
	return list, nil
}

// secret reads a password as it was typed: spaces at its ends are part of it.
func secret(f *form.Form, name, empty string) string {
	v := f.Values.Get(name)
	if v == "" {
		f.Add(name, empty)
	}
	return v
}

// throttled says when to come back, where an error says to stay away.
func throttled(w http.ResponseWriter, err error) error {
	if errors.Is(err, domain.ErrThrottled) {
		w.Header().Set("Retry-After", strconv.Itoa(int(domain.TryWindow.Seconds())))
	}
	return err
}

func signOut(c *Call) error {
	if c.Actor.ID != 0 {
		if err := c.App.EndSession(c.Context(), c.Actor, c.Session()); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	return signedOut(c, "You have signed out")
}

func signedOut(c *Call, message string) error {
	if err := c.server.sessions.Destroy(c.Context()); err != nil {
		return err
	}
	return c.Done(message, "/sign-in")
}

func invitationPage(c *Call) error {
	return showInvitation(c, form.New(nil))
}

// showInvitation says the same of a link that was never one, that was used, and that has run out.
func showInvitation(c *Call, f form.Form) error {
	i, err := c.App.Invitation(c.Context(), c.Param("token"))
	if errors.Is(err, domain.ErrNotFound) {
		return c.Answer(http.StatusNotFound, page.InvitationOver(c.Shell("This link no longer works")))
	}
	if err != nil {
		return err
	}
	shell := c.Shell("Choose a password")
	return c.Page(f, page.Invitation(page.InvitationProps{Shell: shell, Form: f, Invitation: i}))
}

func acceptInvitation(c *Call) error {
	f := c.Posted()
	var id domain.SignInID
	err := f.Take(func() (err error) {
		id, err = c.App.AcceptInvitation(c.Context(), c.Param("token"), c.PostForm.Get("password"), c.Caller())
		return err
	})
	if !f.OK() || errors.Is(err, domain.ErrNotFound) {
		return showInvitation(c, f)
	}
	if err != nil {
		return err
	}
	if err := c.server.begin(c.Request, id); err != nil {
		return err
	}
	return c.Done("Your password is set and you are signed in", "/")
}

func account(c *Call) error {
	p, err := c.Read.Person(c.Context(), c.Actor.ID)
	if err != nil {
		return err
	}
	grants, err := c.Read.Grants(c.Context(), c.Actor.ID)
	if err != nil {
		return err
	}
	terms, err := c.Read.TermsOf(c.Context(), c.Actor.ID)
	if err != nil {
		return err
	}
	return c.Show(page.Account(page.AccountProps{Shell: c.Shell("Your account"), Account: p,
		Roles: roleLines(grants, terms, c.Today())}))
}

func passwordPage(c *Call) error {
	return showPassword(c, form.New(nil))
}

func showPassword(c *Call, f form.Form) error {
	shell := c.Shell("Change your password").Under("Your account", "/account", "Change your password")
	return c.Page(f, page.Password(page.PasswordProps{Shell: shell, Form: f}))
}

func changePassword(c *Call) error {
	f := c.Posted()
	old := secret(&f, "old", "Enter the password you have now")
	password := secret(&f, "password", "Enter a new password")
	err := f.Take(func() error {
		if err := domain.CheckPassword(password, ""); err != nil {
			return err // before the one they have is tried, and counted
		}
		return c.App.ChangePassword(c.Context(), c.Actor, c.Session(), old, password, c.Caller())
	})
	if err != nil {
		return throttled(c.W, err)
	}
	if !f.OK() {
		return showPassword(c, f)
	}
	if err := c.server.sessions.RenewToken(c.Context()); err != nil {
		return err
	}
	return c.Done("Your password is changed and your other sessions have ended", "/account")
}

func sessionList(c *Call) error {
	now := c.Now()
	list, err := c.Read.SignIns(c.Context(), c.Actor.ID, now.Add(-absoluteLimit), now.Add(-idleLimit))
	if err != nil {
		return err
	}
	const title = "Where you are signed in"
	props := page.SessionsProps{Shell: c.Shell(title).Under("Your account", "/account", title)}
	for _, in := range list {
		props.Sessions = append(props.Sessions, page.Session{ID: in.ID, Device: in.Device,
			StartedAt: in.StartedAt, LastSeenAt: in.LastSeenAt, This: in.ID == c.Session()})
	}
	return c.Show(page.Sessions(props))
}

func endSession(c *Call, id domain.SignInID) error {
	if id == c.Session() {
		return signOut(c)
	}
	if err := c.App.EndSession(c.Context(), c.Actor, id); err != nil {
		return err
	}
	return c.Done("Session ended", "/account/sessions")
}

func endSessions(c *Call) error {
	if err := c.App.EndSessions(c.Context(), c.Actor, 0); err != nil {
		return err
	}
	return signedOut(c, "You have signed out everywhere")
}
