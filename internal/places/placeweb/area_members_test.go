package placeweb_test

import (
	"net/http"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestAreaMembersAreShownOfAnyDay(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	h.Seat("division", "Marlwick South")
	area := h.Area("Canalside", ward)
	h.Forced("an area of before the clock began", `UPDATE area_boundaries SET at = '2025-06-01T12:00:00Z'`)
	h.Forced("a seat with a history", `INSERT INTO terms (seat_id, person_id, from_on, to_on)
		VALUES ($1, $2, '2023-05-08', '2025-12-31')`, ward, h.Person("Suresh"))
	h.Forced("likewise", `INSERT INTO terms (seat_id, person_id, from_on) VALUES ($1, $2, '2026-01-01')`, ward,
		h.Person("Ngozi Okonjo-Bright"))
	b := h.As(h.Person("Llŷr", policy.CPO))
	path := "/areas/" + servertest.ID(area)

	if !b.Get(path).Want(t, http.StatusOK).Says("who they are on another day") {
		t.Error("the area page does not lead to its Members on another day")
	}
	for query, want := range map[string]string{
		"":                                    "Ngozi Okonjo-Bright",
		"?on-day=31&on-month=12&on-year=2025": "Suresh",
		"?on=2025-12-31":                      "Suresh",
		"?on-day=31&on-month=5&on-year=2025": "The area had no boundary on that day. These are the Members whom its " +
			"first one has, of 1 June 2025.",
		"?on-day=1&on-month=1&on-year=2031": "On 1 January 2031",
	} {
		if p := b.Get(path+"/members"+query).Want(t, http.StatusOK); !p.Says(want) {
			t.Errorf("%q does not say %q: %s", query, want, p.Words())
		}
	}
	p := b.Get(path+"/members?on-day=31&on-month=2&on-year=2026").Want(t, http.StatusUnprocessableEntity)
	if got := p.Problem("on"); got != "Day: February 2026 has 28 days" {
		t.Errorf("by the day: %q", got)
	}
	if day, _ := p.Field("on-day"); day != "31" {
		t.Errorf("the day typed is now %q", day)
	}
	stranger := h.As(h.Person("Nobody Inparticular", policy.Member))
	stranger.Get(path+"/members").Want(t, http.StatusNotFound)
}
