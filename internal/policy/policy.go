// Package policy decides who may do what: roles, actions and grants as data, deny by default.
package policy

import (
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// Role is what a person is to the council (domain §1). A person may hold several.
type Role string

// The roles. Member follows from a term in a seat; the others are granted with dates.
const (
	CLO             Role = "clo"
	CPO             Role = "cpo"
	LAC             Role = "lac"
	Service         Role = "service"
	Member          Role = "member"
	ExecutiveMember Role = "executive member"
	Clerk           Role = "clerk"    // to the Executive
	Director        Role = "director" // reads, and decides nothing
	NamedOfficer    Role = "named officer"
	Partner         Role = "partner"
	Admin           Role = "admin"
)

// Roles lists every role in the order of the matrix.
func Roles() []Role {
	return []Role{CLO, CPO, LAC, Service, Member, ExecutiveMember, Clerk, Director, NamedOfficer, Partner, Admin}
}

// Words is the role as people say it.
func (r Role) Words() string {
	switch r {
	case CLO:
		return "Community liaison officer"
	case CPO:
		return "Community planning officer"
	case LAC:
		return "Local area coordinator"
	case Service:
		return "Service officer"
	case Member:
		return "Member"
	case ExecutiveMember:
		return "Executive Member"
	case Clerk:
		return "Clerk to the Executive"
	case Director:
		return "Director"
	case NamedOfficer:
		return "Named officer"
	case Partner:
		return "Partner"
	case Admin:
		return "Administrator"
	}
	return string(r)
}

// Short is the role in a word, as the head of a narrow column has it (domain §1).
func (r Role) Short() string {
	switch r {
	case CLO, CPO, LAC:
		return strings.ToUpper(string(r))
	case Service:
		return "Service"
	case ExecutiveMember:
		return "Exec. Member"
	case Clerk:
		return "Clerk"
	case Admin:
		return "Admin"
	}
	return r.Words()
}

// Grant is a role that is valid today, with its scope. Areas are those assigned (officers), overlapped by the seats
// (Members) or in whose network the organisation is (partners). Attempts are the submissions of gates that ask the
// place a Member sits in, wherever that lies by now: who was asked sees them, and may answer (domain §7.1).
type Grant struct {
	Role         Role
	Manager      bool
	Areas        []domain.AreaID
	Attempts     []domain.AttemptID
	Service      domain.ServiceID
	Organisation domain.OrganisationID

	DeputyFor     domain.PersonID // whose deputy holds it; zero for who was given it
	DeputyForName string
}

// Allows reports whether the grant allows the action to anything at all.
func (g Grant) Allows(act Action) bool { return matrix[act][g.Role] != none }

// Reaches reports whether the grant alone allows the action in the area, as its officer or Member, or for every area.
func (g Grant) Reaches(act Action, area domain.AreaID) bool {
	switch matrix[act][g.Role] {
	case all:
		return true
	case own:
		return slices.Contains(g.Areas, area)
	}
	return false
}

// Delivers reports whether the grant is for the service or the organisation.
func (g Grant) Delivers(service domain.ServiceID, organisation domain.OrganisationID) bool {
	return (g.Service != 0 && g.Service == service) || (g.Organisation != 0 && g.Organisation == organisation)
}

// Actor is who is asking. The zero Actor may do nothing.
type Actor struct {
	ID     domain.PersonID
	Name   string
	Grants []Grant

	OpenedAt   time.Time         // the last use of a link to set a password that somebody else had in hand
	Others     []domain.PersonID // the person's other accounts
	OtherRoles []Role            // what they hold today by those: it allows nothing here, and keeps them from things
}

// HoldLasts is how long after the use of a link that somebody else had in hand a decision waits until a second person
// confirms whose it is. It is counted from the use and not from the making: until it is used, the link opens nothing.
const HoldLasts = 24 * time.Hour

// WaitsUntil is until when what the actor decides waits; the zero time where it does not.
func (a Actor) WaitsUntil() time.Time {
	if a.OpenedAt.IsZero() {
		return time.Time{}
	}
	return a.OpenedAt.Add(HoldLasts)
}

// Self is the person who acts, by each of their accounts.
func (a Actor) Self() domain.Self { return append(domain.Self{a.ID}, a.Others...) }

// IsSelf reports whether the account is the actor's own, or another of the same person.
func (a Actor) IsSelf(p domain.PersonID) bool { return a.Self().Is(p) }

// Is reports whether the actor holds the role in any scope.
func (a Actor) Is(r Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == r })
}

