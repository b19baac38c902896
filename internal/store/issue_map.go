package store

import (
	"context"
	"strconv"

	"fourgates/internal/db"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
)

// IssueMap lists, with where they are, the issues that the reader may see and that the filter takes: the newest first,
// at most domain.MostMapped.
func IssueMap(ctx context.Context, r db.Reader, s policy.IssueScope, f rules.IssueFilter) ([]rules.MappedIssue, error) {
	w := &db.Where{}
	visible(w, s)
	filter(w, f)
	var issues []rules.MappedIssue
	err := askPlanned(ctx, r, f, db.Asking(&issues, "issue map", `
		SELECT i.id, i.title, i.state, COALESCE(p.name, '') AS place,
		       point(COALESCE(i.lon, p.lon), COALESCE(i.lat, p.lat)) AS point, COALESCE(i.geometry, '') AS geometry
		FROM issues i LEFT JOIN places p ON p.id = i.place_id `+w.String()+`
		ORDER BY i.raised_at DESC, i.id DESC LIMIT `+strconv.Itoa(rules.MostMapped), w.Args))
	return issues, err
}
