// Package replies holds the rules of one reply that several services and organisations give together to an issue.
package replies

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/domain"
)

// Reply is one reply to an issue (D15). Each who is asked has an ask of their own as its part; the lead drafts, the
// others clear the draft or disagree, and a director decides between them.
type Reply struct {
	ID          domain.ReplyID
	Issue       domain.IssueID
	Area        domain.AreaID
	Title       string // of the issue
	Restricted  bool
	RaisedBy    domain.PersonID
	RaisedName  string
	Question    string
	DueOn       domain.Date
	AskedBy     domain.PersonID
	AskedByName string
	AskedAt     time.Time

	Text        string
	Draft       int // the number of the draft that stands; 0: none yet
	Drafter     domain.PersonID
	DraftedBy   string // their name
	DraftedAt   *time.Time
	SaidBy      string // who of the lead gave it, where an officer entered it
	SaidWay     asks.SaidWay
	SaidOn      domain.Date
	ClearedAt   *time.Time
	WithdrawnBy string
	WithdrawnAt *time.Time

	Parts     []asks.Ask `db:"-"` // the lead's first, whatever became of them
	Views     []View     // on any draft, oldest first
	Decisions []Decision // oldest first
}

// View is what one of those asked says of a draft.
type View struct {
	Ask     domain.AskID
	Draft   int
	Clears  bool
	Reason  string
	SaidBy  string
	SaidWay asks.SaidWay
	SaidOn  domain.Date
	By      string
	At      time.Time
}

// Decision is what a director decided on a draft: that it stands, or that the lead writes another.
type Decision struct {
	Draft  int
	Stands bool
	Reason string
	By     string
	At     time.Time
}

// Open reports whether the reply is still to come.
func (r Reply) Open() bool { return r.ClearedAt == nil && r.WithdrawnAt == nil }

// Over is why an open reply is not needed any more: what it is about ended, and its asks with it; "" while it is.
func (r Reply) Over() string {
	for _, k := range r.Parts {
		if r.Open() && k.Ended != "" {
			return k.EndedWords()
		}
	}
	return ""
}

// Lead is the ask of who leads; ok is false where nobody does any more.
func (r Reply) Lead() (k asks.Ask, ok bool) {
	for _, k := range r.Parts {
		if k.Lead && k.Active() {
			return k, true
		}
	}
	return k, false
}

// Contributors are the asks of the others whose part it still is.
func (r Reply) Contributors() (list []asks.Ask) {
	for _, k := range r.Parts {
		if !k.Lead && k.Active() {
			list = append(list, k)
		}
	}
	return list
}

// Part finds an ask of the reply.
func (r Reply) Part(id domain.AskID) (asks.Ask, bool) {
	for _, k := range r.Parts {
		if k.ID == id {
			return k, true
		}
	}
	return asks.Ask{}, false
}

// ViewOf is what one of those asked says of the draft that stands; ok is false while they have said nothing of it.
func (r Reply) ViewOf(id domain.AskID) (v View, ok bool) {
	for _, v := range r.Views {
		if v.Ask == id && v.Draft == r.Draft {
			return v, true
		}
	}
	return v, false
}

// Decided is what a director decided on the draft that stands; ok is false while none did.
func (r Reply) Decided() (d Decision, ok bool) {
	for _, d := range r.Decisions {
		if d.Draft == r.Draft {
			return d, true
		}
	}
	return d, false
}

// Disagree are the contributors who disagree with the draft that stands.
func (r Reply) Disagree() (list []asks.Ask) {
	for _, k := range r.Contributors() {
		if v, ok := r.ViewOf(k.ID); ok && !v.Clears {
			list = append(list, k)
		}
	}
	return list
}

// AllClear reports whether the draft that stands is the reply: every contributor clears it, or a director decided that
// it stands.
func (r Reply) AllClear() bool {
	if !r.Open() || r.Undrafted() {
		return false
	}
	if d, ok := r.Decided(); ok {
		return d.Stands
	}
	for _, k := range r.Contributors() {
		if v, ok := r.ViewOf(k.ID); !ok || !v.Clears {
			return false
		}
	}
	return true
}

// Undrafted reports whether who leads has drafted nothing yet: nobody has, or the draft is of who led before.
func (r Reply) Undrafted() bool {
	lead, ok := r.Lead()
	return !ok || r.Draft == 0 || lead.AskedAt.After(*r.DraftedAt)
}

// Status is how the reply stands, in words.
func (r Reply) Status() string {
	_, led := r.Lead()
	_, decided := r.Decided()
	switch {
	case r.WithdrawnAt != nil:
		return "withdrawn"
	case r.ClearedAt != nil:
		return "cleared"
	case !led:
		return "without a lead"
	case r.Undrafted():
		return "being prepared"
	case decided:
		return "to be drafted again"
	case len(r.Disagree()) > 0:
		return "with a director"
	}
	return "being cleared"
}

