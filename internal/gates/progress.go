package gates

import (
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/risks"
	"fourgates/internal/timelines"
)

// ProgressFacts is what the head of a snapshot is made from, loaded where one is taken.
type ProgressFacts struct {
	Cycle    int
	Timeline timelines.Timeline
	Started  bool // the cycle is; else the timeline is the one that it would have
	Since    domain.Date
	SinceOf  domain.Gate // that was passed then; zero where none was
	// every condition of the cycle up to this gate, and those carried over to it that are not met
	Conditions []Condition
	Risks      []risks.Risk // open ones
}

// SnapshotProgress is what happened since the last gate (G11): it opens every snapshot. Those made before it was kept
// have none.
type SnapshotProgress struct {
	Since      string              `json:"since"`
	Phases     []SnapshotPhase     `json:"phases,omitempty"`
	Deviations []SnapshotDeviation `json:"deviations,omitempty"`
	Conditions []SnapshotCondition `json:"conditions,omitempty"`
	Risks      []SnapshotRisk      `json:"risks,omitempty"`
	Next       []SnapshotPhase     `json:"next,omitempty"` // up to the next gate
}

// SnapshotPhase is a phase as it was planned and as it went.
type SnapshotPhase struct {
	Phase    string      `json:"phase"`
	Name     string      `json:"name"`
	State    string      `json:"state"`
	EarlyEnd domain.Date `json:"early_end"`
	LateEnd  domain.Date `json:"late_end"` // or its target
	OpenedOn domain.Date `json:"opened_on"`
	ClosedOn domain.Date `json:"closed_on"`
	Done     []string    `json:"done,omitempty"` // activities
	Skipped  []string    `json:"skipped,omitempty"`
	ToDo     []string    `json:"to_do,omitempty"`
}

// SnapshotDeviation is a change of the timeline.
type SnapshotDeviation struct {
	On     domain.Date `json:"on"`
	Kind   string      `json:"kind"`
	What   string      `json:"what"`
	Reason string      `json:"reason"`
	Party  string      `json:"party"`
	Days   int         `json:"days"`
}

// SnapshotCondition is a condition as it stood.
type SnapshotCondition struct {
	Gate  domain.Gate `json:"gate"`
	Text  string      `json:"text"`
	Owner string      `json:"owner"`
	DueOn domain.Date `json:"due_on"`
	State string      `json:"state"`
	Cycle int         `json:"cycle,omitempty"` // that it was carried over from; none of the same cycle
}

// Of says at which gate it was set.
func (c SnapshotCondition) Of() string {
	if c.Cycle > 0 {
		return fmt.Sprintf("Cycle %d, gate %d", c.Cycle, c.Gate)
	}
	return fmt.Sprintf("Gate %d", c.Gate)
}

// SnapshotRisk is an open risk.
type SnapshotRisk struct {
	Kind     string      `json:"kind"`
	Text     string      `json:"text"`
	Level    string      `json:"level"`
	Owner    string      `json:"owner"`
	Response string      `json:"response"`
	Since    domain.Date `json:"since"`
}

// progressOf is the head of the snapshot of a gate.
func progressOf(g domain.Gate, f ProgressFacts, today domain.Date) *SnapshotProgress {
	p := &SnapshotProgress{Since: f.sinceWords()}
	reached := false // the phase that the gate ends
	past := f.SinceOf == 0
	for i, is := range f.Timeline.Phases {
		if past {
			phase := snapshotPhase(f.Timeline, i)
			if reached {
				p.Next = append(p.Next, phase)
			} else {
				p.Phases = append(p.Phases, phase)
			}
			if reached && is.Gate != 0 {
				break
			}
		}
		past = past || is.Gate == f.SinceOf
		reached = reached || is.Gate == g
	}
	for _, c := range f.Timeline.Changes {
		if on := domain.DateOf(c.At); !on.Before(f.Since) {
			p.Deviations = append(p.Deviations, SnapshotDeviation{on, string(c.Kind), c.What, c.Reason, string(c.Party),
				c.Days})
		}
	}
	for _, c := range f.Conditions {
		if c.Cycle < f.Cycle || c.Gate < g || c.Gate == g && c.State != ConditionMet {
			is := SnapshotCondition{Gate: c.Gate, Text: c.Text, Owner: c.OwnerName, DueOn: c.DueOn,
				State: c.Status(today)}
			if c.Cycle < f.Cycle {
				is.Cycle = c.Cycle
			}
			p.Conditions = append(p.Conditions, is)
		}
	}
	for _, r := range risks.Gravest(f.Risks) {
		p.Risks = append(p.Risks, SnapshotRisk{string(r.Kind), r.Text, r.LevelWords(), r.Owner, r.Response, r.OpenedOn})
	}
	return p
}

