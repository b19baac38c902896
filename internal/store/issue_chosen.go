package store

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// IssuesOf lists the issues with those identifiers, by identifier. It returns domain.ErrNotFound where the reader may
// not see one of them.
func (r Reader) IssuesOf(ctx context.Context, s policy.IssueScope, ids []domain.IssueID) ([]domain.ChosenIssue, error) {
	var w where
	w.and("i.id = ANY(@ids)", "ids", ids)
	w.visible(s)
	rows, err := list[domain.ChosenIssue](ctx, r.db, "issues", `
		SELECT i.id, i.title, i.area_id, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.visibility,
		       i.is_synthesis AS synthesis, i.raised_at, '' AS sort_key
		FROM issues i
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN themes t ON t.id = i.theme_id
		`+w.String()+`
		ORDER BY i.id`, w.args)
	if err == nil && len(rows) != len(ids) {
		return nil, domain.ErrNotFound
	}
	return rows, err
}
