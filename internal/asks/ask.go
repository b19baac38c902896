// Package asks holds the rules of what services, organisations and Members are asked: how it was put, when it is due,
// who can answer and what became of it.
package asks

import (
	"strings"
	"time"

	"fourgates/internal/domain"
)

// Kind is what an ask is about.
type Kind string

// The kinds.
const (
	Referral    Kind = "referral"         // of an issue (D12)
	Feasibility Kind = "feasibility view" // on a solution (E3)
	Validity    Kind = "validity view"    // on the boundary of an area (A3)
	QuickWin    Kind = "quick win"        // whether they do it (D11)
	Review      Kind = "review"           // of a priority (D14)
)

// Way is how an ask is put, and so how its answer comes.
type Way string

// The ways. By letter and by telephone, an officer of the area enters the answer.
const (
	Here      Way = "here"
	Letter    Way = "letter"
	Telephone Way = "telephone"
)

// Ways lists them.
func Ways() []Way { return []Way{Here, Letter, Telephone} }

// SaidWay is how an answer came that somebody else enters.
type SaidWay string

// SaidWays lists how an answer can have come.
func SaidWays() []SaidWay { return []SaidWay{"telephone", "letter", "e-mail", "in person"} }

// Ask is a question to a service, an organisation or a Member, by a day.
type Ask struct {
	ID   domain.AskID
	Kind Kind
	Subject

	Service       domain.ServiceID      // one of these
	Organisation  domain.OrganisationID // three is
	Member        domain.PersonID       // set
	To            string                // the name of whichever
	Colleague     domain.PersonID       // to whom they passed it on by name; zero: nobody in particular
	ColleagueName string
	Reachable     bool // somebody who answers for them can sign in today
	Way           Way
	Postal        string // where a letter to an organisation goes; "": nowhere
	PostedOn      domain.Date
	PostedBy      string // "" while a letter waits to be posted
	CountsAs      string // of a view on a boundary: whose it counts as
	Question      string
	DueOn         domain.Date    // zero: no day was set
	Joint         domain.ReplyID // the one reply that the answer is a part of; zero: it stands alone
	Lead          bool           // they lead that reply

	AskedBy     domain.PersonID
	AskedByName string
	AskedAt     time.Time
	WasState    string // of the issue, to which it goes back when nobody is left to answer

	AcknowledgedBy string
	AcknowledgedAt *time.Time
	Answer
	AnsweredBy  string // who gave it here, or entered it
	AnsweredAt  *time.Time
	WithdrawnBy string
	WithdrawnAt *time.Time
	Ended       string // why, where what it is about ended: then nobody withdrew it

	ManagerToldAt   *time.Time
	ExecutiveToldAt *time.Time
}

// Subject is what an ask is about.
type Subject struct {
	Issue      domain.IssueID // of these, the one that the kind is about is set
	Review     domain.ReviewID
	View       domain.ViewID
	Solution   domain.SolutionID // of the view
	QuickWin   domain.QuickWinID
	Area       domain.AreaID
	AreaName   string
	Title      string
	Restricted bool // its issue is: a notice says nothing of it
}

// Answer is what those asked say, and where an officer enters it, who said so, how and when.
type Answer struct {
	Words   string
	Outcome string // of the kind's Outcomes; "" where it has none
	NotOurs bool   // it is not theirs to answer; the words say why
	SaidBy  string // "" where they answered here themselves
	SaidWay SaidWay
	SaidOn  domain.Date
}

// What those asked say of a quick win.
const (
	WillDo   = "will do it"
	HasDone  = "has done it"
	CannotDo = "cannot do it"
)

// OwnForm reports whether the answer is given, and the ask taken back, on pages of what it is about.
func (k Kind) OwnForm() bool { return k == Feasibility || k == Review }

// Outcomes lists what an answer of the kind comes to; none where words are all, or the kind has a form of its own.
func (k Kind) Outcomes() []string {
	switch k {
	case Validity:
		return []string{"yes", "no", "partly"}
	case QuickWin:
		return []string{WillDo, HasDone, CannotDo}
	}
	return nil
}

