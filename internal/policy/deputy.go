package policy

import "fourgates/internal/domain"

// DeputyFor names whose deputy the actor is in doing the action in the area, or in none where that is zero; "" where a
// role of their own lets them do it there. It is what shows everywhere what a deputy did as a deputy's.
func DeputyFor(a Actor, act Action, area domain.AreaID) string {
	name := ""
	for _, g := range a.Grants {
		switch {
		case !g.Allows(act), area != 0 && matrix[act][g.Role] == own && !g.Reaches(act, area):
		case g.DeputyFor == 0:
			return ""
		case name == "":
			name = g.DeputyForName
		}
	}
	return name
}

// Capacity is the capacity in which the actor does the action, where that is another's deputy; else otherwise.
func Capacity(a Actor, act Action, area domain.AreaID, otherwise string) string {
	name := DeputyFor(a, act, area)
	switch {
	case name == "":
		return otherwise
	case otherwise == "":
		return "Deputy for " + name
	}
	return otherwise + ", deputy for " + name
}

// NameIn is the actor's name as it shows what they did in the area: a deputy's with whose deputy they were.
func NameIn(a Actor, act Action, area domain.AreaID) string {
	return DeputyName(a.Name, DeputyFor(a, act, area))
}

// DeputyName is somebody's name with whose deputy they are; "" for nobody's.
func DeputyName(name, of string) string {
	if of == "" {
		return name
	}
	return name + ", deputy for " + of
}
