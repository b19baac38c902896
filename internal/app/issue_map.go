package app

import (
	"math"

	"fourgates/internal/domain"
	"fourgates/internal/geo"
)

// IssueMap is where the issues of an area are: the area drawn, and the spots on it that its issues are at.
type IssueMap struct {
	Spots    []IssueSpot
	Unplaced []domain.MappedIssue // those of the whole area
}

// IssueSpot is a spot on the drawing of an area with every issue that is there, or so near that its number would lie over another's.
type IssueSpot struct {
	X, Y   float64 // in units of the outline's viewBox
	Place  string  // what the first issue there calls it, "" for nothing
	Issues []domain.MappedIssue
}

// MapIssues places issues on the outline that is kept with an area; boundary is the GeoJSON that it was drawn from. What lies off the
// drawing is put at its edge.
func MapIssues(boundary string, issues []domain.MappedIssue) (IssueMap, error) {
	ground, err := geo.ParseShape(boundary)
	if err != nil {
		return IssueMap{}, err
	}
	frame := outlineFrame(ground)
	var m IssueMap
	for _, i := range issues {
		at, ok := positionOf(i)
		if !ok {
			m.Unplaced = append(m.Unplaced, i)
			continue
		}
		x, y := frame.Point(at)
		m.add(i, min(max(x, outlineCircle/2), outlineWidth-outlineCircle/2), min(max(y, outlineCircle/2), outlineHeight-outlineCircle/2))
	}
	return m, nil
}

func (m *IssueMap) add(i domain.MappedIssue, x, y float64) {
	for n, s := range m.Spots {
		if math.Hypot(s.X-x, s.Y-y) < outlineCircle {
			m.Spots[n].Issues = append(s.Issues, i)
			if s.Place == "" {
				m.Spots[n].Place = i.Place
			}
			return
		}
	}
	m.Spots = append(m.Spots, IssueSpot{X: x, Y: y, Place: i.Place, Issues: []domain.MappedIssue{i}})
}

func positionOf(i domain.MappedIssue) (geo.Position, bool) {
	if i.Point != nil {
		return geo.Position{Lon: i.Point.Lon, Lat: i.Point.Lat}, true
	}
	if i.Geometry == "" {
		return geo.Position{}, false
	}
	return geo.Middle(i.Geometry)
}
