package places

import (
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
)

// Term is a Member in one place of a seat (A6).
type Term struct {
	ID          domain.TermID
	Seat        domain.SeatID
	Place       int
	Person      domain.PersonID
	Name        string
	domain.Span `json:"Span"` // so named in the history
	EndReason   string
}

// CheckRemoval refuses to take back a term that has begun: somebody may have signed in it.
func (t Term) CheckRemoval(today domain.Date) error {
	if !t.Span.From.After(today) {
		return domain.Blocked("", "This term has begun: end it instead")
	}
	return nil
}

// End returns the term with its last day and why it ended. It refuses to put an end off, a day before the first, and no
// reason. Open sign-offs pass to the successor, since signatories are asked of terms on the day (A7).
func (t Term) End(on domain.Date, reason string) (Term, error) {
	if reason == "" {
		return t, domain.Blocked("reason", "Enter why the term ends, such as retired or not re-elected")
	}
	span, err := t.Span.End(on)
	if err != nil {
		return t, err
	}
	t.Span, t.EndReason = span, reason
	return t, nil
}

// TermBlockers lists why a term cannot stand beside those of the same seat: a place has one Member on a day, and a
// person one place of a seat.
func TermBlockers(n Term, seat Seat, all []Term) []domain.Blocker {
	var b []domain.Blocker
	if n.Place < 1 || n.Place > seat.Places {
		b = append(b, domain.Blocker{ID: "place", Field: "place", Words: seat.placesWords()})
	}
	if !n.Span.To.IsZero() && n.Span.To.Before(n.Span.From) {
		b = append(b, domain.Blocker{ID: "to", Field: "to", Words: "The last day must be on or after the first"})
	}
	if last := seat.Valid.To; !last.IsZero() && (n.Span.To.IsZero() || n.Span.To.After(last)) {
		b = append(b, domain.Blocker{ID: "ended", Field: "to", Words: seat.Name + " has ended: a term in it has its " +
			"last day on or before " + last.Words()})
	}
	for _, t := range all {
		switch {
		case !t.Span.Overlaps(n.Span):
		case t.Place == n.Place:
			b = append(b, domain.Blocker{ID: "held", Field: "from",
				Words: fmt.Sprintf("%s holds this place %s: end that term before, or say that %s elects more Members "+
					"(Number of Members, on its page)", t.Name, t.Span.Words(), seat.Name)})
		case t.Person == n.Person:
			b = append(b, domain.Blocker{ID: "twice", Field: "from",
				Words: fmt.Sprintf("%s holds place %d of this seat %s", t.Name, t.Place, t.Span.Words())})
		}
	}
	return b
}

// placesWords says how many places a seat has: "Canalside has 1 place".
func (s Seat) placesWords() string {
	switch s.Places {
	case 0:
		return s.Name + " elects no Members, by law"
	case 1:
		return s.Name + " has 1 place"
	}
	return fmt.Sprintf("%s has %d places", s.Name, s.Places)
}

// AreaMember is one place of a seat that overlaps an area, and who holds it on the day asked for.
// Person is zero where the place is vacant. Parish seats are no Area Members': 004 asks borough and county.
type AreaMember struct {
	Seat      domain.SeatID
	Place     int
	Places    int
	Code      string
	SeatName  string
	Kind      SeatKind
	Authority string
	Tier      Tier
	Percent   float64 // share of the area that lies in the seat
	Person    domain.PersonID
	Name      string
	Since     domain.Date
	Induction string      // done, declined, waived, or "" where none is recorded
	InducedOn domain.Date // the day of the induction; zero where none is recorded
	Material  string      // what they were given at it
}

// ApartNone takes seats that have no Members by law, which come with the place 0, apart from places of others.
func ApartNone(all []AreaMember) (members, none []AreaMember) {
	for _, m := range all {
		if m.Place == 0 {
			none = append(none, m)
		} else {
			members = append(members, m)
		}
	}
	return members, none
}

