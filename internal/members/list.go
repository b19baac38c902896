// Package members holds a council's list of Members: what it says of each place, and what it changes.
package members

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

// Columns are what is read of a list of Members. Who says of a person who is known by the address, or by the name,
// whether they are the same: "same", "new", or the name as it is known.
func Columns() []sheets.Column {
	return []sheets.Column{
		{Name: "seat", Words: "Ward or division", Needed: true, Also: []string{"ward", "division", "ward name",
			"division name", "electoral division", "ward code", "code", "area represented"}},
		{Name: "place", Words: "Place", Also: []string{"seat number", "place number", "number", "no"}},
		{Name: "name", Words: "Name", Needed: true, Also: []string{"councillor", "member", "full name",
			"elected member", "cllr"}},
		{Name: "email", Words: "E-mail address", Also: []string{"e mail", "mail", "email address", "council email"}},
		{Name: "from", Words: "First day of the term", Also: []string{"term start", "start", "start date", "elected",
			"date elected", "since", "first day"}},
		{Name: "who", Words: "Same person or new", Also: []string{"same or new", "is"}},
	}
}

// List is a council's list of Members as it is to be imported.
type List struct {
	Records []sheets.Record
	From    domain.Date    // the first day of terms for which the list has none; zero for none
	Whole   bool           // it is the whole council, after an election: places not in it are vacant from From
	Answers map[int]string // by line, to what was asked of it, as in the column who; by id as "#7"
}

// Sitting is a Member's term with their address.
type Sitting struct {
	places.Term
	Email string
}

// Facts is what a list is compared with.
type Facts struct {
	Today     domain.Date
	By        domain.Self // who imports; nobody for the command line
	Authority places.Authority
	Seats     []places.Seat   // present ones
	Terms     []Sitting       // of those seats, all that ever were
	Known     []people.Person // Members of the council, and who has an address or a name of the list
}

// entry is a row of the list as it was read.
type entry struct {
	line   int
	seat   places.Seat
	place  int // 0 where the list does not say
	name   string
	email  string
	from   domain.Date
	who    string
	vacant bool // the list says that nobody holds the place
}

// read reads the rows. What is wrong with one is said of it all at once, and it is left out.
func (f Facts) read(l List) (entries []entry, wrong []sheets.Problem) {
	for _, r := range l.Records {
		e := entry{line: r.Line, name: Untitled(r.Get("name")), who: r.Get("who"),
			email: domain.FoldEmail(r.Get("email"))}
		if a := l.Answers[r.Line]; a != "" {
			e.who = a
		}
		found := len(wrong)
		add := func(column, words string) {
			wrong = append(wrong, sheets.Problem{Line: r.Line, Column: column, Words: words})
		}
		var words string
		if e.seat, words = f.seat(r.Get("seat")); words != "" {
			add("seat", words)
		}
		if e.seat.Places == 1 {
			e.place = 1
		}
		e.vacant = domain.FoldName(e.name) == "vacant" || domain.FoldName(e.name) == "vacancy" || e.name == "" &&
			e.email == ""
		if text := r.Get("place"); text != "" && e.seat.ID != 0 {
			if e.place, words = placeOf(text, e.seat); words != "" {
				add("place", words)
			}
		}
		if !e.vacant {
			if err := people.CheckPerson(e.name, e.email, true); err != nil {
				for _, b := range err.(*domain.BlockedError).Blockers {
					add(b.Field, b.Words)
				}
			}
		}
		e.from = l.From
		if text := r.Get("from"); text != "" {
			day, err := domain.ReadSheetDate(text)
			if err != nil {
				add("from", "“"+text+"” is no day, such as 8 May 2026: "+err.Error())
			}
			e.from = day
		}
		if len(wrong) == found {
			entries = append(entries, e)
		}
	}
	return entries, wrong
}

// Untitled is a name without what a Member is called by.
func Untitled(name string) string {
	for _, title := range []string{"cllr.", "cllr", "councillor", "coun.", "cynghorydd", "cyng."} {
		if first, rest, ok := strings.Cut(name, " "); ok && strings.EqualFold(first, title) {
			return strings.TrimSpace(rest)
		}
	}
	return name
}

// seat finds a present seat by its code or its name, or says why not.
func (f Facts) seat(text string) (places.Seat, string) {
	if text == "" {
		return places.Seat{}, "Enter the name or the code of the ward or division"
	}
	var found []places.Seat
	for _, s := range f.Seats {
		if s.Code != "" && strings.EqualFold(s.Code, text) {
			return s, ""
		}
		if slices.ContainsFunc(s.Names(), func(name string) bool { return calls(text, name, s.Kind) }) {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 0:
		return places.Seat{}, f.Authority.Name + " has no ward or division “" + text + "”"
	case 1:
		return found[0], ""
	}
	return places.Seat{}, "Several are called “" + text + "”: enter the code"
}

// calls reports whether the text is a seat's name, with or without what kind of seat it is.
func calls(text, name string, kind places.SeatKind) bool {
	name = domain.FoldName(name)
	switch domain.FoldName(text) {
	case name, name + " " + string(kind), name + " electoral " + string(kind):
		return true
	}
	return false
}

func placeOf(text string, s places.Seat) (int, string) {
	n, err := strconv.Atoi(strings.TrimSuffix(text, ".0"))
	switch {
	case err != nil || n < 1 || n > places.MostPlaces:
		return 0, fmt.Sprintf("Must be a whole number from 1 to %d", places.MostPlaces)
	case n > s.Places:
		return 0, fmt.Sprintf("%s has %s: say first that it elects more Members (Number of Members, on its page)",
			s.Shown(), domain.Counted(s.Places, "place", "places"))
	}
	return n, ""
}
