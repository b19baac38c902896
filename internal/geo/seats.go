package geo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Feature is a named boundary from a file: a ward, a division or a parish.
type Feature struct {
	Code     string // such as the GSS code E05007331; "" where the file has none
	Name     string
	Welsh    string // the name in Welsh beside it; "" where the file has none
	Places   int    // how many Members it elects; 0 where the file does not say
	None     bool   // the file says that it elects none
	Boundary Shape
}

// The longest code and name that are read, in characters.
const (
	maxCode = 40
	maxName = 200
)

// ReadSeats reads a GeoJSON FeatureCollection whose features have the ONS
// property names, WDyyCD and WDyyNM, CEDyyCD and CEDyyNM or PARyyCD and PARyyNM
// of any year, those of planning data, reference and name, or of the boundary
// commissions, Ward_name and Councillor, else plainly code and name. A Welsh name
// beside the English one, such as WDyyNMW or name_cy, is read too. A code may be
// missing: there is none yet. Boundaries are Polygons or
// MultiPolygons in WGS84. It returns the features in the file's order, or a
// *FileError with every fault; it never returns some features. The caller bounds
// the length of the file; an error of the reader itself comes back as it is.
func ReadSeats(r io.Reader) ([]Feature, error) {
	var list seatList
	doc, err := decode(r, list.add)
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	if fault := crsFault(doc.crs); fault != "" {
		return nil, fileFault("%s", fault)
	}
	switch {
	case len(list.faults) > 0:
		return nil, &FileError{list.faults}
	case doc.kind != "FeatureCollection":
		return nil, fileFault("the file is not a GeoJSON FeatureCollection")
	case len(list.features) == 0:
		return nil, fileFault("the file has no features")
	}
	return list.features, nil
}

// seatList gathers features and faults while a file is read.
type seatList struct {
	features []Feature
	faults   []Fault
	count    int
	points   int
	coded    map[string]int // the feature that first had a code
}

func (l *seatList) add(text json.RawMessage) error {
	l.count++
	if l.count > MaxFeatures {
		return l.enough("the file has more than %d features", MaxFeatures)
	}
	var raw rawFeature
	if json.Unmarshal(text, &raw) != nil || raw.Type != "Feature" {
		return l.faulty(Feature{}, "it is not a GeoJSON Feature")
	}
	f, faults := raw.seat()
	if first, used := l.coded[f.Code]; used && f.Code != "" {
		faults = append(faults, fmt.Sprintf("its code is already that of feature %d", first))
	} else {
		if l.coded == nil {
			l.coded = map[string]int{}
		}
		l.coded[f.Code] = l.count
	}
	if l.points += f.Boundary.Points(); l.points > MaxPoints {
		return l.enough("the file has more than %d points: use a generalised release", MaxPoints)
	}
	l.features = append(l.features, f)
	return l.faulty(f, faults...)
}

func (l *seatList) faulty(f Feature, problems ...string) error {
	for _, p := range problems {
		l.faults = append(l.faults, Fault{l.count, f.Code, f.Name, p})
		if len(l.faults) == MaxFaults-1 {
			return l.enough("there are more faults: the rest of the file was not read")
		}
	}
	return nil
}

func (l *seatList) enough(format string, args ...any) error {
	l.faults = append(l.faults, Fault{Problem: fmt.Sprintf(format, args...)})
	return errEnough
}

func (raw rawFeature) seat() (Feature, []string) {
	var f Feature
	var faults []string
	var properties map[string]json.RawMessage
	switch {
	case len(raw.Properties) > maxProperties:
		faults = append(faults, "it has more properties than a boundary needs")
	case len(raw.Properties) > 0 && json.Unmarshal(raw.Properties, &properties) != nil:
		faults = append(faults, "its properties are not an object")
	default:
		f.Code, f.Name, faults = identify(properties)
		if f.Welsh = welshOf(properties); f.Welsh == f.Name {
			f.Welsh = ""
		}
		f.Places, f.None = electing(properties)
	}
	parts, fault := raw.Geometry.parts()
	if fault != "" {
		return f, append(faults, fault)
	}
	var broken []string
	f.Boundary, broken = settle(parts)
	return f, append(faults, broken...)
}

// kinds are the families of property names, in the order of preference: a file
// of wards may carry the divisions or parishes that they lie in.
var kinds = []struct{ code, name *regexp.Regexp }{
	{regexp.MustCompile(`(?i)^WD(\d\d)CD$`), regexp.MustCompile(`(?i)^WD(\d\d)NM$`)},
	{regexp.MustCompile(`(?i)^CED(\d\d)CD$`), regexp.MustCompile(`(?i)^CED(\d\d)NM$`)},
	{regexp.MustCompile(`(?i)^PAR(?:NCP)?(\d\d)CD$`), regexp.MustCompile(`(?i)^PAR(?:NCP)?(\d\d)NM$`)},
	{regexp.MustCompile(`(?i)^(?:gss_?)?code()$`), regexp.MustCompile(`(?i)^name()$`)},
	{nowhere, regexp.MustCompile(`(?i)^(?:ward|division|ed|parish)_?(?:name|nm)()$`)},
}

