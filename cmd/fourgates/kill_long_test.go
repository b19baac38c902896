//go:build long

package main

import "testing"

func TestServerKilledFiftyTimesWhileMembersSign(t *testing.T) { killServer(t, 50, 160) }

func TestDatabaseKilledFiveTimesWhileMembersSign(t *testing.T) { killDatabase(t, 5, 40) }
