package gates

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Bar is what keeps a person from coming in and deciding; "" for nothing.
type Bar string

// A disabled account cannot sign in, and an administrator decides on no gate (domain §1).
const (
	BarDisabled      Bar = "account disabled"
	BarAdministrator Bar = "administrator"
)

// Words says of somebody why they cannot decide: "cannot sign in: the account is disabled".
func (b Bar) Words() string {
	switch b {
	case BarDisabled:
		return "cannot sign in: the account is disabled"
	case BarAdministrator:
		return "is an administrator, and administrators decide on no gate"
	}
	return ""
}

// Event is what can happen to a place, or to whoever answers for it, while a gate asks it (domain §7.1). The list is
// closed: Sitting.Since finds them, and Becomes says what each does to the place.
type Event string

// First those of the ward or division, then those of the people.
const (
	EventRenamed    Event = "renamed"
	EventRecoded    Event = "recoded"
	EventRedrawn    Event = "redrawn"          // it overlaps the area no longer
	EventBack       Event = "back in the area" // it does again
	EventMoved      Event = "moved"            // to another council: councils were merged
	EventTier       Event = "tier corrected"   // of its council
	EventMerged     Event = "merged"
	EventSplit      Event = "split"
	EventEnded      Event = "ended"
	EventTermEnded  Event = "term ended"
	EventSucceeded  Event = "succeeded"
	EventDisabled   Event = "account disabled"
	EventRoleEnded  Event = "role ended" // the right to sign is lost to another role
	EventComesIn    Event = "can come in"
	EventSubstitute Event = "substitute ended"
)

// Events lists them.
func Events() []Event {
	return []Event{EventRenamed, EventRecoded, EventRedrawn, EventBack, EventMoved, EventTier, EventMerged,
		EventSplit, EventEnded, EventTermEnded, EventSucceeded, EventDisabled, EventRoleEnded, EventComesIn,
		EventSubstitute}
}

// Became is what an event did to a place.
type Became string

// A place is never left pending on somebody who cannot come in.
const (
	BecameAsked   Became = "still asked"    // the same person answers, until the attempt closes
	BecamePassed  Became = "passed on"      // somebody else answers: a successor, a substitute, or the Member again
	BecameDropped Became = "dropped out"    // vacant: nobody answers, and it is left out of the count
	BecameDecided Became = "decided before" // the decision was made, and stands
)

// Sitting is who answers for a place and where it lies, as far as that decides what becomes of it.
type Sitting struct {
	Seat, Code, Council string
	Tier                places.Tier // of the council today; "" where it was looked at before that was kept
	Overlaps            bool
	End                 string // "", or how the seat ended: "merged", "split" or "ended"
	EndWords            string // "was merged into Old Quay on 4 May 2026"
	Holder              domain.PersonID
	HolderName          string
	Bar                 Bar
	Substitute          domain.PersonID // who can act as such, zero for nobody
	SubstituteName      string
}

// Sitting is the place as it is on the day.
func (s Signatory) Sitting() Sitting {
	is := Sitting{Seat: s.SeatName, Code: s.Code, Council: s.Authority, Tier: s.CouncilTier,
		Overlaps: s.Overlaps, End: s.End, EndWords: s.EndWords(),
		Holder: s.Holder, HolderName: s.HolderName, Bar: s.Bar}
	if s.substituteActs() {
		is.Substitute, is.SubstituteName = s.Substitute, s.SubstituteName
	}
	return is
}

// EndWords says how the seat ended: "merged into Old Quay on 4 May 2026"; "" while it stands.
func (s Signatory) EndWords() string {
	switch {
	case s.End == "":
		return ""
	case len(s.EndInto) == 0:
		return "ended on " + s.EndedOn.Words()
	}
	return fmt.Sprintf("was %s into %s on %s", s.End, strings.Join(s.EndInto, " and "), s.EndedOn.Words())
}

// answers is who can decide for the place: the Member, else who stands in for them.
func (s Sitting) answers() (domain.PersonID, string) {
	if s.Holder != 0 && s.Bar == "" {
		return s.Holder, s.HolderName
	}
	return s.Substitute, s.SubstituteName
}

// AskedChange is one event at a place that an open attempt asks, with what became of the place.
type AskedChange struct {
	Seat   domain.SeatID
	Place  int
	Event  Event
	Became Became
	Words  string          // "Castle Keep is called Castle Hill now"
	Person domain.PersonID // who can come in no longer; zero for nobody
	To     domain.PersonID // who answers from now on; zero for nobody
	ToName string
	At     time.Time
	Told   []string // who was told, by name; empty where nobody was
}

