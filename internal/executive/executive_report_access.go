package executive

import (
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// ReportScopeOf is of which decisions an actor reads the report, from its first draft on.
func ReportScopeOf(a policy.Actor) policy.DecisionScope {
	return policy.DecisionScope{View: policy.ScopeOf(a, policy.ReadReports)}
}

// CheckWriteReport is nil where the actor writes the report of the decision. It is domain.ErrForbidden where that is
// not theirs, and a *BlockedError where something keeps them from it: who decides on a report does not also write it
// (domain §1, separation of duties; §7.10).
func (d ExecutiveDecision) CheckWriteReport(a policy.Actor) error {
	return d.checkWrite(a, d.Subjects, d.Hidden)
}

// checkWrite is CheckWriteReport for a change that concerns some of the subjects, and so many that are hidden from the
// actor. A report on the plans of several areas is changed by who writes reports on each of them.
func (d ExecutiveDecision) checkWrite(a policy.Actor, about []Subject, hidden int) error {
	writes := func(on Subject) bool { return policy.CanIn(a, policy.WriteReports, on.Area) }
	if !slices.ContainsFunc(about, writes) {
		return domain.ErrForbidden
	}
	others := hidden > 0 || slices.ContainsFunc(about, func(on Subject) bool { return !writes(on) })
	refuse := func(id, words string) error {
		return &domain.BlockedError{Blockers: []domain.Blocker{{ID: id, Words: words + ". Another liaison officer of " +
			"the area can, or another planning officer"}}}
	}
	switch {
	case others:
		return &domain.BlockedError{Blockers: []domain.Blocker{{ID: "areas", Words: "This report puts the plans of " +
			"other areas too, whose reports you do not write. A planning officer can change it"}}}
	case slices.Contains(d.Asked, a.ID):
		return refuse("asked", "Gate 3 asked you as a Member, so you do not write the report on it")
	case policy.Can(a, policy.ClerkDecisions):
		return refuse("clerk", "You are a clerk to the Executive, so you do not write what it decides on")
	case a.Is(policy.ExecutiveMember):
		return refuse("executive", "You sit on the Executive, so you do not write what it decides on")
	case a.ID == d.WithOfficer:
		return refuse("officer", "You are the named officer of this decision, so you do not write its report")
	}
	return nil
}

// MayWriteReport reports whether the actor can change the report now.
func (d ExecutiveDecision) MayWriteReport(a policy.Actor) bool {
	return d.ReportOpen() && d.CheckWriteReport(a) == nil
}
