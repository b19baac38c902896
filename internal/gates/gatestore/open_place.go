package gatestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// OpenPlaces lists the places of seats that open gates wait for: asked, and not decided.
func OpenPlaces(ctx context.Context, r db.Reader, seats []domain.SeatID) ([]gates.OpenPlace, error) {
	return db.List[gates.OpenPlace](ctx, r.DB, "open places", `
		SELECT q.seat_id AS seat, q.place, t.id AS attempt, t.gate, a.name AS area_name
		FROM attempts t
		JOIN attempt_seats q ON q.attempt_id = t.id
		JOIN areas a ON a.id = t.area_id
		WHERE t.outcome IS NULL AND q.seat_id = ANY(@seats)
		  AND NOT EXISTS (SELECT FROM standing_signatures g
		                  WHERE g.attempt_id = t.id AND g.seat_id = q.seat_id AND g.place = q.place)
		ORDER BY a.name COLLATE by_name, t.id, q.seat_id, q.place`, db.Named{"seats": db.Numbers(seats)})
}
