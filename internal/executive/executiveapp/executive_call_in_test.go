package executiveapp_test

import (
	"context"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/plans"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/town"
)

func callIn(c *town.Town, d executive.ExecutiveDecision, by string, members int) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.CallInDecision(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version,
			executive.CallIn{By: by, Members: members, On: c.Day(), Reason: "The bid was not costed."})
	}
}

func settle(c *town.Town, d executive.ExecutiveDecision, o executive.CallInOutcome) func(context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.SettleCallIn(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version,
			executive.Settlement{Outcome: o, Body: "Overview and Scrutiny Committee", On: c.Day(), Minute: "OS/14",
				Words: "Resolved: cost it first.\nCarried."})
	}
}

// Requests are recorded with who and how many; the call-in is closed by a body, on a date, with a minute and its words;
// nothing comes into force before its window has ended (H6; rulings, 9).
func TestCalledInDecisionIsClosedByABodyAndWaitsForItsWindow(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Decided()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	c.RefusedFor("a call-in by nobody counted", "members", callIn(c, d, "Councillors", 0))
	d = c.Must(d.ID, callIn(c, d, "Councillors Bevan-Lloyd and Raghunathan", 2))
	d = c.Must(d.ID, callIn(c, d, "The Harbour group of parishes", 1))
	if len(d.CallIns) != 2 || d.CallIns[0].Members != 2 || d.CallIns[1].By != "The Harbour group of parishes" {
		t.Errorf("requests %+v", d.CallIns)
	}
	c.Verify()
	d = c.Must(d.ID, settle(c, d, executive.CallInToCouncil))
	if d.State != executive.ExecutiveCalledIn || !d.AtCouncil() {
		t.Errorf("at the Council it stands %q", d.State)
	}
	d = c.Must(d.ID, settle(c, d, executive.CallInUpheld))
	if d.State != executive.ExecutiveUpheld || d.EffectiveOn.String() != "2026-03-18" || d.SettledOn != c.Day() {
		t.Errorf("upheld, it stands %q, in force on %s", d.State, d.EffectiveOn)
	}
	c.Verify()
	c.WantPlan(plans.PlanWithExecutive, "")
	c.Move(7 * town.ADay) // the last day of the window
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect in the window, %v", n, err)
	}
	c.Move(town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Errorf("%d took effect, %v", n, err)
	}
	c.WantPlan(plans.PlanApprovedDraft, "")
	c.WantLines([]string{
		"published: Published on 10 March 2026, can be called in until 17 March 2026, takes effect on 18 March 2026",
		"called in: By Councillors Bevan-Lloyd and Raghunathan (2 Members) on 10 March 2026: The bid was not costed.",
		"called in: By The Harbour group of parishes (1 Member) on 10 March 2026: The bid was not costed.",
		"called in: Sent to Council: Overview and Scrutiny Committee on 10 March 2026, minute OS/14",
		"upheld: Upheld: Overview and Scrutiny Committee on 10 March 2026, minute OS/14",
		"in force: Corporate planning feed of 3 actions produced; bids that may be submitted: 2; actions put to " +
			"their leads: 2"},
		`SELECT (payload::jsonb ->> 'decision') || ': ' || split_part(payload::jsonb ->> 'words', E'\n', 1)
		FROM register_entries WHERE kind IN ('executive decision', 'in force') ORDER BY position OFFSET 2`)
	if body := c.Text(`SELECT body FROM notices WHERE event = 'executive decision upheld'`); !strings.Contains(body,
		"minute OS/14") || !strings.Contains(body, "takes effect on 18 March 2026") {
		t.Errorf("told %s", body)
	}
	c.Verify()
}

func TestCallInThatIsReferredBackReturnsThePlan(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Decided()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	d = c.Must(d.ID, callIn(c, d, "Scrutiny", 7))
	c.Move(20 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect while called in, %v", n, err)
	}
	c.Must(d.ID, settle(c, d, executive.CallInReferred))
	c.WantPlan(plans.PlanDrafting, "Returned by the Executive.\nResolved: cost it first.\nCarried.")
	c.Verify()

	again := c.Submit(domain.GateDraftPlan)
	c.EveryoneApproves(again[0])
	d = c.DecisionOf(again[0])
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	d = c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	d = c.Must(d.ID, callIn(c, d, "Scrutiny", 7))
	c.Move(20 * town.ADay)
	d = c.Must(d.ID, settle(c, d, executive.CallInLapsed))
	if d.State != executive.ExecutiveInForce || d.EffectiveOn != c.Day() { // its window has ended long ago
		t.Errorf("stands %q, in force on %s", d.State, d.EffectiveOn)
	}
	c.WantPlan(plans.PlanApprovedDraft, "")
	c.Verify()
}

