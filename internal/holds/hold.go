// Package holds says which decisions wait until a second person confirms whose they are, and what becomes of them.
package holds

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Outcome is what became of a decision that waited.
type Outcome string

// The outcomes; "" while it waits. Overtaken: what it was about ended before. Replaced: whoever made it decided again.
const (
	Waits     Outcome = ""
	Confirmed Outcome = "confirmed"
	Refused   Outcome = "refused"
	Overtaken Outcome = "overtaken"
	Replaced  Outcome = "replaced"
)

// Hold is a decision that waits: it is in the register and counts for nothing.
type Hold struct {
	ID        domain.HoldID
	Person    domain.PersonID
	Name      string
	Others    []domain.PersonID // the person's other accounts
	Disabled  bool
	Kind      string
	Sent      string
	MadeAt    time.Time
	Maker     domain.PersonID // of the link; zero for the command line
	MakerName string
	MakerElse []domain.PersonID // the maker's other accounts
	Handed    string            // how the maker had it in hand
	UsedAt    time.Time
	Outcome   Outcome
	EndedAt   time.Time
	EndedBy   string
	Words     string
	What      string // "Gate 2, Riverside"
	AreaName  string
	Decision  string // "approve", for who may see what was decided
	Reference string // of its first entry in the register
}

// self is whoever made the decision, by each of their accounts.
func (h Hold) self() domain.Self { return append(domain.Self{h.Person}, h.Others...) }

// maker is whoever made the link, by each of their accounts.
func (h Hold) maker() domain.Self { return append(domain.Self{h.Maker}, h.MakerElse...) }

// MadeLink is a link to set a password, with whose it is.
type MadeLink struct {
	Person    domain.PersonID
	Name      string
	Maker     string
	Handed    string
	CreatedAt time.Time
	UsedAt    time.Time
}

// LinkWords says how the password was set: by whose link, and how they had it in hand.
func (h Hold) LinkWords() string {
	return LinkWords(h.MakerName, h.Handed) + ", used on " + domain.Moment(h.UsedAt)
}

// LinkWords says of a link who made it, and how they had it in hand.
func LinkWords(maker, handed string) string {
	switch {
	case handed == "set by the command line":
		return "password set by the command line"
	case maker == "" && handed == "":
		return "link asked for by whoever has the mailbox, sent to the person alone"
	case maker == "":
		return "link " + handed
	case handed == "":
		return "link made by " + maker + ", sent to the person alone"
	}
	return "link made by " + maker + ", " + handed
}

// Line says where the decision stands.
func (h Hold) Line() string {
	switch h.Outcome {
	case Waits:
		return "Waits until somebody confirms that it is theirs. It does not count yet."
	case Confirmed:
		return "Confirmed by " + h.EndedBy + ", and counted"
	case Refused:
		return "Refused by " + h.EndedBy + ": it never counted"
	case Replaced:
		return "Replaced by a later decision: it never counted"
	}
	return "It never counted: what it was about ended before"
}

// Confirmers says who may confirm a decision or refuse it, by who made the link where that is known.
func Confirmers(maker string) string {
	who := "A planning officer or an administrator"
	if maker == "" {
		return who + " who did not make the link"
	}
	return who + ", but not " + maker + ", who made the link,"
}

// Needs says what a decision that waits needs to count, and from when on it would have counted without.
func (h Hold) Needs() string {
	return Confirmers(h.MakerName) + " speaks with " + h.Name + " and confirms or refuses it. " + AtOnce(h.UsedAt)
}

// AtOnce says from when on a decision counts at once, by when the link was used.
func AtOnce(used time.Time) string {
	return "Decided from " + domain.Moment(used.Add(policy.HoldLasts)) + " on, it would not have waited."
}

// Entry is an entry of the register that a decision makes, or would make if it counted.
type Entry struct {
	Kind    string
	Area    domain.AreaID
	Attempt domain.AttemptID
	Payload string
}

// Entered is where the register says of a decision that it waits, and on which submission; zero for none.
type Entered struct {
	Position int64
	Attempt  domain.AttemptID
}

// Sent is what waits: what was sent, as JSON, and what it would have entered.
type Sent struct {
	Kind    string
	Sent    string
	Entries []Entry
}
