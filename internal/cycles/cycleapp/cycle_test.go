package cycleapp_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cycleapp"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/policy"
	"fourgates/internal/rounds"
	"fourgates/internal/rounds/roundapp"
	"fourgates/internal/serve/servertest"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/solutions/solutionstore"
	"fourgates/internal/town"
)

func notPursued(c *town.Town) cycles.End {
	return cycles.End{On: c.Day(), How: cycles.NotPursued, Reason: "Nobody came."}
}

// Two officers who end a cycle, or begin the next, at once do it once: the other is told that somebody was first.
func TestTwoAtOnceEndAndBeginOnce(t *testing.T) {
	c := town.At(t, town.Gate2Passed)
	second := c.Person("Ngozi Tremblay", policy.CPO)
	by := []domain.PersonID{c.Owen, second}
	for name, step := range map[string][]func(i int) error{"both": {
		func(i int) error {
			return cycleapp.EndCycle(t.Context(), c.App, c.Actor(by[i]), c.Area, notPursued(c))
		},
		func(i int) error { return cycleapp.BeginCycle(t.Context(), c.App, c.Actor(by[i]), c.Area, c.Day()) },
	}} {
		for n, do := range step {
			done := 0
			for _, err := range town.AtOnce(2, do) {
				if err == nil {
					done++
				} else if !errors.Is(err, domain.ErrConflict) {
					t.Errorf("%s, step %d: %v", name, n, err)
				}
			}
			if done != 1 {
				t.Errorf("%s, step %d was done %d times", name, n, done)
			}
		}
	}
	c.WantLines([]string{"1", "2"}, `SELECT DISTINCT cycle::text FROM phases WHERE area_id = $1 ORDER BY 1`, int64(c.Area))
	if n := c.Int(`SELECT count(*) FROM audit_entries
		WHERE summary LIKE 'Cycle 1 ended%' OR summary LIKE 'Cycle 2 begun%'`); n != 2 {
		t.Errorf("%d entries in the audit trail", n)
	}
}

// An issue that was over, or left out, is in the cycle that goes on as soon as somebody takes it up again; what is put
// right between two cycles is closed with the first.
func TestAnIssueComesInAgain(t *testing.T) {
	c := town.At(t, town.Gate2Passed)
	over := c.Issue("Gone long ago", domain.FromTheCommunity, issues.IssueResolved, issues.VisiblePublic)
	e := notPursued(c)
	e.LeftOut = map[domain.IssueID]string{c.Speed: "No money", over: "It is over anyway"}
	if err := cycleapp.EndCycle(t.Context(), c.App, c.Actor(c.Owen), c.Area, e); err != nil {
		t.Fatal(err)
	}
	move := func(id domain.IssueID, step, why string) {
		t.Helper()
		if err := issueapp.MoveIssue(t.Context(), c.App, c.Actor(c.Nia), id, step, why); err != nil {
			t.Fatal(err)
		}
	}
	move(c.Lamp, "resolve", "")
	if err := cycleapp.BeginCycle(t.Context(), c.App, c.Actor(c.Owen), c.Area, c.Day()); err != nil {
		t.Fatal(err)
	}
	move(over, "reopen", "It is back")
	move(c.Speed, "back-to-triage", "")
	c.WantLines([]string{"A lamp is out 1 new closed",
		"A named family 1 new carried over", "A named family 2 carried over",
		"Gone long ago 1 new closed", "Gone long ago 2 taken up again", "Speed on the quay 1 new left out",
		"Speed on the quay 2 taken up again"}, `
		SELECT concat_ws(' ', i.title, n.cycle, n.came, n.went) FROM issue_cycles n JOIN issues i ON i.id = n.issue_id
		WHERE i.area_id = $1 ORDER BY 1`, int64(c.Area))
}

// Between two cycles nobody is asked about priorities online.
func TestNoOnlineRoundIsBegunBetweenTwoCycles(t *testing.T) {
	c := town.At(t, town.Gate2Passed)
	if err := cycleapp.EndCycle(t.Context(), c.App, c.Actor(c.Owen), c.Area, notPursued(c)); err != nil {
		t.Fatal(err)
	}
	err := c.Refused("an online round", func(ctx context.Context) error {
		_, err := roundapp.BeginRound(ctx, c.App, c.Actor(c.Nia), rounds.Round{Area: c.Area,
			OpensOn: c.Day().AddDays(1), ClosesOn: c.Day().AddDays(9)})
		return err
	})
	town.Refused(t, err, "", "Cycle 1 of this area ended")
}

