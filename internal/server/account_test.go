package server_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/server"
	"fourgates/internal/server/servertest"
)

const password = "bridge otter lamp"

// signIn is a browser that has signed in with the form.
func signIn(t *testing.T, h *servertest.Harness, email string) *servertest.Client {
	t.Helper()
	c := h.Browser()
	c.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusSeeOther)
	return c
}

func TestSignInWithTheForm(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Mbali", policy.CLO), password)
	c := h.Browser()
	c.Get("/account").Want(t, http.StatusSeeOther)
	p := c.Post("/sign-in", "email", "  "+strings.ToUpper(email)+" ", "password", password).Want(t, http.StatusSeeOther)
	if p.Location() != "/account" {
		t.Errorf("sign-in leads to %q, not to the page asked for", p.Location())
	}
	if p := c.Follow(p).Want(t, http.StatusOK); !p.Says("Mbali") || !p.Says(email) {
		t.Errorf("the account page does not say whose it is: %s", p.Words())
	}
}

func TestSignInLeadsToNoPageThatIsNotOurs(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Mbali", policy.CLO), password)
	for _, path := range []string{"//evil.example/account", "/%2f%2fevil.example", "/no-such-page"} {
		c := h.Browser()
		c.Get(path)
		p := c.Post("/sign-in", "email", email, "password", password, "keep-path", path, "keep-fields", "a=1").Want(t, http.StatusSeeOther)
		if p.Location() != "/" {
			t.Errorf("after %s sign-in leads to %q", path, p.Location())
		}
	}
}

// Guarantee 14: the same answer for an address that nobody has, one without a password, one that is disabled, and a wrong password.
func TestUnknownAddressesGetTheSameBytes(t *testing.T) {
	h := servertest.New(t)
	known := h.Password(h.Person("Siân", policy.CLO), password)
	without := h.Text(`SELECT email FROM people WHERE id = $1`, int64(h.Person("Aled")))
	gone := h.Person("Zofia", policy.CPO)
	disabled := h.Password(gone, password)
	h.Exec(`UPDATE people SET disabled_at = $1 WHERE id = $2`, h.Now(), int64(gone))
	var first string
	for _, try := range []struct{ email, password string }{
		{known, "not the password"}, {without, "not the password"}, {disabled, password}, {"nobody@aldermoor.test", "not the password"},
	} {
		p := h.Browser().Post("/sign-in", "email", try.email, "password", try.password).Want(t, http.StatusUnprocessableEntity)
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

func TestTenTriesForAnAccountFromASource(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	c := h.Browser()
	for range domain.TriesForAccount {
		c.Post("/sign-in", "email", email, "password", "not the password").Want(t, http.StatusUnprocessableEntity)
	}
	p := c.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusTooManyRequests)
	if p.Heading() != "Too many tries" || p.Header.Get("Retry-After") != "900" {
		t.Errorf("heading %q, Retry-After %q", p.Heading(), p.Header.Get("Retry-After"))
	}
	// An unknown address is throttled just the same, and the count is by source: others get in.
	for range domain.TriesForAccount {
		c.Post("/sign-in", "email", "nobody@aldermoor.test", "password", "not the password").Want(t, http.StatusUnprocessableEntity)
	}
	c.Post("/sign-in", "email", "nobody@aldermoor.test", "password", password).Want(t, http.StatusTooManyRequests)
	elsewhere := h.Browser()
	elsewhere.Remote = "198.51.100.4:5555"
	elsewhere.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusSeeOther)
	h.Move(domain.TryWindow)
	c.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusSeeOther)
}

func TestHundredTriesFromASource(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	for i := range domain.TriesFromSource {
		c := h.Browser()
		c.Remote = "[2001:db8:1:2::" + string("123456789abcdef"[i%15]) + "]:4000" // one subscriber's /64
		c.Post("/sign-in", "email", "a"+servertest.ID(domain.PersonID(i))+"@example.org", "password", "guess").Want(t, http.StatusUnprocessableEntity)
	}
	c := h.Browser()
	c.Remote = "[2001:db8:1:2:ffff::1]:4000"
	c.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusTooManyRequests)
	c.Remote = "[2001:db8:1:3::1]:4000"
	c.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusSeeOther)
}

func TestRightPasswordsDoNotCountAsTries(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	for range domain.TriesForAccount + 3 {
		signIn(t, h, email)
	}
}

func TestTokenIsNewAfterSignIn(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	c := h.Browser()
	c.Get("/account").Want(t, http.StatusSeeOther) // plants a session
	planted := *c.Cookies["session"]
	c.Post("/sign-in", "email", email, "password", password).Want(t, http.StatusSeeOther)
	if c.Cookies["session"].Value == planted.Value {
		t.Error("the token is the one from before sign-in")
	}
	thief := h.Browser()
	thief.Cookies["session"] = &planted
	if p := thief.Get("/account"); p.Status == http.StatusOK {
		t.Error("the token from before sign-in opens the account")
	}
}

