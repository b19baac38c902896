package store

import (
	"context"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

type mappedRow struct {
	ID       domain.IssueID
	Title    string
	State    domain.IssueState
	Place    string
	Lon, Lat *float64
	Geometry string
}

// IssueMap lists, with where they are, the issues that the reader may see and that the filter takes: the newest first, at most domain.MostMapped.
func (r Reader) IssueMap(ctx context.Context, s policy.IssueScope, f domain.IssueFilter) ([]domain.MappedIssue, error) {
	w := &where{}
	w.visible(s)
	w.filter(f)
	var issues []domain.MappedIssue
	err := r.askPlanned(ctx, f, askingFor(&issues, mappedRow.issue, "issue map", `
		SELECT i.id, i.title, i.state, COALESCE(p.name, '') AS place, COALESCE(i.lon, p.lon) AS lon, COALESCE(i.lat, p.lat) AS lat, COALESCE(i.geometry, '') AS geometry
		FROM issues i LEFT JOIN places p ON p.id = i.place_id `+w.String()+`
		ORDER BY i.raised_at DESC, i.id DESC LIMIT `+strconv.Itoa(domain.MostMapped), w.args))
	return issues, err
}

func (m mappedRow) issue() domain.MappedIssue {
	i := domain.MappedIssue{ID: m.ID, Title: m.Title, State: m.State, Place: m.Place, Geometry: m.Geometry}
	if m.Lon != nil && m.Lat != nil {
		i.Point = &domain.Point{Lon: *m.Lon, Lat: *m.Lat}
	}
	return i
}
