package seatapp

import (
	"context"
	"fmt"
	"io"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// ChangeSeat records what happened to a ward or division, from a day on (domain §7.2); what is to happen on a day to
// come is kept, and takes effect on it. Areas that its ground touches
// have their overlaps worked out again; a merged one's ground goes to the one that it is merged into; an end ends the
// terms in it. It returns a *domain.BlockedError with every reason to refuse.
func ChangeSeat(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatID, c seats.Change) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		if err := placestore.LockSeats(ctx, s.Writer); err != nil {
			return err
		}
		seat, err := placestore.SeatForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		if c.On.IsZero() {
			c.On = s.Today()
		}
		if c.On.After(s.Today()) {
			return recordChange(ctx, s, seat, c)
		}
		about, err := aboutChange(ctx, s, seat, c)
		if err != nil {
			return err
		}
		if blockers := c.Blockers(about); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if c.Nothing(seat) {
			return s.Same()
		}
		touched := []places.Seat{seat}
		for _, p := range c.Parts {
			p.Authority, p.Kind, p.Valid.From = seat.Authority, seat.Kind, c.On
			id, err := beginSeat(ctx, s, p, []domain.SeatID{seat.ID})
			if err != nil {
				return err
			}
			c.Into, touched = append(c.Into, id), append(touched, p)
		}
		if c.Kind == seats.Merged {
			grown, err := takeGround(ctx, s, about.Others[0], seat, c.On, 0)
			if err != nil {
				return err
			}
			touched = append(touched, grown)
		}
		is, err := applyChange(ctx, s, seat, c)
		if err != nil {
			return err
		}
		if c.Kind != seats.Redrawn && !c.Kind.Ends() {
			return nil
		}
		return placeapp.RegroundAreas(ctx, s, append(touched, is))
	})
}

// SetSeatPlaces says how many Members a ward or division elects from today. It refuses to take away a place that
// somebody holds.
func SetSeatPlaces(ctx context.Context, a *act.App, actor policy.Actor, id domain.SeatID, places int) error {
	return ChangeSeat(ctx, a, actor, id, seats.Change{Kind: seats.PlacesChanged, Places: places})
}

// aboutChange is what a change has to be compared with, on its day.
func aboutChange(ctx context.Context, s *act.Step, seat places.Seat, c seats.Change) (seats.About, error) {
	about := seats.About{Seat: seat, Today: s.Today()}
	r := s.Writer.Reader
	orders, err := seatstore.OpenOrders(ctx, r, false)
	if err != nil {
		return about, err
	}
	orders = slices.DeleteFunc(orders, func(o seats.Order) bool { return o.ID == c.Order })
	about.Ahead = orders
	if about.Terms, err = seatstore.Terms(ctx, r, seat.ID); err != nil {
		return about, err
	}
	if about.Others, err = placestore.SeatsByID(ctx, r, c.Into); err != nil {
		return about, err
	}
	var beside []places.Seat
	if c.On.After(s.Today()) || len(c.Parts) > 0 {
		now, err := placestore.SeatsOf(ctx, r, seat.Authority)
		if err != nil {
			return about, err
		}
		beside = seats.Foresee(now, orders, c.On)
		about.Others = those(beside, c.Into)
		if is := those(beside, []domain.SeatID{seat.ID}); len(is) > 0 {
			about.Seat = is[0]
		}
	}
	codes := []string{c.Code}
	for _, p := range c.Parts {
		codes = append(codes, p.Code)
	}
	holders, err := placestore.CodeHolders(ctx, r, codes)
	if err != nil {
		return about, err
	}
	holders = slices.DeleteFunc(seats.HoldersAhead(holders, codes, orders, c.On), func(h places.CodeHolder) bool {
		return h.Seat == seat.ID
	})
	if c.Kind == seats.Recoded {
		about.Holders = holders
	}
	about.Parts = seats.PartBlockers(seat, c.Parts, beside, holders)
	return about, nil
}

// takeGround gives a seat the ground of another that is merged into it, where it does not have that already.
func takeGround(ctx context.Context, s *act.Step, into, from places.Seat, on domain.Date,
	by domain.SeatOrderID) (places.Seat, error) {
	both, err := groundOfBoth(into, from)
	if err != nil || both == into.Boundary {
		return into, err
	}
	return applyChange(ctx, s, into, seats.Change{Kind: seats.Redrawn, On: on, Boundary: both, Order: by,
		Note: "With the ground of " + from.Name})
}

// groundOfBoth is the boundary of a seat with the ground of another that is merged into it: its own, where it has that
// already. It returns a *domain.BlockedError where the two do not fit together.
func groundOfBoth(into, from places.Seat) (string, error) {
	switch {
	case !from.Drawn():
		return into.Boundary, nil
	case !into.Drawn():
		return from.Boundary, nil
	}
	ours, err := geo.ParseShape(into.Boundary)
	if err != nil {
		return "", fmt.Errorf("boundary of seat %s: %w", into.Name, err)
	}
	theirs, err := geo.ParseShape(from.Boundary)
	if err != nil {
		return "", fmt.Errorf("boundary of seat %s: %w", from.Name, err)
	}
	if percent, err := geo.Overlap(theirs, ours); err == nil && percent > covered {
		return into.Boundary, nil
	}
	both, err := geo.Union(ours, theirs)
	if err != nil {
		return "", domain.Blocked("into", "The boundaries of the two do not fit together: give "+into.Name+
			" its new boundary first")
	}
	return both.GeoJSON(), nil
}

