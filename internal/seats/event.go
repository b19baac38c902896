// Package seats has the life of wards and divisions, and of the councils that have them.
package seats

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Kind is what can happen to a ward or division (domain §7.2). The list is closed.
type Kind string

// From its beginning to its end. A ward that is merged or split ends, and others have its ground.
const (
	Begun         Kind = "begun"
	PlacesChanged Kind = "places"
	Renamed       Kind = "renamed"
	Recoded       Kind = "recoded"
	Redrawn       Kind = "redrawn"
	Moved         Kind = "moved" // to another council
	Merged        Kind = "merged"
	Split         Kind = "split"
	Ended         Kind = "ended"
)

// Kinds lists them.
func Kinds() []Kind {
	return []Kind{Begun, PlacesChanged, Renamed, Recoded, Redrawn, Moved, Merged, Split, Ended}
}

// Ends reports whether the ward or division is there no longer.
func (k Kind) Ends() bool { return k == Merged || k == Split || k == Ended }

// Title is the kind as a page offers and lists it.
func (k Kind) Title() string {
	switch k {
	case Begun:
		return "Begins"
	case PlacesChanged:
		return "Elects another number of Members"
	case Renamed:
		return "Gets a new name"
	case Recoded:
		return "Gets a new code"
	case Redrawn:
		return "Is redrawn"
	case Moved:
		return "Goes over to another council"
	case Merged:
		return "Is merged into another"
	case Split:
		return "Is split into others"
	case Ended:
		return "Ends"
	}
	return string(k)
}

// Event is one step of a seat's life: what happened, from which day on.
type Event struct {
	Seat       domain.SeatID
	Kind       Kind
	On         domain.Date // the first day on which it is so
	Was, Is    string      // name, code, number of places, boundary or council
	Others     []domain.SeatID
	OtherNames []string // what it was merged or split into, or what it came from
	Note       string
	By         string // "" for the command line
	At         time.Time
	RecordedAt time.Time          // before At where it was recorded ahead
	Order      domain.SeatOrderID // by which it was recorded ahead; zero where it was not
}

// Words says what happened, without the day: "Renamed Castle Hill, was Castle Keep".
func (e Event) Words() string {
	others := strings.Join(e.OtherNames, " and ")
	switch e.Kind {
	case Begun:
		if others != "" {
			return "Began, from ground of " + others
		}
		return "Began"
	case PlacesChanged:
		return fmt.Sprintf("Elects %s, was %s", electsWords(e.Is), wasElected(e.Was))
	case Renamed:
		return fmt.Sprintf("Called %s, was %s", e.Is, e.Was)
	case Recoded:
		return fmt.Sprintf("Code %s, was %s", orNone(e.Is), orNone(e.Was))
	case Redrawn:
		return "Boundary redrawn"
	case Moved:
		return fmt.Sprintf("Belongs to %s, was %s", e.Is, e.Was)
	case Merged:
		return "Merged into " + others
	case Split:
		return "Split into " + others
	}
	return "Ended"
}

// electsWords says how many Members an event has a seat elect.
func electsWords(text string) string {
	n, ok := places.ReadElects(text)
	if !ok {
		return text + " Members"
	}
	return places.ElectsWords(n)
}

func wasElected(text string) string {
	if text == "0" {
		return "none"
	}
	return text
}

func orNone(code string) string {
	if code == "" {
		return "none"
	}
	return code
}

// Change is what is to happen to a seat: of the fields those that its kind needs.
type Change struct {
	Kind     Kind
	On       domain.Date
	Name     string
	Welsh    string // the name in Welsh beside it, may be empty
	Code     string // may be empty: there is none yet
	Boundary string // GeoJSON geometry, canonical
	Places   int
	Into     []domain.SeatID // what takes its place, where it is merged or split
	Parts    []places.Seat   // of one that is split, those that begin with it: name, code, places, ground if known
	Note     string
	Order    domain.SeatOrderID // that takes effect; zero where it is recorded on its day or later
}

// Nothing reports whether the seat is like this already.
func (c Change) Nothing(s places.Seat) bool {
	switch c.Kind {
	case PlacesChanged:
		return c.Places == s.Places
	case Renamed:
		return c.Name == s.Name && c.Welsh == s.Welsh
	case Recoded:
		return c.Code == s.Code
	case Redrawn:
		return c.Boundary == s.Boundary
	}
	return false
}

