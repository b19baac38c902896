package app_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/gates/gateapp"
)

// A Member who also sits on the Executive makes two records, the interest on the second (domain §1).
func TestMemberOnTheExecutiveHasTheInterestShownOnTheSecondRecord(t *testing.T) {
	c := newChamber(t)
	c.Grant(c.priya, "executive member", 0)
	d := c.drafted()
	want := "Priya Raghunathan signed this gate as Member for Old Quay ward, Test borough on 10 March 2026 (approve)."

	d = c.must(d.ID, c.schedule(c.clerk, d, c.today()))
	r := c.agreed(d)
	r.Interests = "None declared"
	whole := c.must(d.ID, c.record(c.clerk, d, r))
	if whole.MemberInterests != want || whole.Interests != "None declared" {
		t.Errorf("of the Executive together: %q", whole.MemberInterests)
	}
	if !strings.Contains(whole.Record, want) {
		t.Errorf("the record does not say so: %s", whole.Record)
	}
	c.verify()
}

func TestMemberToWhomTheDecisionIsDelegatedHasTheInterestShown(t *testing.T) {
	c := newChamber(t)
	c.Grant(c.priya, "executive member", 0)
	c.Grant(c.suresh, "executive member", 0) // on the Executive, but not of this decision
	d := c.drafted()
	s := c.today()
	s.MadeBy = c.priya
	d = c.must(d.ID, c.schedule(c.clerk, d, s))
	d = c.must(d.ID, c.record(c.priya, d, c.agreed(d)))
	if d.State != executive.ExecutiveDecided || !strings.HasPrefix(d.MemberInterests, "Priya Raghunathan signed") || strings.Contains(d.MemberInterests, "Suresh") {
		t.Errorf("%s: %q", d.State, d.MemberInterests)
	}
	c.verify()
}

func TestWhoMayDecide(t *testing.T) {
	c := newChamber(t)
	d := c.drafted()
	for name, who := range map[string]domain.PersonID{"an Executive Member": c.member} {
		c.refusedAs("scheduling by "+name, domain.ErrForbidden, c.schedule(who, d, c.today()))
	}
	for name, who := range map[string]domain.PersonID{"the liaison officer": c.nia, "a Member": c.aneurin, "an administrator": c.admin, "a planning officer": c.owen} {
		c.refusedAs("scheduling by "+name, domain.ErrForbidden, c.schedule(who, d, c.today()))
	}
	elsewhere := d
	elsewhere.ID = 987654
	c.refusedAs("a decision that does not exist", domain.ErrNotFound, c.schedule(c.clerk, elsewhere, c.today()))
	stale := d
	stale.Version = 99
	c.refusedAs("from an old page", domain.ErrConflict, c.schedule(c.clerk, stale, c.today()))
	s := c.today()
	s.MadeBy = c.nia
	c.refusedFor("delegating to somebody who is no Executive Member", "made_by", c.schedule(c.clerk, d, s))
	s.MadeBy, s.WithOfficer = c.member, c.aneurin
	c.refusedFor("with somebody who is no officer", "with_officer", c.schedule(c.clerk, d, s))
	d = c.must(d.ID, c.schedule(c.clerk, d, c.today()))
	c.refusedAs("recording by an Executive Member for the Executive", domain.ErrForbidden, c.record(c.member, d, c.agreed(d)))
	c.must(d.ID, c.record(c.clerk, d, c.agreed(d)))
	c.refusedAs("recording twice from two tabs", domain.ErrConflict, c.record(c.clerk, d, c.agreed(d)))
}

func TestOfficerWhoSubmittedTheGateCannotDecideOnIt(t *testing.T) {
	c := newChamber(t)
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.owen), gateapp.Submission{Areas: []domain.AreaID{c.area}, Gate: domain.GateDraftPlan})
	if err != nil {
		t.Fatal(err)
	}
	c.everyoneApproves(ids[0])
	d, s := c.decisionOf(ids[0]), c.today()
	s.MadeBy, s.WithOfficer = c.member, c.owen
	c.refusedFor("named officer", "with_officer", c.schedule(c.clerk, d, s))
}
