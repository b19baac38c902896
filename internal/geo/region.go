package geo

import (
	"cmp"
	"slices"
)

// polygon is an outer ring, anticlockwise, then its holes, clockwise.
type polygon []ring

// sliver is the least double area, in square grid steps, of a loop that is kept
// when a region is rebuilt: about a square metre in Britain. Smaller loops come
// from rounding.
const sliver = 260

// region gives the ground that the rings go round more often anticlockwise than
// clockwise, as polygons that neither cross nor overlap. Rings may do both. The
// work is exact but for crossings, which are rounded to the grid.
func region(rings []ring) ([]polygon, error) {
	edges, err := node(rings)
	if err != nil {
		return nil, err
	}
	border, err := bordering(edges)
	if err != nil {
		return nil, err
	}
	return nest(loops(border)), nil
}

// weighted is an edge from its lesser corner to its greater one, and how many
// more times the rings run along it that way than back.
type weighted struct {
	segment
	times int
}

// node cuts every ring where another edge meets it, until edges meet at their
// ends only, and adds up those that lie on each other. A border that two
// neighbours share cancels out here.
func node(rings []ring) ([]weighted, error) {
	var edges []weighted
	for _, r := range rings {
		for _, s := range r.segments() {
			edges = append(edges, weighted{s, 1})
		}
	}
	// Rounding a crossing can make a new one beside it; that ends in a few rounds.
	for range 24 {
		edges = addUp(edges)
		cuts, err := cutsOf(edges)
		if err != nil {
			return nil, err
		}
		if len(cuts) == 0 {
			return edges, nil
		}
		edges = cutUp(edges, cuts)
	}
	return nil, ErrTangled
}

func addUp(edges []weighted) []weighted {
	times := make(map[segment]int, len(edges))
	for _, e := range edges {
		if e.b.less(e.a) {
			e.segment, e.times = segment{e.b, e.a}, -e.times
		}
		times[e.segment] += e.times
	}
	out := make([]weighted, 0, len(times))
	for s, n := range times {
		if n != 0 && s.a != s.b {
			out = append(out, weighted{s, n})
		}
	}
	slices.SortFunc(out, func(e, f weighted) int { return compareSegments(e.segment, f.segment) })
	return out
}

func cutsOf(edges []weighted) (map[int][]point, error) {
	segments := segmentsOf(edges)
	cuts := map[int][]point{}
	cut := func(i int, p point) {
		if p != segments[i].a && p != segments[i].b {
			cuts[i] = append(cuts[i], p)
		}
	}
	err := eachMeeting(segments, func(i, j int, how meeting) {
		s, t := segments[i], segments[j]
		switch how {
		case crossing:
			p := crossingPoint(s, t)
			cut(i, p)
			cut(j, p)
		case touching:
			for _, p := range []point{t.a, t.b} {
				if s.holds(p) {
					cut(i, p)
				}
			}
			for _, p := range []point{s.a, s.b} {
				if t.holds(p) {
					cut(j, p)
				}
			}
		}
	})
	return cuts, err
}

func cutUp(edges []weighted, cuts map[int][]point) []weighted {
	out := make([]weighted, 0, len(edges)+2*len(cuts))
	for i, e := range edges {
		points := cuts[i]
		// Along the edge: from a, the lesser end.
		slices.SortFunc(points, func(p, q point) int { return cmp.Compare(along(e.segment, p), along(e.segment, q)) })
		from := e.a
		for _, p := range append(points, e.b) {
			out = append(out, weighted{segment{from, p}, e.times})
			from = p
		}
	}
	return out
}

func along(s segment, p point) int64 {
	return (s.b.x-s.a.x)*(p.x-s.a.x) + (s.b.y-s.a.y)*(p.y-s.a.y)
}

// bordering keeps the edges with ground on one side only, directed so that the
// ground is on their left.
func bordering(edges []weighted) ([]segment, error) {
	// Going up from an edge meets every edge above it: many, under a ragged coast.
	near := indexOf(segmentsOf(edges), 500)
	var out []segment
	for _, e := range edges {
		// Go up from beside the middle of the edge, on its left, out of everything.
		mid, left := point{e.a.x + e.b.x, e.a.y + e.b.y}, 0
		x, y := float64(mid.x)/2, float64(mid.y)/2
		err := near.search(box{x, y, x, 90 * scale}, func(j int) {
			if above(edges[j].segment, mid) {
				left -= edges[j].times
			}
		})
		if err != nil {
			return nil, err
		}
		right := left - e.times
		switch {
		case left > 0 && right <= 0:
			out = append(out, e.segment)
		case left <= 0 && right > 0:
			out = append(out, segment{e.b, e.a})
		}
	}
	return out, nil
}

// above tells whether the edge passes above a point a hair's breadth left of
// twice/2. An edge that has its own middle there does not.
func above(s segment, twice point) bool {
	a, b := s.a.doubled(), s.b.doubled()
	return a.x < twice.x && twice.x <= b.x && side(a, b, twice) < 0
}

func segmentsOf(edges []weighted) []segment {
	out := make([]segment, len(edges))
	for i, e := range edges {
		out[i] = e.segment
	}
	return out
}

func compareSegments(s, t segment) int {
	return cmp.Or(cmp.Compare(s.a.x, t.a.x), cmp.Compare(s.a.y, t.a.y), cmp.Compare(s.b.x, t.b.x), cmp.Compare(s.b.y, t.b.y))
}
