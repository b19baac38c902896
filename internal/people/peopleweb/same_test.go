package peopleweb_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// An administrator says that two accounts are one person's, and why; the page proposes them by name, both pages show
// it, and another administrator can say that it was wrong.
func TestAccountsAreLinkedAsOnePerson(t *testing.T) {
	h, boss, _, c := admins(t)
	one, two := h.Person("Tesni Vaughan", policy.CPO), h.Person("Tesni Vaughan II")
	h.Exec(`UPDATE people SET name = 'Tesni  VAUGHAN' WHERE id = $1`, int64(two))
	page := c.Get(personPath(one, "")).Want(t, http.StatusOK)
	at := slices.IndexFunc(page.Links(), func(l string) bool { return strings.Contains(l, "/accounts/new?") })
	if at < 0 || !page.Says("has the same name or address") {
		t.Fatalf("the page does not propose the other account: %s", page.Words())
	}
	form := c.Get(page.Links()[at]).Want(t, http.StatusOK)
	email, _ := form.Field("email")
	name, _ := form.Field("name")
	p := c.Post(personPath(one, "/accounts"), "email", email, "name", name).Want(t, http.StatusUnprocessableEntity)
	if got, _ := p.Field("email"); got != email || p.Problem("reason") == "" {
		t.Errorf("without a reason: %v, %q kept", p.Problems(), got)
	}
	p = c.Post(personPath(one, "/accounts"), "email", "nobody@nowhere.example", "reason", "x").
		Want(t, http.StatusUnprocessableEntity)
	if p.Problem("email") == "" {
		t.Errorf("an unknown address: %v", p.Problems())
	}
	c.Post(personPath(one, "/accounts"), "email", email, "name", name, "reason", "Said so by telephone").
		Want(t, http.StatusSeeOther)
	for who, other := range map[string]string{personPath(one, ""): "/admin/people/" + servertest.ID(two),
		personPath(two, ""): "/admin/people/" + servertest.ID(one)} {
		p := c.Get(who).Want(t, http.StatusOK)
		if !slices.Contains(p.Links(), other) || !p.Says("Said so by telephone") || !p.Says("Linked by") {
			t.Errorf("%s does not show %s: %s", who, other, p.Words())
		}
	}
	p = c.Post(personPath(two, "/accounts"), "email", h.Text(`SELECT email FROM people WHERE id = $1`, int64(one)),
		"reason", "Again").Want(t, http.StatusUnprocessableEntity)
	if p.Problem("email") != "That account is linked already" {
		t.Errorf("linked twice: %v", p.Problems())
	}
	a := h.Actor(two)
	if !a.IsSelf(one) || !slices.Equal(a.OtherRoles, []policy.Role{policy.CPO}) {
		t.Errorf("the second account is seen as %+v", a)
	}
	c.Post(personPath(two, "/accounts/parting"), "reason", "Mother and daughter").Want(t, http.StatusSeeOther)
	if h.Actor(one).IsSelf(two) || h.Int(`SELECT count(*) FROM same_people`) != 0 {
		t.Error("a link that was taken away holds")
	}
	if got := h.Int(`SELECT count(*) FROM audit_entries WHERE object_id = $1 AND summary LIKE '%one person%'
		OR object_id = $1 AND summary LIKE '%same person%'`, int64(one)); got != 2 {
		t.Errorf("%d entries of linking and parting", got)
	}
	_ = boss
}

// Nobody gives roles to themselves, by a second account neither, and nobody has two roles that exclude each other, by
// whichever account.
func TestRolesToOneselfAndRolesThatExcludeEachOtherAreRefused(t *testing.T) {
	h, boss, second, c := admins(t)
	other := h.Person("Rhiannon Elsewhere")
	link := func(one, two int64) {
		h.Exec(`INSERT INTO same_people (person_id, label, reason, linked_by, linked_at)
			SELECT unnest($1::bigint[]), $2, 'the same', $3, now()`, []int64{one, two}, one, int64(second))
	}
	give := func(path string, role policy.Role, pairs ...string) *servertest.Page {
		return c.Post(path, append([]string{"role", string(role), "from-day", "1", "from-month", "3", "from-year",
			"2027"}, pairs...)...)
	}
	link(int64(boss), int64(other))
	if p := give(personPath(other, "/roles"), policy.CPO).Want(t, http.StatusUnprocessableEntity); !p.Says(
		"Nobody gives a role to themselves") {
		t.Errorf("a role for a second account: %s", p.Words())
	}
	p := c.Get(personPath(other, "")).Want(t, http.StatusOK)
	if slices.Contains(p.Links(), personPath(other, "/roles/new")) || slices.Contains(p.Forms(),
		personPath(other, "/disabling")) {
		t.Error("the page of one’s second account offers what is refused")
	}
	c.Post(personPath(other, "/accounts/parting"), "reason", "Not me").Want(t, http.StatusUnprocessableEntity)

	member := h.Person("Gethin Bowen", policy.Member)
	clerk, desk := h.Person("Ines Clarke", policy.Clerk), h.Person("Ines Clarke B")
	link(int64(clerk), int64(desk))
	for name, one := range map[string]struct {
		path  string
		role  policy.Role
		wants string
	}{
		"a Member as administrator":         {personPath(member, "/roles"), policy.Admin, "member"},
		"a clerk as director":               {personPath(clerk, "/roles"), policy.Director, "clerk"},
		"a clerk's other account, director": {personPath(desk, "/roles"), policy.Director, "clerk"},
		"a clerk's other account, admin":    {personPath(desk, "/roles"), policy.Admin, "clerk"},
		"an administrator as officer":       {personPath(second, "/roles"), policy.CPO, "administrator"},
	} {
		p := give(one.path, one.role).Want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(p.Problem("role"), "They hold the role of "+one.wants) {
			t.Errorf("%s: %v", name, p.Problems())
		}
	}
	give(personPath(desk, "/roles"), policy.LAC).Want(t, http.StatusSeeOther)
}
