package peopleweb_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// personPath is an address of an administrator's page about a person.
func personPath(who domain.PersonID, of string) string {
	return "/admin/people/" + servertest.ID(who) + of
}

// admins is a server with two administrators who can sign in, and the first one's browser.
func admins(t *testing.T) (h *servertest.Harness, boss, second domain.PersonID, c *servertest.Client) {
	t.Helper()
	h = servertest.New(t)
	boss, second = h.Person("Rhiannon", policy.Admin), h.Person("Oluwaseun", policy.Admin)
	h.Password(boss, servertest.Password)
	h.Password(second, servertest.Password)
	return h, boss, second, h.As(boss)
}

// link is the path of the link that the page shows.
func link(t *testing.T, p *servertest.Page) string {
	t.Helper()
	shown, ok := p.Field("link")
	if !ok || !strings.HasPrefix(shown, "http://localhost:8080/invitations/") {
		t.Fatalf("no link on the page but %q: %s", shown, p.Words())
	}
	return strings.TrimPrefix(shown, "http://localhost:8080")
}

func TestInvitationFromLinkToSignIn(t *testing.T) {
	h, _, _, c := admins(t)
	to := link(t, c.Post("/admin/people", "name", "Aoife Ní Bhraonáin", "email", "Aoife@Example.org").
		Want(t, http.StatusCreated))
	b := h.Browser()
	p := b.Get(to).Want(t, http.StatusOK)
	if !p.Says("aoife@example.org") || !p.Says("Aoife Ní Bhraonáin") {
		t.Errorf("the link's page: %s", p.Words())
	}
	p = b.Post(to, "password", "short").Want(t, http.StatusUnprocessableEntity)
	if p.Problem("password") == "" || !strings.HasPrefix(p.Title(), "Error: ") {
		t.Errorf("a short password: %v", p.Problems())
	}
	p = b.Follow(b.Post(to, "password", servertest.Password).Want(t, http.StatusSeeOther))
	if p.Status != http.StatusOK && p.Status != http.StatusNotFound { // home is not ours to test
		t.Errorf("after setting the password: %d", p.Status)
	}
	b.Get("/account").Want(t, http.StatusOK)
	again := h.Browser()
	if p := again.Get(to).Want(t, http.StatusNotFound); p.Heading() != "This link no longer works" {
		t.Errorf("a used link: %s", p.Words())
	}
	again.Post(to, "password", "another fine password").Want(t, http.StatusNotFound)
	again.Post("/sign-in", "email", "aoife@example.org", "password", servertest.Password).Want(t, http.StatusSeeOther)
}

func TestLinksRunOutAndNewOnesReplaceOld(t *testing.T) {
	h, _, _, c := admins(t)
	who := h.Person("Aled")
	old := link(t, c.Post(personPath(who, "/invitations")).Want(t, http.StatusCreated))
	newer := link(t, c.Post(personPath(who, "/invitations")).Want(t, http.StatusCreated))
	h.Browser().Get(old).Want(t, http.StatusNotFound)
	h.Browser().Get(newer).Want(t, http.StatusOK)
	h.Move(people.InvitationLasts)
	h.Browser().Get(newer).Want(t, http.StatusNotFound)
	h.Browser().Post(newer, "password", servertest.Password).Want(t, http.StatusNotFound)
	h.Browser().Get("/invitations/AAAAAAAAAAAAAAAAAAAAAAAAAA").Want(t, http.StatusNotFound)
}

func TestResetEndsSessionsOnlyOnceTheLinkIsUsed(t *testing.T) {
	h, _, _, c := admins(t)
	who := h.Person("Aled", policy.CLO)
	email := h.Password(who, servertest.Password)
	theirs := servertest.SignIn(t, h, email)
	to := link(t, c.Post(personPath(who, "/invitations")).Want(t, http.StatusCreated))
	theirs.Get("/account").Want(t, http.StatusOK)
	servertest.SignIn(t, h, email)
	h.Browser().Post(to, "password", "another fine password").Want(t, http.StatusSeeOther)
	theirs.Get("/account").Want(t, http.StatusSeeOther)
	h.Browser().Post("/sign-in", "email", email, "password", servertest.Password).
		Want(t, http.StatusUnprocessableEntity)
}

