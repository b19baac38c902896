package geo

import (
	"math"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"
)

// Frame lays shapes out in an SVG viewBox, north up, to scale in both
// directions. It needs no tiles and no script.
type Frame struct {
	width, height float64
	scale         float64 // units per degree of latitude
	squeeze       float64 // a degree of longitude to one of latitude
	centre        Position
}

// NewFrame fits the shapes into a box of so many units, with a margin on every
// side. Shapes of no ground take no room; with nothing to fit, everything is
// drawn in the middle.
func NewFrame(width, height, margin float64, shapes ...Shape) Frame {
	f := Frame{width: width, height: height, scale: 1, squeeze: 1}
	var box Bounds
	some := false
	for _, s := range shapes {
		if s.IsEmpty() {
			continue
		}
		b := s.Bounds()
		if !some {
			box, some = b, true
		}
		box = Bounds{min(box.West, b.West), min(box.South, b.South), max(box.East, b.East), max(box.North, b.North)}
	}
	if !some {
		return f
	}
	f.centre = Position{(box.West + box.East) / 2, (box.South + box.North) / 2}
	f.squeeze = math.Cos(f.centre.Lat * math.Pi / 180)
	across := (width - 2*margin) / math.Max((box.East-box.West)*f.squeeze, 1.0/scale)
	up := (height - 2*margin) / math.Max(box.North-box.South, 1.0/scale)
	f.scale = math.Max(0, math.Min(across, up))
	return f
}

// ViewBox is the attribute of the svg element.
func (f Frame) ViewBox() string {
	d := appendTenths([]byte("0 0 "), tenths(f.width))
	return string(appendTenths(append(d, ' '), tenths(f.height)))
}

// Point is where a place falls, in the box's units from its top left.
func (f Frame) Point(at Position) (x, y float64) {
	return f.width/2 + (at.Lon-f.centre.Lon)*f.squeeze*f.scale, f.height/2 - (at.Lat-f.centre.Lat)*f.scale
}

// Path is the d attribute of a path element that draws the shape. Corners
// nearer than half a unit to the line without them are left out, so that a page
// carries no more than can be seen. Fill it with fill-rule evenodd.
func (f Frame) Path(s Shape) string {
	var d []byte
	for _, r := range s.rings() {
		line := r.TransformXY(func(c geom.XY) geom.XY {
			x, y := f.Point(Position{c.X / scale, c.Y / scale})
			return geom.XY{X: x, Y: y}
		}).Simplify(0.5).Coordinates()
		if line.Length() >= 4 { // else it is too small to see
			d = appendPath(d, line)
		}
	}
	return string(d)
}

// appendPath writes each corner as its distance from the one before, in tenths
// of a unit, which is the shortest way to say it.
func appendPath(d []byte, line geom.Sequence) []byte {
	var x, y int
	command := byte('M')
	for i := range line.Length() - 1 {
		c := line.GetXY(i)
		toX, toY := tenths(c.X), tenths(c.Y)
		if i > 0 && toX == x && toY == y {
			continue
		}
		d = appendTenths(append(d, command), toX-x)
		if toY >= y {
			d = append(d, ' ')
		}
		d = appendTenths(d, toY-y)
		x, y, command = toX, toY, 'l'
	}
	return append(d, 'Z')
}

func tenths(x float64) int { return int(math.Round(x * 10)) }

func appendTenths(d []byte, n int) []byte {
	return strconv.AppendFloat(d, float64(n)/10, 'f', -1, 64)
}
