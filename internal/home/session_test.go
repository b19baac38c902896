package home_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// broken is a store of sessions that can still be read and not be written.
type broken struct{ scs.CtxStore }

func (broken) CommitCtx(context.Context, string, []byte, time.Time) error {
	return errors.New("the disk is full")
}

// A session that cannot be saved is one answer: the reason, and not the page after it as well.
func TestASessionThatCannotBeSavedIsOneAnswer(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.Sessions = broken{o.Sessions} })
	nia := h.Person("Nia Pugh", policy.CPO)
	email := h.Password(nia, "a bridge of willow")
	page := h.Browser().Post("/sign-in", "email", email, "password", "a bridge of willow").
		Want(t, http.StatusInternalServerError)
	if n := strings.Count(page.Body, "<h1"); n != 1 || page.Location() != "" {
		t.Errorf("%d headings and the location %q: %s", n, page.Location(), page.Words())
	}
}

func TestTokenIsNewAfterSignIn(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	other := h.Password(h.Person("Dymphna", policy.CLO), servertest.Password)
	c := servertest.SignIn(t, h, other) // plants a session: nobody we do not know has one
	planted := *c.Cookies["session"]
	c.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusSeeOther)
	if c.Cookies["session"].Value == planted.Value {
		t.Error("the token is the one from before sign-in")
	}
	thief := h.Browser()
	thief.Cookies["session"] = &planted
	if p := thief.Get("/account"); p.Status == http.StatusOK {
		t.Error("the token from before sign-in opens the account")
	}
	stranger := h.Browser()
	if stranger.Get("/account").Want(t, http.StatusSeeOther); len(stranger.Cookies) > 0 {
		t.Error("a page that needs sign-in plants a cookie")
	}
}

func TestTokenIsNewAfterARoleChange(t *testing.T) {
	h := servertest.New(t)
	who := h.Person("Siân", policy.CLO)
	c := servertest.SignIn(t, h, h.Password(who, servertest.Password))
	c.Get("/account").Want(t, http.StatusOK)
	before := *c.Cookies["session"]
	c.Get("/account").Want(t, http.StatusOK)
	if c.Cookies["session"].Value != before.Value {
		t.Fatal("the token changes without any reason")
	}
	h.Grant(who, policy.Admin, 0)
	c.Get("/account").Want(t, http.StatusOK)
	if c.Cookies["session"].Value == before.Value {
		t.Error("the token is the one from before the role")
	}
	thief := h.Browser()
	thief.Cookies["session"] = &before
	if p := thief.Get("/account"); p.Status == http.StatusOK {
		t.Error("the token from before the role still works")
	}
	c.Get("/admin").Want(t, http.StatusOK)
}

func TestCookieAttributes(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.Secure = true })
	signIn := func(h *servertest.Harness) *servertest.Page {
		email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
		return h.Browser().Post("/sign-in", "email", email, "password", servertest.Password).
			Want(t, http.StatusSeeOther)
	}
	p := signIn(h)
	if len(p.Set) != 2 {
		t.Fatalf("%d cookies", len(p.Set))
	}
	for _, c := range p.Set {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode ||
			c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %s", c)
		}
	}
	if p.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	for _, c := range signIn(servertest.New(t)).Set {
		if strings.HasPrefix(c.Name, "__") || c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("cookie on loopback %s", c)
		}
	}
}

func TestIdleAndAbsoluteLimits(t *testing.T) {
	h := servertest.New(t)
	c := h.As(h.Person("Siân", policy.CLO))
	h.Move(29 * time.Minute)
	c.Get("/account").Want(t, http.StatusOK)
	h.Move(31 * time.Minute)
	c.Get("/account").Want(t, http.StatusSeeOther)
	c = h.As(h.Person("Aled", policy.CLO))
	for range 12 * 3 {
		c.Get("/account").Want(t, http.StatusOK)
		h.Move(20 * time.Minute)
	}
	h.Move(time.Second)
	c.Get("/account").Want(t, http.StatusSeeOther)
}

func TestSignOutEndsTheSessionForGood(t *testing.T) {
	h := servertest.New(t)
	c := servertest.SignIn(t, h, h.Password(h.Person("Siân", policy.CLO), servertest.Password))
	cookie := *c.Cookies["session"]
	wrong := c.Post("/account/password").Want(t, http.StatusUnprocessableEntity)
	if kept := wrong.Header.Get("Cache-Control"); kept != "private, no-cache" {
		t.Errorf("a form with errors cannot be gone back to: %q", kept)
	}
	out := c.Post("/sign-out").Want(t, http.StatusSeeOther)
	if out.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Error("what the browser kept of forms with errors outlives the session")
	}
	if p := c.Follow(out); !p.Says("You have signed out") {
		t.Errorf("after signing out: %s", p.Words())
	}
	old := h.Browser()
	old.Cookies["session"] = &cookie
	old.Get("/account").Want(t, http.StatusSeeOther)
	if n := h.Int(`SELECT count(*) FROM sign_ins WHERE ended_at IS NULL`); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

func TestOwnSessionsAreListedAndEnded(t *testing.T) {
	h := servertest.New(t)
	who := h.Person("Siân", policy.CLO)
	email := h.Password(who, servertest.Password)
	here, there, third := servertest.SignIn(t, h, email), servertest.SignIn(t, h, email), servertest.SignIn(t, h, email)
	other := h.As(h.Person("Aled", policy.CLO))
	p := here.Get("/account/sessions").Want(t, http.StatusOK)
	if n := len(p.Forms()); n != 4 { // here, two others, everywhere (the header's Sign out is the same address as here)
		t.Errorf("%d different forms: %v", n, p.Forms())
	}
	id := servertest.ID(
		domain.SignInID(h.Int(`SELECT id FROM sign_ins WHERE person_id = $1 ORDER BY id OFFSET 1 LIMIT 1`, int64(who))))
	other.Post("/account/sessions/"+id+"/ending").Want(t, http.StatusNotFound)
	there.Get("/account").Want(t, http.StatusOK)
	here.Post("/account/sessions/"+id+"/ending").Want(t, http.StatusSeeOther)
	there.Get("/account").Want(t, http.StatusSeeOther)
	here.Post("/account/sessions/ending").Want(t, http.StatusSeeOther)
	here.Get("/account").Want(t, http.StatusSeeOther)
	third.Get("/account").Want(t, http.StatusSeeOther)
	other.Get("/account").Want(t, http.StatusOK)
}

func TestRevokedRoleIsGoneWithTheNextRequest(t *testing.T) {
	h := servertest.New(t)
	boss, second := h.Person("Rhiannon", policy.Admin), h.Person("Oluwaseun", policy.Admin)
	h.Password(boss, servertest.Password)
	c, victim := h.As(boss), h.As(second)
	victim.Get("/admin").Want(t, http.StatusOK)
	grant := servertest.ID(domain.GrantID(h.Int(`SELECT id FROM role_grants WHERE person_id = $1`, int64(second))))
	c.Post("/admin/people/"+servertest.ID(second)+"/roles/"+grant+"/ending", "when", "now").Want(t, http.StatusSeeOther)
	victim.Get("/admin").Want(t, http.StatusForbidden)
	victim.Get("/account").Want(t, http.StatusOK)
}
