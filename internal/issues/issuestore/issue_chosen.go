package issuestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

// IssuesOf lists the issues with those identifiers, by identifier. It returns domain.ErrNotFound where the reader may
// not see one of them.
func IssuesOf(ctx context.Context, r db.Reader, s policy.IssueScope, ids []domain.IssueID) ([]issues.ChosenIssue,
	error) {
	var w db.Where
	w.And("i.id = ANY(@ids)", "ids", ids)
	Visible(&w, s)
	rows, err := db.List[issues.ChosenIssue](ctx, r.DB, "issues", `
		SELECT i.id, i.title, i.area_id, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.visibility,
		       i.is_synthesis AS synthesis, i.raised_at, '' AS sort_key
		FROM issues i
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN themes t ON t.id = i.theme_id
		`+w.String()+`
		ORDER BY i.id`, w.Args)
	if err == nil && len(rows) != len(ids) {
		return nil, domain.ErrNotFound
	}
	return rows, err
}
