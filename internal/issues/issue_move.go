package issues

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// IssueMove is one step that an officer of the area may take an issue by.
type IssueMove struct {
	ID     string
	Words  string // what the step is called
	Hint   string // what it means
	From   []IssueState
	To     IssueState
	Reason bool // reasons are required, and told to whoever raised it
	Single bool // a step of its own on the issue's page; the others belong to a form of theirs
}

// Steps that commands name.
const (
	MoveAccept     = "accept"
	MoveRefer      = "refer"
	MoveMerge      = "merge"
	MoveSynthesise = "synthesise"
	MoveAnalyse    = "analyse"
	MovePrioritise = "prioritise"
	MoveStepDown   = "step-down"
	MovePlan       = "in-plan"
	MoveLeaveLane  = "leave-lane"
	MoveWon        = "quick-win-confirmed"
)

var (
	beforeSynthesis = []IssueState{IssueRaised, IssueTriaged, IssueReferred, IssueReopened}
	atWork          = []IssueState{IssueTriaged, IssueReferred, IssueReopened, IssueSynthesised, IssueAnalysed,
		IssuePrioritised}
)

// issueMoves is the state machine of an issue (domain §4). What has no step of its own on the issue's page follows from
// another record: its causes, a confirmed round of priorities, the plan's approval, its quick win.
var issueMoves = []IssueMove{
	{ID: MoveAccept, Words: "Accept", Hint: "It is a matter for this area.",
		From: []IssueState{IssueRaised, IssueReopened}, To: IssueTriaged},
	{ID: MoveRefer, Words: "Refer to a service or organisation", From: slices.Concat([]IssueState{IssueRaised}, atWork),
		To: IssueReferred},
	{ID: MoveMerge, Words: "Merge into another issue", From: slices.Concat([]IssueState{IssueRaised}, atWork),
		To: IssueMerged},
	{ID: MoveSynthesise, Words: "Synthesise with other issues", From: beforeSynthesis, To: IssueSynthesised},
	{ID: "stand-alone", Words: "Stands on its own", Hint: "Reviewed for gate 2: it is not part of a wider issue.",
		From: beforeSynthesis, To: IssueSynthesised, Single: true},
	{ID: "back-to-triage", Words: "Back to triage", Hint: "It needs to be looked at again.",
		From: []IssueState{IssueReferred, IssueSynthesised, IssueQuickWin, IssueWithService, IssueCommunityLed},
		To:   IssueTriaged, Single: true},
	{ID: "quick-win", Words: "Quick win", Hint: "It can be put right soon, outside the plan.",
		From: atWork, To: IssueQuickWin, Single: true},
	{ID: "with-service", Words: "With a service", Hint: "A service or partner deals with it in its everyday work.",
		From: atWork, To: IssueWithService, Single: true},
	{ID: "community-led", Words: "Community-led", Hint: "The community takes it on itself.",
		From: atWork, To: IssueCommunityLed, Single: true},
	{ID: "not-taken-forward", Words: "Not taken forward", Hint: "It stays on record with the reason.",
		From: slices.Concat([]IssueState{IssueRaised, IssueQuickWin, IssueWithService, IssueCommunityLed}, atWork),
		To:   IssueNotTakenForward, Reason: true, Single: true},
	{ID: "resolve", Words: "Resolved", Hint: "It has been put right.",
		From: slices.Concat([]IssueState{IssueQuickWin, IssueWithService, IssueCommunityLed, IssueInPlan}, atWork),
		To:   IssueResolved, Single: true},
	{ID: MoveAnalyse, Words: "Analyse its causes", From: []IssueState{IssueSynthesised}, To: IssueAnalysed},
	{ID: MovePrioritise, Words: "Confirm as a priority", From: []IssueState{IssueSynthesised, IssueAnalysed},
		To: IssuePrioritised},
	{ID: MoveStepDown, Words: "No longer a priority", From: []IssueState{IssuePrioritised}, To: IssueAnalysed},
	{ID: MovePlan, Words: "In the plan", From: []IssueState{IssueSynthesised, IssueAnalysed, IssuePrioritised},
		To: IssueInPlan},
	{ID: MoveLeaveLane, Words: "No quick win after all", From: []IssueState{IssueQuickWin}, To: IssueSynthesised},
	{ID: MoveWon, Words: "Quick win confirmed", From: slices.Concat(beforeSynthesis, []IssueState{IssueSynthesised,
		IssueAnalysed, IssueQuickWin, IssueWithService, IssueCommunityLed, IssueResolved}), To: IssueVerified},
	{ID: "verify", Words: "Verified", Hint: "Somebody on the spot says that it has been put right.",
		From: []IssueState{IssueResolved}, To: IssueVerified, Single: true},
	{ID: "reopen", Words: "Reopen", Hint: "It is not over after all.",
		From: []IssueState{IssueNotTakenForward, IssueResolved, IssueVerified}, To: IssueReopened, Reason: true,
		Single: true},
}

// IssueMoves lists every step.
func IssueMoves() []IssueMove { return slices.Clone(issueMoves) }

// IssueTies are what binds an issue to others. They decide with its state which steps are open.
type IssueTies struct {
	PartOf     domain.IssueID // the synthesis that it is part of; zero: none
	PartSince  time.Time      // since when
	MergedInto domain.IssueID // zero: none
	SignedAt   time.Time      // when the list of issues was frozen with which the area passed gate 2; zero: it has not
}

