package policy

// HasOwnAreas reports whether the actor has a role that is held in areas, whether they were given any yet or not.
func HasOwnAreas(a Actor) bool { return a.Is(CLO) || a.Is(LAC) || a.Is(Member) || a.Is(Partner) }

// OverseesAreas reports whether the actor has the programme before them: every area and how far each has come.
func OverseesAreas(a Actor) bool {
	return a.Is(CPO) || a.Is(ExecutiveMember) || a.Is(Clerk) || a.Is(Director) || a.Is(NamedOfficer)
}

// IsAskedForViews reports whether the actor can be asked for a view on a solution: for their service or organisation,
// or as a Member.
func IsAskedForViews(a Actor) bool { return a.Is(Service) || a.Is(Partner) || a.Is(Member) }
