package seats

import "fourgates/internal/domain"

// Ahead is how something stands that is recorded for a day to come, and takes effect on it by itself: changes of wards
// and divisions, mergers of councils.
type Ahead struct {
	On     domain.Date
	Stuck  string // why it could not take effect when its day had come
	Closed string // "took effect", "taken back"; "" while it is open
	After  string // what is to be known of it once it took effect
}

// Open reports whether it is still to take effect.
func (a Ahead) Open() bool { return a.Closed == "" }

// Due reports whether its day has come.
func (a Ahead) Due(today domain.Date) bool { return a.Open() && !a.On.After(today) }

// Waits reports whether it can still be moved or taken back: before its day, or after it where it could not take
// effect.
func (a Ahead) Waits(today domain.Date) bool { return a.Open() && (!a.Due(today) || a.Stuck != "") }

// CheckMove refuses another day that does not lie ahead, or without a reason, and what waits no more.
func (a Ahead) CheckMove(on domain.Date, reason string, today domain.Date) error {
	b := a.waits("on", today)
	if len(b) == 0 && !on.After(today) {
		b = append(b, domain.Blocker{ID: "on", Field: "on", Words: "The day must be after today"})
	}
	if reason == "" {
		b = append(b, domain.Blocker{ID: "reason", Field: "reason", Words: "Enter why it is moved"})
	}
	return domain.BlockedBy(b)
}

// CheckTakingBack refuses to take back what waits no more, or without a reason.
func (a Ahead) CheckTakingBack(reason string, today domain.Date) error {
	b := a.waits("why", today)
	if reason == "" {
		b = append(b, domain.Blocker{ID: "why", Field: "why", Words: "Enter why it is taken back"})
	}
	return domain.BlockedBy(b)
}

func (a Ahead) waits(field string, today domain.Date) []domain.Blocker {
	words := "Its day has come: it takes effect within minutes"
	switch {
	case a.Waits(today):
		return nil
	case a.Closed == "taken back":
		words = "It was taken back already"
	case !a.Open():
		words = "It took effect on its day" + a.After
	}
	return []domain.Blocker{{ID: field, Field: field, Words: words}}
}
