package geo

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

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
	north := earthRadius * math.Pi / 180 / scale
	east := north * math.Cos((b.South+b.North)/2*math.Pi/180)
	plane := s.ground.TransformXY(func(c geom.XY) geom.XY { return geom.XY{X: c.X * east, Y: c.Y * north} })
	plane, err := plane.Simplify(metres, geom.NoValidate{})
	if err != nil {
		return s
	}
	simple := plane.TransformXY(func(c geom.XY) geom.XY { return geom.XY{X: c.X / east, Y: c.Y / north} })
	polygons, _ := rounded(simple.AsGeometry())
	if simpler, err := region(polygons); err == nil && !simpler.IsEmpty() {
		return simpler
	}
	return s
}
