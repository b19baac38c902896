package gateapp_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/town"
)

// From the proposal to root causes: four Members of two wards and two divisions sign gates 1 and 2 (004).
func TestFromGateOneToPhaseTwoC(t *testing.T) {
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	c.EveryoneApproves(one)
	c.WantOutcome(one, gates.OutcomePassed)
	c.WantState(places.AreaActive)
	c.WantLines([]string{"proposed ", "selected Gate 1 passed", "active Gate 1 passed"},
		`SELECT state || ' ' || reason FROM area_states WHERE area_id = $1 ORDER BY id`, int64(c.Area))
	c.WantPhases("2a 2026-03-10 2026-04-21 2026-05-05")
	c.WantTold("area selected: service managers", "Wojciech Zając, service manager, Highways, Test county: recorded")
	c.WantTold("area selected: stakeholder list", "Castle Angling Club, stakeholder: withheld: do not contact",
		"Castle Traders, stakeholder: recorded")
	c.WantTold("gate passed", "Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app",
		"Máire Ní Dhomhnaill, Member for Lower Moor: shown in app",
		"Nia Pugh, community liaison officer: shown in app", "Owen Adeyemi, community planning officer: shown in app",
		"Priya Raghunathan, Member for Old Quay: shown in app", "Suresh, Member for Upper Moor: shown in app")
	if n := c.Int(
		`SELECT count(*) FROM notice_recipients WHERE capacity = 'stakeholder' AND contact_id IS NULL`); n > 0 {
		t.Errorf("%d stakeholders told are not known as contacts", n)
	}

	c.Move(60 * town.ADay)
	if err := timelineapp.BeginPhase(t.Context(), c.App, c.Actor(c.Nia), c.Area, domain.PhaseSynthesis,
		timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"}); err != nil {
		t.Fatal(err)
	}
	c.Refused("starting synthesis twice", func(ctx context.Context) error {
		return timelineapp.BeginPhase(ctx, c.App, c.Actor(c.Nia), c.Area, domain.PhaseSynthesis,
			timelines.Deviation{Kind: timelines.Fitted, Reason: "The two ran together"})
	})
	c.WantPhases("2a 2026-03-10 2026-04-21 2026-05-05 2026-05-09", "2b 2026-05-09 2026-05-23 2026-05-23")

	officer, gone, elsewhere := c.Person("Oisín Mac Giolla Phádraig"), c.Person("Bronwen"), c.Person("Ikechukwu")
	c.Grant(officer, policy.Service, int64(c.Service("Street lighting")))
	c.Grant(gone, policy.Service, int64(c.Service("Verges")))
	if err := peopleapp.EndRole(t.Context(), c.App, c.Actor(c.Admin), gone,
		domain.GrantID(c.Int(`SELECT id FROM role_grants WHERE person_id = $1`, int64(gone))),
		domain.Date{}); err != nil {
		t.Fatal(err)
	}
	c.Load(town.SeatImport(t, "Far borough", places.Borough, places.Ward, town.Square("E05000901", "Far", 0, 1)))
	parks, err := partnerapp.AddService(t.Context(), c.App, c.Actor(c.Owen), partners.Service{Name: "Parks",
		Authority: domain.AuthorityID(c.Int(`SELECT id FROM authorities WHERE name = 'Far borough'`))})
	if err != nil {
		t.Fatal(err)
	}
	c.Grant(elsewhere, policy.Service, int64(parks))
	synthesis, quickWin, restricted := c.ReadyForIssues()
	two := c.Submit(domain.GateIssues)[0]
	later := c.Issue("A lamp that nobody has agreed on", domain.FromTheCommunity, issues.IssueQuickWin,
		issues.VisiblePublic)
	c.EveryoneApproves(two)
	got := c.WantOutcome(two, gates.OutcomePassed)
	c.WantState(places.AreaActive)
	c.WantPhases("2a 2026-03-10 2026-04-21 2026-05-05 2026-05-09", "2b 2026-05-09 2026-05-23 2026-05-23 2026-05-09",
		"2c 2026-05-09 2026-05-23 2026-05-23")
	c.WantTold("issues agreed: service officers", "Oisín Mac Giolla Phádraig, service officer, Street lighting, Test "+
		"county: shown in app",
		"Wojciech Zając, service manager, Highways, Test county: recorded")
	c.WantTold("issues agreed: stakeholder organisations", "Castle Angling Club, stakeholder: withheld: do not contact",
		"Castle Traders, stakeholder: recorded")
	c.WantLines([]string{fmt.Sprint(quickWin)}, `SELECT id::text FROM issues WHERE released_at IS NOT NULL`)
	s, err := got.Content()
	if err != nil {
		t.Fatal(err)
	}
	var listed []domain.IssueID
	for _, i := range s.Issues {
		listed = append(listed, i.ID)
	}
	if !slices.Equal(listed, []domain.IssueID{synthesis, quickWin}) || s.RestrictedIssues != 1 {
		t.Errorf("the baseline lists %v and counts %d restricted; issue %d is restricted, %d came later", listed,
			s.RestrictedIssues, restricted, later)
	}
	head := c.Verify()
	if head.Position != 12 { // for each gate a submission, four signatures, an outcome
		t.Errorf("%d entries in the register, want 12", head.Position)
	}
	for _, g := range []domain.Gate{domain.GateAreas, domain.GateIssues} {
		err := c.Refused("a passed gate again", func(ctx context.Context) error {
			return gateapp.OverrideGate(ctx, c.App, c.Actor(c.Owen), c.Area, g, "Again")
		})
		if !slices.Contains(town.Blockers(err), "passed") {
			t.Errorf("gate %d again: %v", g, err)
		}
	}
}

