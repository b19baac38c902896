package issues

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// QuickWinState is where a quick win stands in its lane (D11).
type QuickWinState string

// proposed → agreed → in progress → done → confirmed; dropped with a reason; promoted to the plan.
const (
	WinProposed   QuickWinState = "proposed"
	WinAgreed     QuickWinState = "agreed"
	WinInProgress QuickWinState = "in progress"
	WinDone       QuickWinState = "done"
	WinConfirmed  QuickWinState = "confirmed"
	WinDropped    QuickWinState = "dropped"
	WinPromoted   QuickWinState = "promoted"
)

// QuickWinStates lists every state in the order of the lane.
func QuickWinStates() []QuickWinState {
	return []QuickWinState{WinProposed, WinAgreed, WinInProgress, WinDone, WinConfirmed, WinPromoted, WinDropped}
}

// Live reports whether a quick win in that state is still to be delivered or confirmed.
func (s QuickWinState) Live() bool {
	return s == WinProposed || s == WinAgreed || s == WinInProgress || s == WinDone
}

// QuickWin is something that puts an issue right soon, outside the plan (004: "quick wins identified and implemented").
type QuickWin struct {
	ID           domain.QuickWinID
	Area         domain.AreaID
	Issue        domain.IssueID
	IssueTitle   string
	Title        string
	Description  string
	Service      domain.ServiceID      // who delivers it; zero: not a service of ours
	Organisation domain.OrganisationID // or a partner
	Deliverer    string                // the service's or organisation's name
	DeliveredBy  string                // in words, where it is neither or more is to be said
	WithinDuty   bool                  // a service acts within its duty: it need not wait for gate 2
	DueOn        domain.Date
	State        QuickWinState
	Reason       string        // why it was dropped, promoted or came back
	Before       domain.FileID // photographs; zero: none
	After        domain.FileID
	Proof        string // in words, how it was done
	SaidBy       string // who confirmed it, in words
	Version      int
	ProposedBy   domain.PersonID
	Proposer     string
	ProposedAt   time.Time
	AgreedAt     time.Time
	ReleasedAt   time.Time // when gate 2 let it begin; zero: not
	StartedAt    time.Time
	DoneAt       time.Time
	ConfirmedAt  time.Time
	EndedAt      time.Time // dropped or promoted
}

// QuickWinStep is one step that somebody takes a quick win by.
type QuickWinStep string

// The steps.
const (
	StepAgree   QuickWinStep = "agree"
	StepStart   QuickWinStep = "start"
	StepDone    QuickWinStep = "done"
	StepBack    QuickWinStep = "back"
	StepConfirm QuickWinStep = "confirm"
	StepDrop    QuickWinStep = "drop"
	StepPromote QuickWinStep = "promote"
)

// QuickWinSteps lists every step in the order shown.
func QuickWinSteps() []QuickWinStep {
	return []QuickWinStep{StepAgree, StepStart, StepDone, StepConfirm, StepBack, StepPromote, StepDrop}
}

// stepOf is a step's row in the lane's state machine.
var stepOf = map[QuickWinStep]struct {
	from []QuickWinState
	to   QuickWinState
}{
	StepAgree:   {[]QuickWinState{WinProposed}, WinAgreed},
	StepStart:   {[]QuickWinState{WinAgreed}, WinInProgress},
	StepDone:    {[]QuickWinState{WinInProgress}, WinDone},
	StepBack:    {[]QuickWinState{WinDone}, WinInProgress},
	StepConfirm: {[]QuickWinState{WinDone}, WinConfirmed},
	StepDrop:    {[]QuickWinState{WinProposed, WinAgreed, WinInProgress}, WinDropped},
	StepPromote: {[]QuickWinState{WinProposed, WinAgreed, WinInProgress}, WinPromoted},
}

// Released reports whether the quick win may begin: gate 2 has let it, or a service acts within its duty (D11).
func (q QuickWin) Released() bool {
	return !q.ReleasedAt.IsZero() || (q.WithinDuty && q.Service != 0)
}

// StepBlockers lists every reason why the quick win cannot take the step now. What the step needs to be told is asked
// for by Take.
func (q QuickWin) StepBlockers(step QuickWinStep, gateTwoPassed bool) []domain.Blocker {
	s, ok := stepOf[step]
	if !ok {
		return []domain.Blocker{{ID: "step", Words: "Choose a step"}}
	}
	if !slices.Contains(s.from, q.State) {
		return []domain.Blocker{{ID: "state", Words: fmt.Sprintf("This quick win is %s, so that step is not open to it",
			q.State)}}
	}
	if step == StepStart && !q.Released() && !gateTwoPassed {
		return []domain.Blocker{
			{ID: "gate-2", Words: "Before gate 2 only a service acting within its duty may begin: it waits until " +
				"gate 2 has passed"}}
	}
	return nil
}

