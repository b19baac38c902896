package executive

import (
	"fourgates/internal/policy"
)

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a policy.Actor) Decider {
	decides := policy.Can(a, policy.DecideExecutive)
	return Decider{Person: a.ID, Clerk: decides && a.Is(policy.Executive), Member: decides && a.Is(policy.ExecutiveMember), Officer: policy.Can(a, policy.ConfirmDecisions)}
}
