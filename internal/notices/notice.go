// Package notices holds what people are told about an event, and whom it reached.
package notices

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// Notice is what people are told about an event. Its recipients are frozen with it: the proof of informing (N3).
type Notice struct {
	Event   string // "gate 1 passed", "gate submitted" …
	Area    domain.AreaID
	Attempt domain.AttemptID
	Subject string
	Body    string
	Link    string // path of ours, or ""
}

// Recipient is somebody to be told, as they were on the day.
type Recipient struct {
	Person       domain.PersonID  // zero where they have no account
	Contact      domain.ContactID // zero where they are no contact
	Name         string
	Address      string
	Capacity     string // "service manager, Highways", "stakeholder" …
	DoNotContact bool
	Letter       bool `db:"-"` // an account's person without e-mail address: they see nothing here
}

// Results of telling somebody, as they were when the notice was made: people with an account see it in the application,
// and others are recorded with their address. What became of the e-mail to them stands beside.
const (
	Shown     = "shown in app"
	Recorded  = "recorded"
	NoAddress = "no address"
	Withheld  = "withheld: do not contact"
	ByLetter  = "by letter" // to be printed and posted
)

// Result is what became of telling them. Whoever holds an office here sees its notices, whatever a contact of the same
// person asked for (domain §7, ruling 14).
func (r Recipient) Result() string {
	switch {
	case r.Person != 0 && r.Letter:
		return ByLetter
	case r.Person != 0:
		return Shown
	case r.DoNotContact:
		return Withheld
	case r.Address == "":
		return NoAddress
	}
	return Recorded
}

// ResultWords says what became of telling somebody; seen is when they marked it as read, or nil.
func ResultWords(result string, seen *time.Time) string {
	switch {
	case result == Shown && seen != nil:
		return "Shown in the application, marked as read on " + domain.DateOf(*seen).Words()
	case result == Shown:
		return "Shown in the application, not marked as read"
	case result == Recorded:
		return "Recorded with their address, not told"
	case result == ByLetter:
		return "By letter: no e-mail address, so nothing is shown here"
	case result == NoAddress:
		return "No address, not told"
	}
	return "Withheld: do not contact"
}

// Reach counts what became of a notice, each result apart.
type Reach struct {
	Shown     int // in the application
	Read      int // of those, marked as read
	Recorded  int // with their address: nobody has told them yet
	NoAddress int
	Withheld  int
	ByLetter  int
	Told      int // by letter, by telephone or in person, as it was recorded

	Mailed     int // sent an e-mail
	MailWaits  int // for whom one waits to be sent
	MailFailed int // whose server refused it, or from whom it came back
}

// Words says whom a notice reached and whom it did not.
func (r Reach) Words() string {
	var words []string
	add := func(n int, say string) {
		if n > 0 {
			words = append(words, fmt.Sprintf(say, n))
		}
	}
	add(r.Shown, "%d shown it here")
	add(r.Read, "%d of them read it")
	add(r.Mailed, "%d sent an e-mail")
	add(r.MailWaits, "%d with an e-mail that waits to be sent")
	add(r.MailFailed, "%d whose e-mail was refused or came back")
	add(r.Recorded, "%d recorded, not told")
	add(r.NoAddress, "%d without address, not told")
	add(r.ByLetter, "%d by letter")
	add(r.Told, "%d told by letter, telephone or in person")
	add(r.Withheld, "%d withheld")
	if len(words) == 0 {
		return "Nobody"
	}
	return strings.Join(words, ", ")
}

// NoticeLine is a notice with whom it reached.
type NoticeLine struct {
	ID        domain.NoticeID
	Event     string
	Subject   string
	Body      string
	Link      string
	At        time.Time
	AreaID    domain.AreaID
	AreaName  string
	Unseen    bool // for one reader's list: not marked as read yet
	Recipient int64
	Reach
}

// NoticeRecipient is one line of the proof of informing.
type NoticeRecipient struct {
	Name     string
	Address  string
	Capacity string
	Result   string
	SeenAt   *time.Time
	ToldWay  string // how they were told otherwise; "" where they were not
	ToldOn   domain.Date
	Mailed
}

// Mailed is what became of the e-mail to somebody; "" where there was none.
type Mailed struct {
	Mail            string // waiting, sent, bounced, refused, withheld or kept
	MailSaid        string // what the server said, or why it was withheld
	MailAt          time.Time
	MailDoubtful    bool // it may have been sent twice
	MailDeliveredAt time.Time
	MailBackAt      time.Time
}

// Words says what became of the e-mail; "" where there was none, or no server to send it.
func (m Mailed) Words() string {
	switch m.Mail {
	case "waiting":
		if m.MailSaid != "" {
			return "E-mail waits to be sent; the last try failed: " + m.MailSaid
		}
		return "E-mail waits to be sent"
	case "sent", "bounced":
		words := "E-mail sent on " + domain.DateOf(m.MailAt).Words()
		if m.MailDoubtful {
			words += ", perhaps twice: the server ended while sending it"
		}
		if !m.MailDeliveredAt.IsZero() {
			words += ", delivered"
		}
		if m.Mail == "bounced" {
			words += ", came back on " + domain.DateOf(m.MailBackAt).Words() + ": " + m.MailSaid
		}
		return words
	case "refused":
		return "E-mail refused: " + m.MailSaid
	case "withheld":
		return "E-mail withheld: " + m.MailSaid
	}
	return ""
}

// Words says what became of telling them.
func (r NoticeRecipient) Words() string {
	if r.ToldWay == "" {
		return Became(r.Result, r.SeenAt, r.Mailed)
	}
	words := "Told on " + r.ToldOn.Words() + ", " + map[string]string{"letter": "by letter",
		"telephone": "by telephone", "in person": "in person"}[r.ToldWay]
	if mail := r.Mailed.Words(); mail != "" {
		words += ". " + mail
	}
	return words
}

// Became says what became of telling somebody, in the application and by e-mail.
func Became(result string, seen *time.Time, m Mailed) string {
	words, mail := ResultWords(result, seen), m.Words()
	switch {
	case mail == "":
		return words
	case result == Recorded:
		return mail // they are told by it, or would have been
	}
	return words + ". " + mail
}

// MostOfArea is how many notices about an area are listed, the newest.
const MostOfArea = 100
