package solutionstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions"
)

// askSolvable reads the issues of an area's cycle, of the present one where it is 0, for which solutions are sought, or
// that have some already: confirmed priorities first, by the votes of the newest confirmed round, then the others.
func askSolvable(s policy.SolutionScope, area domain.AreaID, cycle int, to *[]solutions.SolvableIssue) db.Question {
	var w db.Where
	w.And("i.area_id = @area", "area", int64(area), "cycle", cycle)
	w.And("EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.cycle = y.cycle)")
	w.And(`(i.state IN ('synthesised', 'analysed', 'prioritised', 'in plan', 'community-led')
	        AND NOT EXISTS (SELECT FROM syntheses m WHERE m.issue_id = i.id)
	   OR EXISTS (SELECT FROM solutions x WHERE x.issue_id = i.id AND x.cycle = y.cycle))`)
	issuestore.Visible(&w, s.Issues)
	return db.Asking(to, "issues to be solved", `
		SELECT i.id, i.title, i.state, i.visibility,
		       COALESCE(t.priority, i.state IN ('prioritised', 'in plan')) AS priority, t.votes
		FROM issues i
		JOIN (SELECT area_id, COALESCE(NULLIF(@cycle::int, 0), cycle) AS cycle FROM present_cycles) y ON y.area_id = i.area_id
		LEFT JOIN priority_tallies t ON t.issue_id = i.id AND t.round_id = (
		    SELECT r.round_id FROM newest_rounds r WHERE r.area_id = y.area_id AND r.cycle = y.cycle)
		`+w.String()+`
		ORDER BY COALESCE(t.priority, i.state IN ('prioritised', 'in plan')) DESC, t.votes DESC NULLS LAST, i.id`, w.Args)
}

// askCausesOf reads the causes of an area's issues that stand, in their order.
func askCausesOf(area domain.AreaID, to *[]solutions.CauseChoice) db.Question {
	return db.Asking(to, "causes to be solved", `
		SELECT c.id, c.issue_id AS issue, c.text
		FROM causes c
		JOIN issues i ON i.id = c.issue_id
		WHERE i.area_id = @area AND c.removed_at IS NULL
		ORDER BY c.issue_id, c.position, c.id`, db.Named{"area": int64(area)})
}

// SolutionBoard is the solutions of an area's cycle beside the issues and causes that they are for.
type SolutionBoard struct {
	Cycle     int
	Solutions []solutions.SolutionLine
	Issues    []solutions.SolvableIssue
	Causes    []solutions.CauseChoice
}

// LoadSolutionBoard loads what the page of an area's solutions shows. The caller has loaded the area within scope.
// Causes are listed of issues that the reader may see.
func LoadSolutionBoard(ctx context.Context, r db.Reader, s policy.SolutionScope, area domain.AreaID,
	cycle int) (b SolutionBoard, err error) {
	b.Cycle = cycle
	var views []solutions.FeasibilityView
	var causes []solutions.CauseChoice
	if err = r.Ask(ctx, askSolutions(s, area, b.Cycle, &b.Solutions), askViewsOfArea(s, area, b.Cycle, &views),
		askSolvable(s, area, cycle, &b.Issues), askCausesOf(area, &causes)); err != nil {
		return b, err
	}
	b.Solutions, b.Causes = withViews(b.Solutions, views), ofIssues(causes, b.Issues)
	return b, nil
}

// SolutionChoices are what the form of a solution offers.
type SolutionChoices struct {
	Issues        []solutions.SolvableIssue
	Causes        []solutions.CauseChoice
	Services      []solutions.Named // their key is the identifier
	Organisations []solutions.Named
	Members       []places.AreaMember
}

// LoadSolutionChoices loads what the form of a solution of the area offers: issues for which solutions can be named,
// their causes, services and organisations, and the Members of the area. The caller has loaded the area within scope.
func LoadSolutionChoices(ctx context.Context, r db.Reader, s policy.SolutionScope, area domain.AreaID,
	today domain.Date) (c SolutionChoices, err error) {
	var issues []solutions.SolvableIssue
	var causes []solutions.CauseChoice
	if err = r.Ask(ctx, askSolvable(s, area, 0, &issues), askCausesOf(area, &causes),
		db.Asking(&c.Services, "services to name", `
			SELECT s.id::text AS key, (s.name || ', ' || a.name) COLLATE by_name AS name FROM services s
			JOIN authorities a ON a.id = s.authority_id
			WHERE s.retired_on IS NULL ORDER BY 2, 1`, nil),
		db.Asking(&c.Organisations, "organisations to name", `
			SELECT id::text AS key, name COLLATE by_name AS name FROM organisations ORDER BY 2, 1`, nil)); err != nil {
		return c, err
	}
	for _, i := range issues {
		if i.State.Solvable() {
			c.Issues = append(c.Issues, i)
		}
	}
	c.Causes = ofIssues(causes, c.Issues)
	c.Members, err = placestore.AreaMembers(ctx, r, area, today)
	return c, err
}

func ofIssues(causes []solutions.CauseChoice, issues []solutions.SolvableIssue) []solutions.CauseChoice {
	seen := make(map[domain.IssueID]bool, len(issues))
	for _, i := range issues {
		seen[i.ID] = true
	}
	var kept []solutions.CauseChoice
	for _, c := range causes {
		if seen[c.Issue] {
			kept = append(kept, c)
		}
	}
	return kept
}

// IsCauseOf reports whether the issue has the cause, and it was not removed.
func IsCauseOf(ctx context.Context, r db.Reader, issue domain.IssueID, cause domain.CauseID) (bool, error) {
	return db.Value[bool](ctx, r.DB, "cause of issue", `
		SELECT EXISTS (SELECT FROM causes WHERE id = @cause AND issue_id = @issue AND removed_at IS NULL)`,
		db.Named{"cause": int64(cause), "issue": int64(issue)})
}

// IssueSolutions lists the solutions of an issue that the reader may see, without their views.
func IssueSolutions(ctx context.Context, r db.Reader, s policy.SolutionScope, id domain.IssueID) (
	list []solutions.SolutionLine, err error) {
	var w db.Where
	w.And("s.issue_id = @issue", "issue", int64(id))
	SolutionInScope(&w, s)
	err = r.Ask(ctx, db.AskingFor(&list, solutionRow.line, "issue's solutions",
		solutionSQL+w.String()+" ORDER BY s.id", w.Args))
	return list, err
}
