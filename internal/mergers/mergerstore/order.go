package mergerstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mergers"
	"fourgates/internal/places"
	"fourgates/internal/seats"
)

// AddOrder keeps a merger that is to happen on a day to come. The caller has locked the seats.
func AddOrder(ctx context.Context, w db.Writer, o mergers.Order) (domain.MergerOrderID, error) {
	choices, err := json.Marshal(o.Choices)
	if err != nil {
		return 0, fmt.Errorf("add merger order: %w", err)
	}
	return db.Value[domain.MergerOrderID](ctx, w.DB, "add merger order", `
		INSERT INTO merger_orders (from_id, into_id, name, tier, on_date, note, choices, by, at)
		VALUES (@from, NULLIF(@into, 0::bigint), @name, @tier, @on, @note, @choices::jsonb, NULLIF(@by, 0::bigint), @at)
		RETURNING id`,
		db.Named{"from": int64(o.From), "into": int64(o.Into), "name": o.Name, "tier": string(o.Tier),
			"on": o.On.Time(), "note": o.Note, "choices": string(choices), "by": int64(o.By), "at": o.At})
}

func orders(ctx context.Context, r db.Reader, which string, args db.Named) ([]mergers.Order, error) {
	type row struct {
		ID                 domain.MergerOrderID
		From, Into         domain.AuthorityID
		FromName, IntoName string
		Name               string
		Tier               places.Tier
		On                 domain.Date
		Note, Choices      string
		By                 domain.PersonID
		ByName             string
		At                 time.Time
		Stuck, Closed      string
	}
	rows, err := db.List[row](ctx, r.DB, "merger orders", `
		SELECT o.id, o.from_id AS from, COALESCE(o.into_id, 0) AS into, f.name AS from_name,
		       COALESCE(i.name, o.name) AS into_name, o.name, o.tier, o.on_date AS on, o.note, o.choices::text AS choices,
		       COALESCE(o.by, 0) AS by, COALESCE(p.name, '') AS by_name, o.at, o.stuck,
		       COALESCE(o.closed_as, '') AS closed
		FROM merger_orders o
		JOIN authorities f ON f.id = o.from_id
		LEFT JOIN authorities i ON i.id = o.into_id
		LEFT JOIN people p ON p.id = o.by
		WHERE `+which+`
		ORDER BY o.on_date, o.id`, args)
	list := make([]mergers.Order, len(rows))
	for n, is := range rows {
		list[n] = mergers.Order{ID: is.ID, Merger: seats.Merger{From: is.From, Into: is.Into, Name: is.Name,
			Tier: is.Tier, On: is.On, Note: is.Note, By: is.By}, FromName: is.FromName, IntoName: is.IntoName,
			ByName: is.ByName, At: is.At, Stuck: is.Stuck, Closed: is.Closed}
		if err := json.Unmarshal([]byte(is.Choices), &list[n].Choices); err != nil {
			return nil, fmt.Errorf("choices of merger order %d: %w", is.ID, err)
		}
	}
	return list, err
}

// Order loads a merger that is or was recorded ahead. It returns domain.ErrNotFound where there is none.
func Order(ctx context.Context, r db.Reader, id domain.MergerOrderID) (mergers.Order, error) {
	list, err := orders(ctx, r, "o.id = @id", db.Named{"id": int64(id)})
	if err == nil && len(list) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return mergers.Order{}, err
	}
	return list[0], nil
}

// OpenOrders lists the mergers that are recorded ahead, the nearest first.
func OpenOrders(ctx context.Context, r db.Reader) ([]mergers.Order, error) {
	return orders(ctx, r, "o.closed_at IS NULL", db.Named{})
}

// ComingTo lists the mergers recorded ahead by which a council goes over, or another into it.
func ComingTo(ctx context.Context, r db.Reader, council domain.AuthorityID) ([]mergers.Order, error) {
	return orders(ctx, r, "o.closed_at IS NULL AND @council IN (o.from_id, o.into_id)",
		db.Named{"council": int64(council)})
}

// ComingNear lists the mergers recorded ahead of councils whose wards or divisions an area overlaps.
func ComingNear(ctx context.Context, r db.Reader, area domain.AreaID) ([]mergers.Order, error) {
	return orders(ctx, r, `o.closed_at IS NULL AND EXISTS (
		SELECT FROM area_seats x JOIN seats s ON s.id = x.seat_id
		WHERE x.area_id = @area AND s.authority_id IN (o.from_id, o.into_id))`, db.Named{"area": int64(area)})
}

// DueOrders lists the mergers whose day has come, in the order in which they take effect.
func DueOrders(ctx context.Context, r db.Reader, today domain.Date) ([]domain.MergerOrderID, error) {
	return db.Values[domain.MergerOrderID](ctx, r.DB, "merger orders due", `
		SELECT id FROM merger_orders WHERE closed_at IS NULL AND on_date <= @today ORDER BY on_date, id`,
		db.Named{"today": today.Time()})
}

