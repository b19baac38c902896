package geo_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fourgates/internal/geo"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/golden.txt anew")

// The golden file was written before the geometry had a library. A database
// keeps boundaries as text and compares them byte for byte, and a snapshot keeps
// the shares: an engine that gives other bytes would change every one of them.
func TestBoundariesAndSharesAreThoseOfEarlierDatabases(t *testing.T) {
	var lines golden
	for _, d := range districts {
		lines.district(t, d.code, wards(t, d.code))
	}
	lines.demo(t)
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", "golden.txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// golden is what the engine gives, a line each: what it is, then a digest.
type golden []string

func (g *golden) add(what string, text ...string) {
	*g = append(*g, fmt.Sprintf("%s %.8x", what, sha256.Sum256([]byte(strings.Join(text, "\n")))))
}

// district holds each ward, its union with each neighbour, the union of all, and
// for every fourth ward its union with all its neighbours and areas drawn over it.
func (g *golden) district(t *testing.T, code string, features []geo.Feature) {
	for i, f := range features {
		g.add("ward "+f.Code, f.Boundary.GeoJSON())
		var pairs []string
		near := neighbours(f, features)
		for _, n := range near {
			pairs = append(pairs, union(t, f.Boundary, n).GeoJSON())
		}
		g.add("pairs "+f.Code, pairs...)
		if i%4 == 0 {
			g.ground(t, f.Code+" with its neighbours", union(t, append(near, f.Boundary)...), features)
			drawn := diamond(t, f.Boundary.LabelPoint(), 0.01+0.002*float64(i))
			g.ground(t, "drawn on "+f.Code, drawn, features)
			g.ground(t, "drawn with "+f.Code, union(t, drawn, f.Boundary), features)
		}
	}
	g.ground(t, code, union(t, boundaries(features)...), features)
}

// ground is a boundary such as an area has, its drawing, and its share in each seat.
func (g *golden) ground(t *testing.T, what string, s geo.Shape, seats []geo.Feature) {
	g.add("boundary "+what, s.GeoJSON())
	g.add("drawing "+what, geo.NewFrame(640, 420, 12, s).Path(s))
	var shares []string
	for _, f := range seats {
		if percent := overlap(t, s, f.Boundary); percent > 0 {
			shares = append(shares, fmt.Sprintf("%s %.2f", f.Code, math.Round(percent*100)/100))
		}
	}
	g.add("shares "+what, shares...)
}

// demo holds the seats of the demo's councils and the areas that it draws.
func (g *golden) demo(t *testing.T) {
	data := filepath.Join("..", "world", "data")
	var seats []geo.Feature
	for _, name := range []string{"divisions-aldermoor", "wards-marlwick", "wards-thornlow", "wards-wystan-vale"} {
		features, err := geo.ReadSeats(strings.NewReader(read(t, filepath.Join(data, name+".geojson"))))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range features {
			g.add("demo "+f.Code, f.Boundary.GeoJSON())
		}
		g.ground(t, "demo "+name, union(t, boundaries(features)...), features)
		seats = append(seats, features...)
	}
	g.ground(t, "demo county", union(t, boundaries(seats)...), seats)
	areas := read(t, filepath.Join(data, "areas.geojson"))
	list, err := geo.ReadBoundary(strings.NewReader(areas))
	if err != nil {
		t.Fatal(err)
	}
	g.ground(t, "demo areas", list, seats)
	for i, f := range demoAreas(t, areas) {
		area, err := geo.ReadBoundary(strings.NewReader(f))
		if err != nil {
			t.Fatal(err)
		}
		g.ground(t, fmt.Sprintf("demo area %d", i+1), area, seats)
	}
}

// demoAreas is each feature of the file, one a line there, as a file of its own.
func demoAreas(t *testing.T, file string) []string {
	t.Helper()
	var areas []string
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, `{"type":"Feature",`) {
			areas = append(areas, strings.TrimRight(line, ",\n"))
		}
	}
	if len(areas) == 0 {
		t.Fatal("the demo draws no areas")
	}
	return areas
}

func boundaries(features []geo.Feature) []geo.Shape {
	shapes := make([]geo.Shape, len(features))
	for i, f := range features {
		shapes[i] = f.Boundary
	}
	return shapes
}

// neighbours are the boundaries of the other features whose bounds meet those of f.
func neighbours(f geo.Feature, features []geo.Feature) []geo.Shape {
	var near []geo.Shape
	a := f.Boundary.Bounds()
	for _, g := range features {
		b := g.Boundary.Bounds()
		if g.Code != f.Code && a.West <= b.East && b.West <= a.East && a.South <= b.North && b.South <= a.North {
			near = append(near, g.Boundary)
		}
	}
	return near
}

// diamond is an area drawn round a place, so far from it north and south. It is
// narrower than high: where a line at 45° crosses another half way between two
// steps of the grid, the last bit of a float decides which of them it takes.
func diamond(t *testing.T, at geo.Position, far float64) geo.Shape {
	t.Helper()
	near := far * 0.618
	s, err := geo.FromPoints(fmt.Sprintf("%f,%f\n%f,%f\n%f,%f\n%f,%f",
		at.Lat-far, at.Lon, at.Lat, at.Lon+near, at.Lat+far, at.Lon, at.Lat, at.Lon-near))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func union(t testing.TB, shapes ...geo.Shape) geo.Shape {
	t.Helper()
	s, err := geo.Union(shapes...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
