package seatweb_test

import (
	"net/http"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// RW-30, the other way round: a ward elects nobody by law. That is typed as 0 or “none”, is another thing than nothing
// typed, and no place that somebody holds goes with it; from then on it is said of the ward everywhere, gate 1 names it
// and asks nobody for it, and no place of it is vacant.
func TestAWardWithoutMembersByLaw(t *testing.T) {
	c := town.NewCastle(t)
	admin, at := c.As(c.Admin), "/seats/"+servertest.ID(c.Quay)
	for typed, problem := range map[string]string{"": "Enter how many Members it elects",
		"few": "Must be a whole number from 0 to 9, or “none”", "10": "Must be a whole number from 0 to 9, or “none”",
		"-1": "Must be a whole number from 0 to 9, or “none”",
		"0":  "Place 1 is held by Priya Raghunathan: end the term first"} {
		p := admin.Post(at+"/places", "places", typed).Want(t, http.StatusUnprocessableEntity)
		if got, _ := p.Field("places"); p.Problem("places") != problem || got != typed {
			t.Errorf("%q: %q by the field, which has %q", typed, p.Problem("places"), got)
		}
	}
	c.Leaves(c.Quay)
	c.Move(town.ADay)
	admin = c.As(c.Admin)
	admin.Post(at+"/places", "places", "none").Want(t, http.StatusSeeOther)
	page := admin.Get(at).Want(t, http.StatusOK)
	if !page.Says("Elects No Members, by law") || !page.Says("gates ask nobody for it") ||
		!page.Says("Elects no Members, by law, was 1") || page.Says("Vacant") {
		t.Errorf("its page says %s", page.Words())
	}
	if p := admin.Get("/seats").Want(t, http.StatusOK); !p.Says("None by law –") {
		t.Errorf("the list says %s", p.Words())
	}
	members := c.As(c.Nia).Get("/areas/"+servertest.ID(c.Area)+"/members").Want(t, http.StatusOK)
	if !members.Says("Old Quay ward") || !members.Says("No Members by law") || members.Says("Vacant") {
		t.Errorf("the area's Members: %s", members.Words())
	}
	gate := c.As(c.Nia).Get("/areas/"+servertest.ID(c.Area)+"/gates/1").Want(t, http.StatusOK)
	if !gate.Says("3 Members, Old Quay has no Members by law") || gate.Says("vacant") {
		t.Errorf("gate 1: %s", gate.Words())
	}
	admin.Post(at+"/terms", "place", "1", "name", "Bo Carlyle").Want(t, http.StatusUnprocessableEntity)
	id := c.Submit(domain.GateAreas)[0]
	for _, who := range []domain.PersonID{c.Aneurin, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
	c.WantOutcome(id, gates.OutcomePassed)
	if n := c.Int(`SELECT count(*) FROM attempt_seats WHERE attempt_id = $1`, int64(id)); n != 3 {
		t.Errorf("%d places were asked", n)
	}
	if p := c.As(c.Nia).Get("/attempts/"+servertest.ID(id)).Want(t, http.StatusOK); !p.Says(
		"Old Quay has no Members by law") {
		t.Errorf("what was frozen does not say it: %s", p.Words())
	}
}
