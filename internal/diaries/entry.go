// Package diaries holds what stands in a council's calendar: elections, pre-election periods, recess and meetings of
// its Executive.
package diaries

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Kind is what an entry of a calendar is.
type Kind string

// The kinds.
const (
	Election    Kind = "election"
	PreElection Kind = "pre-election period"
	Recess      Kind = "recess"
	Meeting     Kind = "Executive meeting"
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Election, PreElection, Recess, Meeting} }

// OfSeats reports whether what is of the kind can be of some wards or divisions alone.
func (k Kind) OfSeats() bool { return k == Election || k == PreElection }

// OneDay reports whether what is of the kind is on one day.
func (k Kind) OneDay() bool { return k == Election || k == Meeting }

// Entry is one line of a council's calendar.
type Entry struct {
	ID        domain.DiaryEntryID
	Authority domain.AuthorityID
	Council   string // its name
	Kind      Kind
	StartsOn  domain.Date
	EndsOn    domain.Date // the last day; the first again for what is on one day
	Name      string      // what people call it; "" for none
	Seats     []domain.SeatID
	SeatNames []string // of the wards or divisions that it is of; none for the whole council
	Version   int
}

// Check returns a *domain.BlockedError by field where the entry cannot be, alone or beside others of the council's.
func (e Entry) Check(others []Entry) error {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	if !slices.Contains(Kinds(), e.Kind) {
		add("kind", "Choose what it is")
	}
	switch {
	case e.StartsOn.IsZero():
		add("from", "Enter the day, or the first day")
	case outOfReach(e.StartsOn):
		add("from", e.StartsOn.Words()+" is out of all reach")
	}
	switch {
	case e.EndsOn.IsZero() && !e.Kind.OneDay():
		add("to", "Enter the last day")
	case e.EndsOn.IsZero():
	case e.EndsOn.Before(e.StartsOn):
		add("to", "It cannot end before it begins")
	case e.EndsOn.DaysSince(e.StartsOn) > 366:
		add("to", "It would last for more than a year")
	case e.Kind.OneDay() && e.EndsOn != e.StartsOn:
		add("to", "An "+string(e.Kind)+" is on one day: leave the last day empty")
	}
	if len(e.Seats) > 0 && !e.Kind.OfSeats() {
		add("seats", "Only elections and pre-election periods can be of some wards or divisions")
	}
	if len(list) == 0 {
		for _, o := range others {
			if o.ID != e.ID && o.Kind == e.Kind && e.sameSeats(o) && !e.StartsOn.After(o.EndsOn) &&
				!o.StartsOn.After(e.EndsOn) {
				add("from", "It overlaps what the calendar has: "+o.Words()+". Change that one instead")
			}
		}
	}
	return domain.BlockedBy(list)
}

func outOfReach(d domain.Date) bool {
	return d.Before(domain.NewDate(2000, 1, 1)) || d.After(domain.NewDate(2199, 12, 31))
}

func (e Entry) sameSeats(o Entry) bool {
	if len(e.Seats) != len(o.Seats) {
		return false
	}
	for _, s := range e.Seats {
		if !slices.Contains(o.Seats, s) {
			return false
		}
	}
	return true
}

// Says reports whether another entry says the same.
func (e Entry) Says(o Entry) bool {
	return o.Kind == e.Kind && o.StartsOn == e.StartsOn && o.EndsOn == e.EndsOn && o.Name == e.Name && e.sameSeats(o)
}

// Filled is the entry with the last day that follows where none is entered.
func (e Entry) Filled() Entry {
	if e.EndsOn.IsZero() && e.Kind.OneDay() {
		e.EndsOn = e.StartsOn
	}
	return e
}

// Days says when it is.
func (e Entry) Days() string {
	if e.StartsOn == e.EndsOn {
		return e.StartsOn.Words()
	}
	return e.StartsOn.Words() + " to " + e.EndsOn.Words()
}

// Of says whose it is: some wards or divisions, or the whole council.
func (e Entry) Of() string {
	if len(e.SeatNames) == 0 {
		return "the whole council"
	}
	return listed(e.SeatNames)
}

// Words says the entry in one line.
func (e Entry) Words() string {
	words := domain.Capital(string(e.Kind))
	if e.Name != "" {
		words += " “" + e.Name + "”"
	}
	if len(e.SeatNames) > 0 {
		words += " in " + listed(e.SeatNames)
	}
	return fmt.Sprintf("%s, %s", words, e.Days())
}

// KindOf reads a kind as people write it; "" for anything else.
func KindOf(text string) Kind {
	folded := strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(text))), " ")
	switch folded {
	case "election", "elections", "by election", "polling day", "poll":
		return Election
	case "pre election period", "pre election", "preelection period", "purdah", "period of heightened sensitivity":
		return PreElection
	case "recess", "summer recess", "christmas recess", "easter recess", "holiday", "holidays":
		return Recess
	case "executive meeting", "executive", "meeting of the executive", "cabinet", "cabinet meeting":
		return Meeting
	}
	return ""
}

// Seat is a ward or division that an entry can be of.
type Seat struct {
	ID   domain.SeatID
	Name string
	Code string
}

// mostListed is how many names stand in a sentence.
const mostListed = 6

func listed(names []string) string {
	words := strings.Join(names[:min(mostListed, len(names))], ", ")
	if more := len(names) - mostListed; more > 0 {
		words += fmt.Sprintf(" and %d more", more)
	}
	return words
}
