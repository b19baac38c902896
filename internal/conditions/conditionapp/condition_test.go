package conditionapp_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/town"
)

// conditioned is a castle whose gate 1 passed with a condition of Aneurin's, due on Thursday 9 April 2026.
func conditioned(t *testing.T) *town.Town {
	c := town.NewCastle(t)
	first := c.Submit(domain.GateAreas)[0]
	sets(t, c, first, true)
	ways["passed"](t, c, first)
	return c
}

func wantState(t *testing.T, c *town.Town, want gates.ConditionState) {
	t.Helper()
	if got := town.Condition(c); got.State != want {
		t.Errorf("the condition is %q, want %q", got.State, want)
	}
}

func TestConditionIsMetWhenWhoSetItAgrees(t *testing.T) {
	c := conditioned(t)
	shown := town.Condition(c)
	c.RefusedAs("agreeing before it is reported", domain.ErrConflict, town.Answering(c, c.Aneurin, shown, true, ""))
	c.RefusedAs("reported by the Member", domain.ErrForbidden, town.Reporting(c, c.Aneurin, shown, "Lit"))
	c.RefusedFor("without saying how", "how", town.Reporting(c, c.Nia, shown, "  "))
	town.Does(c, town.Reporting(c, c.Nia, shown, "Three lamps put up"))
	wantState(t, c, gates.ConditionReported)
	c.WantTold("condition reported met", "Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app")

	c.Refused("sent again in other words", town.Reporting(c, c.Nia, shown, "Four lamps put up"))
	entries := c.Int(`SELECT count(*) FROM register_entries`)
	town.Does(c, town.Reporting(c, c.Nia, shown, "Three lamps put up")) // sent twice
	if n := c.Int(`SELECT count(*) FROM register_entries`); n != entries {
		t.Errorf("sent twice, the register grew from %d to %d", entries, n)
	}

	reported := town.Condition(c)
	c.RefusedAs("agreed to by another Member", domain.ErrForbidden, town.Answering(c, c.Priya, reported, true, ""))
	c.RefusedAs("agreed to by who reported it", domain.ErrForbidden, town.Answering(c, c.Nia, reported, true, ""))
	c.RefusedFor("not agreed without reasons", "reasons", town.Answering(c, c.Aneurin, reported, false, ""))
	town.Does(c, town.Answering(c, c.Aneurin, reported, false, "Two of them are dark"))
	wantState(t, c, gates.ConditionOpen)
	c.WantTold("condition not agreed", "Nia Pugh, responsible for the condition: shown in app",
		"Owen Adeyemi, community planning officer: shown in app")

	c.RefusedAs("agreeing to what was taken back", domain.ErrConflict, town.Answering(c, c.Aneurin, reported, true, ""))
	town.Meets(c, c.Aneurin)
	wantState(t, c, gates.ConditionMet)
	c.RefusedAs("reporting what is met", domain.ErrConflict, town.Reporting(c, c.Nia, town.Condition(c), "Again"))
	c.WantLines([]string{
		"Nia Pugh, Responsible for the condition: reported met, Three lamps put up",
		"Aneurin Bevan-Lloyd, Member for Castle Keep: not agreed, Two of them are dark",
		"Nia Pugh, Responsible for the condition: reported met, Three lamps put up",
		"Aneurin Bevan-Lloyd, Member for Castle Keep: agreed, ",
	}, `SELECT p ->> 'person' || ', ' || (p ->> 'capacity') || ': ' || (p ->> 'decision') || ', ' || (p ->> 'words')
		FROM (SELECT position, payload::jsonb AS p FROM register_entries WHERE kind = 'condition') x ORDER BY position`)
	c.WantLines([]string{"condition.report", "condition.answer", "condition.report", "condition.answer"},
		`SELECT action FROM audit_entries WHERE object_kind = 'condition' ORDER BY id`)
	c.Verify()
}

