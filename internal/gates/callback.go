package gates

import (
	"fmt"

	"fourgates/internal/domain"
)

// CallBackWorkingDays is how long Area Members may call gate 2 back after the notice that the community's priorities
// differ (domain §3).
const CallBackWorkingDays = 10

// CallBackFacts is what decides whether gate 2 can be called back.
type CallBackFacts struct {
	Passed       bool // gate 2 has passed and stands
	CalledBackBy string
	CalledBackOn domain.Date // zero: it was not called back since it was last passed
	NoticedOn    domain.Date // the newest difference notice about that passing; zero: none
	ThreePassed  bool        // gate 3 has passed
	CycleEnded   domain.Date // zero while the cycle of the gate goes on
	Today        domain.Date
	Working      domain.Calendar // the council's working days
}

// Last is the last day on which gate 2 can be called back.
func (f CallBackFacts) Last() domain.Date {
	return f.Working.AddWorkingDays(f.NoticedOn, CallBackWorkingDays)
}

// Blockers lists every reason why gate 2 cannot be called back. The reason given is asked for beside them.
func (f CallBackFacts) Blockers() []domain.Blocker {
	switch {
	case !f.CycleEnded.IsZero():
		return []domain.Blocker{{ID: "cycle", Words: "The cycle of this gate ended on " + f.CycleEnded.Words() +
			", so it can no longer be called back"}}
	case !f.CalledBackOn.IsZero() && !f.Passed:
		return []domain.Blocker{{ID: "called-back", Words: fmt.Sprintf("Gate 2 was called back already, by %s on %s",
			f.CalledBackBy, f.CalledBackOn.Words())}}
	case !f.Passed:
		return []domain.Blocker{{ID: "not-passed", Words: "Gate 2 is not passed, so there is nothing to call back"}}
	case f.NoticedOn.IsZero():
		return []domain.Blocker{{ID: "no-notice", Words: "No notice of a difference from the list of gate 2 was " +
			"made since it passed, so it cannot be called back"}}
	case f.Today.After(f.Last()):
		return []domain.Blocker{
			{ID: "late", Words: fmt.Sprintf("Gate 2 could be called back until %s, %d working days after the notice",
				f.Last().Words(), CallBackWorkingDays)}}
	case f.ThreePassed:
		return []domain.Blocker{{ID: "gate-3", Words: "Gate 3 is passed, so gate 2 can no longer be " +
			"called back"}}
	}
	return nil
}
