package executive

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// DeciderOf is the actor as an Executive decision asks about them.
func DeciderOf(a policy.Actor) Decider {
	return Decider{Person: a.ID, Clerk: policy.Can(a, policy.ClerkDecisions),
		Member:  policy.Can(a, policy.DecideExecutive) && a.Is(policy.ExecutiveMember),
		Officer: policy.Can(a, policy.ConfirmDecisions)}
}

// Decider is who asks for a step, with what the roles of today let them do.
type Decider struct {
	Person  domain.PersonID
	Clerk   bool // of the Executive: records its decisions
	Member  bool // an Executive Member
	Officer bool // one who may be named in a joint decision
}

// May reports whether the decision is the person's to take the step with. A delegated decision is recorded by the
// Executive Member alone and confirmed by the named officer alone, each from their own account (H4).
func (d ExecutiveDecision) May(step ExecutiveStep, by Decider) bool {
	if by.Person == 0 {
		return false
	}
	switch step {
	case ToRecord:
		if d.Delegated {
			return by.Member && by.Person == d.MadeBy
		}
		return by.Clerk
	case ToConfirm:
		return by.Officer && by.Person == d.WithOfficer && by.Person != d.RecordedBy
	case ToTakeEffect:
		return false
	}
	return by.Clerk
}
