package geo

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// SliverPercent and SliverArea bound what counts as overlapping. Boundaries of
// two tiers, or of two releases, follow the same road with slightly different
// lines, and the strip between them makes nobody an Area Member. An overlap is
// a sliver when it is less than half a per cent of the area and also less than a
// hectare: a single estate at the edge of a large area still counts, and so does
// a small part of a small area.
const (
	SliverPercent = 0.5
	SliverArea    = 10_000.0 // square metres
)

// Area is the ground covered, in square metres; see the package on its error.
func (s Shape) Area() float64 { return s.ground.Area(geom.WithTransform(project)) }

// IntersectionArea is the ground that both shapes cover, in square metres. It
// returns ErrTangled for shapes whose edges cross each other too often.
func (s Shape) IntersectionArea(t Shape) (float64, error) {
	if !s.ground.Envelope().Intersects(t.ground.Envelope()) {
		return 0, nil
	}
	if err := untangled(s, t); err != nil {
		return 0, err
	}
	both, err := geom.Intersection(s.ground.TransformXY(project).AsGeometry(), t.ground.TransformXY(project).
		AsGeometry())
	if err != nil {
		return 0, ErrTangled
	}
	return both.Area(), nil
}

// Overlap is the percentage of the area's ground, 0 to 100, that lies in the
// seat. A sliver is 0: see SliverPercent. It returns ErrTangled as
// IntersectionArea does.
func Overlap(area, seat Shape) (float64, error) {
	shared, err := area.IntersectionArea(seat)
	if shared == 0 || err != nil {
		return 0, err
	}
	percent := math.Min(100, 100*shared/area.Area())
	if percent < SliverPercent-rounding && shared < SliverArea {
		return 0, nil
	}
	return percent, nil
}

// rounding is more than the last digits of a percentage can be wrong by, so that
// what is just half a per cent counts.
const rounding = 1e-6

// The WGS84 ellipsoid: equatorial radius in metres, and eccentricity.
const (
	earthRadius  = 6_378_137.0
	eccentricity = 0.081819190842621
)

// project takes a place in grid steps to the cylindrical equal-area projection
// of the ellipsoid, in metres.
func project(at geom.XY) geom.XY {
	const e = eccentricity
	sin := math.Sin(at.Y / scale * math.Pi / 180)
	q := (1 - e*e) * (sin/(1-e*e*sin*sin) + math.Atanh(e*sin)/e)
	return geom.XY{X: earthRadius * at.X / scale * math.Pi / 180, Y: earthRadius * q / 2}
}
