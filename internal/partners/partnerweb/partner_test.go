package partnerweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// partnerTown is an area with its liaison officer, a Member, and a partner whose organisation is in the network.
type partnerTown struct {
	*servertest.Harness
	area, other              domain.AreaID
	clo, cpo, member         domain.PersonID
	partner, executive       domain.PersonID
	police, surgery          domain.OrganisationID
	rhian, sukhdev, stranger domain.ContactID
}

func newPartners(t *testing.T, change ...func(*serve.Options)) partnerTown {
	t.Helper()
	h := servertest.New(t, change...)
	ward := h.Seat("ward", "Quay")
	p := partnerTown{Harness: h, area: h.Area("Old Quay", ward), other: h.Area("Moorside")}
	p.clo, p.cpo = h.Person("Nia Pugh", policy.CLO), h.Person("Zainab Mahmood", policy.CPO)
	h.Assign(p.clo, p.area, policy.CLO)
	p.member = h.Person("Seán Ó Dálaigh")
	h.Term(p.member, ward)
	p.police, p.surgery = h.Organisation("Aldermoor Police"), h.Organisation("Quayside Surgery")
	p.partner = h.Person("Prakash")
	h.Grant(p.partner, policy.Partner, int64(p.police))
	p.executive = h.Person("Olu Adeyemi", policy.Director)
	p.rhian, p.sukhdev, p.stranger = p.contact("Rhian Bowen", p.police), p.contact("Sukhdev Gill", p.surgery),
		p.contact("Ewa Nowak", p.surgery)
	p.network(p.area, p.rhian, partners.PatchWorker)
	p.network(p.area, p.sukhdev, partners.Stakeholder)
	p.network(p.other, p.stranger, partners.Community)
	return p
}

func (p partnerTown) contact(name string, in domain.OrganisationID) domain.ContactID {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	who := partners.Contact{Name: name, Email: first + "@partner.test", Phone: "01632 960" + first,
		LawfulBasis: "public task", Channel: partners.ByEmail, Notes: "Noted " + first}
	role := partners.ContactRole{Organisation: in, Title: "Sergeant", From: domain.NewDate(2025, 1, 6)}
	id, err := partnerapp.AddContact(p.T.Context(), p.App, p.Actor(p.clo), who, role)
	if err != nil {
		p.T.Fatal(err)
	}
	return id
}

func (p partnerTown) network(area domain.AreaID, c domain.ContactID, kind string) domain.NetworkEntryID {
	e := partners.NetworkEntry{Area: area, Contact: c, Kind: kind, Patch: "The quay"}
	if err := partnerapp.AddToNetwork(p.T.Context(), p.App, p.Actor(p.cpo), e, partners.Contact{},
		partners.ContactRole{}); err != nil {
		p.T.Fatal(err)
	}
	return domain.NetworkEntryID(p.Int(`SELECT max(id) FROM network_entries`))
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
			browser.Get(servertest.Path("/contacts/#", contact)).Want(t, want)
			for _, at := range []string{"/contacts", "/organisations", servertest.Path("/organisations/#", p.police),
				servertest.Path("/organisations/#", p.surgery),
				servertest.Path("/areas/#/network", p.area), servertest.Path("/areas/#/network", p.other),
				"/contacts?q=a", "/services", servertest.Path("/areas/#/statements", p.area)} {
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
		if n := browser.Get(servertest.Path("/areas/#/network", p.area)).Want(t, http.StatusOK); !n.Says(
			"Rhian Bowen") {
			t.Errorf("%s misses their own in the network", c.who)
		}
	}
	p.As(p.member).Get(servertest.Path("/areas/#/network", p.other)).Want(t, http.StatusNotFound)
	p.As(p.partner).Get(servertest.Path("/areas/#/network", p.other)).Want(t, http.StatusNotFound)
	p.As(p.partner).Get(servertest.Path("/organisations/#", p.surgery)).Want(t, http.StatusNotFound)
	if p.As(p.member).Get(servertest.Path("/contacts/#", p.rhian)).Says("Noted rhian") {
		t.Error("a Member reads the officers' notes")
	}
	if !p.As(p.clo).Get(servertest.Path("/contacts/#", p.rhian)).Says("Noted rhian") {
		t.Error("an officer misses the notes")
	}
}

