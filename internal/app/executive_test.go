package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/plans"
	"fourgates/internal/register/registerapp"
)

func (c *chamber) wantPlan(state plans.PlanState, reason string) {
	c.t.Helper()
	if got := c.Text(`SELECT state || '|' || state_reason FROM plans WHERE id = $1`, int64(c.Plan)); got != string(state)+"|"+reason {
		c.t.Errorf("the plan is %q, want %q", got, string(state)+"|"+reason)
	}
}

// From the submission of gate 3 to delivery planning (domain §3, gate 3 in both its parts).
func TestFromGateThreeToDeliveryPlanning(t *testing.T) {
	c := newChamber(t)
	c.Term(c.other, c.Seat("ward", "Elsewhere"))
	service, partner := c.Person("Wanjirũ"), c.Person("Ewa Zając")
	c.Grant(service, "service", int64(c.Service))
	c.Grant(partner, "partner", int64(c.Partner))

	id := c.submit(domain.GateDraftPlan)[0]
	c.wantPlan(plans.PlanWithMembers, "")
	s, err := gates.ReadSnapshot(c.attempt(id).Snapshot)
	if err != nil || s.Plan == nil || s.Plan.Title != "Our plan" || len(s.Plan.Sections) != len(plans.PlanParts()) {
		t.Fatalf("froze %+v, %v", s.Plan, err)
	}
	if got := c.Text(`SELECT encode(digest, 'hex') || ' ' || note FROM plan_versions WHERE plan_id = $1`, int64(c.Plan)); !strings.HasSuffix(got, " Submitted to Area Members at gate 3, attempt 1") {
		t.Errorf("kept as %q", got)
	}
	c.everyoneApproves(id)
	c.wantOutcome(id, gates.OutcomePassed)
	c.wantPlan(plans.PlanWithExecutive, "")
	c.wantTold("draft to the Executive", "Bao, Executive Member: shown in app", "Dáithí Chance, Executive Member: shown in app", "Marie-Ann, Executive: shown in app",
		"Owen Adeyemi, community planning officer: shown in app", "Philippa Ó Murchú-Lindqvist, Executive: shown in app")
	d := c.decisionOf(id)
	if d.State != executive.ExecutiveDrafted || d.Plan != c.Plan || len(d.Items) != 4 {
		t.Fatalf("drafted as %+v", d)
	}
	c.verify()

	d = c.must(d.ID, c.schedule(c.clerk, d, c.today()))
	r := c.agreed(d)
	part := domain.Pence(4_000_000)
	r.Items[1] = executive.ItemOutcome{Outcome: executive.ItemAmended, Resolved: "The bid be approved for £40,000.", Approved: &part}
	r.Items[2] = executive.ItemOutcome{Outcome: executive.ItemNotAgreed, Reason: "Signs are in the budget."}
	d = c.must(d.ID, c.record(c.clerk, d, r))
	if d.State != executive.ExecutiveDecided {
		t.Fatalf("stands %q", d.State)
	}
	c.verify()
	d = c.must(d.ID, c.publish(d, c.day()))
	if got := []string{string(d.State), d.CallInUntil.String(), d.EffectiveOn.String()}; !slices.Equal(got, []string{"published", "2026-03-17", "2026-03-18"}) {
		t.Errorf("published as %v", got)
	}
	c.wantPlan(plans.PlanWithExecutive, "")
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect before the window closed, %v", n, err)
	}

	c.Move(8 * aDay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect again, %v", n, err)
	}
	c.wantPlan(plans.PlanApprovedDraft, "")
	c.wantLines([]string{"Safer quay approved to submit 4000000", "Signs drafting"}, `SELECT concat_ws(' ', title, state, approved_pence) FROM bids ORDER BY id`)
	c.wantLines([]string{"Build the crossing asked", "Watch the crossing asked", "=Count cars proposed"}, `SELECT title || ' ' || state FROM actions ORDER BY id`)
	c.wantTold("actions to confirm", "Ewa Zając, partner: shown in app", "Wanjirũ, service officer: shown in app")
	c.wantLines([]string{"Speed on the quay: synthesised", "A lamp is out: quick win", "A named family: referred", "Nowhere to cross: in plan, Status: in plan"}, `SELECT i.title || ': ' || i.state || COALESCE(', ' || a.summary, '') FROM issues i
		LEFT JOIN audit_entries a ON a.object_kind = 'issue' AND a.object_id = i.id AND a.action = 'decision.effect' ORDER BY i.id`)
	c.wantLines([]string{"4 closed 2026-03-18", "5 open"}, `SELECT phase || COALESCE(' closed ' || closed_on, ' open') FROM phases WHERE area_id = $1 AND phase >= '4' ORDER BY 1`, int64(c.area))
	feed, err := executivestore.PlanningFeed(t.Context(), c.App.Store.Reader, d.ID)
	if err != nil || feed.Rows != 3 || !strings.Contains(feed.CSV, "-1-A") {
		t.Errorf("the feed is %+v, %v", feed, err)
	}
	c.wantLines([]string{"report drafted", "decided", "published", "in force"},
		`SELECT payload::jsonb ->> 'decision' FROM register_entries WHERE kind IN ('executive decision', 'in force') ORDER BY position`)
	c.verify()
}

