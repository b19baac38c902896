package app

import (
	"encoding/json"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/geo"
)

// Outline is an area drawn among the seats that it overlaps: SVG paths in one viewBox, north up.
type Outline struct {
	ViewBox string
	Area    string // d of the area's path
	Seats   []OutlineSeat
}

// OutlineSeat is a seat's path, and where its name stands: outside the viewBox where most of the seat does.
type OutlineSeat struct {
	Seat domain.SeatID
	Name string
	Tier domain.Tier
	Path string
	X, Y float64
}

// Inside reports whether the middle of the seat is on the drawing.
func (s OutlineSeat) Inside() bool {
	return s.X > 20 && s.X < outlineWidth-20 && s.Y > 20 && s.Y < outlineHeight-20
}

// The drawing's size in units of its viewBox.
const outlineWidth, outlineHeight = 640, 420

func outline(ground geo.Shape, seats []seatShape) Outline {
	frame := geo.NewFrame(outlineWidth, outlineHeight, 12, ground)
	o := Outline{ViewBox: frame.ViewBox(), Area: frame.Path(ground)}
	for _, s := range seats {
		x, y := frame.Point(s.shape.LabelPoint())
		o.Seats = append(o.Seats, OutlineSeat{Seat: s.Seat, Name: s.Name, Tier: s.Tier, Path: frame.Path(s.shape), X: x, Y: y})
	}
	return o
}

func (o Outline) encode() (string, error) {
	b, err := json.Marshal(o)
	return string(b), err
}

// ReadOutline reads a drawing that was kept with an area; none at all is the zero Outline.
func ReadOutline(text string) (o Outline, err error) {
	if text == "" {
		return o, nil
	}
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return o, fmt.Errorf("outline: %w", err)
	}
	return o, nil
}
