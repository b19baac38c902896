package geo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// What the file of one area may hold.
const (
	MaxBoundaryFeatures = 500
	MaxBoundaryPoints   = 20_000
)

// ReadBoundary reads one boundary from GeoJSON: a Polygon or MultiPolygon, a
// Feature with one, or a FeatureCollection, whose features are joined. Names and
// codes are not asked for. It returns a *FileError with every fault, or the
// reader's own error.
func ReadBoundary(r io.Reader) (Shape, error) {
	var list boundaryList
	doc, err := decode(r, list.add)
	if err != nil && !errors.Is(err, errEnough) {
		return Shape{}, err
	}
	if fault := crsFault(doc.crs); fault != "" {
		return Shape{}, fileFault("%s", fault)
	}
	if doc.isList {
		return list.join(doc)
	}
	g, err := doc.single()
	if err != nil {
		return Shape{}, err
	}
	shape, faults := g.shape()
	switch {
	case len(faults) > 0:
		return Shape{}, wholeFile(faults)
	case shape.Points() > MaxBoundaryPoints:
		return Shape{}, fileFault("%s", tooMuch)
	}
	return shape, nil
}

// ParseShape reads the text of a Polygon or MultiPolygon, such as GeoJSON gives,
// and checks it as a file is checked. It returns a *FileError.
func ParseShape(text string) (Shape, error) {
	var g rawGeometry
	if json.Unmarshal([]byte(text), &g) != nil {
		return Shape{}, fileFault("the boundary is not GeoJSON")
	}
	shape, faults := g.shape()
	if len(faults) > 0 {
		return Shape{}, wholeFile(faults)
	}
	return shape, nil
}

// wholeFile makes faults of a file that has but one boundary.
func wholeFile(problems []string) *FileError {
	e := &FileError{}
	for _, p := range problems {
		e.Faults = append(e.Faults, Fault{Problem: p})
	}
	return e
}

// single is the geometry of a file that is a Feature or a bare geometry.
func (doc document) single() (*rawGeometry, error) {
	if doc.kind != "Feature" {
		if doc.kind == "" {
			return nil, fileFault("the file is not GeoJSON: it has no type")
		}
		return &rawGeometry{doc.kind, doc.coordinates}, nil
	}
	var g *rawGeometry
	if len(doc.geometry) > 0 && json.Unmarshal(doc.geometry, &g) != nil {
		return nil, fileFault("the file is not GeoJSON: its geometry is not an object")
	}
	return g, nil
}

// shape is the geometry's ground, or every fault of it.
func (g *rawGeometry) shape() (Shape, []string) {
	parts, fault := g.parts()
	if fault != "" {
		return Shape{}, []string{fault}
	}
	return settle(parts)
}

var tooMuch = fmt.Sprintf("the file has too much in it for one area: at most %d features, %d points",
	MaxBoundaryFeatures, MaxBoundaryPoints)

// boundaryList gathers the features of a file whose names do not matter.
type boundaryList struct {
	shapes []Shape
	faults []Fault
	points int
}

func (l *boundaryList) add(text json.RawMessage) error {
	var raw rawFeature
	number := len(l.shapes) + 1
	if json.Unmarshal(text, &raw) != nil || raw.Type != "Feature" {
		l.faults = append(l.faults, Fault{Feature: number, Problem: "it is not a GeoJSON Feature"})
		return errEnough
	}
	shape, faults := raw.Geometry.shape()
	l.shapes = append(l.shapes, shape)
	l.points += shape.Points()
	for _, problem := range faults {
		l.faults = append(l.faults, Fault{Feature: number, Problem: problem})
	}
	if number <= MaxBoundaryFeatures && l.points <= MaxBoundaryPoints && len(l.faults) < MaxFaults {
		return nil
	}
	l.faults = append(l.faults, Fault{Problem: tooMuch})
	return errEnough
}

func (l *boundaryList) join(doc document) (Shape, error) {
	switch {
	case len(l.faults) > 0:
		return Shape{}, &FileError{l.faults}
	case doc.kind != "FeatureCollection":
		return Shape{}, fileFault("the file is not a GeoJSON FeatureCollection")
	case len(l.shapes) == 0:
		return Shape{}, fileFault("the file has no features")
	}
	shape, err := Union(l.shapes...)
	if err != nil {
		return Shape{}, fileFault("the file's boundaries cross or overlap so often that they cannot be joined")
	}
	return shape, nil
}
