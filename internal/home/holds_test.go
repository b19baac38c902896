package home_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// An administrator makes a link, opens it as a Member and signs: the receipt says that it waits, the gate stays open,
// and it passes when the planning officer has spoken with the Member and confirms.
func TestAnotherSignsAsAMemberAndNothingCounts(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, id, gates.Approve)
	}
	admin, thief := c.As(c.Admin), c.Browser()
	shown := admin.Post("/admin/people/"+servertest.ID(c.Aneurin)+"/invitations").Want(t, http.StatusCreated)
	link, _ := shown.Field("link")
	if !shown.Says("You have it in hand") {
		t.Errorf("the link's page does not say what it does: %s", shown.Words())
	}
	to := link[strings.Index(link, "/invitations/"):]
	thief.Post(to, "password", servertest.Password).Want(t, http.StatusSeeOther)
	attempt := "/attempts/" + servertest.ID(id)
	p := servertest.DecideAs(t, thief, attempt, "decision", "approve").Want(t, http.StatusSeeOther)
	if !strings.HasPrefix(p.Location(), "/register/FG-") {
		t.Fatalf("signing leads to %s", p.Location())
	}
	receipt := thief.Get(p.Location()).Want(t, http.StatusOK)
	for _, words := range []string{"does not count until somebody confirms", "shown on screen", "Approve"} {
		if !receipt.Says(words) {
			t.Errorf("the receipt does not say %q: %s", words, receipt.Words())
		}
	}
	if file := thief.Get(p.Location()+"/receipt.json").Want(t, http.StatusOK); !strings.Contains(file.Body,
		`\"waits\":`) {
		t.Error("the receipt's file does not say that it waits")
	}
	officer := c.As(c.Owen)
	const hold = "/holds/1"
	for _, page := range []string{"/", "/holds", attempt} {
		if !slices.Contains(officer.Get(page).Want(t, http.StatusOK).Links(), hold) {
			t.Errorf("%s does not lead the planning officer to what waits", page)
		}
	}
	if c.Attempt(id).Outcome != gates.OutcomeOpen {
		t.Error("the gate passed")
	}
	if own := admin.Get(hold).Want(t, http.StatusOK); len(own.Forms()) > 1 || !own.Says("You made the link") {
		t.Errorf("who made the link is offered to confirm: %v", own.Forms())
	}
	admin.Post(hold+"/confirmation", "words", "Trust me").Want(t, http.StatusUnprocessableEntity)
	if p := officer.Post(hold+"/confirmation", "words", "").Want(t, http.StatusUnprocessableEntity); p.Problem(
		"words") == "" {
		t.Error("confirmed without a word")
	}
	officer.Post(hold+"/confirmation", "words", "Rang him at home").Want(t, http.StatusSeeOther)
	if c.Attempt(id).Outcome != gates.OutcomePassed {
		t.Errorf("once confirmed, the gate is %q", c.Attempt(id).Outcome)
	}
	if p := officer.Get(p.Location()).Want(t, http.StatusOK); !p.Says("confirmed and counted by FG-") {
		t.Errorf("the entry does not say that it was confirmed: %s", p.Words())
	}
	if p := officer.Get("/register").Want(t, http.StatusOK); !p.Says("Waiting: approve. No longer waits") {
		t.Errorf("the register says %s", p.Words())
	}
	if p := officer.Get(hold).Want(t, http.StatusOK); !p.Says("Rang him at home") || !p.Says("Confirmed by") {
		t.Errorf("the decision's page says %s", p.Words())
	}
	for _, told := range []domain.PersonID{c.Aneurin, c.Owen} {
		if p := c.As(told).Get("/notices").Want(t, http.StatusOK); !p.Says("Link to set a password made") || !p.Says(
			"Link to set a password used") {
			t.Errorf("person %d is not told of the link: %s", told, p.Words())
		}
	}
	for _, role := range policy.Roles() {
		if may := policy.Reach(role, policy.ConfirmHolds) != ""; may != (role == policy.CPO || role == policy.Admin) {
			t.Errorf("%s confirms: %v", role.Words(), may)
		}
	}
}
