package world

import (
	"math"
	"testing"

	"github.com/peterstace/simplefeatures/geom"
)

// squareDegree is the tolerance for areas, about a tenth of a hectare at this latitude.
const squareDegree = 1e-7

func TestShapesAreValidPolygonsOfTheirOwn(t *testing.T) {
	w := must(t)
	seen := map[string]bool{}
	for _, s := range w.Seats {
		if seen[s.Code] || seen[s.Name+s.Kind] {
			t.Errorf("%s %s: code or name used twice", s.Code, s.Name)
		}
		seen[s.Code], seen[s.Name+s.Kind] = true, true
		if shape(t, s.Boundary).NumRings() != 1 {
			t.Errorf("%s has a hole", s.Name)
		}
		if n := shape(t, s.Boundary).ExteriorRing().Coordinates().Length(); n < 40 {
			t.Errorf("%s has %d points: too plain for a real boundary", s.Name, n)
		}
	}
	for _, a := range w.Areas {
		for _, b := range a.Boundaries {
			shape(t, b.Shape)
		}
	}
}

func TestWardsAndDivisionsTileTheCounty(t *testing.T) {
	w := must(t)
	wards, divisions := union(t, seats(w, "", "ward")), union(t, seats(w, "", "division"))
	for kind, whole := range map[string]geom.Geometry{"wards": wards, "divisions": divisions} {
		if whole.Type() != geom.TypePolygon || whole.MustAsPolygon().NumRings() != 1 {
			t.Errorf("%s leave gaps", kind)
		}
	}
	diff, err := geom.SymmetricDifference(wards, divisions)
	if err != nil {
		t.Fatal(err)
	}
	if diff.Area() > squareDegree {
		t.Errorf("wards and divisions differ by %g square degrees", diff.Area())
	}
	for _, kind := range []string{"ward", "division"} {
		sum := 0.0
		for _, s := range seats(w, "", kind) {
			sum += shape(t, s.Boundary).Area()
		}
		if math.Abs(sum-wards.Area()) > squareDegree {
			t.Errorf("%ss overlap by %g square degrees", kind, sum-wards.Area())
		}
	}
}

func TestDivisionsNestInBoroughsButNotInWards(t *testing.T) {
	w := must(t)
	boroughs := map[string]geom.Geometry{}
	for _, a := range w.Authorities {
		if a.Tier == "borough" {
			boroughs[a.Key] = union(t, seats(w, a.Key, "ward"))
		}
	}
	split := 0
	for _, d := range seats(w, "", "division") {
		in := 0
		for _, b := range boroughs {
			if share(t, d.Boundary, b) > 0.999 {
				in++
			}
		}
		if in != 1 {
			t.Errorf("%s lies in %d boroughs", d.Name, in)
		}
		for _, s := range seats(w, "", "ward") {
			if p := share(t, s.Boundary, shape(t, d.Boundary).AsGeometry()); p > 0.02 && p < 0.98 {
				split++
			}
		}
	}
	if split < 20 {
		t.Errorf("%d parts of wards split by a division: divisions must not follow ward lines everywhere", split)
	}
}

func TestPlacesLieInTheirArea(t *testing.T) {
	for _, a := range must(t).Areas {
		for _, b := range a.Boundaries[len(a.Boundaries)-1:] {
			area := shape(t, b.Shape).AsGeometry()
			for _, p := range a.Places {
				if !geom.Intersects(area, geom.XY{X: p.Lon, Y: p.Lat}.AsPoint().AsGeometry()) {
					t.Errorf("%s: %s lies outside", a.Name, p.Name)
				}
			}
		}
	}
}

func TestAreasTakeNoSlivers(t *testing.T) {
	w := must(t)
	for _, a := range w.Areas {
		for _, b := range a.Boundaries {
			for _, s := range w.Seats {
				p := share(t, b.Shape, shape(t, s.Boundary).AsGeometry())
				if p > 0.0001 && p < 0.03 {
					t.Errorf("%s version %d: %.2f %% in %s would hang on the threshold", a.Name, b.Version, p*100,
						s.Name)
				}
			}
		}
	}
}

// share is how much of the shape lies in the whole, from 0 to 1.
func share(t *testing.T, part []byte, whole geom.Geometry) float64 {
	t.Helper()
	p := shape(t, part)
	both, err := geom.Intersection(p.AsGeometry(), whole)
	if err != nil {
		t.Fatal(err)
	}
	return both.Area() / p.Area()
}

func shape(t *testing.T, b []byte) geom.Polygon {
	t.Helper()
	g, err := geom.UnmarshalGeoJSON(b)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := g.AsPolygon()
	if !ok {
		t.Fatalf("a %s, not a polygon", g.Type())
	}
	return p
}

func union(t *testing.T, seats []Seat) geom.Geometry {
	t.Helper()
	parts := make([]geom.Geometry, len(seats))
	for i, s := range seats {
		parts[i] = shape(t, s.Boundary).AsGeometry()
	}
	whole, err := geom.UnionMany(parts)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

// seats are those of the kind, of one authority unless that is empty.
func seats(w World, authority, kind string) []Seat {
	var some []Seat
	for _, s := range w.Seats {
		if s.Kind == kind && (authority == "" || s.Authority == authority) {
			some = append(some, s)
		}
	}
	return some
}

func must(t *testing.T) World {
	t.Helper()
	w, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	return w
}
