package people

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// GrantBlockers lists why one person may not give a role, a seat or a deputy's place to another: nobody gives any to
// themselves, administrators neither (domain §7.10), nor to another account of theirs.
func GrantBlockers(by domain.Self, to domain.PersonID) []domain.Blocker {
	if !by.Is(to) {
		return nil
	}
	return []domain.Blocker{{ID: "own", Words: "Nobody gives a role to themselves: ask another administrator"}}
}

// RoleBlockers lists why somebody cannot have the role beside those that they hold on some of its days, by whatever
// account: some roles nobody has together (policy.Exclude).
func RoleBlockers(role policy.Role, held []policy.Role) []domain.Blocker {
	other := policy.Excluding(role, held)
	if other == "" {
		return nil
	}
	return []domain.Blocker{{ID: "apart", Field: "role", Words: fmt.Sprintf("They hold the role of %s on some "+
		"of these days, and nobody holds that and the role of %s at once: end the other first",
		domain.LowerFirst(other.Words()), domain.LowerFirst(role.Words()))}}
}
