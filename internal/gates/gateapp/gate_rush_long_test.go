//go:build long

package gateapp_test

import "testing"

func TestTwoHundredSignAtOnceAndTheGatePassesOnce(t *testing.T) { signAtOnce(t, 200) }

func TestTwoHundredGatesPassAtOnce(t *testing.T) { gatesPassAtOnce(t, 200) }
