package planapp_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
	"fourgates/internal/town"
)

// drafting is the castle's area in phase 3, with a chosen solution and a plan.
type drafting struct {
	*town.Town
	plan     domain.PlanID
	issue    domain.IssueID
	secret   domain.IssueID
	solution domain.SolutionID
}

func newDrafting(t *testing.T) *drafting {
	t.Helper()
	d := &drafting{Town: town.At(t, town.Gate2Passed)}
	d.Begins(d.Area, d.Nia, domain.PhaseSolutions)
	d.issue, d.secret = d.Speed, d.Family
	d.solution = d.Solves(d.Area, d.Nia, solutions.SolutionDraft{Issue: d.issue, Title: "Narrow the lane",
		DeliveredBy: solutions.ByCouncil}, "Works")
	d.MoveSolution(d.solution, solutions.MoveChoose, "It slows cars")
	var err error
	if d.plan, err = planapp.StartPlan(t.Context(), d.App, d.Actor(d.Nia), d.Area, "Plan for the Castle"); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *drafting) version(section string) int {
	return int(d.Int(`SELECT version FROM plan_sections WHERE plan_id = $1 AND key = $2`, int64(d.plan), section))
}

func (d *drafting) in(state plans.PlanState) {
	d.Forced("each state by itself, without the gates that lead there", `UPDATE plans SET state = $2 WHERE id = $1`,
		int64(d.plan), string(state))
}

// tables is how many rows there are of everything that plans write, and of the audit trail.
func (d *drafting) tables() string {
	return d.Text(`SELECT concat_ws(' ', (SELECT count(*) FROM plans), (SELECT string_agg(body || version, '|'
		ORDER BY key) FROM plan_sections),
		(SELECT count(*) FROM plan_versions), (SELECT string_agg(text || answer || resolved, '|') FROM plan_comments),
		(SELECT count(*) FROM plan_links),
		(SELECT string_agg(title || version || COALESCE(removed_at::text, ''), '|' ORDER BY id) FROM actions),
		(SELECT count(*) FROM feedback_entries),
		(SELECT count(*) FROM audit_entries))`)
}

func TestPlanStartsInPhase3Or4Once(t *testing.T) {
	c := town.NewCastle(t)
	nia := c.Actor(c.Nia)
	for _, phase := range []string{"1", "2a", "2d", "5"} {
		c.InPhase(phase)
		if _, err := planapp.StartPlan(t.Context(), c.App, nia, c.Area, "Plan"); !isBlocked(err) {
			t.Errorf("in phase %s: %v", phase, err)
		}
	}
	c.InPhase("4")
	if err := placeapp.MoveArea(t.Context(), c.App, c.Actor(c.Owen), c.Area, places.AreaPaused, "Purdah"); err != nil {
		t.Fatal(err)
	}
	if _, err := planapp.StartPlan(t.Context(), c.App, nia, c.Area, "Plan"); !isBlocked(err) {
		t.Errorf("in a paused area: %v", err)
	}
	c.InPhase("4")
	var wait sync.WaitGroup
	ids := make([]domain.PlanID, 6)
	for i := range ids {
		wait.Go(func() {
			id, err := planapp.StartPlan(t.Context(), c.App, nia, c.Area, "Plan")
			if err != nil {
				t.Error(err)
			}
			ids[i] = id
		})
	}
	wait.Wait()
	for _, id := range ids {
		if id == 0 || id != ids[0] {
			t.Errorf("plans %v: one is meant", ids)
		}
	}
	if n := c.Int(`SELECT count(*) FROM audit_entries WHERE object_kind = 'plan'`); n != 1 {
		t.Errorf("%d entries for one start", n)
	}
	if n := c.Int(`SELECT count(*) FROM plan_sections`); int(n) != len(plans.PlanParts()) {
		t.Errorf("%d sections", n)
	}
}

func isBlocked(err error) bool {
	_, ok := errors.AsType[*domain.BlockedError](err)
	return ok
}