func TestInvitationsThatAreRefused(t *testing.T) {
	h, _, _, c := admins(t)
	before := h.Int(`SELECT count(*) FROM audit_entries`)
	taken := h.Text(`SELECT email FROM people WHERE name = 'Oluwaseun'`)
	for _, try := range []struct{ name, email, field string }{
		{"", "a@example.org", "name"},
		{"Aled", "nobody", "email"},
		{"Aled", strings.ToUpper(taken), "shares"},
		{"Oluwaseun", taken, "email"},
		{strings.Repeat("x", domain.MostName+1), "a@example.org", "name"},
	} {
		p := c.Post("/admin/people", "name", try.name, "email", try.email).Want(t, http.StatusUnprocessableEntity)
		if p.Problem(try.field) == "" {
			t.Errorf("%q <%s>: no problem by %s: %v", try.name, try.email, try.field, p.Problems())
		}
		if got, _ := p.Field("email"); got != try.email {
			t.Errorf("the address typed is %q, not %q", got, try.email)
		}
	}
	if after := h.Int(`SELECT count(*) FROM audit_entries`); after != before {
		t.Errorf("%d audit entries for what was refused", after-before)
	}
}

func TestDisablingKeepsOutAtOnce(t *testing.T) {
	h, boss, _, c := admins(t)
	who := h.Person("Aled", policy.CLO)
	email := h.Password(who, servertest.Password)
	theirs := servertest.SignIn(t, h, email)
	invited := link(t, c.Post(personPath(who, "/invitations")).Want(t, http.StatusCreated))
	c.Post(personPath(who, "/disabling")).Want(t, http.StatusSeeOther)
	theirs.Get("/account").Want(t, http.StatusSeeOther)
	h.Browser().Post("/sign-in", "email", email, "password", servertest.Password).
		Want(t, http.StatusUnprocessableEntity)
	h.Browser().Get(invited).Want(t, http.StatusNotFound)
	c.Post(personPath(who, "/invitations")).Want(t, http.StatusUnprocessableEntity)
	c.Post(personPath(who, "/disabling")).Want(t, http.StatusSeeOther) // sent twice
	c.Post(personPath(who, "/enabling")).Want(t, http.StatusSeeOther)
	servertest.SignIn(t, h, email)
	theirs.Get("/account").Want(t, http.StatusSeeOther) // what ended stays ended
	c.Post(personPath(boss, "/disabling")).Want(t, http.StatusUnprocessableEntity)
}

// Neither by ending the role nor by disabling the person, and an administrator who cannot sign in, or only for a while,
// does not count.
func TestTheLastAdministratorStays(t *testing.T) {
	h, boss, second, c := admins(t)
	grant := func(who domain.PersonID) string {
		return personPath(who,
			"/roles/"+servertest.ID(domain.GrantID(h.Int(`SELECT max(id) FROM role_grants WHERE person_id = $1`,
				int64(who))))+"/ending")
	}
	h.Person("Never Signed In", policy.Admin)
	h.Forced("a role given for some time, that then goes on", `UPDATE role_grants SET to_on = '2026-12-31'
		WHERE person_id = $1`, int64(second))
	p := c.Post(grant(boss), "when", "now").Want(t, http.StatusUnprocessableEntity)
	if !p.Says("last administrator") {
		t.Errorf("ending the last one's role: %v", p.Problems())
	}
	c.Post(grant(boss), "when", "day", "last-day", "1", "last-month", "6", "last-year", "2026").
		Want(t, http.StatusUnprocessableEntity)
	h.As(second).Post(personPath(boss, "/disabling")).Want(t, http.StatusUnprocessableEntity)
	c.Get("/admin").Want(t, http.StatusOK)
	h.Forced("likewise", `UPDATE role_grants SET to_on = NULL WHERE person_id = $1`, int64(second))
	c.Post(grant(boss), "when", "now").Want(t, http.StatusSeeOther)
	c.Get("/admin").Want(t, http.StatusForbidden)
}

