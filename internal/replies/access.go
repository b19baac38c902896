package replies

import (
	"fourgates/internal/asks"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayMake reports whether the actor answers for one of those who make the reply.
func MayMake(a policy.Actor, r Reply) bool {
	for _, k := range r.Parts {
		if k.Active() && asks.MayAnswer(a, k) {
			return true
		}
	}
	return false
}

// MayEnter reports whether the actor looks after the reply: an officer of its area.
func MayEnter(a policy.Actor, r Reply) bool { return policy.CanIn(a, policy.WorkIssues, r.Area) }

// MayDecide reports whether the actor decides where they disagree: a director who answers for none of them.
func MayDecide(a policy.Actor, r Reply) bool {
	return policy.Can(a, policy.DecideReplies) && !MayMake(a, r)
}

// CheckSee returns domain.ErrNotFound for whoever neither makes the reply, nor looks after it or asked for it, nor
// decides where it is disputed: everybody else reads it once it is cleared, with its issue.
func CheckSee(a policy.Actor, r Reply) error {
	if MayMake(a, r) || MayEnter(a, r) {
		return nil
	}
	if a.IsSelf(r.AskedBy) && !r.Restricted { // who asked, and has another area by now
		return nil
	}
	disputed := len(r.Decisions) > 0
	for _, v := range r.Views {
		disputed = disputed || !v.Clears
	}
	if disputed && policy.Can(a, policy.DecideReplies) {
		return nil
	}
	return domain.ErrNotFound
}

// CheckDraft reports whether the actor drafts the reply, for the lead or as an officer who enters it: entered is which.
// It returns domain.ErrForbidden where not, and a *domain.StateError where nobody leads.
func CheckDraft(a policy.Actor, r Reply) (entered bool, err error) {
	k, ok := r.Lead()
	switch {
	case !ok && MayEnter(a, r):
		return false, domain.Stands("Nobody leads this reply any more: name another lead first")
	case !ok:
		return false, domain.ErrForbidden
	case asks.MayAnswer(a, k):
		return false, nil
	case MayEnter(a, r):
		return true, nil
	}
	return false, domain.ErrForbidden
}

// CheckView is CheckDraft for what one of the others says of the draft.
func CheckView(a policy.Actor, r Reply, k asks.Ask) (entered bool, err error) {
	switch {
	case asks.MayAnswer(a, k):
		return false, nil
	case MayEnter(a, r):
		return true, nil
	}
	return false, domain.ErrForbidden
}
