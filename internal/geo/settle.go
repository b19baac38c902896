package geo

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// meetings looks for edges that meet where they should not. Whether they met
// before rounding decides: those that did are faults, told once for each ring
// or two rings; those that did not make the boundary unsound, to be rebuilt.
func meetings(rings []checked) (sound bool, faults []string) {
	var edges []segment
	var at []spot
	for i, r := range rings {
		for j, e := range r.segments() {
			edges, at = append(edges, e), append(at, spot{i, j})
		}
	}
	sound = true
	found := map[[2]int]clash{}
	err := eachMeeting(edges, func(i, j int, how meeting) {
		r, s := rings[at[i].ring], rings[at[j].ring]
		within := at[i].ring == at[j].ring
		following := within && (at[j].edge == at[i].edge+1 || at[i].edge == 0 && at[j].edge == len(r.ring)-1)
		if following && how == atEnds {
			return
		}
		sound = false
		this := clash{i: i, j: j}
		first, told := found[[2]int{at[i].ring, at[j].ring}]
		if told && !this.before(first) {
			return
		}
		e, f := r.before(at[i].edge), s.before(at[j].edge)
		switch {
		case e.crosses(f) && within:
			this.problem = r.label + " crosses itself"
		case e.crosses(f):
			this.problem = s.label + " crosses " + r.label
		case following && e.doublesBack(f), within && !following && e.touches(f):
			this.problem = r.label + " touches itself"
		default:
			return
		}
		this.problem += " near " + nearby(edges[i], edges[j], how)
		found[[2]int{at[i].ring, at[j].ring}] = this
	})
	if err != nil && len(found) == 0 {
		return false, []string{tangled}
	}
	for _, c := range slices.SortedFunc(maps.Values(found), clash.compare) {
		faults = append(faults, c.problem)
	}
	return sound, faults
}

const tangled = "its lines cross or overlap so often that they cannot be checked"

// clash is what is wrong with two edges, by their numbers.
type clash struct {
	i, j    int
	problem string
}

func (c clash) compare(d clash) int { return cmp.Or(cmp.Compare(c.i, d.i), cmp.Compare(c.j, d.j)) }

func (c clash) before(d clash) bool { return c.compare(d) < 0 }

// spot names an edge by its ring and its number there.
type spot struct{ ring, edge int }

// nearby says where two edges meet.
func nearby(s, t segment, how meeting) string {
	at := s.a
	switch {
	case how == crossing:
		at = crossingPoint(s, t)
	case s.b == t.a, s.b == t.b, t.holds(s.b):
		at = s.b
	case s.holds(t.a):
		at = t.a
	case s.holds(t.b):
		at = t.b
	}
	return fmt.Sprintf("latitude %.5f, longitude %.5f", at.lat(), at.lon())
}

// unrounded is an edge as it was in the file.
type unrounded struct{ a, b []float64 }

func (c checked) before(edge int) unrounded {
	return unrounded{c.from[edge], c.from[(edge+1)%len(c.from)]}
}

func (e unrounded) crosses(f unrounded) bool {
	return e.side(f.a)*e.side(f.b) < 0 && f.side(e.a)*f.side(e.b) < 0
}

func (e unrounded) touches(f unrounded) bool {
	return e.holds(f.a) || e.holds(f.b) || f.holds(e.a) || f.holds(e.b)
}

// doublesBack is for edges that follow each other, either way round.
func (e unrounded) doublesBack(f unrounded) bool {
	if &e.a[0] == &f.b[0] {
		e, f = f, e
	}
	return e.holds(f.b) || f.holds(e.a)
}

func (e unrounded) side(p []float64) int {
	cross := (e.b[0]-e.a[0])*(p[1]-e.a[1]) - (e.b[1]-e.a[1])*(p[0]-e.a[0])
	switch {
	case cross > 0:
		return 1
	case cross < 0:
		return -1
	}
	return 0
}

func (e unrounded) holds(p []float64) bool {
	return e.side(p) == 0 &&
		min(e.a[0], e.b[0]) <= p[0] && p[0] <= max(e.a[0], e.b[0]) &&
		min(e.a[1], e.b[1]) <= p[1] && p[1] <= max(e.a[1], e.b[1])
}

// assemble makes a shape of rings that do not cross. Unless they are sound as
// they are, it rebuilds them, and compares the ground before and after: what
// differs by more than rounding can is a part or a hole in the wrong place.
func assemble(rings []checked, sound bool) (Shape, []string) {
	var parts []polygon
	var expected, length int64
	for _, c := range rings {
		r := c.turned(!c.hole)
		expected += r.doubleArea()
		length += r.length()
		if c.hole {
			parts[len(parts)-1] = append(parts[len(parts)-1], r)
		} else {
			parts = append(parts, polygon{r})
		}
	}
	if sound && len(rings) == 1 {
		return canonical(parts), nil
	}
	s, err := region(parts)
	if err != nil {
		return Shape{}, []string{tangled}
	}
	// Rounding moves an edge by less than a step, and loses slivers.
	differs := math.Abs(float64(expected) - 2*s.ground.Area())
	if differs > float64(4*length+sliver*int64(len(rings))) {
		return Shape{}, []string{"its rings do not fit together: polygons overlap, or a hole lies outside its outer " +
			"ring"}
	}
	if s.IsEmpty() {
		return Shape{}, []string{"it encloses no ground"}
	}
	return s, nil
}

// length is that of the ring in grid steps, taken along the axes.
func (r ring) length() int64 {
	var sum int64
	for _, e := range r.segments() {
		sum += max(e.a.x-e.b.x, e.b.x-e.a.x) + max(e.a.y-e.b.y, e.b.y-e.a.y)
	}
	return sum
}
