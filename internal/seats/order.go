package seats

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Order is what is to happen to wards and divisions of a council on a day to come. What was recorded together is moved,
// taken back and in effect together.
type Order struct {
	ID        domain.SeatOrderID
	Authority domain.AuthorityID
	Council   string
	Tier      places.Tier
	On        domain.Date
	FromFile  bool
	Note      string
	By        domain.PersonID // zero for the command line
	ByName    string
	At        time.Time
	Stuck     string // why it could not take effect when its day had come
	Closed    string // "took effect", "taken back"; "" while it is open
	Changes   []Coming
}

// Open reports whether it is still to take effect.
func (o Order) Open() bool { return o.ahead().Open() }

// Due reports whether its day has come.
func (o Order) Due(today domain.Date) bool { return o.ahead().Due(today) }

// CheckMove is Ahead's.
func (o Order) CheckMove(on domain.Date, reason string, today domain.Date) error {
	return o.ahead().CheckMove(on, reason, today)
}

// CheckTakingBack is Ahead's.
func (o Order) CheckTakingBack(reason string, today domain.Date) error {
	return o.ahead().CheckTakingBack(reason, today)
}

func (o Order) ahead() Ahead {
	return Ahead{o.On, o.Stuck, o.Closed, ": what happens from now on is recorded on the page of the ward or division"}
}

// Coming is one change of an order, with the names that lists show.
type Coming struct {
	Order      domain.SeatOrderID
	Position   int
	On         domain.Date
	Kind       Kind
	Seat       domain.SeatID // zero for one that begins
	SeatName   string        // as it is called now, or will be when it begins
	SeatKind   places.SeatKind
	Authority  domain.AuthorityID
	Name, Code string
	Welsh      string // the name in Welsh, beside it
	Places     int
	Boundary   string
	IntoSeats  []domain.SeatID
	IntoNew    []int // positions of those that begin by the same order
	FromSeats  []domain.SeatID
	OtherNames []string // of what it is merged or split into, or comes from
	Grows      bool     // the one into which it is merged gets its ground
	Note       string
	ByName     string // "" for the command line
	At         time.Time
	Stuck      string
}

// Words says what is to happen, without the day: "To be called Castle Hill".
func (c Coming) Words() string {
	others := strings.Join(c.OtherNames, " and ")
	switch c.Kind {
	case Begun:
		words := "Begins, and elects " + places.ElectsWords(c.Places)
		if others != "" {
			words = "Begins, from ground of " + others + ", and elects " + places.ElectsWords(c.Places)
		}
		if c.Boundary == "" {
			words += "; not drawn yet"
		}
		return words
	case PlacesChanged:
		return "To elect " + places.ElectsWords(c.Places)
	case Renamed:
		return "To be called " + places.Seat{Name: c.Name, Welsh: c.Welsh}.Shown()
	case Recoded:
		return "To have the code " + orNone(c.Code)
	case Redrawn:
		return "To be redrawn"
	case Merged:
		return "To be merged into " + others
	case Split:
		return "To be split into " + others
	}
	return "To end"
}

// Change is what happens to the seat when the order takes effect. Began has what began by it, by position.
func (c Coming) Change(o Order, began map[int]domain.SeatID) Change {
	is := Change{Kind: c.Kind, On: o.On, Name: c.Name, Welsh: c.Welsh, Code: c.Code, Boundary: c.Boundary,
		Places: c.Places, Into: slices.Clone(c.IntoSeats), Note: o.Note, Order: o.ID}
	for _, n := range c.IntoNew {
		is.Into = append(is.Into, began[n])
	}
	return is
}

// Begins is the seat that begins by the change.
func (c Coming) Begins(o Order) places.Seat {
	return places.Seat{ID: soon(o, c.Position), Authority: o.Authority, Kind: c.SeatKind, Code: c.Code, Name: c.Name,
		Welsh: c.Welsh, Boundary: c.Boundary, Places: c.Places, Valid: domain.Span{From: o.On}}
}

// soon is what stands for the id of a seat that has none yet.
func soon(o Order, position int) domain.SeatID {
	return -domain.SeatID(int64(o.ID)*10_000 + int64(position) + 1)
}

// Arrange puts changes into the order in which they take effect: what begins, what changes, what ends. What
// stands in IntoNew follows.
func Arrange(changes []Coming) []Coming {
	rank := func(c Coming) int {
		switch {
		case c.Kind == Begun:
			return 0
		case c.Kind.Ends():
			return 2
		}
		return 1
	}
	for i := range changes {
		changes[i].Position = i
	}
	slices.SortStableFunc(changes, func(a, b Coming) int { return cmp.Compare(rank(a), rank(b)) })
	now := map[int]int{}
	for i := range changes {
		now[changes[i].Position] = i
		changes[i].Position = i
	}
	for i := range changes {
		for n, was := range changes[i].IntoNew {
			changes[i].IntoNew[n] = now[was]
		}
	}
	return changes
}

// Foresee is a council's seats as they will be on a day by what is recorded ahead. Those that are to begin have ids
// below zero. Ground that one gets from another that is merged into it is not among it.
func Foresee(now []places.Seat, orders []Order, on domain.Date) []places.Seat {
	will := slices.Clone(now)
	for _, o := range orders {
		if !o.Open() || o.On.After(on) {
			continue
		}
		for _, c := range o.Changes {
			if c.Kind == Begun {
				will = append(will, c.Begins(o))
				continue
			}
			at := slices.IndexFunc(will, func(s places.Seat) bool { return s.ID == c.Seat })
			switch {
			case at < 0:
			case c.Kind.Ends():
				will = slices.Delete(will, at, at+1)
			default:
				will[at], _ = c.Change(o, nil).Apply(will[at])
			}
		}
	}
	return will
}

// OrderStep is what became of an order after it was recorded.
type OrderStep struct {
	Step   string // "moved", "taken back", "took effect" or "stuck"
	Was    domain.Date
	Is     domain.Date
	Reason string
	By     string // "" for the time itself
	At     time.Time
}
