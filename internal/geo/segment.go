package geo

import (
	"cmp"
	"math"
	"slices"
)

// segment is one edge, with its direction.
type segment struct{ a, b point }

func (s segment) west() int64  { return min(s.a.x, s.b.x) }
func (s segment) east() int64  { return max(s.a.x, s.b.x) }
func (s segment) south() int64 { return min(s.a.y, s.b.y) }
func (s segment) north() int64 { return max(s.a.y, s.b.y) }

// holds tells whether p lies on the segment, its ends left out.
func (s segment) holds(p point) bool {
	return p != s.a && p != s.b && side(s.a, s.b, p) == 0 &&
		s.west() <= p.x && p.x <= s.east() && s.south() <= p.y && p.y <= s.north()
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

// eachMeeting calls visit once for each two segments that meet, i < j, in no
// order. It returns ErrTangled when that takes too long: a real edge is near a
// handful of others and north or south of some hundreds, but a boundary made to
// waste time has every edge near every other.
func eachMeeting(segments []segment, visit func(i, j int, how meeting)) error {
	eastward := make([]int, len(segments))
	for i := range eastward {
		eastward[i] = i
	}
	slices.SortFunc(eastward, func(i, j int) int { return cmp.Compare(segments[i].west(), segments[j].west()) })
	near, passed := 20_000+60*len(segments), 200_000_000
	for n, i := range eastward {
		s := segments[i]
		for _, j := range eastward[n+1:] {
			t := segments[j]
			if t.west() > s.east() {
				break
			}
			passed--
			if t.south() > s.north() || t.north() < s.south() {
				continue
			}
			near--
			if how := meet(s, t); how != apart {
				visit(min(i, j), max(i, j), how)
			}
		}
		if near < 0 || passed < 0 {
			return ErrTangled
		}
	}
	return nil
}