// Since lists what happened to the place since it was otherwise. A place that was vacant and stays so is no event.
func (s Sitting) Since(was Sitting) []Event {
	var list []Event
	add := func(e Event, happened bool) {
		if happened {
			list = append(list, e)
		}
	}
	add(EventRenamed, was.Seat != s.Seat)
	add(EventRecoded, was.Code != s.Code)
	add(EventMoved, was.Council != s.Council)
	add(EventTier, was.Tier != "" && was.Council == s.Council && was.Tier != s.Tier)
	add(Event(s.End), s.End != "" && was.End != s.End)
	add(EventRedrawn, s.End == "" && was.Overlaps && !s.Overlaps)
	add(EventBack, !was.Overlaps && s.Overlaps)
	add(EventTermEnded, was.Holder != 0 && s.Holder == 0)
	add(EventSucceeded, s.Holder != 0 && was.Holder != s.Holder)
	add(EventDisabled, s.Bar == BarDisabled && (was.Bar != s.Bar || was.Holder != s.Holder))
	add(EventRoleEnded, s.Bar == BarAdministrator && (was.Bar != s.Bar || was.Holder != s.Holder))
	add(EventComesIn, was.Bar != "" && s.Bar == "" && was.Holder == s.Holder)
	add(EventSubstitute, was.Substitute != 0 && was.Substitute != s.Substitute)
	return list
}

// Becomes is the one rule for what an event does to a place (domain §7.1): a decision that was made stands. Otherwise
// whoever was asked goes on to answer, whatever became of the ward or division, as long as they can come in; where
// they cannot, the place passes to who can, and where nobody can it drops out as vacant.
func (e Event) Becomes(was, is Sitting, decided bool) Became {
	before, _ := was.answers()
	now, _ := is.answers()
	switch {
	case decided:
		return BecameDecided
	case now == 0:
		return BecameDropped
	case now != before:
		return BecamePassed
	}
	return BecameAsked
}

// Change is the event with what became of the place and who answers for it.
func (s Signatory) Change(e Event, was Sitting) AskedChange {
	is := s.Sitting()
	c := AskedChange{Seat: s.Seat, Place: s.Place, Event: e, Words: e.words(was, is),
		Became: e.Becomes(was, is, s.Decision != "")}
	before, _ := was.answers()
	if c.To, c.ToName = is.answers(); before != c.To && e.keepsOut() {
		c.Person = before
	}
	return c
}

// keepsOut reports whether the event is one by which somebody can come in no longer.
func (e Event) keepsOut() bool {
	switch e {
	case EventTermEnded, EventSucceeded, EventDisabled, EventRoleEnded, EventSubstitute:
		return true
	}
	return false
}

func (e Event) words(was, is Sitting) string {
	switch e {
	case EventRenamed:
		return fmt.Sprintf("%s is called %s now", was.Seat, is.Seat)
	case EventRecoded:
		return fmt.Sprintf("The code of %s is %s now, and was %s", is.Seat, orNone(is.Code), orNone(was.Code))
	case EventMoved:
		return fmt.Sprintf("%s belongs to %s now, and belonged to %s", is.Seat, is.Council, was.Council)
	case EventTier:
		return fmt.Sprintf("The tier of %s is corrected: %s, was %s. This gate goes on asking under the one before",
			is.Council, is.Tier, was.Tier)
	case EventMerged, EventSplit, EventEnded:
		return is.Seat + " " + is.EndWords
	case EventRedrawn:
		return is.Seat + " does not overlap the area any more"
	case EventBack:
		return is.Seat + " overlaps the area again"
	case EventTermEnded:
		return was.HolderName + " does not hold this place any more"
	case EventSucceeded:
		return is.HolderName + " holds this place now"
	case EventDisabled, EventRoleEnded:
		return is.HolderName + " " + is.Bar.Words()
	case EventComesIn:
		return is.HolderName + " can decide again"
	case EventSubstitute:
		return fmt.Sprintf("%s does not stand in for %s any more", was.SubstituteName, was.HolderName)
	}
	return ""
}

func orNone(code string) string {
	if code == "" {
		return "none"
	}
	return code
}

// BecameWords says what became of the place, as the gate's page and the notice have it.
func (c AskedChange) BecameWords() string {
	switch c.Became {
	case BecameAsked:
		return c.ToName + " is still asked, and can decide until this gate closes"
	case BecamePassed:
		return c.ToName + " is asked from now on"
	case BecameDropped:
		return "Vacant: nobody is asked, and the place is left out of the count"
	}
	return "The decision that was made stands"
}