func (f ProgressFacts) sinceWords() string {
	switch {
	case f.SinceOf != 0:
		return fmt.Sprintf("gate %d, passed on %s", f.SinceOf, f.Since.Words())
	case f.Started:
		return "the cycle began on " + f.Timeline.StartedOn.Words()
	}
	return "the area was proposed: its cycle is not started yet, and the dates are those of the newest template"
}

func snapshotPhase(t timelines.Timeline, at int) SnapshotPhase {
	p := t.Phases[at]
	is := SnapshotPhase{Phase: string(p.Phase), Name: p.Name, State: string(t.StateOf(at)), EarlyEnd: p.EarlyEnd,
		LateEnd: p.Due(), OpenedOn: p.OpenedOn, ClosedOn: p.ClosedOn}
	for _, a := range p.Activities {
		switch {
		case a.Skipped:
			is.Skipped = append(is.Skipped, a.Text)
		case !a.DoneOn.IsZero():
			is.Done = append(is.Done, a.Text)
		default:
			is.ToDo = append(is.ToDo, a.Text)
		}
	}
	return is
}

// Planned says when the phase was planned to end.
func (p SnapshotPhase) Planned() string {
	switch {
	case p.LateEnd.IsZero():
		return "no date"
	case p.EarlyEnd.IsZero() || p.EarlyEnd == p.LateEnd:
		return "by " + p.LateEnd.Words()
	}
	return p.EarlyEnd.Words() + " to " + p.LateEnd.Words()
}

// Actual says when the phase began and ended.
func (p SnapshotPhase) Actual() string {
	switch {
	case p.OpenedOn.IsZero():
		return "not begun"
	case p.ClosedOn.IsZero():
		return "from " + p.OpenedOn.Words()
	}
	return p.OpenedOn.Words() + " to " + p.ClosedOn.Words()
}

// Words says the deviation in one line, without its reason.
func (d SnapshotDeviation) Words() string {
	words := timelines.DeviationKind(d.Kind).Words()
	if d.Days != 0 {
		words += fmt.Sprintf(", moved %+d days", d.Days)
	}
	if d.Party != "" {
		words += " by " + d.Party
	}
	return words
}

// progressLines are the lines of the head, to compare two snapshots by.
func progressLines(p SnapshotProgress, add func(section, key string, words ...string)) {
	add("Progress", "Since", p.Since)
	for _, is := range p.Phases {
		add("Progress", "Phase "+is.Phase+", "+is.Name, is.State, "planned to end "+is.Planned(), is.Actual(),
			domain.Prefixed("done: ", strings.Join(is.Done, ", ")),
			domain.Prefixed("skipped: ", strings.Join(is.Skipped, ", ")),
			domain.Prefixed("to do: ", strings.Join(is.ToDo, ", ")))
	}
	for _, d := range p.Deviations {
		add("Progress", d.On.Words()+": "+d.What, d.Words(), d.Reason)
	}
	for _, c := range p.Conditions {
		add("Conditions", c.Of()+": "+c.Text, c.State, "due "+c.DueOn.Words(), c.Owner)
	}
	for _, r := range p.Risks {
		add("Risks", r.Text, r.Level, r.Owner, r.Response)
	}
}
