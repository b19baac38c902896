package domain

import "time"

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

// Area is a nominal geographic area (004, phase 1).
type Area struct {
	ID        AreaID
	Code      string
	Name      string
	Rationale string
	State     AreaState
	Version   int
	CreatedBy PersonID
	CreatedAt time.Time
}

// ValidityView is what community or a service provider says of the area's boundary (A3).
type ValidityView struct {
	Kind     string // "community" or "service provider"
	SaidBy   string
	Supports string // "yes", "no" or "partly"
	Note     string
	SaidOn   Date
}

// Who a validity view can come from, and what it can say.
const (
	FromCommunity       = "community"
	FromServiceProvider = "service provider"
)

// Induction outcomes (A8): the newest for a Member and area counts.
const (
	InductionDone     = "done"
	InductionDeclined = "declined"
	InductionWaived   = "waived"
)
