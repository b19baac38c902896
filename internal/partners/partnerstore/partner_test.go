package partnerstore_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// partnerTown is a small world: two areas, three organisations, and contacts in and out of the networks.
type partnerTown struct {
	*db.Store
	pool                                *pgxpool.Pool
	town                                *town.Town
	officer                             domain.PersonID
	quay, moor                          domain.AreaID
	police, surgery                     domain.OrganisationID
	rhian, sukhdev, madonna, aoife, ewa domain.ContactID
}

func newPartners(t *testing.T) partnerTown {
	t.Helper()
	c := town.NewCounty(t)
	p := partnerTown{Store: c.App.Store, pool: c.Pool, town: c, officer: c.Nia}
	p.quay, p.moor = c.Proposes("Q1", "Old Quay"), c.Proposes("M1", "Moorside")
	organisation := func(name, kind string) domain.OrganisationID {
		id, err := partnerapp.AddOrganisation(t.Context(), c.App, c.Actor(c.Owen),
			partners.Organisation{Name: name, Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	p.police, p.surgery = organisation("Aldermoor Police", "police"), organisation("Quayside Surgery", "health")
	contact := func(name string) domain.ContactID {
		who := partners.Contact{Name: name, Email: "c@" + name + ".test", LawfulBasis: "public task",
			Channel: partners.ByEmail}
		id, err := partnerapp.AddContact(t.Context(), c.App, c.Actor(c.Nia), who, partners.ContactRole{})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	p.aoife, p.ewa, p.madonna, p.rhian, p.sukhdev = contact("Aoife"), contact("Ewa"), contact("Madonna"),
		contact("Rhian"), contact("Sukhdev")
	p.in(t, p.rhian, p.police, town.Today.AddDays(-400), domain.Date{})
	p.in(t, p.rhian, p.surgery, town.Today.AddDays(-30), domain.Date{})
	p.in(t, p.sukhdev, p.surgery, town.Today.AddDays(-30), domain.Date{})
	p.in(t, p.madonna, p.police, town.Today.AddDays(-400), town.Today.AddDays(-1))
	p.add(t, p.quay, p.rhian, partners.PatchWorker)
	p.add(t, p.quay, p.sukhdev, partners.Stakeholder)
	p.add(t, p.moor, p.aoife, partners.Community)
	return p
}

func (p partnerTown) write(t *testing.T, body func(db.Writer) error) {
	t.Helper()
	if err := p.InTx(t.Context(), body); err != nil {
		t.Fatal(err)
	}
}

func (p partnerTown) in(t *testing.T, c domain.ContactID, o domain.OrganisationID, from, to domain.Date) {
	t.Helper()
	p.write(t, func(w db.Writer) error {
		return partnerstore.AddContactRole(t.Context(), w, partners.ContactRole{Contact: c, Organisation: o, From: from,
			To: to})
	})
}

func (p partnerTown) add(t *testing.T, area domain.AreaID, c domain.ContactID, kind string) {
	t.Helper()
	p.write(t, func(w db.Writer) error {
		return partnerstore.AddNetworkEntry(t.Context(), w, partners.NetworkEntry{Area: area, Contact: c, Kind: kind,
			Patch: "The quay"}, p.officer, town.Noon)
	})
}

func names(lines []partners.ContactLine) []string {
	var list []string
	for _, l := range lines {
		list = append(list, l.Name)
	}
	return list
}

func TestContactsAreSeenWithinReach(t *testing.T) {
	p := newPartners(t)
	for _, c := range []struct {
		who   string
		scope policy.Scope
		want  []string
	}{
		{"an officer sees all", town.Anywhere, []string{"Aoife", "Ewa", "Madonna", "Rhian", "Sukhdev"}},
		{"a Member sees the networks of their areas", policy.Scope{Areas: []domain.AreaID{p.quay}},
			[]string{"Rhian", "Sukhdev"}},
		{"a partner sees those in their organisation today",
			policy.Scope{Organisations: []domain.OrganisationID{p.police}}, []string{"Rhian"}},
		{"no scope sees nobody", policy.Scope{}, nil},
	} {
		got, err := partnerstore.ListContacts(t.Context(), p.Store.Reader, c.scope, town.Today,
			partnerstore.ContactFilter{Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, names(got)); d != "" {
			t.Errorf("%s: %s", c.who, d)
		}
		n, err := partnerstore.CountContacts(t.Context(), p.Store.Reader, c.scope, town.Today,
			partnerstore.ContactFilter{})
		if err != nil || n != len(c.want) {
			t.Errorf("%s: counted %d, %v", c.who, n, err)
		}
		_, err = partnerstore.Contact(t.Context(), p.Store.Reader, c.scope, town.Today, p.ewa)
		if wantNone := !c.scope.All; errors.Is(err, domain.ErrNotFound) != wantNone {
			t.Errorf("%s: load of Ewa: %v", c.who, err)
		}
	}
}

func TestContactsArePagedBothWaysAndFiltered(t *testing.T) {
	p := newPartners(t)
	page := func(s policy.Scope, f partnerstore.ContactFilter) []string {
		t.Helper()
		got, err := partnerstore.ListContacts(t.Context(), p.Store.Reader, s, town.Today, f)
		if err != nil {
			t.Fatal(err)
		}
		return names(got)
	}
	for _, c := range []struct {
		what  string
		scope policy.Scope
		f     partnerstore.ContactFilter
		want  []string
	}{
		{"first", town.Anywhere, partnerstore.ContactFilter{Limit: 2}, []string{"Aoife", "Ewa"}},
		{"after", town.Anywhere, partnerstore.ContactFilter{Limit: 2, After: p.ewa}, []string{"Madonna", "Rhian"}},
		{"before", town.Anywhere, partnerstore.ContactFilter{Limit: 2, Before: p.rhian}, []string{"Ewa", "Madonna"}},
		{"a key out of reach tells nothing", policy.Scope{Areas: []domain.AreaID{p.quay}},
			partnerstore.ContactFilter{Limit: 9, After: p.ewa}, nil},
		{"text", town.Anywhere, partnerstore.ContactFilter{Limit: 9, Text: "HI"}, []string{"Rhian"}},
		{"accents aside", town.Anywhere, partnerstore.ContactFilter{Limit: 9, Text: "áoïf"}, []string{"Aoife"}},
		{"a percent sign is a percent sign", town.Anywhere, partnerstore.ContactFilter{Limit: 9, Text: "%"}, nil},
		{"kind of organisation today", town.Anywhere, partnerstore.ContactFilter{Limit: 9, Kind: "police"},
			[]string{"Rhian"}},
		{"do not contact", town.Anywhere, partnerstore.ContactFilter{Limit: 9, DoNotContact: true}, nil},
	} {
		if d := cmp.Diff(c.want, page(c.scope, c.f)); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
		if _, err := partnerstore.CountContacts(t.Context(), p.Store.Reader, c.scope, town.Today, c.f); err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

func TestNetworkHoldsOrganisationsOfTodayAndNobodyRemoved(t *testing.T) {
	p := newPartners(t)
	p.add(t, p.quay, p.ewa, partners.Forum)
	before, err := partnerstore.Network(t.Context(), p.Store.Reader, p.quay, town.Today)
	if err != nil {
		t.Fatal(err)
	}
	p.write(t, func(w db.Writer) error {
		return partnerstore.RemoveNetworkEntry(t.Context(), w, before[0].ID, p.officer, town.Noon, "Moved away")
	})
	got, err := partnerstore.Network(t.Context(), p.Store.Reader, p.quay, town.Today)
	if err != nil {
		t.Fatal(err)
	}
	want := []partners.NetworkEntry{
		{ID: got[0].ID, Area: p.quay, Contact: p.rhian, Kind: partners.PatchWorker, Name: "Rhian",
			Organisations: "Aldermoor Police, Quayside Surgery",
			Patch:         "The quay", Email: "c@Rhian.test", Channel: partners.ByEmail},
		{ID: got[1].ID, Area: p.quay, Contact: p.sukhdev, Kind: partners.Stakeholder, Name: "Sukhdev",
			Organisations: "Quayside Surgery",
			Patch:         "The quay", Email: "c@Sukhdev.test", Channel: partners.ByEmail},
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b domain.Date) bool { return a == b }),
		cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); d != "" {
		t.Error(d)
	}
	removed, err := partnerstore.RemovedFromNetwork(t.Context(), p.Store.Reader, p.quay, town.Today)
	if err != nil || len(removed) != 1 || removed[0].Name != "Ewa" || removed[0].RemovedReason != "Moved away" ||
		!removed[0].RemovedAt.Equal(town.Noon) {
		t.Errorf("removed: %+v, %v", removed, err)
	}
	part, err := partnerstore.NetworkInScope(t.Context(), p.Store.Reader,
		policy.Scope{Organisations: []domain.OrganisationID{p.police}}, p.quay, town.Today)
	if err != nil || len(part) != 1 || part[0].Name != "Rhian" {
		t.Errorf("a partner sees %+v, %v", part, err)
	}
}

func TestSecondEntryOnTheSameListIsRefused(t *testing.T) {
	p := newPartners(t)
	err := p.InTx(t.Context(), func(w db.Writer) error {
		return partnerstore.AddNetworkEntry(t.Context(), w, partners.NetworkEntry{Area: p.quay, Contact: p.rhian,
			Kind: partners.PatchWorker, Name: "Rhian"}, p.officer, town.Noon)
	})
	if _, blocked := errors.AsType[*domain.BlockedError](err); !blocked {
		t.Errorf("got %v", err)
	}
	p.add(t, p.quay, p.rhian, partners.Forum) // another list is fine
}

func TestServiceManagersAreThoseOfTheAreaAndItsAuthorities(t *testing.T) {
	p := newPartners(t)
	ctx := context.Background()
	authority := func(name, code string, at int) domain.AuthorityID {
		p.town.Load(town.SeatImport(t, name, places.Borough, places.Ward, town.Square(code, code, at, 1)))
		return domain.AuthorityID(p.town.Int(`SELECT id FROM authorities WHERE name = $1`, name))
	}
	// without a seat
	county := town.Insert[domain.AuthorityID](t, p.pool, `INSERT INTO authorities (name, tier)
		VALUES ('Aldermoor County', 'county')`)
	here, elsewhere := authority("Brackenford", "E05000001", 0), authority("Hollin Vale", "E05000002", 1)
	p.town.Forced("the area is not drawn", `INSERT INTO area_seats VALUES ($1, $2, 100)`, int64(p.quay),
		int64(p.town.Seats("E05000001")[0]))
	p.town.Forced("an account of before there were addresses", `UPDATE people SET email = NULL WHERE id = $1`,
		int64(p.officer))
	p.write(t, func(w db.Writer) error {
		service := func(a domain.AuthorityID, name string) domain.ServiceID {
			id, err := partnerstore.AddService(ctx, w, partners.Service{Authority: a, Name: name})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		post := func(s domain.ServiceID, area domain.AreaID, person domain.PersonID, name string, from,
			to domain.Date) {
			if err := partnerstore.AddServicePost(ctx, w, partners.ServicePost{Service: s, Area: area, Person: person,
				Name: name, Email: name + "@example.test", From: from, To: to}); err != nil {
				t.Fatal(err)
			}
		}
		roads, parks, bins, lights := service(county, "Highways"), service(here, "Parks"), service(elsewhere, "Waste"),
			service(here, "Lighting")
		post(roads, 0, 0, "Everywhere", town.Today, domain.Date{})
		post(parks, p.quay, p.officer, "as typed", town.Today.AddDays(-9), town.Today)
		post(parks, p.moor, 0, "Other area", town.Today, domain.Date{})
		post(parks, 0, 0, "Gone", town.Today.AddDays(-9), town.Today.AddDays(-1))
		post(parks, 0, 0, "Not yet", town.Today.AddDays(1), domain.Date{})
		post(bins, 0, 0, "Another borough", town.Today, domain.Date{})
		post(lights, 0, 0, "Retired service", town.Today.AddDays(-9), domain.Date{})
		return partnerstore.RetireService(ctx, w, lights, town.Today)
	})
	got, err := partnerstore.ServiceManagersFor(ctx, p.Store.Reader, p.quay, town.Today)
	if err != nil {
		t.Fatal(err)
	}
	want := []partners.ServiceManager{
		{Service: "Highways", Authority: "Aldermoor County", Name: "Everywhere", Email: "Everywhere@example.test",
			AllAreas: true},
		{Service: "Parks", Authority: "Brackenford", Name: "Nia Pugh", Email: "as typed@example.test",
			Person: p.officer},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	lines, err := partnerstore.ListServices(ctx, p.Store.Reader, town.Today)
	if err != nil || len(lines) != 4 || lines[0].Name != "Highways" || len(lines[2].Managers) != 1 ||
		lines[2].RetiredOn != town.Today {
		t.Errorf("directory: %+v, %v", lines, err)
	}
}

func TestNetworkIsCounted(t *testing.T) {
	p := newPartners(t)
	p.add(t, p.quay, p.ewa, partners.PatchWorker)
	ewa := partners.NetworkEntry{
		ID:    domain.NetworkEntryID(p.town.Int(`SELECT id FROM network_entries WHERE contact_id = $1`, int64(p.ewa))),
		Patch: "The quay", EngagedOn: domain.NewDate(2026, 11, 1)}
	p.write(t, func(w db.Writer) error { return partnerstore.ChangeNetworkEntry(t.Context(), w, ewa) })
	got, err := partnerstore.NetworkCounts(t.Context(), p.Store.Reader, p.quay)
	if want := (partners.NetworkCounts{PatchWorkers: 2, Engaged: 1, Stakeholders: 1}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNewestStatementCounts(t *testing.T) {
	p := newPartners(t)
	about := partners.StatedAbsence(domain.FromDeskResearch)
	for i, text := range []string{"Not started", "The county's profile is late"} {
		p.write(t, func(w db.Writer) error {
			return partnerstore.AddStatement(t.Context(), w, p.quay, partners.Statement{About: about, Text: text,
				At: town.Noon.Add(time.Duration(i) * time.Hour)}, p.officer)
		})
	}
	got, err := partnerstore.Statements(t.Context(), p.Store.Reader, p.quay)
	if err != nil || len(got) != 1 || got[about].Text != "The county's profile is late" || got[about].By != "Nia Pugh" {
		t.Errorf("got %+v, %v", got, err)
	}
	all, err := partnerstore.StatementsAbout(t.Context(), p.Store.Reader, p.quay, about)
	if err != nil || len(all) != 2 {
		t.Errorf("all %+v, %v", all, err)
	}
	other, err := partnerstore.Statements(t.Context(), p.Store.Reader, p.moor)
	if err != nil || len(other) != 0 {
		t.Errorf("another area has %+v, %v", other, err)
	}
}

func TestOrganisationsAreSeenWithinReach(t *testing.T) {
	p := newPartners(t)
	surgery := partners.OrganisationLine{ID: p.surgery, Name: "Quayside Surgery", Kind: "health", Contacts: 2}
	police := partners.OrganisationLine{ID: p.police, Name: "Aldermoor Police", Kind: "police", Contacts: 1}
	for _, c := range []struct {
		who   string
		scope policy.Scope
		want  []partners.OrganisationLine
	}{
		{"an officer", town.Anywhere, []partners.OrganisationLine{surgery, police}},
		{"a Member of the quay", policy.Scope{Areas: []domain.AreaID{p.quay}}, []partners.OrganisationLine{surgery,
			police}},
		{"a Member of the moor", policy.Scope{Areas: []domain.AreaID{p.moor}}, []partners.OrganisationLine{}},
		{"a partner", policy.Scope{Organisations: []domain.OrganisationID{p.police}},
			[]partners.OrganisationLine{police}},
	} {
		got, err := partnerstore.ListOrganisations(t.Context(), p.Store.Reader, c.scope, town.Today,
			partnerstore.OrganisationFilter{})
		if d := cmp.Diff(c.want, got); err != nil || d != "" {
			t.Errorf("%s: %v %s", c.who, err, d)
		}
		_, err = partnerstore.OrganisationRoles(t.Context(), p.Store.Reader, c.scope, town.Today, p.surgery)
		if err != nil {
			t.Error(err)
		}
	}
}

func TestWhoWasToldIsListedForAreaAndContact(t *testing.T) {
	p := newPartners(t)
	notice := town.Insert[domain.NoticeID](t, p.pool, `INSERT INTO notices (event, area_id, subject, body, at)
		VALUES ('gate passed', $1, 'Gate 1 passed', '', $2)`, int64(p.quay), town.Noon)
	for _, c := range []domain.ContactID{p.rhian, p.sukhdev} {
		if _, err := p.pool.Exec(t.Context(), `INSERT INTO notice_recipients (notice_id, contact_id, name, result)
			VALUES ($1, $2, 'As it was', 'recorded')`, int64(notice), int64(c)); err != nil {
			t.Fatal(err)
		}
	}
	told, err := partnerstore.NetworkInformed(t.Context(), p.Store.Reader, town.Anywhere, p.quay, town.Today)
	if err != nil || len(told) != 2 || told[0].Subject != "Gate 1 passed" || told[0].Name != "As it was" {
		t.Errorf("area: %+v, %v", told, err)
	}
	told, err = partnerstore.NetworkInformed(t.Context(), p.Store.Reader,
		policy.Scope{Organisations: []domain.OrganisationID{p.police}}, p.quay, town.Today)
	if err != nil || len(told) != 1 {
		t.Errorf("to a partner: %+v, %v", told, err)
	}
	told, err = partnerstore.ContactInformed(t.Context(), p.Store.Reader, town.Anywhere, p.rhian)
	if err != nil || len(told) != 1 || told[0].Area != "Old Quay" {
		t.Errorf("contact: %+v, %v", told, err)
	}
	networks, err := partnerstore.ContactNetworks(t.Context(), p.Store.Reader,
		policy.Scope{Areas: []domain.AreaID{p.moor}}, p.rhian)
	if err != nil || len(networks) != 0 {
		t.Errorf("networks of another area: %+v, %v", networks, err)
	}
}

func TestStaleContactIsAConflict(t *testing.T) {
	p := newPartners(t)
	c, err := partnerstore.Contact(t.Context(), p.Store.Reader, town.Anywhere, town.Today, p.rhian)
	if err != nil {
		t.Fatal(err)
	}
	p.write(t, func(w db.Writer) error { return partnerstore.ChangeContact(t.Context(), w, c) })
	err = p.InTx(t.Context(), func(w db.Writer) error { return partnerstore.ChangeContact(t.Context(), w, c) })
	if !errors.Is(err, domain.ErrConflict) {
		t.Errorf("got %v", err)
	}
}
