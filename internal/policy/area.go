package policy

// HasOwnAreas reports whether the actor has a role that is held in areas, whether they were given any yet or not.
func HasOwnAreas(a Actor) bool { return a.Is(CLO) || a.Is(LAC) || a.Is(Member) || a.Is(Partner) }

// OverseesAreas reports whether the actor has the programme before them: every area and how far each has come.
func OverseesAreas(a Actor) bool { return a.Is(CPO) || a.Is(Executive) || a.Is(ExecutiveMember) }
