package server_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/server"
	"fourgates/internal/server/servertest"
)

// partners is an area with its liaison officer, a Member, and a partner whose organisation is in the network.
type partners struct {
	*servertest.Harness
	area, other              domain.AreaID
	clo, cpo, member         domain.PersonID
	partner, executive       domain.PersonID
	police, surgery          domain.OrganisationID
	rhian, sukhdev, stranger domain.ContactID
}

func newPartners(t *testing.T, change ...func(*server.Options)) partners {
	t.Helper()
	h := servertest.New(t, change...)
	ward := h.Seat("ward", "Quay")
	p := partners{Harness: h, area: h.Area("Old Quay", ward), other: h.Area("Moorside")}
	p.clo, p.cpo = h.Person("Nia Pugh", policy.CLO), h.Person("Zainab Mahmood", policy.CPO)
	h.Assign(p.clo, p.area, policy.CLO)
	p.member = h.Person("Seán Ó Dálaigh")
	h.Term(p.member, ward)
	p.police, p.surgery = h.Organisation("Aldermoor Police"), h.Organisation("Quayside Surgery")
	p.partner = h.Person("Prakash")
	h.Grant(p.partner, policy.Partner, int64(p.police))
	p.executive = h.Person("Olu Adeyemi", policy.Executive)
	p.rhian, p.sukhdev, p.stranger = p.contact("Rhian Bowen", p.police), p.contact("Sukhdev Gill", p.surgery), p.contact("Ewa Nowak", p.surgery)
	p.network(p.area, p.rhian, domain.PatchWorker)
	p.network(p.area, p.sukhdev, domain.Stakeholder)
	p.network(p.other, p.stranger, domain.Community)
	return p
}

func (p partners) contact(name string, in domain.OrganisationID) domain.ContactID {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	id := p.Int(`INSERT INTO contacts (name, email, phone, lawful_basis, channel, notes, created_by, created_at)
		VALUES ($1, $2, '01632 960' || $3::text, 'public task', 'email', 'Noted ' || $3::text, $4, $5) RETURNING id`,
		name, first+"@partner.test", first, int64(p.clo), p.Now())
	p.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, title, from_on) VALUES ($1, $2, 'Sergeant', '2025-01-06')`, id, int64(in))
	return domain.ContactID(id)
}

func (p partners) network(area domain.AreaID, c domain.ContactID, kind string) domain.NetworkEntryID {
	return domain.NetworkEntryID(p.Int(`INSERT INTO network_entries (area_id, contact_id, kind, patch, added_by, added_at) VALUES ($1, $2, $3, 'The quay', $4, $5) RETURNING id`,
		int64(area), int64(c), kind, int64(p.clo), p.Now()))
}

func path[T ~int64](format string, ids ...T) string {
	for _, id := range ids {
		format = strings.Replace(format, "#", servertest.ID(id), 1)
	}
	return format
}

func TestPersonalDataStaysWithinReach(t *testing.T) {
	p := newPartners(t)
	secrets := map[domain.ContactID][]string{
		p.rhian:    {"rhian@partner.test", "960rhian", "Rhian Bowen"},
		p.sukhdev:  {"sukhdev@partner.test", "960sukhdev", "Sukhdev Gill"},
		p.stranger: {"ewa@partner.test", "960ewa", "Ewa Nowak"},
	}
	for _, c := range []struct {
		who  string
		id   domain.PersonID
		sees map[domain.ContactID]bool
	}{
		{"liaison officer", p.clo, map[domain.ContactID]bool{p.rhian: true, p.sukhdev: true, p.stranger: true}},
		{"Member", p.member, map[domain.ContactID]bool{p.rhian: true, p.sukhdev: true}},
		{"partner", p.partner, map[domain.ContactID]bool{p.rhian: true}},
		{"Executive", p.executive, nil},
	} {
		browser := p.As(c.id)
		for contact, words := range secrets {
			want := http.StatusNotFound
			if c.sees[contact] {
				want = http.StatusOK
			}
			if c.sees == nil {
				want = http.StatusForbidden
			}
			browser.Get(path("/contacts/#", contact)).Want(t, want)
			for _, at := range []string{"/contacts", "/organisations", path("/organisations/#", p.police), path("/organisations/#", p.surgery),
				path("/areas/#/network", p.area), path("/areas/#/network", p.other), "/contacts?q=a", "/services", path("/areas/#/statements", p.area)} {
				page := browser.Get(at)
				for _, w := range words {
					if strings.Contains(page.Body, w) && !c.sees[contact] {
						t.Errorf("%s reads %q on %s", c.who, w, at)
					}
				}
			}
		}
		if c.sees == nil {
			continue
		}
		if list := browser.Get("/contacts").Want(t, http.StatusOK); !list.Says("rhian@partner.test") {
			t.Errorf("%s misses their own on the list", c.who)
		}
		if n := browser.Get(path("/areas/#/network", p.area)).Want(t, http.StatusOK); !n.Says("Rhian Bowen") {
			t.Errorf("%s misses their own in the network", c.who)
		}
	}
	p.As(p.member).Get(path("/areas/#/network", p.other)).Want(t, http.StatusNotFound)
	p.As(p.partner).Get(path("/areas/#/network", p.other)).Want(t, http.StatusNotFound)
	p.As(p.partner).Get(path("/organisations/#", p.surgery)).Want(t, http.StatusNotFound)
	if p.As(p.member).Get(path("/contacts/#", p.rhian)).Says("Noted rhian") {
		t.Error("a Member reads the officers' notes")
	}
	if !p.As(p.clo).Get(path("/contacts/#", p.rhian)).Says("Noted rhian") {
		t.Error("an officer misses the notes")
	}
}

// TestNoLinkOfAPartnerPageLeadsToAClosedDoor follows every link on the pages that each reader may open.
func TestNoLinkOfAPartnerPageLeadsToAClosedDoor(t *testing.T) {
	p := newPartners(t)
	p.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, from_on) VALUES ($1, $2, '2025-06-01')`, int64(p.rhian), int64(p.surgery))
	p.Exec(`INSERT INTO contact_roles (contact_id, organisation_id, from_on, to_on) VALUES ($1, $2, '2024-06-01', '2024-07-01')`, int64(p.rhian), int64(p.Organisation("Long Gone CIC")))
	for _, who := range []domain.PersonID{p.clo, p.cpo, p.member, p.partner, p.executive} {
		browser, done := p.As(who), map[string]bool{}
		for _, at := range []string{"/contacts", "/organisations", "/services", path("/contacts/#", p.rhian), path("/organisations/#", p.police),
			path("/areas/#/network", p.area), path("/areas/#/statements", p.area)} {
			page := browser.Get(at)
			if page.Status != http.StatusOK {
				continue
			}
			for _, link := range page.Links() {
				if done[link] || !strings.HasPrefix(link, "/") {
					continue
				}
				done[link] = true
				if got := browser.Get(link); got.Status >= 400 && built(got) {
					t.Errorf("person %d: %s leads to %s: %d", who, at, link, got.Status)
				}
			}
		}
	}
}

