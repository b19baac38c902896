package executiveapp_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/plans"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/town"
)

// From the submission of gate 3 to delivery planning (domain §3, gate 3 in both its parts).
func TestFromGateThreeToDeliveryPlanning(t *testing.T) {
	c := town.NewChamber(t)
	c.Term(c.Other, c.Seat("ward", "Elsewhere"))
	service, partner := c.Person("Wanjirũ"), c.Person("Ewa Zając")
	c.Grant(service, "service", int64(c.Roads))
	c.Grant(partner, "partner", int64(c.Residents))

	id := c.Submit(domain.GateDraftPlan)[0]
	c.WantPlan(plans.PlanWithMembers, "")
	s, err := c.Attempt(id).Content()
	if err != nil || s.Plan == nil || s.Plan.Title != "Our plan" || len(s.Plan.Sections) != len(plans.PlanParts()) {
		t.Fatalf("froze %+v, %v", s.Plan, err)
	}
	if got := c.Text(`SELECT encode(digest, 'hex') || ' ' || note FROM plan_versions WHERE plan_id = $1`,
		int64(c.Plan)); !strings.HasSuffix(got, " Submitted to Area Members at gate 3, attempt 1") {
		t.Errorf("kept as %q", got)
	}
	c.EveryoneApproves(id)
	c.WantOutcome(id, gates.OutcomePassed)
	c.WantPlan(plans.PlanWithExecutive, "")
	c.WantTold("draft to the Executive", "Bao, Executive Member: shown in app",
		"Dáithí Chance, Executive Member: shown in app",
		"Owen Adeyemi, community planning officer: shown in app",
		"Philippa Ó Murchú-Lindqvist, clerk to the Executive: shown in app")
	d := c.DecisionOf(id)
	if d.State != executive.ExecutiveDrafted || d.Plan != c.Plan || len(d.Items) != 4 {
		t.Fatalf("drafted as %+v", d)
	}
	c.Verify()

	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	r := c.Agreed(d)
	part := domain.Pence(4_000_000)
	r.Items[1] = executive.ItemOutcome{Outcome: executive.ItemAmended, Resolved: "The bid be approved for £40,000.",
		Approved: &part}
	r.Items[2] = executive.ItemOutcome{Outcome: executive.ItemNotAgreed, Reason: "Signs are in the budget."}
	d = c.Must(d.ID, c.Record(c.Clerk, d, r))
	if d.State != executive.ExecutiveDecided {
		t.Fatalf("stands %q", d.State)
	}
	c.Verify()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	if got := []string{string(d.State), d.CallInUntil.String(), d.EffectiveOn.String()}; !slices.Equal(got,
		[]string{"published", "2026-03-17", "2026-03-18"}) {
		t.Errorf("published as %v", got)
	}
	c.WantPlan(plans.PlanWithExecutive, "")
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect before the window closed, %v", n, err)
	}

	c.Move(8 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect again, %v", n, err)
	}
	c.WantPlan(plans.PlanApprovedDraft, "")
	c.WantLines([]string{"Safer quay approved to submit 4000000", "Signs drafting"},
		`SELECT concat_ws(' ', title, state, approved_pence) FROM bids ORDER BY id`)
	c.WantLines([]string{"Build the crossing asked", "Watch the crossing asked", "=Count cars proposed"},
		`SELECT title || ' ' || state FROM actions ORDER BY id`)
	c.WantTold("actions to lead", "Ewa Zając, partner: shown in app", "Wanjirũ, service officer: shown in app")
	c.WantLines([]string{"Speed on the quay: synthesised", "A lamp is out: quick win", "A named family: referred",
		"Nowhere to cross: in plan, Status: in plan"}, `SELECT i.title || ': ' || i.state || COALESCE(', ' || a.summary,
			'') FROM issues i
		LEFT JOIN audit_entries a ON a.object_kind = 'issue' AND a.object_id = i.id AND a.action = 'decision.effect' ORDER BY i.id`)
	c.WantLines([]string{"4 closed 2026-03-18", "5 open"}, `SELECT phase || COALESCE(' closed ' || closed_on, ' open')
		FROM phases WHERE area_id = $1 AND phase >= '4' ORDER BY 1`, int64(c.Area))
	feed := c.Feed(d.ID)
	if feed.Rows != 3 || !strings.Contains(feed.CSV, "-1-A") {
		t.Errorf("the feed is %+v", feed)
	}
	c.WantLines([]string{"report drafted", "decided", "published", "in force"},
		`SELECT payload::jsonb ->> 'decision' FROM register_entries WHERE kind IN ('executive decision', 'in force')
			ORDER BY position`)
	c.Verify()
}

