package people

import (
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Deputy is somebody who may do on some days what a person may do in one of their roles (domain §7.13).
type Deputy struct {
	ID            domain.DeputyID
	Principal     domain.PersonID
	PrincipalName string
	Role          policy.Role
	Person        domain.PersonID
	Name          string
	domain.Span   `json:"Span"`
	By            string    // who named them
	EndedAt       time.Time // zero unless it was ended before its last day
}

// Deputable lists the roles in which a person can have a deputy: those without whom nobody could act.
func Deputable() []policy.Role { return []policy.Role{policy.CPO, policy.Clerk, policy.NamedOfficer} }

// Stands says where the naming stands on the day: "coming", "in force" or "ended".
func (d Deputy) Stands(today domain.Date) string {
	switch {
	case !d.EndedAt.IsZero() || d.To.Before(today):
		return "ended"
	case d.From.After(today):
		return "coming"
	}
	return "in force"
}

// DeputyFacts is what decides whether a deputy can be named, beside the naming itself.
type DeputyFacts struct {
	By        domain.Self
	Principal domain.Self   // by each of their accounts
	Disabled  bool          // the deputy's account is
	Roles     []policy.Role // that the deputy holds on some of the days, by whatever account
	Holds     []domain.Span // when the principal holds the role
	Others    []Deputy      // of the principal
	Today     domain.Date
}

// DeputyBlockers lists why the deputy cannot be named. Nobody names themselves, and neither does the person who is to
// have a deputy choose who checks them: an administrator does.
func DeputyBlockers(n Deputy, f DeputyFacts) []domain.Blocker {
	var list []domain.Blocker
	add := func(id, field, words string) { list = append(list, domain.Blocker{ID: id, Field: field, Words: words}) }
	if !slices.Contains(Deputable(), n.Role) {
		add("role", "role", "Choose the role: planning officer, clerk or named officer")
	}
	switch {
	case n.Person == n.Principal || f.Principal.Is(n.Person):
		add("self", "email", "Nobody is their own deputy: choose somebody else")
	case f.By.Is(n.Person):
		add("own", "email", "Nobody names themselves: ask another administrator")
	case f.Disabled:
		add("disabled", "email", n.Name+" is disabled: let them in again first")
	case slices.Contains(f.Roles, policy.Admin):
		add("admin", "email", n.Name+" is an administrator, who takes no part in decisions: choose somebody else")
	case policy.Excluding(n.Role, f.Roles) != "":
		add("apart", "email", n.Name+" is "+domain.LowerFirst(policy.Excluding(n.Role, f.Roles).Words())+
			" on some of these days, and nobody is both: choose somebody else")
	}
	switch {
	case n.From.IsZero():
		add("from", "from", "Enter the first day")
	case n.From.Before(f.Today):
		add("from", "from", "The first day must be today or later")
	case !slices.ContainsFunc(f.Holds, func(s domain.Span) bool { return s.Covers(n.From) }):
		add("holds", "role", n.PrincipalName+" does not hold this role on the first day")
	}
	if n.To.IsZero() || n.To.Before(n.From) {
		add("to", "to", "Enter the last day, on or after the first")
	}
	for _, o := range f.Others {
		if o.EndedAt.IsZero() && o.Role == n.Role && o.Person == n.Person && o.Overlaps(n.Span) {
			add("twice", "from", o.Name+" is their deputy already, "+o.Words())
		}
	}
	return list
}
