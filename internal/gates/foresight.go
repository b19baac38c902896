package gates

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/notices"
)

// Foreseen is what a decision would do, by the rule, if it were recorded as things stand.
type Foreseen struct {
	Outcome    Outcome     // OutcomeOpen where the attempt stays open
	Held       []Condition // what has to be met before it passes, where only that keeps it open
	Waiting    []Signatory // who is still waited for, where it does
	Spared     []Signatory // who is asked no longer, where it ends the attempt
	NobodyLeft bool        // nobody is left to count: the planning officer decides, with a reason
}

// Checked is a decision as it would be recorded now, with what it would do.
type Checked struct {
	Signing
	Attempt Attempt
	For     []Signatory // the places that it would be recorded for, with what it would replace
	Changes bool        // it replaces what the reader decided before
	Void    []NewCondition
	Told    []notices.Recipient
	Foreseen
	Recorded bool // it is recorded already: its form was sent before
}

// Settled applies the rule to the decisions made so far, as things stand in the area: open are its conditions. A gate
// that passes by the rule stays open as long as a condition has to be met before it (domain §7, ruling 5): held are
// those.
func (a Attempt) Settled(list []Signatory, open []Condition) (o Outcome, held []Condition) {
	if o = a.Rule.Evaluate(Slots(list)); !o.Passes() {
		return o, nil
	}
	if held = Blocking(open, a.Gate, a.Cycle); len(held) > 0 {
		return OutcomeOpen, held
	}
	return o, nil
}

// Foresee applies the rule as though the decision were made for those places of the list that it decides.
func (a Attempt) Foresee(list []Signatory, decides func(Signatory) bool, d Decision, open []Condition) Foreseen {
	then := slices.Clone(list)
	for i, s := range then {
		if decides(s) {
			then[i].Decision = d
		}
	}
	f := Foreseen{NobodyLeft: NobodyLeft(Slots(then))}
	f.Outcome, f.Held = a.Settled(then, open)
	for _, s := range then {
		switch {
		case !s.Pending():
		case f.Outcome == OutcomeOpen:
			f.Waiting = append(f.Waiting, s)
		default:
			f.Spared = append(f.Spared, s)
		}
	}
	return f
}

// HolderNames names who answers for the places, each once, in their order.
func HolderNames(list []Signatory) []string {
	var names []string
	seen := map[domain.PersonID]bool{}
	for _, s := range list {
		if id, name := s.Sitting().answers(); !seen[id] {
			seen[id] = true
			names = append(names, name)
		}
	}
	return names
}

// Passing says what follows at once when the gate of a cycle passes (domain §3).
func Passing(g domain.Gate, cycle int) string {
	switch g {
	case domain.GateAreas:
		if cycle > 1 {
			return "Notices are made for the area’s service managers and stakeholder list, and phase 2a opens."
		}
		return "The area is selected, notices are made for its service managers and stakeholder list, " +
			"and phase 2a opens."
	case domain.GateIssues:
		return "The list stands as frozen, notices are made for service officers and stakeholder organisations, " +
			"and agreed quick wins are released."
	case domain.GateDraftPlan:
		return "The draft plan goes to the Executive."
	}
	return "What follows from it begins at once."
}
