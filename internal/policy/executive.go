package policy

import (
	"fourgates/internal/rules"
)

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a Actor) rules.Decider {
	decides := Can(a, DecideExecutive)
	return rules.Decider{Person: a.ID, Clerk: decides && a.Is(Executive), Member: decides && a.Is(ExecutiveMember), Officer: Can(a, ConfirmDecisions)}
}
