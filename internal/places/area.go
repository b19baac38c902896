// Package places holds areas, their boundaries and places, and the seats and Members that they have.
package places

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fourgates/internal/domain"
)

// AreaState is where an area stands in its life (A4).
type AreaState string

// proposed → selected → active → delivering → closed; proposed → rejected; active ↔ paused.
const (
	AreaProposed   AreaState = "proposed"
	AreaSelected   AreaState = "selected"
	AreaActive     AreaState = "active"
	AreaPaused     AreaState = "paused"
	AreaDelivering AreaState = "delivering"
	AreaClosed     AreaState = "closed"
	AreaRejected   AreaState = "rejected"
)

// AreaStates lists every state in the order of life.
func AreaStates() []AreaState {
	return []AreaState{AreaProposed, AreaSelected, AreaActive, AreaPaused, AreaDelivering, AreaClosed, AreaRejected}
}

// areaMoves are the moves that a person may make by hand. Selected and active come from gate 1 only.
var areaMoves = map[AreaState][]AreaState{
	AreaProposed:   {AreaRejected},
	AreaRejected:   {AreaProposed},
	AreaActive:     {AreaPaused},
	AreaPaused:     {AreaActive},
	AreaDelivering: {AreaClosed},
}

// Moves lists the states to which a person may move the area by hand, with a reason.
func (s AreaState) Moves() []AreaState { return areaMoves[s] }

// MoveWords names the move from one state to another as a person would: "Pause", "Resume".
func MoveWords(from, to AreaState) string {
	switch {
	case to == AreaRejected:
		return "Reject the proposal"
	case from == AreaRejected && to == AreaProposed:
		return "Propose again"
	case to == AreaPaused:
		return "Pause"
	case from == AreaPaused && to == AreaActive:
		return "Resume"
	case to == AreaClosed:
		return "Close"
	}
	return "Move to " + string(to)
}

// Area is a nominal geographic area (004, phase 1).
type Area struct {
	ID        domain.AreaID
	Code      string
	Name      string
	Rationale string
	State     AreaState
	Version   int
	CreatedBy domain.PersonID
	CreatedAt time.Time
	Overrides []domain.Override // of its present cycle, by gate

	Cycle      int         // that it is in, from 1
	CycleEnded domain.Date // the last day of that; zero while it goes on
}

// Ended reports whether the area has left the programme: nothing about its ground or people changes any more.
func (a Area) Ended() bool { return a.State == AreaClosed || a.State == AreaRejected }

// CheckRunning refuses to record anything about the ground, people or views of an area that has left the programme.
func (a Area) CheckRunning() error {
	switch a.State {
	case AreaClosed:
		return domain.Blocked("", "The area is closed: nothing can be recorded for it any more")
	case AreaRejected:
		return domain.Blocked("", "The area is rejected: propose it again first")
	}
	return nil
}

// CheckCycle is CheckRunning for what belongs to the cycle that the area is in: it refuses it once that has ended.
func (a Area) CheckCycle() error {
	if err := a.CheckRunning(); err != nil {
		return err
	}
	return a.CheckGoesOn(a.Cycle)
}

// CheckGoesOn refuses to change what belongs to a cycle of the area that has ended.
func (a Area) CheckGoesOn(cycle int) error {
	switch {
	case cycle < a.Cycle:
		return domain.Blocked("", fmt.Sprintf("Cycle %d of this area has ended: nothing of it is changed any more",
			cycle))
	case !a.CycleEnded.IsZero():
		return domain.Blocked("", a.CycleOver())
	}
	return nil
}

// CycleOver says that the cycle has ended, and who begins the next; "" while it goes on.
func (a Area) CycleOver() string {
	if a.CycleEnded.IsZero() {
		return ""
	}
	return fmt.Sprintf("Cycle %d of this area ended on %s: a planning officer begins cycle %d first", a.Cycle,
		a.CycleEnded.Words(), a.Cycle+1)
}

// CheckUnsigned is CheckRunning for what Members sign: it refuses a change while a gate of the area is with them.
func (a Area) CheckUnsigned(openAttempt bool) error {
	if openAttempt {
		return withMembers
	}
	return a.CheckRunning()
}

