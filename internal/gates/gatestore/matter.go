package gatestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// askedSQL finds whom the gates of the areas @areas ask on @day.
const askedSQL = `
	WITH seats_asked AS (
	    SELECT x.area_id, x.seat_id
	    FROM area_seats x
	    JOIN seats s ON s.id = x.seat_id
	    JOIN authorities u ON u.id = s.authority_id AND u.tier <> 'parish'
	    WHERE x.area_id = ANY(@areas)
	    UNION
	    SELECT t.area_id, q.seat_id
	    FROM attempts t
	    JOIN attempt_seats q ON q.attempt_id = t.id
	    WHERE t.area_id = ANY(@areas) AND t.outcome IS NULL),
	asked AS (
	    SELECT q.area_id AS area, t.person_id AS person, s.shown || ' ' || s.kind AS seat, false AS substitute
	    FROM seats_asked q
	    JOIN seats s ON s.id = q.seat_id
	    JOIN terms t ON t.seat_id = q.seat_id AND t.from_on <= LEAST(@day::date, s.valid_to)
	      AND (t.to_on IS NULL OR t.to_on >= LEAST(@day::date, s.valid_to))
	    UNION ALL
	    SELECT q.area_id, b.person_id, s.shown || ' ' || s.kind, true
	    FROM seats_asked q
	    JOIN seats s ON s.id = q.seat_id
	    JOIN substitutes b ON b.seat_id = q.seat_id AND b.from_on <= LEAST(@day::date, s.valid_to)
	      AND b.to_on >= LEAST(@day::date, s.valid_to) AND b.ended_at IS NULL)`

// AskedOf lists whom the gates of each area ask on the day: who holds a seat that overlaps it, or that its open attempt
// asks, and who is named as substitute for one.
func AskedOf(ctx context.Context, r db.Reader, today domain.Date,
	areas ...domain.AreaID) (map[domain.AreaID][]gates.Asked, error) {
	type row struct {
		Area domain.AreaID
		gates.Asked
	}
	rows, err := db.List[row](ctx, r.DB, "whom gates ask", askedSQL+`
		SELECT area, person, seat, substitute FROM asked`,
		db.Named{"areas": db.Numbers(areas), "day": today.Time()})
	asked := map[domain.AreaID][]gates.Asked{}
	for _, row := range rows {
		asked[row.Area] = append(asked[row.Area], row.Asked)
	}
	return asked, err
}

// Matter loads what keeps powers over a gate of the area's present cycle apart on the day.
func Matter(ctx context.Context, r db.Reader, area domain.AreaID, gate domain.Gate, today domain.Date) (gates.Matter,
	error) {
	return db.One[gates.Matter](ctx, r.DB, "what keeps powers apart", askedSQL+`
		SELECT (SELECT json_agg(json_build_object('Person', person, 'Seat', seat, 'Substitute', substitute))
		        FROM asked) AS asked,
		       COALESCE(n.submitted_by, 0) AS submitted_by, COALESCE(n.outcome_by, 0) AS closed_by,
		       ARRAY(SELECT DISTINCT g.person_id FROM signatures g WHERE g.attempt_id = n.id) AS signed,
		       (SELECT json_agg(json_build_object('Person', o.id, 'Name', o.name, 'Others',
		                                                 other_accounts(o.id)) ORDER BY o.name COLLATE by_name, o.id)
		        FROM (SELECT DISTINCT p.id, p.name
		              FROM acting_grants g
		              JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		              WHERE g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day)
		                AND g.ended_at IS NULL) o) AS officers
		FROM (VALUES (1)) one
		LEFT JOIN LATERAL (
		    SELECT t.id, t.submitted_by, t.outcome_by
		    FROM attempts t
		    JOIN present_cycles y ON y.area_id = t.area_id AND y.cycle = t.cycle
		    WHERE t.area_id = @area AND t.gate = @gate
		    ORDER BY t.outcome IS NULL DESC, t.number DESC
		    LIMIT 1) n ON true`,
		db.Named{"area": int64(area), "areas": db.Numbers([]domain.AreaID{area}), "gate": int(gate),
			"day": today.Time()})
}
