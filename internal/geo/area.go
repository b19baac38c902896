package geo

import "math"

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
func (s Shape) Area() float64 {
	var sum float64
	for _, e := range s.borders() {
		sum += e.sign * (e.x1 - e.x0) * (e.y0 + e.y1) / 2
	}
	return sum
}

// IntersectionArea is the ground that both shapes cover, in square metres. It
// is symmetric and has no failing case.
func (s Shape) IntersectionArea(t Shape) float64 {
	if !s.Bounds().meets(t.Bounds()) {
		return 0
	}
	// The ground under a border, down to the equator, counts for an edge that
	// has the shape below it and against one that has it above. What two shapes
	// share is what the grounds under each two of their edges share.
	edges, others := s.borders(), t.borders()
	reaches := make([]box, len(others))
	for i, e := range others {
		reaches[i] = box{x0: e.x0, x1: e.x1}
	}
	near := treeOf(reaches)
	// Measured from below both shapes, so that the sums stay small.
	ground := math.Min(lowest(edges), lowest(others))
	var sum float64
	for _, e := range edges {
		near.search(box{x0: e.x0, x1: e.x1}, func(i int) bool {
			sum += e.sign * others[i].sign * e.under(others[i], ground)
			return true
		})
	}
	return math.Max(0, sum)
}

// Overlap is the percentage of the area's ground, 0 to 100, that lies in the
// seat. A sliver is 0: see SliverPercent.
func Overlap(area, seat Shape) float64 {
	whole, shared := area.Area(), area.IntersectionArea(seat)
	if whole == 0 {
		return 0
	}
	percent := math.Min(100, 100*shared/whole)
	if percent < SliverPercent && shared < SliverArea {
		return 0
	}
	return percent
}

func (b Bounds) meets(c Bounds) bool {
	return b.West <= c.East && c.West <= b.East && b.South <= c.North && c.South <= b.North
}

// border is an edge in metres on the equal-area projection, x0 < x1. Its sign
// is +1 when the shape lies below it and -1 when above.
type border struct{ x0, y0, x1, y1, sign float64 }

func (s Shape) borders() []border {
	var out []border
	for _, r := range s.rings() {
		for _, e := range r.segments() {
			switch {
			case e.a.x < e.b.x: // the shape is on the left: above
				out = append(out, borderOf(e.a, e.b, -1))
			case e.b.x < e.a.x:
				out = append(out, borderOf(e.b, e.a, +1))
			}
		}
	}
	return out
}

func borderOf(from, to point, sign float64) border {
	x0, y0 := project(from)
	x1, y1 := project(to)
	return border{x0, y0, x1, y1, sign}
}

// The WGS84 ellipsoid: equatorial radius in metres, and eccentricity.
const (
	earthRadius  = 6_378_137.0
	eccentricity = 0.081819190842621
)

// project is the cylindrical equal-area projection of the ellipsoid.
func project(p point) (x, y float64) {
	const e = eccentricity
	sin := math.Sin(p.lat() * math.Pi / 180)
	q := (1 - e*e) * (sin/(1-e*e*sin*sin) + math.Atanh(e*sin)/e)
	return earthRadius * p.lon() * math.Pi / 180, earthRadius * q / 2
}

func lowest(edges []border) float64 {
	low := math.Inf(1)
	for _, e := range edges {
		low = min(low, e.y0, e.y1)
	}
	return low
}

// under is the area that lies under both borders and above the ground.
func (b border) under(c border, ground float64) float64 {
	x0, x1 := math.Max(b.x0, c.x0), math.Min(b.x1, c.x1)
	if x0 >= x1 {
		return 0
	}
	b0, b1, c0, c1 := b.at(x0)-ground, b.at(x1)-ground, c.at(x0)-ground, c.at(x1)-ground
	before, after := b0-c0, b1-c1
	if before*after >= 0 {
		return (x1 - x0) * (math.Min(b0, c0) + math.Min(b1, c1)) / 2
	}
	// They cross: the lower one before, then the other.
	t := before / (before - after)
	mid := b0 + t*(b1-b0)
	return (x1 - x0) * (t*(math.Min(b0, c0)+mid) + (1-t)*(mid+math.Min(b1, c1))) / 2
}

func (b border) at(x float64) float64 {
	return b.y0 + (x-b.x0)/(b.x1-b.x0)*(b.y1-b.y0)
}
