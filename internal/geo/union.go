package geo

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// gap is the least double area of a hole that a union keeps: about 100 m² in
// Britain. Smaller ones are chinks where two borders do not quite fit.
const gap = 100 * sliver

// Union is the ground that any of the shapes covers. Borders between
// neighbours vanish, and so do chinks under some 100 m² that they leave. It
// returns ErrTangled for shapes whose edges cross each other too often.
func Union(shapes ...Shape) (Shape, error) {
	var rings []ring
	for _, s := range shapes {
		rings = append(rings, s.rings()...)
	}
	polygons, err := region(rings)
	if err != nil {
		return Shape{}, err
	}
	for i, p := range polygons {
		kept := p[:1]
		for _, hole := range p[1:] {
			if -hole.doubleArea() >= gap {
				kept = append(kept, hole)
			}
		}
		polygons[i] = kept
	}
	return Shape{polygons}, nil
}

// Simplify leaves out the corners that are within so many metres of the line
// drawn without them: for a map on a screen, never for working out overlaps.
// Parts too small to see may vanish, but never all of them: then the shape
// comes back as it is.
func (s Shape) Simplify(metres float64) Shape {
	if s.IsEmpty() || !(metres > 0) {
		return s
	}
	// Corners are compared on a plane where both axes are metres.
	b := s.Bounds()
	north := earthRadius * math.Pi / 180
	east := north * math.Cos((b.South+b.North)/2*math.Pi/180)
	var rings []ring
	for _, r := range s.rings() {
		line := r.line().TransformXY(func(c geom.XY) geom.XY { return geom.XY{X: c.X * east, Y: c.Y * north} }).Simplify(metres)
		simple := make(ring, 0, len(r))
		for i := range line.Coordinates().Length() - 1 {
			c := line.Coordinates().GetXY(i)
			simple = append(simple, snap(c.X/east, c.Y/north))
		}
		rings = append(rings, simple)
	}
	polygons, err := region(rings)
	if err != nil || len(polygons) == 0 {
		return s
	}
	return Shape{polygons}
}
