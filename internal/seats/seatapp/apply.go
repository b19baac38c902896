package seatapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatstore"
)

// grounds are the present seats and those of a file, ready to compare.
type grounds struct {
	existing, file []geo.Shape
	same           func(existing, file int) bool
	known          map[[2]int][2]float64
}

func groundsOf(existing, file []places.Seat) (g grounds, err error) {
	g = grounds{known: map[[2]int][2]float64{},
		same: func(a, b int) bool { return existing[a].Boundary == file[b].Boundary }}
	for _, list := range []struct {
		seats []places.Seat
		to    *[]geo.Shape
	}{{existing, &g.existing}, {file, &g.file}} {
		for _, s := range list.seats {
			var shape geo.Shape
			if s.Drawn() {
				var err error
				if shape, err = geo.ParseShape(s.Boundary); err != nil {
					return g, fmt.Errorf("boundary of seat %s: %w", s.Name, err)
				}
			}
			*list.to = append(*list.to, shape)
		}
	}
	return g, nil
}

// shares is a seats.Shares. Grounds that cross too often to work out what they share have none, so that it is asked
// where it matters.
func (g grounds) shares(existing, file int) (ofSeat, ofFile float64) {
	at := [2]int{existing, file}
	if got, ok := g.known[at]; ok {
		return got[0], got[1]
	}
	if g.same(existing, file) {
		ofSeat, ofFile = 100, 100
	} else if g.existing[existing].Area() == 0 {
		ofSeat, ofFile = 0, 0 // not drawn yet
	} else if shared, err := g.existing[existing].IntersectionArea(g.file[file]); err == nil && shared > 0 {
		ofSeat, ofFile = 100*shared/g.existing[existing].Area(), 100*shared/g.file[file].Area()
	}
	g.known[at] = [2]float64{ofSeat, ofFile}
	return ofSeat, ofFile
}

// applyProposal writes what an import proposes: first the codes are let go, which seats may take from one another, then
// each seat is changed or begun, and last those end that others take the place of. It returns the seats whose ground
// was or is touched.
func applyProposal(ctx context.Context, s *act.Step, of places.Authority, p *seats.Proposal) ([]places.Seat, error) {
	var touched []places.Seat
	if err := letCodesGo(ctx, s, p); err != nil {
		return nil, err
	}
	now := make([]domain.SeatID, len(p.Matches)) // by their place in the file
	for n, m := range p.Matches {
		if m.Was == nil {
			m.File.Authority = of.ID
			id, err := beginSeat(ctx, s, m.File, m.From)
			if err != nil {
				return nil, err
			}
			now[n], touched = id, append(touched, m.File)
			continue
		}
		now[n] = m.Was.ID
		is := *m.Was
		for _, c := range m.Changes {
			if err := checkChange(ctx, s, is, c); err != nil {
				return nil, err
			}
			was := is
			var err error
			if is, err = applyChange(ctx, s, was, c); err != nil {
				return nil, err
			}
			if c.Kind == seats.Redrawn {
				touched = append(touched, was, is)
			}
		}
	}
	for _, g := range p.Going {
		c := seats.Change{Kind: g.Kind, On: dayOf(s, p)}
		for _, n := range g.Into {
			c.Into = append(c.Into, now[n])
		}
		if err := checkChange(ctx, s, g.Seat, c); err != nil {
			return nil, err
		}
		is, err := applyChange(ctx, s, g.Seat, c)
		if err != nil {
			return nil, err
		}
		touched = append(touched, is)
	}
	return touched, nil
}

// dayOf is the day from which on the import says that it is so.
func dayOf(s *act.Step, p *seats.Proposal) domain.Date {
	if p.On.IsZero() {
		return s.Today()
	}
	return p.On
}

// letCodesGo takes their codes from the seats that get another, or end, so that others may have them.
func letCodesGo(ctx context.Context, s *act.Step, p *seats.Proposal) error {
	var ids []domain.SeatID
	for _, m := range p.Matches {
		for _, c := range m.Changes {
			if c.Kind == seats.Recoded {
				ids = append(ids, m.Was.ID)
			}
		}
	}
	for _, g := range p.Going {
		ids = append(ids, g.Seat.ID)
	}
	return placestore.ClearCodes(ctx, s.Writer, ids)
}

// checkChange refuses what the page of a seat would refuse, by the seat's name. The codes of an import are checked as a
// whole.
func checkChange(ctx context.Context, s *act.Step, seat places.Seat, c seats.Change) error {
	about := seats.About{Seat: seat, Today: s.Today()}
	var err error
	if about.Terms, err = seatstore.Terms(ctx, s.Writer.Reader, seat.ID); err != nil {
		return err
	}
	if about.Others, err = placestore.SeatsByID(ctx, s.Writer.Reader, c.Into); err != nil {
		return err
	}
	if about.Ahead, err = seatstore.OpenOrders(ctx, s.Writer.Reader, false); err != nil {
		return err
	}
	blockers := c.Blockers(about)
	if len(blockers) == 0 {
		return nil
	}
	for i := range blockers {
		blockers[i] = domain.Blocker{ID: blockers[i].ID, Words: seat.Shown() + ": " + blockers[i].Words}
	}
	return &domain.BlockedError{Blockers: blockers}
}
