//go:build browser

package browser

import (
	"fmt"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/timelines"
	"fourgates/internal/world"
)

// neighbourhoods are the areas of one borough that went together in 2005.
var neighbourhoods = []string{"Preston", "Merstham", "Woodhatch"}

// threeAreas are the three areas with their people: each ward has a Member, one Member of the county is for all of
// them, and the other division over Preston is vacant.
type threeAreas struct {
	*site
	officer, county domain.PersonID
	wards           []domain.PersonID
	areas           []domain.AreaID
}

func startTogether(t *testing.T) *threeAreas {
	t.Helper()
	s := &threeAreas{site: startSite(t)}
	s.officer, s.county = s.Person("Eluned Prys", policy.CLO), s.Person("Hamish Okonjo-Bell")
	division, vacant := s.Seat("division", "Reigate and Merstham"), s.Seat("division", "Banstead East")
	s.Term(s.county, division)
	for n, name := range neighbourhoods {
		ward, who := s.Seat("ward", name), s.Person([]string{"Leocadia Thorne", "Wilfreda Marsh", "Barnaby Quist"}[n])
		s.Term(who, ward)
		seats := []domain.SeatID{ward, division}
		if n == 0 {
			seats = append(seats, vacant)
		}
		area := s.Harness.Area(name, seats...)
		s.Assign(s.officer, area, policy.CLO)
		s.ReadyForGate1(servertest.Quarter{Area: area, Officer: s.officer, Planner: s.Who("cpo"),
			Members: []domain.PersonID{who, s.county}})
		s.wards, s.areas = append(s.wards, who), append(s.areas, area)
	}
	return s
}

// signedIn is a tab of somebody who signed in by the page.
func (s *threeAreas) signedIn(b *tab, who domain.PersonID) *tab {
	b.t.Helper()
	b.visit("/sign-in")
	b.fill("E-mail address", s.Password(who, world.Password))
	b.fill("Password", world.Password)
	b.press("Sign in")
	b.is(200)
	return b
}

// Reigate and Banstead in 2005, as far as its documents tell: three areas in one batch at gate 1, with a vacancy, three
// plans in one report to the Executive, which is no key decision and has regard to them.
func TestReigate2005(t *testing.T) {
	t.Parallel()
	s := startTogether(t)
	s.replay(t, func(t *testing.T) *tab { t.Helper(); return s.open(t, desktop) })
}

func TestReigate2005WithoutScriptOnAPhone(t *testing.T) {
	t.Parallel()
	s := startTogether(t)
	s.replay(t, func(t *testing.T) *tab { t.Helper(); return s.open(t, phone).withoutScript() })
}

func (s *threeAreas) replay(t *testing.T, open func(t *testing.T) *tab) {
	t.Helper()
	officer, county := s.signedIn(open(t), s.officer), s.signedIn(open(t), s.county)
	s.chosen(officer, county)
	for n := range s.areas {
		s.toTheExecutive(t, n)
	}
	s.inOneReport(officer)
	clerk := signIn(open(t), "executive")
	decideTogether(clerk)
	s.MoveTo(s.Now().AddDate(0, 0, 12))
	if n, err := executiveapp.TakeEffects(t.Context(), s.App); n != 1 || err != nil {
		t.Fatalf("%d decisions come into force: %v", n, err)
	}
	for n, area := range s.areas {
		for _, who := range []domain.PersonID{s.officer, s.wards[n]} {
			b := s.signedIn(open(t), who)
			b.visit(servertest.Path("/areas/#/plan", area))
			b.sees("Approved draft")
			b.visit(servertest.Path("/attempts/#", s.gate3(area)))
			b.sees("One report puts the plans for Preston, Merstham and Woodhatch.")
			b.follow("Report and decision")
			b.sees("Regard be had to the draft Local Community Action Plan for Preston.")
			b.sees("In force")
		}
	}
	clerk = signIn(clerk, "executive")
	clerk.visit("/decisions")
	clerk.follow("Preston, Merstham and Woodhatch")
	clerk.sees("Corporate planning feed: Woodhatch")
	if _, err := registerapp.VerifyRegister(t.Context(), s.App, s.head(t)); err != nil {
		t.Error(err)
	}
}

// chosen takes the areas past gate 1: submitted together, decided by the Member of the county on one page.
func (s *threeAreas) chosen(officer, county *tab) {
	officer.t.Helper()
	officer.visit("/gates")
	officer.follow("Submit several areas at gate 1 together")
	for _, name := range neighbourhoods {
		officer.tick(name)
	}
	officer.press("Submit gate 1")
	officer.sees("3 areas submitted together")
	batch := officer.path()
	county.visit("/")
	county.visit(batch)
	for _, name := range neighbourhoods {
		county.tickIn("What do you decide on "+name+"?", "Approve")
	}
	county.press("Continue")
	county.sees("Check your decisions")
	county.press("Record my decisions")
	county.sees("Your decisions are recorded")
	for n, who := range s.wards {
		s.approves(officer.t, who, s.newest(s.areas[n]))
	}
	officer.visit(servertest.Path("/attempts/#", s.newest(s.areas[0])))
	officer.sees("Vacant")
	officer.sees("Passed")
}

