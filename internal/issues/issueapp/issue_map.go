package issueapp

import (
	"math"

	"fourgates/internal/geo"
	"fourgates/internal/issues"
	"fourgates/internal/places/placeapp"
)

// MapIssues places issues on an area's outline; boundary is the GeoJSON from which that was drawn. Issues off the
// drawing go to its edge.
func MapIssues(boundary string, list []issues.MappedIssue) (issues.IssueMap, error) {
	ground, err := geo.ParseShape(boundary)
	if err != nil {
		return issues.IssueMap{}, err
	}
	frame := placeapp.OutlineFrame(ground)
	var m issues.IssueMap
	for _, i := range list {
		at, ok := positionOf(i)
		if !ok {
			m.Unplaced = append(m.Unplaced, i)
			continue
		}
		x, y := frame.Point(at)
		addToMap(&m, i, min(max(x, placeapp.OutlineCircle/2), placeapp.OutlineWidth-placeapp.OutlineCircle/2),
			min(max(y, placeapp.OutlineCircle/2), placeapp.OutlineHeight-placeapp.OutlineCircle/2))
	}
	return m, nil
}

func addToMap(m *issues.IssueMap, i issues.MappedIssue, x, y float64) {
	for n, s := range m.Spots {
		if math.Hypot(s.X-x, s.Y-y) < placeapp.OutlineCircle {
			m.Spots[n].Issues = append(s.Issues, i)
			if s.Place == "" {
				m.Spots[n].Place = i.Place
			}
			return
		}
	}
	m.Spots = append(m.Spots, issues.IssueSpot{X: x, Y: y, Place: i.Place, Issues: []issues.MappedIssue{i}})
}

func positionOf(i issues.MappedIssue) (geo.Position, bool) {
	if i.Point != nil {
		return geo.Position{Lon: i.Point.Lon, Lat: i.Point.Lat}, true
	}
	if i.Geometry == "" {
		return geo.Position{}, false
	}
	return geo.Middle(i.Geometry)
}