func TestMembersWhoDoNotPassGateThreeUnlockThePlan(t *testing.T) {
	c := newChamber(t)
	id := c.submit(domain.GateDraftPlan)[0]
	c.sign(c.aneurin, id, gates.Reject)
	c.wantOutcome(id, gates.OutcomeRejected)
	c.wantPlan(plans.PlanDrafting, "Gate 3, attempt 1, was rejected.\nAneurin Bevan-Lloyd (reject): The boundary cuts the estate in two")
	if n := c.Int(`SELECT count(*) FROM executive_decisions`); n != 0 {
		t.Errorf("%d decisions", n)
	}
	id = c.submit(domain.GateDraftPlan)[0]
	if n := c.Int(`SELECT count(*) FROM plan_versions`); n != 1 {
		t.Errorf("the same plan is kept %d times", n)
	}
	if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.nia), id, "A figure is wrong"); err != nil {
		t.Fatal(err)
	}
	c.wantPlan(plans.PlanDrafting, "Gate 3, attempt 2, was withdrawn.\nA figure is wrong")
	c.verify()
}

func TestOverrideOfGateThreeSendsThePlanToTheExecutive(t *testing.T) {
	c := newChamber(t)
	c.Exec(`DELETE FROM feedback_entries`)
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.owen), c.area, domain.GateDraftPlan, "Purdah begins"); err != nil {
		t.Fatal(err)
	}
	c.wantPlan(plans.PlanWithExecutive, "")
	d := c.decisionOf(domain.AttemptID(c.Int(`SELECT id FROM attempts WHERE gate = 3`)))
	if !strings.Contains(d.Report, "overridden by Owen Adeyemi: Purdah begins") {
		t.Errorf("the report does not say who overrode the gate: %s", d.Report)
	}
	c.verify()
}

// A plan that the Executive does not agree is drafted again, and signed again (domain §3: returned with reasons).
func TestPlanNotAgreedIsReturnedAndSignedAgain(t *testing.T) {
	c := newChamber(t)
	d := c.drafted()
	d = c.must(d.ID, c.schedule(c.clerk, d, c.today()))
	r := c.agreed(d)
	r.Items = []executive.ItemOutcome{{Outcome: executive.ItemNotAgreed, Reason: "The costs do not add up."}}
	d = c.must(d.ID, c.record(c.clerk, d, r))
	if d.State != executive.ExecutiveReturned || !d.EffectiveOn.IsZero() {
		t.Errorf("stands %+v", d)
	}
	c.wantPlan(plans.PlanDrafting, "Returned by the Executive.\nThe costs do not add up.\nThe community asked for it.")
	if told := c.told("plan returned by the Executive"); !slices.Contains(told, "Nia Pugh, community liaison officer: shown in app") {
		t.Errorf("told %v", told)
	}
	c.verify()
	c.Exec(`UPDATE plan_sections SET body = body || ' Now it does.' WHERE plan_id = $1`, int64(c.Plan))
	again := c.submit(domain.GateDraftPlan)[0]
	c.everyoneApproves(again)
	next := c.decisionOf(again)
	if next.ID == d.ID || next.State != executive.ExecutiveDrafted || c.Int(`SELECT count(*) FROM plan_versions`) != 2 {
		t.Errorf("the new attempt gave %+v", next)
	}
	c.verify()
}

