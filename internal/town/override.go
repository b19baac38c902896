package town

import (
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/gates/gateapp"
)

// Overridden is the town whose planning officer has overridden gates 1, 2 and 3; its plan waits for the Executive.
func Overridden(t *testing.T) *Town {
	t.Helper()
	c := NewCastle(t)
	c.Overrides(domain.GateAreas, "The county's seats are empty until June")
	c.ReadyForIssues()
	c.Overrides(domain.GateIssues, "Half of the Members are unwell")
	c.draftPlan()
	c.Overrides(domain.GateDraftPlan, "The funder closes on Friday")
	return c
}

// Overrides passes a gate without its Members, as the planning officer does.
func (c *Town) Overrides(gate domain.Gate, reason string) {
	c.T.Helper()
	if err := gateapp.OverrideGate(c.T.Context(), c.App, c.Actor(c.Owen), c.Area, gate, reason); err != nil {
		c.T.Fatal(err)
	}
}
