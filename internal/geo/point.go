package geo

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// scale is the number of grid steps in a degree.
const scale = 1_000_000

// point is a corner in millionths of a degree: x is longitude, y latitude.
// Both stay within ±180 million, so the product of two differences fits int64.
type point struct{ x, y int64 }

func snap(lon, lat float64) point {
	return point{int64(math.Round(lon * scale)), int64(math.Round(lat * scale))}
}

// nearest is the corner nearest to a place in grid steps.
func nearest(c geom.XY) point { return point{int64(math.Round(c.X)), int64(math.Round(c.Y))} }

func (p point) lon() float64 { return float64(p.x) / scale }
func (p point) lat() float64 { return float64(p.y) / scale }

func (p point) less(q point) bool {
	if p.x != q.x {
		return p.x < q.x
	}
	return p.y < q.y
}

func (p point) xy() geom.XY { return geom.XY{X: float64(p.x), Y: float64(p.y)} }

// side is positive when c lies left of the line from a to b, negative when
// right of it, 0 when on it.
func side(a, b, c point) int {
	cross := (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x)
	switch {
	case cross > 0:
		return 1
	case cross < 0:
		return -1
	}
	return 0
}

// ring is a closed line; its last corner joins its first, which is not repeated.
type ring []point

// doubleArea is twice the enclosed area in square grid steps: positive when the
// corners run anticlockwise.
func (r ring) doubleArea() int64 {
	var sum int64
	for i, p := range r {
		q := r[(i+1)%len(r)]
		// Taken from the first corner, so that the products stay small.
		sum += (p.x-r[0].x)*(q.y-r[0].y) - (q.x-r[0].x)*(p.y-r[0].y)
	}
	return sum
}

func (r ring) reversed() ring {
	out := make(ring, len(r))
	for i, p := range r {
		out[len(r)-1-i] = p
	}
	return out
}

// turned gives the ring anticlockwise, or clockwise.
func (r ring) turned(anticlockwise bool) ring {
	if r.doubleArea() > 0 == anticlockwise {
		return r
	}
	return r.reversed()
}

// fromLeast starts the ring at its least corner, so that equal rings are equal text.
func (r ring) fromLeast() ring {
	least := 0
	for i := range r {
		if r[i].less(r[least]) {
			least = i
		}
	}
	return append(append(make(ring, 0, len(r)), r[least:]...), r[:least]...)
}

// segments are the ring's edges in order.
func (r ring) segments() []segment {
	out := make([]segment, len(r))
	for i, p := range r {
		out[i] = segment{p, r[(i+1)%len(r)]}
	}
	return out
}

func (r ring) line() geom.LineString {
	xys := make([]float64, 0, 2*len(r)+2)
	for _, p := range append(r[:len(r):len(r)], r[0]) {
		xys = append(xys, float64(p.x), float64(p.y))
	}
	return geom.NewLineString(geom.NewSequence(xys, geom.DimXY))
}