// Vacant reports whether nobody holds the place.
func (m AreaMember) Vacant() bool { return m.Person == 0 }

// Substitute stands in for the Member of a place on some days; named beforehand, always shown as such (domain §3; G8).
type Substitute struct {
	ID          domain.SubstituteID
	Seat        domain.SeatID
	Place       int
	Person      domain.PersonID
	Name        string
	domain.Span `json:"Span"`
	Reason      string
	By          string // who named them
	NamedAt     time.Time
	EndedAt     time.Time // zero while it stands
	Unseated    bool      `json:"-"` // holds no seat of the same council today, so cannot act
}

// SubstituteBlockers lists why a substitute cannot be named: the council does not allow any, not beforehand, for
// nobody, twice for one day, a Member who signs for a place of the same seat themselves, or somebody who on the first
// day holds no seat of the same council. Sits are the days on which they hold one.
func SubstituteBlockers(n Substitute, seat Seat, terms []Term, others []Substitute, sits []domain.Span, allowed bool,
	today domain.Date) []domain.Blocker {
	var b []domain.Blocker
	add := func(id, field, words string) { b = append(b, domain.Blocker{ID: id, Field: field, Words: words}) }
	if !allowed {
		add("allowed", "", "This council does not allow substitutes")
	}
	if n.Place < 1 || n.Place > seat.Places {
		add("place", "place", seat.placesWords())
	}
	if n.Span.From.Before(today) {
		add("beforehand", "from", "A substitute is named beforehand: the first day must be today or later")
	}
	if n.Span.To.Before(n.Span.From) {
		add("to", "to", "The last day must be on or after the first")
	}
	held := false
	for _, t := range terms {
		if !t.Span.Overlaps(n.Span) {
			continue
		}
		held = held || t.Place == n.Place
		if t.Person == n.Person {
			add("member", "email", t.Name+" is a Member for this seat themselves")
		}
	}
	if !slices.ContainsFunc(sits, func(s domain.Span) bool {
		return s.Overlaps(domain.Span{From: n.Span.From, To: n.Span.From})
	}) {
		add("no-seat", "email",
			"A substitute is a Member of the same council: they hold no seat of it on the first day")
	}
	if !held {
		add("vacant", "place", "Nobody holds this place on those days: there is no Member to stand in for")
	}
	for _, o := range others {
		if o.EndedAt.IsZero() && o.Place == n.Place && o.Span.Overlaps(n.Span) {
			add("twice", "from", fmt.Sprintf("%s is the substitute for this place, %s", o.Name, o.Span.Words()))
		}
	}
	return b
}

// MemberLine is one place of a seat in the register of Members, and who holds it on the day asked for.
type MemberLine struct {
	Seat       domain.SeatID
	Code       string
	SeatName   string
	Kind       SeatKind
	Authority  string
	Tier       Tier
	Place      int
	Places     int
	Term       domain.TermID   // zero where the place is vacant
	Person     domain.PersonID // zero where the place is vacant
	Name       string
	FromOn     domain.Date
	ToOn       domain.Date // zero where no last day is known
	Substitute string      // who stands in for them on the day, or ""
}

// Vacant reports whether nobody holds the place.
func (m MemberLine) Vacant() bool { return m.Person == 0 }

// MemberFilter narrows the register of Members. The zero filter takes all.
type MemberFilter struct {
	Tier      Tier
	Authority domain.AuthorityID
	Text      string // part of the Member's name, the seat's name or its code
	Vacant    bool   // only places that nobody holds
}

// MemberCursor is a place in the register, which is by authority, seat and place. The zero cursor is its start.
type MemberCursor struct {
	Seat  domain.SeatID
	Place int
}

// Cursor is the place in the register just after the line.
func (m MemberLine) Cursor() MemberCursor { return MemberCursor{Seat: m.Seat, Place: m.Place} }
