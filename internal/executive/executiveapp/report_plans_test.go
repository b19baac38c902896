package executiveapp_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// threePlans are the decisions on the plans of Castle, Harbour and Moor Edge, each with a report of its own.
func threePlans(c *town.Town) (castle, harbour, moor executive.ExecutiveDecision) {
	c.T.Helper()
	return c.DecisionOf(c.PlanOf(c.Area)), c.DecisionOf(c.PlanOf(c.Harbour)), c.DecisionOf(c.PlanOf(c.Moor))
}

func putWith(c *town.Town, who domain.PersonID, d executive.ExecutiveDecision,
	others ...executive.ExecutiveDecision) func(context.Context) error {
	return func(ctx context.Context) error {
		var with []domain.ExecutiveID
		for _, o := range others {
			with = append(with, o.ID)
		}
		return executiveapp.PutWith(ctx, c.App, c.Actor(who), d.ID, d.Version, with)
	}
}

func takeOut(c *town.Town, who domain.PersonID, d executive.ExecutiveDecision, area domain.AreaID) func(
	context.Context) error {
	return func(ctx context.Context) error {
		return executiveapp.TakeOut(ctx, c.App, c.Actor(who), d.ID, d.Version, on(d, area).ID)
	}
}

func on(d executive.ExecutiveDecision, area domain.AreaID) executive.Subject {
	return d.Subjects[slices.IndexFunc(d.Subjects, func(s executive.Subject) bool { return s.Area == area })]
}

// Several plans are put in one report, decided by one record, and in force each for itself (rulings, 8).
func TestThreePlansInOneReport(t *testing.T) {
	c := town.NewNeighbours(t)
	castle, harbour, moor := threePlans(c)
	alone := len(castle.Items)
	d := c.Must(castle.ID, putWith(c, c.Nia, castle, harbour, moor))
	if len(d.Subjects) != 3 || len(d.Items) != alone+len(harbour.Items)+len(moor.Items) ||
		d.AreaName != "Castle, Harbour and Moor Edge" {
		t.Fatalf("one report on %s: %+v", d.AreaName, d.Subjects)
	}
	c.Verify()
	c.WantTold("plans of a report", "Philippa Ó Murchú-Lindqvist, clerk to the Executive: shown in app")
	report, err := executive.ReadExecutiveReport(d.Frozen())
	if err != nil || len(report.Plans) != 3 || report.Plans[1].AreaName != "Harbour" ||
		len(report.Plans[2].Parts) == 0 ||
		report.Title != "Draft Local Community Action Plans for Castle, Harbour and Moor Edge" || report.Version != 2 {
		t.Fatalf("the report says %+v, %v", report, err)
	}
	if open, err := executivestore.OpenExecutiveDecisions(t.Context(), c.App.Store.Reader,
		policy.DecisionScopeOf(c.Actor(c.Clerk))); err != nil || len(open) != 1 || open[0].ID != d.ID {
		t.Errorf("the clerk has %d decisions, %v", len(open), err)
	}

	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	r := c.Agreed(d)
	for n, i := range d.Items {
		if i.Subject == on(d, c.Moor).ID {
			r.Items[n] = executive.ItemOutcome{}
			if i.About == executive.AboutPlan {
				r.Items[n] = executive.ItemOutcome{Outcome: executive.ItemNotAgreed, Reason: "The moor is let."}
			}
		}
	}
	d = c.Must(d.ID, c.Record(c.Clerk, d, r))
	if d.State != executive.ExecutiveDecided || !d.On(on(d, c.Moor)).Refused() {
		t.Fatalf("stands %q", d.State)
	}
	wantPlans := func(castle, harbour, moorEdge plans.PlanState) {
		t.Helper()
		c.WantLines([]string{"Castle " + string(castle), "Harbour " + string(harbour),
			"Moor Edge " + string(moorEdge)}, `
			SELECT a.name || ' ' || p.state FROM plans p JOIN areas a ON a.id = p.area_id ORDER BY a.name`)
	}
	wantPlans(plans.PlanWithExecutive, plans.PlanWithExecutive, plans.PlanDrafting)
	c.Verify()
	d = c.Must(d.ID, c.Publish(d, c.Day()))
	d = c.Must(d.ID, func(ctx context.Context) error {
		return executiveapp.CallInDecision(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version, executive.CallIn{
			By: "Five Members", Members: 5, On: c.Day(), Reason: "The quay was not asked."})
	})
	d = c.Must(d.ID, func(ctx context.Context) error {
		return executiveapp.SettleCallIn(ctx, c.App, c.Actor(c.Clerk), d.ID, d.Version, executive.Settlement{
			Outcome: executive.CallInUpheld, Body: "Scrutiny", On: c.Day(), Minute: "S/1", Words: "Upheld."})
	})
	c.Verify()
	c.Move(8 * town.ADay)
	if n, err := executiveapp.TakeEffects(t.Context(), c.App); n != 1 || err != nil {
		t.Fatalf("%d took effect, %v", n, err)
	}
	wantPlans(plans.PlanApprovedDraft, plans.PlanApprovedDraft, plans.PlanDrafting)
	c.WantLines([]string{"Castle", "Harbour"}, `SELECT a.name FROM planning_feeds f JOIN areas a ON a.id = f.area_id
		ORDER BY 1`)
	c.WantLines([]string{"Castle: report drafted, decided, published, called in, upheld, in force",
		"Harbour: report drafted, decided, published, called in, upheld, in force",
		"Moor Edge: report drafted, returned, returned, published"}, `
		SELECT a.name || ': ' || string_agg(e.payload::jsonb ->> 'decision', ', ' ORDER BY e.position)
		FROM register_entries e JOIN areas a ON a.id = e.area_id
		WHERE e.kind IN ('executive decision', 'in force') GROUP BY a.name ORDER BY 1`)
	c.Verify()
}

