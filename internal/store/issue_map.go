package store

import (
	"context"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// IssueMap lists, with where they are, the issues that the reader may see and that the filter takes: the newest first,
// at most domain.MostMapped.
func (r Reader) IssueMap(ctx context.Context, s policy.IssueScope, f domain.IssueFilter) ([]domain.MappedIssue, error) {
	w := &where{}
	w.visible(s)
	w.filter(f)
	var issues []domain.MappedIssue
	err := r.askPlanned(ctx, f, asking(&issues, "issue map", `
		SELECT i.id, i.title, i.state, COALESCE(p.name, '') AS place,
		       point(COALESCE(i.lon, p.lon), COALESCE(i.lat, p.lat)) AS point, COALESCE(i.geometry, '') AS geometry
		FROM issues i LEFT JOIN places p ON p.id = i.place_id `+w.String()+`
		ORDER BY i.raised_at DESC, i.id DESC LIMIT `+strconv.Itoa(domain.MostMapped), w.args))
	return issues, err
}
