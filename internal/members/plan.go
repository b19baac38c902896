package members

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

// What a list does to a place.
const (
	Added     = "added"
	Changed   = "changed" // the same person, by another name or address
	Succeeded = "succeeded"
	Vacated   = "vacant"
	Unchanged = "unchanged"
)

// Change is what the list does to one place.
type Change struct {
	Line     int // of the file; zero for a place that is not in it
	Does     string
	Seat     domain.SeatID
	SeatName string
	Kind     places.SeatKind
	Place    int
	Places   int
	Person   domain.PersonID // who holds it then; zero for somebody new
	Name     string
	Email    string          // "" for a Member who is asked by letter
	Shared   string          // who else uses that address, where the person is new
	From     domain.Date     // first day
	Leaves   domain.TermID   // whose term ends
	Leaver   string          // the name
	Left     domain.PersonID // the person
	Last     domain.Date     // and their last day
	WasName  string          // of somebody who is known
	WasEmail string
	Version  int // of their name and address
}

// known is the change with the person as they are known. An address that the list lacks stays.
func (c Change) known(p people.Person) Change {
	c.Person, c.WasName, c.WasEmail, c.Version = p.ID, p.Name, p.Email, p.Version
	if c.Email == "" {
		c.Email = p.Email
	}
	return c
}

// Renames reports whether somebody who is known gets another name or address.
func (c Change) Renames() bool {
	return c.Person != 0 && (c.Name != c.WasName || c.Email != c.WasEmail)
}

// Question is what the list does not say about a person.
type Question struct {
	Line    int
	Words   string
	Name    string          // as the list has it
	Options []people.Person // who it may be, beside somebody new
}

// Plan is what a list would do, what is wrong with it, and what has to be said first.
type Plan struct {
	Changes   []Change
	Problems  []sheets.Problem
	Questions []Question
	Whole     bool
}

// Count is how many places the list does that to.
func (p Plan) Count(does string) int {
	n := 0
	for _, c := range p.Changes {
		if c.Does == does {
			n++
		}
	}
	return n
}

// Words sums the changes up in one line: "3 added, 1 changed, 2 succeeded, 40 unchanged". Of a whole council it says
// how many places fall vacant, too.
func (p Plan) Words() string {
	words := fmt.Sprintf("%d added, %d changed, %d succeeded, %d unchanged", p.Count(Added), p.Count(Changed),
		p.Count(Succeeded), p.Count(Unchanged))
	if p.Whole {
		words += fmt.Sprintf(", %d vacant", p.Count(Vacated))
	}
	return words
}

// Stands reports whether it can be done: nothing is wrong and nothing is asked.
func (p Plan) Stands() bool { return len(p.Problems)+len(p.Questions) == 0 }

// Nothing reports whether every place is as the list says.
func (p Plan) Nothing() bool { return p.Count(Unchanged) == len(p.Changes) }

// Refused are the problems and questions as the reasons of a refusal; nil where it stands.
func (p Plan) Refused() error {
	lines := slices.Clone(p.Problems)
	for _, q := range p.Questions {
		lines = append(lines, sheets.Problem{Line: q.Line, Column: "who", Words: q.Words +
			" (write same, new or the name as it is known)"})
	}
	sheets.Sort(lines)
	var list []domain.Blocker
	for _, l := range lines {
		list = append(list, domain.Blocker{ID: "list", Words: l.String()})
	}
	return domain.BlockedBy(list)
}

// Digest tells one plan from another: what is confirmed is what was shown.
func (p Plan) Digest() (string, error) {
	text, err := domain.Canonical(p)
	return domain.Digest(sha256.Sum256([]byte(text))).String(), err
}

// Plan compares the list with the records.
func (f Facts) Plan(l List) Plan {
	entries, wrong := f.read(l)
	w := &work{Facts: f, list: l, plan: Plan{Problems: wrong, Whole: l.Whole}}
	if l.Whole && l.From.IsZero() {
		w.wrong(0, "from", "Enter the first day of the new council’s terms")
		return w.plan
	}
	entries = w.placed(entries)
	for _, e := range entries {
		w.decide(e)
	}
	if l.Whole {
		w.vacate(entries)
	}
	slices.SortStableFunc(w.plan.Changes, func(a, b Change) int {
		return cmp.Or(domain.CompareNames(a.SeatName, b.SeatName), cmp.Compare(a.Seat, b.Seat),
			cmp.Compare(a.Place, b.Place))
	})
	sheets.Sort(w.plan.Problems)
	return w.plan
}