// built is true of pages that are this test's to judge: those of partners and areas.
func built(p *servertest.Page) bool {
	for _, part := range []string{"/contacts", "/organisations", "/services", "/areas"} {
		if strings.HasPrefix(strings.TrimPrefix(p.Asked, "GET "), part) {
			return true
		}
	}
	return false
}

func TestContactIsAddedWithItsFirstRole(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	page := nia.Post("/contacts", "name", "Eilidh MacKinnon-Oyelaran", "channel", "email", "title", "Warden").Want(t, http.StatusUnprocessableEntity)
	if page.Problem("basis") == "" {
		t.Errorf("problems: %v", page.Problems())
	}
	if got, _ := page.Field("name"); got != "Eilidh MacKinnon-Oyelaran" {
		t.Errorf("typed name became %q", got)
	}
	page = nia.Post("/contacts", "name", "Eilidh MacKinnon-Oyelaran", "channel", "email", "basis", "consent").Want(t, http.StatusUnprocessableEntity)
	if got := page.Problem("email"); got != "Enter an e-mail address, or choose another way to reach them" {
		t.Errorf("problem by e-mail: %q", got)
	}
	page = nia.Post("/contacts", "name", "Eilidh MacKinnon-Oyelaran", "channel", "post", "basis", "consent", "organisation", servertest.ID(p.surgery), "title", "Warden").Want(t, http.StatusSeeOther)
	page = nia.Follow(page).Want(t, http.StatusOK)
	for _, words := range []string{"Eilidh MacKinnon-Oyelaran", "Quayside Surgery", "Warden", "Since 10 March 2026", "Contact added"} {
		if !page.Says(words) {
			t.Errorf("page misses %q:\n%s", words, page.Words())
		}
	}
	if n := p.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'contact'`); n != 1 {
		t.Errorf("%d audit entries", n)
	}
}

func TestSecondEditOfAContactSeesBothVersionsAndKeepsWhatWasTyped(t *testing.T) {
	p := newPartners(t)
	edit := func(c *servertest.Client, version, phone, notes string) *servertest.Page {
		return c.Post(path("/contacts/#", p.rhian), "version", version, "name", "Rhian Bowen", "email", "rhian@partner.test", "phone", phone,
			"channel", "email", "basis", "public task", "notes", notes)
	}
	version, _ := p.As(p.clo).Get(path("/contacts/#/edit", p.rhian)).Want(t, http.StatusOK).Field("version")
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
	nia, at := p.As(p.clo), path("/contacts/#/do-not-contact", p.rhian)
	if page := nia.Post(at, "contact", "barred").Want(t, http.StatusUnprocessableEntity); page.Problem("reason") == "" {
		t.Error("no problem by the reason")
	}
	nia.Post(at, "contact", "barred", "reason", "Asked on 3 March").Want(t, http.StatusSeeOther)
	for _, where := range []string{path("/contacts/#", p.rhian), "/contacts", path("/areas/#/network", p.area), "/contacts?barred=yes"} {
		if page := nia.Get(where).Want(t, http.StatusOK); !page.Says("Do not contact") || !page.Says("Rhian Bowen") {
			t.Errorf("%s does not say so", where)
		}
	}
	if nia.Get("/contacts?barred=yes").Says("Sukhdev") {
		t.Error("the filter lets others through")
	}
	network, err := p.App.Store.Network(t.Context(), p.area, domain.DateOf(p.Now()))
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
	at := path("/contacts/#/roles/", p.rhian) + path("#/end", role)
	nia.Get(at).Want(t, http.StatusOK)
	if page := nia.Post(at, "to", "2024-12-31").Want(t, http.StatusUnprocessableEntity); !strings.Contains(page.Problem("to"), "6 January 2025") {
		t.Errorf("problem %q", page.Problem("to"))
	}
	nia.Post(at, "to", "2026-03-09").Want(t, http.StatusSeeOther)
	if page := nia.Post(at, "to", "2026-03-10").Want(t, http.StatusUnprocessableEntity); !page.Says("This role ended on 9 March 2026") {
		t.Errorf("problems %v", page.Problems())
	}
	// the role of one contact is not found under another
	nia.Post(path("/contacts/#/roles/", p.sukhdev)+path("#/end", role), "to", "2026-03-10").Want(t, http.StatusNotFound)
	// with the role went the partner's view of her
	p.As(p.partner).Get(path("/contacts/#", p.rhian)).Want(t, http.StatusNotFound)
}

func TestNetworkTakesAKnownContactOrANewOneInOneGo(t *testing.T) {
	p := newPartners(t)
	nia, at := p.As(p.clo), path("/areas/#/network", p.area)
	found := nia.Get(at+"/new?q=ewa&kind=community").Want(t, http.StatusOK)
	if !found.Says("Ewa Nowak") {
		t.Fatalf("not found:\n%s", found.Words())
	}
	if kind, _ := found.Field("kind"); kind != "community" {
		t.Errorf("kind %q", kind)
	}
	nia.Post(at, "q", "ewa", "contact", servertest.ID(p.stranger), "kind", "community", "represents", "Tenants of Castle Court").Want(t, http.StatusSeeOther)
	page := nia.Post(at, "q", "ewa", "contact", servertest.ID(p.stranger), "kind", "community").Want(t, http.StatusUnprocessableEntity)
	if got := page.Problem("contact"); got != "Ewa Nowak is on this list already" {
		t.Errorf("twice: %q", got)
	}
	contacts := p.Int(`SELECT count(*) FROM contacts`)
	page = nia.Post(at, "contact", "new", "kind", "patch worker", "name", "Madonna", "channel", "in person", "basis", "public task",
		"engaged-day", "11", "engaged-month", "3", "engaged-year", "2026").Want(t, http.StatusUnprocessableEntity)
	if page.Problem("patch") == "" || page.Problem("engaged") == "" {
		t.Errorf("problems %v", page.Problems())
	}
	if n := p.Int(`SELECT count(*) FROM contacts`); n != contacts {
		t.Error("a refused step left a contact behind")
	}
	nia.Post(at, "contact", "new", "kind", "patch worker", "name", "Madonna", "channel", "in person", "basis", "public task",
		"organisation", servertest.ID(p.surgery), "title", "Health visitor", "patch", "Castle Court", "engaged", "2026-03-02").Want(t, http.StatusSeeOther)
	page = nia.Get(at).Want(t, http.StatusOK)
	for _, words := range []string{"Madonna", "Castle Court", "2 March 2026", "Quayside Surgery", "Tenants of Castle Court"} {
		if !page.Says(words) {
			t.Errorf("network misses %q", words)
		}
	}
}

func TestRemovalFromTheNetworkLeavesATrace(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	entry := domain.NetworkEntryID(p.Int(`SELECT id FROM network_entries WHERE contact_id = $1`, int64(p.rhian)))
	at := path("/areas/#/network/", p.area) + path("#", entry)
	nia.Post(at, "patch", "The quay and the mole", "engaged", "2026-02-27").Want(t, http.StatusSeeOther)
	page := nia.Post(at+"/removal").Want(t, http.StatusUnprocessableEntity)
	if got, _ := page.Field("patch"); page.Problem("reason") == "" || got != "The quay and the mole" {
		t.Errorf("problems %v, patch %q", page.Problems(), got)
	}
	nia.Post(at+"/removal", "reason", "Moved to another beat").Want(t, http.StatusSeeOther)
	if page := nia.Get(path("/areas/#/network", p.area)); !page.Says("No longer in the network") || !page.Says("Moved to another beat") {
		t.Errorf("no trace:\n%s", page.Words())
	}
	nia.Post(at+"/removal", "reason", "Again").Want(t, http.StatusNotFound)
	p.As(p.partner).Get(path("/areas/#/network", p.area)).Want(t, http.StatusNotFound) // her organisation left the network with her
}

func TestNetworkIsEditedByTheAreasOwnOfficers(t *testing.T) {
	p := newPartners(t)
	entry := domain.NetworkEntryID(p.Int(`SELECT id FROM network_entries WHERE area_id = $1`, int64(p.other)))
	nia, rows := p.As(p.clo), p.Int(`SELECT count(*) FROM network_entries`)
	for _, at := range []string{path("/areas/#/network", p.other), path("/areas/#/network/", p.other) + path("#/removal", entry), path("/areas/#/statements/representativeness", p.other)} {
		nia.Post(at, "contact", servertest.ID(p.rhian), "kind", "forum", "reason", "x", "text", "x").Want(t, http.StatusForbidden)
	}
	// an entry of another area is not found under one's own
	nia.Post(path("/areas/#/network/", p.area)+path("#/removal", entry), "reason", "x").Want(t, http.StatusNotFound)
	p.As(p.member).Post(path("/areas/#/network", p.area), "contact", "new").Want(t, http.StatusForbidden)
	if n := p.Int(`SELECT count(*) FROM network_entries WHERE removed_at IS NULL`); n != rows {
		t.Errorf("%d entries became %d", rows, n)
	}
	p.Exec(`UPDATE areas SET state = 'closed' WHERE id = $1`, int64(p.area))
	nia.Post(path("/areas/#/network", p.area), "contact", servertest.ID(p.stranger), "kind", "forum").Want(t, http.StatusUnprocessableEntity)
}

func TestAreaHistoryNamesNoContact(t *testing.T) {
	p := newPartners(t)
	nia, at := p.As(p.clo), path("/areas/#/network", p.area)
	nia.Post(at, "contact", "new", "kind", "forum", "name", "Madonna", "email", "madonna@partner.test", "channel", "email", "basis", "consent").Want(t, http.StatusSeeOther)
	entry := domain.NetworkEntryID(p.Int(`SELECT id FROM network_entries WHERE contact_id = $1`, int64(p.rhian)))
	nia.Post(path(at+"/#", entry), "patch", "The mole").Want(t, http.StatusSeeOther)
	nia.Post(path(at+"/#/removal", entry), "reason", "Moved").Want(t, http.StatusSeeOther)
	entries := p.Text(`SELECT string_agg(summary || ' ' || coalesce(before::text, '') || ' ' || coalesce(after::text, ''), ' ') FROM audit_entries WHERE area_id = $1`, int64(p.area))
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
	nia, at := p.As(p.clo), path("/areas/#/statements", p.area)
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
	newest, err := p.App.Store.Statements(t.Context(), p.area)
	if err != nil || newest[domain.StatedAbsence(domain.FromDeskResearch)].Text != "The county’s profile comes in June" {
		t.Errorf("gate reads %+v, %v", newest, err)
	}
	nia.Get(at+"/representativeness").Want(t, http.StatusOK)
}

func TestServiceManagersOfAnAreaOrOfAll(t *testing.T) {
	p := newPartners(t)
	zainab := p.As(p.cpo)
	page := zainab.Post("/services", "authority", servertest.ID(p.Authority("borough")), "name", "Parks").Want(t, http.StatusSeeOther)
	at := page.Location()
	if page := zainab.Post("/services", "authority", servertest.ID(p.Authority("borough")), "name", "Parks").Want(t, http.StatusUnprocessableEntity); page.Problem("name") == "" {
		t.Error("the same service twice")
	}
	page = zainab.Post(at+"/managers", "from", "2026-03-01").Want(t, http.StatusUnprocessableEntity)
	if page.Problem("name") == "" || page.Problem("email") == "" {
		t.Errorf("problems %v", page.Problems())
	}
	zainab.Post(at+"/managers", "name", "Tom Ash", "email", "tom.ash@borough.test", "from", "2026-03-01").Want(t, http.StatusSeeOther)
	page = zainab.Post(at+"/managers", "name", "Tom Ash", "email", "tom.ash@borough.test", "from", "2026-05-01").Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(strings.Join(page.Problems(), " "), "Tom Ash is already listed") {
		t.Errorf("twice: %v", page.Problems())
	}
	officer := p.Person("Wioletta", policy.Service)
	zainab.Post(at+"/managers", "person", servertest.ID(officer), "area", servertest.ID(p.area), "from", "2026-03-01").Want(t, http.StatusSeeOther)
	zainab.Post(at+"/managers", "person", servertest.ID(p.executive), "from", "2026-03-01").Want(t, http.StatusUnprocessableEntity)
	listed := func(area domain.AreaID) string {
		list, err := p.App.Store.ServiceManagersFor(t.Context(), area, domain.DateOf(p.Now()))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, m := range list {
			names = append(names, m.Name)
		}
		return strings.Join(names, ", ")
	}
	if got := listed(p.area); got != "Tom Ash, Wioletta" {
		t.Errorf("the area's managers: %s", got)
	}
	if got := listed(p.other); got != "" {
		t.Errorf("an area outside the borough has: %s", got)
	}
	if page := p.As(p.executive).Get("/services").Want(t, http.StatusOK); !page.Says("Tom Ash") || page.Says("tom.ash@borough.test") {
		t.Errorf("an executive reads:\n%s", page.Words())
	}
	if page := p.As(p.member).Get(at).Want(t, http.StatusOK); !page.Says("tom.ash@borough.test") {
		t.Errorf("a Member misses the address:\n%s", page.Words())
	}
	zainab.Post(at+"/retirement").Want(t, http.StatusSeeOther)
	if got := listed(p.area); got != "" {
		t.Errorf("a retired service has managers: %s", got)
	}
	zainab.Post(at+"/managers", "name", "New", "email", "new@borough.test", "from", "2026-03-01").Want(t, http.StatusUnprocessableEntity)
	zainab.Post(at+"/retirement").Want(t, http.StatusUnprocessableEntity)
}

func TestContactsFileIsTheListAndHoldsNoFormula(t *testing.T) {
	p := newPartners(t)
	p.Exec(`UPDATE contacts SET name = '=HYPERLINK("http://bad.test")', phone = '+441632960111' WHERE id = $1`, int64(p.sukhdev))
	file := p.As(p.member).Get("/contacts.csv").Want(t, http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.Body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Name", "Organisations", "E-mail", "Telephone", "Reach by", "Lawful basis", "Do not contact"},
		{`'=HYPERLINK("http://bad.test")`, "Quayside Surgery", "sukhdev@partner.test", "'+441632960111", "email", "public task", "no"},
		{"Rhian Bowen", "Aldermoor Police", "rhian@partner.test", "01632 960rhian", "email", "public task", "no"},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	if got := p.As(p.clo).Get("/contacts.csv?q=ewa").Want(t, http.StatusOK).Body; !strings.Contains(got, "Ewa Nowak") || strings.Contains(got, "Rhian") {
		t.Errorf("filtered: %s", got)
	}
}

func TestPartnerPagesStayWithinTwelveStatements(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	for _, at := range []string{"/contacts?q=a&kind=health", "/organisations", "/services", path("/contacts/#", p.rhian), path("/contacts/#/edit", p.rhian),
		path("/organisations/#", p.police), path("/areas/#", p.area), path("/areas/#/network", p.area), path("/areas/#/network/new", p.area) + "?q=a",
		path("/areas/#/statements/representativeness", p.area)} {
		if page := nia.Get(at).Want(t, http.StatusOK); page.Statements+1 > 12 { // and one that loads the session, which tests keep in memory
			t.Errorf("%s runs %d statements", at, page.Statements)
		}
	}
}

func TestContactListIsPagedByName(t *testing.T) {
	p := newPartners(t)
	p.Exec(`INSERT INTO contacts (name, lawful_basis, channel, created_by, created_at)
		SELECT 'Resident ' || to_char(n, 'FM000'), 'consent', 'post', $1, $2 FROM generate_series(1, 120) n`, int64(p.clo), p.Now())
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
	for _, odd := range []string{"?after=x", "?after=-1", "?after=99999999999999999999", "?kind=nothing", "?q=%25", "?barred=2"} {
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
