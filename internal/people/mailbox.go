package people

import (
	"strings"

	"fourgates/internal/domain"
)

// A mailbox is no identity (domain §7.3): several people may use one, so that an address says who somebody is only
// together with their name.

// Somebody is a person as they are named: by name and e-mail address, of which a Member may have none.
type Somebody struct {
	Name, Email string
	Same        domain.PersonID // it is this one, although the name differs or there is no address
	Other       bool            // it is none of those who are known: somebody new
}

// Match finds who is meant among those known by the same address or, without one, by the same name; zero for somebody
// new. Where it would have to guess it returns a *domain.BlockedError by the field "who".
func Match(known []Person, s Somebody) (domain.PersonID, error) {
	same := func(p Person) bool { return domain.FoldName(p.Name) == domain.FoldName(s.Name) }
	if s.Same != 0 {
		p, err := domain.Among(known, func(p Person) bool { return p.ID == s.Same })
		if err != nil {
			return 0, domain.Blocked("who", "Choose who it is")
		}
		return p.ID, nil
	}
	if s.Email != "" && s.Name != "" {
		if p, err := domain.Among(known, same); err == nil {
			return p.ID, nil
		}
	}
	switch {
	case len(known) == 0 || s.Other && s.Name != "":
		return 0, nil
	case s.Email != "" && s.Name == "" && len(known) == 1:
		return known[0].ID, nil
	case s.Email != "":
		return 0, domain.Blocked("who", names(known)+" "+has(known)+
			" this e-mail address. Say whether it is the same person, or somebody else who uses the same mailbox")
	}
	return 0, domain.Blocked("who", "Somebody called "+known[0].Name+" is known here. Say whether it is the same "+
		"person")
}

// Find finds who is meant among those who have an address. It returns domain.ErrNotFound where nobody has it, and a
// *domain.BlockedError by the field "name" where the name has to say which.
func Find(known []Person, name string) (Person, error) {
	if len(known) == 0 {
		return Person{}, domain.ErrNotFound
	}
	if name == "" && len(known) == 1 {
		return known[0], nil
	}
	p, err := domain.Among(known, func(p Person) bool { return domain.FoldName(p.Name) == domain.FoldName(name) })
	if err != nil {
		return p, domain.Blocked("name", names(known)+" "+has(known)+" this e-mail address: enter the name too")
	}
	return p, nil
}

// MailboxBlockers lists why somebody cannot have the name and the address that those others have: they would be the
// same in both, or nobody has said that they use one mailbox.
func MailboxBlockers(name string, others []Person, shares bool) []domain.Blocker {
	for _, o := range others {
		if domain.FoldName(o.Name) == domain.FoldName(name) {
			return []domain.Blocker{{ID: "email", Field: "email",
				Words: "Someone with this name and e-mail address is on the list already"}}
		}
	}
	if len(others) > 0 && !shares {
		return []domain.Blocker{{ID: "shares", Field: "shares", Words: names(others) + " " + has(others) +
			" this e-mail address. Say whether they use one mailbox"}}
	}
	return nil
}

func names(list []Person) string {
	words := make([]string, len(list))
	for i, p := range list {
		words[i] = p.Name
	}
	return strings.Join(words, " and ")
}

func has(list []Person) string {
	if len(list) == 1 {
		return "has"
	}
	return "have"
}