func TestPlanningOfficerDecidesWhatNobodyAnswers(t *testing.T) {
	for _, met := range []bool{true, false} {
		c := conditioned(t)
		town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
		is := town.Condition(c)
		c.MoveTo(time.Date(2026, 3, 24, 9, 0, 0, 0, time.UTC)) // the tenth working day after 10 March
		c.RefusedFor("on the tenth working day", "early", town.Deciding(c, c.Owen, is, met, "The lamps burn"))
		c.Move(town.ADay)
		c.RefusedFor("without a reason", "reason", town.Deciding(c, c.Owen, is, met, ""))
		c.RefusedAs("by the liaison officer", domain.ErrForbidden, town.Deciding(c, c.Nia, is, met, "The lamps burn"))
		town.Does(c, town.Deciding(c, c.Owen, is, met, "I went to look"))
		wantState(t, c, map[bool]gates.ConditionState{true: gates.ConditionMet, false: gates.ConditionOpen}[met])
		c.WantTold(map[bool]string{true: "condition decided met", false: "condition decided not met"}[met],
			"Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app",
			"Nia Pugh, responsible for the condition: shown in app",
			"Owen Adeyemi, community planning officer: shown in app")
		c.Verify()
	}
}

func TestWhoReportedOrOwnsAConditionDoesNotDecide(t *testing.T) {
	c := conditioned(t)
	town.Does(c, town.Reporting(c, c.Owen, town.Condition(c), "Lit"))
	c.Move(20 * town.ADay)
	c.RefusedFor("who reported it", "own", town.Deciding(c, c.Owen, town.Condition(c), true, "I say so"))
	town.Does(c, town.Answering(c, c.Aneurin, town.Condition(c), false, "Dark"))
	is := town.Condition(c)
	town.Does(c, func(ctx context.Context) error {
		return conditionapp.NameOwner(ctx, c.App, c.Actor(c.Owen), is.ID, c.Nia, c.Owen)
	})
	town.Does(c, town.Reporting(c, c.Nia, is, "Lit now"))
	c.Move(20 * town.ADay)
	c.RefusedFor("its owner", "owner", town.Deciding(c, c.Owen, town.Condition(c), true, "I say so"))
	c.RefusedAs("handing it on first", domain.ErrConflict, func(ctx context.Context) error {
		return conditionapp.NameOwner(ctx, c.App, c.Actor(c.Owen), is.ID, c.Owen, c.Nia)
	})
}

func TestSuccessorIsAskedAndAgrees(t *testing.T) {
	c := conditioned(t)
	town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
	c.Leaves(c.Keep)
	c.Move(town.ADay)
	next := c.Person("Efua Boateng")
	c.Comes(next, c.Keep)
	for _, want := range []int{1, 0} {
		if n, err := conditionapp.RemindConditions(t.Context(), c.App); n != want || err != nil {
			t.Errorf("%d told, %v; want %d", n, err, want)
		}
	}
	c.WantTold("condition reported met", "Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app",
		"Efua Boateng, Member for Castle Keep, successor of Aneurin Bevan-Lloyd: shown in app")
	c.RefusedAs("by who sits there no longer", domain.ErrForbidden, town.Answering(c, c.Aneurin, town.Condition(c),
		true, ""))
	town.Does(c, town.Answering(c, next, town.Condition(c), true, "Seen"))
	wantState(t, c, gates.ConditionMet)
	c.Verify()
}

