package server

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/web/page"
)

func (s *Server) accountRoutes() []Route {
	return []Route{
		get("/sign-in", policy.SignIn, s.signInPage),
		post("/sign-in", policy.SignIn, s.signIn),
		post("/sign-out", policy.SignIn, s.signOut),
		get("/invitations/{token}", policy.SignIn, s.invitationPage),
		post("/invitations/{token}", policy.SignIn, s.acceptInvitation),
		get("/account", policy.OwnAccount, s.account),
		get("/account/password", policy.OwnAccount, s.passwordPage),
		post("/account/password", policy.OwnAccount, s.changePassword),
		get("/account/sessions", policy.OwnAccount, s.sessionList),
		post("/account/sessions/{session}/ending", policy.OwnAccount, s.endSession),
		post("/account/sessions/ending", policy.OwnAccount, s.endSessions),
	}
}

const signInTitle = "Sign in"

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	if actor.ID != 0 {
		return s.done(w, r, "", "/")
	}
	return s.showSignIn(w, r, http.StatusOK, page.SignInProps{Shell: s.shell(r, actor, signInTitle)})
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	email := f.Required("email", domain.MostEmail, "Enter your e-mail address")
	password := secret(&f, "password", "Enter your password")
	if !f.OK() {
		return s.signInAgain(w, r, f)
	}
	id, err := s.app.SignIn(r.Context(), email, password, caller(r))
	if f.Refuse(err) {
		return s.signInAgain(w, r, f)
	}
	if err != nil {
		return throttled(w, err)
	}
	if actor.ID != 0 { // somebody was signed in here before
		if err := s.app.EndSession(r.Context(), actor, session(r)); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	if err := s.begin(r, id); err != nil {
		return err
	}
	return s.afterSignIn(w, r)
}

func (s *Server) signInAgain(w http.ResponseWriter, r *http.Request, f form.Form) error {
	props := page.SignInProps{Shell: s.shell(r, policy.Actor{}, signInTitle).WithErrors(), Form: f, Keep: s.kept(r)}
	return s.showSignIn(w, r, http.StatusUnprocessableEntity, props)
}

// showSignIn shows the page that asks who somebody is, in a demo with whom it lets in.
func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, p page.SignInProps) (err error) {
	if p.Demo, err = s.demo(r); err != nil {
		return err
	}
	return s.render(w, r, status, page.SignIn(p))
}

// demo lists whom a demo lets in, each with the gates that wait for their decision.
func (s *Server) demo(r *http.Request) ([]page.DemoSignIn, error) {
	if len(s.Demo) == 0 {
		return nil, nil
	}
	open, err := s.read.OpenAttempts(r.Context(), policy.Scope{All: true})
	if err != nil {
		return nil, err
	}
	asked, err := s.read.SignatoriesOf(r.Context(), open, s.today())
	if err != nil {
		return nil, err
	}
	list := make([]page.DemoSignIn, len(s.Demo))
	for i, d := range s.Demo {
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

func (s *Server) signOut(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	if actor.ID != 0 {
		if err := s.app.EndSession(r.Context(), actor, session(r)); err != nil && !errors.Is(err, domain.ErrNotFound) {
			return err
		}
	}
	return s.signedOut(w, r, "You have signed out")
}

func (s *Server) signedOut(w http.ResponseWriter, r *http.Request, message string) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	return s.done(w, r, message, "/sign-in")
}

func (s *Server) invitationPage(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.showInvitation(w, r, http.StatusOK, actor, form.New(nil))
}

// showInvitation says the same of a link that was never one, that was used, and that has run out.
func (s *Server) showInvitation(w http.ResponseWriter, r *http.Request, status int, actor policy.Actor, f form.Form) error {
	i, err := s.app.Invitation(r.Context(), chi.URLParam(r, "token"))
	if errors.Is(err, domain.ErrNotFound) {
		return s.render(w, r, http.StatusNotFound, page.InvitationOver(s.shell(r, actor, "This link no longer works")))
	}
	if err != nil {
		return err
	}
	shell := s.shell(r, actor, "Choose a password")
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.Invitation(page.InvitationProps{Shell: shell, Form: f, Invitation: i}))
}

func (s *Server) acceptInvitation(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	id, err := s.app.AcceptInvitation(r.Context(), chi.URLParam(r, "token"), r.PostForm.Get("password"), caller(r))
	if f.Refuse(err) || errors.Is(err, domain.ErrNotFound) {
		return s.showInvitation(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	if err != nil {
		return err
	}
	if err := s.begin(r, id); err != nil {
		return err
	}
	return s.done(w, r, "Your password is set and you are signed in", "/")
}

func (s *Server) account(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	p, err := s.read.Person(r.Context(), actor.ID)
	if err != nil {
		return err
	}
	grants, err := s.read.Grants(r.Context(), actor.ID)
	if err != nil {
		return err
	}
	terms, err := s.read.TermsOf(r.Context(), actor.ID)
	if err != nil {
		return err
	}
	props := page.AccountProps{Shell: s.shell(r, actor, "Your account"), Account: p, Roles: roleLines(grants, terms, s.app.Today())}
	return s.render(w, r, http.StatusOK, page.Account(props))
}

func (s *Server) passwordPage(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	return s.showPassword(w, r, http.StatusOK, actor, form.New(nil))
}

func (s *Server) showPassword(w http.ResponseWriter, r *http.Request, status int, actor policy.Actor, f form.Form) error {
	shell := s.shell(r, actor, "Change your password").Under("Your account", "/account", "Change your password")
	if !f.OK() {
		shell = shell.WithErrors()
	}
	return s.render(w, r, status, page.Password(page.PasswordProps{Shell: shell, Form: f}))
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	f := form.New(r.PostForm)
	old := secret(&f, "old", "Enter the password you have now")
	password := secret(&f, "password", "Enter a new password")
	if f.OK() {
		f.Refuse(domain.CheckPassword(password, "")) // before the one they have is tried, and counted
	}
	if !f.OK() {
		return s.showPassword(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	err := s.app.ChangePassword(r.Context(), actor, session(r), old, password, caller(r))
	if f.Refuse(err) {
		return s.showPassword(w, r, http.StatusUnprocessableEntity, actor, f)
	}
	if err != nil {
		return throttled(w, err)
	}
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	return s.done(w, r, "Your password is changed and your other sessions have ended", "/account")
}

func (s *Server) sessionList(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	now := s.Now()
	list, err := s.read.SignIns(r.Context(), actor.ID, now.Add(-absoluteLimit), now.Add(-idleLimit))
	if err != nil {
		return err
	}
	const title = "Where you are signed in"
	props := page.SessionsProps{Shell: s.shell(r, actor, title).Under("Your account", "/account", title)}
	for _, in := range list {
		props.Sessions = append(props.Sessions, page.Session{ID: in.ID, Device: in.Device, StartedAt: in.StartedAt, LastSeenAt: in.LastSeenAt, This: in.ID == session(r)})
	}
	return s.render(w, r, http.StatusOK, page.Sessions(props))
}

func (s *Server) endSession(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	id, err := pathID[domain.SignInID](r, "session")
	if err != nil {
		return err
	}
	if id == session(r) {
		return s.signOut(w, r, actor)
	}
	if err := s.app.EndSession(r.Context(), actor, id); err != nil {
		return err
	}
	return s.done(w, r, "Session ended", "/account/sessions")
}

func (s *Server) endSessions(w http.ResponseWriter, r *http.Request, actor policy.Actor) error {
	if err := s.app.EndSessions(r.Context(), actor, 0); err != nil {
		return err
	}
	return s.signedOut(w, r, "You have signed out everywhere")
}
