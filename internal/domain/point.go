package domain

import (
	"fmt"
	"strconv"
	"strings"
)

// Point is a place on the map in WGS84 degrees.
type Point struct{ Lon, Lat float64 }

// Scan reads a point as the database writes it: "(longitude,latitude)".
func (p *Point) Scan(src any) error {
	text, _ := src.(string)
	lon, lat, ok := strings.Cut(strings.Trim(text, "()"), ",")
	if !ok {
		return fmt.Errorf("a point cannot be read from %v", src)
	}
	var err error
	if p.Lon, err = strconv.ParseFloat(lon, 64); err != nil {
		return err
	}
	p.Lat, err = strconv.ParseFloat(lat, 64)
	return err
}