// InWords is what is asked, with what every review asks.
func (a Ask) InWords() string {
	if a.Kind == Review {
		return strings.TrimSpace("What do you do about it already, what do your data show, what binds you? " +
			a.Question)
	}
	return a.Question
}

// Open reports whether the ask still waits for its answer.
func (a Ask) Open() bool { return a.AnsweredAt == nil && a.WithdrawnAt == nil }

// Overdue reports whether the answer should have come before the day and has not.
func (a Ask) Overdue(today domain.Date) bool {
	return a.Open() && !a.DueOn.IsZero() && today.After(a.DueOn)
}

// Active reports whether those asked have a part in what is asked: it was not withdrawn, and is theirs.
func (a Ask) Active() bool { return a.WithdrawnAt == nil && !a.NotOurs }

// Stranded reports whether the ask waits for an answer here that nobody can give any more. An officer can still enter
// one.
func (a Ask) Stranded() bool { return a.Open() && a.Way == Here && !a.Reachable }

// Status is how the ask stands, in words.
func (a Ask) Status(today domain.Date) string {
	switch {
	case a.Ended != "":
		return "ended"
	case a.WithdrawnAt != nil:
		return "withdrawn"
	case a.AnsweredAt != nil && a.NotOurs:
		return "not theirs"
	case a.AnsweredAt != nil:
		return "answered"
	case a.Overdue(today):
		return "overdue"
	case a.AcknowledgedAt != nil:
		return "acknowledged"
	}
	return "waiting"
}

// Comes says how the answer to an open ask comes.
func (a Ask) Comes() string {
	switch {
	case a.Stranded():
		return "Nobody who answers for them can sign in any more: ask them by letter or telephone, and enter the answer"
	case a.Way == Letter && !a.Writable():
		return "Asked by letter, and no postal address is known: add one, or ask by telephone. An officer of the " +
			"area enters the answer"
	case a.WaitsForLetter():
		return "Asked by letter, which waits to be posted; an officer of the area enters the answer"
	case a.Way == Letter:
		return "Asked by letter, posted on " + a.PostedOn.Words() + "; an officer of the area enters the answer"
	case a.Way == Telephone:
		return "Asked by telephone; an officer of the area enters the answer"
	}
	return "They answer here"
}

// WaitsForLetter reports whether the letter that asks has still to be posted.
func (a Ask) WaitsForLetter() bool { return a.Open() && a.Way == Letter && a.PostedOn.IsZero() }

// Writable reports whether a letter has somewhere to go: Members and services are within the councils' own post.
func (a Ask) Writable() bool { return a.Organisation == 0 || a.Postal != "" }

// Entered says who entered an answer for somebody else; "" where they answered here themselves.
func (a Ask) Entered() string {
	if a.SaidBy == "" {
		return ""
	}
	return "Entered by " + a.AnsweredBy + " from " + a.SaidWay.Source() + " " + a.SaidBy + " on " + a.SaidOn.Words()
}

// Source is what an answer was taken from, up to the name that follows.
func (w SaidWay) Source() string {
	switch w {
	case "letter":
		return "a letter of"
	case "e-mail":
		return "an e-mail of"
	case "in person":
		return "a conversation with"
	}
	return "a telephone call with"
}

// Line is an ask with how it went on, as its page shows it.
type Line struct {
	Ask
	Passings []Passing
}

// Passing is one time that an ask was passed on.
type Passing struct {
	From, To string
	Words    string
	By       string
	At       time.Time
}

// Body is a service or an organisation, to choose as the one to ask. Key is "s" or "o" and its identifier.
type Body struct {
	Key, Name string
	Reachable bool // somebody who answers for it can sign in
	Nearness  Nearness
}

// Nearness is how close a body is to what is asked: lower is nearer.
type Nearness int

// From the closest on.
const (
	SameTheme Nearness = iota // at work in the area, and asked about the theme before
	InArea                    // at work in the area
	Elsewhere
)

// Words is the heading under which bodies as near as that are offered.
func (n Nearness) Words() string {
	switch n {
	case SameTheme:
		return "In this area, asked about this theme before"
	case InArea:
		return "In this area"
	}
	return "Elsewhere"
}