// covered is the percentage of a ground from which on it counts as covered whole.
const covered = 99

// applyChange writes a change that nothing stands against, with its event and audit entry. The caller has locked the
// seats, and works out areas again.
func applyChange(ctx context.Context, s *act.Step, was places.Seat, c seats.Change) (places.Seat, error) {
	is, e := c.Apply(was)
	if err := placestore.ChangeSeat(ctx, s.Writer, is); err != nil {
		return is, err
	}
	if err := happened(ctx, s, is, e); err != nil {
		return is, err
	}
	if !c.Kind.Ends() {
		return is, nil
	}
	names, err := namesOf(ctx, s, e.Others)
	if err != nil {
		return is, err
	}
	e.OtherNames = names
	return is, seatstore.EndTerms(ctx, s.Writer, is, "The "+string(is.Kind)+": "+lowered(e.Words()))
}

// happened keeps what happened to a seat, with its audit entry.
func happened(ctx context.Context, s *act.Step, is places.Seat, e seats.Event) error {
	names, err := namesOf(ctx, s, e.Others)
	if err != nil {
		return err
	}
	e.OtherNames = names
	if err := seatstore.AddEvent(ctx, s.Writer, e, s.Actor.ID, s.Now()); err != nil {
		return err
	}
	before, after := any(e.Was), any(e.Is)
	if e.Kind == seats.Redrawn {
		before, after = nil, nil // the boundaries are with the event
	}
	s.Record(seatEvent(is.ID, fmt.Sprintf("%s, from %s", e.Words(), e.On.Words()), before, after))
	return nil
}

func namesOf(ctx context.Context, s *act.Step, ids []domain.SeatID) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := placestore.SeatsByID(ctx, s.Writer.Reader, ids)
	names := make([]string, len(list))
	for i, o := range list {
		names[i] = o.Shown()
	}
	return names, err
}

func lowered(words string) string {
	if words == "" {
		return ""
	}
	return string(words[0]|0x20) + words[1:]
}

// BeginSeat adds a ward or division that begins on a day, from whose ground it comes where that is known; where the day
// is still to come, it is kept and begins on it, and the id is zero. It returns a *domain.BlockedError with every
// reason to refuse.
func BeginSeat(ctx context.Context, a *act.App, actor policy.Actor, n places.Seat, from []domain.SeatID) (
	id domain.SeatID, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		if err := placestore.LockSeats(ctx, s.Writer); err != nil {
			return err
		}
		council, err := placestore.Authority(ctx, s.Writer.Reader, n.Authority)
		if err != nil {
			return domain.Blocked("authority", "Choose the council")
		}
		holders, err := placestore.CodeHolders(ctx, s.Writer.Reader, []string{n.Code})
		if err != nil {
			return err
		}
		existing, err := placestore.SeatsOf(ctx, s.Writer.Reader, council.ID)
		if err != nil {
			return err
		}
		orders, err := seatstore.OpenOrders(ctx, s.Writer.Reader, false)
		if err != nil {
			return err
		}
		holders = seats.HoldersAhead(holders, []string{n.Code}, orders, n.Valid.From)
		orders = slices.DeleteFunc(orders, func(o seats.Order) bool { return o.Authority != council.ID })
		beside := seats.Foresee(existing, orders, n.Valid.From)
		if blockers := seats.BeginBlockers(n, beside, holders); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if n.Valid.From.After(s.Today()) {
			return addOrder(ctx, s, seats.Order{Authority: council.ID, On: n.Valid.From,
				Changes: []seats.Coming{beginning(n, from)}})
		}
		if id, err = beginSeat(ctx, s, n, from); err != nil {
			return err
		}
		return placeapp.RegroundAreas(ctx, s, []places.Seat{n})
	})
	return id, err
}

func beginSeat(ctx context.Context, s *act.Step, n places.Seat, from []domain.SeatID) (domain.SeatID, error) {
	id, err := placestore.AddSeat(ctx, s.Writer, n)
	if err != nil {
		return 0, err
	}
	if n.ID = id; n.Valid.From.IsZero() {
		return id, nil // entered with the first of its council, whenever it began
	}
	return id, happened(ctx, s, n, seats.Event{Seat: id, Kind: seats.Begun, On: n.Valid.From, Is: n.Name, Others: from})
}

// ReadSeatBoundary reads the one boundary of a file. It returns a *domain.BlockedError with every fault.
func ReadSeatBoundary(file io.Reader) (string, error) {
	shape, err := geo.ReadBoundary(file)
	if err != nil {
		return "", placeapp.Faults("file", err)
	}
	return shape.GeoJSON(), nil
}
