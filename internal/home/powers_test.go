package home_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// A planning officer submits a gate and is elected for a ward that it asks: they can neither sign it nor override it,
// and no page offers them either.
func TestPlanningOfficerWhoSubmittedAndSitsIsOfferedNothing(t *testing.T) {
	c := town.NewCastle(t)
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen), gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateAreas})
	if err != nil {
		t.Fatal(err)
	}
	c.TakesOver(c.Owen, c.Quay)
	c.RefusedFor("signing", "own", c.Signing(c.Owen, c.Decision(ids[0], gates.Approve)))
	override, withdraw := "/areas/"+servertest.ID(c.Area)+"/gates/1/override", "/attempts/"+servertest.ID(ids[0])+"/withdrawal"
	b := c.As(c.Owen)
	for _, page := range []string{"/", "/gates", "/attempts/" + servertest.ID(ids[0]), "/areas/" + servertest.ID(c.Area) + "/gates/1"} {
		p := b.Get(page).Want(t, http.StatusOK)
		if p.Says("Read and decide") || p.Says("Your decision is recorded") {
			t.Errorf("%s says that they can decide: %s", page, p.Words())
		}
		for _, link := range []string{override, withdraw} {
			if slices.Contains(p.Links(), link) {
				t.Errorf("%s offers %s", page, link)
			}
		}
	}
	p := b.Post(override, "reason", "Nobody answers").Want(t, http.StatusUnprocessableEntity)
	if !p.Says("You submitted this gate, so you cannot override it. Nobody else can today") {
		t.Errorf("refused with %s", p.Words())
	}
	b.Get(override).Want(t, http.StatusUnprocessableEntity)
	b.Get(withdraw).Want(t, http.StatusUnprocessableEntity)
	second := c.Person("Fatima Okonjo", policy.CPO)
	if p := b.Get("/attempts/" + servertest.ID(ids[0])); !p.Says("These can today: Fatima Okonjo") {
		t.Errorf("does not say who can instead: %s", p.Words())
	}
	if p := c.As(second).Get("/attempts/" + servertest.ID(ids[0])); !slices.Contains(p.Links(), override) {
		t.Error("another planning officer is not offered the override")
	}
}

// The only planning officer is told before submitting that they give the override away.
func TestLonePlanningOfficerIsToldThatOnlyADeputyCanOverride(t *testing.T) {
	c := town.NewCastle(t)
	page := "/areas/" + servertest.ID(c.Area) + "/gates/1"
	told := func(who domain.PersonID) bool {
		return strings.Contains(c.As(who).Get(page).Want(t, http.StatusOK).Words(), "only a deputy can")
	}
	if !told(c.Owen) || told(c.Nia) {
		t.Error("the lone planning officer is not told, or the liaison officer is")
	}
	c.Person("Fatima Okonjo", policy.CPO)
	if told(c.Owen) {
		t.Error("told beside a second planning officer")
	}
}
