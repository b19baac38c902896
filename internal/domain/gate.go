package domain

import (
	"fmt"
)

// Gate is one of the four points at which Area Members sign off project progress (004).
type Gate int

// The gates of 004.
const (
	GateAreas       Gate = 1 // Agreement on selected areas
	GateIssues      Gate = 2 // Issues categorised and synthesised
	GateDraftPlan   Gate = 3 // Draft plan and bids
	GatePublication Gate = 4 // Publication
)

// Gates lists the four.
func Gates() []Gate { return []Gate{GateAreas, GateIssues, GateDraftPlan, GatePublication} }

// Title is the gate with its number and what it agrees.
func (g Gate) Title() string {
	switch g {
	case GateAreas:
		return "Gate 1: agreement on selected areas"
	case GateIssues:
		return "Gate 2: issues categorised and synthesised"
	case GateDraftPlan:
		return "Gate 3: draft plan and bids"
	case GatePublication:
		return "Gate 4: publication"
	}
	return fmt.Sprintf("Gate %d", int(g))
}