func TestMembersWhoDoNotPassGateThreeUnlockThePlan(t *testing.T) {
	c := town.NewChamber(t)
	id := c.Submit(domain.GateDraftPlan)[0]
	c.Sign(c.Aneurin, id, gates.Reject)
	c.WantOutcome(id, gates.OutcomeRejected)
	c.WantPlan(plans.PlanDrafting, "Gate 3, attempt 1, was rejected.\nAneurin Bevan-Lloyd (reject): The boundary "+
		"cuts the estate in two")
	if n := c.Int(`SELECT count(*) FROM executive_decisions`); n != 0 {
		t.Errorf("%d decisions", n)
	}
	id = c.Submit(domain.GateDraftPlan)[0]
	if n := c.Int(`SELECT count(*) FROM plan_versions`); n != 1 {
		t.Errorf("the same plan is kept %d times", n)
	}
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "A figure is wrong"); err != nil {
		t.Fatal(err)
	}
	c.WantPlan(plans.PlanDrafting, "Gate 3, attempt 2, was withdrawn.\nA figure is wrong")
	c.Verify()
}

func TestOverrideOfGateThreeSendsThePlanToTheExecutive(t *testing.T) {
	c := town.NewChamber(t)
	c.Writes("introduction", "") // not ready: that is what an override is for
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, domain.GateDraftPlan,
		"Purdah begins"); err != nil {
		t.Fatal(err)
	}
	c.WantPlan(plans.PlanWithExecutive, "")
	d := c.DecisionOf(domain.AttemptID(c.Int(`SELECT id FROM attempts WHERE gate = 3`)))
	if !strings.Contains(d.ReportWords, "overridden by Owen Adeyemi: Purdah begins") {
		t.Errorf("the report does not say who overrode the gate: %s", d.ReportWords)
	}
	c.Verify()
}

// A plan that the Executive does not agree is drafted again, and signed again (domain §3: returned with reasons).
func TestPlanNotAgreedIsReturnedAndSignedAgain(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Drafted()
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	r := c.Agreed(d)
	r.Items = []executive.ItemOutcome{{Outcome: executive.ItemNotAgreed, Reason: "The costs do not add up."}}
	d = c.Must(d.ID, c.Record(c.Clerk, d, r))
	if d.State != executive.ExecutiveReturned || !d.EffectiveOn.IsZero() {
		t.Errorf("stands %+v", d)
	}
	c.WantPlan(plans.PlanDrafting, "Returned by the Executive.\nThe costs do not add up.\nThe community asked for it.")
	if told := c.Told("plan returned by the Executive"); !slices.Contains(told,
		"Nia Pugh, community liaison officer: shown in app") {
		t.Errorf("told %v", told)
	}
	c.Verify()
	c.Writes("introduction", "The costs add up now.")
	again := c.Submit(domain.GateDraftPlan)[0]
	c.EveryoneApproves(again)
	next := c.DecisionOf(again)
	if next.ID == d.ID || next.State != executive.ExecutiveDrafted || c.Int(`SELECT count(*) FROM plan_versions`) != 2 {
		t.Errorf("the new attempt gave %+v", next)
	}
	c.Verify()
}

