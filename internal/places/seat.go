package places

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
)

// Tier is the level of local government.
type Tier string

// The tiers (001: "the two tiers of local government").
const (
	County  Tier = "county"
	Borough Tier = "borough"
	Unitary Tier = "unitary"
	Parish  Tier = "parish"
)

// Tiers lists every tier.
func Tiers() []Tier { return []Tier{County, Borough, Unitary, Parish} }

// Means says which councils the tier is of.
func (t Tier) Means() string {
	switch t {
	case County:
		return "A county council, above boroughs or districts"
	case Borough:
		return "A borough, district or city council below a county"
	case Unitary:
		return "A single-tier council: a unitary authority, a London borough or a metropolitan borough"
	case Parish:
		return "A parish or town council"
	}
	return ""
}

// Rank orders tiers from the widest down, as lists show them.
func (t Tier) Rank() int { return slices.Index([]Tier{County, Unitary, Borough, Parish}, t) }

// SeatKind is what an authority calls the places that it elects for.
type SeatKind string

// A borough has wards, a county divisions.
const (
	Ward     SeatKind = "ward"
	Division SeatKind = "division"
)

// SeatKinds lists every kind of seat.
func SeatKinds() []SeatKind { return []SeatKind{Ward, Division} }

// MostPlaces is how many Members one ward or division can elect.
const MostPlaces = 9

// ElectsNone is what a file, an answer or a form says of a ward or division that has no Member by law.
const ElectsNone = "none"

