package seatweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// RW-24: pages of a ward show both names and edit both; what was typed is kept.
func TestAWardsPagesShowAndEditBothNames(t *testing.T) {
	h := servertest.New(t)
	admin := h.As(h.Person("Aoife Ní Dhomhnaill", policy.Admin))
	at := "/seats/" + servertest.ID(h.Seat("ward", "Heath End"))
	day := []string{"on-day", "10", "on-month", "3", "on-year", "2026"}
	wrong := admin.Post(at+"/changes", append([]string{"kind", "renamed", "name", "", "welsh", "Pen y Rhos"},
		day...)...).Want(t, http.StatusUnprocessableEntity)
	if typed, _ := wrong.Field("welsh"); typed != "Pen y Rhos" || wrong.Problem("name") == "" {
		t.Errorf("typed %q, %v", typed, wrong.Problems())
	}
	admin.Post(at+"/changes", append([]string{"kind", "renamed", "name", "Heath End", "welsh", "Pen y Rhos"},
		day...)...).Want(t, http.StatusSeeOther)
	page := admin.Get(at).Want(t, http.StatusOK)
	if page.Heading() != "Heath End (Pen y Rhos) ward" || !strings.Contains(page.Body,
		`<span lang="cy">Pen y Rhos</span>`) {
		t.Errorf("its page: %s", page.Words())
	}
	if typed, _ := admin.Get(at+"/changes/new").Want(t, http.StatusOK).Field("welsh"); typed != "Pen y Rhos" {
		t.Errorf("the form begins with %q", typed)
	}
	for _, list := range []string{"/seats", "/members?q=rhos"} {
		if p := admin.Get(list).Want(t, http.StatusOK); !p.Says("Heath End (Pen y Rhos)") {
			t.Errorf("%s: %s", list, p.Words())
		}
	}
}
