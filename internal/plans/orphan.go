package plans

import (
	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// The orphan report (Q1) names what the golden thread has lost: priorities that nothing answers, actions that answer
// nothing, and issues that nobody was answered about.

// PriorityFacts is a priority as the orphan report asks about it.
type PriorityFacts struct {
	Issue     domain.IssueID
	Title     string
	State     issues.IssueState
	Reason    string // of its state
	Solutions int    // in any state
	Chosen    int
	Settled   int // not chosen or not feasible, which carry a reason
}

// Orphan says why the priority has no answer; "" where it has one: a solution that is chosen, a reason in words why it
// is taken no further in the plan, or solutions that were all turned down with reasons.
func (p PriorityFacts) Orphan() string {
	switch {
	case p.Chosen > 0:
		return ""
	case p.Reason != "" && p.State.LeavesPlan():
		return ""
	case p.Solutions == 0:
		return "No solution is recorded"
	case p.Settled < p.Solutions:
		return "No solution is chosen yet"
	}
	return ""
}

// ActionFacts is an action as the orphan report asks about it.
type ActionFacts struct {
	ID       domain.ActionID
	Title    string
	Solution domain.SolutionID
	Chosen   bool           // the solution is
	Issue    domain.IssueID // its own or its solution's
}

// Orphan says what the action hangs on no longer; "" where it hangs on an issue.
func (a ActionFacts) Orphan() string {
	switch {
	case a.Issue == 0:
		return "It answers no issue"
	case a.Solution != 0 && !a.Chosen:
		return "Its solution is not chosen"
	}
	return ""
}

// IssueFacts is an issue as the orphan report asks about it.
type IssueFacts struct {
	ID       domain.IssueID
	Title    string
	State    issues.IssueState
	Reason   string         // of its state
	Fed      bool           // the feedback log has an entry about it
	Answered bool           // a referral of it was answered, or a quick win of it is confirmed
	Into     domain.IssueID // the synthesis or issue that it went into; zero: none
}

// Unanswered lists the issues that nobody was answered about: without an entry in the feedback log, an answer to a
// referral, a confirmed quick win, or a reason. One that went into another is answered when that one is. They come in
// the order given.
func Unanswered(issues []IssueFacts) []IssueFacts {
	by := make(map[domain.IssueID]IssueFacts, len(issues))
	for _, i := range issues {
		by[i.ID] = i
	}
	var orphans []IssueFacts
	for _, i := range issues {
		if !answered(i, by) {
			orphans = append(orphans, i)
		}
	}
	return orphans
}

func answered(i IssueFacts, by map[domain.IssueID]IssueFacts) bool {
	for range 10 { // nothing goes into another as often as that
		if i.Fed || i.Answered || i.Reason != "" {
			return true
		}
		whole, ok := by[i.Into]
		if !ok {
			return false
		}
		i = whole
	}
	return false
}