// ReadElects reads how many Members a ward or division elects, from none to MostPlaces; ok is false for anything else.
func ReadElects(text string) (n int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == ElectsNone {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= MostPlaces && strconv.Itoa(n) == text
}

// ElectsWrong says what is wrong with what ReadElects does not take.
func ElectsWrong() string {
	return fmt.Sprintf("Must be a whole number from 0 to %d, or “none”", MostPlaces)
}

// ElectsWords says how many Members a ward or division elects: "2 Members", "no Members, by law".
func ElectsWords(n int) string {
	if n == 0 {
		return "no Members, by law"
	}
	return domain.Counted(n, "Member", "Members")
}

// Authority is a council.
type Authority struct {
	ID    domain.AuthorityID
	Name  string
	Tier  Tier
	Ended domain.Date // the first day on which it was there no longer; zero while it is
}

// Gone reports whether the council was merged into another.
func (a Authority) Gone() bool { return !a.Ended.IsZero() }

// Seat is a ward or division of an authority. It elects one Member for each of its places, and nobody where it has
// none: some have no Member by law. In a file no places says nothing, unless NoMembers does.
type Seat struct {
	ID        domain.SeatID
	Authority domain.AuthorityID
	Kind      SeatKind
	Code      string // GSS code, such as E05007329
	Name      string
	Welsh     string // the name in Welsh beside it; "" where there is none
	Boundary  string // GeoJSON geometry, WGS84; "" where it is not drawn yet
	Places    int
	NoMembers bool        `db:"-" json:",omitempty"` // in a file: it elects none by law
	Valid     domain.Span `db:"-"`
}

// SaysPlaces reports whether a seat of a file says how many Members it elects.
func (s Seat) SaysPlaces() bool { return s.Places > 0 || s.NoMembers }

// Shown is the name with the Welsh one beside it: "Heath End (Pen y Rhos)".
func (s Seat) Shown() string {
	if s.Welsh == "" {
		return s.Name
	}
	return s.Name + " (" + s.Welsh + ")"
}

// Names are what the seat is called: in English, in Welsh, and as both are shown.
func (s Seat) Names() []string {
	if s.Welsh == "" {
		return []string{s.Name}
	}
	return []string{s.Name, s.Welsh, s.Shown()}
}

// Drawn reports whether the seat's ground is known; one that is not overlaps no area.
func (s Seat) Drawn() bool { return s.Boundary != "" }

// SeatImport is what a boundary file says of an authority's seats.
type SeatImport struct {
	Authority string
	Tier      Tier
	Kind      SeatKind
	Seats     []Seat            // name and boundary of each; code and number of places where the file has them
	Places    int               // how many Members each new seat elects of which the file does not say so; 0: asked
	NoMembers bool              // each such seat elects none by law
	On        domain.Date       // the first day on which it is so; zero: today
	Answers   map[string]string `json:"-"` // to the questions that it asked, by their ids
}

// SeatChanges is what an import does, or would do. Missing ones are in the records and not in the file, and stay.
type SeatChanges struct {
	Added, Changed, Unchanged, Missing []Seat
	Ended                              []Seat
}

// Elect has each new seat of which the file does not say so elect so many Members, none of them where that is 0.
func (i *SeatImport) Elect(n int) { i.Places, i.NoMembers = n, n == 0 }

// Words is the one line that sums the changes up: "19 seats: 19 added, 0 changed, 0 unchanged".
func (c SeatChanges) Words() string {
	n := len(c.Added) + len(c.Changed) + len(c.Unchanged)
	noun := "seats"
	if n == 1 {
		noun = "seat"
	}
	words := fmt.Sprintf("%d %s: %d added, %d changed, %d unchanged", n, noun, len(c.Added), len(c.Changed),
		len(c.Unchanged))
	if len(c.Ended) > 0 {
		words += fmt.Sprintf(", %d ended", len(c.Ended))
	}
	return words
}

// Nothing reports whether the import changes nothing.
func (c SeatChanges) Nothing() bool { return len(c.Added)+len(c.Changed)+len(c.Ended) == 0 }

// CodeHolder is the authority that has a seat code in use, and what kind of seat it is.
type CodeHolder struct {
	Seat      domain.SeatID
	Code      string
	Kind      SeatKind
	Authority string
}

// Blockers lists why the file cannot be imported. known is the authority of that name, if there is one; holders are the
// seats anywhere that have one of the file's codes.
func (i SeatImport) Blockers(known *Authority, holders []CodeHolder) []domain.Blocker {
	var b []domain.Blocker
	if i.Authority == "" {
		b = append(b, domain.Blocker{ID: "authority", Field: "authority", Words: "Enter the name of the authority"})
	}
	if !slices.Contains(Tiers(), i.Tier) {
		b = append(b, domain.Blocker{ID: "tier", Field: "tier", Words: "Choose the tier: county, borough, unitary or " +
			"parish"})
	}
	if !slices.Contains(SeatKinds(), i.Kind) {
		b = append(b, domain.Blocker{ID: "kind", Field: "kind", Words: "Choose the kind of seat: ward or division"})
	}
	if len(b) > 0 {
		return b
	}
	if known != nil && known.Gone() {
		b = append(b, domain.Blocker{ID: "authority", Field: "authority", Words: known.Name + " was merged into " +
			"another council on " + known.Ended.Words() + ": enter that one"})
	}
	if known != nil && known.Tier != i.Tier {
		b = append(b, domain.Blocker{ID: "tier", Field: "tier", Words: fmt.Sprintf("%s is a %s authority, not %s. "+
			"If that was wrong, correct it on its page first", known.Name, known.Tier, i.Tier)})
	}
	for _, h := range holders {
		switch {
		case h.Authority != i.Authority:
			b = append(b, domain.Blocker{ID: "code", Field: "file", Words: fmt.Sprintf("%s is a %s of %s already",
				h.Code, h.Kind, h.Authority)})
		case h.Kind != i.Kind:
			b = append(b, domain.Blocker{ID: "kind", Field: "kind", Words: fmt.Sprintf("%s is a %s of %s, not a %s",
				h.Code, h.Kind, h.Authority, i.Kind)})
		}
	}
	if len(b) > 10 {
		b = append(b[:10], domain.Blocker{ID: "more", Field: "file", Words: fmt.Sprintf("and %d more like these",
			len(b)-10)})
	}
	return b
}

// PlacesBlockers lists why the seat cannot have so many places: a place that somebody holds, now or later, cannot go.
func (s Seat) PlacesBlockers(places int, terms []Term, today domain.Date) []domain.Blocker {
	if places < 0 || places > MostPlaces {
		return []domain.Blocker{{ID: "places", Field: "places", Words: ElectsWrong()}}
	}
	for _, t := range terms {
		if t.Place > places && (t.Span.To.IsZero() || !t.Span.To.Before(today)) {
			return []domain.Blocker{
				{ID: "held", Field: "places", Words: fmt.Sprintf("Place %d is held by %s: end the term first", t.Place,
					t.Name)}}
		}
	}
	return nil
}
