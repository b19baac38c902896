package seatweb_test

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// RW-06: the second seat silently got the first person, and the name that was typed was dropped.
func TestAKnownAddressWithAnotherNameIsAskedAbout(t *testing.T) {
	h := servertest.New(t)
	canalside, priory := h.Seat("ward", "Canalside"), h.Seat("ward", "Priory")
	b := h.As(h.Person("Aoife", policy.Admin))
	at := "/seats/" + servertest.ID(priory) + "/terms"
	b.Post("/seats/"+servertest.ID(canalside)+"/terms", "place", "1", "email", "members@marlwick.test", "name",
		"Roisín Ó Cléirigh", "from", "2023-05-08").Want(t, http.StatusSeeOther)
	typed := []string{"place", "1", "email", "Members@Marlwick.test", "name", "Tremaine Bello", "from", "2023-05-08"}

	asked := b.Post(at, typed...).Want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(asked.Problem("who"), "Roisín Ó Cléirigh has this e-mail address") ||
		!asked.Says("Somebody else: Tremaine Bello") {
		t.Fatalf("asked %v: %s", asked.Problems(), asked.Words())
	}
	if n := h.Int(`SELECT count(*) FROM people WHERE name = 'Tremaine Bello'`) + h.Int(`SELECT count(*) FROM terms
		WHERE seat_id = $1`, int64(priory)); n != 0 {
		t.Error("something changed before it was said who is meant")
	}
	b.Post(at, append(typed, "who", "new")...).Want(t, http.StatusSeeOther)
	if got := h.Text(`SELECT p.name || ', ' || p.email FROM terms t JOIN people p ON p.id = t.person_id
		WHERE t.seat_id = $1`, int64(priory)); got != "Tremaine Bello, members@marlwick.test" {
		t.Errorf("in the seat is %q", got)
	}
	if n := h.Int(`SELECT count(*) FROM people WHERE email = 'members@marlwick.test'`); n != 2 {
		t.Errorf("%d people have the mailbox, want 2", n)
	}
	// from now on name and address say who is meant
	h.Forced("the place is free again", `DELETE FROM terms WHERE seat_id = $1`, int64(priory))
	b.Post(at, typed...).Want(t, http.StatusSeeOther)
	if n := h.Int(`SELECT count(*) FROM people WHERE email = 'members@marlwick.test'`); n != 2 {
		t.Errorf("%d people have the mailbox once Tremaine is back, want 2", n)
	}
}

func TestSomebodySaidToBeTheSameIsTakenAsTheyAre(t *testing.T) {
	h := servertest.New(t)
	b := h.As(h.Person("Aoife", policy.Admin))
	roisin := h.Person("Roisín Ó Cléirigh")
	ward := h.Seat("ward", "Canalside")
	email := h.Text(`SELECT email FROM people WHERE id = $1`, int64(roisin))
	b.Post("/seats/"+servertest.ID(ward)+"/terms", "place", "1", "email", email, "name", "Roisin Cleary", "from",
		"2023-05-08", "who", servertest.ID(roisin)).Want(t, http.StatusSeeOther)
	if got := h.Int(`SELECT person_id FROM terms WHERE seat_id = $1`, int64(ward)); got != int64(roisin) {
		t.Errorf("person %d is in the seat, want %d", got, roisin)
	}
}

// RW-07: a Member without e-mail address could not be entered, and the seat counted as vacant.
func TestAMemberWithoutAddressHoldsTheSeat(t *testing.T) {
	h := servertest.New(t)
	ward := h.Seat("ward", "Canalside")
	b := h.As(h.Person("Aoife", policy.Admin))
	at := "/seats/" + servertest.ID(ward)
	if got := b.Post(at+"/terms", "place", "1", "from", "2023-05-08").Want(t, http.StatusUnprocessableEntity).
		Problem("name"); got == "" {
		t.Error("neither name nor address, and no problem by the name")
	}
	p := b.Follow(b.Post(at+"/terms", "place", "1", "name", "Ottoline Achebe", "from", "2023-05-08").
		Want(t, http.StatusSeeOther)).Want(t, http.StatusOK)
	if !p.Says("asked by letter") || !p.Says("Ottoline Achebe") {
		t.Errorf("after adding her: %s", p.Words())
	}
	if p := b.Get("/members").Want(t, http.StatusOK); p.Says("place is vacant") || !p.Says("Ottoline Achebe") {
		t.Errorf("the register: %s", p.Words())
	}
	who := h.Int(`SELECT id FROM people WHERE name = 'Ottoline Achebe' AND email IS NULL`)
	person := b.Get("/admin/people/"+servertest.ID(who)).Want(t, http.StatusOK)
	if !person.Says("for want of an e-mail address") {
		t.Errorf("her page: %s", person.Words())
	}
	// a second of the name may be the same person: it is asked
	other := "/seats/" + servertest.ID(h.Seat("ward", "Priory")) + "/terms"
	if got := b.Post(other, "place", "1", "name", "ottoline achebe", "from", "2023-05-08").
		Want(t, http.StatusUnprocessableEntity).Problem("who"); !strings.Contains(got, "Somebody called Ottoline") {
		t.Errorf("problem by who: %q", got)
	}
}
