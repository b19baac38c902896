package world

import (
	"context"
	"fmt"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelineapp"
	"fourgates/internal/timelines/timelinestore"
)

// planTimeline plans what was changed of the area's cycle and what was done of it. The cycle begins when the area is proposed.
func (w *working) planTimeline() {
	t := w.Timeline
	w.on(w.area.ProposedBy, w.area.Proposed, "starts the cycle", func(ctx context.Context, by policy.Actor) error {
		return timelineapp.StartCycle(ctx, w.app, by, w.id(), w.date(w.area.Proposed))
	})
	for _, b := range t.Begins {
		w.on(b.By, b.Day, "begins phase "+b.Phase, func(ctx context.Context, by policy.Actor) error {
			return timelineapp.BeginPhase(ctx, w.app, by, w.id(), domain.Phase(b.Phase))
		})
	}
	w.planDeviations(t.Changes, "moves", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit, d Deviation, is timelines.PlannedPhase) error {
		return timelineapp.MovePhase(ctx, w.app, by, e, is.Phase, is.EarlyEnd.AddDays(d.Days), is.LateEnd.AddDays(d.Days))
	})
	w.planDeviations(t.Added, "adds to", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit, d Deviation, is timelines.PlannedPhase) error {
		return timelineapp.AddActivity(ctx, w.app, by, e, is.Phase, d.Text, false)
	})
	w.planDeviations(t.Skipped, "skips in", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit, d Deviation, is timelines.PlannedPhase) error {
		id, err := activity(is, d.Text)
		if err != nil {
			return err
		}
		return timelineapp.SkipActivity(ctx, w.app, by, e, id, false)
	})
	w.planDeviations(t.Targets, "sets the target of", func(ctx context.Context, by policy.Actor, e timelineapp.TimelineEdit, d Deviation, is timelines.PlannedPhase) error {
		return timelineapp.SetTarget(ctx, w.app, by, e, is.Phase, w.date(d.On))
	})
	for _, d := range t.Done {
		w.on(d.By, d.Day, "did: "+d.Text, func(ctx context.Context, by policy.Actor) error {
			is, err := w.phase(ctx, d.Phase)
			if err != nil {
				return err
			}
			id, err := activity(is, d.Text)
			if err != nil {
				return err
			}
			return timelineapp.TickActivity(ctx, w.app, by, w.id(), id, true)
		})
	}
}

// planDeviations plans changes of one sort, each with its reason and party.
func (w *working) planDeviations(list []Deviation, what string,
	do func(context.Context, policy.Actor, timelineapp.TimelineEdit, Deviation, timelines.PlannedPhase) error) {
	for _, d := range list {
		w.on(d.By, d.Day, what+" phase "+d.Phase, func(ctx context.Context, by policy.Actor) error {
			is, err := w.phase(ctx, d.Phase)
			if err != nil {
				return err
			}
			e := timelineapp.TimelineEdit{Area: w.id(), Deviation: timelines.Deviation{Reason: d.Reason, Party: timelines.Party(d.Party)}}
			return do(ctx, by, e, d, is)
		})
	}
}

func (w *working) phase(ctx context.Context, phase string) (timelines.PlannedPhase, error) {
	t, err := timelinestore.Timeline(ctx, w.store.Reader, w.id())
	if err != nil {
		return timelines.PlannedPhase{}, err
	}
	at := t.At(domain.Phase(phase))
	if at < 0 {
		return timelines.PlannedPhase{}, fmt.Errorf("no phase %s", phase)
	}
	return t.Phases[at], nil
}

func activity(of timelines.PlannedPhase, text string) (domain.ActivityID, error) {
	for _, a := range of.Activities {
		if a.Text == text {
			return a.ID, nil
		}
	}
	return 0, fmt.Errorf("no activity %q in phase %s", text, of.Phase)
}
