package plans

import (
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// Thread is the golden thread of an issue (Q1): from the words that people used to what is decided and fed into
// planning. It holds what its reader may see; of what they may not, only how much there is.
type Thread struct {
	Area     domain.AreaID
	AreaName string
	Issue    issues.Issue
	Theme    string
	Cycles   []string // of its area that it was in, in words; none where there is one alone

	Words      []ThreadWords // of the issues that it was made from or that were merged into it, oldest first
	Unseen     int           // such issues that the reader may not see
	Evidence   []issues.EvidenceLine
	Causes     []PlanCause
	Scores     []ThreadScore
	Vote       *ThreadVote // in the newest confirmed round that it was in; nil: none
	Signatures []PlanSignature
	Solutions  []ThreadSolution
	Actions    []ThreadAction   // straight from the issue
	Decisions  []ThreadDecision // of every council on the plan, as it was put last
	Feedback   []Feedback
}

// ThreadWords are an issue as it was raised.
type ThreadWords struct {
	ID          domain.IssueID
	Title       string
	Description string
	Source      domain.Source
	RaisedFor   string
	RaisedAt    time.Time
	Merged      bool // into the issue, rather than made into it
}

// ThreadScore is what an issue was given by one criterion.
type ThreadScore struct {
	Criterion string  `json:"criterion"`
	Mean      float64 `json:"mean"`
	Scale     int     `json:"scale"`
	People    int     `json:"people"`
}

// ThreadVote is what the community gave an issue.
type ThreadVote struct {
	Votes    int       `json:"votes"`
	Priority bool      `json:"priority"`
	Round    PlanRound `json:"round"`
}

// ThreadSolution is a solution of the issue with what hangs on it.
type ThreadSolution struct {
	ID      domain.SolutionID `json:"id"`
	Title   string            `json:"title"`
	Cycle   int               `json:"cycle"`
	Cause   domain.CauseID    `json:"cause"`
	State   string            `json:"state"`
	Reason  string            `json:"reason"`
	Actions []ThreadAction    `json:"actions"`
	Bids    []ThreadBid       `json:"bids"`
}

// ThreadAction is a proposed action.
type ThreadAction struct {
	ID    domain.ActionID `json:"id"`
	Title string          `json:"title"`
	Lead  string          `json:"lead"`
	DueOn domain.Date     `json:"due_on"`
	Cost  *domain.Pence   `json:"cost"`
	State string          `json:"state"`

	Proposed *PlanProposed `json:"proposed"` // where the Executive agreed it otherwise
}

// ThreadBid is a bid that funds a solution, with what the Executive decided of it once that is published.
type ThreadBid struct {
	ID       domain.BidID  `json:"id"`
	Title    string        `json:"title"`
	Funder   string        `json:"funder"`
	Amount   domain.Pence  `json:"amount"`
	State    string        `json:"state"`
	Outcome  string        `json:"outcome"`
	Approved *domain.Pence `json:"approved"`
}

// ThreadDecision is the decision of one council’s Executive on the plan that the issue is in. Before it is published
// it says no more than whose it is.
type ThreadDecision struct {
	ID          domain.ExecutiveID `json:"id"`
	Council     string             `json:"council"` // "" in older decisions
	Published   bool               `json:"published"`
	State       string             `json:"state"`
	DecidedOn   domain.Date        `json:"decided_on"`
	EffectiveOn domain.Date        `json:"effective_on"`
	Outcome     string             `json:"outcome"` // on the plan
	Resolved    string             `json:"resolved"`
	FedOn       domain.Date        `json:"fed_on"` // into corporate planning; zero: not yet
}

// Only is the thread with one of its solutions, or none of them where it has not that one.
func (t Thread) Only(solution domain.SolutionID) Thread {
	kept := t
	kept.Solutions, kept.Actions = nil, nil
	for _, s := range t.Solutions {
		if s.ID == solution {
			kept.Solutions = []ThreadSolution{s}
		}
	}
	return kept
}

// OnlyAction is the thread with one of its actions.
func (t Thread) OnlyAction(action domain.ActionID, solution domain.SolutionID) Thread {
	kept := t.Only(solution)
	pick := func(actions []ThreadAction) (one []ThreadAction) {
		for _, a := range actions {
			if a.ID == action {
				one = append(one, a)
			}
		}
		return one
	}
	for i := range kept.Solutions {
		kept.Solutions[i].Actions = pick(kept.Solutions[i].Actions)
	}
	kept.Actions = pick(t.Actions)
	return kept
}
