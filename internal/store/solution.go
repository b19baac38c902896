package store

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// solutionRow is a solution as it comes from the database.
type solutionRow struct {
	domain.Solution
	domain.SolutionNames
}

func (r solutionRow) line() domain.SolutionLine {
	return domain.SolutionLine{Solution: r.Solution, Names: r.SolutionNames}
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
	               AND pl.state <> 'drafting') AS plan_locked
	FROM solutions s
	JOIN areas a ON a.id = s.area_id
	JOIN issues i ON i.id = s.issue_id
	JOIN people pb ON pb.id = s.proposed_by
	LEFT JOIN causes ca ON ca.id = s.cause_id
	LEFT JOIN services sv ON sv.id = s.service_id
	LEFT JOIN authorities au ON au.id = sv.authority_id
	LEFT JOIN organisations og ON og.id = s.organisation_id
	`

// solutionInScope limits solutions (as s, of issues as i) to those that the reader may see.
func (w *where) solutionInScope(s policy.SolutionScope) {
	may := where{}
	may.visible(s.Issues)
	if len(may.conds) == 0 {
		return
	}
	for name, v := range may.args {
		w.set(name, v)
	}
	if len(s.Giving.Organisations) == 0 {
		w.and(may.conds[0])
		return
	}
	w.and(`(`+may.conds[0]+` OR i.visibility <> 'restricted' AND EXISTS (
		SELECT FROM feasibility_views f
		WHERE f.solution_id = s.id AND f.withdrawn_at IS NULL AND f.organisation_id = ANY(@asked_organisations)))`,
		"asked_organisations", s.Giving.Organisations)
}

// Solutions lists the solutions of an area's cycle that the reader may see, by issue and then in the order in which
// they were proposed, each with its views: the finished ones, and of unfinished ones what the scope allows. With
// policy.EverySolution it is what the application itself reads. At most 1,000.
func (r Reader) Solutions(ctx context.Context, s policy.SolutionScope, area domain.AreaID,
	cycle int) ([]domain.SolutionLine, error) {
	var lines []domain.SolutionLine
	var views []domain.FeasibilityView
	if err := r.ask(ctx, askSolutions(s, area, cycle, &lines), askViewsOfArea(s, area, cycle, &views)); err != nil {
		return nil, err
	}
	return withViews(lines, views), nil
}

func askSolutions(s policy.SolutionScope, area domain.AreaID, cycle int, to *[]domain.SolutionLine) question {
	var w where
	w.and("s.area_id = @area", "area", int64(area))
	w.and("s.cycle = @cycle", "cycle", cycle)
	w.solutionInScope(s)
	return askingFor(to, solutionRow.line, "solutions", solutionSQL+w.String()+" ORDER BY s.issue_id, s.id LIMIT 1000",
		w.args)
}

func withViews(lines []domain.SolutionLine, views []domain.FeasibilityView) []domain.SolutionLine {
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
func (r Reader) Solution(ctx context.Context, s policy.SolutionScope,
	id domain.SolutionID) (domain.SolutionLine, error) {
	var lines []domain.SolutionLine
	var views []domain.FeasibilityView
	if err := r.ask(ctx, askSolution(s, id, &lines), askViewsOf(s, id, &views)); err != nil {
		return domain.SolutionLine{}, err
	}
	if len(lines) == 0 {
		return domain.SolutionLine{}, domain.ErrNotFound
	}
	return withViews(lines, views)[0], nil
}

func askSolution(s policy.SolutionScope, id domain.SolutionID, to *[]domain.SolutionLine) question {
	var w where
	w.and("s.id = @id", "id", int64(id))
	w.solutionInScope(s)
	return askingFor(to, solutionRow.line, "solution", solutionSQL+w.String(), w.args)
}

// SolutionForUpdate is Solution, locked until the transaction ends, with every view on it: commands judge by all of
// them and show none.
func (w Writer) SolutionForUpdate(ctx context.Context, s policy.SolutionScope,
	id domain.SolutionID) (domain.SolutionLine, error) {
	if _, err := value[int64](ctx, w.db, "lock solution", `
		SELECT id FROM solutions WHERE id = @id FOR UPDATE`, named{"id": int64(id)}); err != nil {
		return domain.SolutionLine{}, err
	}
	line, err := w.Solution(ctx, s, id)
	if err != nil {
		return domain.SolutionLine{}, err
	}
	line.Views, err = w.everyView(ctx, id)
	return line, err
}

// CurrentCycle is the cycle that an area is in; 1 where none was begun.
func (r Reader) CurrentCycle(ctx context.Context, area domain.AreaID) (int, error) {
	return value[int](ctx, r.db, "current cycle", `
		SELECT cycle FROM present_cycles WHERE area_id = @area`, named{"area": int64(area)})
}
