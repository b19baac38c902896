package seatstore

import (
	"context"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/seats"
)

// undrawn says of a boundary only whether there is one.
const undrawn = `CASE WHEN x.boundary = '' THEN '' ELSE 'drawn' END`

// ComingSQL lists the changes x of the orders o that are recorded ahead, without boundaries, for a condition to follow.
const ComingSQL = `
	SELECT o.id AS order, x.position, o.on_date AS on, x.kind, COALESCE(x.seat_id, 0) AS seat,
	       COALESCE(s.shown, x.name) AS seat_name, x.seat_kind, COALESCE(s.authority_id, o.authority_id) AS authority,
	       x.name, x.welsh, x.code, x.places, ` + undrawn + ` AS boundary, x.into_seats,
	       x.into_new, x.from_seats,
	       ARRAY(SELECT t.shown FROM seats t WHERE t.id = ANY(x.into_seats || x.from_seats)
	             ORDER BY t.name COLLATE by_name, t.id)
	       || ARRAY(SELECT n.name FROM seat_order_changes n
	                WHERE n.order_id = x.order_id AND n.position = ANY(x.into_new) ORDER BY n.position) AS other_names,
	       x.grows, o.note, COALESCE(p.name, '') AS by_name, o.at, o.stuck
	FROM seat_orders o
	JOIN seat_order_changes x ON x.order_id = o.id
	LEFT JOIN seats s ON s.id = x.seat_id
	LEFT JOIN people p ON p.id = o.by`

// ComingTo lists what is recorded ahead of a seat: its own changes, and those of others that name it.
func ComingTo(ctx context.Context, r db.Reader, seat domain.SeatID) ([]seats.Coming, error) {
	return db.List[seats.Coming](ctx, r.DB, "what is to happen to a seat", ComingSQL+`
		WHERE o.closed_at IS NULL AND (x.seat_id = @seat OR @seat = ANY(x.into_seats) OR @seat = ANY(x.from_seats))
		ORDER BY o.on_date, o.id, x.position`, db.Named{"seat": int64(seat)})
}

// ComingOf lists what is recorded ahead of a council's seats.
func ComingOf(ctx context.Context, r db.Reader, council domain.AuthorityID) ([]seats.Coming, error) {
	return db.List[seats.Coming](ctx, r.DB, "what is to happen to a council's seats", ComingSQL+`
		WHERE o.closed_at IS NULL AND o.authority_id = @council
		ORDER BY o.on_date, o.id, x.position`, db.Named{"council": int64(council)})
}

// ComingNear lists what is recorded ahead of the seats that an area overlaps, and what begins or is redrawn of their
// councils, which may come to overlap it.
func ComingNear(ctx context.Context, r db.Reader, area domain.AreaID) ([]seats.Coming, error) {
	return db.List[seats.Coming](ctx, r.DB, "what is to happen near an area", ComingSQL+`
		WHERE o.closed_at IS NULL
		  AND (x.seat_id IN (SELECT seat_id FROM area_seats WHERE area_id = @area)
		       OR x.kind IN ('begun', 'redrawn') AND o.authority_id IN (
		           SELECT t.authority_id FROM area_seats y JOIN seats t ON t.id = y.seat_id WHERE y.area_id = @area))
		ORDER BY o.on_date, o.id, x.position`, db.Named{"area": int64(area)})
}

// ComingJSON is a query for what is recorded ahead, the nearest first, as one JSON list that is read into
// []seats.Coming; which is the condition.
func ComingJSON(which string) string {
	return `(SELECT json_agg(json_build_object('Order', c."order", 'Position', c.position, 'On', c."on", 'Kind', c.kind,
	                                           'Seat', c.seat, 'SeatName', c.seat_name, 'SeatKind', c.seat_kind,
	                                           'Name', c.name, 'Welsh', c.welsh, 'Code', c.code, 'Places', c.places,
	                                           'Boundary', c.boundary, 'OtherNames', c.other_names, 'Note', c.note,
	                                           'ByName', c.by_name, 'At', c.at, 'Stuck', c.stuck)
	                         ORDER BY c."on", c."order", c.position)
	         FROM (` + ComingSQL + ` WHERE o.closed_at IS NULL AND ` + which + `) c)`
}

// OpenOrders lists what is recorded ahead of every council, the nearest first; with boundaries where they are needed.
func OpenOrders(ctx context.Context, r db.Reader, drawn bool) ([]seats.Order, error) {
	return orders(ctx, r, "o.closed_at IS NULL", drawn, db.Named{})
}

