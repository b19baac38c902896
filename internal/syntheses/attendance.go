package syntheses

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Place is a place of a ward or division that is asked to a session.
type Place struct {
	Seat      domain.SeatID
	Place     int
	SeatName  string
	Authority string
	Tier      places.Tier
	Person    domain.PersonID // who holds it; zero where it is vacant
	Name      string          // theirs; "" where it is vacant
}

// Record is what a session came to: what was synthesised, and who came.
type Record struct {
	Number      int // 1, and one more with each correction
	Synthesised string
	Reason      string // of a correction
	ByName      string
	At          time.Time
	Attendance  []Attendance
}

// Attendance is what became of one place.
type Attendance struct {
	Place
	Came    string // one of the words below
	StoodIn string // who came in place of the Member
}

// What becomes of a place.
const (
	Came       = "came"
	Apologies  = "sent apologies"
	Substitute = "substitute"
	ByLetter   = "by letter"
	DidNotCome = "did not come"
	Vacant     = "vacant"
)

// Ways lists what can become of a place that somebody holds.
func Ways() []string { return []string{Came, Apologies, Substitute, ByLetter, DidNotCome} }

// Key tells the places of a session apart in a form.
func (p Place) Key() string { return fmt.Sprintf("%d-%d", p.Seat, p.Place) }

// Words names a place: "Castle Keep, Marlwick Borough Council", of several with its number.
func (p Place) Words() string {
	words := p.SeatName + ", " + p.Authority
	if p.Place > 1 {
		words += fmt.Sprintf(", place %d", p.Place)
	}
	return words
}

// Took reports whether the place took part.
func (a Attendance) Took() bool { return a.Came == Came || a.Came == Substitute || a.Came == ByLetter }

// Words says what became of the place.
func (a Attendance) Words() string {
	if a.StoodIn != "" {
		return "substitute: " + a.StoodIn
	}
	return a.Came
}

// PlacesOf lists the places of an area as they are asked.
func PlacesOf(members []places.AreaMember) []Place {
	list := make([]Place, len(members))
	for i, m := range members {
		list[i] = Place{Seat: m.Seat, Place: m.Place, SeatName: m.SeatName, Authority: m.Authority, Tier: m.Tier,
			Person: m.Person, Name: m.Name}
	}
	return list
}

// Asked lists the places whose attendance is recorded: those of the area on the day of the session, with who held them
// then, and after them those that were asked and are the area's no longer.
func (s Session) Asked(onDay []places.AreaMember) []Place {
	list := PlacesOf(onDay)
	for _, p := range s.Invited {
		if !slices.ContainsFunc(list, func(is Place) bool { return is.Seat == p.Seat && is.Place == p.Place }) {
			list = append(list, p)
		}
	}
	return list
}

// Places lists the places of a record.
func (r Record) Places() []Place {
	list := make([]Place, len(r.Attendance))
	for i, a := range r.Attendance {
		list[i] = a.Place
	}
	return list
}

// Same reports whether two records say the same.
func (r Record) Same(as Record) bool {
	return r.Synthesised == as.Synthesised && slices.Equal(r.Attendance, as.Attendance)
}

// Blockers lists by field what a record lacks: what was synthesised, what became of each place that somebody holds, who
// stood in, and somebody who took part. A correction needs its reason.
func (r Record) Blockers() []domain.Blocker {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	took, held := 0, 0
	for _, a := range r.Attendance {
		switch {
		case a.Came == Vacant && a.Person == 0:
			continue
		case !slices.Contains(Ways(), a.Came):
			add("came-"+a.Key(), fmt.Sprintf("Say whether %s came", a.Name))
		case a.Came == Substitute && a.StoodIn == "":
			add("stood_in-"+a.Key(), "Enter who came for "+a.Name)
		}
		held++
		if a.Took() {
			took++
		}
	}
	if len(found) == 0 && held > 0 && took == 0 {
		add("", "Nobody took part: plan another session instead, and call this one off")
	}
	if r.Synthesised == "" {
		add("synthesised", "Say what was synthesised")
	}
	if r.Number > 1 && r.Reason == "" {
		add("reason", "Say why it is corrected: it shows beside the record")
	}
	return found
}

// Counts says how many places took part and what became of the others: "3 of 4 places took part, 1 sent apologies".
func (r Record) Counts() string {
	n := map[string]int{}
	took := 0
	for _, a := range r.Attendance {
		n[a.Came]++
		if a.Took() {
			took++
		}
	}
	words := []string{fmt.Sprintf("%d of %s took part", took, domain.Counted(len(r.Attendance), "place", "places"))}
	for _, way := range []string{Substitute, ByLetter, Apologies, DidNotCome, Vacant} {
		switch {
		case n[way] == 0:
		case way == Substitute:
			words = append(words, fmt.Sprintf("%d by a substitute", n[way]))
		default:
			words = append(words, fmt.Sprintf("%d %s", n[way], way))
		}
	}
	return strings.Join(words, ", ")
}

// HeldOf reports whether a session was held with the Area Members, and says which, or how far it is.
func HeldOf(list []Session) (bool, string) {
	var held, planned []string
	for _, s := range list {
		switch {
		case s.Held():
			held = append(held, "held on "+s.HeldOn.Words()+": "+s.Records[0].Counts())
		case !s.CalledOff():
			planned = append(planned, "planned for "+s.HeldOn.Words()+", and not recorded yet")
		}
	}
	switch {
	case len(held) > 0:
		return true, strings.Join(held, "; ")
	case len(planned) > 0:
		return false, strings.Join(planned, "; ")
	}
	return false, "none is planned"
}
