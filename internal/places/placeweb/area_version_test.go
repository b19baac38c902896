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
	if links := b.Get(path).Want(t, http.StatusOK).Links(); !slices.Contains(links, path+"/boundaries/1") ||
		!slices.Contains(links, path+"/boundaries/2") {
		t.Errorf("the area page links to %v, and not to both versions", links)
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