// TestNoLinkOfAPartnerPageLeadsToAClosedDoor follows every link on the pages that each reader may open.
func TestNoLinkOfAPartnerPageLeadsToAClosedDoor(t *testing.T) {
	p := newPartners(t)
	for _, role := range []partners.ContactRole{
		{Contact: p.rhian, Organisation: p.surgery, From: domain.NewDate(2025, 6, 1)},
		{Contact: p.rhian, Organisation: p.Organisation("Long Gone CIC"), From: domain.NewDate(2024, 6, 1),
			To: domain.NewDate(2024, 7, 1)},
	} {
		if err := partnerapp.AddContactRole(t.Context(), p.App, p.Actor(p.clo), role); err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range []domain.PersonID{p.clo, p.cpo, p.member, p.partner, p.executive} {
		browser, done := p.As(who), map[string]bool{}
		for _, at := range []string{"/contacts", "/organisations", "/services", servertest.Path("/contacts/#", p.rhian),
			servertest.Path("/organisations/#", p.police),
			servertest.Path("/areas/#/network", p.area), servertest.Path("/areas/#/statements", p.area)} {
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

func TestServiceManagersOfAnAreaOrOfAll(t *testing.T) {
	p := newPartners(t)
	zainab := p.As(p.cpo)
	page := zainab.Post("/services", "authority", servertest.ID(p.Authority("borough")), "name", "Parks").
		Want(t, http.StatusSeeOther)
	at := page.Location()
	if page := zainab.Post("/services", "authority", servertest.ID(p.Authority("borough")), "name", "Parks").
		Want(t, http.StatusUnprocessableEntity); page.Problem("name") == "" {
		t.Error("the same service twice")
	}
	page = zainab.Post(at+"/managers", "from", "2026-03-01").Want(t, http.StatusUnprocessableEntity)
	if page.Problem("name") == "" || page.Problem("email") == "" {
		t.Errorf("problems %v", page.Problems())
	}
	zainab.Post(at+"/managers", "name", "Tom Ash", "email", "tom.ash@borough.test", "from", "2026-03-01").
		Want(t, http.StatusSeeOther)
	page = zainab.Post(at+"/managers", "name", "Tom Ash", "email", "tom.ash@borough.test", "from", "2026-05-01").
		Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(strings.Join(page.Problems(), " "), "Tom Ash is already listed") {
		t.Errorf("twice: %v", page.Problems())
	}
	officer := p.Person("Wioletta", policy.Service)
	zainab.Post(at+"/managers", "person", servertest.ID(officer), "area", servertest.ID(p.area), "from", "2026-03-01").
		Want(t, http.StatusSeeOther)
	zainab.Post(at+"/managers", "person", servertest.ID(p.executive), "from", "2026-03-01").
		Want(t, http.StatusUnprocessableEntity)
	listed := func(area domain.AreaID) string {
		list, err := partnerstore.ServiceManagersFor(t.Context(), p.App.Store.Reader, area, domain.DateOf(p.Now()))
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
	if page := p.As(p.executive).Get("/services").Want(t, http.StatusOK); !page.Says("Tom Ash") ||
		page.Says("tom.ash@borough.test") {
		t.Errorf("an executive reads:\n%s", page.Words())
	}
	if page := p.As(p.member).Get(at).Want(t, http.StatusOK); !page.Says("tom.ash@borough.test") {
		t.Errorf("a Member misses the address:\n%s", page.Words())
	}
	zainab.Post(at+"/retirement").Want(t, http.StatusSeeOther)
	if got := listed(p.area); got != "" {
		t.Errorf("a retired service has managers: %s", got)
	}
	zainab.Post(at+"/managers", "name", "New", "email", "new@borough.test", "from", "2026-03-01").
		Want(t, http.StatusUnprocessableEntity)
	zainab.Post(at+"/retirement").Want(t, http.StatusUnprocessableEntity)
}

func TestPartnerPagesStayWithinTwelveStatements(t *testing.T) {
	p := newPartners(t)
	nia := p.As(p.clo)
	for _, at := range []string{"/contacts?q=a&kind=health", "/organisations", "/services",
		servertest.Path("/contacts/#", p.rhian), servertest.Path("/contacts/#/edit", p.rhian),
		servertest.Path("/organisations/#", p.police), servertest.Path("/areas/#", p.area),
		servertest.Path("/areas/#/network", p.area), servertest.Path("/areas/#/network/new", p.area) + "?q=a",
		servertest.Path("/areas/#/statements/representativeness", p.area)} {
		// and one that loads the session, which tests keep in memory
		if page := nia.Get(at).Want(t, http.StatusOK); page.Statements+1 > 12 {
			t.Errorf("%s runs %d statements", at, page.Statements)
		}
	}
}
