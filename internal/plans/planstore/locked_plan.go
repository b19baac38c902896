package planstore

import (
	"context"
	"slices"
	"strings"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/plans"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
)

// Part is a kind of thing that a plan tells of.
type Part string

// The parts of a locked plan that can be compared with the records.
const (
	PartIssues    Part = "issues" // with the priorities
	PartSolutions Part = "solutions"
	PartActions   Part = "actions"
	PartBids      Part = "bids"
)

// LockedPlan is the plan of an area's present cycle as it was frozen, with where it stands, while it is locked, and
// what the records say of some of its parts now. It returns domain.ErrNotFound where there is none, or it is in
// drafting. The caller has checked that the area is within scope.
func LockedPlan(ctx context.Context, r db.Reader, area domain.AreaID, parts ...Part) (plans.LockedPlan, error) {
	w := db.Where{Args: db.Named{"area": int64(area)}}
	hidden := restrictionstore.HiddenSQL(r, &w, "ARRAY[p.area_id]", "v.made_at")
	got, err := db.One[struct {
		State plans.PlanState
		register.Frozen
		Hidden     []restrictions.Issue
		Issues     []issues.WholeIssue
		Priorities []priorityRow
		Solutions  []plans.PlanSolution
		Actions    []plans.PlanAction
		Bids       []plans.PlanBid
	}](ctx, r.DB, "locked plan", `
		SELECT p.state, v.content AS text, `+registerstore.FrozenWordsSQL("v.digest")+` AS words,
		       `+hidden+` AS hidden,
		       `+presentSQL(parts, PartIssues, planIssuesSQL)+` AS issues,
		       `+presentSQL(parts, PartIssues, listSQL("to_json(q)", prioritiesSQL))+` AS priorities,
		       `+presentSQL(parts, PartSolutions, listSQL("q.object", planSolutionsSQL))+` AS solutions,
		       `+presentSQL(parts, PartActions, listSQL("q.object", planActionsSQL))+` AS actions,
		       `+presentSQL(parts, PartBids, listSQL("q.object", planBidsSQL))+` AS bids
		FROM plans p
		JOIN present_cycles present ON present.area_id = p.area_id AND present.cycle = p.cycle
		JOIN LATERAL (SELECT content, digest, made_at FROM plan_versions WHERE plan_id = p.id ORDER BY number DESC LIMIT 1) v
		     ON true
		WHERE p.area_id = @area AND p.state <> 'drafting'`, w.Args)
	if err != nil {
		return plans.LockedPlan{}, err
	}
	p := plans.LockedPlan{State: got.State, Now: plans.PlanDocument{Format: plans.PlanFormat, Issues: got.Issues,
		Solutions: got.Solutions, Actions: got.Actions, Bids: got.Bids}}
	p.Now.Priorities, _ = ranked(got.Priorities)
	p.Frozen, err = plans.ReadPlanDocument(restrictions.Withheld(got.Frozen, got.Hidden))
	return p, err
}

// presentSQL is what the records say of a part, where it is among those asked for.
func presentSQL(asked []Part, part Part, sql string) string {
	if !slices.Contains(asked, part) {
		return "'[]'::json"
	}
	return sql
}

// listSQL is the list that a question of the plan's document gives in the present cycle, as one value.
func listSQL(each, sql string) string {
	return "COALESCE((SELECT json_agg(" + each + ") FROM (" + strings.ReplaceAll(sql, "@cycle", "present.cycle") +
		") q), '[]'::json)"
}
