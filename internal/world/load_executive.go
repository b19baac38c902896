package world

import (
	"context"
	"time"

	"fourgates/internal/app"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// planExecutive plans the Executive part of gate 3 by its clerk, as far as it came: put on an agenda or delegated, moved to the next, decided item
// by item, published. It comes into force by time, as the reminders do. No Executive meets at a weekend.
func (w *working) planExecutive() {
	e := w.Executive
	meets := w.weekday(e.Meets)
	schedule := func(day, on Day) {
		w.decision(day, "schedules the decision", func(ctx context.Context, by policy.Actor, d domain.ExecutiveDecision) error {
			key := domain.KeyNo
			if e.KeyDecision {
				key = domain.KeyYes
			}
			return w.app.ScheduleDecision(ctx, by, d.ID, d.Version, app.Scheduling{MeetsOn: w.date(on), Key: key, ForwardPlan: e.ForwardPlan,
				MadeBy: w.people[e.DelegatedTo], WithOfficer: w.people[e.WithOfficer]})
		})
	}
	if e.Rescheduled == 0 {
		schedule(e.Scheduled, meets)
	} else {
		schedule(e.Scheduled, w.weekday(e.Moved))
		schedule(e.Rescheduled, meets)
	}
	if e.Decided == 0 {
		return
	}
	w.decision(meets, "records the decision", func(ctx context.Context, by policy.Actor, d domain.ExecutiveDecision) error {
		return w.app.RecordDecision(ctx, by, d.ID, d.Version, domain.Recording{DecidedOn: w.date(meets), Items: w.outcomes(d), Reasons: e.Reasons,
			Alternatives: e.Alternatives, Interests: e.Interests, Dispensations: e.Dispensations})
	})
	published := w.weekday(e.Published)
	w.decision(published, "publishes the decision", func(ctx context.Context, by policy.Actor, d domain.ExecutiveDecision) error {
		return w.app.PublishDecision(ctx, by, d.ID, d.Version, w.date(published))
	})
	for day := published + 1; day <= 0; day++ {
		w.plan(day, reminding, "decisions come into force", func(ctx context.Context) error {
			_, err := w.app.TakeEffects(ctx)
			return err
		})
	}
}

// outcomes are what was decided on each recommendation: on the plan, on the bids by their record, and agreed on the rest.
func (w *working) outcomes(d domain.ExecutiveDecision) []domain.ItemOutcome {
	list := make([]domain.ItemOutcome, len(d.Items))
	for n, i := range d.Items {
		list[n].Outcome = domain.ItemAgreed
		if i.About == domain.AboutPlan {
			list[n].Outcome = domain.ExecutiveOutcome(w.Executive.Plan)
		}
		for key, bid := range w.bids {
			if o := w.Executive.Bids[key]; i.About == domain.AboutBid && bid == i.Bid {
				list[n] = domain.ItemOutcome{Outcome: domain.ExecutiveOutcome(o.Outcome), Resolved: o.Resolved, Approved: money(o.Approved)}
			}
		}
	}
	return list
}

// decision plans a step of the clerk with the Executive decision as it stands then.
func (w *working) decision(day Day, what string, do func(context.Context, policy.Actor, domain.ExecutiveDecision) error) {
	w.by(w.Executive.By, day, deciding, what+" on "+w.area.Name, func(ctx context.Context, by policy.Actor) error {
		scope := policy.DecisionScopeOf(by)
		all, err := w.store.ExecutiveDecisions(ctx, scope, w.id(), 1)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return domain.ErrNotFound
		}
		d, err := w.store.ExecutiveDecision(ctx, scope, all[0].ID)
		if err != nil {
			return err
		}
		return do(ctx, by, d)
	})
}

// weekday is the day, or the Friday before it at a weekend.
func (l *loading) weekday(day Day) Day {
	for l.date(day).Time().Weekday() == time.Saturday || l.date(day).Time().Weekday() == time.Sunday {
		day--
	}
	return day
}