func TestOwnerIsNamedToldAndReports(t *testing.T) {
	c := town.NewCastle(t)
	lights := c.Person("Oisín Mac Giolla Phádraig")
	c.Grant(lights, policy.Service, int64(c.Service("Street lighting")))
	first := c.Submit(domain.GateAreas)[0]
	form := c.Decision(first, gates.ApproveWithConditions)
	form.Conditions[0].Owner = c.Priya
	c.RefusedFor("a Member as owner", "owner-1", c.Signing(c.Aneurin, form))
	form.Conditions[0].Owner = lights
	town.Does(c, c.Signing(c.Aneurin, form))
	c.WantTold("condition owner", "Oisín Mac Giolla Phádraig, responsible for the condition: shown in app")
	is := town.Condition(c)
	name := func(by, was, owner domain.PersonID) func(context.Context) error {
		return func(ctx context.Context) error {
			return conditionapp.NameOwner(ctx, c.App, c.Actor(by), is.ID, was, owner)
		}
	}
	c.RefusedAs("by the owner", domain.ErrForbidden, name(lights, lights, c.Nia))
	c.Refused("to somebody who cannot act", name(c.Nia, lights, c.Maire))
	town.Does(c, name(c.Nia, lights, c.Owen))
	c.RefusedAs("from another than was shown", domain.ErrConflict, name(c.Nia, lights, c.Nia))
	c.RefusedAs("reported by who is responsible no longer", domain.ErrForbidden, town.Reporting(c, lights, is, "Lit"))
	town.Does(c, name(c.Owen, c.Owen, lights))
	town.Does(c, name(c.Owen, c.Owen, lights)) // sent twice
	town.Does(c, town.Reporting(c, lights, is, "Lit"))
	c.WantLines([]string{"Responsible for the condition"}, `SELECT capacity FROM condition_steps
		WHERE kind = 'reported met'`)
	c.WantLines([]string{"Owen Adeyemi", "Oisín Mac Giolla Phádraig"}, `SELECT p.name FROM condition_steps s
		JOIN people p ON p.id = s.owner_id ORDER BY s.id`)
	c.WantLines([]string{"2"}, `SELECT count(*)::text FROM audit_entries WHERE action = 'condition.assign'`)
	c.Verify()
}

func TestOfTwoAtOnceOneIsFirst(t *testing.T) {
	c := conditioned(t)
	is := town.Condition(c)
	how := []string{"Three lamps", "Four lamps"}
	who := []domain.PersonID{c.Nia, c.Owen}
	done := 0
	for _, err := range town.AtOnce(6, func(i int) error {
		return town.Reporting(c, who[i%2], is, how[i%2])(t.Context())
	}) {
		if err == nil {
			done++
		} else if !errors.Is(err, domain.ErrConflict) {
			t.Error(err)
		}
	}
	if n := c.Int(`SELECT count(*) FROM condition_steps`); n != 1 || done != 3 { // the same, sent three times
		t.Errorf("%d steps, %d done", n, done)
	}
	c.Verify()
}

func TestDueAndOverdueConditionsAreToldOnce(t *testing.T) {
	c := conditioned(t) // due on Thursday 9 April; Good Friday and Easter Monday are 3 and 6 April
	remind := func(day string, want int) {
		t.Helper()
		at, err := time.Parse(time.DateTime, day+" 08:00:00")
		if err != nil {
			t.Fatal(err)
		}
		c.MoveTo(at)
		for _, want := range []int{want, 0} {
			if n, err := conditionapp.RemindConditions(t.Context(), c.App); n != want || err != nil {
				t.Errorf("%s: %d told, %v; want %d", day, n, err, want)
			}
		}
	}
	remind("2026-03-29", 0)
	remind("2026-03-31", 1)
	c.WantTold("condition reminder: before", "Nia Pugh, responsible for the condition: shown in app")
	remind("2026-04-09", 1)
	c.WantTold("condition reminder: due", "Nia Pugh, responsible for the condition: shown in app")
	remind("2026-04-15", 0)
	remind("2026-04-16", 1)
	c.WantTold("condition reminder: after", "Nia Pugh, responsible for the condition: shown in app")
	remind("2026-04-17", 1)
	c.WantTold("condition reminder: escalated", "Owen Adeyemi, community planning officer: shown in app")
	remind("2026-05-05", 0)
	town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
	remind("2026-05-06", 0)
	// the tenth working day after the report was the 19th, for the 4th was before it and the 25th is after
	remind("2026-05-20", 1)
	c.WantTold("condition unanswered", "Owen Adeyemi, community planning officer: shown in app")
	town.Does(c, town.Answering(c, c.Aneurin, town.Condition(c), true, ""))
	remind("2026-06-30", 0)
	c.Verify()
}

