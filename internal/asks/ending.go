package asks

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
)

// Standing is how what an open ask is about stands: the states of its issue, quick win, solution and area, as far as
// it is about them.
type Standing struct {
	ID                         domain.AskID
	Kind                       Kind
	Issue, Win, Solution, Area string
	MergedInto                 domain.IssueID // of the issue
	CycleOver                  bool           // the area’s cycle in which it was asked has ended
}

// Why what is asked about has ended, by the state that it came to. Issues of a rejected area are worked on, so that
// ends nothing but what is asked about its boundary.
var (
	issueOver = map[string]string{"not taken forward": "the issue is not taken forward",
		"resolved": "the issue was resolved", "verified": "the issue was put right"}
	priorityOver = map[string]string{"analysed": "the issue is no longer a priority",
		"quick win": "the issue became a quick win", "with service": "the issue went to a service",
		"community-led": "the community took the issue on"}
	winOver = map[string]string{"done": "the quick win was done", "confirmed": "the quick win was done and confirmed",
		"dropped": "the quick win was dropped", "promoted": "the quick win was promoted to the plan"}
	cycleOver    = "the cycle of the area ended"
	solutionOver = map[string]string{"not chosen": "the solution was not chosen"}
	areaOver     = map[string]string{"rejected": "the area was rejected", "closed": "the area was closed"}
)

// Over is why nobody needs an answer any more: what is asked about has ended; "" while it goes on.
func (s Standing) Over() string {
	switch s.Kind {
	case Validity:
		if why := areaOver[s.Area]; why != "" {
			return why
		}
	case QuickWin:
		return winOver[s.Win]
	case Feasibility:
		if why := solutionOver[s.Solution]; why != "" {
			return why
		}
	case Referral, Review:
		if s.MergedInto != 0 {
			return fmt.Sprintf("the issue was merged into issue %d", s.MergedInto)
		}
		if why := issueOver[s.Issue]; why != "" {
			return why
		}
	}
	if s.Kind == Review && priorityOver[s.Issue] != "" {
		return priorityOver[s.Issue]
	}
	if s.CycleOver && slices.Contains(OfCycle(), s.Kind) {
		return cycleOver
	}
	return ""
}

// OfCycle lists what is asked of a cycle of the area, and ends with it. Issues are carried over and quick wins go on,
// and so do the asks about them.
func OfCycle() []Kind { return []Kind{Feasibility, Validity, Review} }

// EndedWords says of an ask that ended with what it was about when and why; "" for any other.
func (a Ask) EndedWords() string {
	if a.Ended == "" || a.WithdrawnAt == nil {
		return ""
	}
	return a.Ended + " on " + domain.DateOf(*a.WithdrawnAt).Words()
}
