package gateapp_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/issues/issueapp"
	"fourgates/internal/plans/planapp"
	"fourgates/internal/solutions"
	"fourgates/internal/solutions/solutionapp"
	"fourgates/internal/town"
)

// Each thing that gate 3 asks for, taken away in the records and given back: it alone blocks, whoever submits, and
// Members of every kind can sign only once it is there.
func TestEveryRequirementOfGateThreeIsAskedOfTheRecords(t *testing.T) {
	c := town.NewChamber(t)
	for _, x := range []struct {
		what, id string
		off, on  func()
	}{
		{"phase 3", "phase", func() {
			c.Forced("phases only go forwards", `DELETE FROM phases WHERE phase = '4'`)
			c.Forced("likewise", `UPDATE phases SET closed_on = NULL WHERE phase = '3'`)
		}, func() { c.Begins(c.Area, c.Nia, domain.PhaseApprovals) }},
		{"a round that is not confirmed", "priority-round reviewed priorities-answered",
			func() { c.Forced("what is confirmed stays", `UPDATE priority_rounds SET confirmed_at = NULL`) },
			func() { c.Forced("likewise", `UPDATE priority_rounds SET confirmed_at = entered_at`) }},
		{"a review that waits", "reviewed", func() {
			c.Forced("an answer stays", `UPDATE reviews SET answered_at = NULL, answered_by = NULL`)
		}, func() { c.Forced("likewise", `UPDATE reviews SET answered_at = asked_at, answered_by = asked_by`) }},
		{"nobody asked for a review", "reviewed", func() {
			c.Forced("what was asked stays", `UPDATE reviews SET cycle = 9`)
		}, func() { c.Forced("likewise", `UPDATE reviews SET cycle = 1`) }},
		{"no priority", "reviewed priorities-answered",
			func() { c.Forced("a round has a priority", `UPDATE priority_tallies SET priority = false`) },
			func() { c.Forced("likewise", `UPDATE priority_tallies SET priority = true`) }},
		{"no chosen solution", "priorities-answered", func() {
			c.MoveSolution(c.Chosen, "test-again", "Steel is dearer")
		}, func() {
			c.MoveSolution(c.Chosen, "feasible", "Still")
			c.MoveSolution(c.Chosen, solutions.MoveChoose, "Still the cheapest")
		}},
		{"an unfinished view on a chosen solution", "feasibility-finished", func() {
			c.Forced("asking undoes the choice", `INSERT INTO feasibility_views (solution_id, asked_of, said_by,
				asked_by, asked_at)
				SELECT id, 'community', 'Residents', proposed_by, proposed_at FROM solutions WHERE state = 'chosen'`)
		}, func() {
			view := domain.ViewID(c.Int(`SELECT max(id) FROM feasibility_views`))
			must(c, solutionapp.WithdrawView(t.Context(), c.App, c.Actor(c.Nia), c.Chosen, view, "Not needed"))
		}},
		{"no bid", "bids", func() { c.NoBids() }, func() { c.Drafts("Safer quay again", 5_000_000) }},
		{"old feedback", "feedback-current", func() { c.Move(29 * town.ADay) }, func() { c.Move(-town.ADay) }},
		{"an empty section", "plan-written", func() { c.Writes("introduction", "") }, func() {
			c.Writes("introduction", "Words")
		}},
		{"an unanswered comment", "comments-answered", func() {
			_, err := planapp.CommentPlan(t.Context(), c.App, c.Actor(c.Priya), c.Plan, "introduction", "Why?")
			must(c, err)
		}, func() {
			comment := domain.PlanCommentID(c.Int(`SELECT max(id) FROM plan_comments`))
			_, err := planapp.AnswerPlanComment(t.Context(), c.App, c.Actor(c.Nia), c.Plan, comment, "Because")
			must(c, err)
		}},
	} {
		t.Run(x.what, func(t *testing.T) {
			c.T = t
			x.off()
			for name, who := range map[string]domain.PersonID{"the liaison officer": c.Nia,
				"the planning officer": c.Owen} {
				err := c.Refused(name,
					c.Submission(who, gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateDraftPlan}))
				if got := strings.Join(town.Blockers(err), " "); got != x.id {
					t.Errorf("%s is blocked by %q, want %q", name, got, x.id)
				}
			}
			x.on()
			id := c.Submit(domain.GateDraftPlan)[0]
			c.RefusedAs("a planning officer's signature", domain.ErrForbidden,
				c.Signing(c.Owen, c.Decision(id, gates.Approve)))
			c.RefusedAs("an Executive Member's signature", domain.ErrForbidden,
				c.Signing(c.Member, c.Decision(id, gates.Approve)))
			c.RefusedAs("the clerk's signature", domain.ErrForbidden, c.Signing(c.Clerk, c.Decision(id, gates.Approve)))
			c.Sign(c.Aneurin, id, gates.Approve)
			if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "Once more"); err != nil {
				t.Fatal(err)
			}
		})
	}
	c.T = t
	c.Verify()
}

