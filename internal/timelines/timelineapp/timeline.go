// Package timelineapp opens phases and changes timelines, their templates and holidays.
package timelineapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// StartCycle starts an area's cycle from the newest version of the template: its phases, activities and gates with
// early and late dates (F1). While only the first phase is open, that begins on the day given or, for the zero Date, on
// the day when it was opened; otherwise the phases entered keep their dates. It refuses a day in the future, and an
// area that has a cycle.
func StartCycle(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, on domain.Date) error {
	return a.Do(ctx, actor, policy.EditTimeline, func(s *act.Step) error {
		if _, err := placeapp.CycleArea(ctx, s, policy.EditTimeline, area); err != nil {
			return err
		}
		there, err := timelinestore.Timeline(ctx, s.Writer.Reader, area)
		if err == nil {
			err = domain.Stands("The timeline of this area is started already, from %s", there.StartedOn.Words())
		}
		if !errors.Is(err, domain.ErrNotFound) {
			return err
		}
		cycle, err := timelinestore.AreaCycle(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		t, err := startCycle(ctx, s, area, cycle, on, actor.ID)
		if err != nil {
			return err
		}
		s.Record(placeapp.AreaEvent(area, fmt.Sprintf("Timeline started from version %d of the template", t.Template),
			nil,
			timelineDates(t)))
		return nil
	})
}

// startCycle makes the cycle of an area that has none. The caller has locked the area.
func startCycle(ctx context.Context, s *act.Step, area domain.AreaID, cycle int, on domain.Date,
	by domain.PersonID) (timelines.Timeline, error) {
	template, err := timelinestore.Template(ctx, s.Writer.Reader, 0)
	if err != nil {
		return timelines.Timeline{}, err
	}
	return startFrom(ctx, s, template, area, cycle, on, by)
}

// startFrom is startCycle with the newest template.
func startFrom(ctx context.Context, s *act.Step, template timelines.Template, area domain.AreaID, cycle int,
	on domain.Date, by domain.PersonID) (timelines.Timeline, error) {
	entered, err := timelinestore.Phases(ctx, s.Writer.Reader, area, cycle)
	if err != nil {
		return timelines.Timeline{}, err
	}
	if on.After(s.Today()) {
		return timelines.Timeline{}, domain.Blocked("on", "That day has not come yet: enter today or an earlier day")
	}
	t, is := template.Propose(on, s.Today(), entered)
	switch {
	case len(entered) == 0:
		err = timelinestore.OpenPhase(ctx, s.Writer, area, cycle, is[0], by)
	case is[0] != entered[0]:
		err = timelinestore.RestartPhase(ctx, s.Writer, area, cycle, is[0])
	}
	if err != nil {
		return timelines.Timeline{}, err
	}
	t.Area, t.Cycle = area, cycle
	return t, timelinestore.AddCycle(ctx, s.Writer, t, by)
}

// OpenFirstPhase opens the first phase of an area that was just proposed, by the newest template.
func OpenFirstPhase(ctx context.Context, s *act.Step, area domain.AreaID) error {
	template, err := timelinestore.Template(ctx, s.Writer.Reader, 0)
	if err != nil {
		return err
	}
	return timelinestore.OpenPhase(ctx, s.Writer, area, 1, template.Phases[0].Open(s.Today()), s.Actor.ID)
}

// OpenAfterGate opens the phase after a gate that is passed: the next one that is not skipped, if there is one.
func OpenAfterGate(ctx context.Context, s *act.Step, area domain.AreaID, cycle int, gate domain.Gate,
	by domain.PersonID) error {
	t, err := timelinestore.Timeline(ctx, s.Writer.Reader, area)
	if errors.Is(err, domain.ErrNotFound) {
		t, err = startAfterGate(ctx, s, area, cycle, gate, by)
	}
	if err != nil {
		return err
	}
	next, ok := t.AfterGate(gate)
	if !ok {
		return nil
	}
	return timelinestore.OpenPhase(ctx, s.Writer, area, cycle, next.Open(s.Today()), by)
}

// startAfterGate starts the cycle of an area that has none, with the phases entered so far and the one that opens now,
// after the gate (004: at gate 1 at the latest). The caller has locked the area.
func startAfterGate(ctx context.Context, s *act.Step, area domain.AreaID, cycle int, gate domain.Gate,
	by domain.PersonID) (timelines.Timeline, error) {
	template, err := timelinestore.Template(ctx, s.Writer.Reader, 0)
	if err != nil {
		return timelines.Timeline{}, err
	}
	next, ok := template.Start(s.Today(), nil).AfterGate(gate)
	if !ok {
		return timelines.Timeline{}, nil
	}
	for _, p := range template.Phases {
		if p.Phase != next.Phase {
			continue
		}
		if err := timelinestore.OpenPhase(ctx, s.Writer, area, cycle, p.Open(s.Today()), by); err != nil {
			return timelines.Timeline{}, err
		}
	}
	return startFrom(ctx, s, template, area, cycle, domain.Date{}, by)
}

// ReopenBeforeGate goes back to the phase before a gate, when the gate is called back.
func ReopenBeforeGate(ctx context.Context, s *act.Step, area domain.AreaID, cycle int, gate domain.Gate) error {
	t, err := timelinestore.Timeline(ctx, s.Writer.Reader, area)
	if errors.Is(err, domain.ErrNotFound) {
		t, err = startCycle(ctx, s, area, cycle, domain.Date{}, s.Actor.ID)
	}
	if err != nil {
		return err
	}
	for _, p := range t.Phases {
		if p.Gate == gate {
			return timelinestore.OpenPhase(ctx, s.Writer, area, cycle, p.Open(s.Today()), s.Actor.ID)
		}
	}
	return fmt.Errorf("%s ends no phase of area %d", gate.Title(), area)
}

// BeginPhase ends the present phase of an area and begins the next, where there is no gate between them. What that cuts
// short is kept as a change of the timeline, with the deviation; where nothing is, the deviation is not asked. It
// returns a *domain.BlockedError that says why not, and a *domain.StateError for a phase that has begun already.
func BeginPhase(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, p domain.Phase,
	d timelines.Deviation) error {
	return a.Do(ctx, actor, policy.EditTimeline, func(s *act.Step) error {
		is, err := placeapp.CycleArea(ctx, s, policy.EditTimeline, area)
		if err != nil {
			return err
		}
		t, err := timelinestore.Timeline(ctx, s.Writer.Reader, area)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Blocked("", "The timeline of this area is not started yet")
		}
		if err != nil {
			return err
		}
		c, cut, err := t.Begin(p, is.State, s.Today(), d)
		if err != nil {
			return err
		}
		next := t.Phases[t.At(p)]
		did := fmt.Sprintf("Phase %s begun: %s", p, next.Name)
		if cut {
			did = c.What + ": " + c.Reason
		}
		s.Record(placeapp.AreaEvent(area, did, nil, nil))
		if cut {
			if err := timelinestore.ChangeTimeline(ctx, s.Writer, t, c, actor.ID, s.Now()); err != nil {
				return err
			}
		}
		return timelinestore.OpenPhase(ctx, s.Writer, area, t.Cycle, next.Open(s.Today()), actor.ID)
	})
}

// timelineDates is what the audit trail keeps of a timeline: the days of each phase.
func timelineDates(t timelines.Timeline) map[string]string {
	dates := map[string]string{}
	for _, p := range t.Phases {
		words := p.EarlyEnd.String() + " – " + p.LateEnd.String()
		switch {
		case p.Skipped:
			words = "skipped"
		case p.LateEnd.IsZero() && p.TargetOn.IsZero():
			words = "no date"
		case p.LateEnd.IsZero():
			words = "target " + p.TargetOn.String()
		}
		dates[string(p.Phase)] = words
	}
	return dates
}

// BeginCycle begins a further cycle of an area on the day. The caller has locked the area.
func BeginCycle(ctx context.Context, s *act.Step, area domain.AreaID, cycle int,
	on domain.Date) (timelines.Timeline, error) {
	return startCycle(ctx, s, area, cycle, on, s.Actor.ID)
}
