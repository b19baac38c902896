package placestore

import (
	"context"
	"errors"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

type seatRow struct {
	places.Seat
	domain.Span
}

func (r seatRow) seat() places.Seat {
	r.Valid = r.Span
	return r.Seat
}

const seatSQL = `
	SELECT s.id, s.authority_id AS authority, s.kind, s.code, s.name, s.welsh, s.boundary, s.places, s.valid_from AS from_on,
	       s.valid_to AS to_on
	FROM seats s`

// Seat loads a seat. It returns domain.ErrNotFound where there is none.
func Seat(ctx context.Context, r db.Reader, id domain.SeatID) (places.Seat, error) {
	row, err := db.One[seatRow](ctx, r.DB, "seat", seatSQL+` WHERE s.id = @id`, db.Named{"id": int64(id)})
	return row.seat(), err
}

// SeatForUpdate loads a seat and locks it until the transaction ends, so that its terms and places change one at a
// time; rows that only refer to it, such as a gate that asks its places, are not hindered. It returns
// domain.ErrNotFound where there is none.
func SeatForUpdate(ctx context.Context, w db.Writer, id domain.SeatID) (places.Seat, error) {
	row, err := db.One[seatRow](ctx, w.DB, "seat", seatSQL+` WHERE s.id = @id FOR NO KEY UPDATE OF s`,
		db.Named{"id": int64(id)})
	return row.seat(), err
}

// SeatsOf lists the present seats of an authority with their boundaries, by code.
func SeatsOf(ctx context.Context, r db.Reader, authority domain.AuthorityID) ([]places.Seat, error) {
	return seats(ctx, r, "seats of authority", seatSQL+` WHERE s.authority_id = @authority AND s.valid_to IS NULL
	ORDER BY s.code, s.name COLLATE by_name, s.id`,
		db.Named{"authority": int64(authority)})
}

// SeatsByID lists those of the seats that there are, with their boundaries.
func SeatsByID(ctx context.Context, r db.Reader, ids []domain.SeatID) ([]places.Seat, error) {
	return seats(ctx, r, "seats by id", seatSQL+` WHERE s.id = ANY(@ids) AND s.valid_to IS NULL ORDER BY s.id`,
		db.Named{"ids": ids})
}

// SeatGround is a present seat with its boundary.
type SeatGround struct {
	places.AreaSeat // without a percentage
	Boundary        string
}

// SeatGrounds lists those present seats of the ids that are drawn, with their boundaries; every such seat where no ids
// are given.
func SeatGrounds(ctx context.Context, r db.Reader, ids ...domain.SeatID) ([]SeatGround, error) {
	return db.List[SeatGround](ctx, r.DB, "seat grounds", `
		SELECT s.id AS seat, s.code, s.shown AS name, s.kind, s.places, a.name AS authority, a.tier,
		       0::float8 AS percent,
		       s.boundary
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.valid_to IS NULL AND s.boundary <> '' AND (@every OR s.id = ANY(@ids))
		ORDER BY `+tierOrder("a.tier")+`, a.name COLLATE by_name, s.name COLLATE by_name, s.id`,
		db.Named{"every": len(ids) == 0, "ids": ids})
}

func seats(ctx context.Context, r db.Reader, what, sql string, args db.Named) ([]places.Seat, error) {
	rows, err := db.List[seatRow](ctx, r.DB, what, sql, args)
	seats := make([]places.Seat, len(rows))
	for i, row := range rows {
		seats[i] = row.seat()
	}
	return seats, err
}

// CodeHolders lists which of the codes are in use by a present seat, and whose.
func CodeHolders(ctx context.Context, r db.Reader, codes []string) ([]places.CodeHolder, error) {
	return db.List[places.CodeHolder](ctx, r.DB, "code holders", `
		SELECT s.id AS seat, s.code, s.kind, a.name AS authority
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.code = ANY(@codes) AND s.code <> '' AND s.valid_to IS NULL
		ORDER BY s.code`, db.Named{"codes": codes})
}

// SeatLine is a seat as a list shows it: no boundary.
type SeatLine struct {
	ID        domain.SeatID
	Code      string
	Name      string
	Kind      places.SeatKind
	Places    int
	Council   domain.AuthorityID
	Authority string
	Tier      places.Tier
	Held      int // places with a Member on the day
	Drawn     bool
}

// SeatLines lists every present seat by authority and name, with how many places are held on the day.
func SeatLines(ctx context.Context, r db.Reader, on domain.Date) ([]SeatLine, error) {
	return db.List[SeatLine](ctx, r.DB, "seat lines", `
		SELECT s.id, s.code, s.shown AS name, s.kind, s.places, a.id AS council, a.name AS authority, a.tier,
		       (SELECT count(*) FROM terms t WHERE t.seat_id = s.id AND t.from_on <= @on
		        AND (t.to_on IS NULL OR t.to_on >= @on))::int AS held, s.boundary <> '' AS drawn
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.valid_to IS NULL
		ORDER BY `+tierOrder("a.tier")+`, a.name COLLATE by_name, s.kind,
		         s.name COLLATE by_name, s.id`, db.Named{"on": on.Time()})
}

// SeatAreas lists the areas that a seat overlaps.
func SeatAreas(ctx context.Context, r db.Reader, id domain.SeatID) ([]domain.AreaID, error) {
	return db.Values[domain.AreaID](ctx, r.DB, "areas of seat", `
		SELECT area_id FROM area_seats WHERE seat_id = @id ORDER BY area_id`, db.Named{"id": int64(id)})
}

// LockSeats keeps others from changing seats, or areas' grounds, until the transaction ends: overlaps are worked out
// from both.
func LockSeats(ctx context.Context, w db.Writer) error {
	return w.Exec(ctx, "lock seats", `SELECT pg_advisory_xact_lock(@key)`, db.Named{"key": seatsLock})
}

// LockSeatsShared keeps others from changing seats until the transaction ends.
func LockSeatsShared(ctx context.Context, w db.Writer) error {
	return w.Exec(ctx, "lock seats", `SELECT pg_advisory_xact_lock_shared(@key)`, db.Named{"key": seatsLock})
}

const seatsLock = 7_301_002

// AddSeat stores a new seat and returns its id.
func AddSeat(ctx context.Context, w db.Writer, s places.Seat) (domain.SeatID, error) {
	return db.Value[domain.SeatID](ctx, w.DB, "add seat", `
		INSERT INTO seats (authority_id, kind, code, name, welsh, boundary, places, valid_from)
		VALUES (@authority, @kind, @code, @name, @welsh, @boundary, @places, @from)
		RETURNING id`,
		db.Named{"authority": int64(s.Authority), "kind": string(s.Kind), "code": s.Code, "name": s.Name,
			"welsh": s.Welsh, "boundary": s.Boundary, "places": s.Places, "from": db.DayOrNull(s.Valid.From)})
}

// ChangeSeat writes a seat as it is now: its name, code, council, boundary, number of places and last day. It returns
// domain.ErrConflict where another present seat has the code.
func ChangeSeat(ctx context.Context, w db.Writer, s places.Seat) error {
	err := w.Change(ctx, "change seat", `
		UPDATE seats
		SET authority_id = @authority, name = @name, welsh = @welsh, code = @code, boundary = @boundary, places = @places, valid_to = @to
		WHERE id = @id`,
		db.Named{"id": int64(s.ID), "authority": int64(s.Authority), "name": s.Name, "code": s.Code,
			"welsh": s.Welsh, "boundary": s.Boundary, "places": s.Places, "to": db.DayOrNull(s.Valid.To)})
	if db.Violates(err, "seats_code") {
		return errors.Join(domain.ErrConflict, err)
	}
	return err
}

// ClearCodes takes their codes from seats that get others, which may be those of one another.
func ClearCodes(ctx context.Context, w db.Writer, ids []domain.SeatID) error {
	return w.Exec(ctx, "clear seat codes", `UPDATE seats SET code = '' WHERE id = ANY(@ids)`, db.Named{"ids": ids})
}