func TestProofOfInformingStaysAsItWas(t *testing.T) {
	c := town.NewCastle(t)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	c.ContactsChange()
	c.NetworkLeaves()
	c.Forced("a manager without an account keeps the name of their post", `UPDATE service_managers
		SET name = 'Somebody else'`)
	c.WantTold("area selected: stakeholder list", "Castle Angling Club, stakeholder: withheld: do not contact",
		"Castle Traders, stakeholder: recorded")
	c.WantTold("area selected: service managers", "Wojciech Zając, service manager, Highways, Test county: recorded")
}

// One address is one mailbox: barred by one of two contacts, it is not written to for the other either.
func TestABarredAddressIsWithheldForEveryContactOfIt(t *testing.T) {
	c := town.NewCastle(t)
	c.Exec(`UPDATE contacts SET email = CASE WHEN do_not_contact THEN 'Hall@Castle.test' ELSE 'hall@castle.test' END`)
	c.EveryoneApproves(c.Submit(domain.GateAreas)[0])
	c.WantTold("area selected: stakeholder list", "Castle Angling Club, stakeholder: withheld: do not contact",
		"Castle Traders, stakeholder: withheld: do not contact")
}

func TestConditionDueLaterDoesNotBlock(t *testing.T) {
	c := town.NewCastle(t)
	one := c.Submit(domain.GateAreas)[0]
	form := c.Decision(one, gates.ApproveWithConditions)
	form.Conditions[0].BeforeNextGate = false
	if _, err := gateapp.SignGate(t.Context(), c.App, c.Actor(c.Aneurin), form); err != nil {
		t.Fatal(err)
	}
	for _, who := range []domain.PersonID{c.Priya, c.Suresh, c.Maire} {
		c.Sign(who, one, gates.Approve)
	}
	c.WantOutcome(one, gates.OutcomePassedWithConditions)
	c.ReadyForIssues()
	c.Submit(domain.GateIssues)
}

func TestOverrideWithoutAnOpenAttempt(t *testing.T) {
	c := town.NewCastle(t)
	c.Exec(`DELETE FROM inductions`) // not ready: that is what an override is for
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, domain.GateAreas,
		"Inductions are on 4 May"); err != nil {
		t.Fatal(err)
	}
	attempts, err := gatestore.Attempts(t.Context(), c.App.Store.Reader, c.Area)
	if err != nil || len(attempts) != 1 {
		t.Fatalf("%d attempts, %v", len(attempts), err)
	}
	got := attempts[0]
	if got.Outcome != gates.OutcomeOverridden || got.OutcomeReason != "Inductions are on 4 May" ||
		got.OutcomeByName != "Owen Adeyemi" || got.SubmittedByName != "Owen Adeyemi" {
		t.Errorf("overridden as %+v", got)
	}
	c.WantState(places.AreaActive)
	c.WantPhases("2a 2026-03-10 2026-04-21 2026-05-05")
	if len(c.Told("area selected: stakeholder list")) != 2 || len(c.Told("gate overridden")) != 6 {
		t.Errorf("told %v and %v", c.Told("area selected: stakeholder list"), c.Told("gate overridden"))
	}
	c.Verify()
}

func TestOverrideOfAnOpenAttemptIsItsOutcome(t *testing.T) {
	c := town.NewCastle(t)
	id := c.Submit(domain.GateAreas)[0]
	c.Sign(c.Aneurin, id, gates.Approve)
	err := c.Refused("of another gate than the open one", func(ctx context.Context) error {
		return gateapp.OverrideGate(ctx, c.App, c.Actor(c.Owen), c.Area, domain.GateIssues, "In a hurry")
	})
	if !errors.Is(err, domain.ErrConflict) {
		t.Errorf("%v", err)
	}
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, domain.GateAreas,
		"Purdah begins"); err != nil {
		t.Fatal(err)
	}
	c.WantOutcome(id, gates.OutcomeOverridden)
	if n := c.Int(`SELECT count(*) FROM attempts`); n != 1 {
		t.Errorf("%d attempts", n)
	}
	c.WantLines([]string{"Owen Adeyemi: Gate 1 overridden", "Owen Adeyemi: Gate 1 overridden"},
		`SELECT p.name || ': ' || s.reason FROM area_states s JOIN people p ON p.id = s.by WHERE s.area_id = $1
			AND s.state <> 'proposed'`, int64(c.Area))
	c.RefusedAs("a decision afterwards", domain.ErrConflict, c.Signing(c.Priya, c.Decision(id, gates.Approve)))
	c.Verify()
}
