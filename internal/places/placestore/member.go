package placestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Members lists every place of every present seat with who holds it on the day, and who stands in for them, at most so
// many after the cursor: by authority, seat and place.
func Members(ctx context.Context, r db.Reader, f places.MemberFilter, after places.MemberCursor, most int,
	on domain.Date) ([]places.MemberLine, error) {
	var w db.Where
	w.And("s.valid_to IS NULL")
	if f.Tier != "" {
		w.And("a.tier = @tier", "tier", string(f.Tier))
	}
	if f.Authority != 0 {
		w.And("a.id = @authority", "authority", int64(f.Authority))
	}
	if f.Text != "" {
		w.Finds(f.Text, "m.name", "s.shown", "s.code")
	}
	if f.Vacant {
		w.And("t.id IS NULL")
	}
	if after.Seat != 0 {
		w.And(`(a.name COLLATE by_name, s.name COLLATE by_name, s.id, p.place) > (
			SELECT c.name, k.name, k.id, @after_place::int FROM seats k JOIN authorities c ON c.id = k.authority_id
			WHERE k.id = @after_seat)`, "after_seat", int64(after.Seat), "after_place", after.Place)
	}
	w.Set("most", most)
	w.Set("on", on.Time())
	return db.List[places.MemberLine](ctx, r.DB, "members", `
		SELECT s.id AS seat, s.code, s.shown AS seat_name, s.kind, a.name AS authority, a.tier, p.place::int AS place,
		       s.places, COALESCE(t.id, 0) AS term, COALESCE(t.person_id, 0) AS person, COALESCE(m.name, '') AS name,
		       t.from_on, t.to_on, COALESCE(b.name, '') AS substitute
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		CROSS JOIN LATERAL generate_series(1, s.places) AS p (place)
		LEFT JOIN terms t ON t.seat_id = s.id AND t.place = p.place AND t.from_on <= @on
		  AND (t.to_on IS NULL OR t.to_on >= @on)
		LEFT JOIN people m ON m.id = t.person_id
		LEFT JOIN substitutes u ON u.seat_id = s.id AND u.place = p.place AND u.ended_at IS NULL AND u.from_on <= @on
		  AND u.to_on >= @on
		LEFT JOIN people b ON b.id = u.person_id
		`+w.String()+`
		ORDER BY a.name COLLATE by_name, s.name COLLATE by_name, s.id, p.place
		LIMIT @most`, w.Args)
}

// CountVacancies counts the places that nobody holds on the day.
func CountVacancies(ctx context.Context, r db.Reader, on domain.Date) (int, error) {
	return db.Value[int](ctx, r.DB, "count vacancies", `
		SELECT count(*)::int
		FROM seats s
		CROSS JOIN LATERAL generate_series(1, s.places) AS p (place)
		WHERE s.valid_to IS NULL AND NOT EXISTS (
			SELECT FROM terms t
			WHERE t.seat_id = s.id AND t.place = p.place AND t.from_on <= @on AND (t.to_on IS NULL OR t.to_on >= @on))`,
		db.Named{"on": on.Time()})
}