func must(c *town.Town, err error) {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
}

// A priority is answered by a reason too: every solution turned down, or the issue sent another way.
func TestPriorityIsAnsweredByAReasonToo(t *testing.T) {
	for what, answer := range map[string]func(c *town.Town){
		"every solution turned down": func(c *town.Town) {
			c.MoveSolution(c.Chosen, "test-again", "Steel is dearer")
			c.MoveSolution(c.Chosen, solutions.MoveNotChoose, "Too dear")
		},
		"not feasible": func(c *town.Town) {
			c.MoveSolution(c.Chosen, "test-again", "Steel is dearer")
			c.CommunitySays(c.Chosen, solutions.NotFeasible)
			c.MoveSolution(c.Chosen, "not-feasible", "Too dear")
		},
		"not taken forward": func(c *town.Town) {
			c.MoveSolution(c.Chosen, "test-again", "Steel is dearer")
			must(c, issueapp.MoveIssue(t.Context(), c.App, c.Actor(c.Nia), c.Priority, "not-taken-forward",
				"Out of reach"))
		},
		"stated that there are none": func(c *town.Town) {
			c.NoBids()
			must(c, solutionapp.StateNoBids(t.Context(), c.App, c.Actor(c.Nia), c.Area, "Nobody funds this."))
		},
	} {
		c := town.NewChamber(t)
		answer(c)
		if err := c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateDraftPlan})(
			t.Context()); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// While Members or the Executive have the plan nobody changes it, and gate 4 does not come before the Executive's part.
func TestPlanIsLockedWhileItIsDecidedOn(t *testing.T) {
	c := town.NewChamber(t)
	edit := func(ctx context.Context) error {
		return planapp.SavePlanSection(ctx, c.App, c.Actor(c.Nia), c.Plan, "introduction", 1, "Other words")
	}
	id := c.Submit(domain.GateDraftPlan)[0]
	if got := town.Blockers(c.Refused("writing while Members have it", edit)); len(got) != 1 {
		t.Errorf("%v", got)
	}
	c.EveryoneApproves(id)
	if got := town.Blockers(c.Refused("writing while the Executive has it", edit)); len(got) != 1 {
		t.Errorf("%v", got)
	}
	for _, gate := range []domain.Gate{domain.GateDraftPlan, domain.GatePublication} {
		err := c.Refused("submitting", c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area},
			Gate: gate}))
		if gate == domain.GatePublication && !slices.Contains(town.Blockers(err), "order") {
			t.Errorf("gate 4 does not wait for the Executive: %v", town.Blockers(err))
		}
		if gate == domain.GateDraftPlan && !slices.Contains(town.Blockers(err), "passed") {
			t.Errorf("gate 3 again: %v", town.Blockers(err))
		}
	}
}

// Somebody writes in the plan at the moment in which it is submitted: either their words are in what Members see, or
// they are refused.
func TestWordsWrittenWhileThePlanIsSubmittedAreInItOrRefused(t *testing.T) {
	c := town.NewChamber(t)
	rush := c.Rush()
	for round := range 10 {
		words := strings.Repeat("New words. ", round+1)
		words = strings.TrimSpace(words)
		version := int(c.Int(`SELECT version FROM plan_sections WHERE key = 'introduction'`))
		var written error
		var ids []domain.AttemptID
		officer := c.Actor(c.Nia)
		errs := town.AtOnce(2, func(i int) (err error) {
			if i == 0 {
				written = planapp.SavePlanSection(t.Context(), rush, officer, c.Plan, "introduction", version, words)
				return nil
			}
			ids, err = gateapp.SubmitGate(t.Context(), rush, officer, gateapp.Submission{Areas: []domain.AreaID{c.Area},
				Gate: domain.GateDraftPlan})
			return err
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		s, err := c.Attempt(ids[0]).Content()
		if err != nil {
			t.Fatal(err)
		}
		if in := s.Plan.Section("introduction").Body == words; in != (written == nil) {
			t.Errorf("round %d: written %v, and in what Members see: %v", round, written, in)
		}
		if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), ids[0], "Again"); err != nil {
			t.Fatal(err)
		}
	}
	c.Verify()
}
