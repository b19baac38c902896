package home_test

import (
	"net/http"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestTenTriesForAnAccountFromASource(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	c := h.Browser()
	for range domain.TriesForAccount {
		c.Post("/sign-in", "email", email, "password", "not the password").Want(t, http.StatusUnprocessableEntity)
	}
	p := c.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusTooManyRequests)
	if p.Heading() != "Too many tries" || p.Header.Get("Retry-After") != "900" {
		t.Errorf("heading %q, Retry-After %q", p.Heading(), p.Header.Get("Retry-After"))
	}
	// An unknown address is throttled just the same, and the count is by source: others get in.
	for range domain.TriesForAccount {
		c.Post("/sign-in", "email", "nobody@aldermoor.test", "password", "not the password").
			Want(t, http.StatusUnprocessableEntity)
	}
	c.Post("/sign-in", "email", "nobody@aldermoor.test", "password", servertest.Password).
		Want(t, http.StatusTooManyRequests)
	elsewhere := h.Browser()
	elsewhere.Remote = "198.51.100.4:5555"
	elsewhere.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusSeeOther)
	h.Move(domain.TryWindow)
	c.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusSeeOther)
}

func TestHundredTriesFromASource(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	for i := range domain.TriesFromSource {
		c := h.Browser()
		c.Remote = "[2001:db8:1:2::" + string("123456789abcdef"[i%15]) + "]:4000" // one subscriber's /64
		c.Post("/sign-in", "email", "a"+servertest.ID(domain.PersonID(i))+"@example.org", "password", "guess").
			Want(t, http.StatusUnprocessableEntity)
	}
	c := h.Browser()
	c.Remote = "[2001:db8:1:2:ffff::1]:4000"
	c.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusTooManyRequests)
	c.Remote = "[2001:db8:1:3::1]:4000"
	c.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusSeeOther)
}

func TestRightPasswordsDoNotCountAsTries(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	for range domain.TriesForAccount + 3 {
		servertest.SignIn(t, h, email)
	}
}

// Many tries at the same moment are counted like any others.
func TestTriesAtOnceDoNotSlipThrough(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	answers := make(chan int)
	for range 30 {
		go func() { answers <- h.Browser().Post("/sign-in", "email", email, "password", "not the password").Status }()
	}
	got := map[int]int{}
	for range 30 {
		got[<-answers]++
	}
	if got[http.StatusUnprocessableEntity] != domain.TriesForAccount ||
		got[http.StatusTooManyRequests] != 30-domain.TriesForAccount {
		t.Errorf("answers by status: %v", got)
	}
}

func TestProofAndPasswordChangeAreThrottledToo(t *testing.T) {
	h := servertest.New(t)
	c := servertest.SignIn(t, h, h.Password(h.Person("Siân", policy.CLO), servertest.Password))
	for range domain.TriesForAccount {
		c.Post("/account/password", "old", "not the password", "password", "a new one altogether").
			Want(t, http.StatusUnprocessableEntity)
	}
	c.Post("/account/password", "old", servertest.Password, "password", "a new one altogether").
		Want(t, http.StatusTooManyRequests)
}
