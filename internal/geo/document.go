package geo

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// What a file may hold. The caller bounds its bytes; these bound the work.
const (
	MaxFeatures      = 20_000
	MaxPoints        = 500_000 // in a file
	MaxFeaturePoints = 100_000 // in one feature
)

// maxProperties is how many bytes of properties a feature may have.
const maxProperties = 64 << 10

type rawFeature struct {
	Type       string
	Properties json.RawMessage
	Geometry   *rawGeometry
}

type rawGeometry struct {
	Type        string
	Coordinates json.RawMessage
}

// document is a GeoJSON text without its features, which are handed out one by
// one while it is read, so that a large file is never in memory whole.
type document struct {
	kind        string
	isList      bool // it has a list of features
	crs         json.RawMessage
	properties  json.RawMessage
	geometry    json.RawMessage
	coordinates json.RawMessage
}

// errEnough ends the reading of features early.
var errEnough = errors.New("enough")

// decode reads one JSON object and calls each with every feature, until each
// returns errEnough. Other errors are *FileError, or the reader's own.
func decode(r io.Reader, each func(json.RawMessage) error) (document, error) {
	var doc document
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	dec := json.NewDecoder(in)
	open, err := dec.Token()
	if err != nil {
		return doc, readFault(dec, err)
	}
	if open != json.Delim('{') {
		return doc, fileFault("the file is not GeoJSON: it does not hold an object")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return doc, readFault(dec, err)
		}
		if err := doc.member(dec, key, each); err != nil {
			return doc, readFault(dec, err)
		}
	}
	if _, err := dec.Token(); err != nil {
		return doc, readFault(dec, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return doc, fileFault("the file is not GeoJSON: something follows its end")
	}
	return doc, nil
}

func (doc *document) member(dec *json.Decoder, key json.Token, each func(json.RawMessage) error) error {
	switch key {
	case "type":
		var kind json.RawMessage
		if err := dec.Decode(&kind); err != nil {
			return err
		}
		_ = json.Unmarshal(kind, &doc.kind) // another kind of value stays ""
		return nil
	case "features":
		return doc.features(dec, each)
	case "crs":
		return dec.Decode(&doc.crs)
	case "properties":
		return dec.Decode(&doc.properties)
	case "geometry":
		return dec.Decode(&doc.geometry)
	case "coordinates":
		return dec.Decode(&doc.coordinates)
	}
	var other json.RawMessage
	return dec.Decode(&other)
}

func (doc *document) features(dec *json.Decoder, each func(json.RawMessage) error) error {
	open, err := dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('[') {
		return fileFault("the file is not GeoJSON: its features are not a list")
	}
	doc.isList = true
	for dec.More() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		if err := each(raw); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// readFault turns a decoder's error into words; a failing reader's stays.
func readFault(dec *json.Decoder, err error) error {
	_, bad := errors.AsType[*json.SyntaxError](err)
	_, huge := errors.AsType[*json.UnmarshalTypeError](err) // a number that no float64 holds
	switch {
	case errors.Is(err, io.EOF) && dec.InputOffset() == 0:
		return fileFault("the file is empty")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fileFault("the file is not GeoJSON: it ends too early")
	case bad, huge:
		return fileFault("the file is not GeoJSON: it stops being JSON after byte %d", dec.InputOffset())
	}
	return err
}

// crsFault says why coordinates in this reference system cannot be read, or "".
// GeoJSON is in WGS84, longitude first; older files may say so.
func crsFault(raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	var crs struct {
		Properties struct{ Name string }
	}
	if json.Unmarshal(raw, &crs) != nil || crs.Properties.Name == "" {
		return "the file names its coordinate reference system in a way that cannot be read: save it as WGS84 " +
			"(EPSG:4326)"
	}
	name := strings.ToUpper(crs.Properties.Name)
	for _, ours := range []string{"CRS84", "EPSG:4326", "EPSG::4326"} {
		if strings.HasSuffix(name, ours) {
			return ""
		}
	}
	if strings.HasSuffix(name, ":27700") {
		return "the file is in British National Grid (EPSG:27700): save it as WGS84 (EPSG:4326)"
	}
	return "the file is in the coordinate reference system " + shortened(crs.Properties.Name) +
		": save it as WGS84 (EPSG:4326)"
}

func shortened(s string) string {
	runes := []rune(strings.ToValidUTF8(s, "?"))
	if len(runes) <= 60 {
		return string(runes)
	}
	return string(runes[:60]) + "…"
}