// Two administrators who end each other's role at the same moment do not both succeed.
func TestAdministratorsCannotEndEachOther(t *testing.T) {
	h, boss, second, _ := admins(t)
	ending := map[domain.PersonID]string{}
	for _, who := range []domain.PersonID{boss, second} {
		ending[who] = personPath(who,
			"/roles/"+servertest.ID(domain.GrantID(h.Int(`SELECT id FROM role_grants WHERE person_id = $1`,
				int64(who))))+"/ending")
	}
	one, two := h.As(boss), h.As(second)
	done := make(chan int)
	go func() { done <- one.Post(ending[second], "when", "now").Status }()
	go func() { done <- two.Post(ending[boss], "when", "now").Status }()
	a, b := <-done, <-done
	if n := h.Int(`SELECT count(*) FROM role_grants WHERE role = 'admin' AND ended_at IS NULL`); n != 1 {
		t.Errorf("%d administrators are left after answers %d and %d", n, a, b)
	}
}

func TestRolesAreGivenWithScopeAndDays(t *testing.T) {
	h, _, _, c := admins(t)
	who := h.Person("Zofia Kowalczyk-Przybylska")
	service, body := servertest.ID(h.Service("Highways")), servertest.ID(h.Organisation("Canalside Tenants"))
	from := []string{"from-day", "10", "from-month", "3", "from-year", "2026"}
	give := func(status int, pairs ...string) *servertest.Page {
		return c.Post(personPath(who, "/roles"), append(pairs, from...)...).Want(t, status)
	}
	give(303, "role", "service", "service", service, "manager", "yes", "organisation", body, "portfolio",
		"left from before")
	give(303, "role", "partner", "organisation", body)
	give(303, "role", "executive member", "portfolio", "Communities")
	give(303, "role", "clo", "to-day", "31", "to-month", "3", "to-year", "2026")
	p := c.Get(personPath(who, "")).Want(t, http.StatusOK)
	for _, want := range []string{"Service manager Highways", "Partner Canalside Tenants",
		"Executive Member Communities", "10 March 2026 to 31 March 2026"} {
		if !p.Says(want) {
			t.Errorf("the page does not say %q: %s", want, p.Words())
		}
	}
	for field, pairs := range map[string][]string{
		"role":         {"role", "clo"}, // held already
		"service":      {"role", "service"},
		"organisation": {"role", "partner", "organisation", "987654321"},
		"portfolio":    {"role", "executive member"},
		"to":           {"role", "lac", "to-day", "9", "to-month", "3", "to-year", "2026"},
	} {
		if p := give(422, pairs...); p.Problem(field) == "" {
			t.Errorf("%v: no problem by %s but %v", pairs, field, p.Problems())
		}
	}
	if p := give(422, "role", "member"); p.Problem("role") == "" {
		t.Error("a Member's role was given")
	}
	if p := give(422, "role", "clo", "to-day", "31", "to-month", "2", "to-year", "2026"); p.Problem("to") == "" {
		t.Errorf("31 February: %v", p.Problems())
	}
	h.MoveTo(time.Date(2026, time.April, 1, 0, 0, 1, 0, domain.London))
	if h.Actor(who).Is(policy.CLO) {
		t.Error("a liaison officer after the last day")
	}
}

func TestRoleOfAnotherPersonIsNotFound(t *testing.T) {
	h, boss, second, c := admins(t)
	grant := servertest.ID(domain.GrantID(h.Int(`SELECT id FROM role_grants WHERE person_id = $1`, int64(second))))
	c.Get(personPath(boss, "/roles/"+grant+"/ending")).Want(t, http.StatusNotFound)
	c.Post(personPath(boss, "/roles/"+grant+"/ending"), "when", "now").Want(t, http.StatusNotFound)
}

