//go:build long

package home_test

import (
	"fmt"
	"net/url"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/town"
)

// Reigate and Banstead in 2005, as far as its documents tell (004, 002): three areas of the borough go to gate 1 in one
// batch, chosen by their Members at one workshop while a seat is vacant; their plans come to the Executive in one
// report, which is no key decision and has regard to them. The places are real, whoever acts is invented.
func TestReigate2005(t *testing.T) {
	c := town.NewCounty(t)
	c.Clerk, c.Member = c.Person("Corisande Vale", policy.Clerk), c.Person("Ambrose Kittow", policy.ExecutiveMember)
	wards := town.SeatImport(t, "Reigate and Banstead", places.Borough, places.Ward,
		town.Square("E05007339", "Preston", 0, 2), town.Square("E05007337", "Merstham", 2, 2),
		town.Square("E05007345", "South Park and Woodhatch", 4, 2))
	wards.Places = 2
	c.Load(wards)
	c.Load(town.SeatImport(t, "Surrey", places.County, places.Division,
		town.Square("E58990001", "Banstead East", 0, 2), town.Square("E58990002", "Merstham and Reigate Hill", 2, 2),
		town.Square("E58990003", "Earlswood and Reigate South", 4, 2)))
	hold := func(code string, place int, name string) domain.PersonID {
		t.Helper()
		term := places.Term{Seat: c.Seats(code)[0], Place: place, Span: domain.Span{From: domain.NewDate(2023, 5, 8)}}
		if err := seatapp.BeginTerm(t.Context(), c.App, c.Actor(c.Admin), term,
			people.Somebody{Name: name, Email: fmt.Sprintf("%s.%d@surrey.test", code, place)}); err != nil {
			t.Fatal(err)
		}
		return domain.PersonID(c.Int(`SELECT id FROM people WHERE name = $1`, name))
	}
	areas := []neighbourhood{
		{name: "Preston", code: "LCA-P", seats: []string{"E05007339", "E58990001"}, members: []domain.PersonID{
			// the second place of the ward is vacant
			hold("E05007339", 1, "Leocadia Thorne"), hold("E58990001", 1, "Hamish Okonjo-Bell")}},
		{name: "Merstham", code: "LCA-M", seats: []string{"E05007337", "E58990002"}, members: []domain.PersonID{
			hold("E05007337", 1, "Wilfreda Marsh"), hold("E05007337", 2, "Tarquin Osei"),
			hold("E58990002", 1, "Perpetua Lisle")}},
		{name: "Woodhatch", code: "LCA-W", seats: []string{"E05007345", "E58990003"}, members: []domain.PersonID{
			hold("E05007345", 1, "Barnaby Quist"), hold("E05007345", 2, "Ottoline Fenn"),
			hold("E58990003", 1, "Cosmo Adeyinka")}},
	}
	var ids []domain.AreaID
	for n := range areas {
		areas[n].propose(c)
		ids = append(ids, areas[n].id)
	}
	chosenAtOneWorkshop(c, areas)
	for _, a := range areas {
		a.toTheExecutive(c)
	}
	hadRegardTo(c, ids...)
}

// neighbourhood is one of the areas, with the seats over it and who holds them.
type neighbourhood struct {
	id         domain.AreaID
	name, code string
	seats      []string
	members    []domain.PersonID
}

func (a *neighbourhood) propose(c *town.Town) {
	c.T.Helper()
	var err error
	if a.id, err = placeapp.ProposeArea(c.T.Context(), c.App, c.Actor(c.Nia), placeapp.Proposal{Code: a.code,
		Name: a.name, Ground: &placeapp.Ground{Seats: c.Seats(a.seats[0])}}); err != nil {
		c.T.Fatal(err)
	}
	c.ReadyForGate1(servertest.Quarter{Area: a.id, Officer: c.Nia, Planner: c.Owen, Members: a.members})
}

// chosenAtOneWorkshop submits the areas in one batch, on which each Member decides by one form.
func chosenAtOneWorkshop(c *town.Town, areas []neighbourhood) {
	t := c.T
	t.Helper()
	form := url.Values{"note": {"For the Members’ workshop."}}
	for _, a := range areas {
		form.Add("areas", servertest.ID(a.id))
	}
	batch := c.As(c.Nia).PostForm("/batches", form).Want(t, 303).Location()
	for _, a := range areas {
		for _, who := range a.members {
			member := c.As(who)
			member.Get("/").Want(t, 200)
			signed := member.Get(batch).Want(t, 200).Hidden(batch + "/check")
			for _, attempt := range signed["attempts"] {
				signed.Set("decision-"+attempt, "approve")
			}
			check := member.PostForm(batch+"/check", signed).Want(t, 200).Hidden(batch + "/signatures")
			member.PostForm(batch+"/signatures", check).Want(t, 303)
		}
	}
	for _, a := range areas {
		c.WantOutcome(domain.AttemptID(c.Int(`SELECT id FROM attempts WHERE area_id = $1`, int64(a.id))),
			gates.OutcomePassed)
	}
	preston := c.As(c.Nia).Get("/attempts/"+c.Text(`SELECT id::text FROM attempts WHERE area_id = $1`,
		int64(areas[0].id))).Want(t, 200)
	if !preston.Says("Vacant") {
		t.Errorf("the gate does not say that a place is vacant: %s", preston.Words())
	}
	c.Verify()
}

// toTheExecutive takes an area past its gates 2 and 3.
func (a *neighbourhood) toTheExecutive(c *town.Town) {
	c.T.Helper()
	c.ReadyForGate2(servertest.Quarter{Area: a.id, Officer: c.Nia})
	c.SeatsApprove(c.Submit(domain.GateIssues, a.id)[0])
	c.ReadyForGate3(a.id, c.Nia)
	c.SeatsApprove(c.Submit(domain.GateDraftPlan, a.id)[0])
	c.Verify()
}
