package geo_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fourgates/internal/geo"

	"github.com/google/go-cmp/cmp"
)

// A square near Reigate, as the coordinates of a Polygon.
const square = `[[[-0.21,51.23],[-0.19,51.23],[-0.19,51.25],[-0.21,51.25],[-0.21,51.23]]]`

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func ward(code, name, coordinates string) string {
	return fmt.Sprintf(
		`{"type":"Feature","properties":{"WD24CD":%q,"WD24NM":%q},"geometry":{"type":"Polygon","coordinates":%s}}`,
		code, name, coordinates)
}

func polygonWard(coordinates string) string { return collection(ward("E1", "Tŷ Gwyn", coordinates)) }

func properties(text string) string {
	return collection(`{"type":"Feature","properties":` + text + `,"geometry":{"type":"Polygon","coordinates":` +
		square + `}}`)
}

func faults(t *testing.T, text string) []string {
	t.Helper()
	features, err := geo.ReadSeats(strings.NewReader(text))
	bad, ok := errors.AsType[*geo.FileError](err)
	if !ok {
		t.Fatalf("want a FileError, got %d features and %v", len(features), err)
	}
	if features != nil {
		t.Errorf("a faulty file gave %d features", len(features))
	}
	var out []string
	for _, f := range bad.Faults {
		out = append(out, f.String())
	}
	return out
}

