package issues

import (
	"fmt"

	"fourgates/internal/domain"
)

// IssueDraft is what somebody types of an issue: raising it, or changing it later.
type IssueDraft struct {
	Area        domain.AreaID
	Title       string
	Description string
	Place       domain.PlaceID // zero: none of the area's listed places
	PlaceNote   string
	Point       *domain.Point
	Outside     string // the point that was said to be right though it lies outside of the area, in domain.PointWords
	Geometry    string // see Shape
	Theme       domain.ThemeID
	Source      domain.Source
	RaisedFor   string
	Visibility  Visibility
}

// Draft is the part of the issue that can be typed.
func (i Issue) Draft() IssueDraft {
	return IssueDraft{Area: i.Area, Title: i.Title, Description: i.Description, Place: i.Place, PlaceNote: i.PlaceNote,
		Point:    i.Point,
		Geometry: i.Geometry, Theme: i.Theme, Source: i.Source, RaisedFor: i.RaisedFor, Visibility: i.Visibility}
}

// With is the issue with what was typed in place of what it said. Its area stays.
func (i Issue) With(d IssueDraft) Issue {
	i.Title, i.Description, i.Place, i.PlaceNote, i.Point, i.Geometry = d.Title, d.Description, d.Place, d.PlaceNote,
		d.Point, d.Geometry
	i.Theme, i.Source, i.RaisedFor, i.Visibility = d.Theme, d.Source, d.RaisedFor, d.Visibility
	return i
}

// IssueNames are the names behind an issue's identifiers.
type IssueNames struct {
	Area     string `db:"area_name"`
	AreaCode string
	Theme    string    `db:"theme_name"`
	Place    string    `db:"place_name"`
	RaisedBy string    `db:"raised_by_name"`
	Cycles   []InCycle // of its area that it is in, the first first
}

// InCycle is an issue's place in one cycle of its area.
type InCycle struct {
	Cycle  int
	Came   string // "new", "carried over" or "taken up again"
	Went   string // "carried over", "left out" or "closed"; "" while the cycle goes on
	Reason string // why it was left out
}

// Words says how it came into the cycle and what became of it when that ended.
func (c InCycle) Words() string {
	words := fmt.Sprintf("Cycle %d: ", c.Cycle)
	switch c.Came {
	case "new":
		words += "came in"
	case "carried over":
		words += "carried over from the cycle before"
	default:
		words += c.Came
	}
	switch c.Went {
	case "carried over":
		words += "; carried over to the next"
	case "left out":
		words += "; left out of the next: " + c.Reason
	case "closed":
		words += "; closed with it"
	}
	return words
}

// CycleWords says for each cycle how the issue came and went; nothing of one that is in the first and only cycle of its
// area.
func (n IssueNames) CycleWords() []string {
	if len(n.Cycles) == 0 || len(n.Cycles) == 1 && n.Cycles[0].Cycle == 1 && n.Cycles[0].Went == "" {
		return nil
	}
	words := make([]string, len(n.Cycles))
	for i, c := range n.Cycles {
		words[i] = c.Words()
	}
	return words
}

// Words is the issue field by field as people read it: for its history and to set two versions side by side.
func (i Issue) Words(n IssueNames) []domain.FieldWords {
	return []domain.FieldWords{
		{Name: "Title", Words: i.Title},
		{Name: "What is happening", Words: i.Description},
		{Name: "Place", Words: n.Place},
		{Name: "Where exactly", Words: i.PlaceNote},
		{Name: "Point", Words: domain.PointWords(i.Point)},
		{Name: "Line or outline", Words: domain.ShapeWords(i.Geometry)},
		{Name: "Theme", Words: n.Theme},
		{Name: "Source", Words: string(i.Source)},
		{Name: "Who raised it", Words: i.RaisedFor},
		{Name: "Who may read it", Words: string(i.Visibility)},
		{Name: "Responsible", Words: i.Tier},
		{Name: "Status", Words: string(i.State)},
		{Name: "Reason", Words: i.StateReason},
	}
}

// Changes gives the fields that differ, as they were and as they are: the before and after of an audit entry.
func Changes(before, after []domain.FieldWords) (was, is map[string]string) {
	was, is = map[string]string{}, map[string]string{}
	for at, b := range before {
		if a := after[at]; a.Words != b.Words {
			was[b.Name], is[a.Name] = b.Words, a.Words
		}
	}
	return was, is
}

// Said gives the fields that say something: the after of a record's first audit entry.
func Said(fields []domain.FieldWords) map[string]string {
	said := map[string]string{}
	for _, f := range fields {
		if f.Words != "" {
			said[f.Name] = f.Words
		}
	}
	return said
}

// PlaceName is one of an area's listed places, to choose from.
type PlaceName struct {
	ID   domain.PlaceID
	Name string
}