func TestTokenIsNewAfterARoleChange(t *testing.T) {
	h := servertest.New(t)
	who := h.Person("Siân", policy.CLO)
	c := signIn(t, h, h.Password(who, password))
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
	h := servertest.New(t, func(o *server.Options) { o.Secure = true })
	p := h.Browser().Get("/account")
	if len(p.Set) != 1 {
		t.Fatalf("%d cookies", len(p.Set))
	}
	c := p.Set[0]
	if c.Name != "__Host-session" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %s", c)
	}
	if p.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	plain := servertest.New(t).Browser().Get("/account").Set[0]
	if plain.Name != "session" || plain.Secure || !plain.HttpOnly || plain.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie on loopback %s", plain)
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
	c := signIn(t, h, h.Password(h.Person("Siân", policy.CLO), password))
	cookie := *c.Cookies["session"]
	if p := c.Follow(c.Post("/sign-out").Want(t, http.StatusSeeOther)); !p.Says("You have signed out") {
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
	email := h.Password(who, password)
	here, there, third := signIn(t, h, email), signIn(t, h, email), signIn(t, h, email)
	other := h.As(h.Person("Aled", policy.CLO))
	p := here.Get("/account/sessions").Want(t, http.StatusOK)
	if n := len(p.Forms()); n != 4 { // here, two others, everywhere (the header's Sign out is the same address as here)
		t.Errorf("%d different forms: %v", n, p.Forms())
	}
	id := servertest.ID(domain.SignInID(h.Int(`SELECT id FROM sign_ins WHERE person_id = $1 ORDER BY id OFFSET 1 LIMIT 1`, int64(who))))
	other.Post("/account/sessions/"+id+"/ending").Want(t, http.StatusNotFound)
	there.Get("/account").Want(t, http.StatusOK)
	here.Post("/account/sessions/"+id+"/ending").Want(t, http.StatusSeeOther)
	there.Get("/account").Want(t, http.StatusSeeOther)
	here.Post("/account/sessions/ending").Want(t, http.StatusSeeOther)
	here.Get("/account").Want(t, http.StatusSeeOther)
	third.Get("/account").Want(t, http.StatusSeeOther)
	other.Get("/account").Want(t, http.StatusOK)
}

func TestChangingThePassword(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	c, elsewhere := signIn(t, h, email), signIn(t, h, email)
	for _, try := range []struct{ old, password, field, problem string }{
		{"", "a new one altogether", "old", "Enter the password you have now"},
		{"wrong", "a new one altogether", "old", "That is not your password"},
		{password, "", "password", "Enter a new password"},
		{password, "short", "password", "Password must be 12 characters or more"},
		{password, "Password123456", "password", "Choose a password that is harder to guess: this one is among the first that are tried"},
		{password, email, "password", "Choose a password that is not your e-mail address"},
	} {
		p := c.Post("/account/password", "old", try.old, "password", try.password).Want(t, http.StatusUnprocessableEntity)
		if p.Problem(try.field) != try.problem {
			t.Errorf("%q by %s, want %q; summary %v", p.Problem(try.field), try.field, try.problem, p.Problems())
		}
		if !strings.HasPrefix(p.Title(), "Error: ") {
			t.Errorf("title %q", p.Title())
		}
	}
	before := c.Cookies["session"].Value
	c.Post("/account/password", "old", password, "password", "a new one altogether").Want(t, http.StatusSeeOther)
	if c.Cookies["session"].Value == before {
		t.Error("the token is the one from before")
	}
	c.Get("/account").Want(t, http.StatusOK)
	elsewhere.Get("/account").Want(t, http.StatusSeeOther)
	h.Browser().Post("/sign-in", "email", email, "password", password).Want(t, http.StatusUnprocessableEntity)
	h.Browser().Post("/sign-in", "email", email, "password", "a new one altogether").Want(t, http.StatusSeeOther)
}

func TestRevokedRoleIsGoneWithTheNextRequest(t *testing.T) {
	h := servertest.New(t)
	boss, second := h.Person("Rhiannon", policy.Admin), h.Person("Oluwaseun", policy.Admin)
	h.Password(boss, password)
	c, victim := h.As(boss), h.As(second)
	victim.Get("/admin").Want(t, http.StatusOK)
	grant := servertest.ID(domain.GrantID(h.Int(`SELECT id FROM role_grants WHERE person_id = $1`, int64(second))))
	c.Post("/admin/people/"+servertest.ID(second)+"/roles/"+grant+"/ending", "when", "now").Want(t, http.StatusSeeOther)
	victim.Get("/admin").Want(t, http.StatusForbidden)
	victim.Get("/account").Want(t, http.StatusOK)
}

