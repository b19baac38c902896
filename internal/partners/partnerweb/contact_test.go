package partnerweb_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/serve/servertest"
)

func TestContactIsAddedWithItsFirstRole(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	page := nia.Post("/contacts", "name", "Eilidh MacKinnon-Oyelaran", "channel", "email", "title", "Warden").
		Want(t, http.StatusUnprocessableEntity)
	if page.Problem("basis") == "" {
		t.Errorf("problems: %v", page.Problems())
	}
	if got, _ := page.Field("name"); got != "Eilidh MacKinnon-Oyelaran" {
		t.Errorf("typed name became %q", got)
	}
	page = nia.Post("/contacts", "name", "Eilidh MacKinnon-Oyelaran", "channel", "email", "basis", "consent").
		Want(t, http.StatusUnprocessableEntity)
	if got := page.Problem("email"); got != "Enter an e-mail address, or choose another way to reach them" {
		t.Errorf("problem by e-mail: %q", got)
	}
	page = nia.Post("/contacts", "name", "Eilidh MacKinnon-Oyelaran", "channel", "post", "basis", "consent",
		"organisation", servertest.ID(p.surgery), "title", "Warden").Want(t, http.StatusSeeOther)
	page = nia.Follow(page).Want(t, http.StatusOK)
	for _, words := range []string{"Eilidh MacKinnon-Oyelaran", "Quayside Surgery", "Warden", "Since 10 March 2026",
		"Contact added"} {
		if !page.Says(words) {
			t.Errorf("page misses %q:\n%s", words, page.Words())
		}
	}
	if n := p.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'contact' AND object_id = (SELECT max(id)
		FROM contacts)`); n != 1 {
		t.Errorf("%d audit entries", n)
	}
}

func TestSecondEditOfAContactSeesBothVersionsAndKeepsWhatWasTyped(t *testing.T) {
	p := newPartners(t)
	edit := func(c *servertest.Client, version, phone, notes string) *servertest.Page {
		return c.Post(servertest.Path("/contacts/#", p.rhian), "version", version, "name", "Rhian Bowen", "email",
			"rhian@partner.test", "phone", phone,
			"channel", "email", "basis", "public task", "notes", notes)
	}
	version, _ := p.As(p.clo).Get(servertest.Path("/contacts/#/edit", p.rhian)).Want(t, http.StatusOK).Field("version")
	edit(p.As(p.cpo), version, "01632 960111", "Works nights").Want(t, http.StatusSeeOther)
	page := edit(p.As(p.clo), version, "01632 960222", "Works nights").Want(t, http.StatusConflict)
	for _, words := range []string{"01632 960111", "01632 960222", "Somebody else changed this"} {
		if !page.Says(words) {
			t.Errorf("page misses %q:\n%s", words, page.Words())
		}
	}
	if got, _ := page.Field("phone"); got != "01632 960222" {
		t.Errorf("typed telephone became %q", got)
	}
	if got := p.Text(`SELECT phone FROM contacts WHERE id = $1`, int64(p.rhian)); got != "01632 960111" {
		t.Errorf("stale edit was saved: %q", got)
	}
	again, _ := page.Field("version")
	edit(p.As(p.clo), again, "01632 960222", "Works nights").Want(t, http.StatusSeeOther)
	if got := p.Text(`SELECT phone FROM contacts WHERE id = $1`, int64(p.rhian)); got != "01632 960222" {
		t.Errorf("second save was lost: %q", got)
	}
	edit(p.As(p.clo), "", "x", "").Want(t, http.StatusConflict)
}

func TestDoNotContactNeedsAReasonAndShowsEverywhere(t *testing.T) {
	p := newPartners(t)
	nia, at := p.As(p.clo), servertest.Path("/contacts/#/do-not-contact", p.rhian)
	if page := nia.Post(at, "contact", "barred").Want(t, http.StatusUnprocessableEntity); page.Problem("reason") == "" {
		t.Error("no problem by the reason")
	}
	nia.Post(at, "contact", "barred", "reason", "Asked on 3 March").Want(t, http.StatusSeeOther)
	for _, where := range []string{servertest.Path("/contacts/#", p.rhian), "/contacts",
		servertest.Path("/areas/#/network", p.area), "/contacts?barred=yes"} {
		if page := nia.Get(where).Want(t, http.StatusOK); !page.Says("Do not contact") || !page.Says("Rhian Bowen") {
			t.Errorf("%s does not say so", where)
		}
	}
	if nia.Get("/contacts?barred=yes").Says("Sukhdev") {
		t.Error("the filter lets others through")
	}
	network, err := partnerstore.Network(t.Context(), p.App.Store.Reader, p.area, domain.DateOf(p.Now()))
	if err != nil || !network[0].DoNotContact {
		t.Errorf("notices would be sent: %+v, %v", network, err)
	}
	nia.Post(at, "contact", "allowed", "reason", "Changed her mind").Want(t, http.StatusSeeOther)
	if nia.Get("/contacts?barred=yes").Says("Rhian") {
		t.Error("still barred")
	}
	// sent twice, the second time nothing is left to do
	before := p.Int(`SELECT count(*) FROM audit_entries`)
	nia.Post(at, "contact", "allowed", "reason", "Changed her mind").Want(t, http.StatusSeeOther)
	if after := p.Int(`SELECT count(*) FROM audit_entries`); after != before {
		t.Errorf("%d audit entries became %d", before, after)
	}
}

func TestRoleEndsOnceAndNotBeforeItBegan(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	role := domain.ContactRoleID(p.Int(`SELECT id FROM contact_roles WHERE contact_id = $1`, int64(p.rhian)))
	at := servertest.Path("/contacts/#/roles/", p.rhian) + servertest.Path("#/end", role)
	nia.Get(at).Want(t, http.StatusOK)
	if page := nia.Post(at, "to", "2024-12-31").Want(t, http.StatusUnprocessableEntity); !strings.Contains(
		page.Problem("to"), "6 January 2025") {
		t.Errorf("problem %q", page.Problem("to"))
	}
	nia.Post(at, "to", "2026-03-09").Want(t, http.StatusSeeOther)
	if page := nia.Post(at, "to", "2026-03-10").Want(t, http.StatusUnprocessableEntity); !page.Says(
		"This role ended on 9 March 2026") {
		t.Errorf("problems %v", page.Problems())
	}
	// the role of one contact is not found under another
	nia.Post(servertest.Path("/contacts/#/roles/", p.sukhdev)+servertest.Path("#/end", role), "to", "2026-03-10").
		Want(t, http.StatusNotFound)
	// with the role went the partner's view of her
	p.As(p.partner).Get(servertest.Path("/contacts/#", p.rhian)).Want(t, http.StatusNotFound)
}

func TestContactsFileIsTheListAndHoldsNoFormula(t *testing.T) {
	p := newPartners(t)
	p.Forced("two fields at once, as a file from elsewhere may have them", `UPDATE contacts
		SET name = '=HYPERLINK("http://bad.test")', phone = '+441632960111' WHERE id = $1`, int64(p.sukhdev))
	file := p.As(p.member).Get("/contacts.csv").Want(t, http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.Body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Name", "Organisations", "E-mail", "Telephone", "Reach by", "Lawful basis", "Do not contact"},
		{`'=HYPERLINK("http://bad.test")`, "Quayside Surgery", "sukhdev@partner.test", "'+441632960111", "email",
			"public task", "no"},
		{"Rhian Bowen", "Aldermoor Police", "rhian@partner.test", "01632 960rhian", "email", "public task", "no"},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	if got := p.As(p.clo).Get("/contacts.csv?q=ewa").Want(t, http.StatusOK).Body; !strings.Contains(got, "Ewa Nowak") ||
		strings.Contains(got, "Rhian") {
		t.Errorf("filtered: %s", got)
	}
}

