package register

import (
	"time"

	"fourgates/internal/domain"
)

// Waiting says of a decision that it does not count until a second person confirms whose it is: the password of whoever
// made it was set less than a day before with a link that somebody else had in hand.
type Waiting struct {
	Link   string `json:"link"` // by whom it was made, and how they had it in hand
	UsedAt string `json:"used_at"`
	Sent   string `json:"sent"` // SHA-256 in hex of what was sent, which is taken again as it was
}

// Used is when the link was used, in words; as the entry says it where that is no instant.
func (w Waiting) Used() string {
	if at, ok := domain.ReadInstant(w.UsedAt); ok {
		return domain.Moment(at)
	}
	return w.UsedAt
}

// Kinds of entries about decisions that wait. What the Executive does has its own: before publication it is for those
// who may see that.
const (
	EntryWaiting          = "waiting"
	EntrySettled          = "confirmation"
	EntryExecutiveWaiting = "executive waiting"
	EntryExecutiveSettled = "executive confirmation"
)

// Waits is the kind of an entry that says of an entry of the kind that it waits.
func Waits(kind string) string {
	if kind == EntryExecutive || kind == EntryInForce {
		return EntryExecutiveWaiting
	}
	return EntryWaiting
}

// Settled is the kind of an entry that says what became of one that waits.
func Settled(waiting string) string {
	if waiting == EntryExecutiveWaiting {
		return EntryExecutiveSettled
	}
	return EntrySettled
}

// Stamp is an instant as entries say it.
func Stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }
