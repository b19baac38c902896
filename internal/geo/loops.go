package geo

import (
	"cmp"
	"math"
	"slices"
)

// loops joins directed edges into rings that do not touch themselves. At a
// corner where several edges leave, it takes the one that keeps the ground on
// the left together.
func loops(edges []segment) []ring {
	leaving := make(map[point][]point, len(edges))
	for _, e := range edges {
		leaving[e.a] = append(leaving[e.a], e.b)
	}
	var out []ring
	for _, e := range edges {
		for len(leaving[e.a]) > 0 {
			out = append(out, untouched(walk(e.a, leaving))...)
		}
	}
	return out
}

// walk follows edges from start until it is back, and uses them up.
func walk(start point, leaving map[point][]point) ring {
	path := ring{start}
	before, at := start, start
	for {
		choices := leaving[at]
		if len(choices) == 0 {
			return path
		}
		next := 0
		if len(choices) > 1 && before != at {
			next = leftmost(before, at, choices)
		}
		to := choices[next]
		leaving[at] = slices.Delete(choices, next, next+1)
		if to == start {
			return path
		}
		path = append(path, to)
		before, at = at, to
	}
}

// leftmost is the choice that is reached first when turning clockwise from the
// way back.
func leftmost(before, at point, choices []point) int {
	best, least := 0, math.Inf(1)
	back := math.Atan2(float64(before.y-at.y), float64(before.x-at.x))
	for i, c := range choices {
		turn := back - math.Atan2(float64(c.y-at.y), float64(c.x-at.x))
		if turn <= 0 {
			turn += 2 * math.Pi
		}
		if turn < least {
			best, least = i, turn
		}
	}
	return best
}

// untouched splits a path at each corner that it passes more than once.
func untouched(path ring) []ring {
	var out []ring
	var stack ring
	place := map[point]int{}
	for _, p := range path {
		from, seen := place[p]
		if !seen {
			place[p] = len(stack)
			stack = append(stack, p)
			continue
		}
		out = append(out, slices.Clone(stack[from:]))
		for _, q := range stack[from+1:] {
			delete(place, q)
		}
		stack = stack[:from+1]
	}
	return append(out, stack)
}

// nest puts each hole into the outer ring around it and leaves out slivers.
func nest(rings []ring) []polygon {
	var outer []polygon
	var holes []ring
	for _, r := range rings {
		switch area := r.doubleArea(); {
		case area >= sliver:
			outer = append(outer, polygon{r.canonical()})
		case area <= -sliver:
			holes = append(holes, r.canonical())
		}
	}
	// The smallest first, so that a hole in an island finds the island.
	slices.SortFunc(outer, func(p, q polygon) int { return cmp.Compare(p[0].doubleArea(), q[0].doubleArea()) })
	for _, h := range holes {
		mid := point{h[0].x + h[1].x, h[0].y + h[1].y}
		for i, p := range outer {
			if p[0].locate(mid) == inside {
				outer[i] = append(p, h)
				break
			}
		}
	}
	return ordered(outer)
}

// ordered sorts polygons, and the holes of each, by their rings' corners.
func ordered(polygons []polygon) []polygon {
	for _, p := range polygons {
		slices.SortFunc(p[1:], compareRings)
	}
	slices.SortFunc(polygons, func(p, q polygon) int { return compareRings(p[0], q[0]) })
	return polygons
}

func compareRings(r, s ring) int {
	return slices.CompareFunc(r, s, func(p, q point) int {
		return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
	})
}
