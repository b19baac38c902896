package world

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed data
var data embed.FS

// Read returns the whole world from the embedded files, or an error that names the file which does not fit.
func Read() (World, error) {
	var w World
	var err error
	if w.County, err = read[County]("data/county.json"); err != nil {
		return World{}, err
	}
	if w.People, err = read[[]Person]("data/people.json"); err != nil {
		return World{}, err
	}
	if w.Contacts, err = read[[]Contact]("data/contacts.json"); err != nil {
		return World{}, err
	}
	if w.Seats, err = readSeats(w.Authorities); err != nil {
		return World{}, err
	}
	if w.Areas, err = readAreas(); err != nil {
		return World{}, err
	}
	if w.Issues, err = readIssues(w.Areas); err != nil {
		return World{}, err
	}
	if w.Asks, err = read[[]AskStep]("data/asks.json"); err != nil {
		return World{}, err
	}
	w.Works, err = readAll[Work]("data/plans/*.json")
	return w, err
}

// SeatFile returns the GeoJSON, with ONS property names, from which an authority's seats are imported; nil if it has
// none.
func (a Authority) SeatFile() []byte {
	if a.Seats == "" {
		return nil
	}
	b, err := data.ReadFile("data/" + a.Seats)
	if err != nil {
		return nil
	}
	return b
}

func readAreas() ([]Area, error) {
	areas, err := readAll[Area]("data/areas/*.json")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(areas, func(a, b Area) int { return cmp.Compare(a.Code, b.Code) })
	shapes, err := features("data/areas.geojson")
	if err != nil {
		return nil, err
	}
	for i, a := range areas {
		for j, b := range a.Boundaries {
			at := slices.IndexFunc(shapes, func(f feature) bool {
				return f.Properties["area"] == a.Key && f.Properties["version"] == float64(b.Version)
			})
			if at < 0 {
				return nil, fmt.Errorf("area %s has no shape for version %d", a.Key, b.Version)
			}
			areas[i].Boundaries[j].Shape = shapes[at].Geometry
		}
	}
	return areas, nil
}

func readIssues(areas []Area) ([]Issue, error) {
	var all []Issue
	for _, a := range areas {
		issues, err := read[[]Issue]("data/issues/" + a.Key + ".json")
		if err != nil {
			return nil, err
		}
		for i := range issues {
			issues[i].Area = a.Key
		}
		all = append(all, issues...)
	}
	slices.SortStableFunc(all, func(a, b Issue) int { return cmp.Compare(a.Day, b.Day) })
	return all, nil
}

func readSeats(authorities []Authority) ([]Seat, error) {
	places, err := read[map[string]int]("data/places-per-seat.json")
	if err != nil {
		return nil, err
	}
	var seats []Seat
	for _, a := range authorities {
		if a.Seats == "" {
			continue
		}
		kind, prefix := "ward", "WD26"
		if a.Tier == "county" {
			kind, prefix = "division", "CED26"
		}
		shapes, err := features("data/" + a.Seats)
		if err != nil {
			return nil, err
		}
		for _, f := range shapes {
			code, _ := f.Properties[prefix+"CD"].(string)
			name, _ := f.Properties[prefix+"NM"].(string)
			seats = append(seats, Seat{code, name, a.Key, kind, max(1, places[code]), f.Geometry})
		}
	}
	return seats, nil
}

type feature struct {
	Properties map[string]any  `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

func features(file string) ([]feature, error) {
	b, err := data.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var c struct {
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return c.Features, nil
}

func read[T any](file string) (T, error) {
	var v T
	b, err := data.ReadFile(file)
	if err != nil {
		return v, err
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return v, fmt.Errorf("%s: %w", file, err)
	}
	return v, nil
}

func readAll[T any](pattern string) ([]T, error) {
	files, err := fs.Glob(data, pattern)
	if err != nil {
		return nil, err
	}
	all := make([]T, 0, len(files))
	for _, file := range files {
		v, err := read[T](file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimSuffix(path.Base(file), ".json"), err)
		}
		all = append(all, v)
	}
	return all, nil
}
