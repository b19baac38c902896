// Package solutionstore keeps solutions, views on them and bids in Postgres.
package solutionstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
)

// solutionRow is a solution as it comes from the database.
type solutionRow struct {
	solutions.Solution
	solutions.SolutionNames
}

func (r solutionRow) line() solutions.SolutionLine {
	return solutions.SolutionLine{Solution: r.Solution, Names: r.SolutionNames}
}

const solutionSQL = `
	SELECT s.id, s.area_id AS area, s.cycle, s.issue_id AS issue, COALESCE(s.cause_id, 0) AS cause, s.title,
	       s.description, s.delivered_by, COALESCE(s.service_id, 0) AS service,
	       COALESCE(s.organisation_id, 0) AS organisation, s.others, s.resources, s.cost_pence AS cost,
	       s.cost_avoided_pence AS avoided, s.state, s.verdict, s.conclusion, s.reason, s.version, s.proposed_by,
	       s.proposed_for, s.proposed_at, s.told_on, s.told_how, a.name AS area_name, a.code AS area_code,
	       i.title AS issue_title, i.state AS issue_state, i.visibility AS issue_visibility,
	       COALESCE(ca.text, '') AS cause_text, COALESCE(sv.name || ', ' || au.name, '') AS service_name,
	       COALESCE(og.name, '') AS organisation_name, pb.name AS proposed_by_name,
	       EXISTS (SELECT FROM plans pl WHERE pl.area_id = s.area_id AND pl.cycle = s.cycle
	               AND pl.state <> 'drafting') AS plan_locked,
	       EXISTS (SELECT FROM cycle_ends ce
	               WHERE ce.area_id = s.area_id AND ce.cycle = s.cycle) AS cycle_over
	FROM solutions s
	JOIN areas a ON a.id = s.area_id
	JOIN issues i ON i.id = s.issue_id
	JOIN people pb ON pb.id = s.proposed_by
	LEFT JOIN causes ca ON ca.id = s.cause_id
	LEFT JOIN services sv ON sv.id = s.service_id
	LEFT JOIN authorities au ON au.id = sv.authority_id
	LEFT JOIN organisations og ON og.id = s.organisation_id
	`

// SolutionInScope limits solutions (as s, of issues as i) to those that the reader may see.
func SolutionInScope(w *db.Where, s policy.SolutionScope) {
	may := db.Where{}
	issuestore.Visible(&may, s.Issues)
	if len(may.Conds) == 0 {
		return
	}
	for name, v := range may.Args {
		w.Set(name, v)
	}
	if len(s.Giving.Organisations) == 0 {
		w.And(may.Conds[0])
		return
	}
	w.And(`(`+may.Conds[0]+` OR i.visibility <> 'restricted' AND EXISTS (
		SELECT FROM feasibility_views f
		WHERE f.solution_id = s.id AND f.withdrawn_at IS NULL AND f.organisation_id = ANY(@asked_organisations)))`,
		"asked_organisations", s.Giving.Organisations)
}

// Solutions lists the solutions of an area's cycle that the reader may see, by issue and then in the order in which
// they were proposed, each with its views: the finished ones, and of unfinished ones what the scope allows. With
// policy.EverySolution it is what the application itself reads.
func Solutions(ctx context.Context, r db.Reader, s policy.SolutionScope, area domain.AreaID,
	cycle int) ([]solutions.SolutionLine, error) {
	var lines []solutions.SolutionLine
	var views []solutions.FeasibilityView
	if err := r.Ask(ctx, askSolutions(s, area, cycle, &lines), askViewsOfArea(s, area, cycle, &views)); err != nil {
		return nil, err
	}
	return withViews(lines, views), nil
}

func askSolutions(s policy.SolutionScope, area domain.AreaID, cycle int, to *[]solutions.SolutionLine) db.Question {
	var w db.Where
	w.And("s.area_id = @area", "area", int64(area))
	w.And("s.cycle = @cycle", "cycle", cycle)
	SolutionInScope(&w, s)
	return db.AskingFor(to, solutionRow.line, "solutions",
		solutionSQL+w.String()+" ORDER BY s.issue_id, s.id",
		w.Args)
}

func withViews(lines []solutions.SolutionLine, views []solutions.FeasibilityView) []solutions.SolutionLine {
	at := make(map[domain.SolutionID]int, len(lines))
	for i, l := range lines {
		at[l.ID] = i
	}
	for _, v := range views {
		if i, seen := at[v.Solution]; seen {
			lines[i].Views = append(lines[i].Views, v)
		}
	}
	return lines
}

// Solution loads a solution with the views that the reader may see. It returns domain.ErrNotFound where there is none
// or the reader may not see it.
func Solution(ctx context.Context, r db.Reader, s policy.SolutionScope,
	id domain.SolutionID) (solutions.SolutionLine, error) {
	var lines []solutions.SolutionLine
	var views []solutions.FeasibilityView
	if err := r.Ask(ctx, askSolution(s, id, &lines), askViewsOf(s, id, &views)); err != nil {
		return solutions.SolutionLine{}, err
	}
	if len(lines) == 0 {
		return solutions.SolutionLine{}, domain.ErrNotFound
	}
	return withViews(lines, views)[0], nil
}

func askSolution(s policy.SolutionScope, id domain.SolutionID, to *[]solutions.SolutionLine) db.Question {
	var w db.Where
	w.And("s.id = @id", "id", int64(id))
	SolutionInScope(&w, s)
	return db.AskingFor(to, solutionRow.line, "solution", solutionSQL+w.String(), w.Args)
}

// SolutionForUpdate is Solution, locked until the transaction ends, with every view on it: commands judge by all of
// them and show none.
func SolutionForUpdate(ctx context.Context, w db.Writer, s policy.SolutionScope,
	id domain.SolutionID) (solutions.SolutionLine, error) {
	if _, err := db.Value[int64](ctx, w.DB, "lock solution", `
		SELECT id FROM solutions WHERE id = @id FOR UPDATE`, db.Named{"id": int64(id)}); err != nil {
		return solutions.SolutionLine{}, err
	}
	line, err := Solution(ctx, w.Reader, s, id)
	if err != nil {
		return solutions.SolutionLine{}, err
	}
	line.Views, err = everyView(ctx, w, id)
	return line, err
}

// CurrentCycle is the cycle that an area is in; 1 where none was begun.
func CurrentCycle(ctx context.Context, r db.Reader, area domain.AreaID) (int, error) {
	return db.Value[int](ctx, r.DB, "current cycle", `
		SELECT cycle FROM present_cycles WHERE area_id = @area`, db.Named{"area": int64(area)})
}
