// Package letters holds what is posted to people without e-mail address: gates and asks that ask them, and notices.
package letters

import (
	"fmt"
	"time"

	"fourgates/internal/asks"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// Ask is an open gate with the Members whom a letter asks for their decision.
type Ask struct {
	Attempt gates.Attempt
	To      []gates.Signatory // one for each Member, those first whose letter is not posted yet
}

// Waiting lists those of the Members whose letter has still to be posted.
func (a Ask) Waiting() []gates.Signatory {
	var list []gates.Signatory
	for _, s := range a.To {
		if s.WaitsForLetter() {
			list = append(list, s)
		}
	}
	return list
}

// Asks lists the open gates that ask somebody by letter.
func Asks(open []gates.Attempt, asked map[domain.AttemptID][]gates.Signatory) []Ask {
	var list []Ask
	for _, t := range open {
		if to := gates.LettersTo(asked[t.ID]); t.Open() && len(to) > 0 {
			list = append(list, Ask{Attempt: t, To: to})
		}
	}
	return list
}

// Notice is a notice to somebody without e-mail address that has not been posted.
type Notice struct {
	ID       int64            // of the recipient
	Contact  domain.ContactID // zero: not a contact
	Postal   string           // where a letter to a contact goes; "": nowhere
	Writable bool
	Name     string
	Capacity string
	Subject  string
	Body     string
	At       time.Time
}

// Unreached is somebody whom no letter reaches, as nobody knows where to send it.
type Unreached struct {
	Name         string
	Capacity     string
	What         []string              // that waits for them
	Contact      domain.ContactID      // one of these may be set: where
	Organisation domain.OrganisationID // an address can be added
}

// Sorted parts the notices and asks that a letter reaches from those whom none reaches, each of them once.
func Sorted(notices []Notice, questions []asks.Ask) (post []Notice, ask []asks.Ask, unreached []Unreached) {
	at := map[string]int{}
	add := func(u Unreached, what string) {
		key := fmt.Sprintf("%d %d %s", u.Contact, u.Organisation, u.Name)
		i, there := at[key]
		if !there {
			i = len(unreached)
			at[key] = i
			unreached = append(unreached, u)
		}
		unreached[i].What = append(unreached[i].What, what)
	}
	for _, n := range notices {
		if n.Writable {
			post = append(post, n)
			continue
		}
		add(Unreached{Name: n.Name, Capacity: n.Capacity, Contact: n.Contact}, n.Subject)
	}
	for _, k := range questions {
		if k.Writable() {
			ask = append(ask, k)
			continue
		}
		add(Unreached{Name: k.To, Organisation: k.Organisation}, "Asked: "+k.Title)
	}
	return post, ask, unreached
}

// ToPost lists those of the asks whose letter waits.
func ToPost(list []asks.Ask) (waiting []asks.Ask) {
	for _, k := range list {
		if k.WaitsForLetter() {
			waiting = append(waiting, k)
		}
	}
	return waiting
}
