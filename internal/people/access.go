package people

import "fourgates/internal/domain"

// GrantBlockers lists why one person may not give a role, a seat or a deputy's place to another: nobody gives any to
// themselves, administrators neither (domain §7.10).
func GrantBlockers(by, to domain.PersonID) []domain.Blocker {
	if by == 0 || by != to {
		return nil
	}
	return []domain.Blocker{{ID: "own", Words: "Nobody gives a role to themselves: ask another administrator"}}
}
