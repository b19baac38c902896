package partnerweb_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/serve/servertest"
)

func TestNetworkTakesAKnownContactOrANewOneInOneGo(t *testing.T) {
	p := newPartners(t)
	nia, at := p.As(p.clo), servertest.Path("/areas/#/network", p.area)
	found := nia.Get(at+"/new?q=ewa&kind=community").Want(t, http.StatusOK)
	if !found.Says("Ewa Nowak") {
		t.Fatalf("not found:\n%s", found.Words())
	}
	if kind, _ := found.Field("kind"); kind != "community" {
		t.Errorf("kind %q", kind)
	}
	nia.Post(at, "q", "ewa", "contact", servertest.ID(p.stranger), "kind", "community", "represents",
		"Tenants of Castle Court").Want(t, http.StatusSeeOther)
	page := nia.Post(at, "q", "ewa", "contact", servertest.ID(p.stranger), "kind", "community").
		Want(t, http.StatusUnprocessableEntity)
	if got := page.Problem("contact"); got != "Ewa Nowak is on this list already" {
		t.Errorf("twice: %q", got)
	}
	contacts := p.Int(`SELECT count(*) FROM contacts`)
	page = nia.Post(at, "contact", "new", "kind", "patch worker", "name", "Madonna", "channel", "in person", "basis",
		"public task",
		"engaged-day", "11", "engaged-month", "3", "engaged-year", "2026").Want(t, http.StatusUnprocessableEntity)
	if page.Problem("patch") == "" || page.Problem("engaged") == "" {
		t.Errorf("problems %v", page.Problems())
	}
	if n := p.Int(`SELECT count(*) FROM contacts`); n != contacts {
		t.Error("a refused step left a contact behind")
	}
	nia.Post(at, "contact", "new", "kind", "patch worker", "name", "Madonna", "channel", "in person", "basis",
		"public task",
		"organisation", servertest.ID(p.surgery), "title", "Health visitor", "patch", "Castle Court", "engaged",
		"2026-03-02").Want(t, http.StatusSeeOther)
	page = nia.Get(at).Want(t, http.StatusOK)
	for _, words := range []string{"Madonna", "Castle Court", "2 March 2026", "Quayside Surgery",
		"Tenants of Castle Court"} {
		if !page.Says(words) {
			t.Errorf("network misses %q", words)
		}
	}
}

func TestRemovalFromTheNetworkLeavesATrace(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	entry := domain.NetworkEntryID(p.Int(`SELECT id FROM network_entries WHERE contact_id = $1`, int64(p.rhian)))
	at := servertest.Path("/areas/#/network/", p.area) + servertest.Path("#", entry)
	nia.Post(at, "patch", "The quay and the mole", "engaged", "2026-02-27").Want(t, http.StatusSeeOther)
	page := nia.Post(at+"/removal").Want(t, http.StatusUnprocessableEntity)
	if got, _ := page.Field("patch"); page.Problem("reason") == "" || got != "The quay and the mole" {
		t.Errorf("problems %v, patch %q", page.Problems(), got)
	}
	nia.Post(at+"/removal", "reason", "Moved to another beat").Want(t, http.StatusSeeOther)
	if page := nia.Get(servertest.Path("/areas/#/network", p.area)); !page.Says("No longer in the network") ||
		!page.Says("Moved to another beat") {
		t.Errorf("no trace:\n%s", page.Words())
	}
	nia.Post(at+"/removal", "reason", "Again").Want(t, http.StatusNotFound)
	// her organisation left the network with her
	p.As(p.partner).Get(servertest.Path("/areas/#/network", p.area)).Want(t, http.StatusNotFound)
}

