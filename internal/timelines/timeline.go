// Package timelines holds the rules of timelines: templates, phases, holidays, changes and forecasts.
package timelines

import (
	"slices"
	"time"

	"fourgates/internal/domain"
)

// Timeline is an area's cycle: what is planned, what happened, and why they differ (F1–F5). Its phases are in order.
//
// The plan is kept as it was agreed: a phase that ends late moves nothing by itself. It is late until somebody moves
// its end with a reason and the party that it is down to, which shifts what follows; until then the forecast alone
// shows what it does to the rest.
type Timeline struct {
	Area      domain.AreaID
	Cycle     int
	Template  int // version that it was started from
	Version   int // raised by every change, so that two people do not change it at once
	StartedOn domain.Date
	Phases    []PlannedPhase
	Changes   []TimelineChange // newest first
}

// PlannedPhase is a phase of a cycle. Where it has weeks, its start and its end are ranges from an early to a late day;
// where it has none, a person sets the target date by which it is to end.
type PlannedPhase struct {
	Phase       domain.Phase
	Name        string
	Description string
	Gate        domain.Gate // at its end; 0 for none
	EarlyStart  domain.Date
	LateStart   domain.Date
	EarlyEnd    domain.Date
	LateEnd     domain.Date
	TargetOn    domain.Date
	Skipped     bool

	OpenedOn   domain.Date // what happened
	ClosedOn   domain.Date
	GatePassed bool
	Activities []Activity `db:"-"`
}

// Activity is a headline activity of a phase of a cycle.
type Activity struct {
	ID        domain.ActivityID
	Phase     domain.Phase
	Text      string
	Alongside bool
	Skipped   bool
	DoneOn    domain.Date
	DoneBy    string
}

// TimelineChange is a deviation with its reason and, where something slipped, the party that it is down to (F2, F5).
type TimelineChange struct {
	Phase  domain.Phase
	What   string
	Kind   DeviationKind // "" of one made before kinds were asked
	Reason string
	Party  Party
	Days   int // how far the late ends of what follows moved; negative is time gained
	By     string
	At     time.Time
}

// Party is whom slippage is down to (F5).
type Party string

// The parties.
const (
	PartyTeam      Party = "liaison team"
	PartyMembers   Party = "Members"
	PartyExecutive Party = "Executive"
	PartyService   Party = "service"
	PartyPartner   Party = "partner"
	PartyCommunity Party = "community"
	PartyOutside   Party = "outside"
)

// Parties lists them.
func Parties() []Party {
	return []Party{PartyTeam, PartyMembers, PartyExecutive, PartyService, PartyPartner, PartyCommunity, PartyOutside}
}

// Start makes a cycle of the template: each phase follows on the one before, early on early and late on late, so that
// ranges accumulate. The first begins on the day. Phases that the area has entered keep the dates of then; what follows
// hangs on the last.
func (t Template) Start(on domain.Date, entered []domain.OpenPhase) Timeline {
	line := Timeline{Template: t.Version, Version: 1, StartedOn: on}
	last := -1
	for i, p := range t.Phases {
		planned := PlannedPhase{Phase: p.Phase, Name: p.Name, Description: p.Description, Gate: p.Gate}
		for _, a := range p.Activities {
			planned.Activities = append(planned.Activities, Activity{Phase: p.Phase, Text: a.Text,
				Alongside: a.Alongside})
		}
		o := p.Open(on)
		if at := slices.IndexFunc(entered, func(o domain.OpenPhase) bool { return o.Phase == p.Phase }); at >= 0 {
			o, last = entered[at], i
			planned.OpenedOn, planned.ClosedOn = o.OpenedOn, o.ClosedOn
		}
		planned.EarlyStart, planned.LateStart, planned.EarlyEnd, planned.LateEnd = o.OpenedOn, o.OpenedOn, o.EarlyEnd,
			o.LateEnd
		line.Phases = append(line.Phases, planned)
	}
	for i := range line.Phases[:max(last, 0)] { // passed over before anybody kept dates
		if p := &line.Phases[i]; p.OpenedOn.IsZero() {
			p.EarlyStart, p.LateStart, p.EarlyEnd, p.LateEnd = domain.Date{}, domain.Date{}, domain.Date{},
				domain.Date{}
		}
	}
	line.chain(max(last, 0))
	return line
}

// Propose is the cycle that would be started on the day, and the phases entered as they would then be kept. While only
// the first phase is open, that begins on the day given or, for the zero Date, on the day when it was opened, or today;
// otherwise the phases entered keep their dates.
func (t Template) Propose(on, today domain.Date, entered []domain.OpenPhase) (Timeline, []domain.OpenPhase) {
	first := t.Phases[0]
	entered = slices.Clone(entered)
	switch {
	case len(entered) == 0:
		if on.IsZero() {
			on = today
		}
		entered = []domain.OpenPhase{first.Open(on)}
	case on.IsZero() || len(entered) > 1 || entered[0].Phase != first.Phase:
		on = entered[0].OpenedOn
	case on != entered[0].OpenedOn:
		entered[0] = first.Open(on)
	}
	return t.Start(on, entered), entered
}

