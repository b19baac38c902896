package mergerweb_test

import (
	"net/http"
	"slices"
	"testing"

	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A merger of a day to come is recorded by the same pages, shown as ahead on both councils' pages and on those of the
// areas over them, and moved and taken back on its own.
func TestAMergerAheadOnItsPages(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	who := h.Person("Aoife Ní Dhomhnaill", policy.Admin)
	admin := h.As(who)
	from, into := servertest.ID(h.Authority("borough")), servertest.ID(h.Authority("county"))
	form := []string{"into", into, "on-day", "1", "on-month", "4", "on-year", "2026"}
	check := admin.Post("/authorities/"+from+"/merger", form...).Want(t, http.StatusOK)
	if !check.Says("Nothing changes before 1 April 2026") || check.Says("cannot be taken back") ||
		!check.Says("Record it for 1 April 2026") {
		t.Errorf("the check says %s", check.Words())
	}
	admin.Post("/authorities/"+from+"/merger", append(form, "checked", "yes")...).Want(t, http.StatusSeeOther)
	for path, c := range map[string]*servertest.Client{"/authorities/" + from: admin, "/authorities/" + into: admin,
		"/areas/" + servertest.ID(q.Area) + "/members": h.As(q.Officer)} {
		if p := c.Get(path).Want(t, http.StatusOK); !p.Says("is to be merged into") || !p.Says("From 1 April 2026") ||
			!slices.Contains(p.Links(), "/mergers/1") {
			t.Errorf("%s does not show it: %s", path, p.Words())
		}
	}
	member := h.As(q.Members[0]).Get("/mergers/1").Want(t, http.StatusOK)
	if !member.Says("takes effect by itself on 1 April 2026") || slices.Contains(member.Links(), "/mergers/1/day") {
		t.Errorf("a Member reads %s", member.Words())
	}
	h.As(q.Members[0]).Post("/mergers/1/removal", "why", "No").Want(t, http.StatusForbidden)
	if p := admin.Post("/mergers/1/day", "on-day", "31", "on-month", "2", "on-year", "2026", "reason", "Put off").
		Want(t, http.StatusUnprocessableEntity); p.Problem("on") == "" || len(p.Problems()) != 1 {
		t.Errorf("a day that is none: %v", p.Problems())
	}
	moved := admin.Follow(admin.Post("/mergers/1/day", "on-day", "1", "on-month", "5", "on-year", "2026", "reason",
		"Put off").Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !moved.Says("moved from 1 April 2026 to 1 May 2026 by Aoife Ní Dhomhnaill: Put off") {
		t.Errorf("moved, the page says %s", moved.Words())
	}
	back := admin.Follow(admin.Post("/mergers/1/removal", "why", "The order was lost").Want(t, http.StatusSeeOther)).
		Want(t, http.StatusOK)
	if !back.Says("Taken back: nothing of it will happen") {
		t.Errorf("taken back, the page says %s", back.Words())
	}
	if p := admin.Get("/authorities/"+from).Want(t, http.StatusOK); p.Says("is to be merged") {
		t.Errorf("taken back, the council's page says %s", p.Words())
	}
	admin.Get("/mergers/9").Want(t, http.StatusNotFound)
	if n, err := mergerapp.TakeOrders(t.Context(), h.App); n != 0 || err != nil {
		t.Errorf("%d took effect: %v", n, err)
	}
}