// A recorded decision is corrected until it is published: the new entry names the old one and says why; whoever alters
// what is kept of it is found out.
func TestCorrectionNamesWhatItReplaces(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Decided()
	was := d.RecordDigest
	r := c.Agreed(d)
	correct := func(ctx context.Context) error {
		return executiveapp.CorrectDecision(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version, r)
	}
	c.RefusedFor("a correction without a reason", "why", correct)
	r.Why, r.Reasons = "The reasons of another item were typed.", "The road is dangerous."
	d = c.Must(d.ID, correct)
	if d.State != executive.ExecutiveDecided || d.Reasons != "The road is dangerous." || d.RecordDigest == was {
		t.Errorf("corrected: %+v", d)
	}
	c.Verify()
	r.Why, r.Items = "It was not agreed at all.", []executive.ItemOutcome{{Outcome: executive.ItemNotAgreed,
		Reason: "Too dear."}}
	d = c.Must(d.ID, correct)
	c.WantPlan(plans.PlanDrafting, "Returned by the Executive.\nToo dear.\nThe road is dangerous.")
	r.Why, r.Alternatives = "An alternative was left out.", "To wait."
	d = c.Must(d.ID, correct) // the plan is back once
	c.Verify()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	if d.State != executive.ExecutiveReturned || d.PublishedByName == "" {
		t.Errorf("published: %s by %q", d.State, d.PublishedByName)
	}
	c.RefusedFor("a correction of what is published", "state", correct)
	c.WantLines([]string{"decided",
		"decided in the place of the entry before: Corrected: The reasons of another item were typed.",
		"returned in the place of the entry before: Corrected: It was not agreed at all.",
		"returned in the place of the entry before: Corrected: An alternative was left out.",
		"returned, published"}, `SELECT (payload::jsonb ->> 'decision') || COALESCE(CASE WHEN
		payload::jsonb ->> 'replaces' = lag(reference) OVER (ORDER BY position) THEN ' in the place of the entry before: '
		|| split_part(payload::jsonb ->> 'words', E'\n', 1) END, '')
		FROM register_entries WHERE kind = 'executive decision' ORDER BY position OFFSET 1`)
	c.Verify()
}

// Where an unconfirmed record lapses since the decision is put to somebody else, the register says that it is void, why
// and by which entry.
func TestVoidRecordSaysWhyInTheRegister(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	s := c.Today()
	s.MadeBy, s.WithOfficer = c.Member, c.Chief
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, s))
	d = c.Must(d.ID, c.Record(c.Member, d, c.Agreed(d)))
	c.RefusedFor("scheduling again without a reason", "why", c.Schedule(c.Clerk, d, c.Today()))
	again := c.Today()
	again.Why = "The Executive takes it together."
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, again))
	c.WantLines([]string{"report drafted", "recorded", "voided, in the place of the entry before: The decision was " +
		"scheduled again, so this record is void. The Executive takes it together."},
		`SELECT (payload::jsonb ->> 'decision') || COALESCE(CASE WHEN payload::jsonb ->> 'replaces' =
		lag(reference) OVER (ORDER BY position) THEN ', in the place of the entry before: '
		|| (payload::jsonb ->> 'words') END, '')
		FROM register_entries WHERE kind = 'executive decision' ORDER BY position`)
	c.Verify()
	c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	c.Verify()
}

// A joint decision that is corrected counts once the named officer has confirmed it again.
func TestCorrectedJointDecisionIsConfirmedAgain(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	s := c.Today()
	s.MadeBy, s.WithOfficer = c.Member, c.Chief
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, s))
	d = c.Must(d.ID, c.Record(c.Member, d, c.Agreed(d)))
	confirm := func(ctx context.Context) error {
		return executiveapp.ConfirmDecision(ctx, c.App, c.Actor(c.Chief), d.ID, d.RecordDigest)
	}
	d = c.Must(d.ID, confirm)
	r := c.Agreed(d)
	r.Why, r.Reasons = "Not what we agreed.", "The road is dangerous."
	correct := func(who domain.PersonID) func(context.Context) error {
		return func(ctx context.Context) error {
			return executiveapp.CorrectDecision(ctx, c.App, c.Actor(who), d.ID, d.Version, r)
		}
	}
	c.RefusedAs("a correction by the clerk", domain.ErrForbidden, correct(c.Clerk))
	d = c.Must(d.ID, correct(c.Member))
	c.Verify()
	c.RefusedFor("publishing what is not confirmed", "state", c.Publish(d, c.Day()))
	d = c.Must(d.ID, confirm)
	if d.State != executive.ExecutiveDecided || d.Unconfirmed() {
		t.Errorf("confirmed again: %+v", d)
	}
	c.Must(d.ID, c.Publish(d, c.Day()))
	c.Verify()
}

// Whoever alters what is kept of a call-in is found out.
func TestVerifyNamesWhatWasAlteredOfACallIn(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Decided()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	d = c.Must(d.ID, callIn(c, d, "Scrutiny", 7))
	c.Must(d.ID, settle(c, d, executive.CallInUpheld))
	for sql, back := range map[string]string{
		`UPDATE call_in_requests SET members = 6`:        `UPDATE call_in_requests SET members = 7`,
		`UPDATE call_in_requests SET reason = 'Another'`: `UPDATE call_in_requests SET reason = 'The bid was not costed.'`,
		`UPDATE call_in_outcomes SET minute = 'OS/15'`:   `UPDATE call_in_outcomes SET minute = 'OS/14'`,
		`UPDATE call_in_outcomes SET outcome = 'lapsed'`: `UPDATE call_in_outcomes SET outcome = 'upheld'`,
		`UPDATE executive_decisions SET effective_on = effective_on - 3`: `UPDATE executive_decisions
			SET effective_on = effective_on + 3`,
	} {
		c.Forced("tampered with", sql)
		if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil ||
			!strings.Contains(err.Error(), "call-in of executive decision") {
			t.Errorf("%s is not found out: %v", sql, err)
		}
		c.Forced("and put back", back)
		c.Verify()
	}
}
