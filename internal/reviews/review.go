// Package reviews holds what services and partners say of a priority before its solutions are looked for.
package reviews

import (
	"slices"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/domain"
)

// Review asks a service or an organisation about a priority (004, 2d): what it does already, what its data show, and
// what binds it.
type Review struct {
	ID           domain.ReviewID
	Area         domain.AreaID
	AreaName     string
	Cycle        int
	Issue        domain.IssueID
	Title        string // the issue's
	Restricted   bool   // the issue is
	Service      domain.ServiceID
	Organisation domain.OrganisationID
	Of           string // the name of either
	Here         bool   // somebody with an account answers for it today
	Ask          string // what is asked besides; "" for nothing
	ReplyBy      domain.Date
	AskedByName  string
	AskedAt      time.Time
	Answer
	AnsweredByName string
	AnsweredAt     time.Time // zero: not answered
	ClosedReason   string
	ClosedByName   string
	ClosedAt       time.Time    // zero: not closed without an answer
	ChasedAt       time.Time    // last; zero: never
	AskID          domain.AskID // how it is asked for, passed on and chased
	NotOurs        bool         // closed as not theirs to answer
}

// Answer is what a service or an organisation says.
type Answer struct {
	Does  string // already
	Shows string // their data
	Binds string // them: law, money, contracts
	Said
}

// Said is who said it, and how, where an officer enters the answer. The zero Said was given here.
type Said struct {
	SaidBy  string
	SaidHow string
	SaidOn  domain.Date
}

// Source is where the answer came from, as its ask keeps it.
func (a Answer) Source() asks.Answer {
	return asks.Answer{SaidBy: a.SaidBy, SaidWay: asks.SaidWay(a.SaidHow), SaidOn: a.SaidOn}
}

// Ways lists how an answer can come that an officer enters.
func Ways() []string {
	var ways []string
	for _, w := range asks.SaidWays() {
		ways = append(ways, string(w))
	}
	return ways
}

// SaidWords says how an answer came that an officer entered: "by letter from Ines Hale on 3 May 2026".
func (s Said) SaidWords() string {
	if s.SaidBy == "" {
		return ""
	}
	way := map[string]string{"letter": "by letter from ", "telephone": "by telephone from ",
		"e-mail": "by e-mail from ", "meeting": "in a meeting with ", "in person": "in person from "}[s.SaidHow]
	return way + s.SaidBy + " on " + s.SaidOn.Words()
}

// Answered reports whether the answer is there.
func (r Review) Answered() bool { return !r.AnsweredAt.IsZero() }

// Closed reports whether an officer closed it without an answer.
func (r Review) Closed() bool { return !r.ClosedAt.IsZero() }

// Open reports whether the review still waits for its answer.
func (r Review) Open() bool { return !r.Answered() && !r.Closed() }

// Overdue reports whether the answer should have come before the day and has not.
func (r Review) Overdue(today domain.Date) bool { return r.Open() && today.After(r.ReplyBy) }

// The states of a review, in words.
const (
	Waiting       = "waiting"
	Late          = "overdue"
	Given         = "answered"
	WithoutAnswer = "closed without an answer"
)

// Status is how the review stands on the day.
func (r Review) Status(today domain.Date) string {
	switch {
	case r.Answered():
		return Given
	case r.Closed():
		return WithoutAnswer
	case r.Overdue(today):
		return Late
	}
	return Waiting
}

// CheckOpen returns a *domain.StateError where the review is over: it was answered, or closed without an answer.
func (r Review) CheckOpen() error {
	switch {
	case r.Answered():
		return domain.Stands("This review was answered by %s on %s already", r.AnsweredByName,
			domain.DateOf(r.AnsweredAt).Words())
	case r.Closed():
		return domain.Stands("This review was closed without an answer by %s on %s", r.ClosedByName,
			domain.DateOf(r.ClosedAt).Words())
	}
	return nil
}

// Blockers lists by field what an answer lacks.
func (a Answer) Blockers() []domain.Blocker {
	var found []domain.Blocker
	need := func(field, value, words string) {
		if value == "" {
			found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
		}
	}
	need("does", a.Does, "Say what is done already, or that nothing is")
	need("shows", a.Shows, "Say what the data show, or that there are none")
	need("binds", a.Binds, "Say what binds you, such as law, money or contracts, or that nothing does")
	return found
}

// EnteredBlockers is Blockers for an answer that an officer enters on the day: somebody gave it, in some way, before.
func (a Answer) EnteredBlockers(today domain.Date) []domain.Blocker {
	found := a.Blockers()
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	if a.SaidBy == "" {
		add("said_by", "Say who gave the answer")
	}
	if !slices.Contains(Ways(), a.SaidHow) {
		add("said_way", "Choose how the answer came")
	}
	if a.SaidOn.IsZero() || a.SaidOn.After(today) {
		add("said_on", "Enter a day that is not to come")
	}
	return found
}