func TestContactListIsPagedByName(t *testing.T) {
	p := newPartners(t)
	p.Forced("many of them", `INSERT INTO contacts (name, lawful_basis, channel, created_by, created_at)
		SELECT 'Resident ' || to_char(n, 'FM000'), 'consent', 'post', $1, $2 FROM generate_series(1, 120) n`,
		int64(p.clo), p.Now())
	nia, at, seen := p.As(p.clo), "/contacts", 0
	var pages []string
	for at != "" {
		page := nia.Get(at).Want(t, http.StatusOK)
		pages = append(pages, page.Words())
		seen += strings.Count(page.Body, `scope="row"`)
		at = relLink(page, "next")
	}
	if seen != 123 || len(pages) != 3 {
		t.Errorf("%d contacts on %d pages", seen, len(pages))
	}
	last := nia.Get("/contacts?before="+servertest.ID(p.sukhdev)).Want(t, http.StatusOK)
	if !last.Says("Resident 120") || relLink(last, "prev") == "" || relLink(last, "next") == "" {
		t.Error("the way back is lost")
	}
	for _, odd := range []string{"?after=x", "?after=-1", "?after=99999999999999999999", "?kind=nothing", "?q=%25",
		"?barred=2"} {
		nia.Get("/contacts"+odd).Want(t, http.StatusOK)
	}
}

func relLink(p *servertest.Page, rel string) string {
	n := p.First("a", "rel", rel)
	if n == nil {
		return ""
	}
	return servertest.Attr(n, "href")
}
