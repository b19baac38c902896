package timelines

import (
	"fmt"

	"fourgates/internal/domain"
)

// PhaseState is where a phase of a cycle stands.
type PhaseState string

// The states of a phase.
const (
	PhaseSkipped PhaseState = "skipped"
	PhaseGoingOn PhaseState = "going on"
	PhaseDone    PhaseState = "done"
	PhasePassed  PhaseState = "passed over"
	PhaseToCome  PhaseState = "to come"
)

// StateOf is where the phase at the index stands.
func (t Timeline) StateOf(at int) PhaseState {
	p := t.Phases[at]
	switch {
	case p.Skipped:
		return PhaseSkipped
	case p.Running():
		return PhaseGoingOn
	case t.Past(at) && p.Begun():
		return PhaseDone
	case t.Past(at):
		return PhasePassed
	}
	return PhaseToCome
}

// Whens say in a few words when each phase was, is, or is expected to be. Today is the zero Date for an area whose time
// stands still: then it is as planned.
func (t Timeline) Whens(today domain.Date) []string {
	list := make([]string, len(t.Phases))
	var expected []Expected
	if !today.IsZero() {
		expected = t.Forecast(today)
	}
	for at, p := range t.Phases {
		start := p.EarlyStart
		if expected != nil {
			start = expected[at].EarlyStart
		}
		list[at] = t.when(at, start, today)
	}
	return list
}

func (t Timeline) when(at int, start, today domain.Date) string {
	p := t.Phases[at]
	switch state := t.StateOf(at); state {
	case PhaseSkipped, PhasePassed:
		return string(state)
	case PhaseDone:
		return "ended " + p.ClosedOn.Words()
	case PhaseGoingOn:
		days, ok := p.DaysLate(today)
		switch {
		case ok && days > 0:
			return domain.Counted(days, "day", "days") + " late"
		case !p.Due().IsZero():
			return "until " + p.Due().Words()
		}
		return "since " + p.OpenedOn.Words()
	}
	if start.IsZero() {
		return "no date yet"
	}
	return "from " + start.Words()
}

// ToDo lists the activities of the phase that are neither done nor skipped and do not run alongside: what is missing
// before it ends.
func (p PlannedPhase) ToDo() []string {
	var list []string
	for _, a := range p.Activities {
		if a.DoneOn.IsZero() && !a.Skipped && !a.Alongside {
			list = append(list, a.Text)
		}
	}
	return list
}

// Title names the phase with its number: "2c, Causes and priorities".
func (p PlannedPhase) Title() string { return fmt.Sprintf("%s, %s", p.Phase, p.Name) }
