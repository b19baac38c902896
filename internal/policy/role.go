package policy

import "fourgates/internal/domain"

// Grantable lists the roles that an administrator gives. Member is not among them: it follows from a term in a seat.
func Grantable() []Role {
	return []Role{CLO, CPO, LAC, Service, ExecutiveMember, Clerk, Director, NamedOfficer, Partner, Admin}
}

// GrantOf is a role to be given to a person, with its scope and days.
type GrantOf struct {
	Person       domain.PersonID
	Role         Role
	Service      domain.ServiceID      // of a service officer, and of nobody else
	Organisation domain.OrganisationID // of a partner, and of nobody else
	Manager      bool                  // a service officer who manages the service
	Portfolio    string                // of an Executive Member, in words
	Days         domain.Span
}

// Check returns a *domain.BlockedError for a role without its scope, with somebody else's, or with days the wrong way
// round.
func (g GrantOf) Check() error {
	var b []domain.Blocker
	add := func(field, words string) { b = append(b, domain.Blocker{ID: field, Field: field, Words: words}) }
	if (g.Role == Service) != (g.Service != 0) {
		add("service", "Choose the service of a service officer, and leave it empty for other roles")
	}
	if (g.Role == Partner) != (g.Organisation != 0) {
		add("organisation", "Choose the organisation of a partner, and leave it empty for other roles")
	}
	if g.Manager && g.Role != Service {
		add("manager", "Only a service officer can be the manager of a service")
	}
	if g.Portfolio != "" && g.Role != ExecutiveMember {
		add("portfolio", "Only an Executive Member has a portfolio")
	}
	if g.Role == ExecutiveMember && g.Portfolio == "" {
		add("portfolio", "Enter the Executive Member’s portfolio")
	}
	if g.Days.From.IsZero() {
		add("from", "Enter the first day of the role")
	}
	if !g.Days.To.IsZero() && g.Days.To.Before(g.Days.From) {
		add("to", "The last day must be the same as or after the first")
	}
	if len(b) > 0 {
		return &domain.BlockedError{Blockers: b}
	}
	return nil
}
