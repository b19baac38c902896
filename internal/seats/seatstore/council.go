package seatstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/seats"
)

// AddCouncilEvent stores what happened to a council.
func AddCouncilEvent(ctx context.Context, w db.Writer, e seats.CouncilEvent, by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "add authority event", `
		INSERT INTO authority_events (authority_id, kind, on_date, was, is_now, other_id, note, by, at)
		VALUES (@council, @kind, @on, @was, @is, NULLIF(@other, 0::bigint), @note, @by, @at)`,
		db.Named{"council": int64(e.Council), "kind": string(e.Kind), "on": e.On.Time(), "was": e.Was, "is": e.Is,
			"other": int64(e.Other), "note": e.Note, "by": int64(by), "at": at})
}

// TierEffects lists the areas that a council's wards and divisions overlap, with the open gates that ask them.
func TierEffects(ctx context.Context, r db.Reader, council domain.AuthorityID) ([]seats.TierEffect, error) {
	return db.List[seats.TierEffect](ctx, r.DB, "areas of a council", `
		SELECT a.id AS area, a.code, a.name,
		       ARRAY(SELECT DISTINCT u.tier
		             FROM area_seats x
		             JOIN seats s ON s.id = x.seat_id
		             JOIN authorities u ON u.id = s.authority_id
		             WHERE x.area_id = a.id AND u.id <> @council) AS others,
		       ARRAY(SELECT DISTINCT t.gate
		             FROM attempts t
		             JOIN attempt_seats q ON q.attempt_id = t.id
		             JOIN seats s ON s.id = q.seat_id AND s.authority_id = @council
		             WHERE t.area_id = a.id AND t.outcome IS NULL) AS open
		FROM areas a
		WHERE a.id IN (SELECT x.area_id FROM area_seats x JOIN seats s ON s.id = x.seat_id
		               WHERE s.authority_id = @council)
		   OR a.id IN (SELECT t.area_id FROM attempts t
		               JOIN attempt_seats q ON q.attempt_id = t.id
		               JOIN seats s ON s.id = q.seat_id AND s.authority_id = @council
		               WHERE t.outcome IS NULL)
		ORDER BY a.code, a.id`, db.Named{"council": int64(council)})
}

// CouncilEvents lists the life of a council, the newest first.
func CouncilEvents(ctx context.Context, r db.Reader, council domain.AuthorityID) ([]seats.CouncilEvent, error) {
	return db.List[seats.CouncilEvent](ctx, r.DB, "authority events", `
		SELECT e.authority_id AS council, e.kind, e.on_date AS on, e.was, e.is_now AS is,
		       COALESCE(e.other_id, 0) AS other, COALESCE(o.name, '') AS other_name, e.note, p.name AS by, e.at
		FROM authority_events e
		LEFT JOIN authorities o ON o.id = e.other_id
		JOIN people p ON p.id = e.by
		WHERE e.authority_id = @council
		ORDER BY e.on_date DESC, e.id DESC`, db.Named{"council": int64(council)})
}
