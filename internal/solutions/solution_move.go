package solutions

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// SolutionMove is one step that an officer of the area may take a solution by.
type SolutionMove struct {
	ID     string
	Words  string // what the step is called
	Hint   string // what it means
	From   []SolutionState
	To     SolutionState
	Reason string // what is asked for in words; "" where nothing is
	Ask    string // the message where it is missing
}

// Steps that commands name.
const (
	MoveTest      = "test"
	MoveChoose    = "choose"
	MoveNotChoose = "not-choose"
)

var tested = []SolutionState{SolutionFeasible, SolutionWithChanges, SolutionNotFeasible}

// solutionMoves is the whole state machine of a solution (domain §4).
//
// Readings chosen: an idea can be left unchosen without a test, which gate 3 asks for a reason and not for a test;
// whatever was concluded, chosen or not can be tested again with a reason, for prices and people change; and then
// nothing is concluded any more.
var solutionMoves = []SolutionMove{
	{ID: MoveTest, Words: "Begin testing", Hint: "It is worth asking those who would deliver it, pay for it or live " +
		"with it.", From: []SolutionState{SolutionIdea}, To: SolutionTesting},
	{ID: "feasible", Words: "Feasible", Hint: "Every view says so.", From: []SolutionState{SolutionTesting},
		To:     SolutionFeasible,
		Reason: "What this rests on", Ask: "Say what this rests on"},
	{ID: "feasible-with-changes", Words: "Feasible with changes",
		Hint: "It can be done if something about it changes: say what.", From: []SolutionState{SolutionTesting},
		To:     SolutionWithChanges,
		Reason: "What changes", Ask: "Say what changes"},
	{ID: "not-feasible", Words: "Not feasible", Hint: "At least one view says so, and nothing can be done about it: " +
		"say why.", From: []SolutionState{SolutionTesting}, To: SolutionNotFeasible,
		Reason: "Why it is not feasible", Ask: "Say why it is not feasible"},
	{ID: MoveChoose, Words: "Choose it", Hint: "It goes into the plan. Several can be chosen for one issue.",
		From: []SolutionState{SolutionFeasible, SolutionWithChanges}, To: SolutionChosen,
		Reason: "Why it is chosen", Ask: "Say why it is chosen"},
	{ID: MoveNotChoose, Words: "Do not choose it", Hint: "It stays on record with the reason.",
		From: slices.Concat([]SolutionState{SolutionIdea, SolutionTesting}, tested), To: SolutionNotChosen,
		Reason: "Why it is not chosen", Ask: "Say why it is not chosen"},
	{ID: "test-again", Words: "Test it again", Hint: "What was concluded no longer stands.",
		From: slices.Concat(tested, []SolutionState{SolutionChosen, SolutionNotChosen}), To: SolutionTesting,
		Reason: "Why it is tested again", Ask: "Say why it is tested again"},
}

// SolutionMoves lists every step.
func SolutionMoves() []SolutionMove { return slices.Clone(solutionMoves) }

// Tells reports whether the step is one that whoever proposed the solution is told of, with the reason (E5).
func (m SolutionMove) Tells() bool {
	return m.To == SolutionChosen || m.To == SolutionNotChosen || m.To == SolutionNotFeasible || m.ID == "test-again"
}

// MovesNow lists the steps that are open to the solution now, given the views on it.
func (l SolutionLine) MovesNow() []SolutionMove {
	var open []SolutionMove
	for _, m := range solutionMoves {
		if len(l.blockers(m)) == 0 {
			open = append(open, m)
		}
	}
	return open
}

// NotYet lists, for a solution that is being tested, why each verdict cannot be concluded yet: what the page says
// beside the steps.
func (l SolutionLine) NotYet() []domain.Blocker {
	var found []domain.Blocker
	for _, m := range solutionMoves {
		if l.State == SolutionTesting && slices.Contains(m.From, SolutionTesting) && m.ID != MoveNotChoose {
			for _, b := range l.blockers(m) {
				if !slices.ContainsFunc(found, func(f domain.Blocker) bool { return f.Words == b.Words }) {
					found = append(found, b)
				}
			}
		}
	}
	return found
}