// About is what a change has to be compared with.
type About struct {
	Seat    places.Seat
	Terms   []places.Term
	Others  []places.Seat       // the seats of Into that are there today
	Holders []places.CodeHolder // who has the new code in use, this seat apart
	Today   domain.Date
	Parts   []domain.Blocker // what is wrong with the parts that begin with its end
	Ahead   []Order          // what is recorded ahead, the change itself apart
}

// Blockers lists why the change cannot be recorded, by field.
func (c Change) Blockers(a About) []domain.Blocker {
	var b []domain.Blocker
	add := func(field, words string) { b = append(b, domain.Blocker{ID: field, Field: field, Words: words}) }
	if !a.Seat.Valid.To.IsZero() {
		add("kind", a.Seat.Shown()+" has ended: nothing can happen to it any more")
		return b
	}
	switch {
	case c.On.IsZero():
		add("on", "Enter from which day on it is so")
	case c.On.Before(a.Seat.Valid.From):
		add("on", fmt.Sprintf("%s began on %s: the day must not be before", a.Seat.Shown(), a.Seat.Valid.From.Words()))
	}
	switch c.Kind {
	case PlacesChanged:
		b = append(b, a.Seat.PlacesBlockers(c.Places, a.Terms, Later(c.On, a.Today))...)
	case Renamed:
		if c.Name == "" {
			add("name", "Enter the new name")
		}
	case Recoded:
		for _, h := range a.Holders {
			add("code", fmt.Sprintf("%s is the code of a %s of %s", h.Code, h.Kind, h.Authority))
		}
	case Redrawn:
		if c.Boundary == "" {
			add("file", "Choose a file with the new boundary")
		}
	case Merged, Split, Ended:
		b = append(b, c.endBlockers(a)...)
	default:
		add("kind", "Choose what happens to it")
	}
	return append(b, c.aheadBlockers(a)...)
}

// Later is the later of two days.
func Later(a, b domain.Date) domain.Date {
	if a.After(b) {
		return a
	}
	return b
}

// endBlockers are those of an end: what takes its place must be there, and nobody's term may begin after it.
func (c Change) endBlockers(a About) []domain.Blocker {
	var b []domain.Blocker
	add := func(field, words string) { b = append(b, domain.Blocker{ID: field, Field: field, Words: words}) }
	for _, o := range a.Others {
		if o.Authority != a.Seat.Authority || o.Kind != a.Seat.Kind || o.ID == a.Seat.ID {
			add("into", o.Shown()+" is no other "+string(a.Seat.Kind)+" of the same council")
		}
	}
	switch {
	case len(a.Others) != len(c.Into):
		add("into", "Choose from the list: one of these is there no more")
	case c.Kind == Merged && len(c.Into) != 1:
		add("into", "Choose the one into which it is merged")
	case c.Kind == Split && len(c.Into)+len(c.Parts) < 2:
		add("parts", "Choose or enter the two or more into which it is split")
	}
	b = append(b, a.Parts...)
	for _, t := range a.Terms {
		if !c.On.IsZero() && !t.Span.From.Before(c.On) {
			add("on", fmt.Sprintf("The term of %s begins on %s, after it has ended: take that back first", t.Name,
				t.Span.From.Words()))
		}
	}
	return b
}

// Apply is the seat after the change, and what happened.
func (c Change) Apply(s places.Seat) (places.Seat, Event) {
	e := Event{Seat: s.ID, Kind: c.Kind, On: c.On, Others: c.Into, Note: c.Note, Order: c.Order}
	switch c.Kind {
	case PlacesChanged:
		e.Was, e.Is = fmt.Sprint(s.Places), fmt.Sprint(c.Places)
		s.Places = c.Places
	case Renamed:
		e.Was = s.Shown()
		s.Name, s.Welsh = c.Name, c.Welsh
		e.Is = s.Shown()
	case Recoded:
		e.Was, e.Is = s.Code, c.Code
		s.Code = c.Code
	case Redrawn:
		e.Was, e.Is = s.Boundary, c.Boundary
		s.Boundary = c.Boundary
	case Merged, Split, Ended:
		s.Valid.To = c.On.AddDays(-1)
	}
	return s, e
}

// Kin is another seat whose life has to do with a seat: it was merged into it, came from it, or took its ground.
type Kin struct {
	ID    domain.SeatID
	Name  string
	Kind  Kind // what happened to the other
	On    domain.Date
	Valid bool // it is there today
}
