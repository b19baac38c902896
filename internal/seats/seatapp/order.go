package seatapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// recordChange keeps what is to happen to a seat on a day to come. It returns a *domain.BlockedError with every reason
// to refuse.
func recordChange(ctx context.Context, s *act.Step, seat places.Seat, c seats.Change) error {
	about, err := aboutChange(ctx, s, seat, c)
	if err != nil {
		return err
	}
	if blockers := c.Blockers(about); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if c.Nothing(about.Seat) {
		return s.Same()
	}
	o := seats.Order{Authority: seat.Authority, On: c.On, Note: c.Note}
	is := seats.Coming{Kind: c.Kind, Seat: seat.ID, SeatKind: seat.Kind, Name: c.Name, Welsh: c.Welsh, Code: c.Code,
		Places: c.Places, Boundary: c.Boundary, IntoSeats: c.Into, Grows: c.Kind == seats.Merged}
	for _, p := range c.Parts {
		is.IntoNew = append(is.IntoNew, len(o.Changes))
		p.Kind = seat.Kind
		o.Changes = append(o.Changes, beginning(p, []domain.SeatID{seat.ID}))
	}
	o.Changes = append(o.Changes, is)
	return addOrder(ctx, s, o)
}

// beginning is a seat that begins as a change of an order.
func beginning(n places.Seat, from []domain.SeatID) seats.Coming {
	return seats.Coming{Kind: seats.Begun, SeatName: n.Name, SeatKind: n.Kind, Name: n.Name, Welsh: n.Welsh,
		Code:   n.Code,
		Places: n.Places, Boundary: n.Boundary, FromSeats: from}
}

// recordImport keeps what a boundary file says of a day to come.
func recordImport(ctx context.Context, s *act.Step, of places.Authority, p *seats.Proposal) error {
	others, err := seatstore.OpenOrders(ctx, s.Writer.Reader, true)
	if err != nil {
		return err
	}
	o := seats.Order{Authority: of.ID, Council: of.Name, On: p.On, FromFile: true}
	begin := map[int]int{} // the position of what begins, by its place in the file
	var unsure []domain.Blocker
	for n, m := range p.Matches {
		switch {
		case m.Was == nil:
			begin[n] = len(o.Changes)
			o.Changes = append(o.Changes, beginning(m.File, known(m.From)))
		case m.Was.ID < 0 && len(m.Changes) > 0:
			unsure = append(unsure, notBegun(*m.Was))
		}
		for _, c := range m.Changes {
			o.Changes = append(o.Changes, seats.Coming{Kind: c.Kind, Seat: m.Was.ID, SeatName: m.Was.Name,
				SeatKind: m.Was.Kind, Name: c.Name, Welsh: c.Welsh,
				Code: c.Code, Places: c.Places, Boundary: c.Boundary})
		}
	}
	for _, g := range p.Going {
		is := seats.Coming{Kind: g.Kind, Seat: g.Seat.ID, SeatName: g.Seat.Name, SeatKind: g.Seat.Kind}
		if g.Seat.ID < 0 {
			unsure = append(unsure, notBegun(g.Seat))
		}
		for _, n := range g.Into {
			was := p.Matches[n].Was
			switch {
			case was == nil:
				is.IntoNew = append(is.IntoNew, begin[n])
			case was.ID < 0:
				unsure = append(unsure, notBegun(*was))
			default:
				is.IntoSeats = append(is.IntoSeats, was.ID)
			}
		}
		o.Changes = append(o.Changes, is)
	}
	if len(unsure) > 0 {
		return &domain.BlockedError{Blockers: unsure}
	}
	if err := checkOrder(ctx, s, o, others); err != nil {
		return err
	}
	return addOrder(ctx, s, o)
}

// known are those of the seats that there are.
func known(ids []domain.SeatID) []domain.SeatID {
	return slices.DeleteFunc(slices.Clone(ids), func(id domain.SeatID) bool { return id < 0 })
}

func notBegun(s places.Seat) domain.Blocker {
	return domain.Blocker{ID: "on", Words: fmt.Sprintf("%s is recorded ahead to begin on %s: take that back first",
		s.Name, s.Valid.From.Words())}
}

