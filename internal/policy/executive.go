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

// Sees reports whether the scope reaches a decision of the area, published or not.
func (s DecisionScope) Sees(area domain.AreaID, published bool) bool {
	return s.View.Has(area) || (published && s.Published.Has(area))
}

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a Actor) domain.Decider {
	decides := Can(a, DecideExecutive)
	return domain.Decider{Person: a.ID, Clerk: decides && a.Is(Executive), Member: decides && a.Is(ExecutiveMember), Officer: Can(a, ConfirmDecisions)}
}

// RegisterScope is which entries of the register an actor may see: those of Areas, and of what the Executive does before publication those
// of Unpublished's areas alone. The zero RegisterScope sees nothing.
type RegisterScope struct{ Areas, Unpublished Scope }

// RegisterScopeOf works out which entries of the register an actor may see.
func RegisterScopeOf(a Actor) RegisterScope {
	return RegisterScope{Areas: ScopeOf(a, ViewRegister), Unpublished: DecisionScopeOf(a).View}
}
