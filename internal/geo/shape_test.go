package geo_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"fourgates/internal/geo"

	"github.com/google/go-cmp/cmp"
)

// sound fails the test unless the shape is valid and keeps its text.
func sound(t *testing.T, s geo.Shape) {
	t.Helper()
	if !s.Valid() {
		t.Fatalf("not valid: %s", s.GeoJSON())
	}
	again, err := geo.ParseShape(s.GeoJSON())
	if err != nil || !again.Equal(s) {
		t.Fatalf("%v: does not keep its text: %s", err, s.GeoJSON())
	}
}

func shape(t testing.TB, coordinates string) geo.Shape {
	t.Helper()
	kind := "Polygon"
	if strings.HasPrefix(coordinates, "[[[[") {
		kind = "MultiPolygon"
	}
	s, err := geo.ParseShape(`{"type":"` + kind + `","coordinates":` + coordinates + `}`)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func box(t testing.TB, west, south, east, north float64) geo.Shape {
	t.Helper()
	return shape(t, fmt.Sprintf("[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[4]f],[%[1]f,%[2]f]]]", west,
		south, east, north))
}

func overlap(t testing.TB, area, seat geo.Shape) float64 {
	t.Helper()
	percent, err := geo.Overlap(area, seat)
	if err != nil {
		t.Fatal(err)
	}
	return percent
}

func inBoth(t testing.TB, a, b geo.Shape) float64 {
	t.Helper()
	area, err := a.IntersectionArea(b)
	if err != nil {
		t.Fatal(err)
	}
	return area
}

func TestAreaIsThatOfTheEllipsoid(t *testing.T) {
	// By summing narrow strips of the ellipsoid's surface, not by the formula in use.
	const a, e2, strips = 6_378_137.0, 0.00669437999014, 20_000
	var want float64
	for i := range strips {
		lat := (51 + (float64(i)+0.5)/strips) * math.Pi / 180
		w := 1 - e2*math.Sin(lat)*math.Sin(lat)
		meridian, normal := a*(1-e2)/math.Pow(w, 1.5), a/math.Sqrt(w)
		want += meridian * normal * math.Cos(lat) * (math.Pi / 180) * (math.Pi / 180) / strips
	}
	if got := box(t, -1, 51, 0, 52).Area(); math.Abs(got/want-1) > 1e-8 {
		t.Errorf("a degree square has %.1f m², want %.1f m²", got, want)
	}
}

func TestNoGround(t *testing.T) {
	var none geo.Shape
	some := box(t, 0, 51, 0.1, 51.1)
	if !none.IsEmpty() || none.Valid() || none.Area() != 0 || none.Points() != 0 || none.Contains(geo.Position{}) {
		t.Error("the zero Shape has ground")
	}
	if inBoth(t, none, some) != 0 || overlap(t, none, some) != 0 || overlap(t, some, none) != 0 {
		t.Error("no ground overlaps")
	}
	if none.Centroid() != (geo.Position{}) || none.LabelPoint() != (geo.Position{}) || none.Bounds() != (geo.Bounds{}) {
		t.Error("no ground lies somewhere")
	}
	if u, err := geo.Union(); err != nil || !u.IsEmpty() {
		t.Errorf("the union of nothing is %v, %v", u, err)
	}
	if u, err := geo.Union(none, some); err != nil || !u.Equal(some) {
		t.Errorf("the union with nothing is %v, %v", u, err)
	}
	if !none.Simplify(10).IsEmpty() || geo.NewFrame(100, 100, 5, none).Path(none) != "" {
		t.Error("no ground is drawn")
	}
}

func TestContainsHeedsHolesAndBorders(t *testing.T) {
	s := shape(t,
		`[[[0,51],[0.4,51],[0.4,51.4],[0,51.4],[0,51]],[[0.1,51.1],[0.3,51.1],[0.3,51.3],[0.1,51.3],[0.1,51.1]]]`)
	for at, want := range map[geo.Position]bool{
		{Lon: 0.05, Lat: 51.05}: true, {Lon: 0.2, Lat: 51.2}: false, {Lon: 0.1, Lat: 51.2}: true,
		{Lon: 0, Lat: 51}:     true,
		{Lon: 0.5, Lat: 51.2}: false, {Lon: 0.2, Lat: 51.4}: true, {Lon: math.NaN(), Lat: 51}: false,
		{Lon: 1e300, Lat: 51}: false,
	} {
		if got := s.Contains(at); got != want {
			t.Errorf("contains %v is %v", at, got)
		}
	}
	if c := s.Centroid(); s.Contains(c) {
		t.Errorf("the centroid %v is not in the hole", c)
	}
	if l := s.LabelPoint(); !s.Contains(l) {
		t.Errorf("the label at %v is not on the shape", l)
	}
	if diff := cmp.Diff(geo.Bounds{West: 0, South: 51, East: 0.4, North: 51.4}, s.Bounds()); diff != "" {
		t.Error(diff)
	}
}

func TestOverlapInPercentOfTheArea(t *testing.T) {
	area := box(t, 0, 51, 0.02, 51.01)
	for name, c := range map[string]struct {
		seat geo.Shape
		want float64
	}{
		"a quarter":      {box(t, 0.015, 50, 1, 52), 25},
		"around it":      {box(t, -1, 50, 1, 52), 100},
		"within it":      {box(t, 0.005, 51, 0.015, 51.01), 50},
		"elsewhere":      {box(t, 1, 50, 2, 52), 0},
		"along its edge": {box(t, 0.02, 51, 0.03, 51.01), 0},
		"a strip of 7 m": {box(t, 0.0199, 51, 0.03, 51.01), 0.5}, // half a per cent counts
		"a strip of 6 m": {box(t, 0.01991, 51, 0.03, 51.01), 0},
		"in two parts": {
			shape(t, `[[[[0,51],[0.005,51],[0.005,51.01],[0,51.01],[0,51]]],[[[0.015,51],[0.02,51],[0.02,51.01],[0.015,51.01],[0.015,51]]]]`), 50},
		"around it, with a hole": {
			shape(t, `[[[-1,50],[1,50],[1,52],[-1,52],[-1,50]],[[0,50.5],[0.01,50.5],[0.01,51.5],[0,51.5],[0,50.5]]]`),
			50},
		"crossing it at an angle": {shape(t, `[[[0,51],[0.02,51],[0.02,51.01],[0,51]]]`), 50},
	} {
		if got := overlap(t, area, c.seat); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s: %.4f %%, want %g %%", name, got, c.want)
		}
	}
}

