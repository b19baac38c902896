// Package cycles holds the rules of areas' cycles: how one ends, what is carried over, and how the next begins.
package cycles

import (
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/places"
	"fourgates/internal/plans"
)

// How is how a cycle ends.
type How string

// The ways in which a cycle ends (E1).
const (
	PlanDecided How = "plan decided"
	Withdrawn   How = "withdrawn"
	NotPursued  How = "not pursued"
)

// Hows lists them.
func Hows() []How { return []How{PlanDecided, Withdrawn, NotPursued} }

// Words is the way as a sentence without its stop.
func (h How) Words() string {
	switch h {
	case PlanDecided:
		return "Its plan is decided"
	case Withdrawn:
		return "The area was withdrawn"
	case NotPursued:
		return "It is not pursued any further"
	}
	return string(h)
}

// MostReason is how long a reason can be.
const MostReason = 1000

// Standing is where the present cycle of an area stands, as far as ending it or beginning the next asks about it.
type Standing struct {
	Area     places.Area
	Began    domain.Date // its first phase; zero where none was entered
	Newest   domain.Date // the last thing that happened of it: a phase, a gate, a decision in force
	EndedBy  string      // "" while it goes on
	OpenGate domain.Gate // that is with its Members; zero for none
	Attempt  domain.AttemptID
	Plan     plans.PlanState // "" where none was started
	Online   domain.Date     // the last day of an online round that is planned or open; zero for none
	Decision string          // the state of an Executive decision that is neither in force nor returned; "" for none

	QuickWins int // under way
	Asks      int // of services, organisations and Members that wait for an answer, and go on
	AsksEnd   int // that end with it
	Open      []OpenIssue
	Over      int // issues of it with which nothing more is to be done
	Waiting   int // issues that came in since it ended: for the next
}

// OpenIssue is an issue of the cycle about which something is still to be done.
type OpenIssue struct {
	ID         domain.IssueID
	Title      string
	State      issues.IssueState
	Restricted bool
}

// End is the ending of a cycle as it is asked for.
type End struct {
	On      domain.Date
	How     How
	Reason  string
	LeftOut map[domain.IssueID]string // open issues that are not carried over, with why
}

// decided reports whether the plan is an approved draft or beyond.
func decided(s plans.PlanState) bool {
	return slices.Contains([]plans.PlanState{plans.PlanApprovedDraft, plans.PlanFinalConsultation, plans.PlanReady,
		plans.PlanPublished, plans.PlanSuperseded, plans.PlanClosed}, s)
}

// MayEndAs lists the ways in which the cycle can end as its plan stands.
func (s Standing) MayEndAs() []How {
	if decided(s.Plan) {
		return Hows()
	}
	return []How{Withdrawn, NotPursued}
}

// CheckEndable returns a *domain.StateError where the cycle has ended already: somebody was first.
func (s Standing) CheckEndable() error {
	if s.Area.CycleEnded.IsZero() {
		return nil
	}
	return domain.Stands("Cycle %d of this area was ended by %s, on %s", s.Area.Cycle, s.EndedBy,
		s.Area.CycleEnded.Words())
}

// Runs reports whether a cycle of an area in the state goes on, so that it can end: an area that is not selected yet is
// rejected instead.
func Runs(s places.AreaState) bool {
	return s == places.AreaActive || s == places.AreaPaused || s == places.AreaDelivering
}

// Hindrances lists every reason why the cycle cannot be ended now, whatever is typed.
func (s Standing) Hindrances() []domain.Blocker {
	var list []domain.Blocker
	add := func(id, words string) { list = append(list, domain.Blocker{ID: id, Words: words}) }
	switch s.Area.State {
	case places.AreaClosed, places.AreaRejected:
		add("state", fmt.Sprintf("The area is %s: none of its cycles goes on", s.Area.State))
	case places.AreaProposed, places.AreaSelected:
		add("state", fmt.Sprintf("The area is %s: reject the proposal where it is not pursued", s.Area.State))
	}
	if s.OpenGate != 0 {
		add("attempt", fmt.Sprintf("Gate %d is with its Members: withdraw it first, or let them decide", s.OpenGate))
	}
	if !s.Online.IsZero() {
		add("online", "The community is asked about priorities online until "+s.Online.Words()+
			": cancel that round, or let it close")
	}
	switch {
	case s.Decision != "":
		add("decision", fmt.Sprintf("The Executive’s decision on this cycle is %s: it has to be in force or returned "+
			"first", s.Decision))
	case s.Plan == plans.PlanWithExecutive:
		add("decision", "The plan is with the Executive: it decides on it or returns it first")
	}
	return list
}

