package people

import (
	"time"

	"fourgates/internal/domain"
)

// Account is another account of a person, with who said that it is theirs, and why.
type Account struct {
	ID     domain.PersonID
	Name   string
	Email  string
	Reason string
	By     string
	At     time.Time
}

// SameFacts is what decides whether two accounts can be said to be one person's, or no longer.
type SameFacts struct {
	Actor  domain.Self
	Person domain.Self // the one, with its other accounts
	With   domain.PersonID
	Reason string
}

// LinkBlockers lists why an administrator cannot say that an account is the person's too.
func (f SameFacts) LinkBlockers() []domain.Blocker {
	list := f.reasonBlockers("Say how you know that they are one person")
	switch {
	case f.With == f.Person[0]:
		list = append(list, domain.Blocker{ID: "same", Field: "email",
			Words: "That is this account: give the other one"})
	case f.Person.Is(f.With):
		list = append(list, domain.Blocker{ID: "linked", Field: "email", Words: "That account is linked already"})
	}
	return list
}

// PartBlockers lists why an administrator cannot say that the account is somebody else's after all: of their own
// accounts another administrator says so, for it would let them act on what they had a part in.
func (f SameFacts) PartBlockers() []domain.Blocker {
	list := f.reasonBlockers("Say how you know that they are two people")
	if f.Person.Among(f.Actor) {
		list = append(list, domain.Blocker{ID: "own", Words: "One of these accounts is yours: another administrator " +
			"takes the link away"})
	}
	return list
}

func (f SameFacts) reasonBlockers(words string) []domain.Blocker {
	if f.Reason != "" {
		return nil
	}
	return []domain.Blocker{{ID: "reason", Field: "reason", Words: words}}
}
