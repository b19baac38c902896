package seatweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

const wardsFile = `{"type":"FeatureCollection","features":[
	{"type":"Feature","properties":{"WD26CD":"E05990001","WD26NM":"Canalside"},"geometry":{"type":"Polygon","coordinates":[[[-1.9,52.2],[-1.88,52.2],[-1.88,52.21],[-1.9,52.21],[-1.9,52.2]]]}},
	{"type":"Feature","properties":{"WD26CD":"E05990002","WD26NM":"Priory"},"geometry":{"type":"Polygon","coordinates":[[[-1.88,52.2],[-1.86,52.2],[-1.86,52.21],[-1.88,52.21],[-1.88,52.2]]]}}]}`

func TestBoundaryFileIsLookedAtBeforeItIsImported(t *testing.T) {
	h := servertest.New(t)
	b := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	what := []string{"authority", "Marlwick", "tier", "borough", "kind", "ward"}
	check := b.Follow(b.Upload("/seats/imports", "file", "wards.geojson", []byte(wardsFile), what...).
		Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	for _, words := range []string{"wards.geojson", "2 seats: 2 added, 0 changed, 0 unchanged", "Canalside (E05990001)",
		"Priory (E05990002)"} {
		if !check.Says(words) {
			t.Errorf("the check does not say %q", words)
		}
	}
	if n := h.Int("SELECT count(*) FROM seats"); n != 0 {
		t.Fatalf("looking at a file imported %d seats", n)
	}
	confirm := check.Forms()[len(check.Forms())-1]
	asked := b.Post(confirm).Want(t, http.StatusUnprocessableEntity)
	if asked.Problem("places-1") == "" || h.Int("SELECT count(*) FROM seats") != 0 {
		t.Errorf("nobody asks how many Members a ward elects: %s", asked.Words())
	}
	b.Post(confirm, "places", "2", "places-2", "1").Want(t, http.StatusSeeOther)
	if got := h.Text("SELECT string_agg(places::text, ' ' ORDER BY code) FROM seats"); got != "2 1" {
		t.Errorf("the wards elect %s", got)
	}
	b.Get("/seats")
	b.Post(confirm).Want(t, http.StatusSeeOther)
	if p := b.Get("/seats"); !p.Says("That file waits no more") {
		t.Error("a confirmation sent twice says nothing")
	}
	list := b.Get("/seats").Want(t, http.StatusOK)
	if !list.Says("Marlwick") || !list.Says("E05990002") {
		t.Errorf("the list of seats: %s", list.Words())
	}

	less := strings.Replace(strings.Split(wardsFile,
		",\n\t{\"type\":\"Feature\",\"properties\":{\"WD26CD\":\"E05990002\"")[0], "Canalside", "Canal Side", 1) + "]}"
	again := b.Follow(b.Upload("/seats/imports", "file", "less.geojson", []byte(less), what...).
		Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !again.Says("1 seat: 0 added, 1 changed, 0 unchanged") ||
		!again.Says("Not in the file; they stay: 1 Priory (E05990002)") {
		t.Errorf("the check of less: %s", again.Words())
	}
}

func TestFaultyBoundaryFileIsNamedByTheField(t *testing.T) {
	h := servertest.New(t)
	b := h.As(h.Person("Aoife", policy.Admin))
	twice := strings.Replace(wardsFile, "E05990002", "E05990001", 1)
	p := b.Upload("/seats/imports", "file", "wards.geojson", []byte(twice), "authority", "Marlwick", "tier", "borough",
		"kind", "ward").Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(p.Problem("file"), "feature 2 (E05990001 Priory): its code is already that of feature 1") {
		t.Errorf("problem by the file: %q", p.Problem("file"))
	}
	if name, _ := p.Field("authority"); name != "Marlwick" {
		t.Errorf("the council typed is now %q", name)
	}
	none := b.Post("/seats/imports", "authority", "", "tier", "", "kind", "").Want(t, http.StatusUnprocessableEntity)
	for _, field := range []string{"authority", "tier", "kind", "file"} {
		if none.Problem(field) == "" {
			t.Errorf("no problem by %s", field)
		}
	}
	if n := h.Int("SELECT count(*) FROM authorities") + h.Int("SELECT count(*) FROM seat_files"); n != 0 {
		t.Errorf("%d rows were kept", n)
	}
}

func TestMemberIsSucceeded(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	b := h.As(h.Person("Aoife", policy.Admin))
	at := "/seats/" + servertest.ID(ward)

	b.Post(at+"/places", "places", "2").Want(t, http.StatusSeeOther)
	missing := b.Post(at+"/terms", "place", "2", "email", "roisin@aldermoor.test", "from", "2023-05-08").
		Want(t, http.StatusUnprocessableEntity)
	if got := missing.Problem("name"); got != "Enter the person’s name" {
		t.Errorf("problem by the name of somebody new: %q", got)
	}
	b.Post(at+"/terms", "place", "2", "email", "Roisin@aldermoor.test", "name", "Roisín Ó Cléirigh", "from",
		"2023-05-08").Want(t, http.StatusSeeOther)
	held := b.Post(at+"/terms", "place", "2", "email", "suresh@aldermoor.test", "name", "Suresh", "from", "2026-03-01").
		Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(held.Problem("from"), "Roisín Ó Cléirigh holds this place from 8 May 2023") {
		t.Errorf("problem by the first day: %q", held.Problem("from"))
	}
	if h.Int("SELECT count(*) FROM people WHERE name = 'Suresh'") != 0 {
		t.Error("the refused Member was added as a person")
	}
	term := h.Text("SELECT id::text FROM terms")
	if p := b.Post(at+"/terms/"+term+"/end", "to", "2026-02-28").Want(t, http.StatusUnprocessableEntity); p.Problem(
		"reason") == "" {
		t.Error("no reason, and no problem by it")
	}
	b.Post(at+"/terms/"+term+"/end", "to", "2026-02-28", "reason", "Moved away").Want(t, http.StatusSeeOther)
	b.Post(at+"/terms", "place", "2", "email", "suresh@aldermoor.test", "name", "Suresh", "from", "2026-03-01").
		Want(t, http.StatusSeeOther)
	b.Post(at+"/places", "places", "1").Want(t, http.StatusUnprocessableEntity)

	seat := b.Get(at).Want(t, http.StatusOK)
	for _, words := range []string{"Suresh", "From 1 March 2026", "Roisín Ó Cléirigh", "8 May 2023 to 28 February 2026",
		"Moved away", "Vacant"} {
		if !seat.Says(words) {
			t.Errorf("the page of the ward does not say %q", words)
		}
	}
	if seat.Statements > 12 {
		t.Errorf("the page of the ward runs %d statements", seat.Statements)
	}
	register := b.Get("/members").Want(t, http.StatusOK)
	if !register.Says("Suresh") || register.Says("Roisín") || !register.Says("1 place is vacant") {
		t.Errorf("the register: %s", register.Words())
	}
	if p := b.Get("/members?vacant=yes").Want(t, http.StatusOK); p.Says("Suresh") ||
		!p.Says("Canalside ward, place 1 of 2") {
		t.Errorf("the vacancies: %s", p.Words())
	}
	other := h.Seat("ward", "Priory")
	b.Post("/seats/"+servertest.ID(other)+"/terms/"+term+"/end", "to", "2026-03-01", "reason", "x").
		Want(t, http.StatusNotFound)
}

func TestSubstituteIsNamedBeforehandWhereAllowed(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.App.Rules.SubstitutesAllowed = true })
	ward := h.Seat("ward", "Canalside")
	member := h.Person("Roisín")
	h.Term(member, ward)
	b := h.As(h.Person("Aoife", policy.Admin))
	at := "/seats/" + servertest.ID(ward) + "/substitutes"
	suresh := h.Person("Suresh")
	who := []string{"place", "1", "email", h.Text("SELECT email FROM people WHERE id = $1", int64(suresh)), "reason",
		"Parental leave", "to", "2026-06-30"}
	none := b.Post(at, append(who, "from", "2026-03-10")...).Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(none.Problem("email"), "a Member of the same council") {
		t.Errorf("problem by the address of somebody who is no Member: %q", none.Problem("email"))
	}
	h.Term(suresh, h.Seat("ward", "Priory"))
	past := b.Post(at, append(who, "from", "2026-03-09")...).Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(past.Problem("from"), "beforehand") {
		t.Errorf("problem by the first day: %q", past.Problem("from"))
	}
	b.Post(at, append(who, "from", "2026-03-10")...).Want(t, http.StatusSeeOther)
	if p := b.Get("/members").Want(t, http.StatusOK); !p.Says("Substitute today: Suresh") {
		t.Errorf("the register does not show the substitute: %s", p.Words())
	}
	id := h.Text("SELECT id::text FROM substitutes")
	b.Post(at+"/"+id+"/ending").Want(t, http.StatusSeeOther)
	if p := b.Get("/members"); p.Says("Substitute today") {
		t.Error("an ended substitution is shown as of today")
	}
}

