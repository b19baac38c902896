package placestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// AreaSeats lists the seats that an area overlaps, the largest share of each tier first. The caller has loaded the area
// within scope.
func AreaSeats(ctx context.Context, r db.Reader, area domain.AreaID) ([]places.AreaSeat, error) {
	return db.List[places.AreaSeat](ctx, r.DB, "area seats", `
		SELECT s.id AS seat, s.code, s.shown AS name, s.kind, s.places, a.name AS authority, a.tier,
		       x.percent::float8 AS percent
		FROM area_seats x
		JOIN seats s ON s.id = x.seat_id
		JOIN authorities a ON a.id = s.authority_id
		WHERE x.area_id = @area
		ORDER BY `+tierOrder("a.tier")+`, x.percent DESC, s.name COLLATE by_name, s.id`, db.Named{"area": int64(area)})
}

// AreaOutline is the drawing of an area and the seats around it, as placeapp.Outline writes it; "" where it has no
// boundary. The caller has loaded the area within scope.
func AreaOutline(ctx context.Context, r db.Reader, area domain.AreaID) (string, error) {
	return db.Value[string](ctx, r.DB, "area outline", `
		SELECT outline FROM areas WHERE id = @area`, db.Named{"area": int64(area)})
}

// SetAreaSeats replaces the seats that an area overlaps, and the drawing of it among them.
func SetAreaSeats(ctx context.Context, w db.Writer, area domain.AreaID, seats []places.AreaSeat, outline string) error {
	ids, percents := overlaps(seats)
	if err := w.Exec(ctx, "clear area seats", `
		DELETE FROM area_seats WHERE area_id = @area`, db.Named{"area": int64(area)}); err != nil {
		return err
	}
	if err := w.Change(ctx, "set area outline", `
		UPDATE areas SET outline = @outline WHERE id = @area`, db.Named{"area": int64(area),
		"outline": outline}); err != nil {
		return err
	}
	return w.Exec(ctx, "set area seats", `
		INSERT INTO area_seats (area_id, seat_id, percent)
		SELECT @area, seat, percent FROM unnest(@seats::bigint[], @percents::float8[]) AS overlap (seat, percent)`,
		db.Named{"area": int64(area), "seats": ids, "percents": percents})
}

// AreaMembers lists every place of every ward and division that an area overlaps, with who holds it on the day and what
// came of their induction: vacant places too, parish ones not. County first, then the largest share. The caller has
// loaded the area within scope.
func AreaMembers(ctx context.Context, r db.Reader, area domain.AreaID, on domain.Date) ([]places.AreaMember, error) {
	members, _, err := AreaMembersAndNone(ctx, r, area, on)
	return members, err
}

// AreaMembersAndNone is AreaMembers, and beside them the wards and divisions of the area that have no Member by law.
func AreaMembersAndNone(ctx context.Context, r db.Reader, area domain.AreaID, on domain.Date) (members,
	none []places.AreaMember, err error) {
	all, err := db.List[places.AreaMember](ctx, r.DB, "area members",
		areaMembersSQL(`(SELECT seat_id, percent FROM area_seats
	    WHERE area_id = @area)`),
		db.Named{"area": int64(area), "on": on.Time()})
	members, none = places.ApartNone(all)
	return members, none, err
}

// AreaMembersOf is AreaMembersAndNone for the seats that a boundary overlaps which is no longer the area's.
func AreaMembersOf(ctx context.Context, r db.Reader, area domain.AreaID, seats []places.AreaSeat,
	on domain.Date) (members, none []places.AreaMember, err error) {
	ids, percents := overlaps(seats)
	all, err := db.List[places.AreaMember](ctx, r.DB, "area members of a boundary",
		areaMembersSQL(`unnest(@seats::bigint[], @percents::float8[])`),
		db.Named{"area": int64(area), "on": on.Time(), "seats": ids, "percents": percents})
	members, none = places.ApartNone(all)
	return members, none, err
}

// areaMembersSQL asks for the places of seats that come from a table of seat and share. A seat without Members comes
// with the place 0.
func areaMembersSQL(overlap string) string {
	return `
		SELECT s.id AS seat, COALESCE(p.place, 0)::int AS place, s.places, s.code, s.shown AS seat_name, s.kind,
		       a.name AS authority, a.tier, x.percent::float8 AS percent, COALESCE(t.person_id, 0) AS person, COALESCE(m.name, '') AS name,
		       t.from_on AS since, COALESCE(i.outcome, '') AS induction, i.on_date AS induced_on,
		       COALESCE(i.material, '') AS material
		FROM ` + overlap + ` AS x (seat_id, percent)
		JOIN seats s ON s.id = x.seat_id
		JOIN authorities a ON a.id = s.authority_id AND a.tier <> 'parish'
		LEFT JOIN LATERAL generate_series(1, s.places) AS p (place) ON true
		LEFT JOIN terms t ON t.seat_id = s.id AND t.place = p.place AND t.from_on <= @on
		  AND (t.to_on IS NULL OR t.to_on >= @on)
		LEFT JOIN people m ON m.id = t.person_id
		LEFT JOIN LATERAL (
			SELECT outcome, on_date, material FROM inductions n
			WHERE n.area_id = @area AND n.person_id = t.person_id AND n.cycle = recorded_cycle(@area)
			ORDER BY n.id DESC
			LIMIT 1
		) i ON true
		ORDER BY ` + tierOrder("a.tier") + `, x.percent DESC, s.name COLLATE by_name, s.id, p.place`
}

// overlaps is seats as two arrays, the second of the shares.
func overlaps(seats []places.AreaSeat) (ids []int64, percents []float64) {
	ids, percents = make([]int64, len(seats)), make([]float64, len(seats))
	for i, s := range seats {
		ids[i], percents[i] = int64(s.Seat), s.Percent
	}
	return ids, percents
}
