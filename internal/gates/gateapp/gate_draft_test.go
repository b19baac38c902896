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
	"fourgates/internal/plans/planapp"
	"fourgates/internal/town"
)

// Each thing that gate 3 asks for, taken away in the records and given back: it alone blocks, whoever submits, and
// Members of every kind can sign only once it is there.
func TestEveryRequirementOfGateThreeIsAskedOfTheRecords(t *testing.T) {
	c := town.NewChamber(t)
	for _, x := range []struct{ what, id, off, on string }{
		{"phase 3", "phase", `UPDATE phases SET phase = '3' WHERE phase = '4'`, `UPDATE phases SET phase = '4' WHERE phase = '3'`},
		{"a round that is not confirmed", "priority-round priorities-answered", `UPDATE priority_rounds SET confirmed_at = NULL`, `UPDATE priority_rounds SET confirmed_at = entered_at`},
		{"no priority", "priorities-answered", `UPDATE priority_tallies SET priority = false`, `UPDATE priority_tallies SET priority = true`},
		{"no chosen solution", "priorities-answered", `UPDATE solutions SET state = 'testing' WHERE state = 'chosen'`, `UPDATE solutions SET state = 'chosen' WHERE state = 'testing'`},
		{"an unfinished view on a chosen solution", "feasibility-finished",
			`INSERT INTO feasibility_views (solution_id, asked_of, said_by, asked_by, asked_at) SELECT min(id), 'community', 'Residents', min(proposed_by), min(proposed_at) FROM solutions`,
			`UPDATE feasibility_views SET withdrawn_at = asked_at, withdrawn_by = asked_by`},
		{"no bid", "bids", `UPDATE bids SET state = 'withdrawn', reason = 'No time'`, `UPDATE bids SET state = 'drafting', reason = ''`},
		{"old feedback", "feedback-current", `UPDATE feedback_entries SET fed_on = fed_on - 29`, `UPDATE feedback_entries SET fed_on = fed_on + 1`},
		{"an empty section", "plan-written", `UPDATE plan_sections SET body = '' WHERE position = 1`, `UPDATE plan_sections SET body = 'Words' WHERE position = 1`},
		{"an unanswered comment", "comments-answered",
			`INSERT INTO plan_comments (plan_id, section, text, by, at) SELECT id, 'introduction', 'Why?', created_by, created_at FROM plans`, `UPDATE plan_comments SET answer = 'Because'`},
	} {
		t.Run(x.what, func(t *testing.T) {
			c.T = t
			c.Exec(x.off)
			for name, who := range map[string]domain.PersonID{"the liaison officer": c.Nia, "the planning officer": c.Owen} {
				err := c.Refused(name, c.Submission(who, gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateDraftPlan}))
				if got := strings.Join(town.Blockers(err), " "); got != x.id {
					t.Errorf("%s is blocked by %q, want %q", name, got, x.id)
				}
			}
			c.Exec(x.on)
			id := c.Submit(domain.GateDraftPlan)[0]
			c.RefusedAs("a planning officer's signature", domain.ErrForbidden, c.Signing(c.Owen, c.Castle.Decision(id, gates.Approve)))
			c.RefusedAs("an Executive Member's signature", domain.ErrForbidden, c.Signing(c.Member, c.Castle.Decision(id, gates.Approve)))
			c.RefusedAs("the clerk's signature", domain.ErrForbidden, c.Signing(c.Clerk, c.Castle.Decision(id, gates.Approve)))
			c.Sign(c.Aneurin, id, gates.Approve)
			if err := gateapp.WithdrawAttempt(t.Context(), c.App, c.Actor(c.Nia), id, "Once more"); err != nil {
				t.Fatal(err)
			}
		})
	}
	c.T = t
	c.Verify()
}

// A priority is answered by a reason too: every solution turned down, or the issue sent another way.
func TestPriorityIsAnsweredByAReasonToo(t *testing.T) {
	for what, sql := range map[string]string{
		"every solution turned down": `UPDATE solutions SET state = 'not chosen', reason = 'Too dear'`,
		"not feasible":               `UPDATE solutions SET state = 'not feasible', verdict = 'not feasible' WHERE state = 'chosen'`,
		"not taken forward":          `WITH x AS (UPDATE solutions SET state = 'testing') UPDATE issues SET state = 'not taken forward', state_reason = 'Out of reach' WHERE state = 'prioritised'`,
		"stated that there are none": `WITH x AS (DELETE FROM bid_solutions) UPDATE bids SET state = 'withdrawn', reason = 'No time'`,
	} {
		c := town.NewChamber(t)
		c.Exec(sql)
		if strings.HasPrefix(what, "stated") {
			c.Exec(`INSERT INTO area_statements (area_id, about, text, by, at) VALUES ($1, 'no bids', 'Nobody funds this.', $2, $3)`, int64(c.Area), int64(c.Nia), c.Now())
		}
		if err := c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateDraftPlan})(t.Context()); err != nil {
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
		err := c.Refused("submitting", c.Submission(c.Nia, gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: gate}))
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
			ids, err = gateapp.SubmitGate(t.Context(), rush, officer, gateapp.Submission{Areas: []domain.AreaID{c.Area}, Gate: domain.GateDraftPlan})
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