// IsAnywhere reports whether the person who acts holds the role, by this account or by another.
func (a Actor) IsAnywhere(r Role) bool { return a.Is(r) || slices.Contains(a.OtherRoles, r) }

// reach is how far a role's right to an action goes.
type reach int

const (
	none reach = iota // absent from the matrix
	own               // assigned areas, own service, own organisation, areas overlapping the own seat
	body              // own service or organisation, and not the areas that it works in
	all
)

// Can reports whether the actor may do the action to anything at all: what a route or a link asks.
func Can(a Actor, act Action) bool {
	if act == OwnAccount {
		return a.ID != 0 // also without any role yet
	}
	return !barred(a, act) && slices.ContainsFunc(a.Grants, func(g Grant) bool { return matrix[act][g.Role] != none })
}

// barred is the separation of duties that no configuration changes (domain §1): an administrator, who says who has
// which role, neither signs, overrides nor calls back a gate and takes no part in a decision of the Executive, whatever
// else they are.
func barred(a Actor, act Action) bool { return a.IsAnywhere(Admin) && AreApart(ManagePeople, act) }

// CanIn reports whether the actor may do the action in the area.
func CanIn(a Actor, act Action, area domain.AreaID) bool { return ScopeOf(a, act).Has(area) }

// CheckIn is CanIn as an error: domain.ErrForbidden where not.
func CheckIn(a Actor, act Action, area domain.AreaID) error {
	if !CanIn(a, act, area) {
		return domain.ErrForbidden
	}
	return nil
}

// CheckSeen is CheckIn for what the actor may see by another action: domain.ErrNotFound where they may not.
func CheckSeen(a Actor, see, act Action, area domain.AreaID) error {
	if !CanIn(a, see, area) {
		return domain.ErrNotFound
	}
	return CheckIn(a, act, area)
}

// CanOn is CanIn for a submission of a gate in the area: also where the actor was asked, and the area is not theirs.
func CanOn(a Actor, act Action, area domain.AreaID, attempt domain.AttemptID) bool {
	return ScopeOf(a, act).HasAttempt(area, attempt)
}

// CheckSeenOn is CheckSeen for a submission of a gate in the area.
func CheckSeenOn(a Actor, see, act Action, area domain.AreaID, attempt domain.AttemptID) error {
	if !CanOn(a, see, area, attempt) {
		return domain.ErrNotFound
	}
	if !CanOn(a, act, area, attempt) {
		return domain.ErrForbidden
	}
	return nil
}

// onAttempts are the actions that being asked by a submission allows on it, wherever the place asked lies: to see it,
// to decide on it, to have the receipt, and to answer for a condition that one has set. Nothing else of its area.
var onAttempts = []Action{ViewGates, SignGate, ViewRegister, AnswerCondition}

// Scope is how far an actor's right to one action reaches. The zero Scope reaches nothing.
type Scope struct {
	Person        domain.PersonID
	All           bool // every area
	Areas         []domain.AreaID
	Attempts      []domain.AttemptID // of other areas, for what is about a submission of a gate alone
	Services      []domain.ServiceID
	Organisations []domain.OrganisationID
}

// ScopeOf works out how far the actor's right to the action reaches.
func ScopeOf(a Actor, act Action) Scope {
	s := Scope{Person: a.ID}
	if barred(a, act) {
		return s
	}
	for _, g := range a.Grants {
		switch matrix[act][g.Role] {
		case all:
			s.All = true
		case own:
			s.Areas = append(s.Areas, g.Areas...)
			if slices.Contains(onAttempts, act) {
				s.Attempts = append(s.Attempts, g.Attempts...)
			}
		case body:
		default:
			continue
		}
		if g.Service != 0 {
			s.Services = append(s.Services, g.Service)
		}
		if g.Organisation != 0 {
			s.Organisations = append(s.Organisations, g.Organisation)
		}
	}
	slices.Sort(s.Areas)
	s.Areas = slices.Compact(s.Areas)
	return s
}

// Has reports whether the area is within the scope.
func (s Scope) Has(area domain.AreaID) bool { return s.All || slices.Contains(s.Areas, area) }

// HasAttempt reports whether a submission of a gate in the area is within the scope.
func (s Scope) HasAttempt(area domain.AreaID, attempt domain.AttemptID) bool {
	return s.Has(area) || slices.Contains(s.Attempts, attempt)
}

// Empty reports whether the scope reaches nothing at all.
func (s Scope) Empty() bool {
	return !s.All && len(s.Areas) == 0 && len(s.Attempts) == 0 && len(s.Services) == 0 && len(s.Organisations) == 0
}
