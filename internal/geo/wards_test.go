package geo_test

import (
	"math"
	"testing"

	"fourgates/internal/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/peterstace/simplefeatures/geom"
)

func TestRealWardsAreReadWhole(t *testing.T) {
	total := 0
	for _, d := range districts {
		features := wards(t, d.code)
		if len(features) != d.wards {
			t.Errorf("%s: %d wards, want %d", d.name, len(features), d.wards)
		}
		total += len(features)
		for _, f := range features {
			if f.Code == "" || f.Name == "" || !f.Boundary.Valid() {
				t.Errorf("%s: %s %q is not a valid ward", d.name, f.Code, f.Name)
			}
			if !f.Boundary.Contains(f.Boundary.LabelPoint()) {
				t.Errorf("%s: the label of %s is off the ward", d.name, f.Name)
			}
		}
	}
	if total != 103 {
		t.Errorf("%d wards, want 103", total)
	}
	first := wards(t, "E07000211")[0]
	if first.Code != "E05007329" || first.Name != "Banstead Village" {
		t.Errorf("first ward is %s %s", first.Code, first.Name)
	}
}

func TestRealWardsKeepTheirTextWhenReadAgain(t *testing.T) {
	for _, d := range districts {
		for _, f := range wards(t, d.code) {
			again, err := geo.ParseShape(f.Boundary.GeoJSON())
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if diff := cmp.Diff(f.Boundary.GeoJSON(), again.GeoJSON()); diff != "" || !again.Equal(f.Boundary) {
				t.Errorf("%s changed: %s", f.Name, diff)
			}
		}
	}
}

func TestDistrictsHaveTheAreasThatGazetteersGive(t *testing.T) {
	for _, d := range districts {
		var sum float64
		for _, f := range wards(t, d.code) {
			sum += f.Boundary.Area()
		}
		if km2 := sum / 1e6; math.Abs(km2/d.km2-1) > 0.005 {
			t.Errorf("%s: %.1f km², want about %.0f", d.name, km2, d.km2)
		}
	}
}

func TestTheWardsOfADistrictShareNoGroundAndJoinWithoutChinks(t *testing.T) {
	for _, d := range districts {
		var shapes []geo.Shape
		var sum, shared float64
		features := wards(t, d.code)
		for i, f := range features {
			shapes = append(shapes, f.Boundary)
			sum += f.Boundary.Area()
			for _, g := range features[:i] {
				shared = math.Max(shared, inBoth(t, f.Boundary, g.Boundary))
				if percent := overlap(t, f.Boundary, g.Boundary); percent != 0 {
					t.Errorf("%s and %s overlap by %g %%", f.Name, g.Name, percent)
				}
			}
		}
		if shared > 1 {
			t.Errorf("%s: two wards share %g m²", d.name, shared)
		}
		whole, err := geo.Union(shapes...)
		if err != nil {
			t.Fatal(err)
		}
		if !whole.Valid() || math.Abs(whole.Area()-sum) > 1 {
			t.Errorf("%s: union of %.1f m² from wards of %.1f m², valid %v", d.name, whole.Area(), sum, whole.Valid())
		}
		oracle := oracleArea(t, shapes...)
		if got := degrees(t, whole); math.Abs(got-oracle) > 1e-9 {
			t.Errorf("%s: union of %.12f square degrees, simplefeatures has %.12f", d.name, got, oracle)
		}
	}
}

// oracleArea is the area of the union as simplefeatures works it out, in square degrees.
func oracleArea(t *testing.T, shapes ...geo.Shape) float64 {
	t.Helper()
	var gs []geom.Geometry
	for _, s := range shapes {
		gs = append(gs, geometry(t, s))
	}
	g, err := geom.UnionMany(gs)
	if err != nil {
		t.Fatal(err)
	}
	return g.Area()
}

func degrees(t *testing.T, s geo.Shape) float64 { return geometry(t, s).Area() }

