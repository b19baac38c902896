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
func (o Order) Open() bool { return o.Closed == "" }

// Due reports whether its day has come.
func (o Order) Due(today domain.Date) bool { return o.Open() && !o.On.After(today) }

// Waits reports whether it can still be moved or taken back: before its day, or after it where it could not take
// effect.
func (o Order) Waits(today domain.Date) bool { return o.Open() && (!o.Due(today) || o.Stuck != "") }

// Words says what is to happen, without the day: "Aldermoor is to be merged into Greater Moor".
func (o Order) Words() string {
	words := o.FromName + " is to be merged into " + o.IntoName
	if o.Into == 0 {
		words += ", which is formed by that"
	}
	return words
}

// CheckMove refuses another day that does not lie ahead, or without a reason.
func (o Order) CheckMove(on domain.Date, reason string, today domain.Date) error {
	b := o.waits("on", today)
	if len(b) == 0 && !on.After(today) {
		b = append(b, domain.Blocker{ID: "on", Field: "on", Words: "The day must be after today"})
	}
	if reason == "" {
		b = append(b, domain.Blocker{ID: "reason", Field: "reason", Words: "Enter why it is moved"})
	}
	return domain.BlockedBy(b)
}

// CheckTakingBack refuses to take it back once its day has come, or without a reason.
func (o Order) CheckTakingBack(reason string, today domain.Date) error {
	b := o.waits("why", today)
	if reason == "" {
		b = append(b, domain.Blocker{ID: "why", Field: "why", Words: "Enter why it is taken back"})
	}
	return domain.BlockedBy(b)
}

func (o Order) waits(field string, today domain.Date) []domain.Blocker {
	words := ""
	switch {
	case o.Closed == "taken back":
		words = "It was taken back already"
	case !o.Open():
		words = "It took effect on its day, and cannot be taken back here"
	case !o.Waits(today):
		words = "Its day has come: it takes effect within minutes"
	default:
		return nil
	}
	return []domain.Blocker{{ID: field, Field: field, Words: words}}
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