// A condition on the day on which an earlier attempt failed is on the way of the next one: who decides sees it frozen.
func TestCarriedOverConditionIsFrozenInReadiness(t *testing.T) {
	c := town.NewCastle(t)
	first := c.Submit(domain.GateAreas)[0]
	sets(t, c, first, true)
	c.Sign(c.Priya, first, gates.Defer)
	again := c.Submit(domain.GateAreas)[0]
	s, err := gatestore.Snapshot(t.Context(), c.App.Store.Reader, again)
	if err != nil {
		t.Fatal(err)
	}
	named := false
	for _, check := range s.Readiness {
		named = named || check.ID == "conditions"
		if want := "none is due before this gate; carried over: “Light the footpath”"; check.ID == "conditions" &&
			check.Detail != want {
			t.Errorf("frozen as %q, want %q", check.Detail, want)
		}
	}
	if !named {
		t.Error("the snapshot does not name it")
	}
	if err := gateapp.OverrideGate(t.Context(), c.App, c.Actor(c.Owen), c.Area, domain.GateAreas,
		"Purdah"); err != nil {
		t.Fatal(err)
	}
	if _, err := gatestore.Condition(t.Context(), c.App.Store.Reader, policy.Scope{}, town.Condition(c).ID); !errors.Is(
		err, domain.ErrNotFound) {
		t.Errorf("outside of scope: %v", err)
	}
}

// A condition of a decision that was changed is void: it is open nowhere and blocks nothing, and nobody reports it met.
func TestConditionOfAChangedDecisionBindsNobody(t *testing.T) {
	c := town.NewCastle(t)
	first := c.Submit(domain.GateAreas)[0]
	references := c.Sign(c.Aneurin, first, gates.ApproveWithConditions)
	was := town.Condition(c)
	changed := c.Decision(first, gates.Approve)
	changed.Replaces = references
	town.Does(c, c.Signing(c.Aneurin, changed))
	if open := openIn(t, c); len(open) != 0 {
		t.Errorf("open: %+v", open)
	}
	c.RefusedAs("reporting it met", domain.ErrNotFound, town.Reporting(c, c.Nia, was, "Lit"))
	for _, who := range others(c) {
		c.Sign(who, first, gates.Approve)
	}
	c.ReadyForIssues()
	c.Submit(domain.GateIssues)
	c.Verify()
}

// A substitute stands in as for a gate: a Member of the same council, named before the report.
func TestSubstituteAgreesWithStanding(t *testing.T) {
	c := conditioned(t)
	c.StandsIn(c.Priya, c.Keep, 0, 90)
	c.Move(town.ADay)
	town.Does(c, town.Reporting(c, c.Nia, town.Condition(c), "Lit"))
	c.WantTold("condition reported met", "Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app",
		"Priya Raghunathan, Substitute for Aneurin Bevan-Lloyd, Member for Castle Keep: shown in app")
	c.Move(town.ADay)
	c.Forced("a naming is not moved", `UPDATE substitutes SET named_at = named_at + interval '2 days'`)
	c.RefusedAs("named after the report", domain.ErrForbidden, town.Answering(c, c.Priya, town.Condition(c), true, ""))
	c.Forced("a naming is not moved", `UPDATE substitutes SET named_at = named_at - interval '2 days'`)
	town.Does(c, town.Answering(c, c.Priya, town.Condition(c), true, ""))
	c.WantLines([]string{"Substitute for Aneurin Bevan-Lloyd, Member for Castle Keep"},
		`SELECT capacity FROM condition_steps WHERE kind = 'agreed'`)
	c.Verify()
}
