package geo

import (
	"encoding/json"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"
)

// Shape is ground: one or more polygons, with holes or without, in WGS84. It is
// always sound: no line of it crosses or touches itself, whatever it was made
// from. The zero Shape is no ground at all. Two Shapes made from the same
// boundary, whatever the order of its parts and corners, are Equal.
type Shape struct{ ground geom.MultiPolygon } // in grid steps, in canonical form

// Bounds is a box in degrees.
type Bounds struct{ West, South, East, North float64 }

// Position is a place in degrees, WGS84.
type Position struct{ Lon, Lat float64 }

// IsEmpty tells whether the shape covers no ground.
func (s Shape) IsEmpty() bool { return s.ground.IsEmpty() }

// Equal tells whether both shapes have the same corners.
func (s Shape) Equal(t Shape) bool {
	return geom.ExactEquals(s.ground.AsGeometry(), t.ground.AsGeometry())
}

// Valid tells whether the shape covers ground and meets the OGC rules for a
// MultiPolygon.
func (s Shape) Valid() bool { return !s.IsEmpty() && s.ground.Validate() == nil }

// Points is the number of corners.
func (s Shape) Points() int { return s.ground.DumpCoordinates().Length() - len(s.rings()) }

// Bounds is the box around the shape; of no ground, the zero Bounds.
func (s Shape) Bounds() Bounds {
	low, high, _ := s.ground.Envelope().MinMaxXYs()
	return Bounds{low.X / scale, low.Y / scale, high.X / scale, high.Y / scale}
}

// Contains tells whether a place, rounded to a millionth of a degree, is in the
// shape or on its border. A place on the border of two neighbours is in both.
func (s Shape) Contains(at Position) bool {
	if !onEarth(at.Lon, at.Lat) {
		return false
	}
	return geom.Intersects(snap(at.Lon, at.Lat).xy().AsPoint().AsGeometry(), s.ground.AsGeometry())
}

// Centroid is the shape's centre of gravity, which may lie outside a bent
// shape. Of no ground it is the zero Position.
func (s Shape) Centroid() Position { return positionOf(s.ground.Centroid()) }

// LabelPoint is a place on the shape, for its name on a map: the centroid when
// that is on the shape, else a place well within its widest part.
func (s Shape) LabelPoint() Position {
	if at := s.Centroid(); s.Contains(at) {
		return at
	}
	return positionOf(s.ground.PointOnSurface())
}

func positionOf(p geom.Point) Position {
	xy, ok := p.XY()
	if !ok {
		return Position{}
	}
	at := nearest(xy)
	return Position{at.lon(), at.lat()}
}

// GeoJSON is the shape's one text: a MultiPolygon, six decimals, outer rings
// anticlockwise (RFC 7946), each ring from its most south-western corner, parts
// and holes in order.
func (s Shape) GeoJSON() string {
	out := []byte(`{"type":"MultiPolygon","coordinates":[`)
	for i, p := range s.ground.Dump() {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '[')
		for j, r := range p.DumpRings() {
			if j > 0 {
				out = append(out, ',')
			}
			out = appendJSON(out, r.Coordinates())
		}
		out = append(out, ']')
	}
	return string(append(out, `]}`...))
}

func appendJSON(out []byte, corners geom.Sequence) []byte {
	between := byte('[')
	for i := range corners.Length() {
		c := corners.GetXY(i)
		out = strconv.AppendFloat(append(out, between, '['), c.X/scale, 'f', 6, 64)
		out = append(strconv.AppendFloat(append(out, ','), c.Y/scale, 'f', 6, 64), ']')
		between = ','
	}
	return append(out, ']')
}

// MarshalJSON gives the text of GeoJSON.
func (s Shape) MarshalJSON() ([]byte, error) { return []byte(s.GeoJSON()), nil }

// UnmarshalJSON reads a Polygon or MultiPolygon as ParseShape does.
func (s *Shape) UnmarshalJSON(text []byte) error {
	shape, err := ParseShape(string(text))
	if err != nil {
		return err
	}
	*s = shape
	return nil
}

var (
	_ json.Marshaler   = Shape{}
	_ json.Unmarshaler = (*Shape)(nil)
)

// rings are the outer rings and the holes, in order.
func (s Shape) rings() []geom.LineString { return s.ground.Boundary().Dump() }

// edges are those of all rings.
func (s Shape) edges() []segment {
	var out []segment
	for _, line := range s.rings() {
		r, _ := ringOf(line)
		out = append(out, r.segments()...)
	}
	return out
}
