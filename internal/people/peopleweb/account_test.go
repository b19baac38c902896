package peopleweb_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"fourgates/internal/password"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

func TestSignInWithTheForm(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Mbali", policy.CLO), servertest.Password)
	c := h.Browser()
	asked, _ := c.Follow(c.Get("/account").Want(t, http.StatusSeeOther)).Want(t, http.StatusOK).Field("return")
	p := c.Post("/sign-in", "email", "  "+strings.ToUpper(email)+" ", "password", servertest.Password, "return", asked).
		Want(t, http.StatusSeeOther)
	if p.Location() != "/account" {
		t.Errorf("sign-in leads to %q, not to the page asked for", p.Location())
	}
	if p := c.Follow(p).Want(t, http.StatusOK); !p.Says("Mbali") || !p.Says(email) {
		t.Errorf("the account page does not say whose it is: %s", p.Words())
	}
}

func TestSignInLeadsToNoPageThatIsNotOurs(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Mbali", policy.CLO), servertest.Password)
	for _, path := range []string{"//evil.example/account", "/%2f%2fevil.example", "/no-such-page"} {
		c := h.Browser()
		c.Get(path)
		p := c.Post("/sign-in", "email", email, "password", servertest.Password, "keep-path", path, "keep-fields",
			"a=1").Want(t, http.StatusSeeOther)
		if p.Location() != "/" {
			t.Errorf("after %s sign-in leads to %q", path, p.Location())
		}
	}
}

// Guarantee 14: the same answer for an address that nobody has, one without a password, one that is disabled, and a
// wrong password.
func TestUnknownAddressesGetTheSameBytes(t *testing.T) {
	h := servertest.New(t)
	known := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	without := h.Text(`SELECT email FROM people WHERE id = $1`, int64(h.Person("Aled")))
	gone := h.Person("Zofia", policy.CPO)
	disabled := h.Password(gone, servertest.Password)
	if err := peopleapp.DisablePerson(t.Context(), h.App, h.Actor(h.Person("Zoë", policy.Admin)), gone); err != nil {
		t.Fatal(err)
	}
	var first string
	for _, try := range []struct{ email, password string }{
		{known, "not the password"}, {without, "not the password"}, {disabled, servertest.Password},
		{"nobody@aldermoor.test", "not the password"},
	} {
		p := h.Browser().Post("/sign-in", "email", try.email, "password", try.password).
			Want(t, http.StatusUnprocessableEntity)
		body := strings.ReplaceAll(p.Body, try.email, "EMAIL")
		if first == "" {
			first = body
		}
		if body != first {
			t.Errorf("%s gets another page than the others:\n%s", try.email, p.Words())
		}
		if strings.Contains(p.Body, try.password) {
			t.Errorf("a password is sent back")
		}
	}
}

func TestChangingThePassword(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	c, elsewhere := servertest.SignIn(t, h, email), servertest.SignIn(t, h, email)
	for _, try := range []struct{ old, password, field, problem string }{
		{"", "a new one altogether", "old", "Enter the password you have now"},
		{"wrong", "a new one altogether", "old", "That is not your password"},
		{servertest.Password, "", "password", "Enter a new password"},
		{servertest.Password, "short", "password", "Password must be 12 characters or more"},
		{servertest.Password, "Password123456", "password", "Choose a password that is harder to guess: this one is " +
			"among the first that are tried"},
		{servertest.Password, email, "password", "Choose a password that is not your e-mail address"},
	} {
		p := c.Post("/account/password", "old", try.old, "password", try.password).
			Want(t, http.StatusUnprocessableEntity)
		if p.Problem(try.field) != try.problem {
			t.Errorf("%q by %s, want %q; summary %v", p.Problem(try.field), try.field, try.problem, p.Problems())
		}
		if !strings.HasPrefix(p.Title(), "Error: ") {
			t.Errorf("title %q", p.Title())
		}
	}
	before := c.Cookies["session"].Value
	c.Post("/account/password", "old", servertest.Password, "password", "a new one altogether").
		Want(t, http.StatusSeeOther)
	if c.Cookies["session"].Value == before {
		t.Error("the token is the one from before")
	}
	c.Get("/account").Want(t, http.StatusOK)
	elsewhere.Get("/account").Want(t, http.StatusSeeOther)
	h.Browser().Post("/sign-in", "email", email, "password", servertest.Password).
		Want(t, http.StatusUnprocessableEntity)
	h.Browser().Post("/sign-in", "email", email, "password", "a new one altogether").Want(t, http.StatusSeeOther)
}

func TestForgedFormsAreRefused(t *testing.T) {
	h := servertest.New(t)
	c := h.As(h.Person("Rhiannon", policy.Admin))
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
		{"Sec-Fetch-Site": {"same-site"}, "Origin": {"http://other.localhost:8080"}},
		{"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}},
		{"Sec-Fetch-Site": nil, "Origin": {"null"}},
	} {
		c.Header = header
		p := c.Post("/admin/people", "name", "Mallory", "email", "m@example.org").Want(t, http.StatusForbidden)
		if p.Heading() == "" {
			t.Error("the refusal is no page of ours")
		}
	}
	if n := h.Int(`SELECT count(*) FROM people WHERE name = 'Mallory'`); n != 0 {
		t.Error("a forged form was obeyed")
	}
}

