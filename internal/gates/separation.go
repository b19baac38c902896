package gates

import (
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Asked is somebody whom a gate of an area asks, or will ask: who holds one of its seats, or is substitute for one.
type Asked struct {
	Person     domain.PersonID
	Seat       string // "Old Quay ward"
	Substitute bool
}

// Officer is a planning officer of the day, or a deputy of one.
type Officer struct {
	Person domain.PersonID
	Name   string
	Others []domain.PersonID // the person's other accounts
}

func (o Officer) self() domain.Self { return append(domain.Self{o.Person}, o.Others...) }

// Matter is what keeps powers over one gate apart (domain §1, separation of duties; §7.10).
type Matter struct {
	Asked       []Asked
	SubmittedBy domain.PersonID   // of the attempt that is open, or else of the newest; zero where there is none
	ClosedBy    domain.PersonID   // who withdrew or overrode that attempt; zero where nobody did
	Signed      []domain.PersonID // who decided on that attempt
	Officers    []Officer         // who can override gates on the day
}

// AskedOf are the seats for which the gate asks the person, in words; "" for none.
func AskedOf(list []Asked, p domain.Self) string {
	var seats []string
	for _, a := range list {
		switch {
		case !p.Is(a.Person):
		case a.Substitute:
			seats = append(seats, "substitute for "+a.Seat)
		default:
			seats = append(seats, a.Seat)
		}
	}
	slices.Sort(seats)
	return strings.Join(slices.Compact(seats), " and ")
}

// BringBlockers lists why the person may neither submit nor withdraw the gate: nobody brings a gate that asks them.
func BringBlockers(asked []Asked, p domain.Self) []domain.Blocker {
	if seats := AskedOf(asked, p); seats != "" {
		return []domain.Blocker{{ID: "seat", Words: "This gate asks you as a Member (" + seats +
			"), so you can neither " +
			"submit nor withdraw it. A liaison officer of the area or a planning officer whom it does not ask can"}}
	}
	return nil
}

// OverrideBlockers lists why the person may not override the gate, and who can instead: whoever is asked by it, has
// decided on it or submitted it does not also pass it without its Members. Deciding where nobody is left to count is an
// override too.
func (m Matter) OverrideBlockers(p domain.Self) []domain.Blocker {
	return m.partBlockers(p, ", so you cannot override it. "+m.Instead())
}

// partBlockers lists what part the person has in the gate that keeps them from what others do with it, and what follows
// from that.
func (m Matter) partBlockers(p domain.Self, so string) []domain.Blocker {
	var list []domain.Blocker
	add := func(id, words string) { list = append(list, domain.Blocker{ID: id, Words: words + so}) }
	if seats := AskedOf(m.Asked, p); seats != "" {
		add("seat", "This gate asks you as a Member ("+seats+")")
	} else if p.Among(m.Signed) {
		add("signed", "You decided on this gate as a Member")
	}
	if p.Is(m.SubmittedBy) {
		add("submitted", "You submitted this gate")
	}
	return list
}

// kept reports whether something keeps the person from overriding.
func (m Matter) kept(p domain.Self) bool {
	return AskedOf(m.Asked, p) != "" || p.Among(m.Signed) || p.Is(m.SubmittedBy)
}

// Instead says who can override the gate today.
func (m Matter) Instead() string {
	var names []string
	for _, o := range m.Officers {
		if !m.kept(o.self()) {
			names = append(names, o.Name)
		}
	}
	if len(names) == 0 {
		return "Nobody else can today: an administrator names a deputy of the planning officer, under People"
	}
	return "These can today: " + strings.Join(names, ", ")
}

// Alone reports whether the person, once they have submitted the gate, leaves nobody who could override it but a deputy
// still to be named (domain §7.13).
func (m Matter) Alone(p domain.Self) bool {
	m.SubmittedBy = p[0]
	able := func(o Officer) bool { return !p.Is(o.Person) && !m.kept(o.self()) }
	return slices.ContainsFunc(m.Officers, func(o Officer) bool { return p.Is(o.Person) }) &&
		!slices.ContainsFunc(m.Officers, able)
}

// CallBackBlockers lists why the person may not call the passed gate back: that is for a Member who holds one of its
// seats themselves and did not bring it. A substitute signs in a Member's place and does nothing else for them.
func (m Matter) CallBackBlockers(p domain.Self) []domain.Blocker {
	sits := slices.ContainsFunc(m.Asked, func(a Asked) bool { return p.Is(a.Person) && !a.Substitute })
	switch {
	case !sits:
		return []domain.Blocker{
			{ID: "seat", Words: "Only a Member who holds a seat of this area can call its gate back"}}
	case p.Is(m.SubmittedBy) || p.Is(m.ClosedBy):
		return []domain.Blocker{{ID: "submitted", Words: "You submitted this gate or overrode it, so you cannot call " +
			"it back. Another Member of the area can"}}
	}
	return nil
}

// CannotAct says why the substitute named for the day cannot decide for the place; "" where they can, or none is named.
func (s Signatory) CannotAct() string {
	switch {
	case s.Substitute == 0:
		return ""
	case s.SubstituteUnseated:
		return "holds no seat of " + s.Authority + " today"
	case s.SubstituteLate:
		return "named after this gate was submitted"
	case s.SubstituteBrought:
		return "submitted this gate"
	case s.SubstituteBar != "":
		return s.SubstituteBar.Words()
	}
	return ""
}
