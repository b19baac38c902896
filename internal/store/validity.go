package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

// ValidityViews lists what was said of an area's boundary, newest first (A3). The caller has loaded the area within
// scope.
func (r Reader) ValidityViews(ctx context.Context, area domain.AreaID) ([]domain.RecordedView, error) {
	return list[domain.RecordedView](ctx, r.db, "validity views", `
		SELECT v.kind, v.said_by, v.supports, v.note, v.said_on, p.name AS by, v.recorded_at AS at
		FROM validity_views v
		JOIN people p ON p.id = v.recorded_by
		WHERE v.area_id = @area
		ORDER BY v.said_on DESC, v.id DESC`, named{"area": int64(area)})
}

// AddValidityView records what was said of an area's boundary.
func (w Writer) AddValidityView(ctx context.Context, area domain.AreaID, v domain.ValidityView, by domain.PersonID,
	at time.Time) error {
	return w.exec(ctx, "add validity view", `
		INSERT INTO validity_views (area_id, kind, said_by, supports, note, said_on, recorded_by, recorded_at)
		VALUES (@area, @kind, @said_by, @supports, @note, @said_on, @by, @at)`,
		named{"area": int64(area), "kind": v.Kind, "said_by": v.SaidBy, "supports": v.Supports, "note": v.Note,
			"said_on": v.SaidOn.Time(), "by": int64(by), "at": at})
}
