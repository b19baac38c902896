package seatstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/seats"
)

// AddEvent stores what happened to a seat.
func AddEvent(ctx context.Context, w db.Writer, e seats.Event, by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "add seat event", `
		INSERT INTO seat_events (seat_id, kind, on_date, was, is_now, others, note, by, at, order_id)
		VALUES (@seat, @kind, @on, @was, @is, @others::bigint[], @note, NULLIF(@by, 0::bigint), @at,
		        NULLIF(@order, 0::bigint))`,
		db.Named{"seat": int64(e.Seat), "kind": string(e.Kind), "on": e.On.Time(), "was": e.Was, "is": e.Is,
			"others": db.Numbers(e.Others), "note": e.Note, "by": int64(by), "at": at, "order": int64(e.Order)})
}

// Events lists the life of a seat, the newest first, without boundaries: with what it was merged or split into, what
// came out of it, and what was merged into it.
func Events(ctx context.Context, r db.Reader, seat domain.SeatID) ([]seats.Event, error) {
	return db.List[seats.Event](ctx, r.DB, "seat events", `
		SELECT e.seat_id AS seat, e.kind, e.on_date AS on, CASE WHEN e.kind = 'redrawn' THEN '' ELSE e.was END AS was,
		       CASE WHEN e.kind = 'redrawn' THEN '' ELSE e.is_now END AS is, e.others,
		       ARRAY(SELECT o.shown FROM seats o WHERE o.id = ANY(e.others)
		             ORDER BY o.name COLLATE by_name, o.id) AS other_names,
		       e.note, COALESCE(p.name, '') AS by, e.at, COALESCE(o.at, e.at) AS recorded_at,
		       COALESCE(e.order_id, 0) AS order
		FROM seat_events e
		LEFT JOIN seat_orders o ON o.id = e.order_id
		LEFT JOIN people p ON p.id = COALESCE(o.by, e.by)
		WHERE e.seat_id = @seat
		ORDER BY e.on_date DESC, e.id DESC`, db.Named{"seat": int64(seat)})
}

// KinOf lists the seats whose events name the seat.
func KinOf(ctx context.Context, r db.Reader, seat domain.SeatID) ([]seats.Kin, error) {
	return db.List[seats.Kin](ctx, r.DB, "seat's kin", `
		SELECT s.id, s.shown AS name, e.kind, e.on_date AS on, s.valid_to IS NULL AS valid
		FROM seat_events e
		JOIN seats s ON s.id = e.seat_id
		WHERE @seat = ANY(e.others)
		ORDER BY e.on_date, s.name COLLATE by_name, s.id`, db.Named{"seat": int64(seat)})
}

// EndTerms gives the terms in a seat that go on after its last day that day as their own, with the reason.
func EndTerms(ctx context.Context, w db.Writer, s places.Seat, reason string) error {
	return w.Exec(ctx, "end terms", `
		UPDATE terms SET to_on = @last, end_reason = @reason
		WHERE seat_id = @seat AND from_on <= @last AND (to_on IS NULL OR to_on > @last)`,
		db.Named{"seat": int64(s.ID), "last": s.Valid.To.Time(), "reason": reason})
}