// A form sent after the session ended comes back after sign-in, as it was and to where it was going.
func TestFormSentTooLateIsKeptThroughSignIn(t *testing.T) {
	h := servertest.New(t)
	boss := h.Person("Rhiannon", policy.Admin)
	email := h.Password(boss, password)
	c := signIn(t, h, email)
	h.Move(time.Hour)
	typed := []string{"name", "Ó Conchúir <& \"quotes\"", "email", "o@example.org", "tick", "1", "tick", "2", "old", "secret one", "my-password", "secret two"}
	p := c.Post("/admin/people", typed...).Want(t, http.StatusUnauthorized)
	if p.Heading() != "Sign in" || !p.Says("what you typed is kept") || strings.Contains(p.Body, "secret") {
		t.Errorf("the page after a late form: %s", p.Words())
	}
	path, _ := p.Field("keep-path")
	fields, _ := p.Field("keep-fields")
	p = c.Post("/sign-in", "email", email, "password", "wrong", "keep-path", path, "keep-fields", fields).Want(t, http.StatusUnprocessableEntity)
	path, _ = p.Field("keep-path")
	fields, _ = p.Field("keep-fields")
	p = c.Post("/sign-in", "email", email, "password", password, "keep-path", path, "keep-fields", fields).Want(t, http.StatusOK)
	if forms := p.Forms(); len(forms) != 1 || forms[0] != "/admin/people" {
		t.Fatalf("the form goes to %v", forms)
	}
	for i, want := range []string{"Ó Conchúir <& \"quotes\"", "o@example.org", "1"} {
		if got, _ := p.Field(typed[2*i]); got != want {
			t.Errorf("%s is %q, want %q", typed[2*i], got, want)
		}
	}
	if n := strings.Count(p.Body, `name="tick"`); n != 2 {
		t.Errorf("%d of 2 ticks are kept", n)
	}
	if n := h.Int(`SELECT count(*) FROM people WHERE email = 'o@example.org'`); n != 0 {
		t.Error("it was sent without being asked for")
	}
	c.Post("/admin/people", typed...).Want(t, http.StatusCreated)
}

func TestFormThatIsTooLargeToKeepIsSaidSo(t *testing.T) {
	h := servertest.New(t)
	p := h.Browser().Post("/admin/people", "name", strings.Repeat("long ", 120_000)).Want(t, http.StatusUnauthorized)
	if _, kept := p.Field("keep-path"); kept || !p.Says("too long to be carried along") {
		t.Error(p.Words())
	}
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
	h := servertest.New(t, func(o *server.Options) { o.Hosts = []string{"plans.example.gov.uk"} })
	c := h.Browser()
	for host, want := range map[string]int{"plans.example.gov.uk": 200, "localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "evil.example": 421, "plans.example.gov.uk.evil.example": 421} {
		c.Header = http.Header{"Host": {host}}
		c.Get("/sign-in").Want(t, want)
	}
}

func TestBytesThatCannotBeKeptAreRefused(t *testing.T) {
	h := servertest.New(t)
	c := h.As(h.Person("Rhiannon", policy.Admin))
	for _, body := range []string{"name=a%00b", "name=%ff%fe", "n%00=1", "name=%zz"} {
		p := c.Do(http.MethodPost, "/admin/people", "application/x-www-form-urlencoded", []byte(body)).Want(t, http.StatusBadRequest)
		if p.Heading() != "We could not read that" {
			t.Errorf("%q: heading %q", body, p.Heading())
		}
	}
	c.Get("/admin/people?text=%00").Want(t, http.StatusBadRequest)
	c.Get("/admin/people?text=%c3%28").Want(t, http.StatusBadRequest)
	p := c.PostForm("/admin/people", url.Values{"name": {strings.Repeat("x", 1<<20)}}).Want(t, http.StatusRequestEntityTooLarge)
	if p.Heading() != "That is too large" {
		t.Errorf("heading %q", p.Heading())
	}
}

