package geo

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
)

// MaxDrawnPoints is how many points a boundary may be drawn with.
const MaxDrawnPoints = 500

// LineFault is what is wrong with a line of drawn points.
type LineFault struct {
	Line    int // 1 for the first; 0 when it is the points as a whole
	Problem string
}

// DrawnError is why drawn points make no boundary: every fault, in order.
type DrawnError struct{ Faults []LineFault }

// Error is every fault, one a line, such as "line 3: the latitude is missing".
func (e *DrawnError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.Problem
		if f.Line > 0 {
			lines[i] = fmt.Sprintf("line %d: %s", f.Line, f.Problem)
		}
	}
	return strings.Join(lines, "\n")
}

func drawnFault(line int, format string, args ...any) *DrawnError {
	return &DrawnError{[]LineFault{{line, fmt.Sprintf(format, args...)}}}
}

// FromPoints reads a boundary drawn as points in order round it, one a line,
// latitude then longitude in degrees: "51.2362, -0.2041". Commas, semicolons,
// tabs or spaces part the two; empty lines are passed over; the first point may
// be given again at the end. It returns a *DrawnError with every fault.
func FromPoints(text string) (Shape, error) {
	var corners []drawn
	var faults []LineFault
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if len(corners) > MaxDrawnPoints || len(faults) == MaxFaults {
			return Shape{}, drawnFault(number, "there are too many points: at most %d", MaxDrawnPoints)
		}
		p, problem := readPoint(line)
		if problem != "" {
			faults = append(faults, LineFault{number, problem})
			continue
		}
		if n := len(corners); n > 0 && corners[n-1].point == p {
			continue
		}
		corners = append(corners, drawn{p, number})
	}
	if len(faults) > 0 {
		return Shape{}, &DrawnError{faults}
	}
	if n := len(corners); n > 1 && corners[0].point == corners[n-1].point {
		corners = corners[:n-1]
	}
	return enclose(corners)
}

// drawn is a corner and the line that it was on.
type drawn struct {
	point
	line int
}

func readPoint(line string) (point, string) {
	p, err := domain.ReadPointLine(line)
	if err != nil {
		return point{}, domain.LowerFirst(err.Error())
	}
	return snap(p.Lon, p.Lat), ""
}

func enclose(corners []drawn) (Shape, error) {
	if len(corners) < 3 {
		return Shape{}, drawnFault(0, "give at least 3 different points")
	}
	r := make(ring, len(corners))
	for i, c := range corners {
		r[i] = c.point
	}
	if flat(r) {
		return Shape{}, drawnFault(0, "the points lie on one line and enclose no ground")
	}
	first, n := clash{}, len(r)
	err := eachMeeting(r.segments(), func(i, j int, how meeting) {
		if how == atEnds && (j == i+1 || i == 0 && j == n-1) {
			return
		}
		if this := (clash{i: i, j: j}); first.j == 0 || this.before(first) {
			first = this
		}
	})
	if err != nil {
		return Shape{}, drawnFault(0, "the boundary crosses itself too often to be checked")
	}
	if i, j := first.i, first.j; j > 0 {
		return Shape{}, drawnFault(corners[j].line, "the boundary from here to line %d meets the one from line %d to "+
			"line %d: "+
			"give the points in order round the area", corners[(j+1)%n].line, corners[i].line, corners[(i+1)%n].line)
	}
	return canonical([]polygon{{r}}), nil
}