// EndBlockers lists every reason why the cycle cannot be ended so, by field.
func (s Standing) EndBlockers(e End, today domain.Date) []domain.Blocker {
	list := s.Hindrances()
	add := func(field, words string) {
		list = append(list, domain.Blocker{ID: field, Field: field, Words: words})
	}
	switch {
	case !slices.Contains(Hows(), e.How):
		add("how", "Choose how the cycle ends")
	case !slices.Contains(s.MayEndAs(), e.How):
		add("how", "The plan of this cycle is not decided: choose another way, or wait for the decision")
	}
	switch {
	case e.On.IsZero():
		add("on", "Enter the day on which the cycle ends")
	case e.On.After(today):
		add("on", "That day has not come yet: enter today or an earlier day")
	case e.On.Before(s.Newest):
		add("on", "The last thing that happened of this cycle was on "+s.Newest.Words()+
			": enter that day or a later one")
	}
	if strings.TrimSpace(e.Reason) == "" {
		add("reason", "Enter why the cycle ends: it stands with the cycle")
	}
	for _, is := range s.Open {
		if why, left := e.LeftOut[is.ID]; left && strings.TrimSpace(why) == "" {
			add(OutField(is.ID), "Enter why this issue is left out")
		}
	}
	return list
}

// Left are those of the open issues that are left out, with why: what is not open any more is passed over.
func (s Standing) Left(e End) map[domain.IssueID]string {
	left := map[domain.IssueID]string{}
	for _, is := range s.Open {
		if why, out := e.LeftOut[is.ID]; out {
			left[is.ID] = strings.TrimSpace(why)
		}
	}
	return left
}

// OutField is the name of the field that says why an issue is left out.
func OutField(id domain.IssueID) string { return fmt.Sprintf("out-%d", id) }

// CheckBeginnable returns a *domain.BlockedError where the next cycle cannot begin: the area has left the programme or
// is paused; and a *domain.StateError where the present one goes on, such as when somebody was first.
func (s Standing) CheckBeginnable() error {
	if err := s.Area.CheckRunning(); err != nil {
		return err
	}
	if s.Area.State == places.AreaPaused {
		return domain.Blocked("", "The area is paused: resume it first")
	}
	if s.Area.CycleEnded.IsZero() {
		return domain.Stands("Cycle %d of this area goes on: it has to end before the next begins", s.Area.Cycle)
	}
	return nil
}

// BeginBlockers lists every reason why the next cycle cannot begin on the day.
func (s Standing) BeginBlockers(on, today domain.Date) []domain.Blocker {
	words := ""
	switch {
	case on.IsZero():
		words = "Enter the day on which the cycle begins"
	case on.After(today):
		words = "That day has not come yet: enter today or an earlier day"
	case on.Before(s.Area.CycleEnded):
		words = fmt.Sprintf("Cycle %d ended on %s: enter that day or a later one", s.Area.Cycle,
			s.Area.CycleEnded.Words())
	default:
		return nil
	}
	return []domain.Blocker{{ID: "on", Field: "on", Words: words}}
}

// Cycle is one cycle of an area, as a list shows it.
type Cycle struct {
	Number  int
	Began   domain.Date // zero where no phase of it was entered
	EndedOn domain.Date // zero while it goes on
	How     How
	Reason  string
	EndedBy string
	Plan    domain.PlanID // zero where none was started
	State   plans.PlanState
	Gates   []domain.Gate // passed

	New, Again  int // issues: came in with it or were taken up again
	Brought     int // carried over to it
	CarriedOver int // to the next
	LeftOut     int
	Closed      int
}
