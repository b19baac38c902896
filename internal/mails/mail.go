// Package mails holds the e-mails that tell people of notices: their words, and what becomes of them.
package mails

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// House is in whose name e-mails are sent.
type House struct {
	Council string
	Base    string // the address of the pages, without a slash at its end
	From    string // the address that they come from; "" where there is none of our own
	Notify  bool   // whether they go out by GOV.UK Notify, which passes no answers on to an area's team
}

// Letter is an e-mail as it is frozen. Its words, and those of the template that its number names, never change.
type Letter struct {
	Template  int      `json:"template"`
	Council   string   `json:"council"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Name      string   `json:"name"`
	ReplyTo   []string `json:"reply_to"`
	Subject   string   `json:"subject"`
	Words     []string `json:"words"` // a paragraph each
	Link      string   `json:"link"`
	Capacity  string   `json:"capacity"`
	MessageID string   `json:"message_id"`
}

// Freeze freezes the letter in lines, so that one can be erased later and the others still fit.
func (l Letter) Freeze(random io.Reader) (register.Frozen, error) {
	return register.Freeze("mail", l, random)
}

// Thaw reads a frozen letter, and reports whether it is whole: no line of it was erased since.
func Thaw(words string) (l Letter, whole bool, err error) {
	gaps, err := register.ReadWords(words, &l)
	return l, len(gaps) == 0, err
}

// About is the notice that a letter tells of.
type About struct {
	Subject string
	Body    string
	Link    string
	Team    []string // the addresses that an answer goes to
}

// Recipient is who a letter is for.
type Recipient struct {
	ID       int64 // of the notice's recipient
	Person   domain.PersonID
	Contact  domain.ContactID
	Name     string
	Address  string
	Capacity string
	Standing
}

// Standing is what decides today whether somebody may be sent an e-mail.
type Standing struct {
	Ended   bool   // the account was disabled
	Barred  bool   // a contact with the address asked not to be contacted
	Channel string // how a contact wants to be told; "" where they are none
	Basis   string // the lawful basis on which a contact is kept
}

// Withheld says why nothing may be sent to somebody, "" where it may. Whoever has an account here is told as the holder
// of an office, whatever a contact of the same address asked for (domain §7, ruling 14).
func (r Recipient) Withheld() string {
	switch {
	case r.Person != 0 && r.Ended:
		return "their access has ended"
	case r.Person != 0:
		return ""
	case r.Barred:
		return "do not contact"
	case r.Contact != 0 && r.Basis == "":
		return "no lawful basis is recorded"
	case r.Contact != 0 && r.Channel != "" && r.Channel != "email":
		return "they want to be told otherwise than by e-mail: " + channelWords[r.Channel]
	}
	return ""
}

var channelWords = map[string]string{"phone": "by telephone", "post": "by post", "in person": "in person"}

// LetterTo is the e-mail that tells a recipient of a notice. The id tells it from every other.
func LetterTo(h House, n About, r Recipient, id string) Letter {
	l := Letter{Template: direct, Council: domain.Line(h.Council), From: h.From, To: r.Address,
		Name: domain.Line(r.Name), ReplyTo: n.Team, Subject: domain.Line(n.Subject), Capacity: domain.Line(r.Capacity)}
	for _, line := range strings.Split(domain.Prose(n.Body), "\n") {
		if line = domain.Line(line); line != "" {
			l.Words = append(l.Words, line)
		}
	}
	if h.Notify {
		l.Template = byNotify
	}
	if n.Link != "" && r.Person != 0 { // nobody else could sign in
		l.Link = h.Base + n.Link
	}
	l.MessageID = id + "@" + domainOf(h.From)
	return l
}

// domainOf is the domain of an address; of none, as where there is no mail server, a name that nobody has.
func domainOf(address string) string {
	if _, host, ok := strings.Cut(address, "@"); ok {
		return host
	}
	return "fourgates.invalid"
}

// The templates, by how an answer reaches an area's team.
const (
	direct   = 1 // by the address that answers go to
	byNotify = 2 // not at all
	ofLink   = 3 // a link to set a password, which nobody answers
)

// Invited is whom a link to set a password is for.
type Invited struct {
	Person  domain.PersonID
	Name    string
	Address string
	Maker   string // who made it; "" where they asked for it themselves
	Account bool   // they have a password already
	Lasts   time.Duration
}

// LetterOf is the e-mail of a link to set a password. Its own link ends before the secret, which is made when it is
// sent and frozen nowhere.
func LetterOf(h House, i Invited, id string) Letter {
	l := Letter{Template: ofLink, Council: domain.Line(h.Council), From: h.From, To: i.Address,
		Name: domain.Line(i.Name), Link: h.Base + "/invitations/", Subject: "Set a new password",
		MessageID: id + "@" + domainOf(h.From)}
	switch {
	case i.Maker == "":
		l.Words = append(l.Words, "Somebody asked for a link to set a new password for your account. If it was not "+
			"you, do nothing: your password stays as it is.")
	case i.Account:
		l.Words = append(l.Words, domain.Line(i.Maker)+" has a link sent to you with which you set a new password. "+
			"Until you have, the present one works.")
	default:
		l.Subject = "You are invited: " + l.Council
		l.Words = append(l.Words, domain.Line(i.Maker)+" invites you to the Local Community Action Plans of "+l.Council+
			". Choose a password, and sign in with it and this e-mail address.")
	}
	l.Words = append(l.Words, fmt.Sprintf("The link works once, for %d hours. Pass it on to nobody.",
		int(i.Lasts.Hours())))
	return l
}

// says is what stands before the link.
func (l Letter) says() string {
	if l.Template == ofLink {
		return "Choose a password"
	}
	return "See what it is about"
}

// closing are the sentences below a letter's words.
func (l Letter) closing() (lines []string) {
	if l.Link != "" && l.Template != ofLink {
		lines = append(lines, "You will be asked to sign in. Opening the link decides nothing.")
	}
	switch {
	case len(l.ReplyTo) > 0 && l.Template == byNotify:
		lines = append(lines, "Nobody reads answers to this e-mail. Those who work for the area are reached at "+
			domain.Listed(l.ReplyTo)+".")
	case len(l.ReplyTo) > 0:
		lines = append(lines, "An answer to this e-mail reaches those who work for the area. It decides nothing.")
	default:
		lines = append(lines, "Nobody reads answers to this e-mail.")
	}
	if l.Capacity != "" {
		lines = append(lines, "You are told as "+l.Capacity+".")
	}
	return append(lines, l.Council+", Local Community Action Plans")
}

// Text is the letter in plain text.
func (l Letter) Text() string {
	list := append(l.opening(l.says()+":\n"+l.Link), strings.Join(l.closing(), "\n"))
	return strings.Join(list, "\n\n") + "\n"
}

// Paragraphs are those of the letter in plain text, with the link in one of its own.
func (l Letter) Paragraphs() []string {
	return append(l.opening(l.says()+":", l.Link), l.closing()...)
}

func (l Letter) opening(link ...string) []string {
	list := append([]string{"Dear " + l.Name}, l.Words...)
	if l.Link != "" {
		list = append(list, link...)
	}
	return list
}

var page = template.Must(template.New("letter").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.L.Subject}}</title></head>
<body>
<p>Dear <span dir="auto">{{.L.Name}}</span></p>
{{range .L.Words}}<p dir="auto">{{.}}</p>
{{end}}{{if .L.Link}}<p><a href="{{.L.Link}}">{{.Says}}</a></p>
{{end}}<hr>
{{range .Closing}}<p>{{.}}</p>
{{end}}</body>
</html>
`))