func TestWhoEndsAndBegins(t *testing.T) {
	c := town.At(t, town.Gate2Passed)
	for name, k := range map[string]struct {
		who  domain.PersonID
		want error
	}{
		"the liaison officer": {c.Nia, domain.ErrForbidden}, "an administrator": {c.Admin, domain.ErrForbidden},
		"a Member": {c.Aneurin, domain.ErrForbidden},
	} {
		c.RefusedAs(name+" ends it", k.want, func(ctx context.Context) error {
			return cycleapp.EndCycle(ctx, c.App, c.Actor(k.who), c.Area, notPursued(c))
		})
		c.RefusedAs(name+" begins the next", k.want, func(ctx context.Context) error {
			return cycleapp.BeginCycle(ctx, c.App, c.Actor(k.who), c.Area, c.Day())
		})
	}
	c.RefusedAs("the next while one goes on", domain.ErrConflict, func(ctx context.Context) error {
		return cycleapp.BeginCycle(ctx, c.App, c.Actor(c.Owen), c.Area, c.Day())
	})
}

// Everybody whom the area's gates concern is told when a cycle ends and when the next begins, each once, and can read
// there what became of it. What the community was to be asked about its solutions is not asked any more, and no view of
// it can be given.
func TestPeopleAreToldOfCycles(t *testing.T) {
	c := town.At(t, town.PlanDrafted)
	solution := domain.SolutionID(c.Int(`SELECT id FROM solutions WHERE area_id = $1 ORDER BY id LIMIT 1`, int64(c.Area)))
	c.Forced("to ask the community once more", `INSERT INTO feasibility_views (solution_id, asked_of, asked_by, asked_at)
		VALUES ($1, 'community', $2, $3)`, int64(solution), int64(c.Nia), c.Now())
	view := domain.ViewID(c.Int(`SELECT max(id) FROM feasibility_views`))
	if err := cycleapp.EndCycle(t.Context(), c.App, c.Actor(c.Owen), c.Area, notPursued(c)); err != nil {
		t.Fatal(err)
	}
	told(t, c, "cycle ended")
	if why := c.Text(`SELECT withdrawn_reason FROM feasibility_views WHERE id = $1`, int64(view)); why !=
		"The cycle of the area ended" {
		t.Errorf("the community is still asked: %q", why)
	}
	c.Forced("as it was before views ended with their cycle", `UPDATE feasibility_views
		SET withdrawn_by = NULL, withdrawn_at = NULL, withdrawn_reason = '' WHERE id = $1`, int64(view))
	if waiting, err := solutionstore.ViewsWaiting(t.Context(), c.App.Store.Reader,
		policy.SolutionScopeOf(c.Actor(c.Nia))); err != nil || len(waiting) != 0 {
		t.Errorf("%d views are waited for, %v", len(waiting), err)
	}
	err := solutionapp.SaveView(t.Context(), c.App, c.Actor(c.Nia), solution, view, 1, solutions.ViewDraft{
		Verdict: solutions.Feasible, SaidBy: "The residents"}, true)
	if blocked, ok := errors.AsType[*domain.BlockedError](err); !ok ||
		!strings.Contains(blocked.Error(), "cycle of the area that this belongs to has ended") {
		t.Errorf("a view of the ended cycle: %v", err)
	}
	if err := cycleapp.BeginCycle(t.Context(), c.App, c.Actor(c.Owen), c.Area, c.Day()); err != nil {
		t.Fatal(err)
	}
	told(t, c, "cycle begun")
}

// told checks who was told of the event, and that those with an account can open its page.
func told(t *testing.T, c *town.Town, event string) {
	t.Helper()
	lines := c.Lines(`SELECT r.name || ': ' || r.capacity FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
		WHERE n.event = $1 ORDER BY r.name`, event)
	all := strings.Join(lines, "\n")
	for _, capacity := range []string{"community liaison officer", "community planning officer", "Member for",
		"service manager", "stakeholder"} {
		if !strings.Contains(all, capacity) {
			t.Errorf("%s: no %s is told:\n%s", event, capacity, all)
		}
	}
	link := c.Text(`SELECT link FROM notices WHERE event = $1`, event)
	for _, person := range c.Lines(`SELECT r.person_id::text FROM notices n JOIN notice_recipients r ON r.notice_id = n.id
		WHERE n.event = $1 AND r.person_id IS NOT NULL ORDER BY 1`, event) {
		c.As(domain.PersonID(servertest.MustInt(person))).Get(link).Want(t, 200)
	}
}
