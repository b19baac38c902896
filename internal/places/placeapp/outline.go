package placeapp

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/geo"
	"fourgates/internal/places"
)

// Outline is an area drawn among the seats that it overlaps: SVG paths in one viewBox, north up.
type Outline struct {
	ViewBox string
	Area    string // d of the area's path
	Seats   []OutlineSeat
}

// OutlineSeat is a seat's path, and where its number goes: on the part of the area in that seat.
type OutlineSeat struct {
	Seat domain.SeatID
	Name string
	Tier places.Tier
	Path string
	X, Y float64
}

// Inside reports whether the number is on the drawing.
func (s OutlineSeat) Inside() bool {
	return s.X > 0 && s.X < OutlineWidth && s.Y > 0 && s.Y < OutlineHeight
}

// The drawing's size in units of its viewBox.
const OutlineWidth, OutlineHeight = 640, 420

// A number's circle, and the steps between places tried for it, in units of the viewBox.
const OutlineCircle, outlineStep = 38.0, 18.0

func outline(ground geo.Shape, seats []seatShape) Outline {
	frame := OutlineFrame(ground)
	o := Outline{ViewBox: frame.ViewBox(), Area: frame.Path(ground)}
	spots := spotsOn(frame, ground)
	for _, s := range seats {
		x, y := o.numberSpot(frame, s.shape, spots)
		o.Seats = append(o.Seats, OutlineSeat{Seat: s.Seat, Name: s.Name, Tier: s.Tier, Path: frame.Path(s.shape), X: x,
			Y: y})
	}
	return o
}

// DrawBoundary draws the boundary of an area, GeoJSON, alone.
func DrawBoundary(boundary string) (Outline, error) {
	ground, err := geo.ParseShape(boundary)
	if err != nil {
		return Outline{}, fmt.Errorf("boundary: %w", err)
	}
	return outline(ground, nil), nil
}

func OutlineFrame(ground geo.Shape) geo.Frame {
	return geo.NewFrame(OutlineWidth, OutlineHeight, 12, ground)
}

// spot is a place on the ground and on the drawing.
type spot struct {
	at   geo.Position
	x, y float64
}

// spotsOn lists places on the ground, evenly over the drawing.
func spotsOn(frame geo.Frame, ground geo.Shape) []spot {
	b := ground.Bounds()
	west, north := frame.Point(geo.Position{Lon: b.West, Lat: b.North})
	east, south := frame.Point(geo.Position{Lon: b.East, Lat: b.South})
	var spots []spot
	for x := west + outlineStep/2; x < east; x += outlineStep {
		for y := north + outlineStep/2; y < south; y += outlineStep {
			at := geo.Position{Lon: b.West + (x-west)/(east-west)*(b.East-b.West),
				Lat: b.North - (y-north)/(south-north)*(b.North-b.South)}
			if ground.Contains(at) {
				spots = append(spots, spot{at, x, y})
			}
		}
	}
	return spots
}

// numberSpot finds where a seat's number goes: the middle of its part of the ground, or as near to that as the numbers
// already placed leave room. A part too small for any spot is numbered in the middle of the seat.
func (o Outline) numberSpot(frame geo.Frame, seat geo.Shape, spots []spot) (x, y float64) {
	var inside []spot
	for _, s := range spots {
		if seat.Contains(s.at) {
			inside = append(inside, s)
			x, y = x+s.x, y+s.y
		}
	}
	if len(inside) == 0 {
		return frame.Point(seat.LabelPoint())
	}
	x, y = x/float64(len(inside)), y/float64(len(inside))
	slices.SortStableFunc(inside, func(a, b spot) int {
		return cmp.Compare(math.Hypot(a.x-x, a.y-y), math.Hypot(b.x-x, b.y-y))
	})
	for _, s := range inside {
		if !slices.ContainsFunc(o.Seats, func(p OutlineSeat) bool {
			return math.Hypot(p.X-s.x, p.Y-s.y) < OutlineCircle
		}) {
			return s.x, s.y
		}
	}
	return inside[0].x, inside[0].y
}

func (o Outline) encode() (string, error) {
	b, err := json.Marshal(o)
	return string(b), err
}

// ReadOutline reads the drawing kept with an area. It is the zero Outline where there is none.
func ReadOutline(text string) (o Outline, err error) {
	if text == "" {
		return o, nil
	}
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return o, fmt.Errorf("outline: %w", err)
	}
	return o, nil
}