func TestASmallPartOfALargeAreaCountsFromAHectare(t *testing.T) {
	large := box(t, 0, 51, 1, 51.5)
	hectare := box(t, 0, 51, 0.0015, 51.001) // 105 m by 111 m
	if area := hectare.Area(); area < geo.SliverArea || area > 1.2*geo.SliverArea {
		t.Fatalf("the estate has %.0f m²", area)
	}
	if got := overlap(t, large, hectare); got <= 0 {
		t.Error("an estate of over a hectare is a sliver")
	}
	if got := overlap(t, large, box(t, 0, 51, 0.0012, 51.001)); got != 0 {
		t.Errorf("a strip under a hectare is %g %% of the area", got)
	}
}

func TestUnionJoinsAndFillsChinks(t *testing.T) {
	left, right := box(t, 0, 51, 0.1, 51.1), box(t, 0.1, 51, 0.2, 51.1)
	both, err := geo.Union(left, right)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, both)
	if math.Abs(both.Area()-left.Area()-right.Area()) > 0.01 {
		t.Errorf("%.2f m² from %.2f m² and %.2f m²", both.Area(), left.Area(), right.Area())
	}
	// A ring round a chink of some 20 m², and one round a field of 7 ha.
	chink := shape(t,
		`[[[0,51],[0.1,51],[0.1,51.1],[0,51.1],[0,51]],[[0.05,51.05],[0.0501,51.05],[0.0501,51.05003],[0.05,51.05]]]`)
	field := shape(t,
		`[[[0,51],[0.1,51],[0.1,51.1],[0,51.1],[0,51]],[[0.05,51.05],[0.06,51.05],[0.06,51.06],[0.05,51.05]]]`)
	if u, err := geo.Union(chink, right); err != nil || !u.Equal(both) {
		t.Errorf("the chink stays: %v, %v", u.GeoJSON(), err)
	}
	if u, err := geo.Union(field, right); err != nil || math.Abs(u.Area()-field.Area()-right.Area()) > 0.01 {
		t.Errorf("the field is gone: %v, %v", u.GeoJSON(), err)
	}
}

