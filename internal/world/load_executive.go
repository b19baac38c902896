package world

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
)

// planExecutive plans the Executive part of gate 3 by its clerk, as far as it came: put on an agenda or delegated,
// moved to the next, decided item by item, published. It comes into force by time, as the reminders do. No Executive
// meets at a weekend.
func (w *working) planExecutive() {
	e := w.Executive
	meets := w.weekday(e.Meets)
	schedule := func(day, on Day) {
		w.decision(day, "schedules the decision", func(ctx context.Context, by policy.Actor,
			d executive.ExecutiveDecision) error {
			key := executive.KeyNo
			if e.KeyDecision {
				key = executive.KeyYes
			}
			return executiveapp.ScheduleDecision(ctx, w.app, by, d.ID, d.Version,
				executiveapp.Scheduling{MeetsOn: w.date(on), Key: key, KeyReason: e.KeyReason,
					ForwardPlan: e.ForwardPlan,
					MadeBy:      w.people[e.DelegatedTo], WithOfficer: w.people[e.WithOfficer]})
		})
	}
	if e.Rescheduled == 0 {
		schedule(e.Scheduled, meets)
	} else {
		schedule(e.Scheduled, w.weekday(e.Moved))
		schedule(e.Rescheduled, meets)
	}
	if e.Announced != 0 {
		w.decision(e.Scheduled, "notes the announcement", func(ctx context.Context, by policy.Actor,
			d executive.ExecutiveDecision) error {
			return executiveapp.AnnounceDecision(ctx, w.app, by, d.ID, d.Version,
				procedures.Announcement{How: procedures.InFull, On: w.date(w.weekday(e.Announced))})
		})
	}
	if e.Decided == 0 {
		return
	}
	w.decision(meets, "records the decision", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		r := w.recording(d, meets)
		for n, i := range d.Items {
			if x := e.Correction; x != nil && i.Bid != 0 && i.Bid == w.bids[x.Bid] {
				r.Items[n].Approved = money(x.First)
			}
		}
		return executiveapp.RecordDecision(ctx, w.app, by, d.ID, d.Version, r)
	})
	if x := e.Correction; x != nil {
		w.decision(x.Day, "corrects the record", func(ctx context.Context, by policy.Actor,
			d executive.ExecutiveDecision) error {
			r := w.recording(d, meets)
			r.Why = x.Why
			return executiveapp.CorrectDecision(ctx, w.app, by, d.ID, d.Version, r)
		})
	}
	published := w.weekday(e.Published)
	w.decision(published, "publishes the decision", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		return executiveapp.PublishDecision(ctx, w.app, by, d.ID, d.Version, w.date(published))
	})
	w.planCallIn()
	for day := published + 1; day <= 0; day++ {
		w.plan(day, reminding, "decisions come into force", func(ctx context.Context) error {
			_, err := executiveapp.TakeEffects(ctx, w.app)
			return err
		})
	}
}

// recording is what was decided on the day.
func (w *working) recording(d executive.ExecutiveDecision, on Day) executive.Recording {
	e := w.Executive
	return executive.Recording{DecidedOn: w.date(on), Items: w.outcomes(d), Reasons: e.Reasons,
		Alternatives: e.Alternatives, Interests: e.Interests, Dispensations: e.Dispensations}
}

// planCallIn plans that the decision is called in, and what became of that. The clerk notes each on its day.
func (w *working) planCallIn() {
	x := w.Executive.CallIn
	if x == nil {
		return
	}
	called, closed := w.weekday(x.Day), w.weekday(x.Closed)
	w.decision(called, "notes the call-in", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		return executiveapp.CallInDecision(ctx, w.app, by, d.ID, d.Version, executive.CallIn{By: x.By,
			Members: x.Members, On: w.date(called), Reason: x.Reason})
	})
	w.decision(closed, "closes the call-in", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		return executiveapp.SettleCallIn(ctx, w.app, by, d.ID, d.Version, executive.Settlement{
			Outcome: executive.CallInOutcome(x.Outcome), Body: x.Body, On: w.date(closed), Minute: x.Minute,
			Words: x.Words})
	})
}

// outcomes are what was decided on each recommendation: on the plan, on the bids by their record, and agreed on the
// rest.
func (w *working) outcomes(d executive.ExecutiveDecision) []executive.ItemOutcome {
	list := make([]executive.ItemOutcome, len(d.Items))
	for n, i := range d.Items {
		list[n].Outcome = executive.ItemAgreed
		if i.About == executive.AboutPlan {
			list[n].Outcome = executive.ExecutiveOutcome(w.Executive.Plan)
		}
		for key, bid := range w.bids {
			if o := w.Executive.Bids[key]; i.About == executive.AboutBid && bid == i.Bid {
				list[n] = executive.ItemOutcome{Outcome: executive.ExecutiveOutcome(o.Outcome), Resolved: o.Resolved,
					Approved: money(o.Approved)}
			}
		}
	}
	return list
}

// decision plans a step of the clerk with the Executive decision as it stands then.
func (w *working) decision(day Day, what string, do func(context.Context, policy.Actor,
	executive.ExecutiveDecision) error) {
	w.by(w.Executive.By, day, deciding, what+" on "+w.area.Name, func(ctx context.Context, by policy.Actor) error {
		scope := policy.DecisionScopeOf(by)
		all, err := executivestore.ExecutiveDecisions(ctx, w.store.Reader, scope, w.id(), 1)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return domain.ErrNotFound
		}
		d, err := executivestore.ExecutiveDecision(ctx, w.store.Reader, scope, all[0].ID)
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
