//go:build long

package gateapp_test

import (
	"testing"

	"fourgates/internal/domain"
)

// The table of domain §7.1 at the gates that the short test leaves out.
func TestWhoeverIsAskedCanAnswerWhateverHappens(t *testing.T) {
	whoeverIsAsked(t, domain.GateAreas, domain.GateDraftPlan)
}
