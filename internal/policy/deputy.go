package policy

// DeputyFor names whose deputy the actor is in doing the action; "" where a role of their own lets them do it. It is
// what shows everywhere what a deputy did as a deputy's.
func DeputyFor(a Actor, act Action) string {
	name := ""
	for _, g := range a.Grants {
		switch {
		case !g.Allows(act):
		case g.DeputyFor == 0:
			return ""
		case name == "":
			name = g.DeputyForName
		}
	}
	return name
}

// Capacity is the capacity in which the actor does the action, where that is another's deputy; else otherwise.
func Capacity(a Actor, act Action, otherwise string) string {
	name := DeputyFor(a, act)
	switch {
	case name == "":
		return otherwise
	case otherwise == "":
		return "Deputy for " + name
	}
	return otherwise + ", deputy for " + name
}