// Order loads an order with its boundaries, open or not. It returns domain.ErrNotFound where there is none.
func Order(ctx context.Context, r db.Reader, id domain.SeatOrderID) (seats.Order, error) {
	list, err := orders(ctx, r, "o.id = @id", true, db.Named{"id": int64(id)})
	if err != nil {
		return seats.Order{}, err
	}
	if len(list) == 0 {
		return seats.Order{}, domain.ErrNotFound
	}
	return list[0], nil
}

func orders(ctx context.Context, r db.Reader, which string, drawn bool, args db.Named) ([]seats.Order, error) {
	type row struct {
		ID        domain.SeatOrderID
		Authority domain.AuthorityID
		Council   string
		Tier      places.Tier
		On        domain.Date
		FromFile  bool
		Note      string
		By        domain.PersonID
		ByName    string
		At        time.Time
		Stuck     string
		Closed    string
	}
	rows, err := db.List[row](ctx, r.DB, "seat orders", `
		SELECT o.id, o.authority_id AS authority, a.name AS council, a.tier, o.on_date AS on, o.from_file, o.note,
		       COALESCE(o.by, 0) AS by, COALESCE(p.name, '') AS by_name, o.at, o.stuck,
		       COALESCE(o.closed_as, '') AS closed
		FROM seat_orders o
		JOIN authorities a ON a.id = o.authority_id
		LEFT JOIN people p ON p.id = o.by
		WHERE `+which+`
		ORDER BY o.on_date, o.id`, args)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	sql := ComingSQL
	if drawn {
		sql = strings.Replace(sql, undrawn, "x.boundary", 1)
	}
	changes, err := db.List[seats.Coming](ctx, r.DB, "changes of seat orders", sql+`
		WHERE `+which+`
		ORDER BY o.id, x.position`, args)
	if err != nil {
		return nil, err
	}
	list := make([]seats.Order, len(rows))
	for i, is := range rows {
		list[i] = seats.Order{ID: is.ID, Authority: is.Authority, Council: is.Council, Tier: is.Tier, On: is.On,
			FromFile: is.FromFile, Note: is.Note, By: is.By, ByName: is.ByName, At: is.At, Stuck: is.Stuck,
			Closed: is.Closed}
		for _, c := range changes {
			if c.Order == is.ID {
				list[i].Changes = append(list[i].Changes, c)
			}
		}
	}
	return list, nil
}

// DueOrders lists the orders whose day has come, in the order in which they take effect.
func DueOrders(ctx context.Context, r db.Reader, today domain.Date) ([]domain.SeatOrderID, error) {
	return db.Values[domain.SeatOrderID](ctx, r.DB, "seat orders due", `
		SELECT id FROM seat_orders WHERE closed_at IS NULL AND on_date <= @today ORDER BY on_date, id`,
		db.Named{"today": today.Time()})
}

// EndsAhead is the day on which a seat ends by what is recorded ahead; zero where it does not.
func EndsAhead(ctx context.Context, r db.Reader, seat domain.SeatID) (domain.Date, error) {
	days, err := db.Values[domain.Date](ctx, r.DB, "end of a seat", `
		SELECT o.on_date
		FROM seat_orders o
		JOIN seat_order_changes x ON x.order_id = o.id
		WHERE o.closed_at IS NULL AND x.seat_id = @seat AND x.kind IN ('merged', 'split', 'ended')`,
		db.Named{"seat": int64(seat)})
	if err != nil || len(days) == 0 {
		return domain.Date{}, err
	}
	return days[0], nil
}

