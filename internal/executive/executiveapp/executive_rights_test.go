package executiveapp_test

import (
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/town"
)

// A Member who also sits on the Executive makes two records, the interest on the second (domain §1).
func TestMemberOnTheExecutiveHasTheInterestShownOnTheSecondRecord(t *testing.T) {
	c := town.NewChamber(t)
	c.Grant(c.Priya, "executive member", 0)
	d := c.Drafted()
	want := "Priya Raghunathan signed this gate as Member for Old Quay ward, Test borough on 10 March 2026 (approve)."

	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	r := c.Agreed(d)
	r.Interests = "None declared"
	whole := c.Must(d.ID, c.Record(c.Clerk, d, r))
	if whole.MemberInterests != want || whole.Interests != "None declared" {
		t.Errorf("of the Executive together: %q", whole.MemberInterests)
	}
	if !strings.Contains(whole.Record, want) {
		t.Errorf("the record does not say so: %s", whole.Record)
	}
	c.Verify()
}

func TestMemberToWhomTheDecisionIsDelegatedHasTheInterestShown(t *testing.T) {
	c := town.NewChamber(t)
	c.Grant(c.Priya, "executive member", 0)
	c.Grant(c.Suresh, "executive member", 0) // on the Executive, but not of this decision
	d := c.Drafted()
	s := c.Today()
	s.MadeBy = c.Priya
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, s))
	d = c.Must(d.ID, c.Record(c.Priya, d, c.Agreed(d)))
	if d.State != executive.ExecutiveDecided || !strings.HasPrefix(d.MemberInterests, "Priya Raghunathan signed") ||
		strings.Contains(d.MemberInterests, "Suresh") {
		t.Errorf("%s: %q", d.State, d.MemberInterests)
	}
	c.Verify()
}

func TestWhoMayDecide(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	for name, who := range map[string]domain.PersonID{"an Executive Member": c.Member} {
		c.RefusedAs("scheduling by "+name, domain.ErrForbidden, c.Schedule(who, d, c.Today()))
	}
	for name, who := range map[string]domain.PersonID{"the liaison officer": c.Nia, "a Member": c.Aneurin,
		"an administrator": c.Admin, "a planning officer": c.Owen} {
		c.RefusedAs("scheduling by "+name, domain.ErrForbidden, c.Schedule(who, d, c.Today()))
	}
	elsewhere := d
	elsewhere.ID = 987654
	c.RefusedAs("a decision that does not exist", domain.ErrNotFound, c.Schedule(c.Clerk, elsewhere, c.Today()))
	stale := d
	stale.Version = 99
	c.RefusedAs("from an old page", domain.ErrConflict, c.Schedule(c.Clerk, stale, c.Today()))
	s := c.Today()
	s.MadeBy = c.Nia
	c.RefusedFor("delegating to somebody who is no Executive Member", "made_by", c.Schedule(c.Clerk, d, s))
	s.MadeBy, s.WithOfficer = c.Member, c.Aneurin
	c.RefusedFor("with somebody who is no officer", "with_officer", c.Schedule(c.Clerk, d, s))
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	c.RefusedAs("recording by an Executive Member for the Executive", domain.ErrForbidden,
		c.Record(c.Member, d, c.Agreed(d)))
	c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	c.RefusedAs("recording twice from two tabs", domain.ErrConflict, c.Record(c.Clerk, d, c.Agreed(d)))
}

func TestOfficerWhoSubmittedTheGateCannotDecideOnIt(t *testing.T) {
	c := town.NewChamber(t)
	ids, err := gateapp.SubmitGate(t.Context(), c.App, c.Actor(c.Owen),
		gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateDraftPlan})
	if err != nil {
		t.Fatal(err)
	}
	c.EveryoneApproves(ids[0])
	d, s := c.DecisionOf(ids[0]), c.Today()
	s.MadeBy, s.WithOfficer = c.Member, c.Owen
	c.RefusedFor("named officer", "with_officer", c.Schedule(c.Clerk, d, s))
}
