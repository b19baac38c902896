package planstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
)

// OrphanFacts loads what the orphan report of an area's cycle asks about (Q1), of issues that the reader may see. It
// returns domain.ErrNotFound where the area is outside scope.
func OrphanFacts(ctx context.Context, r db.Reader, scope policy.Scope, s policy.IssueScope, area domain.AreaID,
	cycle int) (priorities []plans.PriorityFacts, actions []plans.ActionFacts, issues []plans.IssueFacts,
	err error) {
	if !scope.Has(area) {
		return nil, nil, nil, domain.ErrNotFound
	}
	var w db.Where
	issuestore.Visible(&w, s)
	w.Set("area", int64(area))
	w.Set("cycle", cycle)
	seen, action := w, w
	seen.Conds = append([]string{"r.area_id = @area AND r.cycle = @cycle AND y.priority"}, w.Conds...)
	action.Conds = []string{"p.area_id = @area AND p.cycle = @cycle AND c.removed_at IS NULL"}
	if len(w.Conds) > 0 {
		action.Conds = append(action.Conds, "(i.id IS NULL OR "+w.Conds[0]+")")
	}
	w.Conds = append([]string{`i.area_id = @area
		AND EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.cycle = @cycle)`}, w.Conds...)
	err = r.Ask(ctx,
		db.Asking(&priorities, "priorities without a solution", `
			SELECT i.id AS issue, i.title, i.state, i.state_reason AS reason, COALESCE(n.solutions, 0) AS solutions,
			       COALESCE(n.chosen, 0) AS chosen, COALESCE(n.settled, 0) AS settled
			FROM newest_rounds r
			JOIN priority_tallies y ON y.round_id = r.round_id
			JOIN issues i ON i.id = y.issue_id
			LEFT JOIN solution_counts n ON n.area_id = @area AND n.cycle = @cycle AND n.issue_id = i.id
			`+seen.String()+`
			ORDER BY y.votes DESC, i.id`, w.Args),
		db.Asking(&actions, "actions without an issue", `
			SELECT c.id, c.title, COALESCE(s.id, 0) AS solution, COALESCE(s.state = 'chosen', false) AS chosen,
			       COALESCE(i.id, 0) AS issue
			FROM actions c
			JOIN plans p ON p.id = c.plan_id
			LEFT JOIN solutions s ON s.id = c.solution_id
			LEFT JOIN issues i ON i.id = COALESCE(s.issue_id, c.issue_id)
			`+action.String()+`
			ORDER BY c.position, c.id`, w.Args),
		db.Asking(&issues, "issues nobody answered", `
			SELECT i.id, i.title, i.state, i.state_reason AS reason,
			       EXISTS (SELECT FROM feedback_entries f WHERE f.area_id = @area AND f.issue_id = i.id) AS fed,
			       EXISTS (SELECT FROM referrals r WHERE r.issue_id = i.id AND r.answered_at IS NOT NULL)
			       OR EXISTS (SELECT FROM quick_wins q WHERE q.issue_id = i.id AND q.state = 'confirmed') AS answered,
			       COALESCE(m.into_id, y.synthesis_id, 0) AS into
			FROM issues i
			LEFT JOIN merges m ON m.issue_id = i.id AND m.undone_at IS NULL
			LEFT JOIN syntheses y ON y.issue_id = i.id
			`+w.String()+`
			ORDER BY i.raised_at, i.id`, w.Args))
	return priorities, actions, issues, err
}
