package gates

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// CheckGate reports whether the actor may do the action, such as submit, sign, override or call back, with a gate of
// the area. It returns domain.ErrNotFound where they may not see its gates, and domain.ErrForbidden where they may see
// them but not do this.
func CheckGate(a policy.Actor, act policy.Action, area domain.AreaID) error {
	return policy.CheckSeen(a, policy.ViewGates, act, area)
}

// CheckAttempt is CheckGate for a submission: it reaches whoever its places ask too, wherever those lie by now (domain
// §7.1).
func CheckAttempt(a policy.Actor, act policy.Action, t Attempt) error {
	return policy.CheckSeenOn(a, policy.ViewGates, act, t.Area, t.ID)
}

// MaySign reports whether the actor signs gates as a Member of the attempt's area, or of a place that it asks.
func MaySign(a policy.Actor, t Attempt) bool { return CheckAttempt(a, policy.SignGate, t) == nil }

// MayDecide reports whether the person holds the place and can come in, or is its substitute and can act as such. The
// place is as it was frozen with the attempt: it need not overlap the area any more (domain §7.1).
func (s Signatory) MayDecide(p domain.Self) bool {
	return (p.Is(s.Holder) && s.Bar == "") || (p.Is(s.Substitute) && s.substituteActs())
}

// Asks reports whether the person may still decide for the place.
func (s Signatory) Asks(p domain.Self) bool { return s.Decision == "" && s.MayDecide(p) }

// MayChange reports whether the person may change the decision made for the place. That is for who made it alone, as
// long as they hold the place or stand in for it: a decision is somebody's own word, so neither a successor nor the
// Member for whom a substitute decided can take it back, and whoever has left cannot either. Theirs stands.
func (s Signatory) MayChange(p domain.Self) bool {
	return s.Decision != "" && p.Is(s.SignedBy) && s.MayDecide(p)
}

// Changeable lists the places whose decision the person may change.
func Changeable(list []Signatory, p domain.Self) []Signatory {
	var own []Signatory
	for _, s := range list {
		if s.MayChange(p) {
			own = append(own, s)
		}
	}
	return own
}

// DecidedBy lists the places for which the person's decision stands.
func DecidedBy(list []Signatory, p domain.Self) []Signatory {
	var own []Signatory
	for _, s := range list {
		if s.Decision != "" && p.Is(s.SignedBy) {
			own = append(own, s)
		}
	}
	return own
}

// ChangeBlockers lists every reason why the person cannot change what they decided on the attempt.
func (a Attempt) ChangeBlockers(list []Signatory, p domain.Self) []domain.Blocker {
	if p.Is(a.SubmittedBy) || !a.Open() {
		return a.SignBlockers(list, p)
	}
	if len(Changeable(list, p)) > 0 {
		return nil
	}
	for _, s := range list {
		if p.Is(s.SignedBy) {
			return []domain.Blocker{{ID: "left", Words: "You no longer decide for the ward or division for which you " +
				"decided: your decision stands"}}
		}
	}
	return []domain.Blocker{{ID: "none", Words: "You have made no decision on this gate that could be changed"}}
}

// Mine lists the places for which the person may still decide. Somebody who sits for two of them decides once for both.
func Mine(list []Signatory, p domain.Self) []Signatory {
	var mine []Signatory
	for _, s := range list {
		if s.Asks(p) {
			mine = append(mine, s)
		}
	}
	return mine
}

// WaitsFor reports whether the attempt waits for the person's own decision: whether they could make one today, and have
// made none that waits until a second person confirms it.
func (a Attempt) WaitsFor(list []Signatory, p domain.Self) bool {
	return len(a.SignBlockers(list, p)) == 0 && UnconfirmedSince(list, p).IsZero()
}

// UnconfirmedSince is since when the person's own decision waits until a second person confirms that it is theirs; the
// zero time where none does. It counts for nothing, and they may decide anew.
func UnconfirmedSince(list []Signatory, p domain.Self) time.Time {
	for _, s := range list {
		if s.Decision == "" && p.Is(s.UnconfirmedBy) {
			return s.UnconfirmedAt
		}
	}
	return time.Time{}
}

// SignBlockers lists every reason why the person cannot decide on the attempt today (domain §1, separation of duties;
// §3).
func (a Attempt) SignBlockers(list []Signatory, p domain.Self) []domain.Blocker {
	if !a.Open() {
		return []domain.Blocker{{ID: "closed", Words: "This gate is no longer open for decisions: it was " +
			string(a.Outcome)}}
	}
	if p.Is(a.SubmittedBy) {
		return []domain.Blocker{{ID: "own", Words: "You submitted this gate, so you cannot sign it"}}
	}
	if len(Mine(list, p)) > 0 {
		return nil
	}
	for _, s := range list {
		switch {
		case s.Decision != "" && p.Is(s.SignedBy):
			return []domain.Blocker{{ID: "signed", Words: "You have decided on this gate already"}}
		case p.Is(s.Holder) && s.Bar != "":
			return []domain.Blocker{{ID: "barred", Words: s.HolderName + " " + s.Bar.Words()}}
		case s.MayDecide(p):
			return []domain.Blocker{{ID: "decided", Words: "A decision is recorded for your seat already"}}
		}
	}
	for _, s := range list {
		if p.Is(s.Substitute) && s.Holder != 0 {
			return []domain.Blocker{{ID: "substitute", Words: "As substitute for " + s.HolderName +
				" you cannot act: " + s.CannotAct()}}
		}
	}
	return []domain.Blocker{{ID: "seat", Words: "You do not sit for a ward or division that this gate asks"}}
}
