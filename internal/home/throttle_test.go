package home_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

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

// Many who guess at one account from everywhere come one by one. Its owner is not kept out: with a device that has
// signed in before, they need not even wait.
func TestManySourcesForOneAccountComeOneByOne(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	owner := servertest.SignIn(t, h, email)
	elsewhere := func(n int) *servertest.Client {
		c := h.Browser()
		c.Remote = fmt.Sprintf("198.51.100.%d:5555", n)
		return c
	}
	for n := range domain.TriesOfStrangers {
		elsewhere(n).Post("/sign-in", "email", email, "password", "a guess of many").
			Want(t, http.StatusUnprocessableEntity)
	}
	for _, account := range []string{email, "nobody@aldermoor.test"} {
		h.Forced("many more, of whom four wait", `INSERT INTO sign_in_attempts (account, source, at)
			SELECT sha256(convert_to($1, 'UTF8')), '198.51.101.' || n, $2::timestamptz + '7 seconds'
			FROM generate_series(1, 31) n`, account, h.Now())
		p := elsewhere(40).Post("/sign-in", "email", account, "password", servertest.Password).
			Want(t, http.StatusTooManyRequests)
		if p.Header.Get("Retry-After") != "8" || !p.Says("Wait ten seconds") {
			t.Errorf("Retry-After %q: %s", p.Header.Get("Retry-After"), p.Words())
		}
	}
	owner.Post("/sign-out")
	owner.Remote = "198.51.100.77:5555"
	owner.Post("/sign-in", "email", email, "password", servertest.Password).Want(t, http.StatusSeeOther)
	h.Move(8 * time.Second)
	p := elsewhere(41).Post("/sign-in", "email", email, "password", "a guess of many").
		Want(t, http.StatusUnprocessableEntity)
	if n := h.Int(`SELECT count(*) FROM sign_in_attempts WHERE source = '198.51.100.41' AND at = $1`,
		h.Now().Add(time.Second)); n != 1 {
		t.Errorf("a device that the account does not know did not wait its turn: %s", p.Words())
	}
	h.Move(domain.TryWindow + domain.LongestTryWait)
	elsewhere(42).Post("/sign-in", "email", email, "password", "a guess of many").
		Want(t, http.StatusUnprocessableEntity)
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
