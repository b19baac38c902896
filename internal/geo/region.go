package geo

import (
	"cmp"
	"errors"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// ErrTangled is returned for lines that cross and overlap so often that
// sorting them out would take more time than any real boundary needs.
var ErrTangled = errors.New("the lines are too tangled to work out")

// polygon is an outer ring, anticlockwise, then its holes, clockwise.
type polygon []ring

// sliver is the least double area, in square grid steps, of a ring that is kept
// when ground is rebuilt: about a square metre in Britain. Smaller rings come
// from rounding.
const sliver = 260

// gap is the least double area of a hole that a union keeps: about 100 m² in
// Britain. Smaller ones are chinks where two borders do not quite fit.
const gap = 100 * sliver

// Union is the ground that any of the shapes covers. Borders between
// neighbours vanish, and so do chinks under some 100 m² that they leave. It
// returns ErrTangled for shapes whose edges cross each other too often.
func Union(shapes ...Shape) (Shape, error) {
	if err := untangled(shapes...); err != nil {
		return Shape{}, err
	}
	parts := make([]geom.Geometry, len(shapes))
	for i, s := range shapes {
		parts[i] = s.ground.AsGeometry()
	}
	g, err := geom.UnionMany(parts)
	if err != nil {
		return Shape{}, ErrTangled
	}
	return onGrid(g, gap)
}

// untangled returns ErrTangled for shapes that the library must not be given
// together: it holds every crossing in memory at once, and a boundary made to
// waste it has each edge cross each other one. Real ones cross once an edge, where
// they follow the same river with different lines.
func untangled(shapes ...Shape) error {
	var edges []segment
	for _, s := range shapes {
		edges = append(edges, s.edges()...)
	}
	crossings := 0
	err := eachMeeting(edges, func(_, _ int, how meeting) {
		if how == crossing {
			crossings++
		}
	})
	if crossings > 20_000+len(edges) {
		return ErrTangled
	}
	return err
}

// region is the ground that the polygons go round more often as outer rings than
// as holes. They may cross, touch and overlap by as much as rounding does to
// them. It returns ErrTangled where the library makes nothing of them.
func region(polygons []polygon) (Shape, error) {
	g, err := geom.Buffer(multi(polygons).AsGeometry(), 0)
	if err != nil {
		return Shape{}, ErrTangled
	}
	return onGrid(g, sliver)
}

// onGrid brings sound ground onto the grid and keeps the holes of at least that
// double area. Rounding can push a line over a corner, so the library goes over
// the ground again until rounding moves nothing: a few times.
func onGrid(g geom.Geometry, hole int64) (Shape, error) {
	for range 24 {
		polygons, moved := rounded(g)
		if !moved {
			return canonical(withoutSlivers(polygons, hole)), nil
		}
		var err error
		if g, err = geom.Buffer(multi(polygons).AsGeometry(), 0); err != nil {
			return Shape{}, ErrTangled
		}
	}
	return Shape{}, ErrTangled
}

// rounded is the polygons of the geometry with their corners on the grid.
func rounded(g geom.Geometry) (polygons []polygon, moved bool) {
	for _, part := range g.Dump() {
		from, ok := part.AsPolygon()
		if !ok {
			continue
		}
		var p polygon
		for i, line := range from.DumpRings() {
			r, off := ringOf(line)
			moved = moved || off
			if r.doubleArea() != 0 {
				p = append(p, r.turned(i == 0))
			} else if i == 0 {
				break
			}
		}
		if len(p) > 0 {
			polygons = append(polygons, p)
		}
	}
	return polygons, moved
}

// ringOf is the line with its corners on the grid, and whether that moved any.
func ringOf(line geom.LineString) (r ring, moved bool) {
	corners := line.Coordinates()
	for i := range corners.Length() - 1 {
		c := corners.GetXY(i)
		p := nearest(c)
		moved = moved || p.xy() != c
		if len(r) == 0 || r[len(r)-1] != p {
			r = append(r, p)
		}
	}
	if last := len(r) - 1; last > 0 && r[last] == r[0] {
		r = r[:last]
	}
	return r, moved
}

// withoutSlivers leaves out parts of less than a sliver and holes of less than that
// double area.
func withoutSlivers(polygons []polygon, hole int64) []polygon {
	var kept []polygon
	for _, p := range polygons {
		if p[0].doubleArea() < sliver {
			continue
		}
		holes := slices.DeleteFunc(p[1:], func(r ring) bool { return -r.doubleArea() < hole })
		kept = append(kept, append(p[:1], holes...))
	}
	return kept
}

// canonical is the one Shape of these polygons, whatever the order of their
// parts and corners.
func canonical(polygons []polygon) Shape {
	for _, p := range polygons {
		for i, r := range p {
			p[i] = r.turned(i == 0).fromLeast()
		}
		slices.SortFunc(p[1:], compareRings)
	}
	slices.SortFunc(polygons, func(p, q polygon) int { return compareRings(p[0], q[0]) })
	return Shape{multi(polygons)}
}

func compareRings(r, s ring) int {
	return slices.CompareFunc(r, s, func(p, q point) int {
		return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
	})
}

// multi is the polygons as the library has them, in grid steps.
func multi(polygons []polygon) geom.MultiPolygon {
	out := make([]geom.Polygon, len(polygons))
	for i, p := range polygons {
		lines := make([]geom.LineString, len(p))
		for j, r := range p {
			lines[j] = r.line()
		}
		out[i] = geom.NewPolygon(lines)
	}
	return geom.NewMultiPolygon(out)
}
