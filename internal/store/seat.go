package store

import (
	"context"

	"fourgates/internal/domain"
)

type seatRow struct {
	domain.Seat
	domain.Span
}

func (r seatRow) seat() domain.Seat {
	r.Valid = r.Span
	return r.Seat
}

const seatSQL = `
	SELECT s.id, s.authority_id AS authority, s.kind, s.code, s.name, s.boundary, s.places, s.valid_from AS from_on,
	       s.valid_to AS to_on
	FROM seats s`

// Seat loads a seat. It returns domain.ErrNotFound where there is none.
func (r Reader) Seat(ctx context.Context, id domain.SeatID) (domain.Seat, error) {
	row, err := one[seatRow](ctx, r.db, "seat", seatSQL+` WHERE s.id = @id`, named{"id": int64(id)})
	return row.seat(), err
}

// SeatForUpdate loads a seat and locks it until the transaction ends, so that its terms and places change one at a
// time. It returns domain.ErrNotFound where there is none.
func (w Writer) SeatForUpdate(ctx context.Context, id domain.SeatID) (domain.Seat, error) {
	row, err := one[seatRow](ctx, w.db, "seat", seatSQL+` WHERE s.id = @id FOR UPDATE OF s`, named{"id": int64(id)})
	return row.seat(), err
}

// SeatsOf lists the present seats of an authority with their boundaries, by code.
func (r Reader) SeatsOf(ctx context.Context, authority domain.AuthorityID) ([]domain.Seat, error) {
	return r.seats(ctx, "seats of authority", seatSQL+` WHERE s.authority_id = @authority AND s.valid_to IS NULL
	ORDER BY s.code`,
		named{"authority": int64(authority)})
}

// SeatsByID lists those of the seats that there are, with their boundaries.
func (r Reader) SeatsByID(ctx context.Context, ids []domain.SeatID) ([]domain.Seat, error) {
	return r.seats(ctx, "seats by id", seatSQL+` WHERE s.id = ANY(@ids) AND s.valid_to IS NULL ORDER BY s.id`,
		named{"ids": ids})
}

// SeatGround is a present seat with its boundary.
type SeatGround struct {
	domain.AreaSeat // without a percentage
	Boundary        string
}

// SeatGrounds lists the present seats of the ids with their boundaries; every present seat where no ids are given.
func (r Reader) SeatGrounds(ctx context.Context, ids ...domain.SeatID) ([]SeatGround, error) {
	return list[SeatGround](ctx, r.db, "seat grounds", `
		SELECT s.id AS seat, s.code, s.name, s.kind, s.places, a.name AS authority, a.tier, 0::float8 AS percent,
		       s.boundary
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.valid_to IS NULL AND (@every OR s.id = ANY(@ids))
		ORDER BY `+tierOrder("a.tier")+`, a.name, s.name, s.id`, named{"every": len(ids) == 0, "ids": ids})
}

func (r Reader) seats(ctx context.Context, what, sql string, args named) ([]domain.Seat, error) {
	rows, err := list[seatRow](ctx, r.db, what, sql, args)
	seats := make([]domain.Seat, len(rows))
	for i, row := range rows {
		seats[i] = row.seat()
	}
	return seats, err
}

// CodeHolders lists which of the codes are in use by a present seat, and whose.
func (r Reader) CodeHolders(ctx context.Context, codes []string) ([]domain.CodeHolder, error) {
	return list[domain.CodeHolder](ctx, r.db, "code holders", `
		SELECT s.code, s.kind, a.name AS authority
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.code = ANY(@codes) AND s.valid_to IS NULL
		ORDER BY s.code`, named{"codes": codes})
}

// SeatLine is a seat as a list shows it: no boundary.
type SeatLine struct {
	ID        domain.SeatID
	Code      string
	Name      string
	Kind      domain.SeatKind
	Places    int
	Authority string
	Tier      domain.Tier
	Held      int // places with a Member on the day
}

// SeatLines lists every present seat by authority and name, with how many places are held on the day.
func (r Reader) SeatLines(ctx context.Context, on domain.Date) ([]SeatLine, error) {
	return list[SeatLine](ctx, r.db, "seat lines", `
		SELECT s.id, s.code, s.name, s.kind, s.places, a.name AS authority, a.tier,
		       (SELECT count(*) FROM terms t WHERE t.seat_id = s.id AND t.from_on <= @on
		        AND (t.to_on IS NULL OR t.to_on >= @on))::int AS held
		FROM seats s
		JOIN authorities a ON a.id = s.authority_id
		WHERE s.valid_to IS NULL
		ORDER BY `+tierOrder("a.tier")+`, a.name, s.kind, s.name, s.id`, named{"on": on.Time()})
}

// SeatAreas lists the areas that a seat overlaps.
func (r Reader) SeatAreas(ctx context.Context, id domain.SeatID) ([]domain.AreaID, error) {
	return values[domain.AreaID](ctx, r.db, "areas of seat", `
		SELECT area_id FROM area_seats WHERE seat_id = @id ORDER BY area_id`, named{"id": int64(id)})
}

// LockSeats keeps others from changing seats, or areas' grounds, until the transaction ends: overlaps are worked out
// from both.
func (w Writer) LockSeats(ctx context.Context) error {
	return w.exec(ctx, "lock seats", `SELECT pg_advisory_xact_lock(@key)`, named{"key": seatsLock})
}

// LockSeatsShared keeps others from changing seats until the transaction ends.
func (w Writer) LockSeatsShared(ctx context.Context) error {
	return w.exec(ctx, "lock seats", `SELECT pg_advisory_xact_lock_shared(@key)`, named{"key": seatsLock})
}

const seatsLock = 7_301_002

// AddSeat stores a new seat and returns its id.
func (w Writer) AddSeat(ctx context.Context, s domain.Seat) (domain.SeatID, error) {
	return value[domain.SeatID](ctx, w.db, "add seat", `
		INSERT INTO seats (authority_id, kind, code, name, boundary, places, valid_from)
		VALUES (@authority, @kind, @code, @name, @boundary, @places, @from)
		RETURNING id`,
		named{"authority": int64(s.Authority), "kind": string(s.Kind), "code": s.Code, "name": s.Name,
			"boundary": s.Boundary, "places": s.Places, "from": dayOrNull(s.Valid.From)})
}

// ChangeSeat gives a seat a new name and boundary.
func (w Writer) ChangeSeat(ctx context.Context, s domain.Seat) error {
	return w.change(ctx, "change seat", `UPDATE seats SET name = @name, boundary = @boundary WHERE id = @id`,
		named{"id": int64(s.ID), "name": s.Name, "boundary": s.Boundary})
}

// SetSeatPlaces says how many Members a seat elects.
func (w Writer) SetSeatPlaces(ctx context.Context, id domain.SeatID, places int) error {
	return w.change(ctx, "set seat places", `
		UPDATE seats SET places = @places WHERE id = @id`, named{"id": int64(id), "places": places})
}
