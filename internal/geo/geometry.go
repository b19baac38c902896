package geo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
)

// part is a polygon as it stands in a file: rings of positions, each of two or
// more numbers.
type part [][][]float64

// parts reads the coordinates of a Polygon or MultiPolygon. A fault that is not
// "" says why it cannot.
func (g *rawGeometry) parts() (parts []part, fault string) {
	if g == nil {
		return nil, "it has no boundary: the geometry is missing"
	}
	if g.Type != "Polygon" && g.Type != "MultiPolygon" {
		if g.Type == "" {
			return nil, "its geometry has no type"
		}
		return nil, fmt.Sprintf("its geometry is a %s; only Polygon and MultiPolygon are boundaries", shortened(g.Type))
	}
	// Counted before they are read: numbers take more room in memory than in text.
	if bytes.Count(g.Coordinates, []byte("[")) > MaxFeaturePoints ||
		bytes.Count(g.Coordinates, []byte(",")) > 4*MaxFeaturePoints {
		return nil, fmt.Sprintf("its boundary has more than %d points: use a generalised release", MaxFeaturePoints)
	}
	target := any(&parts)
	if g.Type == "Polygon" {
		parts = make([]part, 1)
		target = &parts[0]
	}
	// A null would be read as the number 0.
	if bytes.Contains(g.Coordinates, []byte("null")) || json.Unmarshal(g.Coordinates, target) != nil {
		return nil, fmt.Sprintf("its coordinates are not those of a %s: rings of pairs of finite numbers", g.Type)
	}
	return parts, ""
}

// checked is a ring that has passed on its own: its corners on the grid, where
// each was before rounding, and what to call it.
type checked struct {
	ring
	from  [][]float64
	hole  bool
	label string
}

// settle makes a shape of the parts of one boundary, or says every fault.
func settle(parts []part) (Shape, []string) {
	var rings []checked
	var faults []string
	for i, p := range parts {
		if len(p) == 0 {
			faults = append(faults, "it has a polygon without rings")
		}
		for j, r := range p {
			label := fmt.Sprintf("ring %d", j+1)
			if len(parts) > 1 {
				label = fmt.Sprintf("polygon %d, ring %d", i+1, j+1)
			}
			c, fault := check(r)
			if fault != "" {
				faults = append(faults, label+" "+fault)
				continue
			}
			c.hole, c.label = j > 0, label
			rings = append(rings, c)
		}
	}
	if len(faults) > 0 {
		return Shape{}, faults
	}
	if len(rings) == 0 {
		return Shape{}, []string{"it has no boundary: the geometry is empty"}
	}
	if latitudeFirst(rings) {
		return Shape{}, []string{"its coordinates have the latitude first: GeoJSON puts the longitude first"}
	}
	sound, faults := meetings(rings)
	if len(faults) > 0 {
		return Shape{}, faults
	}
	return assemble(rings, sound)
}

// check looks at one ring by itself.
func check(positions [][]float64) (checked, string) {
	for i, p := range positions {
		if fault := positionFault(p); fault != "" {
			return checked{}, fmt.Sprintf("has a fault at point %d: %s", i+1, fault)
		}
	}
	n := len(positions)
	if n > 0 && (positions[0][0] != positions[n-1][0] || positions[0][1] != positions[n-1][1]) {
		return checked{}, "is not closed: its last point must be its first"
	}
	if n < 4 {
		return checked{}, fmt.Sprintf("has %d points: a closed ring has at least 4", n)
	}
	var c checked
	for _, p := range positions[:n-1] {
		corner := snap(p[0], p[1])
		if len(c.ring) > 0 && c.ring[len(c.ring)-1] == corner {
			continue
		}
		c.ring, c.from = append(c.ring, corner), append(c.from, p)
	}
	if last := len(c.ring) - 1; last > 0 && c.ring[last] == c.ring[0] {
		c.ring, c.from = c.ring[:last], c.from[:last]
	}
	if len(c.ring) < 3 || c.ring.doubleArea() == 0 && flat(c.ring) {
		return checked{}, "encloses no ground: its points lie on one line"
	}
	return c, ""
}

func flat(r ring) bool {
	for _, p := range r[2:] {
		if side(r[0], r[1], p) != 0 {
			return false
		}
	}
	return true
}

// positionFault says what is wrong with one position, or "".
func positionFault(p []float64) string {
	if len(p) < 2 || len(p) > 4 {
		return "it is not a longitude and a latitude"
	}
	x, y := p[0], p[1]
	switch {
	case onEarth(x, y):
		return ""
	case x >= 0 && x <= 700_000 && y >= 0 && y <= 1_300_000 && (x > 360 || y > 360):
		return fmt.Sprintf("%.0f, %.0f looks like an easting and northing of the British National Grid: save the "+
			"file as WGS84 (EPSG:4326), in degrees", x, y)
	case math.Abs(x) > 360 || math.Abs(y) > 360:
		return fmt.Sprintf("%.6g, %.6g is not in degrees: save the file as WGS84 (EPSG:4326)", x, y)
	}
	return fmt.Sprintf("%.6g, %.6g is not on the earth: the longitude is -180 to 180 and the latitude -90 to 90", x, y)
}

func onEarth(lon, lat float64) bool {
	return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90 // false for NaN
}

// latitudeFirst tells whether every corner would be in Britain or Ireland if
// its numbers changed places. Taken as written they are off Somalia.
func latitudeFirst(rings []checked) bool {
	for _, r := range rings {
		for _, p := range r.ring {
			if !inTheseIslands(p.lat(), p.lon()) {
				return false
			}
		}
	}
	return true
}

func inTheseIslands(lon, lat float64) bool {
	return lon >= -11 && lon <= 3 && lat >= 49 && lat <= 61
}
