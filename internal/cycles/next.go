package cycles

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/places"
	"fourgates/internal/timelines"
)

// Ahead is what the next step of an area is worked out from.
type Ahead struct {
	Area     places.Area
	Ground   bool // it has a boundary
	Started  bool // its cycle is; else there is no Timeline
	Timeline timelines.Timeline
	ToDo     []string          // of the phase that goes on: what is missing before it ends
	Officers []string          // its liaison officers of the day
	Open     *gates.Attempt    // that is with the Members; nil for none
	Asked    []gates.Signatory // whom the open attempt asks
	// Executive is the attempt at gate 3 that is with the Executive; zero for none.
	Executive  domain.AttemptID
	Conditions []gates.Condition // of the cycle, and those carried over into it
}

// StepKind is what the next step of an area is.
type StepKind string

// The kinds of steps.
const (
	StepNone        StepKind = "none" // nothing is to be done: the area is paused or out of the programme
	StepCycle       StepKind = "begin the next cycle"
	StepBoundary    StepKind = "give the boundary"
	StepTimeline    StepKind = "start the timeline"
	StepMembers     StepKind = "Members decide"
	StepExecutive   StepKind = "the Executive decides"
	StepGate        StepKind = "submit the gate"
	StepPhase       StepKind = "begin the next phase"
	StepPublication StepKind = "prepare gate 4"
	StepLast        StepKind = "the last phase goes on"
)

// Step is the next step of an area: what it is, whose it is, what is missing for it, and by when.
type Step struct {
	Kind    StepKind
	What    string // as words in a sentence: "submit gate 2"
	Whose   string // in words; "" for nobody's
	Missing []string
	Due     domain.Date // zero where no day is set
	Gate    domain.Gate // that is to be submitted or decided; zero for none
	Attempt domain.AttemptID
}

// DaysLate is how many days ago the step should have been done; 0 or less is in time.
func (s Step) DaysLate(today domain.Date) int {
	if s.Due.IsZero() {
		return 0
	}
	return today.DaysSince(s.Due)
}

// Next is the next step of an area. What waits for others goes before what the officer would do meanwhile.
func (a Ahead) Next() Step {
	switch state := a.Area.State; {
	case state == places.AreaPaused, state == places.AreaRejected, state == places.AreaClosed:
		return Step{Kind: StepNone, What: fmt.Sprintf("nothing: the area is %s", state)}
	case !a.Area.CycleEnded.IsZero():
		return Step{Kind: StepCycle, What: fmt.Sprintf("begin cycle %d, or close the area", a.Area.Cycle+1),
			Whose: "The planning officer"}
	case !a.Ground:
		return Step{Kind: StepBoundary, What: "give the area its boundary", Whose: a.officers()}
	case a.Open != nil:
		return Step{Kind: StepMembers, What: fmt.Sprintf("Members decide at gate %d", a.Open.Gate),
			Whose: a.waitedFor(), Due: a.Open.DueOn, Gate: a.Open.Gate, Attempt: a.Open.ID}
	case a.Executive != 0:
		return Step{Kind: StepExecutive, What: "the Executive decides on the plan", Whose: "The Executive",
			Gate: domain.GateDraftPlan, Attempt: a.Executive}
	case !a.Started && (a.Area.State == places.AreaProposed || a.Area.State == places.AreaSelected):
		return Step{Kind: StepGate, What: "submit gate 1: passing it starts the timeline", Whose: a.officers(),
			Gate: domain.GateAreas}
	case !a.Started:
		return Step{Kind: StepTimeline, What: "start the timeline", Whose: a.officers()}
	}
	return a.inPhase()
}

