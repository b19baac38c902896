package geo

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"
)

// Shape is ground: one or more polygons, with holes or without, in WGS84. It is
// always sound: no line of it crosses or touches itself, whatever it was made
// from. The zero Shape is no ground at all. Two Shapes made from the same
// boundary, whatever the order of its parts and corners, are Equal.
type Shape struct{ polygons []polygon }

// Bounds is a box in degrees.
type Bounds struct{ West, South, East, North float64 }

// Position is a place in degrees, WGS84.
type Position struct{ Lon, Lat float64 }

// IsEmpty tells whether the shape covers no ground.
func (s Shape) IsEmpty() bool { return len(s.polygons) == 0 }

// Equal tells whether both shapes have the same corners.
func (s Shape) Equal(t Shape) bool {
	return slices.EqualFunc(s.polygons, t.polygons, func(p, q polygon) bool {
		return slices.EqualFunc(p, q, func(a, b ring) bool { return slices.Equal(a, b) })
	})
}

// Valid tells whether the shape covers ground and meets the OGC rules for a
// MultiPolygon, by the judgement of another hand: simplefeatures.
func (s Shape) Valid() bool { return !s.IsEmpty() && s.geometry().Validate() == nil }

// Points is the number of corners.
func (s Shape) Points() int {
	n := 0
	for _, r := range s.rings() {
		n += len(r)
	}
	return n
}

// Bounds is the box around the shape; of no ground, the zero Bounds.
func (s Shape) Bounds() Bounds {
	if s.IsEmpty() {
		return Bounds{}
	}
	low, high := s.polygons[0][0][0], s.polygons[0][0][0]
	for _, p := range s.polygons {
		for _, c := range p[0] {
			low = point{min(low.x, c.x), min(low.y, c.y)}
			high = point{max(high.x, c.x), max(high.y, c.y)}
		}
	}
	return Bounds{low.lon(), low.lat(), high.lon(), high.lat()}
}

// Contains tells whether a place, rounded to a millionth of a degree, is in the
// shape or on its border. A place on the border of two neighbours is in both.
func (s Shape) Contains(at Position) bool {
	if !onEarth(at.Lon, at.Lat) {
		return false
	}
	twice := snap(at.Lon, at.Lat).doubled()
	for _, p := range s.polygons {
		if p.locate(twice) != outside {
			return true
		}
	}
	return false
}

func (p polygon) locate(twice point) place {
	where := p[0].locate(twice)
	if where != inside {
		return where
	}
	for _, hole := range p[1:] {
		switch hole.locate(twice) {
		case inside:
			return outside
		case onEdge:
			return onEdge
		}
	}
	return inside
}

// Centroid is the shape's centre of gravity, which may lie outside a bent
// shape. Of no ground it is the zero Position.
func (s Shape) Centroid() Position { return positionOf(s.geometry().Centroid()) }

// LabelPoint is a place on the shape, for its name on a map: the centroid when
// that is on the shape, else a place well within its widest part.
func (s Shape) LabelPoint() Position {
	if at := s.Centroid(); s.Contains(at) {
		return at
	}
	return positionOf(s.geometry().PointOnSurface())
}

func positionOf(p geom.Point) Position {
	xy, ok := p.XY()
	if !ok {
		return Position{}
	}
	at := snap(xy.X, xy.Y)
	return Position{at.lon(), at.lat()}
}

// GeoJSON is the shape's one text: a MultiPolygon, six decimals, outer rings
// anticlockwise (RFC 7946), each ring from its most south-western corner, parts
// and holes in order.
func (s Shape) GeoJSON() string {
	out := []byte(`{"type":"MultiPolygon","coordinates":[`)
	for i, p := range s.polygons {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '[')
		for j, r := range p {
			if j > 0 {
				out = append(out, ',')
			}
			out = r.appendJSON(out)
		}
		out = append(out, ']')
	}
	return string(append(out, `]}`...))
}

func (r ring) appendJSON(out []byte) []byte {
	out = append(out, '[')
	for _, p := range r {
		out = append(p.appendJSON(out), ',')
	}
	return append(r[0].appendJSON(out), ']')
}

func (p point) appendJSON(out []byte) []byte {
	out = strconv.AppendFloat(append(out, '['), p.lon(), 'f', 6, 64)
	out = strconv.AppendFloat(append(out, ','), p.lat(), 'f', 6, 64)
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

func (s Shape) rings() []ring {
	var out []ring
	for _, p := range s.polygons {
		out = append(out, p...)
	}
	return out
}

func (s Shape) geometry() geom.MultiPolygon {
	polygons := make([]geom.Polygon, len(s.polygons))
	for i, p := range s.polygons {
		lines := make([]geom.LineString, len(p))
		for j, r := range p {
			lines[j] = r.line()
		}
		polygons[i] = geom.NewPolygon(lines)
	}
	return geom.NewMultiPolygon(polygons)
}

func (r ring) line() geom.LineString {
	xys := make([]float64, 0, 2*len(r)+2)
	for _, p := range r {
		xys = append(xys, p.lon(), p.lat())
	}
	return geom.NewLineString(geom.NewSequence(append(xys, xys[0], xys[1]), geom.DimXY))
}
