package holds

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// SettleBlockers lists why the actor may not confirm the decision or refuse it. That is for a planning officer, who
// runs the programme and is told of every link, and for an administrator, who knows the people: neither judges what was
// decided, they say whether they spoke with whoever decided. It is for neither the one who made the link nor the
// decider, by whichever account (domain §1, separation of duties); where nobody else is left, a deputy of a planning
// officer is named.
func (h Hold) SettleBlockers(a policy.Actor) []domain.Blocker {
	refuse := func(id, words string) []domain.Blocker { return []domain.Blocker{{ID: id, Words: words}} }
	instead := ". Another planning officer or administrator can, or a deputy of a planning officer, whom an " +
		"administrator names"
	switch {
	case !policy.Can(a, policy.ConfirmHolds):
		return refuse("role", "A planning officer or an administrator confirms decisions that wait")
	case a.Self().Among(h.self()):
		return refuse("own", "This decision is your own, so you do not confirm it"+instead)
	case a.Self().Among(h.maker()):
		return refuse("maker", "You made the link with which the password was set, so you do not confirm "+
			"the decision"+instead)
	}
	return nil
}

// ConfirmBlockers are those of SettleBlockers and what keeps a decision from being counted, where it is known.
func (h Hold) ConfirmBlockers(a policy.Actor) []domain.Blocker {
	list := h.SettleBlockers(a)
	if len(list) == 0 && h.Disabled {
		list = append(list, domain.Blocker{ID: "disabled", Words: h.Name + "’s account is disabled: let them in " +
			"again first, or refuse the decision"})
	}
	return list
}

// CheckOpen returns a *domain.StateError where the decision waits no longer.
func (h Hold) CheckOpen() error {
	if h.Outcome == Waits {
		return nil
	}
	return domain.Stands("This decision no longer waits: it was %s on %s", h.Outcome, domain.DateOf(h.EndedAt).Words())
}