// Overdue reports whether the reply should have come before the day and has not.
func (r Reply) Overdue(today domain.Date) bool { return r.Open() && today.After(r.DueOn) }

// Of says who makes it: "Highways (lead), Parks and the police".
func (r Reply) Of() string {
	var names []string
	if k, ok := r.Lead(); ok {
		names = append(names, k.To+" (lead)")
	}
	for _, k := range r.Contributors() {
		names = append(names, k.To)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], "; ") + " and " + names[len(names)-1]
}

// CheckOpen returns a *domain.StateError where the reply is over.
func (r Reply) CheckOpen() error {
	switch {
	case r.WithdrawnAt != nil:
		return domain.Stands("This was withdrawn on %s by %s", domain.DateOf(*r.WithdrawnAt).Words(), r.WithdrawnBy)
	case r.ClearedAt != nil:
		return domain.Stands("The reply was cleared on %s", domain.DateOf(*r.ClearedAt).Words())
	}
	return nil
}

// Write returns the reply with another draft, over the one with the number that its writer has read. It returns
// domain.ErrConflict where that is not the one that stands any more.
func (r Reply) Write(text string, over int) (Reply, error) {
	if err := r.CheckOpen(); err != nil {
		return r, err
	}
	switch {
	case over != r.Draft:
		return r, domain.ErrConflict
	case text == "":
		return r, domain.Blocked("text", "Enter the reply")
	case text == r.Text && !r.Undrafted():
		return r, domain.Blocked("text", "That is the draft that stands: change it, or leave it with the others")
	}
	r.Text, r.Draft = text, r.Draft+1
	return r, nil
}

// CheckView refuses what one of those asked says of a draft. It returns domain.ErrConflict where the draft that they
// read does not stand any more.
func (r Reply) CheckView(k asks.Ask, v View) error {
	if err := r.CheckOpen(); err != nil {
		return err
	}
	if d, ok := r.Decided(); ok {
		return domain.Stands("%s decided on this draft on %s: the lead writes another", d.By,
			domain.DateOf(d.At).Words())
	}
	switch {
	case k.Lead:
		return domain.Blocked("", "The lead drafts the reply, and the others clear it")
	case !k.Active():
		return domain.Stands("It is not theirs any more: %s", k.To)
	case r.Undrafted():
		return domain.Stands("The lead has not drafted it yet")
	case v.Draft != r.Draft:
		return domain.ErrConflict
	case !v.Clears && v.Reason == "":
		return domain.Blocked("reason", "Say with what you do not agree, and why")
	}
	return nil
}

// CheckDecide refuses a director's decision where nobody disagrees with the draft that stands, or it is decided.
func (r Reply) CheckDecide(d Decision) error {
	if err := r.CheckOpen(); err != nil {
		return err
	}
	if was, ok := r.Decided(); ok {
		return domain.Stands("%s decided on this draft on %s", was.By, domain.DateOf(was.At).Words())
	}
	switch {
	case d.Draft != r.Draft:
		return domain.ErrConflict
	case len(r.Disagree()) == 0:
		return domain.Stands("Nobody disagrees with the draft")
	case d.Reason == "":
		return domain.Blocked("reason", "Give the reason for the decision: all who are asked read it")
	}
	return nil
}

// MostBodies is how many are asked together at most.
const MostBodies = 6

// Request is what is asked of several at once. The first leads.
type Request struct {
	Bodies   []asks.Ask // of each: service or organisation
	Way      asks.Way   // of those who cannot answer here
	Question string
	PartsBy  domain.Date
	DueOn    domain.Date
}

// Check returns a *domain.BlockedError by field where it cannot be asked on the day.
func (q Request) Check(today domain.Date) error {
	var list []domain.Blocker
	need := func(missing bool, field, words string) {
		if missing {
			list = append(list, domain.Blocker{ID: field, Field: field, Words: words})
		}
	}
	need(len(q.Bodies) < 2, "to-2", "Choose at least one more: a single one is asked by a referral")
	for i, k := range q.Bodies {
		for _, before := range q.Bodies[:i] {
			need(k.Service == before.Service && k.Organisation == before.Organisation, fmt.Sprintf("to-%d", i+1),
				"Choose each only once")
		}
	}
	need(q.Question == "", "ask", "Say what you ask of them")
	need(q.PartsBy.Before(today), "parts_by", "Choose a day that is not past")
	need(q.DueOn.Before(today), "reply_by", "Choose a day that is not past")
	need(!q.DueOn.Before(today) && q.DueOn.Before(q.PartsBy), "reply_by",
		"The one reply cannot be due before its parts")
	return domain.BlockedBy(list)
}
