package gatestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/plans"
	"fourgates/internal/plans/planstore"
	"fourgates/internal/policy"
	"fourgates/internal/reviews"
	"fourgates/internal/reviews/reviewstore"
)

// AddDraftFacts adds to the facts what gate 3 alone asks about. The caller has loaded them with GateFacts.
func AddDraftFacts(ctx context.Context, r db.Reader, f *gates.GateFacts) error {
	type row struct {
		Phase      domain.Phase
		PhaseName  string
		PhaseGate  domain.Gate
		RoundOn    domain.Date
		Priorities []plans.PriorityFacts
		Unfinished []string
	}
	got, err := db.One[row](ctx, r.DB, "draft facts", `
		SELECT COALESCE(h.phase, '') AS phase, COALESCE(h.name, '') AS phase_name, COALESCE(h.gate, 0) AS phase_gate,
		       (SELECT (c.confirmed_at AT TIME ZONE 'Europe/London')::date
		        FROM newest_rounds r
		        JOIN priority_rounds c ON c.id = r.round_id
		        WHERE r.area_id = @area AND r.cycle = @cycle) AS round_on,
		       (SELECT COALESCE(jsonb_agg(to_jsonb(p) ORDER BY p.votes DESC, p.issue), '[]')
		        FROM (SELECT i.id AS issue, CASE WHEN i.visibility = 'restricted' THEN 'a restricted issue'
		              ELSE i.title END AS title,
		                     i.state, i.state_reason AS reason, y.votes, COALESCE(n.solutions, 0) AS solutions,
		                     COALESCE(n.chosen, 0) AS chosen, COALESCE(n.settled, 0) AS settled
		              FROM newest_rounds r
		              JOIN priority_tallies y ON y.round_id = r.round_id
		              JOIN issues i ON i.id = y.issue_id
		              LEFT JOIN solution_counts n ON n.area_id = @area AND n.cycle = @cycle AND n.issue_id = i.id
		              WHERE r.area_id = @area AND r.cycle = @cycle AND y.priority) p) AS priorities,
		       ARRAY(SELECT CASE WHEN i.visibility = 'restricted' THEN 'a restricted issue' ELSE s.title END
		             FROM solutions s
		             JOIN issues i ON i.id = s.issue_id
		             WHERE s.area_id = @area AND s.cycle = @cycle AND s.state IN ('testing', 'feasible',
		                 'feasible with changes', 'chosen')
		               AND EXISTS (SELECT FROM feasibility_views v WHERE v.solution_id = s.id AND v.finished_at IS NULL
		                           AND v.withdrawn_at IS NULL)
		             ORDER BY s.id) AS unfinished
		FROM (VALUES (1)) v
		LEFT JOIN LATERAL (
		    SELECT h.phase, COALESCE(c.name, m.name) AS name, CASE WHEN c.phase IS NULL THEN m.gate
		           ELSE c.gate END AS gate
		    FROM phases h
		    LEFT JOIN cycle_phases c ON c.area_id = h.area_id AND c.cycle = h.cycle AND c.phase = h.phase
		    LEFT JOIN template_phases m ON m.version = (SELECT max(version) FROM timeline_templates)
		      AND m.phase = h.phase
		    WHERE h.area_id = @area AND h.cycle = @cycle AND h.closed_on IS NULL
		    ORDER BY COALESCE(c.position, m.position) DESC NULLS LAST
		    LIMIT 1) h ON true`,
		db.Named{"area": int64(f.Area.ID), "cycle": f.Cycle})
	if err != nil {
		return err
	}
	f.Draft = gates.DraftFacts{Phase: got.Phase, PhaseName: got.PhaseName, PhaseGate: got.PhaseGate,
		RoundOn: got.RoundOn, Priorities: len(got.Priorities), Unfinished: got.Unfinished,
		ReviewNotAsked: f.Draft.ReviewNotAsked}
	for _, p := range got.Priorities {
		if p.Orphan() != "" {
			f.Draft.Unanswered = append(f.Draft.Unanswered, p.Title)
		}
	}
	if f.Draft.Plan, err = planstore.PlanForGate(ctx, r, f.Area.ID, f.Cycle); err != nil {
		return err
	}
	return addReviews(ctx, r, f)
}

// addReviews adds what services and partners say of each priority of the cycle.
func addReviews(ctx context.Context, r db.Reader, f *gates.GateFacts) error {
	every := policy.IssueScope{View: policy.Scope{All: true}, Restricted: policy.Scope{All: true}}
	priorities, err := reviewstore.Priorities(ctx, r, every, f.Area.ID, f.Cycle)
	if err != nil {
		return err
	}
	all, err := reviewstore.AreaReviews(ctx, r, every, f.Area.ID, f.Cycle, f.Today)
	if err != nil {
		return err
	}
	f.Draft.Reviews = reviews.ByPriority(priorities, all)[:len(priorities)]
	return nil
}

// AddDraftDocument adds to the facts the plan as it stands now, for a snapshot. Where there is no plan it adds nothing.
func AddDraftDocument(ctx context.Context, r db.Reader, f *gates.GateFacts) error {
	if f.Draft.Plan.ID == 0 {
		return nil
	}
	d, err := planstore.PlanDocument(ctx, r, policy.Scope{All: true}, f.Area.ID, f.Cycle)
	f.Draft.Document = &d
	return err
}

// MovePlan moves a plan on, or with a reason back. It returns domain.ErrConflict where it did not stand in the state to
// leave.
func MovePlan(ctx context.Context, w db.Writer, id domain.PlanID, from, to plans.PlanState, reason string) error {
	return w.Change(ctx, "move plan", `
		UPDATE plans SET state = @to, state_reason = @reason WHERE id = @id AND state = @from`,
		db.Named{"id": int64(id), "from": string(from), "to": string(to), "reason": reason})
}