func geometry(t *testing.T, s geo.Shape) geom.Geometry {
	t.Helper()
	g, err := geom.UnmarshalGeoJSON([]byte(s.GeoJSON()))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTwoNeighboursJoinToOnePiece(t *testing.T) {
	features := wards(t, "E07000211")
	village, nork := named(t, features, "Banstead Village"), named(t, features, "Nork")
	both, err := geo.Union(village, nork)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(both.Area()-village.Area()-nork.Area()) > 1 || both.Points() >= village.Points()+nork.Points() {
		t.Errorf("the union has %.0f m² and %d points", both.Area(), both.Points())
	}
	for _, ward := range []geo.Shape{village, nork} {
		if percent := overlap(t, ward, both); math.Abs(percent-100) > 1e-6 {
			t.Errorf("%g %% of a ward lies in the union with its neighbour", percent)
		}
	}
}

func TestAnAreaAcrossTwoWardsIsSharedOutInFull(t *testing.T) {
	features := wards(t, "E07000211")
	area, err := geo.FromPoints("51.3270, -0.2150\n51.3280, -0.2060\n51.3210, -0.2070\n51.3200, -0.2140\n")
	if err != nil {
		t.Fatal(err)
	}
	village, nork := overlap(t, area, named(t, features, "Banstead Village")),
		overlap(t, area, named(t, features, "Nork"))
	if village < 10 || nork < 10 || math.Abs(village+nork-100) > 0.0001 {
		t.Errorf("Banstead Village has %.6f %% of the area and Nork %.6f %%, want 100 %% between them", village, nork)
	}
	for _, f := range features {
		oracle, err := geom.Intersection(geometry(t, area), geometry(t, f.Boundary))
		if err != nil {
			t.Fatal(err)
		}
		want := 100 * oracle.Area() / degrees(t, area)
		if got := 100 * inBoth(t, area, f.Boundary) / area.Area(); math.Abs(got-want) > 0.01 {
			t.Errorf("%s: %.5f %%, simplefeatures has %.5f %%", f.Name, got, want)
		}
	}
}

func TestANeighbouringDistrictIsNoOverlap(t *testing.T) {
	harrogate, hambleton := wards(t, "E07000165"), wards(t, "E07000164")
	for _, f := range harrogate {
		for _, g := range hambleton {
			if percent := overlap(t, f.Boundary, g.Boundary); percent != 0 {
				t.Errorf("%s and %s overlap by %g %%", f.Name, g.Name, percent)
			}
		}
	}
}

func TestEveryPlaceOfADistrictIsInOneWard(t *testing.T) {
	for _, d := range districts {
		features := wards(t, d.code)
		for _, f := range features {
			at := f.Boundary.LabelPoint()
			for _, g := range features {
				if g.Boundary.Contains(at) != (g.Code == f.Code) {
					t.Errorf("the label of %s: in %s is %v", f.Name, g.Name, g.Boundary.Contains(at))
				}
			}
		}
	}
}

func TestSimplifiedWardsStayValidAndNearlyTheSame(t *testing.T) {
	for _, d := range districts {
		for _, f := range wards(t, d.code) {
			simple := f.Boundary.Simplify(50)
			if !simple.Valid() || simple.Points() > f.Boundary.Points() {
				t.Errorf("%s: %d points from %d, valid %v", f.Name, simple.Points(), f.Boundary.Points(),
					simple.Valid())
			}
			if kept := inBoth(t, simple, f.Boundary) / f.Boundary.Area(); kept < 0.95 {
				t.Errorf("%s: %.3f of its ground kept", f.Name, kept)
			}
		}
	}
}

func BenchmarkReadSeats(b *testing.B) {
	inEachDistrict(b, func(b *testing.B, code string) {
		for b.Loop() {
			wards(b, code)
		}
	})
}

func BenchmarkUnionOfADistrict(b *testing.B) {
	inEachDistrict(b, func(b *testing.B, code string) {
		shapes := boundaries(wards(b, code))
		for b.Loop() {
			union(b, shapes...)
		}
	})
}

func BenchmarkOverlapOfEveryTwoWards(b *testing.B) {
	inEachDistrict(b, func(b *testing.B, code string) {
		shapes := boundaries(wards(b, code))
		for b.Loop() {
			for i, s := range shapes {
				for _, other := range shapes[:i] {
					overlap(b, s, other)
				}
			}
		}
	})
}

func inEachDistrict(b *testing.B, run func(b *testing.B, code string)) {
	for _, d := range districts {
		b.Run(d.name, func(b *testing.B) { run(b, d.code) })
	}
}
