package mergerweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A merger is confirmed on a page that lists what belongs to the council and proposes what becomes of it; nothing
// happens before, and what was chosen is kept where something is wrong.
func TestAMergerIsConfirmedWithWhatBelongsToTheCouncil(t *testing.T) {
	h := servertest.New(t)
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	h.Seat("ward", "Old Quay")
	council := h.Authority("borough")
	at := "/authorities/" + servertest.ID(council)
	parks := h.Int(`INSERT INTO services (authority_id, name) VALUES ($1, 'Parks') RETURNING id`, int64(council))
	h.Grant(h.Person("Lowri Ferreira"), policy.Service, parks)
	h.Exec(`INSERT INTO diary_entries (authority_id, kind, starts_on, ends_on, name)
		VALUES ($1, 'election', '2027-05-06', '2027-05-06', 'Election')`, int64(council))
	day := []string{"on-day", "10", "on-month", "3", "on-year", "2026"}
	admin.Post(at+"/merger", day...).Want(t, http.StatusUnprocessableEntity)
	form := append([]string{"name", "Greater Moor", "tier", "unitary"}, day...)
	check := admin.Post(at+"/merger", form...).Want(t, http.StatusOK)
	for _, words := range []string{"Merge it into Greater Moor", "It is formed by this", "1 goes over",
		"What becomes of Parks?", "1 person with a role", "1 election or pre-election period to come"} {
		if !check.Says(words) {
			t.Errorf("the check does not say %q: %s", words, check.Words())
		}
	}
	if admin.Get(at).Want(t, http.StatusOK).Says("Merged") {
		t.Error("it is merged before that is confirmed")
	}
	field := "service-" + servertest.ID(domain.ServiceID(parks))
	form = append(form, "checked", "yes", "with", "elections")
	wrong := admin.Post(at+"/merger", append(form, field, "renamed", field+"-name", "")...).
		Want(t, http.StatusUnprocessableEntity)
	if wrong.Problem(field+"-name") == "" {
		t.Errorf("a name that is missing: %q", wrong.Problems())
	}
	// what belongs to choices that were not made refuses nothing
	form = append(form, field, "kept", field+"-name", strings.Repeat("no name ", 4000), field+"-into", "no service")
	merged := admin.Follow(admin.Post(at+"/merger", form...).Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !merged.Says("Greater Moor") || !merged.Says("Old Quay ward") || !merged.Says("Took over the wards") {
		t.Errorf("the new council: %s", merged.Words())
	}
	if p := admin.Get(at).Want(t, http.StatusOK); !p.Says("Merged into Greater Moor") {
		t.Errorf("the council that was merged: %s", p.Words())
	}
	h.WantLines([]string{"Parks of Greater Moor"}, `SELECT s.name || ' of ' || a.name FROM services s
		JOIN authorities a ON a.id = s.authority_id`)
}