// AddOrder keeps what is to happen, and returns its id. The caller has locked the seats.
func AddOrder(ctx context.Context, w db.Writer, o seats.Order) (domain.SeatOrderID, error) {
	id, err := db.Value[domain.SeatOrderID](ctx, w.DB, "add seat order", `
		INSERT INTO seat_orders (authority_id, on_date, from_file, note, by, at)
		VALUES (@authority, @on, @file, @note, NULLIF(@by, 0::bigint), @at)
		RETURNING id`,
		db.Named{"authority": int64(o.Authority), "on": o.On.Time(), "file": o.FromFile, "note": o.Note,
			"by": int64(o.By), "at": o.At})
	if err != nil {
		return 0, err
	}
	for _, c := range o.Changes {
		if err := w.Exec(ctx, "add change of seat order", `
			INSERT INTO seat_order_changes (order_id, position, kind, seat_id, seat_kind, name, welsh, code, places, boundary,
			                                into_seats, into_new, from_seats, grows)
			VALUES (@order, @position, @kind, NULLIF(@seat, 0::bigint), @seatKind, @name, @welsh, @code, @places, @boundary,
			        @into::bigint[], @new::int[], @from::bigint[], @grows)`,
			db.Named{"order": int64(id), "position": c.Position, "kind": string(c.Kind), "seat": int64(c.Seat),
				"seatKind": string(c.SeatKind), "name": c.Name, "welsh": c.Welsh, "code": c.Code, "places": c.Places,
				"boundary": c.Boundary, "into": db.Numbers(c.IntoSeats), "new": ints(c.IntoNew),
				"from": db.Numbers(c.FromSeats), "grows": c.Grows}); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func ints(list []int) []int32 {
	is := make([]int32, len(list))
	for i, n := range list {
		is[i] = int32(n)
	}
	return is
}

// LockOrder locks an order until the transaction ends. It returns domain.ErrNotFound where there is none.
func LockOrder(ctx context.Context, w db.Writer, id domain.SeatOrderID) error {
	_, err := db.Value[domain.SeatOrderID](ctx, w.DB, "lock seat order", `
		SELECT id FROM seat_orders WHERE id = @id FOR UPDATE`, db.Named{"id": int64(id)})
	return err
}

// MoveOrder gives an order another day. What kept it from taking effect is asked again.
func MoveOrder(ctx context.Context, w db.Writer, id domain.SeatOrderID, on domain.Date) error {
	return w.Change(ctx, "move seat order", `
		UPDATE seat_orders SET on_date = @on, stuck = '' WHERE id = @id AND closed_at IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}

// StickOrder keeps why an order could not take effect.
func StickOrder(ctx context.Context, w db.Writer, id domain.SeatOrderID, why string) error {
	return w.Change(ctx, "stick seat order", `UPDATE seat_orders SET stuck = @why WHERE id = @id AND closed_at IS NULL`,
		db.Named{"id": int64(id), "why": why})
}

// CloseOrder notes that an order took effect or was taken back. It returns domain.ErrConflict where it was closed.
func CloseOrder(ctx context.Context, w db.Writer, id domain.SeatOrderID, as string, at time.Time) error {
	return w.Change(ctx, "close seat order", `
		UPDATE seat_orders SET closed_as = @as, closed_at = @at, stuck = '' WHERE id = @id AND closed_at IS NULL`,
		db.Named{"id": int64(id), "as": as, "at": at})
}

// Began notes which seat began by a change of an order.
func Began(ctx context.Context, w db.Writer, id domain.SeatOrderID, position int, seat domain.SeatID) error {
	return w.Change(ctx, "seat began", `
		UPDATE seat_order_changes SET became = @seat WHERE order_id = @id AND position = @position`,
		db.Named{"id": int64(id), "position": position, "seat": int64(seat)})
}

// PassOrders gives what is recorded ahead of a council to the one into which it is merged.
func PassOrders(ctx context.Context, w db.Writer, from, into domain.AuthorityID) error {
	return w.Exec(ctx, "pass seat orders", `
		UPDATE seat_orders SET authority_id = @into WHERE authority_id = @from AND closed_at IS NULL`,
		db.Named{"from": int64(from), "into": int64(into)})
}

// AddOrderStep keeps what became of an order.
func AddOrderStep(ctx context.Context, w db.Writer, id domain.SeatOrderID, s seats.OrderStep,
	by domain.PersonID) error {
	return w.Exec(ctx, "add step of seat order", `
		INSERT INTO seat_order_steps (order_id, step, was_on, is_on, reason, by, at)
		VALUES (@id, @step, @was, @is, @reason, NULLIF(@by, 0::bigint), @at)`,
		db.Named{"id": int64(id), "step": s.Step, "was": db.DayOrNull(s.Was), "is": db.DayOrNull(s.Is),
			"reason": s.Reason, "by": int64(by), "at": s.At})
}

// OrderSteps lists what became of an order, the oldest first.
func OrderSteps(ctx context.Context, r db.Reader, id domain.SeatOrderID) ([]seats.OrderStep, error) {
	return db.List[seats.OrderStep](ctx, r.DB, "steps of seat order", `
		SELECT t.step, t.was_on AS was, t.is_on AS is, t.reason, COALESCE(p.name, '') AS by, t.at
		FROM seat_order_steps t
		LEFT JOIN people p ON p.id = t.by
		WHERE t.order_id = @id
		ORDER BY t.id`, db.Named{"id": int64(id)})
}