// What is put with others can be taken out again while nothing is recorded, with what was written on it meanwhile.
func TestPlanIsTakenOutOfAReport(t *testing.T) {
	c := town.NewNeighbours(t)
	castle, harbour, moor := threePlans(c)
	d := c.Must(castle.ID, putWith(c, c.Nia, castle, harbour, moor))
	if err := executiveapp.WriteSection(t.Context(), c.App, c.Actor(c.Nia), d.ID, d.Version, on(d, c.Harbour).ID,
		executive.ReportSection{Kind: executive.SectionLegal, Body: "The harbour act applies."}); err != nil {
		t.Fatal(err)
	}
	d = c.Decision3(d.ID)
	d = c.Must(d.ID, c.Schedule(c.Clerk, d, c.Today()))
	if err := takeOut(c, c.Nia, d, c.Area)(t.Context()); !blocked(err, "was drafted on the plan for Castle") {
		t.Errorf("its own plan: %v", err)
	}
	d = c.Must(d.ID, takeOut(c, c.Nia, d, c.Harbour))
	if d.AreaName != "Castle and Moor Edge" || d.State != executive.ExecutiveScheduled {
		t.Errorf("left are %s, %s", d.AreaName, d.State)
	}
	again := c.Decision3(harbour.ID)
	report, err := executive.ReadExecutiveReport(again.Frozen())
	if err != nil || again.State != executive.ExecutiveDrafted || len(again.Items) != len(harbour.Items) ||
		report.Section(executive.SectionLegal).Body != "The harbour act applies." || len(report.Plans) != 0 ||
		report.Version != 2 {
		t.Errorf("back is %+v with %+v, %v", again, report, err)
	}
	d = c.Must(d.ID, takeOut(c, c.Nia, d, c.Moor))
	if report, err = executive.ReadExecutiveReport(d.Frozen()); err != nil || len(report.Plans) != 0 ||
		report.AreaName != "Castle" || report.Subject != 0 {
		t.Errorf("left is %+v, %v", report, err)
	}
	// As it was drafted, it still fits the register.
	if back := c.Decision3(moor.ID); back.ReportDigest != moor.ReportDigest {
		t.Errorf("the report on Moor Edge is another: version %d", back.ReportVersion)
	}
	c.Verify()
	d = c.Must(d.ID, c.Record(c.Clerk, d, c.Agreed(d)))
	if err := takeOut(c, c.Nia, d, c.Area)(t.Context()); err == nil {
		t.Error("a plan was taken out of a report on which something is recorded")
	}
	c.Must(harbour.ID, c.Schedule(c.Clerk, c.Decision3(harbour.ID), c.Today()))
	c.Verify()
}

