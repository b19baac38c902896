package geo

import "github.com/peterstace/simplefeatures/geom"

// Middle is a position on a line or outline given as GeoJSON, near its middle; ok is false where the text holds no
// geometry.
func Middle(text string) (at Position, ok bool) {
	g, err := geom.UnmarshalGeoJSON([]byte(text))
	if err != nil {
		return Position{}, false
	}
	c, ok := g.PointOnSurface().XY()
	return Position{Lon: c.X, Lat: c.Y}, ok
}