// newest is the attempt of an area that was submitted last.
func (s *threeAreas) newest(area domain.AreaID) domain.AttemptID {
	return domain.AttemptID(s.Int(`SELECT max(id) FROM attempts WHERE area_id = $1`, int64(area)))
}

func (s *threeAreas) gate3(area domain.AreaID) domain.AttemptID {
	return domain.AttemptID(s.Int(`SELECT max(id) FROM attempts WHERE area_id = $1 AND gate = 3`, int64(area)))
}

// approves decides without the pages, where nothing else has passed the gate meanwhile.
func (s *threeAreas) approves(t *testing.T, who domain.PersonID, id domain.AttemptID) {
	t.Helper()
	attempt, err := gatestore.Attempt(t.Context(), s.App.Store.Reader, policy.Scope{All: true}, id)
	if err != nil {
		t.Fatal(err)
	}
	if attempt.Outcome != "" {
		return
	}
	if _, err := gateapp.SignGate(t.Context(), s.App, s.Actor(who), gateapp.Signature{Attempt: id,
		Digest: attempt.Digest, Key: fmt.Sprintf("%d by %d", id, who),
		Signing: gates.Signing{Decision: gates.Approve}}); err != nil {
		t.Fatal(err)
	}
}

// toTheExecutive takes an area past gates 2 and 3 without the pages, which other journeys go through.
func (s *threeAreas) toTheExecutive(t *testing.T, n int) {
	t.Helper()
	pass := func(gate domain.Gate) {
		t.Helper()
		ids, err := gateapp.SubmitGate(t.Context(), s.App, s.Actor(s.officer), gateapp.Submission{Gate: gate,
			Areas:     []domain.AreaID{s.areas[n]},
			Deviation: timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"}})
		if err != nil {
			t.Fatal(err)
		}
		s.approves(t, s.wards[n], ids[0])
		s.approves(t, s.county, ids[0])
	}
	s.ReadyForGate2(servertest.Quarter{Area: s.areas[n], Officer: s.officer})
	pass(domain.GateIssues)
	s.ReadyForGate3(s.areas[n], s.officer)
	pass(domain.GateDraftPlan)
	s.MoveTo(s.Now().Add(time.Minute))
}

// inOneReport puts the three plans into one report, and asks the Executive to have regard to each.
func (s *threeAreas) inOneReport(b *tab) {
	b.t.Helper()
	b.visit(servertest.Path("/attempts/#", s.gate3(s.areas[0])))
	b.follow("Report to the Executive")
	b.follow("Put other plans into this report")
	b.press("Put into one report")
	b.is(422)
	b.tick("Plan for Merstham")
	b.tick("Plan for Woodhatch")
	b.press("Put into one report")
	b.sees("Draft plans for Preston, Merstham and Woodhatch")
	b.press("Take the plan for Woodhatch out")
	b.sees("Draft plans for Preston and Merstham")
	b.follow("Put other plans into this report")
	b.tick("Plan for Woodhatch")
	b.press("Put into one report")
	for n, name := range neighbourhoods {
		b.follow("Change (" + []string{"i", "v", "ix"}[n] + ")")
		b.tick("Have regard to …")
		b.fill("What?", "the draft Local Community Action Plan for "+name)
		b.press("Save")
		b.sees("Where agreed, the minutes say: Regard be had to the draft Local Community Action Plan for " + name)
	}
}

// decideTogether schedules, records and publishes the decision on the three plans, from what waits at home.
func decideTogether(b *tab) {
	b.t.Helper()
	today := b.site.Now()
	day := []string{fmt.Sprint(today.Day()), fmt.Sprint(int(today.Month())), fmt.Sprint(today.Year())}
	b.press("Read the report: Preston, Merstham and Woodhatch")
	b.sees("The report: plan for Merstham")
	b.press("Schedule the decision")
	b.date("When is it to be decided?", day[0], day[1], day[2])
	b.tick("The Executive")
	b.tickIn("Is it a key decision?", "No")
	b.press("Save")
	b.is(422)
	b.fill("Why is it not a key decision?", "Regard is had to the plans, and nothing is committed.")
	b.press("Save")
	b.press("Record the decision")
	b.tick("All agreed as set out, except where something else is said below")
	b.press("Continue")
	b.sees("Nothing is recorded yet")
	b.sees("Regard be had to the draft Local Community Action Plan for Woodhatch")
	b.press("Record the decision")
	b.sees("it was resolved – That:")
	b.press("Note its publication")
	b.date("When was the decision published?", day[0], day[1], day[2])
	b.press("Continue")
	b.press("Note its publication")
	b.sees("Can be called in until")
}
