// Package planstore keeps plans, versions, comments, actions and feedback in Postgres.
package planstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
)

const planSQL = `
	SELECT p.id, p.area_id AS area, a.name AS area_name, p.cycle, p.title, p.state, p.state_reason, p.created_by,
	       p.created_at,
	       (SELECT v.overrides FROM gate_overrides v WHERE v.area_id = p.area_id AND v.cycle = p.cycle) AS overrides
	FROM plans p
	JOIN areas a ON a.id = p.area_id
	`

// Plan loads a plan. It returns domain.ErrNotFound where there is none within scope.
func Plan(ctx context.Context, r db.Reader, scope policy.Scope, id domain.PlanID) (plans.Plan, error) {
	return plan(ctx, r, scope, "p.id = @id", "id", int64(id), "")
}

// PlanForUpdate loads a plan and locks it until the transaction ends. It returns domain.ErrNotFound where there is none
// within scope.
func PlanForUpdate(ctx context.Context, w db.Writer, scope policy.Scope, id domain.PlanID) (plans.Plan, error) {
	return plan(ctx, w.Reader, scope, "p.id = @id", "id", int64(id), "FOR UPDATE OF p")
}

// AreaPlan loads the plan of an area's present cycle. It returns domain.ErrNotFound where there is none, or the area is
// outside scope.
func AreaPlan(ctx context.Context, r db.Reader, scope policy.Scope, area domain.AreaID) (plans.Plan, error) {
	return plan(ctx, r, scope, presentPlan, "area", int64(area), "")
}

// AreaPlanForUpdate is AreaPlan that locks the plan until the transaction ends.
func AreaPlanForUpdate(ctx context.Context, w db.Writer, scope policy.Scope, area domain.AreaID) (plans.Plan, error) {
	return plan(ctx, w.Reader, scope, presentPlan, "area", int64(area), "FOR UPDATE OF p")
}

// presentPlan is the condition that a plan (as p) is that of the cycle that the area @area is in.
const presentPlan = "p.area_id = @area AND p.cycle = (SELECT y.cycle FROM present_cycles y WHERE y.area_id = @area)"

func plan(ctx context.Context, r db.Reader, scope policy.Scope, cond, name string, arg any,
	lock string) (plans.Plan, error) {
	var w db.Where
	w.And(cond, name, arg)
	w.InScope("p.area_id", scope)
	return db.One[plans.Plan](ctx, r.DB, "plan", planSQL+w.String()+"\n"+lock, w.Args)
}

// PresentCycle is the cycle that an area is in, with the phase that is open in it: "" where none is.
func PresentCycle(ctx context.Context, r db.Reader, area domain.AreaID) (cycle int, phase domain.Phase, err error) {
	type row struct {
		Cycle int
		Phase domain.Phase
	}
	got, err := db.One[row](ctx, r.DB, "present cycle", `
		SELECT c.cycle, COALESCE((SELECT phase FROM phases WHERE area_id = @area AND cycle = c.cycle
		                          AND closed_on IS NULL
		                          ORDER BY phase DESC LIMIT 1), '') AS phase
		FROM present_cycles c
		WHERE c.area_id = @area`, db.Named{"area": int64(area)})
	return got.Cycle, got.Phase, err
}

// PlanForGate is the plan of an area's cycle, the present one for 0, as gate 3 asks about it. Where no plan was
// started, only what needs none is filled in: its ID is zero. The caller has checked that the area is within scope.
func PlanForGate(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) (plans.PlanStanding, error) {
	return db.One[plans.PlanStanding](ctx, r.DB, "plan for gate 3", `
		SELECT COALESCE(p.id, 0) AS id, a.id AS area, a.name AS area_name, y.cycle, COALESCE(p.title, '') AS title,
		       COALESCE(p.state, '') AS state, COALESCE(p.state_reason, '') AS state_reason,
		       COALESCE(p.created_by, 0) AS created_by, p.created_at,
		       ARRAY(SELECT s.title FROM plan_sections s WHERE s.plan_id = p.id AND s.body = ''
		             ORDER BY s.position) AS empty,
		       (SELECT count(*)::int FROM plan_comments c WHERE c.plan_id = p.id AND NOT c.resolved
		        AND c.answer = '') AS unanswered,
		       (SELECT count(*)::int FROM actions c WHERE c.plan_id = p.id AND c.removed_at IS NULL) AS actions,
		       (SELECT count(*)::int FROM solutions s WHERE s.area_id = a.id AND s.cycle = y.cycle
		        AND s.state = 'chosen') AS chosen,
		       (SELECT count(*)::int FROM bids b WHERE b.area_id = a.id AND b.cycle = y.cycle
		        AND b.state NOT IN ('lost', 'withdrawn')) AS bids,
		       (SELECT max(f.fed_on) FROM feedback_entries f WHERE f.area_id = a.id) AS feedback_on,
		       COALESCE(v.id, 0) AS newest, COALESCE(v.number, 0) AS newest_number, v.digest AS newest_digest,
		       (SELECT o.overrides FROM gate_overrides o WHERE o.area_id = a.id AND o.cycle = y.cycle) AS overrides
		FROM areas a
		JOIN (SELECT area_id, COALESCE(NULLIF(@cycle::int, 0), cycle) AS cycle FROM present_cycles) y ON y.area_id
		= a.id
		LEFT JOIN plans p ON p.area_id = a.id AND p.cycle = y.cycle
		LEFT JOIN LATERAL (SELECT id, number, digest FROM plan_versions WHERE plan_id = p.id ORDER BY number DESC
		                   LIMIT 1) v ON true
		WHERE a.id = @area`, db.Named{"area": int64(area), "cycle": cycle})
}