// HTML is the letter as a page.
func (l Letter) HTML() string {
	var b bytes.Buffer
	if err := page.Execute(&b, struct {
		L       Letter
		Says    string
		Closing []string
	}{l, l.says(), l.closing()}); err != nil {
		return "" // the template is fixed, and what goes into it is text
	}
	return b.String()
}

// State is what became of an e-mail.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sending State = "sending"
	Sent    State = "sent"
	Refused State = "refused"
	Held    State = "withheld"
	Bounced State = "bounced" // sent, and it came back
	Kept    State = "kept"    // there was no mail server
)

// Words says what became of it.
func (s State) Words() string {
	return map[State]string{Waiting: "Waiting", Sending: "Being sent", Sent: "Sent", Refused: "Refused",
		Bounced: "Came back", Held: "Withheld", Kept: "Kept, not sent"}[s]
}

// Fate is what became of an e-mail after it was sent, as a service says that is asked later.
type Fate struct {
	Over      bool // nothing more becomes of it
	Delivered bool
	Bounced   string // why it came back; "" where it did not
}

// Count is how many e-mails are in a state.
type Count struct {
	State State
	N     int
}

// Mail is an e-mail on its way.
type Mail struct {
	ID        domain.MailID
	Recipient int64
	ToName    string
	ToAddress string
	MessageID string
	State     State
	Said      string
	Tries     int
	Made      time.Time
	Tried     time.Time
	Settled   time.Time
	Doubtful  bool
	OutsideID string    // by which the service that took it knows it
	AskAt     time.Time // when that is asked the next time what became of it
	Delivered time.Time
	Back      time.Time // when it was recorded as come back
	BackBy    domain.PersonID
	Subject   string // where it was asked for
}

