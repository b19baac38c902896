package policy

import "fourgates/internal/domain"

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a Actor) domain.Decider {
	decides := Can(a, DecideExecutive)
	return domain.Decider{Person: a.ID, Clerk: decides && a.Is(Executive), Member: decides && a.Is(ExecutiveMember), Officer: Can(a, ConfirmDecisions)}
}
