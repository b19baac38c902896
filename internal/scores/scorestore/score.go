// Package scorestore keeps criteria and scores in Postgres.
package scorestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/scores"
)

// standingSQL is which issues (as i) stand for themselves after synthesis. A restricted one is worked on apart: it is
// neither scored openly nor put to the community, as it is not on the list that gate 2 signs.
const standingSQL = `i.state = ANY(@standing) AND i.visibility <> 'restricted'
AND NOT EXISTS (SELECT FROM syntheses whole WHERE whole.issue_id = i.id)`

func standingStates() []string {
	var words []string
	for _, s := range issues.StandingStates() {
		words = append(words, string(s))
	}
	return words
}

// inCycleSQL leaves of the issues (as i) those of the cycle, or of the one that their area is in where it is 0.
const inCycleSQL = `
		  AND EXISTS (SELECT FROM issue_cycles n JOIN present_cycles y USING (area_id)
		              WHERE n.issue_id = i.id AND n.cycle = COALESCE(NULLIF(@cycle::int, 0), y.cycle))`

// PriorityIssues lists the issues of an area's present cycle that are scored, ranked and put to the community, oldest
// first. The caller has checked that the area is within scope.
func PriorityIssues(ctx context.Context, r db.Reader, area domain.AreaID) ([]scores.PriorityIssue, error) {
	return PriorityIssuesOf(ctx, r, area, 0)
}

// PriorityIssuesOf is PriorityIssues of any cycle of the area, as they stand now.
func PriorityIssuesOf(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]scores.PriorityIssue, error) {
	return db.List[scores.PriorityIssue](ctx, r.DB, "priority issues", `
		SELECT i.id, i.title, COALESCE(t.name, '') AS theme, i.source, i.state,
		       (SELECT count(*) FROM causes c WHERE c.issue_id = i.id AND c.removed_at IS NULL)::int AS causes
		FROM issues i
		LEFT JOIN themes t ON t.id = i.theme_id
		WHERE i.area_id = @area AND `+standingSQL+inCycleSQL+`
		ORDER BY i.raised_at, i.id`, db.Named{"area": int64(area), "cycle": cycle, "standing": standingStates()})
}

// Scores lists who scored what in an area, by person.
func Scores(ctx context.Context, r db.Reader, area domain.AreaID) ([]scores.Score, error) {
	return db.List[scores.Score](ctx, r.DB, "scores", `
		SELECT s.issue_id AS issue, s.criterion_id AS criterion, s.person_id AS person, p.name, s.score, s.at
		FROM scores s
		JOIN issues i ON i.id = s.issue_id AND i.area_id = @area
		JOIN people p ON p.id = s.person_id
		ORDER BY p.name COLLATE by_name, p.id, s.issue_id, s.criterion_id`, db.Named{"area": int64(area)})
}

// SetScores writes one person's scores of an issue over those that they gave before. Nobody else's are touched.
func SetScores(ctx context.Context, w db.Writer, issue domain.IssueID, by domain.PersonID,
	given map[domain.CriterionID]int, at time.Time) error {
	var criteria []int64
	var scores []int
	for id, n := range given {
		criteria, scores = append(criteria, int64(id)), append(scores, n)
	}
	return w.Exec(ctx, "set scores", `
		INSERT INTO scores (issue_id, criterion_id, person_id, score, at)
		SELECT @issue, criterion, @by, score, @at FROM unnest(@criteria::bigint[], @scores::int[]) AS given (criterion,
		    score)
		ON CONFLICT (issue_id, criterion_id, person_id) DO UPDATE SET score = EXCLUDED.score, at = EXCLUDED.at`,
		db.Named{"issue": int64(issue), "by": int64(by), "at": at, "criteria": criteria, "scores": scores})
}

// SourceCounts counts the issues of an area's cycle by their source class; those made by synthesis count
// through their members only (004).
func SourceCounts(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) (map[domain.Source]int, error) {
	type row struct {
		Source domain.Source
		N      int
	}
	rows, err := db.List[row](ctx, r.DB, "source counts", `
		SELECT i.source, count(*)::int AS n FROM issues i
		WHERE i.area_id = @area AND NOT i.is_synthesis`+inCycleSQL+`
		GROUP BY i.source`,
		db.Named{"area": int64(area), "cycle": cycle})
	counts := map[domain.Source]int{}
	for _, row := range rows {
		counts[row.Source] = row.N
	}
	return counts, err
}
