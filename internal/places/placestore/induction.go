package placestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Inductions lists what came of inducting Members to an area, newest first (A8). The caller has loaded the area within
// scope.
func Inductions(ctx context.Context, r db.Reader, area domain.AreaID) ([]places.Induction, error) {
	return db.List[places.Induction](ctx, r.DB, "inductions", `
		SELECT i.person_id AS person, m.name, i.outcome, i.on_date AS "on", i.material, i.note, p.name AS by,
		       i.recorded_at AS at, i.cycle
		FROM inductions i
		JOIN people m ON m.id = i.person_id
		JOIN people p ON p.id = i.recorded_by
		WHERE i.area_id = @area
		ORDER BY i.id DESC`, db.Named{"area": int64(area)})
}

// AddInduction records what came of inducting a Member to an area; the newest counts.
func AddInduction(ctx context.Context, w db.Writer, area domain.AreaID, i places.Induction, by domain.PersonID,
	at time.Time) error {
	return w.Exec(ctx, "add induction", `
		INSERT INTO inductions (area_id, cycle, person_id, outcome, on_date, material, note, recorded_by, recorded_at)
		VALUES (@area, recorded_cycle(@area), @person, @outcome, @on, @material, @note, @by, @at)`,
		db.Named{"area": int64(area), "person": int64(i.Person), "outcome": i.Outcome, "on": i.On.Time(),
			"material": i.Material, "note": i.Note, "by": int64(by), "at": at})
}