// welsh are the families of property names of a name in Welsh, as kinds has them.
var welsh = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^WD(\d\d)NMW$`),
	regexp.MustCompile(`(?i)^CED(\d\d)NMW$`),
	regexp.MustCompile(`(?i)^PAR(?:NCP)?(\d\d)NMW$`),
	regexp.MustCompile(`(?i)^(?:name_?(?:cy|cym|welsh|w)|enw)()$`),
	regexp.MustCompile(`(?i)^(?:ward|division|ed|parish)_?(?:name|nm)_?(?:cy|cym|welsh|w)()$`),
}

// welshOf is a feature's name in Welsh, of the family that its English one is of; "" where it has none that can be
// read.
func welshOf(properties map[string]json.RawMessage) string {
	for i, kind := range kinds {
		if newest(properties, kind.code) == "" && newest(properties, kind.name) == "" {
			continue
		}
		if key := newest(properties, welsh[i]); key != "" {
			name, fault := word(properties, key, "name in Welsh", "WD24NMW", maxName)
			if fault == "" {
				return name
			}
		}
		return ""
	}
	return ""
}

// nowhere is the code of files that have none, and reference that of planning data, beside a plain name.
var (
	nowhere   = regexp.MustCompile(`$.()`)
	reference = regexp.MustCompile(`(?i)^reference()$`)
)

// councillors are the property names of how many Members a seat elects.
var councillors = regexp.MustCompile(`(?i)^(?:no_?(?:of)?_?)?(?:councillors?|cllrs?|members)$`)

// electing is how many Members a feature says that it elects; 0 where it says nothing that can be.
// electing is how many Members a seat elects, or that it elects none. A 0 says nothing: tables have it for what is not
// known.
func electing(properties map[string]json.RawMessage) (n int, none bool) {
	for key, value := range properties {
		if !councillors.MatchString(key) {
			continue
		}
		text := strings.Trim(strings.TrimSpace(string(value)), `"`)
		if strings.EqualFold(strings.TrimSpace(text), "none") {
			return 0, true
		}
		n, err := strconv.Atoi(text)
		if err == nil && n >= 1 && n <= 9 {
			return n, false
		}
	}
	return 0, false
}

// identify finds the code and the name of a feature. Both come from one family
// of property names, the newest year of it.
func identify(properties map[string]json.RawMessage) (code, name string, faults []string) {
	for _, kind := range kinds {
		codeKey, nameKey := newest(properties, kind.code), newest(properties, kind.name)
		if codeKey == "" && nameKey == "" {
			continue
		}
		if codeKey == "" && strings.EqualFold(nameKey, "name") {
			codeKey = newest(properties, reference) // planning data
		}
		code, codeFault := codeOf(properties, codeKey)
		name, nameFault := word(properties, nameKey, "name", "WD24NM", maxName)
		return code, name, slices.DeleteFunc([]string{codeFault, nameFault}, func(s string) bool { return s == "" })
	}
	return "", "", []string{"it has no name: a property such as WD24NM or CED24NM"}
}

// codeOf reads a code, which may be missing or empty.
func codeOf(properties map[string]json.RawMessage, key string) (string, string) {
	var s string
	if key == "" || string(properties[key]) == "null" ||
		json.Unmarshal(properties[key], &s) == nil && strings.TrimSpace(s) == "" {
		return "", ""
	}
	return word(properties, key, "code", "WD24CD", maxCode)
}

// newest is the property whose name matches, of the latest year, or "".
func newest(properties map[string]json.RawMessage, pattern *regexp.Regexp) string {
	best, year := "", ""
	for key := range properties {
		match := pattern.FindStringSubmatch(key)
		if match == nil {
			continue
		}
		if best == "" || match[1] > year || match[1] == year && key < best {
			best, year = key, match[1]
		}
	}
	return best
}

// word reads one property as a line of text, or says why it cannot.
func word(properties map[string]json.RawMessage, key, what, example string, longest int) (string, string) {
	if key == "" {
		return "", fmt.Sprintf("it has no %s: a property such as %s", what, example)
	}
	var s string
	if json.Unmarshal(properties[key], &s) != nil {
		return "", fmt.Sprintf("its %s (%s) is not text", what, key)
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", fmt.Sprintf("its %s (%s) is empty", what, key)
	case strings.ContainsFunc(s, unicode.IsControl):
		return "", fmt.Sprintf("its %s (%s) has control characters in it", what, key)
	case strings.ContainsRune(s, utf8.RuneError):
		return "", fmt.Sprintf("its %s (%s) has letters that cannot be read: save the file as UTF-8", what, key)
	case utf8.RuneCountInString(s) > longest:
		return "", fmt.Sprintf("its %s (%s) is longer than %d characters", what, key, longest)
	}
	return s, ""
}
