package syntheses

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MayRun reports whether the actor plans sessions of the area, records them and calls them off: its officers.
func MayRun(a policy.Actor, area domain.AreaID) bool { return policy.CanIn(a, policy.WorkIssues, area) }

// MayRead reports whether the actor reads who came and what was synthesised: whoever reads the area's gates.
func MayRead(a policy.Actor, area domain.AreaID) bool { return policy.CanIn(a, policy.ViewGates, area) }