func TestSignInPageListsPeopleOnlyInADemo(t *testing.T) {
	demo := []server.DemoPerson{{Role: "Community liaison officer", Name: "Nia Pugh", Email: "clo@demo.test", Password: "a password for the demo"}}
	h := servertest.New(t, func(o *server.Options) { o.Demo = demo })
	who := h.Person("Nia Pugh", policy.CLO)
	h.Exec(`UPDATE people SET email = 'clo@demo.test' WHERE id = $1`, int64(who))
	h.Password(who, demo[0].Password)
	p := h.Browser().Get("/sign-in").Want(t, http.StatusOK)
	if !p.Says("Sign in as Nia Pugh") || strings.Count(p.Body, demo[0].Password) != 1 {
		t.Error("the demo's people are not offered")
	}
	h.Browser().Post("/sign-in", "email", demo[0].Email, "password", demo[0].Password).Want(t, http.StatusSeeOther)
	if p := servertest.New(t).Browser().Get("/sign-in"); p.Says("demo") {
		t.Errorf("a demo where there is none: %s", p.Words())
	}
}

// Many tries at the same moment are counted like any others.
func TestTriesAtOnceDoNotSlipThrough(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	answers := make(chan int)
	for range 30 {
		go func() { answers <- h.Browser().Post("/sign-in", "email", email, "password", "not the password").Status }()
	}
	got := map[int]int{}
	for range 30 {
		got[<-answers]++
	}
	if got[http.StatusUnprocessableEntity] != domain.TriesForAccount || got[http.StatusTooManyRequests] != 30-domain.TriesForAccount {
		t.Errorf("answers by status: %v", got)
	}
}

func TestProofAndPasswordChangeAreThrottledToo(t *testing.T) {
	h := servertest.New(t)
	c := signIn(t, h, h.Password(h.Person("Siân", policy.CLO), password))
	for range domain.TriesForAccount {
		c.Post("/account/password", "old", "not the password", "password", "a new one altogether").Want(t, http.StatusUnprocessableEntity)
	}
	c.Post("/account/password", "old", password, "password", "a new one altogether").Want(t, http.StatusTooManyRequests)
}

// A file cannot be kept, the words beside it can, and the form that is sent again still is one for files.
func TestFormWithAFileIsKeptWithoutIt(t *testing.T) {
	h := servertest.New(t)
	for _, route := range h.Server.Routes() {
		if !route.Upload {
			continue
		}
		p := h.Browser().Upload(examplePath(route.Pattern), "file", "walk.jpg", []byte("no image"), "title", "Dark path").Want(t, http.StatusUnauthorized)
		path, _ := p.Field("keep-path")
		fields, _ := p.Field("keep-fields")
		if path != examplePath(route.Pattern) || fields != "title=Dark+path" {
			t.Errorf("%s: kept %q for %q", route.Pattern, fields, path)
		}
		email := h.Password(h.Person("Siân", policy.CLO), password)
		p = h.Browser().Post("/sign-in", "email", email, "password", password, "keep-path", path, "keep-fields", fields).Want(t, http.StatusOK)
		if form := p.First("form", "action", path); form == nil || servertest.Attr(form, "enctype") != "multipart/form-data" {
			t.Errorf("%s: the form that is sent again takes no files: %s", route.Pattern, p.Body)
		}
		return
	}
	t.Fatal("no route takes files")
}

// A password whose hash was made with another effort is hashed anew when it is next given.
func TestHashIsRenewedAtSignIn(t *testing.T) {
	h := servertest.New(t)
	email := h.Password(h.Person("Siân", policy.CLO), password)
	h.App.Passwords = app.Effort{Memory: 128, Passes: 2, Threads: 1}
	signIn(t, h, email)
	if hash := h.Text(`SELECT password_hash FROM people WHERE email = $1`, email); !strings.Contains(hash, "m=128,t=2,p=1") {
		t.Errorf("hash %s", hash)
	}
	signIn(t, h, email)
}

// Guarantee 15: what is logged names nobody and gives nothing away.
func TestLogsHoldNoNamesAddressesOrSecrets(t *testing.T) {
	var log lockedBuffer
	h := servertest.New(t, func(o *server.Options) {
		o.Log = slog.New(slog.NewJSONHandler(&log, nil))
		o.App.Log = o.Log
	})
	boss := h.Person("Rhiannon Testperson", policy.Admin)
	email := h.Password(boss, password)
	h.Browser().Post("/sign-in", "email", email, "password", "not the password")
	c := signIn(t, h, email)
	token := strings.TrimPrefix(link(t, c.Post("/admin/people", "name", "Aled Testperson", "email", "aled@example.org")), "/invitations/")
	h.Browser().Post("/invitations/"+token, "password", "another fine password").Want(t, http.StatusSeeOther)
	c.Get("/admin/people?text=Testperson").Want(t, http.StatusOK)
	c.Get("/admin/people/987654321").Want(t, http.StatusNotFound)
	for _, secret := range []string{"Testperson", email, "aled@example.org", password, "not the password", "another fine", token, c.Cookies["session"].Value} {
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