// chain lets every phase after the given one follow on the one before it, with the time that it has. Phases entered
// stay as they are.
func (t *Timeline) chain(after int) {
	before := after
	for before > 0 && t.Phases[before].Skipped {
		before--
	}
	for i := after + 1; i < len(t.Phases); i++ {
		p := &t.Phases[i]
		if t.entered(i) {
			before = i
			continue
		}
		early, late, weeks := p.days()
		p.EarlyStart, p.LateStart = t.Phases[before].ends()
		if weeks && !p.EarlyStart.IsZero() {
			p.EarlyEnd, p.LateEnd = p.EarlyStart.AddDays(early), p.LateStart.AddDays(late)
		}
		if !p.Skipped {
			before = i
		}
	}
}

// days is how long the phase is planned to take, early and late; ok is false where it has no weeks.
func (p PlannedPhase) days() (early, late int, ok bool) {
	if p.LateEnd.IsZero() || p.LateStart.IsZero() {
		return 0, 0, false
	}
	return p.EarlyEnd.DaysSince(p.EarlyStart), p.LateEnd.DaysSince(p.LateStart), true
}

// ends is when the phase is planned to end: its range, or its target twice; zero days where neither is set.
func (p PlannedPhase) ends() (early, late domain.Date) {
	if p.LateEnd.IsZero() {
		return p.TargetOn, p.TargetOn
	}
	return p.EarlyEnd, p.LateEnd
}

// Due is the last day by which the phase is planned to end: its late end, or its target; the zero Date where none is
// set.
func (p PlannedPhase) Due() domain.Date {
	_, late := p.ends()
	return late
}

// Open returns what is kept of the phase entered on the day: it has the time from then that the plan gives it. Where
// its end was moved so that it would take less time late than early, the early end is the late one.
func (p PlannedPhase) Open(on domain.Date) domain.OpenPhase {
	o := domain.OpenPhase{Phase: p.Phase, OpenedOn: on}
	if early, late, ok := p.days(); ok {
		o.EarlyEnd, o.LateEnd = on.AddDays(min(early, late)), on.AddDays(late)
	}
	return o
}

// Begun reports whether the phase was entered.
func (p PlannedPhase) Begun() bool { return !p.OpenedOn.IsZero() }

// Ended reports whether the phase was entered and left.
func (p PlannedPhase) Ended() bool { return !p.ClosedOn.IsZero() }

// Running reports whether the phase goes on.
func (p PlannedPhase) Running() bool { return p.Begun() && !p.Ended() }

// DaysLate is how many days the phase ended after it should have, or goes on after it should have ended; 0 or less is
// in time. ok is false where it has not begun or nobody set a date, and where it goes on and no day is given: the time
// of an area that is paused or has left the programme stands still.
func (p PlannedPhase) DaysLate(today domain.Date) (days int, ok bool) {
	due := p.Due()
	switch {
	case !p.Begun() || due.IsZero():
		return 0, false
	case p.Ended():
		return p.ClosedOn.DaysSince(due), true
	case today.IsZero():
		return 0, false
	}
	return today.DaysSince(due), true
}

// PresentAt is the index of the phase that goes on, the first of them where there are two; -1 where none does.
func (t Timeline) PresentAt() int {
	return slices.IndexFunc(t.Phases, PlannedPhase.Running)
}

// At is the index of a phase, or -1.
func (t Timeline) At(p domain.Phase) int {
	return slices.IndexFunc(t.Phases, func(is PlannedPhase) bool { return is.Phase == p })
}

// entered reports whether the phase at the index has begun. One that was left when a gate was called back is before us
// again.
func (t Timeline) entered(at int) bool {
	p := t.Phases[at]
	if !p.Ended() {
		return p.Begun()
	}
	present := t.PresentAt()
	return present < 0 || at <= present
}

// Past reports whether the phase at the index is past: entered and left, or passed over without being entered.
func (t Timeline) Past(at int) bool {
	if t.entered(at) {
		return t.Phases[at].Ended()
	}
	for later := at + 1; later < len(t.Phases); later++ {
		if t.entered(later) {
			return true
		}
	}
	return false
}

// Slippage is how far a party's changes moved the end.
type Slippage struct {
	Party   Party
	Days    int
	Changes int
}

// Slippages sums the days of the changes by party, in the order of Parties; those without a change are left out.
func (t Timeline) Slippages() []Slippage {
	var sums []Slippage
	for _, party := range Parties() {
		s := Slippage{Party: party}
		for _, c := range t.Changes {
			if c.Party == party {
				s.Days, s.Changes = s.Days+c.Days, s.Changes+1
			}
		}
		if s.Changes > 0 {
			sums = append(sums, s)
		}
	}
	return sums
}
