package mergers

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/seats"
)

// Order is a merger that is recorded for a day to come, with what is to become of what belongs to the council.
type Order struct {
	ID domain.MergerOrderID
	seats.Merger
	FromName string
	IntoName string // of the council that there is, or of the one that is to be formed
	Choices  Choices
	ByName   string
	At       time.Time
	Stuck    string // why it could not take effect when its day had come
	Closed   string // "took effect", "taken back"; "" while it is open
}

// Open reports whether it is still to take effect.
func (o Order) Open() bool { return o.ahead().Open() }

// Due reports whether its day has come.
func (o Order) Due(today domain.Date) bool { return o.ahead().Due(today) }

// Waits reports whether it can still be moved or taken back.
func (o Order) Waits(today domain.Date) bool { return o.ahead().Waits(today) }

// CheckMove is that of what is recorded ahead.
func (o Order) CheckMove(on domain.Date, reason string, today domain.Date) error {
	return o.ahead().CheckMove(on, reason, today)
}

// CheckTakingBack is that of what is recorded ahead.
func (o Order) CheckTakingBack(reason string, today domain.Date) error {
	return o.ahead().CheckTakingBack(reason, today)
}

func (o Order) ahead() seats.Ahead {
	return seats.Ahead{On: o.On, Stuck: o.Stuck, Closed: o.Closed, After: ", and cannot be taken back here"}
}

// Words says what is to happen, without the day: "Aldermoor is to be merged into Greater Moor".
func (o Order) Words() string {
	words := o.FromName + " is to be merged into " + o.IntoName
	if o.Into == 0 {
		words += ", which is formed by that"
	}
	return words
}

// Beside lists why a merger cannot be recorded ahead beside those that are: a council goes over once, and into none
// that is gone by then.
func Beside(m seats.Merger, others []Order) []domain.Blocker {
	var b []domain.Blocker
	for _, o := range others {
		switch {
		case !o.Open():
		case o.From == m.From:
			b = append(b, domain.Blocker{ID: "ahead", Field: "into", Words: o.Words() + " from " + o.On.Words() +
				": move that, or take it back first"})
		case o.From == m.Into && m.Into != 0:
			b = append(b, domain.Blocker{ID: "ahead", Field: "into", Words: o.Words() + " itself from " + o.On.Words()})
		case o.Into == 0 && m.Into == 0 && domain.FoldName(o.Name) == domain.FoldName(m.Name):
			b = append(b, domain.Blocker{ID: "ahead", Field: "name", Words: o.Words() + " from " + o.On.Words() +
				", which forms it: once that has taken effect, merge this council into it"})
		case o.Into == m.From:
			b = append(b, domain.Blocker{ID: "ahead", Field: "into", Words: o.Words() + " from " + o.On.Words() +
				": that comes first"})
		}
	}
	return b
}

// With is the choices, and what is proposed for a service that the council has only had since they were made.
func (c Choices) With(b Belongings) Choices {
	is := c
	is.Services = map[domain.ServiceID]Choice{}
	proposed := b.Proposed()
	for _, s := range b.Services {
		choice, made := c.Services[s.ID]
		if !made {
			choice = proposed.Services[s.ID]
		}
		is.Services[s.ID] = choice
	}
	return is
}