func TestFaultyFilesAreRefusedNamingFeatureAndFault(t *testing.T) {
	noName := "it has no name: a property such as WD24NM or CED24NM"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"the file is empty"}},
		{"not JSON", "WD24CD,WD24NM\n", []string{"the file is not GeoJSON: it stops being JSON after byte 0"}},
		{"cut short", collection(ward("E1", "A", square))[:120],
			[]string{"the file is not GeoJSON: it ends too early"}},
		{"a list", "[]", []string{"the file is not GeoJSON: it does not hold an object"}},
		{"two texts", "{} {}", []string{"the file is not GeoJSON: something follows its end"}},
		{"other JSON", `{"wards":[]}`, []string{"the file is not a GeoJSON FeatureCollection"}},
		{"bare geometry", `{"type":"Polygon","coordinates":` + square + `}`,
			[]string{"the file is not a GeoJSON FeatureCollection"}},
		{"features not a list", `{"type":"FeatureCollection","features":{}}`,
			[]string{"the file is not GeoJSON: its features are not a list"}},
		{"no features", collection(), []string{"the file has no features"}},
		{"not a feature", collection("7"), []string{"feature 1: it is not a GeoJSON Feature"}},
		{"no properties", properties("null"), []string{"feature 1: " + noName}},
		{"properties not an object", properties("[1]"), []string{"feature 1: its properties are not an object"}},
		{"no name", properties(`{"WD13CD":"E05007331","WD13CDO":"43UF"}`),
			[]string{"feature 1 (E05007331): it has no name: a property such as WD24NM"}},
		{"empty name", properties(`{"WD13CD":"E1","WD13NM":" "}`),
			[]string{"feature 1 (E1): its name (WD13NM) is empty"}},
		{"null name", properties(`{"WD13CD":"E1","WD13NM":null}`),
			[]string{"feature 1 (E1): its name (WD13NM) is empty"}},
		{"number for a name", properties(`{"WD13CD":"E1","WD13NM":7}`),
			[]string{"feature 1 (E1): its name (WD13NM) is not text"}},
		{"NUL in the name", properties(`{"WD13CD":"E1","WD13NM":"a\u0000b"}`),
			[]string{"feature 1 (E1): its name (WD13NM) has control characters in it"}},
		{"another encoding", properties("{\"WD13CD\":\"E1\",\"WD13NM\":\"T\xff Gwyn\"}"),
			[]string{"feature 1 (E1): its name (WD13NM) has letters that cannot be read: save the file as UTF-8"}},
		{"long name", properties(`{"WD13CD":"E1","WD13NM":"` + strings.Repeat("ŵ", 201) + `"}`),
			[]string{"feature 1 (E1): its name (WD13NM) is longer than 200 characters"}},
		{"code twice", collection(ward("E1", "A", square), ward("E2", "B", square), ward("E1", "C", square)),
			[]string{"feature 3 (E1 C): its code is already that of feature 1"}},
		{"no geometry", collection(`{"type":"Feature","properties":{"WD24CD":"E1","WD24NM":"A"},"geometry":null}`),
			[]string{"feature 1 (E1 A): it has no boundary: the geometry is missing"}},
		{"a point",
			collection(
				`{"type":"Feature","properties":{"WD24CD":"E1","WD24NM":"A"},"geometry":{"type":"Point","coordinates":[1,51]}}`), []string{"feature 1 (E1 A): its geometry is a Point; only Polygon and MultiPolygon are boundaries"}},
		{"empty polygon", polygonWard(`[]`), []string{"feature 1 (E1 Tŷ Gwyn): it has a polygon without rings"}},
		{"flat coordinates", polygonWard(`[[1,2],[3,4]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): its coordinates are not those of a Polygon: rings of pairs of finite " +
				"numbers"}},
		{"null coordinate", polygonWard(`[[[null,51],[0,52],[1,51],[null,51]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): its coordinates are not those of a Polygon: rings of pairs of finite " +
				"numbers"}},
		{"infinite", polygonWard(`[[[1e999,51],[0,52],[1,51],[1e999,51]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): its coordinates are not those of a Polygon: rings of pairs of finite " +
				"numbers"}},
		{"NaN", polygonWard(`[[[NaN,51],[0,52],[1,51],[NaN,51]]]`),
			[]string{"the file is not GeoJSON: it stops being JSON after byte 40"}},
		{"one number", polygonWard(`[[[0],[0,52],[1,51],[0]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 has a fault at point 1: it is not a longitude and a latitude"}},
		{"not closed", polygonWard(`[[[-0.21,51.23],[-0.19,51.23],[-0.19,51.25],[-0.21,51.25]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 is not closed: its last point must be its first"}},
		{"3 points", polygonWard(`[[[-0.21,51.23],[-0.19,51.23],[-0.21,51.23]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 has 3 points: a closed ring has at least 4"}},
		{"a line", polygonWard(`[[[-0.21,51.23],[-0.2,51.23],[-0.19,51.23],[-0.21,51.23]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 encloses no ground: its points lie on one line"}},
		{"bow tie", polygonWard(`[[[-0.21,51.23],[-0.19,51.25],[-0.19,51.23],[-0.21,51.25],[-0.21,51.23]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 crosses itself near latitude 51.24000, longitude -0.20000"}},
		{"touches itself",
			polygonWard(`[[[-0.22,51.23],[-0.18,51.23],[-0.18,51.26],[-0.2,51.23],[-0.22,51.26],[-0.22,51.23]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 touches itself near latitude 51.23000, longitude -0.20000"}},
		{"a spike",
			polygonWard(`[[[-0.21,51.23],[-0.19,51.23],[-0.17,51.23],[-0.19,51.23],[-0.19,51.25],[-0.21,51.23]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 touches itself near latitude 51.23000, longitude -0.19000"}},
		{"crossing rings",
			polygonWard(
				`[[[-0.21,51.23],[-0.19,51.23],[-0.19,51.25],[-0.21,51.25],[-0.21,51.23]],[[-0.2,51.24],[-0.18,51.241],[-0.2,51.242],[-0.2,51.24]]]`), []string{"feature 1 (E1 Tŷ Gwyn): ring 2 crosses ring 1 near latitude 51.24050, longitude -0.19000"}},
		{"hole outside",
			polygonWard(
				`[[[-0.21,51.23],[-0.19,51.23],[-0.19,51.25],[-0.21,51.25],[-0.21,51.23]],[[0.2,51.24],[0.18,51.24],[0.2,51.25],[0.2,51.24]]]`), []string{"feature 1 (E1 Tŷ Gwyn): its rings do not fit together: polygons overlap, or a hole lies outside its outer ring"}},
		{"National Grid", polygonWard(`[[[525000,158000],[526000,158000],[526000,159000],[525000,158000]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 has a fault at point 1: 525000, 158000 looks like an easting " +
				"and northing of the British National Grid: save the file as WGS84 (EPSG:4326), in degrees"}},
		{"Web Mercator", polygonWard(`[[[-23377,6660000],[-23000,6660000],[-23000,6670000],[-23377,6660000]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 has a fault at point 1: -23377, 6.66e+06 is not in degrees: " +
				"save the file as WGS84 (EPSG:4326)"}},
		{"off the earth", polygonWard(`[[[0,51],[1,51],[1,91],[0,51]]]`),
			[]string{"feature 1 (E1 Tŷ Gwyn): ring 1 has a fault at point 3: 1, 91 is not on the earth: the " +
				"longitude is -180 to 180 and the latitude -90 to 90"}},
		{"latitude first", polygonWard(`[[[51.23,-0.21],[51.23,-0.19],[51.25,-0.19],[51.23,-0.21]]]`),
			[]string{
				"feature 1 (E1 Tŷ Gwyn): its coordinates have the latitude first: GeoJSON puts the longitude first"}},
		{"National Grid by name",
			`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[` + ward("E1", "A", square) + `]}`, []string{"the file is in British National Grid (EPSG:27700): save it as WGS84 (EPSG:4326)"}},
		{"another system", `{"type":"FeatureCollection","features":[` + ward("E1", "A", square) +
			`],"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}`,
			[]string{"the file is in the coordinate reference system EPSG:3857: save it as WGS84 (EPSG:4326)"}},
		{"a linked system",
			`{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"x"}},"features":[]}`,
			[]string{"the file names its coordinate reference system in a way that cannot be read: save it as WGS84 " +
				"(EPSG:4326)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, faults(t, c.text)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryFaultOfAFileIsListed(t *testing.T) {
	text := collection(
		ward("E1", "Aberdâr", square),
		ward("E2", "", `[[[-0.21,51.23],[-0.19,51.23],[-0.19,51.25],[-0.21,51.25]]]`),
		ward("E1", "Ó Briain", `[[[1,2],[3,4],[1,2]],[[500,51],[1,51],[1,52],[500,51]]]`),
	)
	want := []string{
		"feature 2 (E2): its name (WD24NM) is empty",
		"feature 2 (E2): ring 1 is not closed: its last point must be its first",
		"feature 3 (E1 Ó Briain): ring 1 has 3 points: a closed ring has at least 4",
		"feature 3 (E1 Ó Briain): ring 2 has a fault at point 1: 500, 51 looks like an easting and northing of the " +
			"British National Grid: save the file as WGS84 (EPSG:4326), in degrees",
		"feature 3 (E1 Ó Briain): its code is already that of feature 1",
	}
	if diff := cmp.Diff(want, faults(t, text)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestTheListOfFaultsEnds(t *testing.T) {
	var many []string
	for range 1000 {
		many = append(many, "{}")
	}
	got := faults(t, collection(many...))
	if len(got) != geo.MaxFaults || got[len(got)-1] != "there are more faults: the rest of the file was not read" {
		t.Errorf("%d faults, the last %q", len(got), got[len(got)-1])
	}
}

func TestPropertyNamesOfEveryKindAndYear(t *testing.T) {
	for _, c := range []struct{ text, code, name string }{
		{`{"WD13CD":"E05006189","WD13CDO":"36UBGB","WD13NM":" Aire Valley ","WD13NMW":null}`, "E05006189",
			"Aire Valley"},
		{`{"CED23CD":"E58001449","CED23NM":"Dorking Rural"}`, "E58001449", "Dorking Rural"},
		{`{"PAR24CD":"E04009587","PAR24NM":"Horley"}`, "E04009587", "Horley"},
		{`{"PARNCP21CD":"E04009587","PARNCP21NM":"Horley"}`, "E04009587", "Horley"},
		{`{"wd22cd":"E1","wd22nm":"Nork"}`, "E1", "Nork"},
		{`{"CED23CD":"E58","CED23NM":"Division","WD23CD":"E05","WD23NM":"Ward"}`, "E05", "Ward"},
		{`{"WD13CD":"E05old","WD13NM":"Old","WD23CD":"E05new","WD23NM":"New"}`, "E05new", "New"},
		{`{"code":"R1","name":"Riverside"}`, "R1", "Riverside"},
	} {
		features, err := geo.ReadSeats(strings.NewReader(properties(c.text)))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := features[0]; len(features) != 1 || got.Code != c.code || got.Name != c.name {
			t.Errorf("%s: read as %q %q", c.text, got.Code, got.Name)
		}
	}
}

func TestSoundFilesInUnusualDressAreRead(t *testing.T) {
	const multi = `{"type":"Feature","properties":{"WD24CD":"E1","WD24NM":"A"},"geometry":{"type":"MultiPolygon","coordinates":[` + square + `,[[[0.1,51.2,7],[0.2,51.2,7],[0.2,51.3,7],[0.1,51.3,7],[0.1,51.2,7]],[[0.12,51.22],[0.12,51.28],[0.18,51.28],[0.12,51.22]]]]}}`
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"byte order mark": {"\xef\xbb\xbf" + polygonWard(square),
			`{"type":"MultiPolygon","coordinates":[[[[-0.210000,51.230000],[-0.190000,51.230000],[-0.190000,51.250000],[-0.210000,51.250000],[-0.210000,51.230000]]]]}`},
		"clockwise, from another corner": {
			polygonWard(`[[[-0.19,51.25],[-0.19,51.23],[-0.21,51.23],[-0.21,51.25],[-0.19,51.25]]]`),
			`{"type":"MultiPolygon","coordinates":[[[[-0.210000,51.230000],[-0.190000,51.230000],[-0.190000,51.250000],[-0.210000,51.250000],[-0.210000,51.230000]]]]}`},
		"parts, holes and heights": {collection(multi),
			`{"type":"MultiPolygon","coordinates":[[[[-0.210000,51.230000],[-0.190000,51.230000],[-0.190000,51.250000],[-0.210000,51.250000],[-0.210000,51.230000]]],[[[0.100000,51.200000],[0.200000,51.200000],[0.200000,51.300000],[0.100000,51.300000],[0.100000,51.200000]],[[0.120000,51.220000],[0.120000,51.280000],[0.180000,51.280000],[0.120000,51.220000]]]]}`},
		"EPSG:4326": {`{"crs":{"type":"name","properties":{"name":"EPSG:4326"}},"features":[` + ward("E1", "A",
			square) + `],"name":"wards","type":"FeatureCollection"}`,
			`{"type":"MultiPolygon","coordinates":[[[[-0.210000,51.230000],[-0.190000,51.230000],[-0.190000,51.250000],[-0.210000,51.250000],[-0.210000,51.230000]]]]}`},
	} {
		features, err := geo.ReadSeats(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, features[0].Boundary.GeoJSON()); diff != "" || !features[0].Boundary.Valid() {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestALineThatRoundingPushesOverACornerIsNoFault(t *testing.T) {
	// The corner at 0.0000005 lies a hair above the long edge below it; both round to the same grid step.
	text := polygonWard(`[[[0,51],[0.003,51.0000004],[0.003,51.002],[0.0015,51.0000006],[0,51.002],[0,51]]]`)
	features, err := geo.ReadSeats(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if !features[0].Boundary.Valid() {
		t.Errorf("not valid: %s", features[0].Boundary.GeoJSON())
	}
}

func TestAFailingReaderKeepsItsError(t *testing.T) {
	want := errors.New("line cut")
	if _, err := geo.ReadSeats(failing{want}); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Each is refused in a fraction of a second; without the bounds on the work, some
// take minutes and the test runs into its time limit.
func TestHostileFilesAreRefusedWithoutLabour(t *testing.T) {
	var diagonals, comb strings.Builder
	for i := range 20_000 {
		// Long parallel diagonals: each edge's box lies over every other's.
		fmt.Fprintf(&diagonals, "[%f,51],[%f,52],", 0.00002*float64(i), 1+0.00002*float64(i)+0.00001)
		fmt.Fprintf(&comb, "[%f,51.5],[0,51.5],", 0.00001*float64(i+1))
	}
	for name, text := range map[string]string{
		"deep":       strings.Repeat("[", 2_000_000),
		"deeper":     `{"type":"FeatureCollection","features":` + strings.Repeat("[", 2_000_000),
		"nested":     polygonWard(strings.Repeat("[", 9000) + strings.Repeat("]", 9000)),
		"numbers":    polygonWard("[[[" + strings.Repeat("1,", 3_000_000) + "1]]]"),
		"brackets":   polygonWard("[[" + strings.Repeat("[],", 3_000_000) + "[]]]"),
		"properties": properties(`{"WD24CD":"E1","WD24NM":"A"` + strings.Repeat(`,"a":1`, 500_000) + "}"),
		"features":   collection(strings.Repeat("{},", 2_000_000) + "{}"),
		"diagonals":  polygonWard("[[" + diagonals.String() + "[-1,50],[0,51]]]"),
		"comb":       polygonWard("[[[0,51]," + comb.String() + "[0,51]]]"),
	} {
		if got := faults(t, text); len(got) > geo.MaxFaults {
			t.Errorf("%s: %d faults", name, len(got))
		}
	}
}

func FuzzReadSeats(f *testing.F) {
	for _, seed := range []string{
		polygonWard(square),
		polygonWard(`[[[0,51],[0.003,51.0000004],[0.003,51.002],[0.0015,51.0000006],[0,51.002],[0,51]]]`),
		collection(ward("E1", "A", square), ward("E2", "B", square)),
		`{"type":"FeatureCollection","crs":null,"features":[{"type":"Feature","properties":{"code":"1","name":"n"},"geometry":{"type":"MultiPolygon","coordinates":[` + square + `]}}]}`,
		`{"type":"Polygon","coordinates":[[[1e99,-1e99],[1,2]]]}`, "[", "", "null", "1E1000",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		features, err := geo.ReadSeats(strings.NewReader(text))
		if err != nil {
			bad, ok := errors.AsType[*geo.FileError](err)
			if !ok || len(bad.Faults) == 0 || bad.Error() == "" {
				t.Fatalf("not a telling error: %v", err)
			}
		}
		for _, feature := range features {
			sound(t, feature.Boundary)
		}
		if shape, err := geo.ReadBoundary(strings.NewReader(text)); err == nil {
			sound(t, shape)
		}
	})
}

// Boundary commissions give no codes, and say how many Members a ward elects; planning data call the code a reference.
func TestSeatsWithoutCodesAreRead(t *testing.T) {
	for _, c := range []struct {
		properties, code, name string
		places                 int // -1: none
	}{
		{`{"FID":0,"Ward_name":"Ashby","Councillor":2,"Electorate":4010}`, "", "Ashby", 2},
		{`{"CED23NM":"Dorking Rural"}`, "", "Dorking Rural", 0},
		{`{"WD24CD":" ","WD24NM":"Abbey","No_of_Cllrs":"3"}`, "", "Abbey", 3},
		{`{"dataset":"ward","entity":9,"name":"Barwell","reference":"E05099002"}`, "E05099002", "Barwell", 0},
		{`{"code":"TST:ashby","name":"Ashby","members":12}`, "TST:ashby", "Ashby", 0},
		{`{"name":"Ashby","members":0}`, "", "Ashby", 0},
		{`{"name":"Ashby","members":"None"}`, "", "Ashby", -1},
	} {
		got, err := geo.ReadSeats(strings.NewReader(properties(c.properties)))
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v, %v", c.properties, got, err)
			continue
		}
		is := got[0].Places
		if got[0].None {
			is = -1
		}
		if got[0].Code != c.code || got[0].Name != c.name || is != c.places {
			t.Errorf("%s is read as %q, %q, %d", c.properties, got[0].Code, got[0].Name, got[0].Places)
		}
	}
}
