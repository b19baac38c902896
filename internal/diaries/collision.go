package diaries

import (
	"fmt"

	"fourgates/internal/domain"
)

// Council is one whose calendar an area's gates fall against.
type Council struct {
	ID      domain.AuthorityID
	Name    string
	Decides bool // it has an Executive
}

// Calendar is what an area's gates fall against: the calendars of all its councils, as far as they are of the area.
type Calendar struct {
	Councils []Council
	Entries  []Entry // in order of their first day
}

// GateDate is when a gate is expected; no days where that is not known.
type GateDate struct {
	Gate  domain.Gate
	Early domain.Date
	Late  domain.Date
}

// Collision is what a range of days meets in a calendar. Whole says that it meets it whichever day it will be.
type Collision struct {
	Whole bool
	Words string
}

// Against says what a gate meets that is to fall within the range: elections, pre-election periods and recess, and for
// gate 3 which meetings of the Executive there are, of each council.
func (c Calendar) Against(g domain.Gate, early, late domain.Date) []Collision {
	var list []Collision
	for _, e := range c.Entries {
		if e.Kind == Meeting || e.EndsOn.Before(early) || e.StartsOn.After(late) {
			continue
		}
		list = append(list, e.against(early, late))
	}
	if g != domain.GateDraftPlan {
		return list
	}
	for _, is := range c.Councils {
		if is.Decides {
			list = append(list, c.meetings(is, early, late))
		}
	}
	return list
}

func (e Entry) against(early, late domain.Date) Collision {
	what := e.named()
	if e.Kind == Election {
		return Collision{Whole: early == late, Words: fmt.Sprintf("The %s is on %s: whoever holds a place after it "+
			"may be somebody else", what, e.StartsOn.Words())}
	}
	whole := !early.Before(e.StartsOn) && !late.After(e.EndsOn)
	words := fmt.Sprintf("It falls into the %s, %s", what, e.Days())
	if !whole {
		from, to := later(early, e.StartsOn), earlier(late, e.EndsOn)
		words = fmt.Sprintf("From %s to %s it would fall into the %s, %s", from.Words(), to.Words(), what, e.Days())
		if from == to {
			words = fmt.Sprintf("On %s it would fall into the %s, %s", from.Words(), what, e.Days())
		}
	}
	return Collision{Whole: whole, Words: words}
}

// named is what it is, with its name and whose it is.
func (e Entry) named() string {
	words := string(e.Kind)
	if e.Name != "" {
		words += " “" + e.Name + "”"
	}
	if len(e.SeatNames) > 0 {
		return words + " of " + e.Council + " in " + listed(e.SeatNames)
	}
	return words + " of " + e.Council
}

// meetings says which meetings of a council's Executive there are in the range, or which is next.
func (c Calendar) meetings(of Council, early, late domain.Date) Collision {
	var within []string
	var next domain.Date
	for _, e := range c.Entries {
		switch {
		case e.Kind != Meeting || e.Authority != of.ID || e.EndsOn.Before(early):
		case e.StartsOn.After(late):
			if next.IsZero() {
				next = e.StartsOn
			}
		default:
			within = append(within, e.StartsOn.Words())
		}
	}
	switch {
	case len(within) > 0:
		return Collision{Words: fmt.Sprintf("The Executive of %s meets on %s", of.Name, listed(within))}
	case !next.IsZero():
		return Collision{Whole: true, Words: fmt.Sprintf("No meeting of the Executive of %s falls into it: the next "+
			"after it is on %s", of.Name, next.Words())}
	}
	return Collision{Whole: true, Words: fmt.Sprintf("No meeting of the Executive of %s is in its calendar for then",
		of.Name)}
}

// Between lists the elections and pre-election periods that an open gate meets from one day to another.
func (c Calendar) Between(from, to domain.Date) []Entry {
	var list []Entry
	for _, e := range c.Entries {
		if e.Kind.OfSeats() && !e.EndsOn.Before(from) && !e.StartsOn.After(to) {
			list = append(list, e)
		}
	}
	return list
}

func later(a, b domain.Date) domain.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b domain.Date) domain.Date {
	if b.Before(a) {
		return b
	}
	return a
}