func TestSubstituteIsRefusedWhereNotAllowed(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	h.Term(h.Person("Roisín"), ward)
	b := h.As(h.Person("Aoife", policy.Admin))
	at := "/seats/" + servertest.ID(ward) + "/substitutes"
	b.Get(at+"/new").Want(t, http.StatusNotFound)
	p := b.Post(at, "place", "1", "email", "s@aldermoor.test", "name", "Suresh", "reason", "Leave", "from",
		"2026-03-10", "to", "2026-06-30").Want(t, http.StatusUnprocessableEntity)
	if !p.Says("This council does not allow substitutes") {
		t.Errorf("refused with %v", p.Problems())
	}
}

func TestRegisterOfMembersPages(t *testing.T) {
	h := servertest.New(t)
	h.Forced("many of them", `INSERT INTO seats (authority_id, kind, code, name, boundary, places)
		SELECT $1, 'ward', 'W' || n, 'Ward ' || lpad(n::text, 3, '0'), '{}', 2 FROM generate_series(1, 60) n`,
		int64(h.Authority("borough")))
	b := h.As(h.Person("Aoife", policy.CPO))
	first := b.Get("/members").Want(t, http.StatusOK)
	next := ""
	for _, link := range first.Links() {
		if strings.HasPrefix(link, "/members?after=") {
			next = link
		}
	}
	if next == "" || !first.Says("Ward 050 ward, place 2 of 2") || first.Says("Ward 051") {
		t.Fatalf("the first page ends elsewhere than after 100 places (next %q)", next)
	}
	second := b.Get(next).Want(t, http.StatusOK)
	if !second.Says("Ward 051 ward, place 1 of 2") || second.Says("Ward 050") ||
		!second.Says("Ward 060 ward, place 2 of 2") {
		t.Errorf("the second page: %s", second.Words())
	}
}
