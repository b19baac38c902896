package domain

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// most points of a line or outline that is typed.
const mostCorners = 200

// Shape reads a line or outline from text, one "latitude, longitude" a line, and returns it as a GeoJSON geometry (D3):
// a Polygon where the last point is the first again, else a LineString. "" gives "".
func Shape(text string) (string, error) {
	var points [][2]float64
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = Line(line)
		if line == "" {
			continue
		}
		p, err := corner(number, line)
		if err != nil {
			return "", err
		}
		points = append(points, p)
	}
	switch {
	case len(points) == 0:
		return "", nil
	case len(points) == 1:
		return "", fmt.Errorf("a line needs two points or more; for one point use latitude and longitude above")
	case len(points) > mostCorners:
		return "", fmt.Errorf("a line or outline may have %d points at most", mostCorners)
	}
	if closed := points[0] == points[len(points)-1]; closed && len(points) < 4 {
		return "", fmt.Errorf("an outline needs three different points or more")
	} else if closed {
		return geometry("Polygon", [][][2]float64{points})
	}
	return geometry("LineString", points)
}

func corner(number int, line string) ([2]float64, error) {
	p, err := ReadPointLine(line)
	if err != nil {
		return [2]float64{}, fmt.Errorf("line %d: %s", number, LowerFirst(err.Error()))
	}
	return [2]float64{p.Lon, p.Lat}, nil
}

func geometry(kind string, coordinates any) (string, error) {
	b, err := json.Marshal(struct {
		Type        string `json:"type"`
		Coordinates any    `json:"coordinates"`
	}{kind, coordinates})
	return string(b), err
}

// ShapeText is the text from which Shape made the geometry; "" for anything else.
func ShapeText(geometry string) string {
	var b strings.Builder
	for _, p := range corners(geometry) {
		fmt.Fprintf(&b, "%s, %s\n", degrees(p[1]), degrees(p[0]))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func corners(geometry string) [][2]float64 {
	var g struct {
		Type        string
		Coordinates json.RawMessage
	}
	if json.Unmarshal([]byte(geometry), &g) != nil {
		return nil
	}
	var line [][2]float64
	var rings [][][2]float64
	switch {
	case g.Type == "LineString" && json.Unmarshal(g.Coordinates, &line) == nil:
		return line
	case g.Type == "Polygon" && json.Unmarshal(g.Coordinates, &rings) == nil && len(rings) > 0:
		return rings[0]
	}
	return nil
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func PointWords(p *Point) string {
	if p == nil {
		return ""
	}
	return degrees(p.Lat) + ", " + degrees(p.Lon)
}

func ShapeWords(geometry string) string {
	n := len(corners(geometry))
	switch {
	case n == 0:
		return ""
	case strings.Contains(geometry, `"Polygon"`):
		return fmt.Sprintf("outline of %d points", n-1)
	}
	return fmt.Sprintf("line of %d points", n)
}
