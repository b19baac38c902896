package executive

import (
	"fourgates/internal/policy"
	"fourgates/internal/rules"
)

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a policy.Actor) rules.Decider {
	decides := policy.Can(a, policy.DecideExecutive)
	return rules.Decider{Person: a.ID, Clerk: decides && a.Is(policy.Executive), Member: decides && a.Is(policy.ExecutiveMember), Officer: policy.Can(a, policy.ConfirmDecisions)}
}