func TestTwoWritersOfOneSectionLoseNothing(t *testing.T) {
	d := newDrafting(t)
	nia, owen := d.Actor(d.Nia), d.Actor(d.Owen)
	start := d.version("introduction")
	errs := make([]error, 2)
	var wait sync.WaitGroup
	for i, who := range []policy.Actor{nia, owen} {
		wait.Go(func() {
			errs[i] = planapp.SavePlanSection(t.Context(), d.App, who, d.plan, "introduction", start,
				"Written by "+who.Name)
		})
	}
	wait.Wait()
	refused := 0
	for _, err := range errs {
		if errors.Is(err, domain.ErrConflict) {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	if refused != 1 {
		t.Fatalf("two saved over the same version: %v", errs)
	}
	entries := d.Int(`SELECT count(*) FROM audit_entries`)
	kept := d.Text(`SELECT body FROM plan_sections WHERE plan_id = $1 AND key = 'introduction'`, int64(d.plan))
	if err := planapp.SavePlanSection(t.Context(), d.App, nia, d.plan, "introduction", start, kept); err != nil ||
		d.Int(`SELECT count(*) FROM audit_entries`) != entries {
		t.Errorf("a form sent twice: %v", err)
	}
	if err := planapp.SavePlanSection(t.Context(), d.App, owen, d.plan, "delivery", d.version("delivery"),
		"Another section at the same time"); err != nil {
		t.Errorf("another section: %v", err)
	}
	before := d.Text(`SELECT body FROM plan_sections WHERE plan_id = $1 AND key = 'introduction'`, int64(d.plan))
	if err := planapp.SavePlanSection(t.Context(), d.App, nia, d.plan, "introduction", d.version("introduction"),
		"Written over"); err != nil {
		t.Fatal(err)
	}
	if kept := d.Text(
		`SELECT before::text FROM audit_entries WHERE object_kind = 'plan' ORDER BY id DESC LIMIT 1`); !strings.Contains(kept, before) {
		t.Errorf("what was written over is not in the history: %s", kept)
	}
}

// Every command that changes a plan is refused while it is with others, and changes nothing.
func TestLockedPlanTakesNothing(t *testing.T) {
	d := newDrafting(t)
	nia, ctx := d.Actor(d.Nia), t.Context()
	comment, err := planapp.CommentPlan(ctx, d.App, d.Actor(d.Priya), d.plan, "bids", "Which funder?")
	if err != nil {
		t.Fatal(err)
	}
	action, err := planapp.ProposeAction(ctx, d.App, nia, plans.Action{Plan: d.plan, Title: "Build it",
		Solution: d.solution})
	if err != nil {
		t.Fatal(err)
	}
	if err := planapp.LinkPlan(ctx, d.App, nia, d.plan, plans.PlanLink{Kind: "parish plan",
		Title: "Castle parish plan"}); err != nil {
		t.Fatal(err)
	}
	link := domain.PlanLinkID(d.Int(`SELECT id FROM plan_links`))
	steps := map[string]func() error{
		"save a section": func() error { return planapp.SavePlanSection(ctx, d.App, nia, d.plan, "bids", 1, "x") },
		"freeze":         func() error { _, err := planapp.FreezePlan(ctx, d.App, nia, d.plan, "x"); return err },
		"comment": func() error {
			_, err := planapp.CommentPlan(ctx, d.App, d.Actor(d.Priya), d.plan, "bids", "x")
			return err
		},
		"answer": func() error {
			_, err := planapp.AnswerPlanComment(ctx, d.App, nia, d.plan, comment,
				"x")
			return err
		},
		"link": func() error {
			return planapp.LinkPlan(ctx, d.App, nia, d.plan, plans.PlanLink{Kind: "other", Title: "x"})
		},
		"unlink": func() error { return planapp.UnlinkPlan(ctx, d.App, nia, d.plan, link) },
		"propose": func() error {
			_, err := planapp.ProposeAction(ctx, d.App, nia, plans.Action{Plan: d.plan, Title: "x"})
			return err
		},
		"change": func() error {
			return planapp.ChangeAction(ctx, d.App, nia, plans.Action{ID: action, Title: "x"},
				1)
		},
		"remove": func() error { return planapp.RemoveAction(ctx, d.App, nia, action, 1) },
	}
	for _, state := range []plans.PlanState{plans.PlanWithMembers, plans.PlanWithExecutive, plans.PlanApprovedDraft,
		plans.PlanPublished} {
		d.in(state)
		before := d.tables()
		for name, step := range steps {
			if err := step(); !isBlocked(err) {
				t.Errorf("%s, %s: %v", state, name, err)
			}
		}
		if after := d.tables(); after != before {
			t.Errorf("%s: a refused step changed something:\n%s\n%s", state, before, after)
		}
	}
	d.in(plans.PlanDrafting)
	for _, name := range []string{"save a section", "freeze", "comment", "answer", "link", "unlink", "propose",
		"change"} {
		if err := steps[name](); err != nil {
			t.Errorf("drafting again, %s: %v", name, err)
		}
	}
}

func TestPlanIsForThoseOfItsArea(t *testing.T) {
	d := newDrafting(t)
	stranger, police := d.Person("Siobhán Nic Craith", policy.Member), d.Person("Takumi", policy.Partner)
	other := d.Person("Ewan Strachan-Muir", policy.CLO)
	ctx := t.Context()
	for name, c := range map[string]struct {
		who  domain.PersonID
		want error
	}{
		"the area's officer": {d.Nia, nil}, "the planning officer": {d.Owen, nil},
		"an Area Member": {d.Priya, domain.ErrForbidden}, "another area's officer": {other, domain.ErrForbidden},
		"another ward's Member": {stranger, domain.ErrForbidden}, "the administrator": {d.Admin, domain.ErrForbidden},
	} {
		err := planapp.SavePlanSection(ctx, d.App, d.Actor(c.who), d.plan, "people", d.version("people"), "x")
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("write as %s: %v, want %v", name, err, c.want)
		}
	}
	for name, c := range map[string]struct {
		who  domain.PersonID
		want error
	}{
		"an Area Member": {d.Priya, nil}, "the area's officer": {d.Nia, nil}, "another ward's Member": {stranger,
			domain.ErrNotFound},
		"a partner from elsewhere": {police, domain.ErrNotFound},
		"another area's officer":   {other, domain.ErrForbidden},
	} {
		_, err := planapp.CommentPlan(ctx, d.App, d.Actor(c.who), d.plan, "people", "x")
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("comment as %s: %v, want %v", name, err, c.want)
		}
	}
}

func TestVersionThatSaysTheSameIsNotFrozenAgain(t *testing.T) {
	d := newDrafting(t)
	nia, ctx := d.Actor(d.Nia), t.Context()
	freeze := func(want int) {
		t.Helper()
		if n, err := planapp.FreezePlan(ctx, d.App, nia, d.plan, "For the forum"); err != nil || n != want {
			t.Errorf("version %d, %v; want %d", n, err, want)
		}
	}
	freeze(1)
	freeze(1)
	if err := planapp.SavePlanSection(ctx, d.App, nia, d.plan, "people", 1, "Eight thousand people"); err != nil {
		t.Fatal(err)
	}
	freeze(2)
	_, first, err := planstore.PlanVersion(ctx, d.App.Store.Reader, d.plan, 1)
	if err != nil || first.Section("people").Body != "" {
		t.Errorf("version 1 moved with the plan: %+v, %v", first.Section("people"), err)
	}
	if n := d.Int(`SELECT count(*) FROM plan_versions v WHERE v.digest = sha256(convert_to(v.content, 'UTF8'))
		AND EXISTS (SELECT FROM frozen_words w WHERE w.digest = v.digest)`); n != 2 {
		t.Errorf("%d versions have the digest of their text and words beside it", n)
	}
}
