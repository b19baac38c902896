// Package people holds persons, their accounts, roles and invitations.
package people

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fourgates/internal/domain"
)

// Person is somebody who can hold a role or a seat. Account says how far they are with signing in.
type Person struct {
	ID         domain.PersonID
	Name       string
	Email      string // lower case; "" for a Member who has none yet
	Version    int    // counts changes of name and address
	Shared     bool   // somebody else has the same address
	HasAccount bool   // a password is set
	DisabledAt time.Time
}

// PersonLine is one line of the list of people.
type PersonLine struct {
	ID       domain.PersonID
	Name     string
	Email    string
	Roles    []string // held today, each once, as policy.Role
	Account  bool     // a password is set
	Invited  bool     // an invitation is open
	Disabled bool
}

// CheckPerson returns a *BlockedError for a name or e-mail address that cannot be kept. Without says that none will do,
// as for a Member.
func CheckPerson(name, email string, without bool) error {
	var b []domain.Blocker
	if strings.TrimSpace(name) == "" {
		b = append(b, domain.Blocker{ID: "name", Words: "Enter the person’s name", Field: "name"})
	}
	if utf8.RuneCountInString(name) > domain.MostName {
		b = append(b, domain.Blocker{ID: "name-long", Words: fmt.Sprintf("Name must be %d characters or fewer",
			domain.MostName), Field: "name"})
	}
	if email == "" && without {
		return domain.BlockedBy(b)
	}
	if wrong := domain.CheckEmail(email); wrong != "" {
		b = append(b, domain.Blocker{ID: "email", Words: wrong, Field: "email"})
	}
	return domain.BlockedBy(b)
}

// InvitationLasts is how long a link to set a password can be used, once.
const InvitationLasts = 72 * time.Hour

// ResetLasts is how long a link can be used that somebody asked for themselves, from when it is sent.
const ResetLasts = 2 * time.Hour

// The most links that are sent to one address, whoever asks for them.
const (
	ResetsAtOnce = 3 // within domain.TryWindow
	ResetsOfADay = 10
)

// Handed is how whoever made a link to set a password had it in hand.
type Handed string

// How links are handed over. Whatever is not sent to the person alone was in its maker's hand.
const (
	ToThePersonAlone Handed = ""
	ToNewAddress     Handed = "sent to an address that was changed within 30 days"
	ToSharedMailbox  Handed = "sent to a mailbox that others use"
	OnScreen         Handed = "shown on screen"
	Printed          Handed = "printed by the command line"
	SetByCommand     Handed = "set by the command line" // no link, but the password itself
)

// NewFor is for how long an address that was changed is not known to be the person's own.
const NewFor = 30 * 24 * time.Hour

// Invitation is a single-use link with which a person sets a password, the first one or a new one.
type Invitation struct {
	ID        domain.InvitationID
	Person    domain.PersonID
	Name      string
	Email     string
	Shared    bool // somebody else has the same address
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
}

// Open reports whether the link can still be used.
func (i Invitation) Open(now time.Time) bool { return i.UsedAt.IsZero() && now.Before(i.ExpiresAt) }
