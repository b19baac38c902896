package notices

import (
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Known is what is known of addresses when a notice is made.
type Known struct {
	Barred []string                   // addresses of contacts, any of them, who asked not to be contacted
	Of     map[domain.PersonID]string // addresses of accounts
	Letter []domain.PersonID          // who has no address at all, and is told by letter
}

// Settle is whom a notice is for, each once: somebody with two capacities is one recipient, and so is a contact whose
// address is that of an account among them. Asking not to be contacted goes by address: it holds for every contact that
// has the same one, and all of them are withheld (domain §7, ruling 14).
func Settle(to []Recipient, known Known) []Recipient {
	var settled []Recipient
	for _, r := range byPerson(to) {
		if at := slices.IndexFunc(settled, func(has Recipient) bool { return same(has, r, known) }); at >= 0 {
			has := &settled[at]
			has.Capacity = joined(has.Capacity, r.Capacity)
			has.DoNotContact = has.DoNotContact || r.DoNotContact
			if has.Contact == 0 {
				has.Contact = r.Contact
			}
			continue
		}
		settled = append(settled, r)
	}
	barred := map[string]bool{}
	for _, address := range known.Barred {
		barred[domain.FoldEmail(address)] = true
	}
	for _, r := range settled {
		if r.Person == 0 && r.DoNotContact && r.Address != "" {
			barred[domain.FoldEmail(r.Address)] = true
		}
	}
	for i, r := range settled {
		settled[i].Letter = slices.Contains(known.Letter, r.Person)
		settled[i].DoNotContact = r.DoNotContact || r.Address != "" && barred[domain.FoldEmail(r.Address)]
	}
	return settled
}

// byPerson puts those with an account first, so that contacts of theirs join them.
func byPerson(to []Recipient) []Recipient {
	sorted := slices.Clone(to)
	slices.SortStableFunc(sorted, func(a, b Recipient) int {
		switch {
		case a.Person != 0 && b.Person == 0:
			return -1
		case a.Person == 0 && b.Person != 0:
			return 1
		}
		return 0
	})
	return sorted
}

func same(has, r Recipient, known Known) bool {
	switch {
	case r.Person != 0:
		return has.Person == r.Person
	case has.Person != 0:
		address := known.Of[has.Person]
		return r.Address != "" && address != "" && domain.FoldEmail(address) == domain.FoldEmail(r.Address)
	case r.Contact != 0 && r.Contact == has.Contact:
		return true
	}
	return r.Address != "" && r.Name == has.Name && domain.FoldEmail(r.Address) == domain.FoldEmail(has.Address)
}

func joined(has, more string) string {
	if more == "" || slices.Contains(strings.Split(has, "; "), more) {
		return has
	}
	if has == "" {
		return more
	}
	return has + "; " + more
}
