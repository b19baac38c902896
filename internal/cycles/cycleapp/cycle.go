// Package cycleapp ends the cycles of areas and begins the next.
package cycleapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/cycles"
	"fourgates/internal/cycles/cyclestore"
	"fourgates/internal/domain"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/solutions/solutionstore"
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
		if err := tell(ctx, s, is.Area, "cycle ended", fmt.Sprintf("%s: cycle %d has ended", is.Area.Name,
			is.Area.Cycle), did+"\nWhat was signed and decided stays readable. "+
			"Nothing of it is changed any more."); err != nil {
			return err
		}
		if err := cyclestore.End(ctx, s.Writer, area, is.Area.Cycle, e, actor.ID, s.Now()); err != nil {
			return err
		}
		return solutionstore.EndViews(ctx, s.Writer, area, is.Area.Cycle, actor.ID, s.Now())
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
		if err := tell(ctx, s, is.Area, "cycle begun", fmt.Sprintf("%s: cycle %d has begun", is.Area.Name, t.Cycle),
			fmt.Sprintf("Cycle %d began on %s. Gate 1 is asked again.", t.Cycle, on.Words())); err != nil {
			return err
		}
		return cyclestore.Carry(ctx, s.Writer, area, is.Area.Cycle)
	})
}

// tell tells everybody whom the area's gates concern what became of its cycle: officers, Area Members, service managers
// and stakeholders, each once.
func tell(ctx context.Context, s *act.Step, area places.Area, event, subject, body string) error {
	members, err := noticeapp.AreaMembers(ctx, s.Writer, area.ID, s.Today())
	if err != nil {
		return err
	}
	officers, err := noticestore.AreaOfficers(ctx, s.Writer.Reader, area.ID, s.Today())
	if err != nil {
		return err
	}
	whom, asked := gateapp.Concerned(area.ID, s.Today())
	noticestore.TellThose(s.Writer, notices.Notice{Event: event, Area: area.ID, Subject: subject, Body: body,
		Link: fmt.Sprintf("/areas/%d/cycles", area.ID)}, s.Now(), func() []notices.Recipient {
		return slices.Concat(officers, members, whom())
	}, asked...)
	return nil
}
