// Package advice holds what local area coordinators advise, with what came of it, and what is said of a plan's actions.
package advice

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Advice is one entry of an area's log: what was advised, to whom and when (000: "Advise and support service managers
// on the implementation of policies and projects").
type Advice struct {
	ID           domain.AdviceID
	Area         domain.AreaID
	Action       domain.ActionID // that it was about; zero: About says what
	ActionTitle  string
	About        string
	Service      domain.ServiceID // to which of these two it was given; neither: To says to whom
	Organisation domain.OrganisationID
	Body         string // the name of either
	To           string // who there, or which forum
	Text         string
	GivenOn      domain.Date
	By           string
	At           time.Time
	CameOfIt     string // "" while that is not known
	OutcomeBy    string
	OutcomeAt    *time.Time
	Version      int
}

// ToWords says to whom it was given.
func (a Advice) ToWords() string {
	switch {
	case a.Body == "":
		return a.To
	case a.To == "":
		return a.Body
	}
	return a.To + ", " + a.Body
}

// AboutWords says what it was about.
func (a Advice) AboutWords() string {
	switch {
	case a.ActionTitle == "":
		return a.About
	case a.About == "":
		return a.ActionTitle
	}
	return a.ActionTitle + ": " + a.About
}

// Check returns a *domain.BlockedError by field where the advice cannot be logged on the day.
func (a Advice) Check(today domain.Date) error {
	var list []domain.Blocker
	need := func(missing bool, field, words string) {
		if missing {
			list = append(list, domain.Blocker{ID: field, Field: field, Words: words})
		}
	}
	need(a.Service == 0 && a.Organisation == 0 && a.To == "", "to",
		"Choose the service or organisation, or enter to whom you gave it")
	need(a.Action == 0 && a.About == "", "about", "Choose the action that it was about, or enter what it was about")
	need(a.Text == "", "text", "Enter what you advised")
	need(a.GivenOn.IsZero(), "given_on", "Enter the day on which you gave it")
	need(a.GivenOn.After(today), "given_on", "That day has not come yet")
	return domain.BlockedBy(list)
}

// Comment is what somebody says of an action. It stays as it was written.
type Comment struct {
	Action   domain.ActionID
	Text     string
	By       string
	Capacity string // in which they said it
	At       time.Time
}

// Said is an action of an area of which something is said.
type Said struct {
	Action   domain.ActionID
	Title    string
	Comments int
	LastBy   string
	LastOn   domain.Date
}

// commenters are the roles that comment on actions, in the words of the record (domain §1).
var commenters = []struct {
	role policy.Role
	as   string
}{
	{policy.LAC, "local area coordinator"}, {policy.Member, "Area Member"},
	{policy.ExecutiveMember, "Executive Member"},
}

// CapacityIn is in which capacity the actor comments on an action of the area; "" for somebody who does not.
func CapacityIn(a policy.Actor, area domain.AreaID) string {
	for _, c := range commenters {
		for _, g := range a.Grants {
			if g.Role == c.role && g.Reaches(policy.CommentActions, area) {
				return c.as
			}
		}
	}
	return ""
}
