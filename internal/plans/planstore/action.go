package planstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
)

const actionSQL = `
	SELECT c.id, c.plan_id AS plan, c.area_id AS area, COALESCE(c.solution_id, 0) AS solution,
	       COALESCE(c.issue_id, 0) AS issue, c.title, c.description, COALESCE(c.lead_service_id, 0) AS lead_service,
	       COALESCE(c.lead_organisation_id, 0) AS lead_organisation, c.supporters, c.due_on, c.cost_pence AS cost,
	       c.position, c.state, c.version
	FROM actions c
	`

// Action loads an action that stands in a plan. It returns domain.ErrNotFound where there is none within scope, or it
// hangs on an issue that the reader may not see.
func Action(ctx context.Context, r db.Reader, scope policy.Scope, issues policy.IssueScope,
	id domain.ActionID) (plans.Action, error) {
	return action(ctx, r, scope, issues, id, "")
}

// ActionForUpdate is Action that locks the action until the transaction ends.
func ActionForUpdate(ctx context.Context, w db.Writer, scope policy.Scope, issues policy.IssueScope,
	id domain.ActionID) (plans.Action, error) {
	return action(ctx, w.Reader, scope, issues, id, "FOR UPDATE OF c")
}

func action(ctx context.Context, r db.Reader, scope policy.Scope, issues policy.IssueScope, id domain.ActionID,
	lock string) (plans.Action, error) {
	var seen, w db.Where
	seen.And("i.id = COALESCE(c.issue_id, s.issue_id)")
	issuestore.Visible(&seen, issues)
	w.Args = seen.Args
	w.And("c.id = @id AND c.removed_at IS NULL", "id", int64(id))
	w.InScope("c.area_id", scope)
	w.And("(COALESCE(c.issue_id, s.issue_id) IS NULL OR EXISTS (SELECT FROM issues i " + seen.String() + "))")
	return db.One[plans.Action](ctx, r.DB, "action",
		actionSQL+"LEFT JOIN solutions s ON s.id = c.solution_id "+w.String()+"\n"+lock, w.Args)
}

// AddAction stores an action at the end of its plan.
func AddAction(ctx context.Context, w db.Writer, a plans.Action, by domain.PersonID,
	at time.Time) (domain.ActionID, error) {
	args := actionArgs(a)
	args["plan"], args["area"], args["by"], args["at"] = a.Plan, a.Area, by, at
	return db.Value[domain.ActionID](ctx, w.DB, "add action", `
		INSERT INTO actions (plan_id, area_id, solution_id, issue_id, title, description, lead_service_id,
		                     lead_organisation_id, supporters, due_on,
		                     cost_pence, position, created_by, created_at)
		VALUES (@plan, @area, NULLIF(@solution, 0::bigint), NULLIF(@issue, 0::bigint), @title, @description,
		        NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @supporters,
		        @due, @cost, CASE @position::int WHEN 0 THEN (SELECT COALESCE(max(position), 0) + 1 FROM actions
		                                                      WHERE plan_id = @plan) ELSE @position END, @by, @at)
		RETURNING id`, args)
}

// ChangeAction writes an action over the version given. It returns domain.ErrConflict where the version is another one.
func ChangeAction(ctx context.Context, w db.Writer, a plans.Action, version int) error {
	args := actionArgs(a)
	args["id"], args["version"] = a.ID, version
	return w.Change(ctx, "change action", `
		UPDATE actions
		SET solution_id = NULLIF(@solution, 0::bigint), issue_id = NULLIF(@issue, 0::bigint), title = @title,
		    description = @description, lead_service_id = NULLIF(@service, 0::bigint),
		    lead_organisation_id = NULLIF(@organisation, 0::bigint), supporters = @supporters, due_on = @due,
		    cost_pence = @cost, position = @position, version = version + 1
		WHERE id = @id AND version = @version AND removed_at IS NULL`, args)
}

func actionArgs(a plans.Action) db.Named {
	return db.Named{"solution": int64(a.Solution), "issue": int64(a.Issue), "title": a.Title,
		"description": a.Description,
		"service":     int64(a.LeadService), "organisation": int64(a.LeadOrganisation), "supporters": a.Supporters,
		"due": db.DayOrNull(a.DueOn), "cost": a.Cost, "position": a.Position}
}

// RemoveAction takes an action out of its plan. It returns domain.ErrConflict where the version is another one.
func RemoveAction(ctx context.Context, w db.Writer, id domain.ActionID, version int, at time.Time) error {
	return w.Change(ctx, "remove action", `
		UPDATE actions SET removed_at = @at, version = version + 1 WHERE id = @id AND version = @version
		AND removed_at IS NULL`, db.Named{"id": id, "version": version, "at": at})
}

// ActionRoot is what an action can be put under: a chosen solution, or an issue.
type ActionRoot struct {
	Solution domain.SolutionID
	Issue    domain.IssueID
	Title    string
}

// ActionRoots lists what an action of the cycle can be put under, as far as the reader may see the issue: chosen
// solutions first, then issues that are worked on. Restricted issues are left out: the plan may not name
// them.
func ActionRoots(ctx context.Context, r db.Reader, issues policy.IssueScope, area domain.AreaID,
	cycle int) ([]ActionRoot, error) {
	var w db.Where
	issuestore.Visible(&w, issues)
	w.And("i.visibility <> 'restricted'")
	w.Set("area", int64(area))
	w.Set("cycle", cycle)
	return db.List[ActionRoot](ctx, r.DB, "what actions answer", `
		SELECT o.solution, o.issue, o.title
		FROM (SELECT id AS solution, issue_id AS issue, title, 1 AS rank FROM solutions WHERE area_id = @area
		      AND cycle = @cycle AND state = 'chosen'
		      UNION ALL
		      SELECT 0, id, title, 2 FROM issues
		      WHERE area_id = @area AND state IN ('synthesised', 'analysed', 'prioritised', 'in plan', 'quick win',
		                                          'community-led', 'with service')
		        AND id NOT IN (SELECT issue_id FROM syntheses)) o
		JOIN issues i ON i.id = o.issue
		`+w.String()+`
		ORDER BY o.rank, o.title COLLATE by_name, o.solution, o.issue`, w.Args)
}

// MayLead reports whether an action can be given to the service, if any, and the organisation, if any: a service that
// is not retired.
func MayLead(ctx context.Context, r db.Reader, service domain.ServiceID,
	organisation domain.OrganisationID) (bool, error) {
	return db.Value[bool](ctx, r.DB, "may lead", `
		SELECT (@service = 0::bigint OR EXISTS (SELECT FROM services WHERE id = @service AND retired_on IS NULL))
		   AND (@organisation = 0::bigint OR EXISTS (SELECT FROM organisations WHERE id = @organisation))`,
		db.Named{"service": int64(service), "organisation": int64(organisation)})
}
