package placeapp

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
)

// Ground is how an area's boundary was given: exactly one of the three.
type Ground struct {
	Seats  []domain.SeatID // whole wards, divisions or parishes
	File   []byte          // GeoJSON
	Points string          // "latitude, longitude" lines in order round it
}

// shape makes a boundary of what was given. It returns a *domain.BlockedError for the field seats, file or points.
func (g Ground) shape(ctx context.Context, r db.Reader) (geo.Shape, error) {
	switch {
	case len(g.Seats) > 0:
		return g.fromSeats(ctx, r)
	case len(g.File) > 0:
		shape, err := geo.ReadBoundary(bytes.NewReader(g.File))
		return shape, Faults("file", err)
	case g.Points != "":
		shape, err := geo.FromPoints(g.Points)
		return shape, Faults("points", err)
	}
	return geo.Shape{}, domain.Blocked("how", "Choose wards, upload a file, or draw the boundary")
}

func (g Ground) fromSeats(ctx context.Context, r db.Reader) (geo.Shape, error) {
	seats, err := placestore.SeatsByID(ctx, r, g.Seats)
	if err != nil {
		return geo.Shape{}, err
	}
	if len(seats) != len(g.Seats) {
		return geo.Shape{}, domain.Blocked("seats", "Choose from the list: one of these is there no more")
	}
	shapes := make([]geo.Shape, len(seats))
	for i, s := range seats {
		if !s.Drawn() {
			return geo.Shape{}, domain.Blocked("seats", s.Name+" is not drawn yet: choose others, or draw it first")
		}
		if shapes[i], err = geo.ParseShape(s.Boundary); err != nil {
			return geo.Shape{}, fmt.Errorf("boundary of seat %s: %w", s.Code, err)
		}
	}
	union, err := geo.Union(shapes...)
	if err != nil {
		return geo.Shape{}, domain.Blocked("seats",
			"The boundaries of these do not fit together: upload a file instead")
	}
	return union, nil
}

// seatShape is a present seat with its boundary, ready to compare.
type seatShape struct {
	places.AreaSeat
	shape geo.Shape
}

func seatShapes(ctx context.Context, r db.Reader) ([]seatShape, error) {
	grounds, err := placestore.SeatGrounds(ctx, r)
	if err != nil {
		return nil, err
	}
	shapes := make([]seatShape, len(grounds))
	for i, g := range grounds {
		shapes[i].AreaSeat = g.AreaSeat
		if shapes[i].shape, err = geo.ParseShape(g.Boundary); err != nil {
			return nil, fmt.Errorf("boundary of seat %s: %w", g.Code, err)
		}
	}
	return shapes, nil
}

// overlapped lists the seats that the ground overlaps, with the share of it in each (A2): the widest tier first, then
// the largest share. It returns a *domain.BlockedError where the ground and a seat cross too often.
func overlapped(ground geo.Shape, seats []seatShape) ([]seatShape, error) {
	var found []seatShape
	for _, s := range seats {
		percent, err := Share(ground, s.shape)
		if err != nil {
			return nil, domain.Blocked("", "The boundaries of the area and of "+s.Name+" ("+s.Code+
				") cross too often to work out what they share")
		}
		if percent == 0 {
			continue
		}
		s.Percent = percent
		found = append(found, s)
	}
	slices.SortStableFunc(found, func(a, b seatShape) int {
		return cmp.Or(cmp.Compare(a.Tier.Rank(), b.Tier.Rank()), cmp.Compare(b.Percent, a.Percent))
	})
	return found, nil
}

// Share is how much of a ground lies in a seat, in per cent with two decimals: none, or 0.01 at the least.
func Share(ground, seat geo.Shape) (percent float64, err error) {
	if percent, err = geo.Overlap(ground, seat); err != nil || percent == 0 {
		return 0, err
	}
	return math.Max(0.01, math.Round(percent*100)/100), nil
}

func areaSeats(shapes []seatShape) []places.AreaSeat {
	seats := make([]places.AreaSeat, len(shapes))
	for i, s := range shapes {
		seats[i] = s.AreaSeat
	}
	return seats
}

// reground works out the seats of an area from its boundary and writes them with its drawing. The caller has locked the
// area.
func reground(ctx context.Context, w db.Writer, area domain.AreaID, ground geo.Shape,
	seats []seatShape) ([]places.AreaSeat, error) {
	found, err := overlapped(ground, seats)
	if err != nil {
		return nil, err
	}
	drawing, err := outline(ground, found).encode()
	if err != nil {
		return nil, err
	}
	return areaSeats(found), placestore.SetAreaSeats(ctx, w, area, areaSeats(found), drawing)
}

// RegroundAreas works out the overlaps of every area that one of the changed seats can touch, with an entry for each
// area that changes.
func RegroundAreas(ctx context.Context, s *act.Step, changed []places.Seat) error {
	grounds, err := placestore.GroundsForUpdate(ctx, s.Writer)
	if err != nil || len(grounds) == 0 {
		return err
	}
	var touched []geo.Shape
	for _, seat := range changed {
		if !seat.Drawn() {
			continue
		}
		shape, err := geo.ParseShape(seat.Boundary)
		if err != nil {
			return fmt.Errorf("boundary of seat %s: %w", seat.Code, err)
		}
		touched = append(touched, shape)
	}
	seats, err := seatShapes(ctx, s.Reader)
	if err != nil {
		return err
	}
	for _, g := range grounds {
		if err := regroundIfTouched(ctx, s, g, touched, seats); err != nil {
			return err
		}
	}
	return nil
}

func regroundIfTouched(ctx context.Context, s *act.Step, g placestore.Ground, touched []geo.Shape,
	seats []seatShape) error {
	ground, err := geo.ParseShape(g.Boundary)
	if err != nil {
		return fmt.Errorf("boundary of area %d: %w", g.AreaID, err)
	}
	if !meetsAny(ground, touched) {
		return nil
	}
	before, err := placestore.AreaSeats(ctx, s.Writer.Reader, g.AreaID)
	if err != nil {
		return err
	}
	after, err := reground(ctx, s.Writer, g.AreaID, ground, seats)
	if err != nil || sameSeats(before, after) {
		return err
	}
	s.Record(AreaEvent(g.AreaID, "Overlaps worked out again after ward or division boundaries changed",
		shares(before), shares(after)))
	return nil
}

func meetsAny(s geo.Shape, others []geo.Shape) bool {
	for _, o := range others {
		a, b := s.Bounds(), o.Bounds()
		if a.West <= b.East && b.West <= a.East && a.South <= b.North && b.South <= a.North {
			return true
		}
	}
	return false
}

func sameSeats(before, after []places.AreaSeat) bool {
	is := shares(after)
	for code, percent := range shares(before) {
		if is[code] != percent {
			return false
		}
	}
	return len(before) == len(after)
}

// shares is the seats of an area as the audit trail keeps them: the percentage by the code.
func shares(seats []places.AreaSeat) map[string]float64 {
	m := make(map[string]float64, len(seats))
	for _, s := range seats {
		m[s.Code] = s.Percent
	}
	return m
}
