package issuestore

import (
	"context"
	"strconv"

	"fourgates/internal/db"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

// IssueMap lists, with where they are, the issues that the reader may see and that the filter takes: the newest first,
// at most issues.MostMapped.
func IssueMap(ctx context.Context, r db.Reader, s policy.IssueScope, f issues.IssueFilter) ([]issues.MappedIssue,
	error) {
	w := &db.Where{}
	Visible(w, s)
	filter(w, f)
	var mapped []issues.MappedIssue
	err := askPlanned(ctx, r, f, db.Asking(&mapped, "issue map", `
		SELECT i.id, i.title, i.state, COALESCE(p.name, '') AS place,
		       point(COALESCE(i.lon, p.lon), COALESCE(i.lat, p.lat)) AS point, COALESCE(i.geometry, '') AS geometry
		FROM issues i LEFT JOIN places p ON p.id = i.place_id `+w.String()+`
		ORDER BY i.raised_at DESC, i.id DESC LIMIT `+strconv.Itoa(issues.MostMapped), w.Args))
	return mapped, err
}