// LockOrder locks a merger until the transaction ends. It returns domain.ErrNotFound where there is none.
func LockOrder(ctx context.Context, w db.Writer, id domain.MergerOrderID) error {
	_, err := db.Value[domain.MergerOrderID](ctx, w.DB, "lock merger order", `
		SELECT id FROM merger_orders WHERE id = @id FOR UPDATE`, db.Named{"id": int64(id)})
	return err
}

// MoveOrder gives a merger another day. What kept it from taking effect is asked again.
func MoveOrder(ctx context.Context, w db.Writer, id domain.MergerOrderID, on domain.Date) error {
	return w.Change(ctx, "move merger order", `
		UPDATE merger_orders SET on_date = @on, stuck = '' WHERE id = @id AND closed_at IS NULL`,
		db.Named{"id": int64(id), "on": on.Time()})
}

// StickOrder keeps why a merger could not take effect.
func StickOrder(ctx context.Context, w db.Writer, id domain.MergerOrderID, why string) error {
	return w.Change(ctx, "stick merger order", `
		UPDATE merger_orders SET stuck = @why WHERE id = @id AND closed_at IS NULL`,
		db.Named{"id": int64(id), "why": why})
}

// CloseOrder notes that a merger took effect or was taken back. It returns domain.ErrConflict where it was closed.
func CloseOrder(ctx context.Context, w db.Writer, id domain.MergerOrderID, as string, at time.Time) error {
	return w.Change(ctx, "close merger order", `
		UPDATE merger_orders SET closed_as = @as, closed_at = @at, stuck = '' WHERE id = @id AND closed_at IS NULL`,
		db.Named{"id": int64(id), "as": as, "at": at})
}

// AddOrderStep keeps what became of a merger that was recorded ahead.
func AddOrderStep(ctx context.Context, w db.Writer, id domain.MergerOrderID, s seats.OrderStep,
	by domain.PersonID) error {
	return w.Exec(ctx, "add step of merger order", `
		INSERT INTO merger_order_steps (order_id, step, was_on, is_on, reason, by, at)
		VALUES (@id, @step, @was, @is, @reason, NULLIF(@by, 0::bigint), @at)`,
		db.Named{"id": int64(id), "step": s.Step, "was": db.DayOrNull(s.Was), "is": db.DayOrNull(s.Is),
			"reason": s.Reason, "by": int64(by), "at": s.At})
}

// OrderSteps lists what became of a merger that was recorded ahead, the oldest first.
func OrderSteps(ctx context.Context, r db.Reader, id domain.MergerOrderID) ([]seats.OrderStep, error) {
	return db.List[seats.OrderStep](ctx, r.DB, "steps of merger order", `
		SELECT t.step, t.was_on AS was, t.is_on AS is, t.reason, COALESCE(p.name, '') AS by, t.at
		FROM merger_order_steps t
		LEFT JOIN people p ON p.id = t.by
		WHERE t.order_id = @id
		ORDER BY t.id`, db.Named{"id": int64(id)})
}

// Concern is somebody whom a merger of a council concerns, and in what capacity.
type Concern struct {
	Person   domain.PersonID
	Name     string
	Capacity string
}

// Concerned lists whom the merger of a council concerns on a day: the Members of its wards and divisions, the officers
// of the areas over them, the planning officers, and who has a role in its services.
func Concerned(ctx context.Context, r db.Reader, council domain.AuthorityID, on domain.Date) ([]Concern, error) {
	return db.List[Concern](ctx, r.DB, "concerned by a merger", `
		SELECT DISTINCT ON (p.id) p.id AS person, p.name, c.capacity
		FROM (SELECT 1 AS rank, t.person_id, 'Member for ' || s.shown AS capacity
		      FROM terms t JOIN seats s ON s.id = t.seat_id
		      WHERE s.authority_id = @council AND t.from_on <= @on AND (t.to_on IS NULL OR t.to_on >= @on)
		      UNION ALL
		      SELECT 2, a.person_id, CASE a.role WHEN 'clo' THEN 'community liaison officer'
		                                          ELSE 'local area coordinator' END
		      FROM assignments a
		      WHERE a.from_on <= @on AND (a.to_on IS NULL OR a.to_on >= @on)
		        AND a.area_id IN (SELECT x.area_id FROM area_seats x JOIN seats s ON s.id = x.seat_id
		                          WHERE s.authority_id = @council)
		      UNION ALL
		      SELECT 3, g.person_id, 'community planning officer' FROM role_grants g
		      WHERE g.role = 'cpo' AND g.ended_at IS NULL AND g.from_on <= @on AND (g.to_on IS NULL OR g.to_on >= @on)
		      UNION ALL
		      SELECT 4, g.person_id, 'service officer, ' || v.name FROM role_grants g
		      JOIN services v ON v.id = g.service_id AND v.authority_id = @council
		      WHERE g.ended_at IS NULL AND g.from_on <= @on AND (g.to_on IS NULL OR g.to_on >= @on)) c
		JOIN people p ON p.id = c.person_id AND p.disabled_at IS NULL
		ORDER BY p.id, c.rank`, db.Named{"council": int64(council), "on": on.Time()})
}
