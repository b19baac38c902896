package domain

import (
	"errors"
	"fmt"
	"regexp"
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

// Where Britain and Ireland lie, with the sea around them.
const (
	west, east   = -11.0, 3.0
	south, north = 49.0, 62.0
)

// InTheseIslands reports whether the point lies in Britain or Ireland or the sea around them.
func (p Point) InTheseIslands() bool {
	return p.Lon >= west && p.Lon <= east && p.Lat >= south && p.Lat <= north
}

// PointError is why something is no point: which of "lat" and "lon" is wrong, and how.
type PointError struct{ Part, Words string }

func (e *PointError) Error() string { return e.Words }

// SamePoint reports whether two points, or none, are the same.
func SamePoint(a, b *Point) bool { return a == b || a != nil && b != nil && *a == *b }

// The examples that messages show.
const aPoint = "such as 52.31, -1.94"

// ReadPoint reads a point of these islands from its latitude and longitude, as people write and paste them: both in one
// of the two, with any minus, with N, S, E or W, in degrees or degrees, minutes and seconds. It returns a *PointError
// for anything else; where the two are the wrong way round it says so.
func ReadPoint(lat, lon string) (Point, error) {
	lat, lon = Line(lat), Line(lon)
	if both := strings.TrimSpace(lat + lon); lat == "" || lon == "" {
		one, other, ok := cutPoint(both)
		switch {
		case ok:
			lat, lon = one, other
		case lat == "" && isDegrees(lon):
			return Point{}, &PointError{"lat", "Enter the latitude as well, such as 52.31"}
		case lon == "" && isDegrees(lat):
			return Point{}, &PointError{"lon", "Enter the longitude as well, such as -1.94"}
		case lat == "":
			return Point{}, noLongitude(lon)
		default:
			return Point{}, noLatitude(lat)
		}
	}
	y, ySide, ok := readDegrees(lat)
	if !ok {
		return Point{}, noLatitude(lat)
	}
	x, xSide, ok := readDegrees(lon)
	if !ok {
		return Point{}, noLongitude(lon)
	}
	if strings.ContainsAny(ySide, "EW") && strings.ContainsAny(xSide, "NS") && ySide+xSide != "" {
		x, y = y, x // they say which is which
	} else if strings.ContainsAny(ySide, "EW") || strings.ContainsAny(xSide, "NS") {
		return Point{}, &PointError{"lat", "The latitude is north or south, the longitude east or west, " + aPoint}
	}
	p := Point{Lon: x, Lat: y}
	switch {
	case !(y >= -90 && y <= 90):
		return p, &PointError{"lat", "The latitude must be from -90 to 90 degrees, such as 52.31"}
	case !(x >= -180 && x <= 180):
		return p, &PointError{"lon", "The longitude must be from -180 to 180 degrees, such as -1.94"}
	case x == 0 && y == 0:
		return p, &PointError{"lat", "0, 0 lies in the sea off Africa: enter where it is, or leave both empty"}
	case p.InTheseIslands():
		return p, nil
	case (Point{Lon: y, Lat: x}).InTheseIslands():
		return p, &PointError{"lat", fmt.Sprintf("They are the wrong way round: is the latitude %s and the longitude "+
			"%s?", degrees(x), degrees(y))}
	case (Point{Lon: -x, Lat: y}).InTheseIslands():
		return p, &PointError{"lon", fmt.Sprintf("%s lies outside Britain: is the longitude %s?", PointWords(&p),
			degrees(-x))}
	}
	return p, &PointError{"lat", PointWords(&p) + " lies outside Britain and Ireland: enter where it is, " + aPoint}
}

func noLatitude(typed string) error {
	return &PointError{"lat", "“" + shortOf(typed) + "” is no latitude: it must be a number of degrees, such as 52.31"}
}

func noLongitude(typed string) error {
	return &PointError{"lon", "“" + shortOf(typed) + "” is no longitude: it must be a number of degrees, such as -1.94"}
}

func isDegrees(typed string) bool {
	_, _, ok := readDegrees(typed)
	return ok
}

// ReadPointLine is ReadPoint for a line of its own that has both, with a comma, a semicolon or a space between them.
func ReadPointLine(line string) (Point, error) {
	lat, lon, ok := cutPoint(Line(line))
	if !ok {
		return Point{}, fmt.Errorf("“%s” is not a latitude and a longitude, %s", shortOf(line), aPoint)
	}
	return ReadPoint(lat, lon)
}

// cutPoint parts two coordinates that were pasted as one: at the comma or semicolon, after an N or S, or at the space.
func cutPoint(both string) (lat, lon string, ok bool) {
	both = strings.Trim(strings.TrimPrefix(both, "geo:"), "()[] ")
	for _, by := range []*regexp.Regexp{semicolons, commas, sides, spaces} {
		if found := by.FindStringSubmatch(both); found != nil {
			return found[1], found[2], true
		}
	}
	return "", "", false
}

var (
	semicolons = regexp.MustCompile(`^([^;]+);([^;]+)$`)
	commas     = regexp.MustCompile(`^([^,]+),([^,]+)$`)
	sides      = regexp.MustCompile(`(?i)^([^nsew]+[ns])[ ,]*([^nsew]+[ew])$`)
	spaces     = regexp.MustCompile(`^([^ ]+) ([^ ]+)$`)

	minuses = strings.NewReplacer("−", "-", "–", "-", "—", "-", "‐", "-", "‑", "-", "﹣", "-", "－", "-", "º", "°",
		"′", "'", "’", "'", "ʹ", "'", "″", `"`, "”", `"`, "ʺ", `"`, "''", `"`)
	typedDegrees = regexp.MustCompile(`^([NSEW])? ?([+-]?) ?([0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]+) ?(?:°|DEG|D)? ?` +
		`(?:([0-9]{1,2}(?:\.[0-9]*)?) ?' ?(?:([0-9]{1,2}(?:\.[0-9]*)?) ?")?)? ?([NSEW])?$`)
)

// readDegrees reads one coordinate, and the side of the world that it says.
func readDegrees(text string) (value float64, side string, ok bool) {
	found := typedDegrees.FindStringSubmatch(strings.ToUpper(minuses.Replace(Line(text))))
	if found == nil || found[1] != "" && found[6] != "" {
		return 0, "", false
	}
	side = found[1] + found[6]
	for n, share := range []float64{1, 60, 3600} {
		typed := found[3+n]
		if typed == "" {
			continue
		}
		part, err := strconv.ParseFloat(typed, 64)
		if err != nil || n > 0 && part >= 60 {
			return 0, "", false
		}
		value += part / share
	}
	minus := found[2] == "-"
	if minus && strings.ContainsAny(side, "NE") {
		return 0, "", false
	}
	if minus || strings.ContainsAny(side, "SW") {
		value = -value
	}
	return value, side, true
}

func shortOf(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// AsPointError is the error as a *PointError; nil where it is none.
func AsPointError(err error) *PointError {
	wrong, _ := errors.AsType[*PointError](err)
	return wrong
}
