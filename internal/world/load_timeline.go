package world

import (
	"context"
	"fmt"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/rules"
	"fourgates/internal/store"
)

// planTimeline plans what was changed of the area's cycle and what was done of it. The cycle begins when the area is proposed.
func (w *working) planTimeline() {
	t := w.Timeline
	w.on(w.area.ProposedBy, w.area.Proposed, "starts the cycle", func(ctx context.Context, by policy.Actor) error {
		return app.StartCycle(ctx, w.app, by, w.id(), w.date(w.area.Proposed))
	})
	for _, b := range t.Begins {
		w.on(b.By, b.Day, "begins phase "+b.Phase, func(ctx context.Context, by policy.Actor) error {
			return app.BeginPhase(ctx, w.app, by, w.id(), domain.Phase(b.Phase))
		})
	}
	w.planDeviations(t.Changes, "moves", func(ctx context.Context, by policy.Actor, e app.TimelineEdit, d Deviation, is rules.PlannedPhase) error {
		return app.MovePhase(ctx, w.app, by, e, is.Phase, is.EarlyEnd.AddDays(d.Days), is.LateEnd.AddDays(d.Days))
	})
	w.planDeviations(t.Added, "adds to", func(ctx context.Context, by policy.Actor, e app.TimelineEdit, d Deviation, is rules.PlannedPhase) error {
		return app.AddActivity(ctx, w.app, by, e, is.Phase, d.Text, false)
	})
	w.planDeviations(t.Skipped, "skips in", func(ctx context.Context, by policy.Actor, e app.TimelineEdit, d Deviation, is rules.PlannedPhase) error {
		id, err := activity(is, d.Text)
		if err != nil {
			return err
		}
		return app.SkipActivity(ctx, w.app, by, e, id, false)
	})
	w.planDeviations(t.Targets, "sets the target of", func(ctx context.Context, by policy.Actor, e app.TimelineEdit, d Deviation, is rules.PlannedPhase) error {
		return app.SetTarget(ctx, w.app, by, e, is.Phase, w.date(d.On))
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
			return app.TickActivity(ctx, w.app, by, w.id(), id, true)
		})
	}
}

// planDeviations plans changes of one sort, each with its reason and party.
func (w *working) planDeviations(list []Deviation, what string,
	do func(context.Context, policy.Actor, app.TimelineEdit, Deviation, rules.PlannedPhase) error) {
	for _, d := range list {
		w.on(d.By, d.Day, what+" phase "+d.Phase, func(ctx context.Context, by policy.Actor) error {
			is, err := w.phase(ctx, d.Phase)
			if err != nil {
				return err
			}
			e := app.TimelineEdit{Area: w.id(), Deviation: rules.Deviation{Reason: d.Reason, Party: rules.Party(d.Party)}}
			return do(ctx, by, e, d, is)
		})
	}
}

func (w *working) phase(ctx context.Context, phase string) (rules.PlannedPhase, error) {
	t, err := store.Timeline(ctx, w.store.Reader, w.id())
	if err != nil {
		return rules.PlannedPhase{}, err
	}
	at := t.At(domain.Phase(phase))
	if at < 0 {
		return rules.PlannedPhase{}, fmt.Errorf("no phase %s", phase)
	}
	return t.Phases[at], nil
}

func activity(of rules.PlannedPhase, text string) (domain.ActivityID, error) {
	for _, a := range of.Activities {
		if a.Text == text {
			return a.ID, nil
		}
	}
	return 0, fmt.Errorf("no activity %q in phase %s", text, of.Phase)
}