// comb is so many upright teeth, or lying ones, on a back of their own.
func comb(t testing.TB, teeth int, lying bool) geo.Shape {
	t.Helper()
	place := func(along, across float64) string {
		if lying {
			along, across = across, along
		}
		return fmt.Sprintf("[%f,%f],", along, 51+across)
	}
	step := 1 / float64(teeth+1)
	ring := place(0, -0.1) + place(1, -0.1)
	for i := range teeth {
		x := 1 - step*float64(i)
		ring += place(x, 1) + place(x-step/3, 1) + place(x-step/3, 0) + place(x-2*step/3, 0)
	}
	return shape(t, "[["+ring+strings.TrimSuffix(place(0, -0.1), ",")+"]]")
}

// Each tooth of the one crosses each of the other: without the bound, the library
// takes gigabytes for what is here.
func TestShapesThatCrossTooOftenAreRefused(t *testing.T) {
	upright, lying := comb(t, 2_000, false), comb(t, 2_000, true)
	if u, err := geo.Union(upright, lying); !errors.Is(err, geo.ErrTangled) || !u.IsEmpty() {
		t.Errorf("the union has %d points, %v", u.Points(), err)
	}
	if percent, err := geo.Overlap(upright, lying); !errors.Is(err, geo.ErrTangled) || percent != 0 {
		t.Errorf("they share %g %%, %v", percent, err)
	}
	upright, lying = comb(t, 20, false), comb(t, 20, true)
	both := union(t, upright, lying)
	sound(t, both)
	// an edge of a degree is bent in one projection or the other
	if want := upright.Area() + lying.Area() - inBoth(t, upright, lying); math.Abs(both.Area()/want-1) > 1e-3 {
		t.Errorf("two combs have %.0f m², want %.0f m²", both.Area(), want)
	}
}

func TestShapesRoundTheEarthAreJoined(t *testing.T) {
	north, south := box(t, -180, -0.5, 180, 90), box(t, -180, -90, 180, 0.5)
	earth := union(t, north, south)
	sound(t, earth)
	if want := 510_065_621_724_089.0; math.Abs(earth.Area()/want-1) > 1e-9 {
		t.Errorf("the earth has %.0f m², want %.0f m²", earth.Area(), want)
	}
	sliver := shape(t, `[[[-180,-0.000001],[180,0.5],[-180,0.000001],[-180,-0.000001]]]`)
	if percent := overlap(t, sliver, north); percent < 99.9 {
		t.Errorf("%g %% of the sliver is in the half that holds it", percent)
	}
}

func TestShapesAreOneTextInJSON(t *testing.T) {
	want := box(t, 0, 51, 0.1, 51.1)
	text, err := json.Marshal(struct{ Boundary geo.Shape }{want})
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Boundary geo.Shape }
	if err := json.Unmarshal(text, &got); err != nil || !got.Boundary.Equal(want) {
		t.Errorf("%v: %s", err, text)
	}
}