// inPhase is the next step where nothing waits for others: what ends the phase that goes on.
func (a Ahead) inPhase() Step {
	at := a.Timeline.PresentAt()
	if at < 0 {
		return Step{Kind: StepPhase, What: "begin the next phase: none goes on", Whose: a.officers()}
	}
	p := a.Timeline.Phases[at]
	s := Step{Kind: StepPhase, Whose: a.officers(), Missing: a.ToDo, Due: p.Due()}
	next, _, follows := a.Timeline.Next(a.Area.State)
	switch {
	case p.Gate == domain.GatePublication:
		s.Kind, s.What = StepPublication, fmt.Sprintf("finish phase %s: gate 4 ends it", p.Title())
	case p.Gate != 0 && !p.GatePassed:
		s.Kind, s.Gate = StepGate, p.Gate
		s.What = fmt.Sprintf("submit gate %d, which ends phase %s", p.Gate, p.Title())
		for _, c := range a.Conditions {
			if c.Blocks(p.Gate, a.Area.Cycle) {
				s.Missing = append(s.Missing, "Condition to be met first: "+c.Text)
			}
		}
	case !follows:
		s.Kind, s.What = StepLast, fmt.Sprintf("phase %s goes on: it is the last", p.Title())
	default:
		s.What = fmt.Sprintf("end phase %s and begin %s", p.Phase, next.Title())
	}
	return s
}

// officers names who works for the area.
func (a Ahead) officers() string {
	switch len(a.Officers) {
	case 0:
		return "Nobody: no liaison officer is assigned today"
	case 1:
		return a.Officers[0] + ", liaison officer"
	}
	return domain.Listed(a.Officers) + ", liaison officers"
}

// mostNamed is how many people are named of those waited for; more are counted.
const mostNamed = 4

// waitedFor names the Members who have not decided yet.
func (a Ahead) waitedFor() string {
	var waits []gates.Signatory
	for _, s := range a.Asked {
		if s.Pending() {
			waits = append(waits, s)
		}
	}
	switch names := gates.HolderNames(waits); {
	case len(waits) == 0:
		return "Nobody is waited for any more"
	case len(names) > mostNamed:
		return fmt.Sprintf("%d Members who have not decided", len(names))
	default:
		return domain.Listed(names)
	}
}

// Later is something of an area that is ahead, besides its next step.
type Later struct {
	Kind      LaterKind
	Early, On domain.Date // the last day; zero where none is known. Early is that of a range, else zero
	What      string
	Who       string
	Condition domain.ConditionID
	Gate      domain.Gate
	Overdue   bool
}

// LaterKind is what is ahead.
type LaterKind string

// The kinds of what is ahead.
const (
	LaterCondition LaterKind = "condition"
	LaterGate      LaterKind = "gate"
)

// Then lists what is ahead besides the next step: every condition that is not met, by the day on which it is due, and
// the gates with the days between which each is expected. What has no day comes last.
func (a Ahead) Then(next Step, today domain.Date) []Later {
	var list []Later
	for _, c := range a.Conditions {
		if !c.Met() {
			list = append(list, Later{Kind: LaterCondition, On: c.DueOn, Who: c.OwnerName, Condition: c.ID,
				What: fmt.Sprintf("Condition of gate %d: %s", c.Gate, c.Text), Overdue: c.Overdue(today)})
		}
	}
	if a.Started && a.Area.State.Running() && a.Area.CycleEnded.IsZero() {
		for _, g := range a.Timeline.GateDates(today) {
			if g.Gate != next.Gate {
				list = append(list, Later{Kind: LaterGate, Early: g.Early, On: g.Late, Gate: g.Gate,
					What: fmt.Sprintf("Gate %d expected", g.Gate)})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y Later) int {
		switch {
		case x.On == y.On:
			return 0
		case y.On.IsZero(), !x.On.IsZero() && x.On.Before(y.On):
			return -1
		}
		return 1
	})
	return list
}

// Figures are what an area has in its present cycle, as far as the reader may see it.
type Figures struct {
	Issues, ToTriage         int
	Priorities, WithoutCause int
	QuickWins, WithoutDay    int // of those that are not over
	Solutions, Feasible      int
	ToDo                     []string // in the phase: activities neither done nor skipped that do not run alongside
}