// Over reports whether nothing more happens to it.
func (m Mail) Over() bool { return m.State != Waiting && m.State != Sending }

// leastTries is how often it is tried to send an e-mail at least: it may have waited long for the first.
const leastTries = 2

// GiveUpAfter is for how long it is tried to send an e-mail.
const GiveUpAfter = 48 * time.Hour

// waits are how long it is waited after the first failures; after later ones the last of them.
var waits = []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute}

// Failed is the mail after a try that failed, and how long to wait until the next: 0 where there is none.
func (m Mail) Failed(said string, final bool, now time.Time) (Mail, time.Duration) {
	m.State, m.Said = Waiting, domain.Line(said)
	switch {
	case final:
		m.State, m.Settled = Refused, now
	case now.Sub(m.Made) >= GiveUpAfter && m.Tries >= leastTries:
		m.State, m.Settled, m.Said = Refused, now, "given up after two days: "+m.Said
	default:
		return m, waits[min(max(m.Tries-1, 0), len(waits)-1)]
	}
	return m, 0
}

// Took is the mail once a server has taken it, which knows it by an id if it can be asked later.
func (m Mail) Took(id string, now time.Time) Mail {
	m.State, m.Said, m.Settled, m.OutsideID = Sent, "", now, id
	if id != "" {
		m.AskAt = now.Add(time.Minute)
	}
	return m
}

// keptOutside is for how long a service knows what became of an e-mail.
const keptOutside = 7 * 24 * time.Hour

// Became is the mail with what the service says that was asked; it is asked again where that is not the end.
func (m Mail) Became(f Fate, now time.Time) Mail {
	age := now.Sub(m.Settled)
	switch {
	case m.State != Sent || f.Over || age > keptOutside:
		m.AskAt = time.Time{}
	case age < time.Hour:
		m.AskAt = now.Add(5 * time.Minute)
	default:
		m.AskAt = now.Add(time.Hour)
	}
	switch {
	case m.State != Sent:
	case f.Delivered:
		m.Delivered = now
	case f.Bounced != "":
		m.State, m.Said, m.Back = Bounced, domain.Line(f.Bounced), now
	}
	return m
}

// MostSaid is how much can be recorded of what came back.
const MostSaid = 400

// CameBack is the mail once somebody has recorded that it came back. It returns a *domain.BlockedError where the words
// are missing or too long, and where it was not sent.
func (m Mail) CameBack(said string, by domain.PersonID, now time.Time) (Mail, error) {
	said = domain.Line(said)
	switch {
	case m.State != Sent && m.State != Bounced:
		return m, domain.Blocked("", "Only what was sent can come back: this e-mail is “"+m.State.Words()+"”")
	case said == "":
		return m, domain.Blocked("said", "Enter what the message says that came back, such as: 550 no such box")
	case utf8.RuneCountInString(said) > MostSaid:
		return m, domain.Blocked("said", fmt.Sprintf("Enter at most %d characters", MostSaid))
	}
	m.State, m.Said, m.Back, m.BackBy, m.AskAt = Bounced, said, now, by, time.Time{}
	return m, nil
}

// NotBack is the mail once somebody has taken back that it came back. It returns a *domain.BlockedError where nobody
// had recorded that.
func (m Mail) NotBack() (Mail, error) {
	if m.State != Bounced || m.BackBy == 0 {
		return m, domain.Blocked("", "Nobody has recorded that it came back")
	}
	m.State, m.Said, m.Back, m.BackBy = Sent, "", time.Time{}, 0
	return m, nil
}

// Event is the audit entry of what an administrator recorded of it.
func (m Mail) Event(did string) domain.Event {
	return domain.Event{Kind: "mail", ID: int64(m.ID), Summary: did}
}
