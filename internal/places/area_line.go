package places

import (
	"strconv"
	"strings"

	"fourgates/internal/domain"
)

// AreaLine is an area as a list shows it: where it stands, and what it waits for.
type AreaLine struct {
	ID       domain.AreaID
	Code     string
	Name     string
	State    AreaState
	Phase    domain.Phase // "" where none is open
	EarlyEnd domain.Date  // as the cycle plans it, or the target date twice
	LateEnd  domain.Date

	PhaseName     string
	PhasePosition int // its place in the order of phases

	Officers  string           // liaison officers of the day, joined by ", "
	Gate      domain.Gate      // of the attempt that is with the Members; 0 for none
	Attempt   domain.AttemptID // that attempt
	GateDue   domain.Date
	Executive domain.AttemptID // at gate 3 that is with the Executive; 0 for none
}

// Running reports whether the area's time goes on: it is neither paused nor out of the programme.
func (l AreaLine) Running() bool { return l.State.Running() }

// Running reports whether the time of an area in the state goes on: it is neither paused nor out of the programme.
func (s AreaState) Running() bool {
	return s == AreaProposed || s == AreaSelected || s == AreaActive || s == AreaDelivering
}

// Late reports whether the area's phase should have ended before the day. Only a running area can be late.
func (l AreaLine) Late(today domain.Date) bool {
	return l.Running() && !l.LateEnd.IsZero() && today.After(l.LateEnd)
}

// GateOverdue reports whether Members should have signed before the day.
func (l AreaLine) GateOverdue(today domain.Date) bool { return l.Gate != 0 && today.After(l.GateDue) }

// Standing is what an area waits for, for lists and the figures that lead to them.
type Standing string

// The standings: its phase should have ended; a gate is with its Members; they should have decided by now; the
// plan is with the Executive.
const (
	StandsLate        Standing = "late"
	StandsWithMembers Standing = "with Members"
	StandsOverdue     Standing = "gate overdue"
	StandsExecutive   Standing = "with the Executive"
)

// Standings lists them.
func Standings() []Standing {
	return []Standing{StandsLate, StandsWithMembers, StandsOverdue, StandsExecutive}
}

// Stands reports whether the area is in the standing on the day.
func (l AreaLine) Stands(s Standing, today domain.Date) bool {
	switch s {
	case StandsLate:
		return l.Late(today)
	case StandsWithMembers:
		return l.Gate != 0
	case StandsOverdue:
		return l.GateOverdue(today)
	case StandsExecutive:
		return l.Executive != 0
	}
	return false
}

// AreaFilter narrows the list of areas. The zero filter takes all.
type AreaFilter struct {
	State    AreaState
	Standing Standing
	Text     string          // part of the name or the code
	Mine     []domain.AreaID // only these, where Own is set
	Own      bool
}

// AreaCursor is a place in the list of areas, which is by name. The zero cursor is its start.
type AreaCursor struct {
	Name string
	ID   domain.AreaID
}

// Cursor is the place in the list just after the line.
func (l AreaLine) Cursor() AreaCursor { return AreaCursor{Name: l.Name, ID: l.ID} }

// String is the cursor as an address carries it; "" for the zero cursor.
func (c AreaCursor) String() string {
	if c.ID == 0 {
		return ""
	}
	return strconv.FormatInt(int64(c.ID), 10) + " " + c.Name
}

// ParseAreaCursor reads what String wrote. Anything else is the zero cursor.
func ParseAreaCursor(s string) AreaCursor {
	id, name, ok := strings.Cut(s, " ")
	n, err := strconv.ParseInt(id, 10, 64)
	if !ok || err != nil || n < 1 {
		return AreaCursor{}
	}
	return AreaCursor{Name: name, ID: domain.AreaID(n)}
}
