// Package notices holds what people are told about an event, and whom it reached.
package notices

import (
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
}

// Result is what became of telling them. Until e-mail is sent, people with an account see the notice in the application
// and others are recorded with their address.
func (r Recipient) Result() string {
	switch {
	case r.DoNotContact:
		return "withheld: do not contact"
	case r.Person != 0:
		return "shown in app"
	case r.Address == "":
		return "no address"
	}
	return "recorded"
}

// NoticeLine is a notice with how many were told.
type NoticeLine struct {
	ID        domain.NoticeID
	Event     string
	Subject   string
	Body      string
	Link      string
	At        time.Time
	AreaID    domain.AreaID
	AreaName  string
	Told      int
	Withheld  int
	Unseen    bool // for one reader's list: not marked as read yet
	Recipient int64
}

// NoticeRecipient is one line of the proof of informing.
type NoticeRecipient struct {
	Name     string
	Address  string
	Capacity string
	Result   string
	SeenAt   *time.Time
}