// Move returns the solution after the step, or a *BlockedError with every reason why it cannot be taken. The line must
// have every view on the solution, open ones too.
func (l SolutionLine) Move(id, reason string) (Solution, error) {
	at := slices.IndexFunc(solutionMoves, func(m SolutionMove) bool { return m.ID == id })
	if at < 0 {
		return Solution{}, domain.Blocked("move", "Choose a step")
	}
	m, reason := solutionMoves[at], strings.TrimSpace(reason)
	found := l.blockers(m)
	if m.Reason != "" && reason == "" {
		found = append(found, domain.Blocker{ID: "reason", Field: "reason", Words: m.Ask})
	}
	if len(found) > 0 {
		return Solution{}, &domain.BlockedError{Blockers: found}
	}
	s := l.Solution
	s.State, s.Reason = m.To, ""
	switch m.To {
	case SolutionFeasible, SolutionWithChanges, SolutionNotFeasible:
		s.Verdict, s.Conclusion = Verdict(m.To), reason
	case SolutionTesting:
		s.Verdict, s.Conclusion, s.Reason = "", "", reason
		s.ToldOn, s.ToldHow = domain.Date{}, ""
	default:
		s.Reason = reason
	}
	return s, nil
}

// blockers lists every reason why the solution cannot take the step now: what the page goes by and the command refuses
// on.
func (l SolutionLine) blockers(m SolutionMove) []domain.Blocker {
	var found []domain.Blocker
	add := func(id, words string) { found = append(found, domain.Blocker{ID: id, Field: "move", Words: words}) }
	if !slices.Contains(m.From, l.State) {
		add("state", fmt.Sprintf("This solution is %s, so this step is not open to it: %s", l.State, m.Words))
		return found
	}
	if err := l.CheckPlan(); err != nil {
		return append(found, issues.Reasons(err)...)
	}
	switch Verdict(m.To) {
	case Feasible, WithChanges, NotFeasible:
		for _, words := range VerdictBlockers(Verdict(m.To), l.Views) {
			add("views", words)
		}
	}
	if m.ID == MoveChoose && openViews(l.Views) > 0 {
		add("open", unfinishedWords(openViews(l.Views)))
	}
	return found
}

// VerdictBlockers is the rule by which testing is concluded (E3, E5), as reasons against: no verdict while a view is
// unfinished or none was given; "feasible" only where every view says so; "feasible with changes" where at least one
// view sees a way; "not feasible" where at least one sees none. Of several views by the same party the newest counts.
func VerdictBlockers(verdict Verdict, views []FeasibilityView) []string {
	if n := openViews(views); n > 0 {
		return []string{unfinishedWords(n)}
	}
	counted := map[Verdict]int{}
	all := 0
	for _, v := range views {
		if v.Counts() {
			counted[v.Verdict]++
			all++
		}
	}
	switch {
	case all == 0:
		return []string{"Nobody has given a view on it yet"}
	case verdict == Feasible && counted[Feasible] < all:
		return []string{"It cannot be plainly feasible: not every view says so"}
	case verdict == WithChanges && counted[NotFeasible] == all:
		return []string{"It cannot be feasible with changes: every view says that it is not feasible"}
	case verdict == NotFeasible && counted[NotFeasible] == 0:
		return []string{"It cannot be not feasible: no view says so"}
	}
	return nil
}

func openViews(views []FeasibilityView) int {
	n := 0
	for _, v := range views {
		if v.Open() {
			n++
		}
	}
	return n
}

func unfinishedWords(n int) string {
	if n == 1 {
		return "One view was asked for and is not finished"
	}
	return fmt.Sprintf("%d views were asked for and are not finished", n)
}

// cycleOver is said of what belongs to a cycle of its area that has ended.
const cycleOver = "The cycle of the area that this belongs to has ended, so it stays as it is"

// CheckPlan returns a *BlockedError where the plan that the solution belongs to is with the Members or beyond: what
// they have before them stays as it is. Ideas can still be noted down until the cycle ends.
func (l SolutionLine) CheckPlan() error {
	if l.Names.CycleOver {
		return domain.Blocked("", cycleOver)
	}
	if l.Names.PlanLocked {
		return domain.Blocked("", "The plan of this area was put to its Members, so its solutions stay as they are")
	}
	return nil
}

// CheckEdit returns a *BlockedError where what the solution says can no longer be changed: once testing is concluded, a
// change would slip past those who judged it.
func (l SolutionLine) CheckEdit() error {
	switch l.State {
	case SolutionIdea:
		return nil
	case SolutionTesting:
		return l.CheckPlan()
	}
	return domain.Blocked("", fmt.Sprintf("This solution is %s: test it again to change what it says", l.State))
}

// CheckAsk returns a *BlockedError where nobody can be asked for a view on the solution now.
func (l SolutionLine) CheckAsk() error {
	if l.State == SolutionChosen || l.State == SolutionNotChosen {
		return domain.Blocked("", fmt.Sprintf("This solution is %s: test it again to ask for views", l.State))
	}
	return l.CheckPlan()
}

// Asked returns the solution as it stands once somebody is asked for a view: in testing, and with nothing concluded.
func (s Solution) Asked() Solution {
	s.State, s.Verdict, s.Conclusion = SolutionTesting, "", ""
	return s
}
