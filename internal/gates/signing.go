package gates

import (
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// Decision is what a Member decides about a gate (G3, G9).
type Decision string

// The decisions of domain §3. Standing aside is recorded and not counted.
const (
	Approve               Decision = "approve"
	ApproveWithConditions Decision = "approve with conditions"
	Defer                 Decision = "defer"
	Reject                Decision = "reject"
	StandAside            Decision = "stand aside"
)

// Decisions lists them in the order shown.
func Decisions() []Decision {
	return []Decision{Approve, ApproveWithConditions, Defer, Reject, StandAside}
}

// Approves reports whether the decision counts for the gate.
func (d Decision) Approves() bool { return d == Approve || d == ApproveWithConditions }

// Did is the decision as what somebody did: "approved", "stood aside".
func (d Decision) Did() string {
	switch d {
	case Approve:
		return "approved"
	case ApproveWithConditions:
		return "approved with conditions"
	case Defer:
		return "deferred"
	case Reject:
		return "rejected"
	case StandAside:
		return "stood aside"
	}
	return string(d)
}

// Rule says when the decisions pass a gate (G4). It is data of each gate and frozen into each attempt.
type Rule string

// The rules of domain §3.
const (
	RuleAll        Rule = "all"
	RuleMajority   Rule = "majority"
	RuleOnePerTier Rule = "one per tier"
)

// Rules lists them, the default first.
func Rules() []Rule { return []Rule{RuleAll, RuleMajority, RuleOnePerTier} }

// Words is the rule as a Member reads it.
func (r Rule) Words() string {
	switch r {
	case RuleMajority:
		return "More than half of the filled seats must approve."
	case RuleOnePerTier:
		return "At least one Member of each tier must approve."
	}
	return "Every filled seat must respond and approve."
}

// Outcome is how an attempt ended; "" while it is open.
type Outcome string

// The outcomes of domain §3.
const (
	OutcomeOpen                 Outcome = ""
	OutcomePassed               Outcome = "passed"
	OutcomePassedWithConditions Outcome = "passed with conditions"
	OutcomeDeferred             Outcome = "deferred"
	OutcomeRejected             Outcome = "rejected"
	OutcomeWithdrawn            Outcome = "withdrawn"
	OutcomeOverridden           Outcome = "overridden"
)

// Passes reports whether the gate is behind the area.
func (o Outcome) Passes() bool {
	return o == OutcomePassed || o == OutcomePassedWithConditions || o == OutcomeOverridden
}

// Slot is one place whose Member is asked, as the rule sees it.
type Slot struct {
	Tier     places.Tier
	Vacant   bool
	Decision Decision // "" while pending
}

// counts reports whether the slot is in the count: filled, or decided before it fell vacant, and not stood aside.
func (s Slot) counts() bool {
	if s.Decision == "" {
		return !s.Vacant
	}
	return s.Decision != StandAside
}

type tally struct{ counted, approved, rejected, deferred int }

func (t tally) pending() int { return t.counted - t.approved - t.rejected - t.deferred }

// refused is the outcome of a count that can no longer pass.
func (t tally) refused() Outcome {
	if t.rejected > 0 && t.rejected >= t.deferred {
		return OutcomeRejected
	}
	return OutcomeDeferred
}

func tallyOf(slots []Slot) tally {
	var t tally
	for _, s := range slots {
		if !s.counts() {
			continue
		}
		t.counted++
		switch {
		case s.Decision.Approves():
			t.approved++
		case s.Decision == Reject:
			t.rejected++
		case s.Decision == Defer:
			t.deferred++
		}
	}
	return t
}

// NobodyLeft reports whether every seat is vacant or stood aside: then the CPO must decide, with a reason.
func NobodyLeft(slots []Slot) bool { return tallyOf(slots).counted == 0 }

// Evaluate applies the rule to the slots: OutcomeOpen while it can still go either way or nobody is left to count.
// Nothing passes by silence: a pending slot never counts as an approval.
func (r Rule) Evaluate(slots []Slot) Outcome {
	if NobodyLeft(slots) {
		return OutcomeOpen
	}
	outcome := r.decide(slots)
	if outcome == OutcomePassed {
		for _, s := range slots {
			if s.Decision == ApproveWithConditions {
				return OutcomePassedWithConditions
			}
		}
	}
	return outcome
}

func (r Rule) decide(slots []Slot) Outcome {
	t := tallyOf(slots)
	switch r {
	case RuleMajority:
		switch {
		case 2*t.approved > t.counted:
			return OutcomePassed
		case 2*(t.approved+t.pending()) <= t.counted:
			return t.refused()
		}
		return OutcomeOpen
	case RuleOnePerTier:
		return decidePerTier(slots)
	}
	switch {
	case t.rejected+t.deferred > 0:
		return t.refused()
	case t.pending() > 0:
		return OutcomeOpen
	}
	return OutcomePassed
}

// decidePerTier passes when each tier that has anyone to count has an approval, and refuses once a tier has none and
// nobody pending.
func decidePerTier(slots []Slot) Outcome {
	byTier := map[places.Tier][]Slot{}
	for _, s := range slots {
		if s.counts() {
			byTier[s.Tier] = append(byTier[s.Tier], s)
		}
	}
	outcome := OutcomePassed
	for _, tier := range places.Tiers() {
		if len(byTier[tier]) == 0 {
			continue
		}
		t := tallyOf(byTier[tier])
		switch {
		case t.approved > 0:
		case t.pending() == 0:
			return t.refused()
		default:
			outcome = OutcomeOpen
		}
	}
	return outcome
}

// Signing is a decision as a Member sends it.
type Signing struct {
	Decision   Decision
	Comment    string
	ResubmitBy domain.Date
	Conditions []NewCondition
}

// Chosen is the decision with what belongs to it alone: no conditions but where it approves with them, and no day to
// come back by but where it defers.
func (s Signing) Chosen() Signing {
	if s.Decision != ApproveWithConditions {
		s.Conditions = nil
	}
	if s.Decision != Defer {
		s.ResubmitBy = domain.Date{}
	}
	return s
}

// Blockers lists what is missing from the decision, by field (domain §3, decisions).
func (s Signing) Blockers(today domain.Date) []domain.Blocker {
	var list []domain.Blocker
	add := func(field, words string) { list = append(list, domain.Blocker{ID: field, Field: field, Words: words}) }
	switch s.Decision {
	case Approve:
	case ApproveWithConditions:
		if len(s.Conditions) == 0 {
			add("condition-1", "Enter at least one condition, or choose approve")
		}
	case Defer:
		if s.Comment == "" {
			add("comment", "Enter what you need before you can decide")
		}
		if s.ResubmitBy.IsZero() || !s.ResubmitBy.After(today) {
			add("resubmit", "Enter a date in the future by which it should come back")
		}
	case Reject:
		if s.Comment == "" {
			add("comment", "Enter your reasons: the officer works from them")
		}
	case StandAside:
		if s.Comment == "" {
			add("comment", "Enter the interest that you declare")
		}
	default:
		add("decision", "Choose your decision")
	}
	for i, c := range s.Conditions {
		if c.Text == "" {
			add(fmt.Sprintf("condition-%d", i+1), "Enter the condition")
		}
		if c.DueOn.IsZero() || c.DueOn.Before(today) {
			add(fmt.Sprintf("due-%d", i+1), "Enter a date, today or later, by which the condition must be met")
		}
	}
	return list
}