// Executive Member and named officer: two records from two accounts, on the same content (H4; 002, vi).
func TestJointDecisionNeedsBoth(t *testing.T) {
	c := town.NewChamber(t)
	c.Term(c.Member, c.Seat("ward", "Harbour")) // the Executive Member is an Area Member too, and signs
	d := c.Drafted()
	s := c.Today()
	s.MadeBy, s.WithOfficer = c.Member, c.Chief
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, s))
	c.WantTold("decision scheduled", "Dáithí Chance, Executive Member: shown in app")
	c.RefusedAs("recording by the clerk", domain.ErrForbidden, c.Record(c.Clerk, d, c.Agreed(d)))
	c.RefusedAs("recording by another Executive Member", domain.ErrForbidden, c.Record(c.Other, d, c.Agreed(d)))
	confirm := func(who domain.PersonID, of domain.Digest) func(context.Context) error {
		return func(ctx context.Context) error {
			return executiveapp.ConfirmDecision(ctx, c.App, c.Actor(who), d.ID, of)
		}
	}
	c.RefusedFor("confirming nothing", "state", confirm(c.Chief, domain.Digest{}))
	d = c.Must(d.ID, c.Record(c.Member, d, c.Agreed(d)))
	if !d.Recorded() || d.State != executive.ExecutiveScheduled {
		t.Fatalf("one record decided: %+v", d)
	}
	c.WantTold("decision to confirm", "Marie-Ann, named officer: shown in app")
	c.Verify()
	c.RefusedAs("confirming one's own record", domain.ErrForbidden, confirm(c.Member, d.RecordDigest))
	c.RefusedAs("confirming for the named officer", domain.ErrForbidden, confirm(c.Owen, d.RecordDigest))
	c.RefusedAs("confirming something else", domain.ErrConflict, confirm(c.Chief, d.ReportDigest))
	first := d.RecordDigest
	r := c.Agreed(d)
	r.Reasons = "Better put."
	c.RefusedFor("another record without a reason", "why", c.Record(c.Member, d, r))
	r.Why = "The reasons were those of another plan."
	d = c.Must(d.ID, c.Record(c.Member, d, r))
	c.RefusedAs("confirming what was recorded before", domain.ErrConflict, confirm(c.Chief, first))
	d = c.Must(d.ID, confirm(c.Chief, d.RecordDigest))
	if d.State != executive.ExecutiveDecided || d.RecordedBy != c.Member || d.ConfirmedBy != c.Chief {
		t.Errorf("decided as %+v", d)
	}
	c.RefusedFor("confirming twice", "state", confirm(c.Chief, d.RecordDigest))
	c.WantLines([]string{
		" report drafted ",
		"Dáithí Chance recorded Executive Member, in conjunction with Marie-Ann",
		"Dáithí Chance recorded Executive Member, in conjunction with Marie-Ann, in the place of the entry before: " +
			"Corrected: The reasons were those of another plan.",
		"Marie-Ann decided Named officer, in conjunction with Dáithí Chance",
	}, `SELECT (payload::jsonb ->> 'person') || ' ' || (payload::jsonb ->> 'decision') || ' ' ||
		(payload::jsonb ->> 'capacity') || COALESCE(CASE WHEN payload::jsonb ->> 'replaces' =
		lag(reference) OVER (ORDER BY position) THEN ', in the place of the entry before: '
		|| split_part(payload::jsonb ->> 'words', E'\n', 1) END, '')
		FROM register_entries WHERE kind = 'executive decision' ORDER BY position`)
	c.Verify()
}

func TestDecisionWithoutAWindowTakesEffectWhenItIsPublished(t *testing.T) {
	c := town.NewChamber(t)
	c.App.Rules.CallInKeyOnly = true
	d := c.Decided()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	if d.State != executive.ExecutiveInForce || !d.CallInUntil.IsZero() {
		t.Errorf("stands %q with a window until %q", d.State, d.CallInUntil)
	}
	c.Verify()
}

// Whoever alters the Executive's records behind the application is found out.
func TestVerifyNamesWhatWasAlteredOfAnExecutiveDecision(t *testing.T) {
	c := town.NewChamber(t)
	d := c.Decided()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	c.Move(8 * town.ADay)
	if _, err := executiveapp.TakeEffects(t.Context(), c.App); err != nil {
		t.Fatal(err)
	}
	c.Verify()
	for what, sql := range map[string]string{
		"stand":     `UPDATE executive_decisions SET state = 'upheld', effective_on = effective_on`,
		"report":    `UPDATE executive_reports SET text = text || ' '`,
		"resolved":  `UPDATE executive_decisions SET reasons = 'Others'`,
		"published": `UPDATE executive_decisions SET published_on = published_on + 1`,
		"feed":      `UPDATE planning_feeds SET csv = csv || 'more'`,
		"outcome":   `UPDATE executive_items SET outcome = 'amended' WHERE position = 1`,
	} {
		t.Run(what, func(t *testing.T) {
			c.Forced("tampered with", sql)
			if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil ||
				!strings.Contains(err.Error(), "executive decision") {
				t.Errorf("not found out: %v", err)
			}
			for _, back := range []string{
				`UPDATE executive_reports SET text = rtrim(text)`,
				`UPDATE executive_decisions SET state = 'in force',
					reasons = 'The community asked for it.', published_on = '2026-03-10'`,
				`UPDATE planning_feeds SET csv = regexp_replace(csv, 'more$', '')`,
				`UPDATE executive_items SET outcome = 'agreed'`} {
				c.Forced("and put back", back)
			}
			c.Verify()
		})
	}
}

func TestReportRecommendsThePlanEachBidAndTheHandOver(t *testing.T) {
	c := town.NewChamber(t)
	report, err := executive.ReadExecutiveReport(c.Drafted().Frozen())
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range report.Recommendations {
		said = append(said, r.Text)
	}
	want := []string{
		"Have regard to and approve the draft Local Community Action Plan for Castle (version 1), as set out in this " +
			"report.",
		"Approve “Safer quay”, a bid of £50,000 to Road Trust with match funding of £100, for submission by 8 June " +
			"2026.",
		"Approve “Signs”, a bid of £1,200.50 to Road Trust with match funding of £100, for submission by 8 June 2026.",
		"Agree that the plan go forward to delivery planning, and that the leads be asked to confirm the proposed " +
			"actions.",
	}
	if d := cmp.Diff(want, said); d != "" {
		t.Errorf("recommendations (-want +got):\n%s", d)
	}
}