// star is a random polygon of n corners that does not cross itself.
func star(t *testing.T, r *rand.Rand, n int) geo.Shape {
	t.Helper()
	lon, lat := r.Float64()*0.02, 51+r.Float64()*0.02
	var b strings.Builder
	for i := range n {
		turn := 2 * math.Pi * (float64(i) + 0.9*r.Float64()) / float64(n)
		reach := 0.001 + 0.02*r.Float64()
		fmt.Fprintf(&b, "%.6f, %.6f\n", lat+reach*math.Sin(turn), lon+reach*math.Cos(turn))
	}
	s, err := geo.FromPoints(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRandomShapesKeepTheLawsOfArea(t *testing.T) {
	const seed = 20240611
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range 300 {
		a, b := star(t, r, 4+r.IntN(40)), star(t, r, 4+r.IntN(40))
		u, err := geo.Union(a, b)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		sound(t, u)
		ab, ba := inBoth(t, a, b), inBoth(t, b, a)
		if math.Abs(ab-ba) > 0.01 {
			t.Errorf("%d: %.3f m² shared one way, %.3f m² the other", i, ab, ba)
		}
		// Rounding a crossing moves two edges of up to 2 km by up to 6 cm; chinks under 100 m² are filled.
		if want := a.Area() + b.Area() - ab; math.Abs(u.Area()-want) > 300 {
			t.Errorf("%d: union of %.1f m², want %.1f m²", i, u.Area(), want)
		}
		if got := inBoth(t, u, a); math.Abs(got-a.Area()) > 200 {
			t.Errorf("%d: the union holds %.1f m² of %.1f m²", i, got, a.Area())
		}
		if s := a.Simplify(20); !s.Valid() {
			t.Errorf("%d: simplified to %s", i, s.GeoJSON())
		}
	}
}

func TestManyShapesOnAFineGridJoinSoundly(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	// Corners a few steps apart: everything touches, crosses and coincides.
	for i := range 500 {
		var shapes []geo.Shape
		for range 2 + r.IntN(6) {
			x, y, n := r.IntN(60), r.IntN(60), 20+r.IntN(60)
			s, err := geo.FromPoints(fmt.Sprintf("51.%06d,0.%06d\n51.%06d,0.%06d\n51.%06d,0.%06d", y, x, y+r.IntN(20),
				x+n, y+n, x+r.IntN(20)))
			if err == nil {
				shapes = append(shapes, s)
			}
		}
		u, err := geo.Union(shapes...)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		if !u.IsEmpty() {
			sound(t, u)
		}
	}
}

func TestDrawnPointsMakeABoundary(t *testing.T) {
	want := box(t, -0.21, 51.23, -0.19, 51.25)
	for name, text := range map[string]string{
		"commas":         "51.23, -0.21\n51.23, -0.19\n51.25, -0.19\n51.25, -0.21",
		"windows, tabs":  "51.23\t-0.21\r\n51.23\t-0.19\r\n\r\n51.25\t-0.19\r\n51.25\t-0.21\r\n",
		"closed, minus":  "51.23 −0.21\n51.23 −0.19\n51.25 −0.19\n51.25 −0.21\n51.23 −0.21\n",
		"other way, dup": "51.25;-0.21\n51.25;-0.19\n51.25;-0.19\n51.23;-0.19\n51.23;-0.21\n",
	} {
		if got, err := geo.FromPoints(text); err != nil || !got.Equal(want) {
			t.Errorf("%s: %s, %v", name, got.GeoJSON(), err)
		}
	}
}

func TestFaultyPointsAreNamedByLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "give at least 3 different points"},
		{"51.2,-0.2\n51.3,-0.2\n51.2,-0.2", "give at least 3 different points"},
		{"51.2,-0.2\n51.3,-0.2\n51.4,-0.2", "the points lie on one line and enclose no ground"},
		{"51.2,-0.2\n\nRedhill\n51.3\nx, y\n51,2,3",
			"line 3: “Redhill” is not a latitude and a longitude, such as 52.31, -1.94\n" +
				"line 4: “51.3” is not a latitude and a longitude, such as 52.31, -1.94\n" +
				"line 5: “x” is no latitude: it must be a number of degrees, such as 52.31\n" +
				"line 6: “51,2,3” is not a latitude and a longitude, such as 52.31, -1.94"},
		{"-0.2, 51.2", "line 1: they are the wrong way round: is the latitude 51.2 and the longitude -0.2?"},
		{"525000 158000", "line 1: the latitude must be from -90 to 90 degrees, such as 52.31"},
		{"NaN Inf", "line 1: “NaN” is no latitude: it must be a number of degrees, such as 52.31"},
		{"51.23,-0.21\n51.25,-0.19\n51.23,-0.19\n51.25,-0.21", "line 3: the boundary from here to line 4 meets the " +
			"one from line 1 to line 2: give the points in order round the area"},
		{strings.Repeat("51,0\n51,1\n", 300), "line 502: there are too many points: at most 500"},
	} {
		got, err := geo.FromPoints(c.text)
		if _, ok := errors.AsType[*geo.DrawnError](err); !ok || !got.IsEmpty() {
			t.Errorf("%q gave %v, %v", c.text, got, err)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestBoundariesAreReadInEveryForm(t *testing.T) {
	want := box(t, -0.21, 51.23, -0.19, 51.25)
	geometry := `{"type":"Polygon","coordinates":` + square + `}`
	feature := `{"type":"Feature","properties":null,"geometry":` + geometry + `}`
	for _, text := range []string{geometry, feature, collection(feature), collection(feature, feature)} {
		if got, err := geo.ReadBoundary(strings.NewReader(text)); err != nil || !got.Equal(want) {
			t.Errorf("%s: %s, %v", text, got.GeoJSON(), err)
		}
	}
	for text, want := range map[string]string{
		"{}":                  "the file is not GeoJSON: it has no type",
		`{"type":"Topology"}`: "its geometry is a Topology; only Polygon and MultiPolygon are boundaries",
		`{"type":"Feature"}`:  "it has no boundary: the geometry is missing",
		collection():          "the file has no features",
		collection("3"):       "feature 1: it is not a GeoJSON Feature",
		collection(strings.Replace(feature, "[-0.21,51.23]", "[-0.21,99]", 1)): "feature 1: ring 1 has a fault at " +
			"point 1: -0.21, 99 is not on the earth: the longitude is -180 to 180 and the latitude -90 to 90",
	} {
		if got, err := geo.ReadBoundary(strings.NewReader(text)); err == nil || err.Error() != want || !got.IsEmpty() {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestOutlineIsDrawnNorthUpAndToScale(t *testing.T) {
	// As wide as it is high on the ground: a degree of longitude is half as long at 60° north.
	s := box(t, -1.02, 59.995, -1, 60.005)
	f := geo.NewFrame(200, 120, 10, s)
	if got := f.ViewBox(); got != "0 0 200 120" {
		t.Errorf("viewBox %q", got)
	}
	if got, want := f.Path(s), "M50 110l100 0l0-100l-100 0Z"; got != want {
		t.Errorf("path %q, want %q", got, want)
	}
	if x, y := f.Point(geo.Position{Lon: -1.01, Lat: 60}); math.Abs(x-100) > 1e-6 || math.Abs(y-60) > 1e-6 {
		t.Errorf("the middle is at %g, %g", x, y)
	}
}

func TestOutlinesOfADistrictFitTheFrame(t *testing.T) {
	var shapes []geo.Shape
	for _, f := range wards(t, "E07000164") {
		shapes = append(shapes, f.Boundary)
	}
	f := geo.NewFrame(320, 320, 4, shapes...)
	total := 0
	for _, s := range shapes {
		d := f.Path(s)
		total += len(d)
		b := s.Bounds()
		for _, at := range []geo.Position{{Lon: b.West, Lat: b.South}, {Lon: b.East, Lat: b.North}} {
			if x, y := f.Point(at); x < 3.9 || y < 3.9 || x > 316.1 || y > 316.1 {
				t.Errorf("a corner at %g, %g is in the margin", x, y)
			}
		}
		if !strings.HasPrefix(d, "M") || !strings.HasSuffix(d, "Z") {
			t.Errorf("path %q", d)
		}
	}
	if total > 20_000 {
		t.Errorf("%d bytes of paths for 30 wards", total)
	}
}