// work is a plan in the making.
type work struct {
	Facts
	list List
	plan Plan
}

func (w *work) wrong(line int, column, words string) {
	w.plan.Problems = append(w.plan.Problems, sheets.Problem{Line: line, Column: column, Words: words})
}

// holder is who holds a place on a day.
func (w *work) holder(seat domain.SeatID, place int, on domain.Date) (Sitting, bool) {
	for _, t := range w.Terms {
		if t.Seat == seat && t.Place == place && t.Span.Covers(on) {
			return t, true
		}
	}
	return Sitting{}, false
}

// on is the day on which a row speaks.
func (w *work) on(e entry) domain.Date {
	if e.from.IsZero() {
		return w.Today
	}
	return e.from
}

// placed gives a place to each row that has none: to who sits there already their own, to others one that is free. It
// leaves out a row for a place that another has, and a second one for a person.
func (w *work) placed(entries []entry) []entry {
	taken := map[domain.SeatID]map[int]int{} // seat, place: line
	take := func(e entry) bool {
		if taken[e.seat.ID] == nil {
			taken[e.seat.ID] = map[int]int{}
		}
		if line := taken[e.seat.ID][e.place]; line != 0 {
			w.wrong(e.line, "place", fmt.Sprintf("Line %d has place %d of %s too", line, e.place, e.seat.Shown()))
			return false
		}
		taken[e.seat.ID][e.place] = e.line
		return true
	}
	var list []entry
	for _, e := range entries {
		if e.place != 0 && take(e) {
			list = append(list, e)
		}
	}
	for _, find := range []func(e entry, place int) bool{
		func(e entry, place int) bool { // their own
			t, held := w.holder(e.seat.ID, place, w.on(e))
			return held && domain.FoldName(t.Name) == domain.FoldName(e.name)
		},
		func(e entry, place int) bool { _, held := w.holder(e.seat.ID, place, w.on(e)); return !held },
		func(entry, int) bool { return w.list.Whole },
	} {
		for i, e := range entries {
			for place := 1; e.place == 0 && !e.vacant && place <= e.seat.Places; place++ {
				if taken[e.seat.ID][place] == 0 && find(e, place) {
					e.place = place
				}
			}
			if entries[i].place == 0 && e.place != 0 && take(e) {
				entries[i], list = e, append(list, e)
			}
		}
	}
	for _, e := range entries {
		if e.place == 0 && !e.vacant {
			w.wrong(e.line, "place", e.seat.Shown()+" has no vacant place: say which it is")
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.line, b.line) })
	return w.once(list)
}

// once leaves out a second row for a person.
func (w *work) once(entries []entry) []entry {
	lines := map[string]int{}
	return slices.DeleteFunc(entries, func(e entry) bool {
		key := domain.FoldName(e.name) + "\n" + e.email
		if e.vacant || e.email == "" {
			return false
		}
		if lines[key] != 0 {
			w.wrong(e.line, "name", fmt.Sprintf("Line %d has %s too", lines[key], e.name))
			return true
		}
		lines[key] = e.line
		return false
	})
}

// decide says what one row does.
func (w *work) decide(e entry) {
	holder, held := w.holder(e.seat.ID, e.place, w.on(e))
	c := Change{Line: e.line, Seat: e.seat.ID, SeatName: e.seat.Shown(), Kind: e.seat.Kind, Place: e.place,
		Places: e.seat.Places, Name: e.name, Email: e.email, From: e.from}
	if e.vacant {
		w.saidVacant(e, c, holder, held)
		return
	}
	person, asked := w.whois(e, holder)
	switch {
	case asked != nil:
		w.plan.Questions = append(w.plan.Questions, *asked)
	case held && person.ID == holder.Person:
		w.stays(e, c, person)
	case w.comes(e, person):
		c.Does, c.Person, c.Name, c.Email = Unchanged, person.ID, person.Name, person.Email
		w.plan.Changes = append(w.plan.Changes, c)
	default:
		w.begins(e, c, person, holder)
	}
}