// Take returns the quick win after the step, at that time, or a *BlockedError with every reason why it cannot be taken.
// Words are the proof for done, who said so for confirm, the reason for back, drop and promote.
func (q QuickWin) Take(step QuickWinStep, words string, gateTwoPassed bool, at time.Time) (QuickWin, error) {
	found := q.StepBlockers(step, gateTwoPassed)
	words = strings.TrimSpace(words)
	ask := func(field, message string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: message})
	}
	switch {
	case step == StepDone && words == "" && q.After == 0:
		ask("words", "Say what was done, or add a photograph of it")
	case step == StepConfirm && words == "":
		ask("words", "Say who confirmed it: whoever raised the issue, or somebody on the spot")
	case (step == StepBack || step == StepDrop || step == StepPromote) && words == "":
		ask("words", "Enter the reason")
	}
	if len(found) > 0 {
		return q, &domain.BlockedError{Blockers: found}
	}
	q.State = stepOf[step].to
	switch step {
	case StepAgree:
		q.AgreedAt = at
		if gateTwoPassed {
			q.ReleasedAt = at
		}
	case StepStart:
		q.StartedAt = at
	case StepDone:
		q.DoneAt, q.Proof = at, words
	case StepConfirm:
		q.ConfirmedAt, q.SaidBy = at, words
	case StepBack:
		q.DoneAt, q.Reason = time.Time{}, words
	case StepDrop, StepPromote:
		q.EndedAt, q.Reason = at, words
	}
	return q, nil
}

// Who is who delivers it, in words.
func (q QuickWin) Who() string {
	if strings.HasPrefix(q.DeliveredBy, q.Deliverer) {
		return q.DeliveredBy
	}
	return strings.TrimSuffix(q.Deliverer+", "+q.DeliveredBy, ", ")
}

// Words is what the quick win says, field by field, for its history.
func (q QuickWin) Words() []domain.FieldWords {
	duty := ""
	if q.WithinDuty {
		duty = "yes"
	}
	return []domain.FieldWords{{Name: "Title", Words: q.Title}, {Name: "More", Words: q.Description},
		{Name: "State", Words: string(q.State)}, {Name: "Who delivers it", Words: q.Who()},
		{Name: "Within its duty", Words: duty},
		{Name: "Due", Words: q.DueOn.Words()}, {Name: "Reason", Words: q.Reason},
		{Name: "What was done", Words: q.Proof}, {Name: "Confirmed by", Words: q.SaidBy}}
}

// Draftable reports whether what the quick win says can still be changed.
func (q QuickWin) Draftable() bool {
	return q.State == WinProposed || q.State == WinAgreed || q.State == WinInProgress
}

// DraftBlockers lists by field why the quick win cannot say what it says.
func (q QuickWin) DraftBlockers() []domain.Blocker {
	var found []domain.Blocker
	add := func(field, words string) {
		found = append(found, domain.Blocker{ID: field, Field: field, Words: words})
	}
	if q.Service != 0 && q.Organisation != 0 {
		add("to", "Choose a service or an organisation, not both")
	}
	if q.Service == 0 && q.Organisation == 0 && q.DeliveredBy == "" {
		add("delivered_by", "Say who delivers it: a service, an organisation, or in words")
	}
	if q.WithinDuty && q.Service == 0 {
		add("within_duty", "Only a service acts within its duty: choose which")
	}
	if !q.DueOn.IsZero() && !q.DueOn.After(domain.DateOf(q.ProposedAt).AddDays(-1)) {
		add("due", "The day must not be before it was proposed")
	}
	return found
}

// CheckQuickWin returns a *BlockedError where there is nothing to put right: the issue is over, or merged into another.
func (i Issue) CheckQuickWin() error {
	switch i.State {
	case IssueMerged, IssueNotTakenForward, IssueResolved, IssueVerified:
		return domain.Blocked("", fmt.Sprintf("Issue %d is %s: there is nothing to put right", i.ID, i.State))
	}
	return nil
}

// Overdue reports whether it should have been done before the day.
func (q QuickWin) Overdue(today domain.Date) bool {
	return (q.State == WinAgreed || q.State == WinInProgress) && !q.DueOn.IsZero() && today.After(q.DueOn)
}

// Clock says how long the quick win has stood where it stands, and how its time runs.
func (q QuickWin) Clock(today domain.Date) string {
	days := func(at time.Time) string {
		switch n := today.DaysSince(domain.DateOf(at)); n {
		case 0:
			return "today"
		case 1:
			return "1 day ago"
		default:
			return fmt.Sprintf("%d days ago", n)
		}
	}
	switch q.State {
	case WinProposed:
		return "Proposed " + days(q.ProposedAt)
	case WinAgreed:
		return "Agreed " + days(q.AgreedAt) + q.dueWords(today)
	case WinInProgress:
		return "Begun " + days(q.StartedAt) + q.dueWords(today)
	case WinDone, WinConfirmed:
		return fmt.Sprintf("Done in %s",
			domain.Counted(max(domain.DateOf(q.DoneAt).DaysSince(domain.DateOf(q.ProposedAt)), 1), "day", "days"))
	}
	return domain.Capital(string(q.State)) + " " + days(q.EndedAt)
}

func (q QuickWin) dueWords(today domain.Date) string {
	switch left := q.DueOn.DaysSince(today); {
	case q.DueOn.IsZero():
		return ""
	case left < 0:
		return ", overdue by " + domain.Counted(-left, "day", "days")
	case left == 0:
		return ", due today"
	default:
		return ", due in " + domain.Counted(left, "day", "days")
	}
}

// MostToDeliver is how many quick wins are listed that wait to be delivered, those due first.
const MostToDeliver = 200