// GateTwoPassed reports whether the area's list of issues is signed.
func (t IssueTies) GateTwoPassed() bool { return !t.SignedAt.IsZero() }

// MovesNow lists the single steps that are open to the issue now.
func (i Issue) MovesNow(ties IssueTies) []IssueMove {
	var open []IssueMove
	for _, m := range issueMoves {
		if m.Single && len(i.blockers(m, ties)) == 0 {
			open = append(open, m)
		}
	}
	return open
}

// CanMove reports whether the step is open to the issue now.
func (i Issue) CanMove(id string, ties IssueTies) bool {
	return i.CheckMove(id, ties) == nil
}

// CheckMove returns a *BlockedError with every reason why the step is not open to the issue now.
func (i Issue) CheckMove(id string, ties IssueTies) error {
	m, ok := moveOf(id)
	if !ok {
		return domain.Blocked("move", "Choose a step")
	}
	if blockers := i.blockers(m, ties); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return nil
}

// Move returns the issue after the step, or a *BlockedError with every reason why it cannot be taken. The reason is
// kept with the new state.
func (i Issue) Move(id, reason string, ties IssueTies) (Issue, error) {
	m, ok := moveOf(id)
	if !ok {
		return Issue{}, domain.Blocked("move", "Choose a step")
	}
	blockers := i.blockers(m, ties)
	if m.Reason && strings.TrimSpace(reason) == "" {
		blockers = append(blockers, domain.Blocker{ID: "reason", Words: "Say why: " + strings.ToLower(m.Words),
			Field: "reason"})
	}
	if len(blockers) > 0 {
		return Issue{}, &domain.BlockedError{Blockers: blockers}
	}
	i.State, i.StateReason = m.To, strings.TrimSpace(reason)
	return i, nil
}

// blockers lists every reason why the issue cannot take the step now: what the page goes by and the command refuses on.
func (i Issue) blockers(m IssueMove, ties IssueTies) []domain.Blocker {
	var found []domain.Blocker
	if !slices.Contains(m.From, i.State) {
		found = append(found, domain.Blocker{ID: "state", Field: "move",
			Words: fmt.Sprintf("Issue %d is %s, so this step is not open to it: %s", i.ID, i.State, m.Words)})
	}
	if ties.PartOf != 0 {
		found = append(found, domain.Blocker{ID: "part", Field: "move",
			Words: fmt.Sprintf("Issue %d is part of the synthesised issue %d: take it out of that first, or work on "+
				"that", i.ID, ties.PartOf)})
	}
	if i.IsSynthesis && (m.ID == MoveMerge || m.ID == MoveSynthesise) {
		found = append(found, domain.Blocker{ID: "synthesis", Field: "move",
			Words: fmt.Sprintf("Issue %d was made from several by synthesis: undo that first", i.ID)})
	}
	return found
}

func moveOf(id string) (IssueMove, bool) {
	at := slices.IndexFunc(issueMoves, func(m IssueMove) bool { return m.ID == id })
	if at < 0 {
		return IssueMove{}, false
	}
	return issueMoves[at], true
}

// CheckEdit returns a *BlockedError where the text of the issue can no longer be changed.
func (i Issue) CheckEdit() error {
	if i.State == IssueMerged {
		return domain.Blocked("", fmt.Sprintf("Issue %d was merged into another: undo that before changing it", i.ID))
	}
	return nil
}

// LeavesPlan reports whether an issue in the state is seen to elsewhere, or not at all: its reason stands for a
// solution.
func (s IssueState) LeavesPlan() bool {
	return s == IssueNotTakenForward || s == IssueWithService || s == IssueCommunityLed || s == IssueQuickWin ||
		s == IssueResolved || s == IssueVerified
}

// Stands reports whether an issue in that state is on the list that is worked through: synthesised, and sent no other
// way since.
func (s IssueState) Stands() bool {
	return slices.Contains(StandingStates(), s)
}

// StandingStates are the states of an issue on the list that is worked through.
func StandingStates() []IssueState {
	return []IssueState{IssueSynthesised, IssueAnalysed, IssuePrioritised, IssueInPlan}
}

// CheckSolvable returns a *BlockedError where no solution can be named for the issue: what is part of a synthesis is
// dealt with by that, and one that went another way, or is over, by nothing more.
func (i Issue) CheckSolvable(ties IssueTies) error {
	switch {
	case ties.PartOf != 0:
		return domain.Blocked("issue", "That issue is part of a synthesised one: choose that")
	case i.State == IssueMerged:
		return domain.Blocked("issue", "That issue was merged into another: choose that")
	case !i.State.Solvable():
		return domain.Blocked("issue", "That issue is "+string(i.State)+": choose one that was synthesised or made a "+
			"priority")
	}
	return nil
}

// Solvable reports whether solutions are sought for issues in the state: from synthesis on, unless they went another
// way.
func (s IssueState) Solvable() bool {
	switch s {
	case IssueSynthesised, IssueAnalysed, IssuePrioritised, IssueInPlan, IssueCommunityLed:
		return true
	}
	return false
}

// MayHaveSolutions reports whether an issue in the state can have solutions by now: they are named from synthesis on.
func (s IssueState) MayHaveSolutions() bool {
	return s != IssueRaised && s != IssueTriaged && s != IssueMerged
}
