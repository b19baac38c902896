// Package letters holds what is posted to people without e-mail address: gates that ask them, and notices.
package letters

import (
	"time"

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
	ID       int64 // of the recipient
	Name     string
	Capacity string
	Subject  string
	Body     string
	At       time.Time
}