func blocked(err error, words string) bool {
	b, ok := errors.AsType[*domain.BlockedError](err)
	return ok && slices.ContainsFunc(b.Blockers, func(x domain.Blocker) bool {
		return strings.Contains(x.Words, words)
	})
}

// What is on an agenda, decided or put elsewhere is not put into a report.
func TestWhatIsNotPutIntoAReport(t *testing.T) {
	c := town.NewNeighbours(t)
	castle, harbour, moor := threePlans(c)
	lone := c.Person("Eluned Prys", policy.CLO)
	c.Assign(lone, c.Area, policy.CLO)
	for name, x := range map[string]struct {
		step  func(context.Context) error
		words string
		is    error
	}{
		"nothing":           {putWith(c, c.Nia, castle), "Choose at least one plan", nil},
		"itself":            {putWith(c, c.Nia, castle, castle), "", domain.ErrConflict},
		"another area's":    {putWith(c, lone, castle, harbour), "", domain.ErrNotFound},
		"into another area": {putWith(c, lone, harbour, castle), "", domain.ErrNotFound},
		"clerk":             {putWith(c, c.Clerk, castle, harbour), "", domain.ErrForbidden},
		"old page": {func(ctx context.Context) error {
			return executiveapp.PutWith(ctx, c.App, c.Actor(c.Nia), castle.ID, castle.Version-1,
				[]domain.ExecutiveID{harbour.ID})
		}, "", domain.ErrConflict},
	} {
		err := x.step(t.Context())
		if x.words != "" && !blocked(err, x.words) || x.is != nil && !errors.Is(err, x.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
	scheduled := c.Must(harbour.ID, c.Schedule(c.Clerk, harbour, c.Today()))
	if err := putWith(c, c.Nia, castle, scheduled)(t.Context()); !blocked(err, "is on an agenda") {
		t.Errorf("on an agenda: %v", err)
	}
	// The other way about it can: it is scheduled anew then.
	both := c.Must(scheduled.ID, putWith(c, c.Nia, scheduled, moor))
	if both.State != executive.ExecutiveDrafted || !both.MeetsOn.IsZero() || both.AreaName != "Harbour and Moor Edge" {
		t.Errorf("in one report are %s: %s", both.AreaName, both.State)
	}
	if err := putWith(c, c.Nia, castle, moor)(t.Context()); !errors.Is(err, domain.ErrConflict) {
		t.Errorf("put elsewhere: %v", err)
	}
	decided := c.Must(castle.ID, c.Schedule(c.Clerk, castle, c.Today()))
	decided = c.Must(castle.ID, c.Record(c.Clerk, decided, c.Agreed(decided)))
	if err := putWith(c, c.Nia, both, decided)(t.Context()); !blocked(err, "has begun to decide") {
		t.Errorf("decided: %v", err)
	}
	if err := putWith(c, c.Nia, decided, both)(t.Context()); err == nil {
		t.Error("a plan was put into a report that is decided on")
	}
	c.Verify()
}

// Of two officers who put the same plan into two reports, and of an officer and the clerk, one is first.
func TestTwoWhoPutOnePlanIntoReports(t *testing.T) {
	c := town.NewNeighbours(t)
	castle, harbour, moor := threePlans(c)
	c.App = c.Rush()
	one := func(what string, steps ...func(context.Context) error) {
		t.Helper()
		done := 0
		for _, err := range town.AtOnce(len(steps), func(i int) error { return steps[i](t.Context()) }) {
			switch _, refused := errors.AsType[*domain.BlockedError](err); {
			case err == nil:
				done++
			case !refused && !errors.Is(err, domain.ErrConflict):
				t.Errorf("%s: %v", what, err)
			}
		}
		if done != 1 {
			t.Errorf("%s: %d went through", what, done)
		}
		c.Verify()
	}
	one("into two reports", putWith(c, c.Nia, castle, moor), putWith(c, c.Owen, harbour, moor))
	d := c.DecisionOf(moor.Attempt)
	if len(d.Subjects) != 2 {
		t.Errorf("the plan is in a report on %s", d.AreaName)
	}
	one("out twice", takeOut(c, c.Owen, d, c.Moor), takeOut(c, c.Nia, d, c.Moor))
	back, into := c.DecisionOf(moor.Attempt), c.Decision3(d.ID)
	one("put and scheduled", putWith(c, c.Nia, into, back), c.Schedule(c.Clerk, back, c.Today()))
}
