package placestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// AddValidityView records what was said of an area's boundary. Where it does not say on which version of it, that
// is the one of the day on which it was said.
func AddValidityView(ctx context.Context, w db.Writer, area domain.AreaID, v places.ValidityView, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "add validity view", `
		INSERT INTO validity_views (area_id, cycle, kind, said_by, supports, note, said_on, boundary, recorded_by,
		                            recorded_at)
		VALUES (@area, recorded_cycle(@area), @kind, @said_by, @supports, @note, @said_on,
		        COALESCE(NULLIF(@boundary, 0::bigint),
		                 (SELECT max(b.version)
		                  FROM area_boundaries b
		                  WHERE b.area_id = @area AND (b.at AT TIME ZONE 'Europe/London')::date <= @said_on)),
		        @by, @at)`,
		db.Named{"boundary": v.Boundary, "area": int64(area),
			"kind": v.Kind, "said_by": v.SaidBy, "supports": v.Supports, "note": v.Note,
			"said_on": v.SaidOn.Time(), "by": int64(by), "at": at})
}
