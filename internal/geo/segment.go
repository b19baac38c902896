package geo

import (
	"errors"
	"math"
)

// ErrTangled is returned for lines that cross and overlap so often that
// sorting them out would take more time than any real boundary needs.
var ErrTangled = errors.New("the lines are too tangled to work out")

// segment is one edge, with its direction.
type segment struct{ a, b point }

func (s segment) box() box {
	return box{
		float64(min(s.a.x, s.b.x)), float64(min(s.a.y, s.b.y)),
		float64(max(s.a.x, s.b.x)), float64(max(s.a.y, s.b.y)),
	}
}

// holds tells whether p lies on the segment, its ends left out.
func (s segment) holds(p point) bool {
	return p != s.a && p != s.b && side(s.a, s.b, p) == 0 && between(s.a, s.b, p)
}

// meeting is how two segments meet.
type meeting int

const (
	apart    meeting = iota
	atEnds           // an end of one is an end of the other, and nothing more
	touching         // an end of one lies within the other
	crossing         // they cross in one inner point of each
	same             // they have both ends in common
)

func meet(s, t segment) meeting {
	if s == t || (s.a == t.b && s.b == t.a) {
		return same
	}
	sa, sb := side(t.a, t.b, s.a), side(t.a, t.b, s.b)
	ta, tb := side(s.a, s.b, t.a), side(s.a, s.b, t.b)
	switch {
	case sa*sb < 0 && ta*tb < 0:
		return crossing
	case s.holds(t.a), s.holds(t.b), t.holds(s.a), t.holds(s.b):
		return touching
	case s.a == t.a, s.a == t.b, s.b == t.a, s.b == t.b:
		return atEnds
	}
	return apart
}

// crossingPoint is where two crossing segments cross, rounded to the grid.
func crossingPoint(s, t segment) point {
	dx, dy := float64(s.b.x-s.a.x), float64(s.b.y-s.a.y)
	ex, ey := float64(t.b.x-t.a.x), float64(t.b.y-t.a.y)
	fx, fy := float64(t.a.x-s.a.x), float64(t.a.y-s.a.y)
	along := (fx*ey - fy*ex) / (dx*ey - dy*ex)
	return point{s.a.x + int64(math.Round(along*dx)), s.a.y + int64(math.Round(along*dy))}
}

// index finds segments by place, and stops when too much is asked of it: a
// boundary made to waste time has every edge near every other.
type index struct {
	tree   *tree
	budget int
}

// indexOf lays the segments out. Each may be looked at perEdge times on average:
// a real edge is near a handful of others.
func indexOf(segments []segment, perEdge int) *index {
	boxes := make([]box, len(segments))
	for i, s := range segments {
		boxes[i] = s.box()
	}
	return &index{treeOf(boxes), 20_000 + perEdge*len(segments)}
}

// search calls visit with the number of each segment whose box meets the box
// given. It returns ErrTangled when the budget of all searches is spent.
func (x *index) search(b box, visit func(i int)) error {
	within := x.tree.search(b, func(i int) bool {
		if x.budget--; x.budget < 0 {
			return false
		}
		visit(i)
		return true
	})
	if !within {
		return ErrTangled
	}
	return nil
}

// eachMeeting calls visit once for each two segments that meet.
func eachMeeting(segments []segment, visit func(i, j int, how meeting)) error {
	near := indexOf(segments, 60)
	for i, s := range segments {
		err := near.search(s.box(), func(j int) {
			if j <= i {
				return
			}
			if how := meet(s, segments[j]); how != apart {
				visit(i, j, how)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
