package servertest

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
)

// Draft is what gate 3 of an area is about.
type Draft struct {
	Plan      domain.PlanID
	Priority  domain.IssueID
	Chosen    domain.SolutionID
	NotChosen domain.SolutionID
	Bids      []domain.BidID // £50,000 and £1,200.50
	Actions   []domain.ActionID
	Service   domain.ServiceID      // leads the first action
	Partner   domain.OrganisationID // leads the second; nobody leads the third
}

// ReadyForGate3 gives an active area past gate 2 all that gate 3 asks for, by the officer: phase 4, a confirmed
// priority with a chosen solution and one that was not, two bids, three actions, a written plan and something fed back.
func (h *Harness) ReadyForGate3(area domain.AreaID, by domain.PersonID) Draft {
	h.T.Helper()
	h.nth++
	day, at, n := domain.DateOf(h.Now()), h.Now(), h.nth
	h.Exec(`UPDATE phases SET closed_on = $2 WHERE area_id = $1 AND closed_on IS NULL`, int64(area), day.Time())
	h.Exec(`INSERT INTO phases (area_id, phase, opened_on, opened_by) VALUES ($1, '4', $2, $3)`, int64(area), day.Time(), int64(by))
	var d Draft
	d.Priority = domain.IssueID(h.Int(`INSERT INTO issues (area_id, title, source, raised_by, raised_at, changed_at, state, visibility)
		VALUES ($1, 'Nowhere to cross', 'community', $2, $3, $3, 'prioritised', 'public') RETURNING id`, int64(area), int64(by), at))
	round := h.Int(`INSERT INTO priority_rounds (area_id, method, held_on, place, taking_part, entered_by, entered_at, confirmed_by, confirmed_at)
		VALUES ($1, 'workshop tally', $2, 'Quay hall', 41, $3, $4, $3, $4) RETURNING id`, int64(area), day.AddDays(-30).Time(), int64(by), at)
	h.Exec(`INSERT INTO priority_tallies (round_id, issue_id, votes, priority) VALUES ($1, $2, 30, true)`, round, int64(d.Priority))
	d.Chosen = h.solution(area, d.Priority, by, "A crossing by the school", "chosen", "feasible", "Cheapest, and wanted", 1_200_050)
	d.NotChosen = h.solution(area, d.Priority, by, "A patrol", "not chosen", "feasible", "Nobody applied", nil)
	for i, pence := range []int64{5_000_000, 120_050} {
		id := h.Int(`INSERT INTO bids (area_id, title, funder, amount_pence, match_pence, deadline, state, created_by, created_at)
			VALUES ($1, $2, 'Road Trust', $3, 10000, $4, 'drafting', $5, $6) RETURNING id`,
			int64(area), []string{"Safer quay", "Signs"}[i], pence, day.AddDays(90).Time(), int64(by), at)
		h.Exec(`INSERT INTO bid_solutions (bid_id, solution_id) VALUES ($1, $2)`, id, int64(d.Chosen))
		d.Bids = append(d.Bids, domain.BidID(id))
	}
	d.Plan = domain.PlanID(h.Int(`INSERT INTO plans (area_id, title, created_by, created_at) VALUES ($1, 'Our plan', $2, $3) RETURNING id`, int64(area), int64(by), at))
	for i, part := range plans.PlanParts() {
		h.Exec(`INSERT INTO plan_sections (plan_id, key, title, position, body, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			int64(d.Plan), part.Key, part.Title, i+1, "Written: "+part.Title, int64(by), at)
	}
	h.Exec(`INSERT INTO plan_links (plan_id, kind, title, reference, added_by, added_at) VALUES ($1, 'corporate objective', 'Safe streets', 'CO-2', $2, $3)`, int64(d.Plan), int64(by), at)
	d.Service, d.Partner = h.Service(fmt.Sprintf("Roads %d", n)), h.Organisation(fmt.Sprintf("Quay Residents %d", n))
	for i, lead := range [][2]int64{{int64(d.Service), 0}, {0, int64(d.Partner)}, {0, 0}} {
		d.Actions = append(d.Actions, domain.ActionID(h.Int(`INSERT INTO actions (plan_id, area_id, solution_id, title, lead_service_id, lead_organisation_id, due_on, cost_pence, position, created_by, created_at)
			VALUES ($1, $2, $3, $4, NULLIF($5, 0), NULLIF($6, 0), $7, $8, $9, $10, $11) RETURNING id`,
			int64(d.Plan), int64(area), int64(d.Chosen), []string{"Build the crossing", "Watch the crossing", "=Count cars"}[i], lead[0], lead[1], day.AddDays(200).Time(), []any{1_200_050, nil, 0}[i], i, int64(by), at)))
	}
	h.Exec(`INSERT INTO feedback_entries (area_id, fed_to, text, fed_on, by, at) VALUES ($1, 'Residents', 'What was chosen', $2, $3, $4)`, int64(area), day.Time(), int64(by), at)
	return d
}

func (h *Harness) solution(area domain.AreaID, issue domain.IssueID, by domain.PersonID, title, state, verdict, reason string, cost any) domain.SolutionID {
	h.T.Helper()
	return domain.SolutionID(h.Int(`INSERT INTO solutions (area_id, issue_id, title, delivered_by, state, verdict, conclusion, reason, cost_pence, proposed_by, proposed_at)
		VALUES ($1, $2, $3, 'council', $4, $5, 'Tested', $6, $7, $8, $9) RETURNING id`,
		int64(area), int64(issue), title, state, verdict, reason, cost, int64(by), h.Now()))
}
