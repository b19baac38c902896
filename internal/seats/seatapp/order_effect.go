package seatapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// effectAction is the audit trail's word for what was recorded ahead and takes effect.
const effectAction policy.Action = "seat.effect"

// TakeOrders has every order whose day has come take effect, each once and as if it were done by hand that day, however
// many servers try: Members, officers and open gates are told. One that cannot says why, is told of once, and is tried
// again. It returns how many took effect.
func TakeOrders(ctx context.Context, a *act.App) (done int, err error) {
	due, err := seatstore.DueOrders(ctx, a.Store.Reader, a.Today())
	if err != nil {
		return 0, err
	}
	return act.EachOrStuck(ctx, a, effectAction, "seat order", due, takeOrder(ctx),
		func(id domain.SeatOrderID, why string) error { return stick(ctx, a, id, why) })
}

// takeOrder has one order take effect, where it is still due.
func takeOrder(ctx context.Context) func(*act.Step, domain.SeatOrderID) (int, error) {
	return func(s *act.Step, id domain.SeatOrderID) (int, error) {
		o, err := openOrder(ctx, s, id)
		if err != nil || !o.Due(s.Today()) {
			return 0, err // another server was quicker, or it was moved
		}
		return 1, takeEffect(ctx, s, o)
	}
}

// stick keeps why an order could not take effect, once.
func stick(ctx context.Context, a *act.App, id domain.SeatOrderID, why string) error {
	return a.DoFor(ctx, 0, effectAction, func(s *act.Step) error {
		o, err := openOrder(ctx, s, id)
		if err != nil {
			return err
		}
		if !o.Due(s.Today()) || o.Stuck == why {
			return s.Same()
		}
		if err := seatstore.StickOrder(ctx, s.Writer, id, why); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "seat order", ID: int64(id), Summary: "Could not take effect: " + why})
		return seatstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "stuck", Reason: why, At: s.Now()}, 0)
	})
}

// takeEffect carries out an order: what begins, what changes, what ends. The caller has locked the seats.
func takeEffect(ctx context.Context, s *act.Step, o seats.Order) error {
	was := map[domain.SeatID]places.Seat{}
	var recoded []domain.SeatID
	for _, c := range o.Changes {
		if c.Seat == 0 {
			continue
		}
		seat, err := placestore.SeatForUpdate(ctx, s.Writer, c.Seat)
		if err != nil {
			return err
		}
		if was[c.Seat] = seat; c.Kind == seats.Recoded || c.Kind.Ends() {
			recoded = append(recoded, c.Seat)
		}
	}
	if err := placestore.ClearCodes(ctx, s.Writer, recoded); err != nil {
		return err
	}
	began := map[int]domain.SeatID{}
	var touched []places.Seat
	for _, c := range o.Changes {
		if c.Kind == seats.Begun {
			n := c.Begins(o)
			id, err := beginAhead(ctx, s, o, c, n)
			if err != nil {
				return err
			}
			began[c.Position], touched = id, append(touched, n)
			continue
		}
		grown, err := changeAhead(ctx, s, o, c, was, began)
		if err != nil {
			return err
		}
		touched = append(touched, grown...)
	}
	if err := placeapp.RegroundAreas(ctx, s, touched); err != nil {
		return err
	}
	if err := seatstore.CloseOrder(ctx, s.Writer, o.ID, "took effect", s.Now()); err != nil {
		return err
	}
	s.Record(domain.Event{Kind: "seat order", ID: int64(o.ID), Summary: "Took effect, from " + o.On.Words()})
	return seatstore.AddOrderStep(ctx, s.Writer, o.ID, seats.OrderStep{Step: "took effect", At: s.Now()}, 0)
}

// beginAhead begins a seat of an order, unless its name or code is another's by now.
func beginAhead(ctx context.Context, s *act.Step, o seats.Order, c seats.Coming, n places.Seat) (domain.SeatID, error) {
	holders, err := placestore.CodeHolders(ctx, s.Writer.Reader, []string{n.Code})
	if err != nil {
		return 0, err
	}
	if len(holders) > 0 {
		return 0, domain.Blocked("code", fmt.Sprintf("%s cannot begin: %s is the code of a %s of %s", n.Name, n.Code,
			holders[0].Kind, holders[0].Authority))
	}
	n.ID = 0
	id, err := placestore.AddSeat(ctx, s.Writer, n)
	if err != nil {
		return 0, err
	}
	n.ID = id
	if err := happened(ctx, s, n, seats.Event{Seat: id, Kind: seats.Begun, On: o.On, Is: n.Name, Others: c.FromSeats,
		Note: o.Note, Order: o.ID}); err != nil {
		return 0, err
	}
	return id, seatstore.Began(ctx, s.Writer, o.ID, c.Position, id)
}

// changeAhead has a change of an order happen, and returns the seats whose ground was or is touched.
func changeAhead(ctx context.Context, s *act.Step, o seats.Order, c seats.Coming, was map[domain.SeatID]places.Seat,
	began map[int]domain.SeatID) ([]places.Seat, error) {
	seat, is := was[c.Seat], c.Change(o, began)
	about, err := aboutChange(ctx, s, seat, is)
	if err != nil {
		return nil, err
	}
	if blockers := is.Blockers(about); len(blockers) > 0 {
		for i := range blockers {
			blockers[i].Words = seat.Name + ": " + blockers[i].Words
		}
		return nil, &domain.BlockedError{Blockers: blockers}
	}
	if is.Nothing(seat) {
		return nil, nil // it was done by hand before
	}
	touched := []places.Seat{seat}
	if c.Grows && len(about.Others) == 1 {
		grown, err := takeGround(ctx, s, about.Others[0], seat, o.On, o.ID)
		if err != nil {
			return nil, err
		}
		touched = append(touched, grown)
	}
	after, err := applyChange(ctx, s, seat, is)
	if was[c.Seat] = after; err != nil || is.Kind != seats.Redrawn && !is.Kind.Ends() {
		return nil, err
	}
	return append(touched, after), nil
}
