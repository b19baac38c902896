package peopleweb

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/signin"
	"fourgates/web/frame"
)

func AccountRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/invitations/{token}", policy.SignIn, invitationPage),
		serve.Post("/invitations/{token}", policy.SignIn, acceptInvitation),
		serve.Get("/password-reset", policy.SignIn, resetPage),
		serve.Post("/password-reset", policy.SignIn, askForReset),
		serve.Get("/account", policy.OwnAccount, account),
		serve.Get("/account/password", policy.OwnAccount, passwordPage),
		serve.Post("/account/password", policy.OwnAccount, changePassword),
		serve.Get("/account/sessions", policy.OwnAccount, sessionList),
		serve.Post("/account/sessions/{session}/ending", policy.OwnAccount,
			serve.On(serve.IDOf[domain.SignInID]("session"), endSession)),
		serve.Post("/account/sessions/ending", policy.OwnAccount, endSessions),
	}
}

func invitationPage(c *serve.Call) error {
	return showInvitation(c, form.New(nil))
}

// showInvitation says the same of a link that was never one, that was used, and that has run out.
func showInvitation(c *serve.Call, f form.Form) error {
	i, err := peopleapp.Invitation(c.Context(), c.App, c.Param("token"))
	if errors.Is(err, domain.ErrNotFound) {
		return c.Answer(http.StatusNotFound, InvitationOver(c.Shell("This link no longer works")))
	}
	if err != nil {
		return err
	}
	shell := c.Shell("Choose a password")
	return c.Page(f, Invitation(InvitationProps{Shell: shell, Form: f, Invitation: i}))
}

func acceptInvitation(c *serve.Call) error {
	f := c.Posted()
	var id domain.SignInID
	err := f.Take(func() (err error) {
		id, err = peopleapp.AcceptInvitation(c.Context(), c.App, c.Param("token"), c.PostForm.Get("password"),
			c.Caller())
		return err
	})
	if !f.OK() || errors.Is(err, domain.ErrNotFound) {
		return showInvitation(c, f)
	}
	if err != nil {
		return err
	}
	if err := c.SignIn(id); err != nil {
		return err
	}
	return c.Done("Your password is set and you are signed in", "/")
}

func resetPage(c *serve.Call) error { return showReset(c, form.New(nil)) }

func showReset(c *serve.Call, f form.Form) error {
	return c.Page(f, Reset(ResetProps{Shell: c.Shell("Set a new password"), Form: f, Mailed: c.App.Mail.By != ""}))
}

// askForReset answers the same whether the address is known or not.
func askForReset(c *serve.Call) error {
	f := c.Posted()
	email := f.Required("email", domain.MostEmail, "Enter your e-mail address")
	if f.OK() {
		if err := f.Take(func() error {
			return peopleapp.AskForReset(c.Context(), c.App, email, c.Caller())
		}); err != nil {
			return serve.Throttled(c.W, err)
		}
	}
	if !f.OK() {
		return showReset(c, f)
	}
	return c.Answer(http.StatusAccepted, ResetAsked(c.Shell("Look for an e-mail")))
}

func account(c *serve.Call) error {
	p, err := peoplestore.Person(c.Context(), c.Read, c.Actor.ID)
	if err != nil {
		return err
	}
	grants, err := peoplestore.Grants(c.Context(), c.Read, c.Actor.ID)
	if err != nil {
		return err
	}
	terms, err := peoplestore.TermsOf(c.Context(), c.Read, c.Actor.ID)
	if err != nil {
		return err
	}
	deputies, err := peoplestore.DeputiesOf(c.Context(), c.Read, c.Actor.ID)
	if err != nil {
		return err
	}
	return c.Show(Account(AccountProps{Shell: c.Shell("Your account"), Account: p, Deputies: deputies, Today: c.Today(),
		Roles: RoleLines(grants, terms, c.Today())}))
}

func passwordPage(c *serve.Call) error {
	return showPassword(c, form.New(nil))
}

func showPassword(c *serve.Call, f form.Form) error {
	shell := c.Shell("Change your password").Under("Your account", "/account", "Change your password")
	return c.Page(f, Password(PasswordProps{Shell: shell, Form: f}))
}

func changePassword(c *serve.Call) error {
	f := c.Posted()
	old := serve.Secret(&f, "old", "Enter the password you have now")
	password := serve.Secret(&f, "password", "Enter a new password")
	err := f.Take(func() error {
		if err := domain.CheckPassword(password, ""); err != nil {
			return err // before the one they have is tried, and counted
		}
		return signin.ChangePassword(c.Context(), c.App, c.Actor, c.Session(), old, password, c.Caller())
	})
	if err != nil {
		return serve.Throttled(c.W, err)
	}
	if !f.OK() {
		return showPassword(c, f)
	}
	if err := c.RenewToken(); err != nil {
		return err
	}
	return c.Done("Your password is changed and your other sessions have ended", "/account")
}

func sessionList(c *serve.Call) error {
	now := c.Now()
	list, err := signin.SignIns(c.Context(), c.Read, c.Actor.ID, now.Add(-serve.AbsoluteLimit),
		now.Add(-serve.IdleLimit))
	if err != nil {
		return err
	}
	const title = "Where you are signed in"
	props := SessionsProps{Shell: c.Shell(title).Under("Your account", "/account", title)}
	for _, in := range list {
		props.Sessions = append(props.Sessions, Session{ID: in.ID, Device: in.Device,
			StartedAt: in.StartedAt, LastSeenAt: in.LastSeenAt, This: in.ID == c.Session()})
	}
	return c.Show(Sessions(props))
}

func endSession(c *serve.Call, id domain.SignInID) error {
	if id == c.Session() {
		return serve.SignOut(c)
	}
	if err := signin.EndSession(c.Context(), c.App, c.Actor, id); err != nil {
		return err
	}
	return c.Done("Session ended", "/account/sessions")
}

func endSessions(c *serve.Call) error {
	if err := signin.EndSessions(c.Context(), c.App, c.Actor, 0); err != nil {
		return err
	}
	return c.SignedOut("You have signed out everywhere")
}

// RoleLines are the roles of a person as tables show them: those given, then those that follow from a term.
func RoleLines(grants []peoplestore.GrantLine, terms []peoplestore.TermLine, today domain.Date) []frame.RoleLine {
	var lines []frame.RoleLine
	for _, g := range grants {
		lines = append(lines, RoleLine(g, today))
	}
	for _, t := range terms {
		lines = append(lines, frame.RoleLine{Words: policy.Member.Words(), Scope: t.Seat + " " + t.Kind + ", " +
			t.Authority,
			Days: domain.Span{From: t.FromOn, To: t.ToOn}, Today: today})
	}
	return lines
}

func RoleLine(g peoplestore.GrantLine, today domain.Date) frame.RoleLine {
	scope := g.Service + g.Organisation + g.Portfolio // it has one of them at most
	line := frame.RoleLine{Words: g.Role.Words(), Scope: scope,
		Days: domain.Span{From: g.FromOn, To: g.ToOn}, Ended: g.EndedAt != nil, Today: today,
		End: "/admin/people/" + serve.IDText(g.PersonID) + "/roles/" + serve.IDText(g.ID) + "/ending"}
	if g.Manager {
		line.Words = "Service manager"
	}
	return line
}
