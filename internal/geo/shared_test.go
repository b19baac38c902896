package geo_test

import (
	"os"
	"path/filepath"
	"testing"

	"fourgates/internal/geo"
)

// Real ward boundaries of four districts (2013). Contains National Statistics
// and Ordnance Survey data © Crown copyright and database right 2016, Open
// Government Licence v3. They are not committed.
var districts = []struct {
	code, name string
	wards      int
	km2        float64 // of the district, as gazetteers give it
}{
	{"E07000163", "Craven", 19, 1178},
	{"E07000164", "Hambleton", 30, 1311},
	{"E07000165", "Harrogate", 35, 1308},
	{"E07000211", "Reigate and Banstead", 19, 129},
}

// wards reads the real wards of a district from the data folder beside the
// repository, or below FOURGATES_SHARED.
func wards(t testing.TB, district string) []geo.Feature {
	t.Helper()
	f, err := os.Open(filepath.Join(boundaryFolder(t), "wards-"+district+".geojson"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	features, err := geo.ReadSeats(f)
	if err != nil {
		t.Fatalf("%s: %v", district, err)
	}
	return features
}

func boundaryFolder(t testing.TB) string {
	t.Helper()
	if shared := os.Getenv("FOURGATES_SHARED"); shared != "" {
		return filepath.Join(shared, "data", "boundaries")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		folder := filepath.Join(dir, "shared", "data", "boundaries")
		if _, err := os.Stat(folder); err == nil {
			return folder
		}
	}
	t.Fatal("no ward boundaries: put the folder shared/data/boundaries beside the repository, or set " +
		"FOURGATES_SHARED to the folder shared")
	return ""
}

// named is the boundary of the ward of that name.
func named(t testing.TB, features []geo.Feature, name string) geo.Shape {
	t.Helper()
	for _, f := range features {
		if f.Name == name {
			return f.Boundary
		}
	}
	t.Fatalf("no ward %q", name)
	return geo.Shape{}
}