// saidVacant is a row that says that nobody holds the place. Only a whole council's list empties one.
func (w *work) saidVacant(e entry, c Change, holder Sitting, held bool) {
	switch {
	case w.list.Whole: // as though it were not in the list
	case held:
		w.wrong(e.line, "name", holder.Name+" holds place "+fmt.Sprint(e.place)+" of "+e.seat.Shown()+
			": end the term on its page, or import the whole council’s list")
	default:
		c.Does, c.Name = Unchanged, "Vacant"
		w.plan.Changes = append(w.plan.Changes, c)
	}
}

// stays is a row of who holds the place already, perhaps by another name or address. The first day stays.
func (w *work) stays(e entry, c Change, p people.Person) {
	c = c.known(p)
	c.Does = Unchanged
	if c.Renames() {
		c.Does = Changed
	}
	w.plan.Changes = append(w.plan.Changes, c)
}

// comes reports whether the person is down to hold the place later.
func (w *work) comes(e entry, p people.Person) bool {
	return p.ID != 0 && slices.ContainsFunc(w.Terms, func(t Sitting) bool {
		return t.Seat == e.seat.ID && t.Place == e.place && t.Person == p.ID && t.Span.From.After(w.on(e))
	})
}

// begins is a row of somebody who takes the place, after whoever holds it on the day before.
func (w *work) begins(e entry, c Change, p people.Person, holder Sitting) {
	found := len(w.plan.Problems)
	switch {
	case e.from.IsZero():
		w.wrong(e.line, "from", "Enter the first day of the term")
	case p.ID != 0 && len(people.GrantBlockers(w.By, p.ID)) > 0:
		w.wrong(e.line, "name", "Nobody gives a seat to themselves: ask another administrator")
	case !p.DisabledAt.IsZero():
		w.wrong(e.line, "name", p.Name+" is disabled: let them in again first")
	case holder.ID != 0 && !holder.Span.From.Before(e.from):
		w.wrong(e.line, "from", holder.Name+" holds the place from that day")
	default:
		w.fits(e, p, holder)
	}
	if len(w.plan.Problems) > found {
		return
	}
	c.Does = Added
	if p.ID != 0 {
		c = c.known(p)
	} else if others := w.with(e.email); len(others) > 0 {
		c.Shared = others[0].Name
	}
	if holder.ID != 0 {
		c.Does, c.Leaves, c.Leaver, c.Left, c.Last = Succeeded, holder.ID, holder.Name, holder.Person,
			e.from.AddDays(-1)
	}
	w.plan.Changes = append(w.plan.Changes, c)
}

// fits asks whether the term can stand beside those of the seat, once the one before it has ended.
func (w *work) fits(e entry, p people.Person, holder Sitting) {
	var terms []places.Term
	for _, t := range w.Terms {
		if t.Seat == e.seat.ID {
			if t.ID == holder.ID {
				t.Term.Span.To = e.from.AddDays(-1)
			}
			terms = append(terms, t.Term)
		}
	}
	term := places.Term{Seat: e.seat.ID, Place: e.place, Person: p.ID, Name: e.name, Span: domain.Span{From: e.from}}
	for _, b := range places.TermBlockers(term, e.seat, terms) {
		w.wrong(e.line, b.Field, b.Words)
	}
}

// vacate ends the terms in places that the list of the whole council does not fill.
func (w *work) vacate(entries []entry) {
	for _, s := range w.Seats {
		for place := 1; place <= s.Places; place++ {
			if slices.ContainsFunc(entries, func(e entry) bool {
				return e.seat.ID == s.ID && e.place == place && !e.vacant
			}) {
				continue
			}
			t, held := w.holder(s.ID, place, w.list.From)
			switch {
			case !held:
			case !t.Span.From.Before(w.list.From):
				w.wrong(0, "", fmt.Sprintf("%s holds place %d of %s from %s and is not in the list", t.Name, place,
					s.Name, t.Span.From.Words()))
			default:
				w.plan.Changes = append(w.plan.Changes, Change{Does: Vacated, Seat: s.ID, SeatName: s.Shown(),
					Kind: s.Kind, Place: place, Places: s.Places, Leaves: t.ID, Leaver: t.Name, Left: t.Person,
					Last: w.list.From.AddDays(-1)})
			}
		}
	}
}
