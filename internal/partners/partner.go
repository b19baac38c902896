// Package partners holds organisations, services, contacts and the network of partners of each area.
package partners

import (
	"time"

	"fourgates/internal/domain"
)

// OrganisationKinds lists the kinds of partner (B1; 000, 001).
func OrganisationKinds() []string {
	return []string{"police", "health", "district", "town or parish", "voluntary", "business", "housing", "education",
		"other"}
}

// Organisation is a body that the council works with (B1).
type Organisation struct {
	ID      domain.OrganisationID
	Name    string
	Kind    string // one of OrganisationKinds
	Postal  string `db:"postal_address"` // where letters go; "": nowhere
	Notes   string
	Version int
}

// OrganisationLine is an organisation as a list shows it.
type OrganisationLine struct {
	ID       domain.OrganisationID
	Name     string
	Kind     string
	Contacts int // people with a role in it today
}

// LawfulBases lists why personal data of a contact may be kept (B8; UK GDPR, Article 6).
func LawfulBases() []string {
	return []string{"public task", "consent", "legitimate interests", "legal obligation", "contract"}
}

// The ways in which a contact wants to be reached (B8).
const (
	ByEmail  = "email"
	ByPhone  = "phone"
	ByPost   = "post"
	InPerson = "in person"
)

// Channels lists them.
func Channels() []string { return []string{ByEmail, ByPhone, ByPost, InPerson} }

// Contact is a person outside the council whom an area team works with.
type Contact struct {
	ID          domain.ContactID
	Name        string
	Email       string
	Phone       string
	Postal      string `db:"postal_address"` // where letters go; "": they cannot be written to
	LawfulBasis string // one of LawfulBases
	Channel     string // one of Channels: how they want to be reached
	Notes       string
	// DoNotContact: no notice is sent to them, for the reason given (B8).
	DoNotContact       bool
	DoNotContactReason string
	BouncedAt          time.Time // when e-mail to the address came back; zero where none did
	Version            int
}

// Blockers lists why the contact cannot be kept as it is.
func (c Contact) Blockers() []domain.Blocker {
	var b []domain.Blocker
	if wrong := domain.CheckEmail(c.Email); c.Email != "" && wrong != "" {
		b = append(b, domain.Blocker{ID: "email", Words: wrong, Field: "email"})
	}
	if c.Channel == ByEmail && c.Email == "" {
		b = append(b, domain.Blocker{ID: "channel-email", Words: "Enter an e-mail address, or choose another way to " +
			"reach them", Field: "email"})
	}
	if c.Channel == ByPhone && c.Phone == "" {
		b = append(b, domain.Blocker{ID: "channel-phone", Words: "Enter a telephone number, or choose another way to " +
			"reach them", Field: "phone"})
	}
	return b
}

// ContactLine is a contact as a list shows it.
type ContactLine struct {
	ID            domain.ContactID
	Name          string
	Organisations string // names of today, joined by ", "
	Email         string
	Phone         string
	Channel       string
	LawfulBasis   string
	DoNotContact  bool
	BouncedAt     time.Time // when e-mail to the address came back; zero where none did
}

// ContactRole is what a contact is to an organisation, from and to a day (B2).
type ContactRole struct {
	ID               domain.ContactRoleID
	Contact          domain.ContactID
	ContactName      string
	Organisation     domain.OrganisationID
	OrganisationName string
	Title            string
	From, To         domain.Date
}

// Span is the days on which the role is held.
func (r ContactRole) Span() domain.Span { return domain.Span{From: r.From, To: r.To} }

// End returns the role with its last day. It refuses a day before the first and a role that has ended already.
func (r ContactRole) End(on domain.Date) (ContactRole, error) {
	if !r.To.IsZero() {
		return r, domain.Blocked("", "This role ended on "+r.To.Words())
	}
	if on.Before(r.From) {
		return r, domain.Blocked("to", "The last day must be on or after "+r.From.Words()+", when the role began")
	}
	r.To = on
	return r, nil
}

// How much is listed at a time: of organisations, and of what was before, such as who was told what.
const (
	MostOrganisations = 500
	MostPast          = 200
)