// checkOrder refuses an order as a whole beside what else is recorded ahead, by the seats' names.
func checkOrder(ctx context.Context, s *act.Step, o seats.Order, others []seats.Order) error {
	now, err := placestore.SeatsOf(ctx, s.Writer.Reader, o.Authority)
	if err != nil {
		return err
	}
	will := seats.Foresee(now, others, o.On)
	began := map[int]domain.SeatID{}
	beside := slices.Clone(will)
	for i, c := range o.Changes {
		if c.Kind == seats.Begun {
			n := c.Begins(o)
			began[i], beside = n.ID, append(beside, n)
		}
	}
	var found []domain.Blocker
	for _, c := range o.Changes {
		if c.Kind == seats.Begun {
			continue // its name and code were looked at when it was recorded, and are again on the day
		}
		is := c.Change(o, began)
		about := seats.About{Today: s.Today(), Ahead: others, Others: those(beside, is.Into)}
		if about.Seat, err = placestore.Seat(ctx, s.Writer.Reader, c.Seat); err != nil {
			return err
		}
		if at := those(will, []domain.SeatID{c.Seat}); len(at) > 0 {
			about.Seat = at[0]
		}
		if about.Terms, err = seatstore.Terms(ctx, s.Writer.Reader, c.Seat); err != nil {
			return err
		}
		for _, b := range is.Blockers(about) {
			found = append(found, domain.Blocker{ID: b.ID, Field: "on", Words: about.Seat.Name + ": " + b.Words})
		}
	}
	return domain.BlockedBy(found)
}

// those are the seats of the ids.
func those(list []places.Seat, ids []domain.SeatID) []places.Seat {
	var found []places.Seat
	for _, s := range list {
		if slices.Contains(ids, s.ID) {
			found = append(found, s)
		}
	}
	return found
}

// addOrder keeps an order with its entries: one for each seat, and for its council where something begins.
func addOrder(ctx context.Context, s *act.Step, o seats.Order) error {
	o.By, o.At = s.Actor.ID, s.Now()
	o.Changes = seats.Arrange(o.Changes)
	id, err := seatstore.AddOrder(ctx, s.Writer, o)
	if err != nil {
		return err
	}
	if o, err = seatstore.Order(ctx, s.Writer.Reader, id); err != nil {
		return err
	}
	orderEntries(s, o, "Recorded ahead, from "+o.On.Words(), o.Note)
	return nil
}

// orderEntries records something of an order at each seat that it changes, and at its council where something begins.
func orderEntries(s *act.Step, o seats.Order, what, why string) {
	for _, c := range o.Changes {
		words := what + ": " + c.Words()
		if why != "" {
			words += ". " + why
		}
		if c.Kind == seats.Begun {
			s.Record(domain.Event{Kind: "authority", ID: int64(o.Authority), Summary: c.Name + ": " + words})
			continue
		}
		s.Record(seatEvent(c.Seat, words, nil, nil))
	}
}

// MoveOrder gives what is recorded ahead another day, with the reason. It returns a *domain.BlockedError with every
// reason to refuse, and where its day has come.
func MoveOrder(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatOrderID, on domain.Date,
	reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		o, err := openOrder(ctx, s, id)
		if err != nil {
			return err
		}
		if o.On == on && o.Stuck == "" {
			return s.Same()
		}
		if err := o.CheckMove(on, reason, s.Today()); err != nil {
			return err
		}
		others, err := seatstore.OpenOrders(ctx, s.Writer.Reader, true)
		if err != nil {
			return err
		}
		was := o.On
		o.On = on
		others = slices.DeleteFunc(others, func(is seats.Order) bool { return is.ID == id })
		if err := checkOrder(ctx, s, o, others); err != nil {
			return err
		}
		if err := seatstore.MoveOrder(ctx, s.Writer, id, on); err != nil {
			return err
		}
		orderEntries(s, o, "Moved to "+on.Words()+" from "+was.Words(), reason)
		return seatstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "moved", Was: was, Is: on,
			Reason: reason, At: s.Now()}, actor.ID)
	})
}

// TakeBackOrder takes back what is recorded ahead, with the reason. It refuses where its day has come.
func TakeBackOrder(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatOrderID, reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		o, err := openOrder(ctx, s, id)
		if err != nil {
			return err
		}
		if err := o.CheckTakingBack(reason, s.Today()); err != nil {
			return err
		}
		if err := seatstore.CloseOrder(ctx, s.Writer, id, "taken back", s.Now()); err != nil {
			return err
		}
		orderEntries(s, o, "Taken back, what was to be from "+o.On.Words(), reason)
		return seatstore.AddOrderStep(ctx, s.Writer, id, seats.OrderStep{Step: "taken back", Reason: reason,
			At: s.Now()}, actor.ID)
	})
}

// openOrder locks the seats and an order, and loads it.
func openOrder(ctx context.Context, s *act.Step, id domain.SeatOrderID) (seats.Order, error) {
	if err := placestore.LockSeats(ctx, s.Writer); err != nil {
		return seats.Order{}, err
	}
	if err := seatstore.LockOrder(ctx, s.Writer, id); err != nil {
		return seats.Order{}, err
	}
	return seatstore.Order(ctx, s.Writer.Reader, id)
}