var withMembers = domain.Blocked("", "A gate of this area is with its Members: withdraw it first")

// Move returns the area in the state moved to by hand. It refuses a move that the life cycle does not have, one without
// a reason, and one while a gate of the area is with its Members.
func (a Area) Move(to AreaState, reason string, openAttempt bool) (Area, error) {
	if openAttempt {
		return a, withMembers
	}
	var b []domain.Blocker
	if !slices.Contains(a.State.Moves(), to) {
		b = append(b, domain.Blocker{ID: "move", Field: "to",
			Words: fmt.Sprintf("An area that is %s cannot become %s by hand", a.State, orNothing(string(to)))})
	}
	if reason == "" {
		b = append(b, domain.Blocker{ID: "reason", Field: "reason", Words: "Enter the reason"})
	}
	if len(b) > 0 {
		return a, &domain.BlockedError{Blockers: b}
	}
	a.State = to
	return a, nil
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// NextAreaCode suggests the code after those in use: the prefix of the newest with its number raised by one.
func NextAreaCode(inUse []string) string {
	prefix, number, width := "LCA-", 0, 2
	for _, code := range inUse {
		head := strings.TrimRight(code, "0123456789")
		digits := code[len(head):]
		if n, err := strconv.Atoi(digits); err == nil && n > number && len(digits) < 9 {
			prefix, number, width = head, n, max(2, len(digits))
		}
	}
	return fmt.Sprintf("%s%0*d", prefix, width, number+1)
}

// What happened to an area, by whom and why.
type (
	// AreaStateChange is one step of an area's life (A4).
	AreaStateChange struct {
		State  AreaState
		Reason string
		By     string
		At     time.Time
	}
	// AreaBoundary is one version of an area's boundary, with the reason for it (A3).
	AreaBoundary struct {
		Version  int
		Boundary string // GeoJSON geometry, WGS84; "" where only the history is asked for
		Reason   string
		By       string
		At       time.Time
	}
)

// BoundaryOn is the version that stood at the end of the day; the first, for a day before there was any. The versions
// are the newest first.
func BoundaryOn(versions []AreaBoundary, on domain.Date) AreaBoundary {
	var first AreaBoundary
	for _, v := range versions {
		if first = v; !v.After(on) {
			break
		}
	}
	return first
}

// After reports whether the version was given after the day.
func (b AreaBoundary) After(on domain.Date) bool { return domain.DateOf(b.At).After(on) }

// AreaSeat is a seat that an area overlaps (A2).
type AreaSeat struct {
	Seat      domain.SeatID
	Code      string
	Name      string
	Kind      SeatKind
	Places    int
	Authority string
	Tier      Tier
	Percent   float64 // share of the area that lies in the seat
}

// SeatsCompared is what a change of boundary does to the seats of an area: those that come, that go, and that stay.
type SeatsCompared struct{ Come, Go, Stay []AreaSeat }

// CompareAreaSeats compares the seats that an area overlaps before and after a change. Those that stay carry the new
// percentage.
func CompareAreaSeats(before, after []AreaSeat) SeatsCompared {
	var c SeatsCompared
	for _, s := range after {
		if seatIn(before, s.Seat) {
			c.Stay = append(c.Stay, s)
		} else {
			c.Come = append(c.Come, s)
		}
	}
	for _, s := range before {
		if !seatIn(after, s.Seat) {
			c.Go = append(c.Go, s)
		}
	}
	return c
}

func seatIn(seats []AreaSeat, id domain.SeatID) bool {
	return slices.ContainsFunc(seats, func(s AreaSeat) bool { return s.Seat == id })
}

// AreaPlace is a named place in an area, to choose from when an issue is raised (D3).
type AreaPlace struct {
	ID     domain.PlaceID
	Area   domain.AreaID
	Name   string
	Point  *domain.Point // nil where it has no point
	Issues int           // how many issues are at it
	// the point that was said to be right though it lies outside of the area, as domain.PointWords has it
	Outside string `db:"-" json:"-"`
}

// AreaName is an area to choose from a list.
type AreaName struct {
	ID   domain.AreaID
	Name string
}
