package placeweb_test

import (
	"net/http"
	"slices"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestEveryVersionOfABoundaryCanBeSeen(t *testing.T) {
	h := servertest.New(t)
	h.Seat("ward", "Canalside")
	area := h.Area("Canalside")
	h.Forced("a version of another shape than the harness draws", `INSERT INTO area_boundaries (area_id, version,
		boundary, reason, by, at)
		SELECT area_id, 2, '{"type":"MultiPolygon","coordinates":[[[[10,50],[11,50],[11,51],[10,51],[10,50]]]]}', 'Moved abroad', by, at FROM area_boundaries`)
	b := h.As(h.Person("Llŷr", policy.CPO))
	path := "/areas/" + servertest.ID(area)
	if links := b.Get(path+"/boundary").Want(t, http.StatusOK).Links(); !slices.Contains(links, path+"/boundaries/1") ||
		!slices.Contains(links, path+"/boundaries/2") {
		t.Errorf("the page of the boundary links to %v, and not to both versions", links)
	}
	first := b.Get(path+"/boundaries/1").Want(t, http.StatusOK)
	if !first.Says("First drawing") || !first.Says("Canalside ward") ||
		first.First("svg", "class", "fg-outline") == nil {
		t.Errorf("version 1: %s", first.Words())
	}
	if second := b.Get(path+"/boundaries/2").Want(t, http.StatusOK); !second.Says("Moved abroad") ||
		second.Says("Canalside ward") {
		t.Errorf("version 2: %s", second.Words())
	}
	for _, version := range []string{"3", "0", "-1", "first", "9999999999999"} {
		b.Get(path+"/boundaries/"+version).Want(t, http.StatusNotFound)
	}
	h.As(h.Person("Somerled", policy.Member)).Get(path+"/boundaries/1").Want(t, http.StatusNotFound)
}

// A view names the version of the boundary that it was given on, and shows where that is another by now (A3). Where it
// is not said, it is the one of the day.
func TestAViewNamesTheBoundaryThatItWasGivenOn(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	at := "/areas/" + servertest.ID(q.Area)
	officer := h.As(q.Officer)
	h.Forced("drawn before the clock began", `UPDATE area_boundaries SET at = '2026-01-05T12:00:00Z'`)
	h.Forced("a second drawing", `INSERT INTO area_boundaries (area_id, version, boundary, reason, by, at)
		SELECT area_id, 2, boundary, 'Includes the quay', by, '2026-03-09T12:00:00Z' FROM area_boundaries`)
	record := func(who string, more ...string) *servertest.Page {
		return officer.Post(at+"/validity-views", append([]string{"kind", "community", "said-by", who, "supports",
			"yes"}, more...)...)
	}
	record("Quay tenants", "on", "2026-02-10").Want(t, http.StatusSeeOther)
	record("Choir", "on", "2026-03-10").Want(t, http.StatusSeeOther)
	record("Rowers", "on", "2026-03-10", "boundary", "1").Want(t, http.StatusSeeOther)
	record("Elders", "on", "2025-12-01").Want(t, http.StatusSeeOther)
	for _, typed := range []string{"3", "none", "98765432109876"} {
		if p := record("Divers", "on", "2026-03-10", "boundary", typed).Want(t, http.StatusUnprocessableEntity); p.
			Problem("boundary") == "" {
			t.Errorf("version %q is taken", typed)
		}
	}
	h.WantLines([]string{"Choir 2", "Elders ", "Quay tenants 1", "Rowers 1"}, `SELECT said_by || ' ' ||
		COALESCE(boundary::text, '') FROM validity_views WHERE recorded_by = $1 AND said_by NOT LIKE 'Voice%'
		ORDER BY said_by`, int64(q.Officer))
	p := officer.Get(at+"/boundary").Want(t, http.StatusOK)
	for _, words := range []string{"Version 1, changed since", "Version 2", "Not recorded"} {
		if !p.Says(words) {
			t.Errorf("no %q in %s", words, p.Words())
		}
	}
	attempt := servertest.Submit(t, h, q, 1)
	p = h.As(q.Members[0]).Get(attempt)
	if !p.Says("Rowers (community), 10 March 2026, on version 1 of the boundary") ||
		p.Says("Choir (community), 10 March 2026, on version") {
		t.Errorf("the gate says %s", p.Words())
	}
}

// A director is responsible for an area: assigned as officers are, shown with them, and told and asked nothing by it.
func TestADirectorIsResponsibleForAnArea(t *testing.T) {
	h := servertest.New(t)
	q := h.Quarter("Castle")
	at := "/areas/" + servertest.ID(q.Area) + "/assignments"
	director, planner := h.Person("Ottoline Vance", policy.Director), h.As(q.Planner)
	planner.Post(at, "person", servertest.ID(director)+" director", "from", "2026-03-01").Want(t, http.StatusSeeOther)
	planner.Post(at, "person", servertest.ID(q.Officer)+" director", "from", "2026-03-01").
		Want(t, http.StatusUnprocessableEntity)
	if p := h.As(q.Members[0]).Get("/areas/" + servertest.ID(q.Area)); !p.Says("Ottoline Vance Director") {
		t.Errorf("the area's page says %s", p.Words())
	}
	h.As(director).Post(at, "person", servertest.ID(q.Officer)+" clo", "from", "2026-03-01").
		Want(t, http.StatusForbidden)
}