func TestOtherHostNamesAreNotAnswered(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.Hosts = []string{"plans.example.gov.uk"} })
	c := h.Browser()
	for host, want := range map[string]int{"plans.example.gov.uk": 200, "localhost:8080": 200, "127.0.0.1:8080": 200,
		"[::1]:8080": 200, "evil.example": 421, "plans.example.gov.uk.evil.example": 421} {
		c.Header = http.Header{"Host": {host}}
		c.Get("/sign-in").Want(t, want)
	}
}

func TestBytesThatCannotBeKeptAreRefused(t *testing.T) {
	h := servertest.New(t)
	c := h.As(h.Person("Rhiannon", policy.Admin))
	for _, body := range []string{"name=a%00b", "name=%ff%fe", "n%00=1", "name=%zz"} {
		p := c.Do(http.MethodPost, "/admin/people", "application/x-www-form-urlencoded", []byte(body)).
			Want(t, http.StatusBadRequest)
		if p.Heading() != "We could not read that" {
			t.Errorf("%q: heading %q", body, p.Heading())
		}
	}
	c.Get("/admin/people?q=%00").Want(t, http.StatusBadRequest)
	c.Get("/admin/people?q=%c3%28").Want(t, http.StatusBadRequest)
	p := c.PostForm("/admin/people", url.Values{"name": {strings.Repeat("x", 1<<20)}}).
		Want(t, http.StatusRequestEntityTooLarge)
	if p.Heading() != "That is too large" {
		t.Errorf("heading %q", p.Heading())
	}
}

func TestSignInPageListsPeopleOnlyInADemo(t *testing.T) {
	demo := []serve.DemoPerson{{Role: "Community liaison officer", Name: "Nia Pugh", Email: "clo@demo.test",
		Password: "a password for the demo"}}
	h := servertest.New(t, func(o *serve.Options) { o.Demo = demo })
	who := h.Person("Nia Pugh", policy.CLO)
	h.Forced("an address that the harness does not give", `UPDATE people SET email = 'clo@demo.test' WHERE id = $1`,
		int64(who))
	h.Password(who, demo[0].Password)
	p := h.Browser().Get("/sign-in").Want(t, http.StatusOK)
	if !p.Says("Sign in as Nia Pugh") || strings.Count(p.Body, demo[0].Password) != 1 {
		t.Error("the demo's people are not offered")
	}
	h.Browser().Post("/sign-in", "email", demo[0].Email, "password", demo[0].Password).Want(t, http.StatusSeeOther)
	if p := servertest.NewWorld(t).Browser().Get("/sign-in").Want(t, http.StatusOK); !p.Says("Gate 1, Priory Park") {
		t.Error("it is not said who is asked for a decision")
	}
	if p := servertest.New(t).Browser().Get("/sign-in"); p.Says("demo") {
		t.Errorf("a demo where there is none: %s", p.Words())
	}
}

// A password whose hash was made with another effort is hashed anew when it is next given.
func TestHashIsRenewedAtSignIn(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
	h.App.Passwords = password.Effort{Memory: 128, Passes: 2, Threads: 1}
	servertest.SignIn(t, h, email)
	if hash := h.Text(`SELECT password_hash FROM people WHERE email = $1`, email); !strings.Contains(hash,
		"m=128,t=2,p=1") {
		t.Errorf("hash %s", hash)
	}
	servertest.SignIn(t, h, email)
}

// Guarantee 15: what is logged names nobody and gives nothing away.
func TestLogsHoldNoNamesAddressesOrSecrets(t *testing.T) {
	var log lockedBuffer
	h := servertest.New(t, func(o *serve.Options) {
		o.Log = slog.New(slog.NewJSONHandler(&log, nil))
		o.App.Log = o.Log
	})
	boss := h.Person("Rhiannon Testperson", policy.Admin)
	email := h.Password(boss, servertest.Password)
	h.Browser().Post("/sign-in", "email", email, "password", "not the password")
	c := servertest.SignIn(t, h, email)
	token := strings.TrimPrefix(link(t, c.Post("/admin/people", "name", "Aled Testperson", "email",
		"aled@example.org")), "/invitations/")
	h.Browser().Post("/invitations/"+token, "password", "another fine password").Want(t, http.StatusSeeOther)
	c.Get("/admin/people?q=Testperson").Want(t, http.StatusOK)
	c.Get("/admin/people/987654321").Want(t, http.StatusNotFound)
	for _, secret := range []string{"Testperson", email, "aled@example.org", servertest.Password, "not the password",
		"another fine", token, c.Cookies["session"].Value} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
	for _, event := range []string{"password refused", "sign-in", "invitation used"} {
		if !strings.Contains(log.String(), `"event":"`+event+`"`) {
			t.Errorf("no line for %q", event)
		}
	}
}

// lockedBuffer is a buffer that requests may write to at once.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
