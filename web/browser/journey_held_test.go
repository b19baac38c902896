//go:build browser

package browser

import (
	"net/http"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/world"
)

// fergusArea is the area whose gate 1 waits for the decision of Fergus McAllister, who was let in again by a link.
const fergusArea = "Marlwick Canalside"

// Nobody acts as another: an administrator makes a link for a Member, and signs by it. The receipt says that the
// decision waits; who made the link cannot confirm it; another planning officer does, and the gate passes.
func TestADecisionByAnothersLinkWaitsForASecondPerson(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	attempt := s.Int(`SELECT t.id FROM attempts t JOIN areas a ON a.id = t.area_id
		WHERE a.name = $1 AND t.outcome IS NULL`, fergusArea)
	for _, who := range s.Lines(`SELECT DISTINCT m.person_id::text FROM attempt_seats q
		JOIN terms m ON m.seat_id = q.seat_id AND m.place = q.place AND m.to_on IS NULL
		WHERE q.attempt_id = $1 AND m.person_id <> $2 AND NOT EXISTS (
		    SELECT FROM signatures g WHERE g.attempt_id = q.attempt_id AND g.person_id = m.person_id)`, attempt,
		int64(s.Who("member.ward.32"))) {
		servertest.DecideAs(t, s.As(domain.PersonID(s.Int(`SELECT $1::bigint`, who))), "/attempts/"+servertest.ID(attempt),
			"decision", "approve").Want(t, http.StatusSeeOther)
	}
	officer := signIn(s.open(t, desktop), "cpo")
	officer.sees("Decisions to confirm")
	officer.sees("Fergus McAllister")

	admin := signIn(s.open(t, desktop), "admin")
	admin.visit("/admin/people/" + servertest.ID(s.Who("member.ward.32")))
	admin.press("Make a link to reset the password")
	admin.sees("You have it in hand")
	link := read[string](admin, `document.querySelector("input[name=link]").value`)

	thief := s.open(t, desktop)
	thief.visit(link[strings.Index(link, "/invitations/"):])
	thief.fill("Password", world.Password+"-2")
	thief.press("Set password and sign in")
	thief.is(200)
	thief.follow("Home")
	thief.sees("Your decision that waits: " + fergusArea)
	thief.follow("Your decision that waits: " + fergusArea)
	decide := func() {
		thief.tick("Approve")
		thief.press("Continue")
		thief.sees("Check your decision")
		thief.press("Record my decision")
	}
	decide()
	thief.sees("does not count until somebody confirms")
	thief.sees("It has waited since")
	thief.sees("shown on screen")

	admin.follow("Home")
	admin.follow("Fergus McAllister")
	admin.sees("You made the link with which the password was set")
	if read[bool](admin, `document.body.innerText.includes("I spoke with them")`) {
		t.Error("who made the link is offered to confirm the decision")
	}

	officer.follow("Home")
	officer.follow("Fergus McAllister")
	officer.fill("When and how did you speak with them, or why is it not to be counted?", "Rang him at home at noon.")
	officer.press("I spoke with them: it is theirs")
	officer.sees("Confirmed by")
	officer.visit("/attempts/" + servertest.ID(attempt))
	officer.sees("Passed")
	if n := s.Int(`SELECT count(*) FROM attempts WHERE id = $1 AND outcome LIKE 'passed%'`, attempt); n != 1 {
		t.Error("the gate did not pass")
	}
	if _, err := registerapp.VerifyRegister(t.Context(), s.App, s.head(t)); err != nil {
		t.Error(err)
	}
}
