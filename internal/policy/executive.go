package policy

import "fourgates/internal/domain"

// DecisionScope is which Executive decisions an actor may see: all of View's areas, and of Published's areas those that are published.
// The zero DecisionScope sees nothing.
type DecisionScope struct{ View, Published Scope }

// DecisionScopeOf works out which Executive decisions an actor may see. A liaison officer sees one from its publication on; before that
// they hear of it by what the plan does (domain §1: no access to the Executive's own part).
func DecisionScopeOf(a Actor) DecisionScope {
	s := DecisionScope{Published: ScopeOf(a, ViewDecisions)}
	before := Actor{ID: a.ID, Name: a.Name}
	for _, g := range a.Grants {
		if g.Role != CLO {
			before.Grants = append(before.Grants, g)
		}
	}
	s.View = ScopeOf(before, ViewDecisions)
	return s
}

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a Actor) domain.Decider {
	return domain.Decider{Person: a.ID, Clerk: a.Is(Executive), Member: a.Is(ExecutiveMember), Officer: Can(a, ConfirmDecisions)}
}