func TestPersonIsCorrectedAndNothingIsOverwritten(t *testing.T) {
	h, _, second, c := admins(t)
	who := h.Person("Aled")
	other := h.As(second)
	page := c.Get(personPath(who, "/edit")).Want(t, http.StatusOK)
	version, _ := page.Field("version")
	other.Post(personPath(who, ""), "name", "Aled ap Rhys", "email", "aled@example.org", "version", version).
		Want(t, http.StatusSeeOther)
	p := c.Post(personPath(who, ""), "name", "Aled Rees", "email", "aled@example.org", "version", version).
		Want(t, http.StatusConflict)
	if name, _ := p.Field("name"); name != "Aled Rees" || !p.Says("Aled ap Rhys") {
		t.Errorf("both versions are to be seen: %s", p.Words())
	}
	version, _ = p.Field("version")
	c.Post(personPath(who, ""), "name", "Aled Rees", "email", "aled@example.org", "version", version).
		Want(t, http.StatusSeeOther)
	if name := h.Text(`SELECT name FROM people WHERE id = $1`, int64(who)); name != "Aled Rees" {
		t.Errorf("the name is %q", name)
	}
}

func TestListOfPeople(t *testing.T) {
	h, _, _, c := admins(t)
	for range 60 {
		h.Person("Niamh", policy.CLO)
	}
	h.Person("Ŵyn 100% Quinn", policy.Member)
	p := c.Get("/admin/people").Want(t, http.StatusOK)
	if n := strings.Count(p.Body, "/admin/people/"); n < 50 || p.Statements > 12 {
		t.Errorf("%d people by %d statements", n, p.Statements)
	}
	next := ""
	for _, href := range p.Links() {
		if strings.Contains(href, "after=") {
			next = href
		}
	}
	p = c.Get(next).Want(t, http.StatusOK)
	if !p.Says("Ŵyn 100% Quinn") || !p.Says("First page") {
		t.Errorf("the second page: %s", p.Words())
	}
	for _, query := range []string{"q=wyn", "q=100%25+q", "role=member"} {
		p := c.Get("/admin/people?"+query).Want(t, http.StatusOK)
		if !p.Says("Ŵyn 100% Quinn") || p.Says("Niamh") {
			t.Errorf("%s: %s", query, p.Words())
		}
	}
	if p := c.Get("/admin/people?q=_____________________&role=nonsense&after=-1").Want(t, http.StatusOK); !p.Says(
		"Nobody found") {
		t.Errorf("nobody: %s", p.Words())
	}
}

func TestRolePageShowsTheMatrix(t *testing.T) {
	_, _, _, c := admins(t)
	p := c.Get("/admin/roles").Want(t, http.StatusOK)
	for _, act := range policy.Actions() {
		if !p.Says(act.Words()) && act != policy.OwnAccount {
			t.Errorf("%s is not on the page", act)
		}
	}
}

// Nobody gives roles to themselves: neither the command nor the page.
func TestNobodyGivesARoleToThemselves(t *testing.T) {
	h, boss, second, c := admins(t)
	form := []string{"role", "lac", "from-day", "10", "from-month", "3", "from-year", "2026"}
	p := c.Post(personPath(boss, "/roles"), form...).Want(t, http.StatusUnprocessableEntity)
	if !p.Says("Nobody gives a role to themselves") {
		t.Errorf("refused with %s", p.Words())
	}
	c.Get(personPath(boss, "/roles/new")).Want(t, http.StatusUnprocessableEntity)
	if own := c.Get(personPath(boss, "")).Want(t, http.StatusOK); slices.Contains(own.Links(),
		personPath(boss, "/roles/new")) {
		t.Error("their own page offers to give a role")
	}
	if n := h.Int(`SELECT count(*) FROM role_grants WHERE person_id = $1 AND role = 'lac'`, int64(boss)); n != 0 {
		t.Error("an administrator made themselves coordinator")
	}
	h.As(second).Post(personPath(boss, "/roles"), form...).Want(t, http.StatusSeeOther)
}
