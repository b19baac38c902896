package gates

import (
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// NewCondition is a condition that a Member sets when approving (G7).
type NewCondition struct {
	Text           string
	DueOn          domain.Date
	BeforeNextGate bool
	Owner          domain.PersonID // who is responsible; zero: who submitted the gate
	OwnerName      string
}

// ConditionState is how a condition stands.
type ConditionState string

// The states of a condition (domain §7, ruling 5). Reported met, it binds until whoever set it agrees.
const (
	ConditionOpen     ConditionState = "open"
	ConditionReported ConditionState = "reported met"
	ConditionMet      ConditionState = "met"
)

// Condition is something that a Member wants done. It belongs to the area and the gate, not to the attempt on which it
// was set: whatever becomes of that attempt, passed, deferred, rejected, withdrawn, called back or overridden, it binds
// until it is met. It keeps the attempt for its story.
//
// Readings chosen. It binds from the moment it is set, also on an attempt that is still open. It came with an approval;
// that others then deferred or rejected takes nothing from it. An override passes a gate that it blocks, as it passes
// whatever else is not ready; the condition stays open and blocks the gate after. One that is open when its cycle ends
// is carried over to the next, and blocks its first gate.
type Condition struct {
	ID             domain.ConditionID
	Attempt        domain.AttemptID // on which it was set
	AttemptNumber  int
	Area           domain.AreaID
	AreaName       string
	Cycle          int
	Gate           domain.Gate
	Text           string
	Owner          domain.PersonID // who is responsible
	OwnerName      string
	Setter         domain.PersonID
	SetBy          string
	OnPaper        // how the decision was made that set it
	SetAt          time.Time
	SetFor         string        // the Member for whom a substitute set it; "" where the Member did
	Seat           domain.SeatID // of the place for which it was set
	Place          int
	SeatName       string
	DueOn          domain.Date
	BeforeNextGate bool

	State      ConditionState
	Step       domain.StepID // the newest of its life; zero where none was taken
	StepKind   string
	StepBy     domain.PersonID
	StepByName string
	StepWords  string
	StepAt     time.Time
}

// SetByWords names who set it, and says so where that was on paper.
func (c Condition) SetByWords() string { return c.SetBy + c.OnPaper.Beside() }

// Met reports whether it binds nobody any more.
func (c Condition) Met() bool { return c.State == ConditionMet }

// Overdue reports whether it is due since before the day and not reported met.
func (c Condition) Overdue(today domain.Date) bool {
	return c.State != ConditionMet && c.State != ConditionReported && today.After(c.DueOn)
}

// Status is how it stands on the day: its state, or overdue.
func (c Condition) Status(today domain.Date) string {
	if c.Overdue(today) {
		return "overdue"
	}
	if c.State == "" {
		return string(ConditionOpen)
	}
	return string(c.State)
}

// Blocks reports whether the gate of the area's cycle can neither be submitted nor passed before it is met.
func (c Condition) Blocks(g domain.Gate, cycle int) bool {
	return c.BeforeNextGate && !c.Met() && c.comesBefore(g, cycle)
}

// comesBefore reports whether it was set before the gate of the area's cycle was asked.
func (c Condition) comesBefore(g domain.Gate, cycle int) bool {
	return c.Cycle < cycle || c.Cycle == cycle && c.Gate < g
}

// Concerns reports whether it is shown at the gate of the area's cycle: set at that gate or before it, or in an earlier
// cycle and still to be met.
func (c Condition) Concerns(g domain.Gate, cycle int) bool {
	return c.Cycle == cycle && c.Gate <= g || c.Cycle < cycle && !c.Met()
}

// Blocking lists those of the conditions that block the gate.
func Blocking(list []Condition, g domain.Gate, cycle int) []Condition {
	var blocking []Condition
	for _, c := range list {
		if c.Blocks(g, cycle) {
			blocking = append(blocking, c)
		}
	}
	return blocking
}

// SetOn reports whether it was set on the attempt.
func (c Condition) SetOn(t Attempt) bool { return c.Attempt == t.ID }

// CarriedTo reports whether the condition, set on an earlier attempt, was still to be met when the attempt was
// submitted: whoever decides on it sees it.
func (c Condition) CarriedTo(t Attempt) bool {
	same := c.Cycle == t.Cycle && c.Gate == t.Gate
	if c.Area != t.Area || !same && !c.comesBefore(t.Gate, t.Cycle) || same && c.AttemptNumber >= t.Number {
		return false
	}
	return !c.SetAt.After(t.SubmittedAt) && (!c.Met() || c.StepAt.After(t.SubmittedAt))
}

// OfAttempt lists the conditions set on the attempt, and before them those carried over to it.
func OfAttempt(list []Condition, t Attempt) []Condition {
	var own, carried []Condition
	for _, c := range list {
		switch {
		case c.SetOn(t):
			own = append(own, c)
		case c.CarriedTo(t):
			carried = append(carried, c)
		}
	}
	return append(carried, own...)
}

// CarriedFrom says from where the condition came to the attempt; "" where it was set on it.
func (c Condition) CarriedFrom(t Attempt) string {
	switch {
	case c.SetOn(t):
		return ""
	case c.Cycle != t.Cycle:
		return fmt.Sprintf("Carried over from cycle %d, gate %d, attempt %d", c.Cycle, c.Gate, c.AttemptNumber)
	case c.Gate == t.Gate:
		return fmt.Sprintf("Carried over from attempt %d", c.AttemptNumber)
	}
	return fmt.Sprintf("Carried over from gate %d, attempt %d", c.Gate, c.AttemptNumber)
}

// conditionsMet asks for the conditions that must be met before the gate, and names what else is open. Before gate 1
// come those of the cycle before alone; where there is none, it says nothing.
func conditionsMet(g domain.Gate) func(GateFacts) (bool, string) {
	return func(f GateFacts) (bool, string) {
		if blocking := Blocking(f.OpenConditions, g, f.Cycle); len(blocking) > 0 {
			return false, domain.Counted(len(blocking), "condition is open", "conditions are open") + ": " +
				Named(blocking)
		}
		var carried []Condition
		for _, c := range f.OpenConditions {
			if c.Concerns(g, f.Cycle) && !c.Met() {
				carried = append(carried, c)
			}
		}
		if len(carried) > 0 {
			return true, "none is due before this gate; carried over: " + Named(carried)
		}
		if g == domain.GateAreas {
			return true, ""
		}
		return true, "none open"
	}
}

// Named lists conditions by their words, as many as a line takes.
func Named(list []Condition) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = strings.TrimSuffix(c.Text, ".")
	}
	return domain.SomeOf(words)
}

// Owner is somebody who can be made responsible for a condition: they have an account and may see the gate.
type Owner struct {
	Person   domain.PersonID
	Name     string
	Capacity string
}

// OwnerAmong finds the person among those who can be responsible.
func OwnerAmong(list []Owner, p domain.PersonID) (Owner, bool) {
	for _, o := range list {
		if o.Person == p {
			return o, true
		}
	}
	return Owner{}, false
}