func TestCalledInDecisionIsUpheldOrReturned(t *testing.T) {
	c := newChamber(t)
	d := c.decided()
	d = c.must(d.ID, c.publish(d, c.day()))
	call := executive.CallIn{By: "Councillors Bevan-Lloyd and Raghunathan", On: c.day(), Reason: "The bid was not costed."}
	d = c.must(d.ID, func(ctx context.Context) error {
		return executiveapp.CallInDecision(ctx, c.App, c.Actor(c.clerk), d.ID, d.Version, call)
	})
	c.Move(20 * aDay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 0 || err != nil {
		t.Errorf("%d took effect while called in, %v", n, err)
	}
	returned := func(ctx context.Context) error {
		return executiveapp.ReturnDecision(ctx, c.App, c.Actor(c.clerk), d.ID, d.Version, "Cost it first.")
	}
	c.must(d.ID, returned)
	c.wantPlan(plans.PlanDrafting, "Returned by the Executive.\nCost it first.")
	c.verify()

	again := c.submit(domain.GateDraftPlan)
	if len(again) == 1 {
		c.everyoneApproves(again[0])
	}
	d = c.decisionOf(again[0])
	d = c.must(d.ID, c.schedule(c.clerk, d, c.today()))
	d = c.must(d.ID, c.record(c.clerk, d, c.agreed(d)))
	d = c.must(d.ID, c.publish(d, c.day()))
	call.On = c.day()
	d = c.must(d.ID, func(ctx context.Context) error {
		return executiveapp.CallInDecision(ctx, c.App, c.Actor(c.clerk), d.ID, d.Version, call)
	})
	d = c.must(d.ID, func(ctx context.Context) error {
		return executiveapp.UpholdDecision(ctx, c.App, c.Actor(c.clerk), d.ID, d.Version)
	})
	if d.State != executive.ExecutiveInForce || d.EffectiveOn != c.day() { // upheld, it takes effect at once
		t.Errorf("stands %q, in force on %s", d.State, d.EffectiveOn)
	}
	c.wantPlan(plans.PlanApprovedDraft, "")
	c.verify()
}

// Executive Member and named officer: two records from two accounts, on the same content (H4; 002, vi).
func TestJointDecisionNeedsBoth(t *testing.T) {
	c := newChamber(t)
	c.Term(c.member, c.Seat("ward", "Harbour")) // the Executive Member is an Area Member too, and signs
	d := c.drafted()
	s := c.today()
	s.MadeBy, s.WithOfficer = c.member, c.chief
	d = c.must(d.ID, c.schedule(c.clerk, d, s))
	c.wantTold("decision scheduled", "Dáithí Chance, Executive Member: shown in app")
	c.refusedAs("recording by the clerk", domain.ErrForbidden, c.record(c.clerk, d, c.agreed(d)))
	c.refusedAs("recording by another Executive Member", domain.ErrForbidden, c.record(c.other, d, c.agreed(d)))
	confirm := func(who domain.PersonID, of domain.Digest) func(context.Context) error {
		return func(ctx context.Context) error {
			return executiveapp.ConfirmDecision(ctx, c.App, c.Actor(who), d.ID, of)
		}
	}
	c.refusedFor("confirming nothing", "state", confirm(c.chief, domain.Digest{}))
	d = c.must(d.ID, c.record(c.member, d, c.agreed(d)))
	if !d.Recorded() || d.State != executive.ExecutiveScheduled {
		t.Fatalf("one record decided: %+v", d)
	}
	c.wantTold("decision to confirm", "Marie-Ann, named officer: shown in app")
	c.verify()
	c.refusedAs("confirming one's own record", domain.ErrForbidden, confirm(c.member, d.RecordDigest))
	c.refusedAs("confirming for the named officer", domain.ErrForbidden, confirm(c.owen, d.RecordDigest))
	c.refusedAs("confirming something else", domain.ErrConflict, confirm(c.chief, d.ReportDigest))
	first := d.RecordDigest
	r := c.agreed(d)
	r.Reasons = "Better put."
	d = c.must(d.ID, c.record(c.member, d, r))
	c.refusedAs("confirming what was recorded before", domain.ErrConflict, confirm(c.chief, first))
	d = c.must(d.ID, confirm(c.chief, d.RecordDigest))
	if d.State != executive.ExecutiveDecided || d.RecordedBy != c.member || d.ConfirmedBy != c.chief {
		t.Errorf("decided as %+v", d)
	}
	c.refusedFor("confirming twice", "state", confirm(c.chief, d.RecordDigest))
	c.wantLines([]string{
		" report drafted ",
		"Dáithí Chance recorded Executive Member, in conjunction with Marie-Ann",
		"Dáithí Chance recorded Executive Member, in conjunction with Marie-Ann",
		"Marie-Ann decided Named officer, in conjunction with Dáithí Chance",
	}, `SELECT (payload::jsonb ->> 'person') || ' ' || (payload::jsonb ->> 'decision') || ' ' || (payload::jsonb ->> 'capacity') FROM register_entries WHERE kind = 'executive decision' ORDER BY position`)
	c.verify()
}

func TestDecisionWithoutAWindowTakesEffectWhenItIsPublished(t *testing.T) {
	c := newChamber(t)
	c.App.Rules.CallInKeyOnly = true
	d := c.decided()
	d = c.must(d.ID, c.publish(d, c.day()))
	if d.State != executive.ExecutiveInForce || !d.CallInUntil.IsZero() {
		t.Errorf("stands %q with a window until %q", d.State, d.CallInUntil)
	}
	c.verify()
}

// Whoever alters the Executive's records behind the application is found out.
func TestVerifyNamesWhatWasAlteredOfAnExecutiveDecision(t *testing.T) {
	c := newChamber(t)
	d := c.decided()
	d = c.must(d.ID, c.publish(d, c.day()))
	c.Move(8 * aDay)
	if _, err := executiveapp.TakeEffects(t.Context(), c.App); err != nil {
		t.Fatal(err)
	}
	c.verify()
	for what, sql := range map[string]string{
		"stand":     `UPDATE executive_decisions SET state = 'upheld', effective_on = effective_on`,
		"report":    `UPDATE executive_decisions SET report = report || ' '`,
		"resolved":  `UPDATE executive_decisions SET reasons = 'Others'`,
		"published": `UPDATE executive_decisions SET published_on = published_on + 1`,
		"feed":      `UPDATE planning_feeds SET csv = csv || 'more'`,
		"outcome":   `UPDATE executive_items SET outcome = 'amended' WHERE position = 1`,
	} {
		t.Run(what, func(t *testing.T) {
			c.Exec(sql)
			if _, err := registerapp.VerifyRegister(t.Context(), c.App, domain.Digest{}); err == nil || !strings.Contains(err.Error(), "executive decision") {
				t.Errorf("not found out: %v", err)
			}
			for _, back := range []string{
				`UPDATE executive_decisions SET state = 'in force', report = rtrim(report), reasons = 'The community asked for it.', published_on = '2026-03-10'`,
				`UPDATE planning_feeds SET csv = regexp_replace(csv, 'more$', '')`, `UPDATE executive_items SET outcome = 'agreed'`} {
				c.Exec(back)
			}
			c.verify()
		})
	}
}

func TestReportRecommendsThePlanEachBidAndTheHandOver(t *testing.T) {
	c := newChamber(t)
	report, err := executive.ReadExecutiveReport(c.drafted().Report)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, r := range report.Recommendations {
		said = append(said, r.Text)
	}
	want := []string{
		"Have regard to and approve the draft Local Community Action Plan for Castle (version 1), as set out in this report.",
		"Approve “Safer quay”, a bid of £50,000 to Road Trust with match funding of £100, for submission by 8 June 2026.",
		"Approve “Signs”, a bid of £1,200.50 to Road Trust with match funding of £100, for submission by 8 June 2026.",
		"Agree that the plan go forward to delivery planning, and that the leads be asked to confirm the proposed actions.",
	}
	if d := cmp.Diff(want, said); d != "" {
		t.Errorf("recommendations (-want +got):\n%s", d)
	}
}
