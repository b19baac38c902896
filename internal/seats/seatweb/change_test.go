package seatweb_test

import (
	"net/http"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// What happens to a ward is said on one page: what was typed is kept where it is refused, and the ward's page tells its
// life to whoever sees Members.
func TestWhatHappensToAWardIsSaidOnAPage(t *testing.T) {
	h := servertest.New(t)
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	quay, dock := h.Seat("ward", "Old Quay"), h.Seat("ward", "Dock")
	at := "/seats/" + servertest.ID(quay)
	day := []string{"on-day", "10", "on-month", "3", "on-year", "2026"}
	form := admin.Get(at+"/changes/new").Want(t, http.StatusOK)
	if !form.Says("Is merged into another") || !form.Says("Dock") {
		t.Errorf("the form: %s", form.Words())
	}
	wrong := admin.Post(at+"/changes", "kind", "renamed", "name", "New Quay", "on-day", "31", "on-month", "2",
		"on-year", "2026").Want(t, http.StatusUnprocessableEntity)
	if name, _ := wrong.Field("name"); name != "New Quay" || wrong.Problem("on") == "" {
		t.Errorf("no day: typed %q, problem %q", name, wrong.Problem("on"))
	}
	admin.Post(at+"/changes", append([]string{"kind", "renamed", "name", "New Quay", "note", "Order 7"}, day...)...).
		Want(t, http.StatusSeeOther)
	admin.Post(at+"/changes", append([]string{"kind", "merged", "into", servertest.ID(dock)}, day...)...).
		Want(t, http.StatusSeeOther)
	reader := h.As(h.Person("Owen", policy.CPO))
	page := reader.Get(at).Want(t, http.StatusOK)
	for _, words := range []string{"New Quay ward", "10 March 2026 Called New Quay, was Old Quay: Order 7",
		"Merged into Dock", "Its last day was 9 March 2026"} {
		if !page.Says(words) {
			t.Errorf("the ward does not say %q: %s", words, page.Words())
		}
	}
	if other := reader.Get("/seats/"+servertest.ID(dock)).Want(t, http.StatusOK); !other.Says("New Quay was merged " +
		"into it on 10 March 2026") {
		t.Errorf("what took it in: %s", other.Words())
	}
	if list := reader.Get("/seats").Want(t, http.StatusOK); list.Says("New Quay") {
		t.Error("a ward that has ended is listed")
	}
	reader.Get(at+"/changes/new").Want(t, http.StatusForbidden)
	admin.Post(at+"/changes", append([]string{"kind", "ended"}, day...)...).Want(t, http.StatusUnprocessableEntity)
}

func TestACouncilIsCorrectedOnItsPage(t *testing.T) {
	h := servertest.New(t)
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	h.Seat("ward", "Old Quay")
	at := "/authorities/" + servertest.ID(h.Authority("borough"))
	if p := admin.Get(at).Want(t, http.StatusOK); !p.Says("Old Quay ward") || !p.Says("Borough: ") {
		t.Errorf("the council: %s", p.Words())
	}
	if p := admin.Get(at+"/tier").Want(t, http.StatusOK); !p.Says("a London borough or a metropolitan borough") {
		t.Errorf("nobody says which councils are single-tier: %s", p.Words())
	}
	admin.Post(at+"/tier", "tier", "unitary").Want(t, http.StatusUnprocessableEntity)
	admin.Post(at+"/tier", "tier", "borough", "reason", "Again").Want(t, http.StatusUnprocessableEntity)
	form := []string{"tier", "unitary", "reason", "It is single-tier"}
	if check := admin.Post(at+"/tier", form...).Want(t, http.StatusOK); !check.Says("unitary, was borough") ||
		!check.Says("No area overlaps its wards or divisions") || admin.Get(at).Says("Unitary: ") {
		t.Errorf("the check: %s", check.Words())
	}
	admin.Post(at+"/tier", append(form, "checked", "yes")...).Want(t, http.StatusSeeOther)
}

// Before a tier is corrected, a page says what becomes of the gates of each area; those that are open keep theirs.
func TestCorrectingATierSaysWhatItDoesToGates(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	attempt := servertest.Submit(t, h, q, int(domain.GateAreas))
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	borough := h.Authority("borough")
	at := "/authorities/" + servertest.ID(borough) + "/tier"
	form := []string{"tier", "unitary", "reason", "It is single-tier"}
	check := admin.Post(at, form...).Want(t, http.StatusOK)
	for _, words := range []string{"Castle The next gate asks Members of each tier (county and unitary); until now " +
		"of each tier (county and borough)", "is open and goes on asking as borough"} {
		if !check.Says(words) {
			t.Errorf("the check does not say %q: %s", words, check.Words())
		}
	}
	admin.Post(at, append(form, "checked", "yes")...).Want(t, http.StatusSeeOther)
	if page := h.As(q.Planner).Get(attempt).Want(t, http.StatusOK); !page.Says("is corrected: unitary, was borough") ||
		!page.Says("is still asked") {
		t.Errorf("the gate: %s", page.Words())
	}
}