func TestNetworkIsEditedByTheAreasOwnOfficers(t *testing.T) {
	p := newPartners(t)
	entry := domain.NetworkEntryID(p.Int(`SELECT id FROM network_entries WHERE area_id = $1`, int64(p.other)))
	nia, rows := p.As(p.clo), p.Int(`SELECT count(*) FROM network_entries`)
	for _, at := range []string{servertest.Path("/areas/#/network", p.other), servertest.Path("/areas/#/network/",
		p.other) + servertest.Path("#/removal", entry), servertest.Path("/areas/#/statements/representativeness",
		p.other)} {
		nia.Post(at, "contact", servertest.ID(p.rhian), "kind", "forum", "reason", "x", "text", "x").
			Want(t, http.StatusForbidden)
	}
	// an entry of another area is not found under one's own
	nia.Post(servertest.Path("/areas/#/network/", p.area)+servertest.Path("#/removal", entry), "reason", "x").
		Want(t, http.StatusNotFound)
	p.As(p.member).Post(servertest.Path("/areas/#/network", p.area), "contact", "new").Want(t, http.StatusForbidden)
	if n := p.Int(`SELECT count(*) FROM network_entries WHERE removed_at IS NULL`); n != rows {
		t.Errorf("%d entries became %d", rows, n)
	}
	p.Forced("without the years before it", `UPDATE areas SET state = 'closed' WHERE id = $1`, int64(p.area))
	nia.Post(servertest.Path("/areas/#/network", p.area), "contact", servertest.ID(p.stranger), "kind", "forum").
		Want(t, http.StatusUnprocessableEntity)
}

func TestAreaHistoryNamesNoContact(t *testing.T) {
	p := newPartners(t)
	nia, at := p.As(p.clo), servertest.Path("/areas/#/network", p.area)
	nia.Post(at, "contact", "new", "kind", "forum", "name", "Madonna", "email", "madonna@partner.test", "channel",
		"email", "basis", "consent").Want(t, http.StatusSeeOther)
	entry := domain.NetworkEntryID(p.Int(`SELECT id FROM network_entries WHERE contact_id = $1`, int64(p.rhian)))
	nia.Post(servertest.Path(at+"/#", entry), "patch", "The mole").Want(t, http.StatusSeeOther)
	nia.Post(servertest.Path(at+"/#/removal", entry), "reason", "Moved").Want(t, http.StatusSeeOther)
	entries := p.Text(`SELECT string_agg(summary || ' ' || coalesce(before::text, '') || ' ' || coalesce(after::text,
		''), ' ') FROM audit_entries WHERE area_id = $1`, int64(p.area))
	for _, secret := range []string{"Madonna", "Rhian", "partner.test"} {
		if strings.Contains(entries, secret) {
			t.Errorf("%q in the history of the area: %s", secret, entries)
		}
	}
	if !strings.Contains(entries, "The mole") {
		t.Errorf("the change is not in the history: %s", entries)
	}
}

func TestStatementsForGateTwo(t *testing.T) {
	p := newPartners(t)
	nia, at := p.As(p.clo), servertest.Path("/areas/#/statements", p.area)
	nia.Get(at+"/no-such-matter").Want(t, http.StatusNotFound)
	nia.Post(at+"/no-desk-research", "text", " ").Want(t, http.StatusUnprocessableEntity)
	nia.Post(at+"/no-desk-research", "text", "The county’s profile comes in May").Want(t, http.StatusSeeOther)
	p.Move(time.Minute)
	nia.Post(at+"/no-desk-research", "text", "The county’s profile comes in June").Want(t, http.StatusSeeOther)
	page := p.As(p.executive).Get(at).Want(t, http.StatusOK)
	if !page.Says("comes in June") || page.Says("comes in May") || page.Says("Write a statement") {
		t.Errorf("an executive reads:\n%s", page.Words())
	}
	form := nia.Get(at+"/no-desk-research").Want(t, http.StatusOK)
	if got, _ := form.Field("text"); got != "The county’s profile comes in June" || !form.Says("comes in May") {
		t.Errorf("form starts with %q", got)
	}
	newest, err := partnerstore.Statements(t.Context(), p.App.Store.Reader, p.area)
	if err != nil ||
		newest[partners.StatedAbsence(domain.FromDeskResearch)].Text != "The county’s profile comes in June" {
		t.Errorf("gate reads %+v, %v", newest, err)
	}
	nia.Get(at+"/representativeness").Want(t, http.StatusOK)
}
