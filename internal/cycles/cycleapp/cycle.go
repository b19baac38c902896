// Package cycleapp ends the cycles of areas and begins the next.
package cycleapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cyclestore"
	"fourgates/internal/domain"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/timelines/timelineapp"
)

// standing locks an area against whatever gates and officers do there, and loads where its cycle stands. It returns
// domain.ErrNotFound where the actor may not see the area, and domain.ErrForbidden where not move its cycles.
func standing(ctx context.Context, s *act.Step, id domain.AreaID) (is cycles.Standing, err error) {
	if _, err := placestore.Area(ctx, s.Writer.Reader, policy.ScopeOf(s.Actor, policy.ViewAreas), id); err != nil {
		return is, err
	}
	if err := policy.CheckIn(s.Actor, policy.MoveCycle, id); err != nil {
		return is, err
	}
	if err := gatestore.LockForGate(ctx, s.Writer, id); err != nil {
		return is, err
	}
	area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewAreas), id)
	if err != nil {
		return is, err
	}
	return cyclestore.Standing(ctx, s.Writer.Reader, area, s.Today())
}

// EndCycle ends the present cycle of an area on a day, with the reason, and says of each of its issues whether it is
// carried over (E1). A plan that was still drafted is closed. It returns a *domain.BlockedError by field, and a
// *domain.StateError where the cycle has ended already.
func EndCycle(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, e cycles.End) error {
	return a.Do(ctx, actor, policy.MoveCycle, func(s *act.Step) error {
		is, err := standing(ctx, s, area)
		if err != nil {
			return err
		}
		if err := is.CheckEndable(); err != nil {
			return err
		}
		if err := domain.BlockedBy(is.EndBlockers(e, s.Today())); err != nil {
			return err
		}
		e.Reason, e.LeftOut = strings.TrimSpace(e.Reason), is.Left(e)
		did := fmt.Sprintf("Cycle %d ended on %s. %s: %s", is.Area.Cycle, e.On.Words(), e.How.Words(), e.Reason)
		s.Record(placeapp.AreaEvent(area, did, nil, map[string]any{"carried over": len(is.Open) - len(e.LeftOut),
			"left out": e.LeftOut, "closed": is.Over}))
		return cyclestore.End(ctx, s.Writer, area, is.Area.Cycle, e, actor.ID, s.Now())
	})
}

// BeginCycle begins the next cycle of an area on a day: its first phase, by the newest template, with what is still
// open of the one before. Gate 1 is asked again. It returns a *domain.BlockedError by field, and a *domain.StateError
// where a cycle goes on.
func BeginCycle(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, on domain.Date) error {
	return a.Do(ctx, actor, policy.MoveCycle, func(s *act.Step) error {
		is, err := standing(ctx, s, area)
		if err != nil {
			return err
		}
		if err := is.CheckBeginnable(); err != nil {
			return err
		}
		if err := domain.BlockedBy(is.BeginBlockers(on, s.Today())); err != nil {
			return err
		}
		t, err := timelineapp.BeginCycle(ctx, s, area, is.Area.Cycle+1, on)
		if err != nil {
			return err
		}
		s.Record(placeapp.AreaEvent(area, fmt.Sprintf("Cycle %d begun on %s, from version %d of the template", t.Cycle,
			on.Words(), t.Template), nil, map[string]int{"carried over": len(is.Open), "new": is.Waiting}))
		return cyclestore.Carry(ctx, s.Writer, area, is.Area.Cycle)
	})
}
