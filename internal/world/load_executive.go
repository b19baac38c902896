package world

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
)

// planExecutive plans the Executive part of gate 3 by its clerks, as far as it came: put on an agenda or delegated,
// moved to the next, decided item by item, published. It comes into force by time, as the reminders do. No Executive
// meets at a weekend.
func (w *working) planExecutive() {
	if w.Executive.Report != nil {
		w.planReport()
	}
	w.planDecision(*w.Executive)
	if w.Executive.Beside != nil {
		w.planDecision(*w.Executive.Beside)
	}
}

// planDecision plans the decision of one council.
func (w *working) planDecision(e ExecutiveRecord) {
	meets := w.weekday(e.Meets)
	schedule := func(day, on Day) {
		w.decision(e, day, "schedules the decision", func(ctx context.Context, by policy.Actor,
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
		w.decision(e, e.Scheduled, "notes the announcement", func(ctx context.Context, by policy.Actor,
			d executive.ExecutiveDecision) error {
			return executiveapp.AnnounceDecision(ctx, w.app, by, d.ID, d.Version,
				procedures.Announcement{How: procedures.InFull, On: w.date(w.weekday(e.Announced))})
		})
	}
	if e.Decided == 0 {
		return
	}
	w.decision(e, meets, "records the decision", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		r := w.recording(e, d, meets)
		for n, i := range d.Items {
			if x := e.Correction; x != nil && i.Bid != 0 && i.Bid == w.bids[x.Bid] {
				r.Items[n].Approved = money(x.First)
			}
		}
		return executiveapp.RecordDecision(ctx, w.app, by, d.ID, d.Version, r)
	})
	if x := e.Correction; x != nil {
		w.decision(e, x.Day, "corrects the record", func(ctx context.Context, by policy.Actor,
			d executive.ExecutiveDecision) error {
			r := w.recording(e, d, meets)
			r.Why = x.Why
			return executiveapp.CorrectDecision(ctx, w.app, by, d.ID, d.Version, r)
		})
	}
	published := w.weekday(e.Published)
	w.decision(e, published, "publishes the decision", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		return executiveapp.PublishDecision(ctx, w.app, by, d.ID, d.Version, w.date(published))
	})
	w.planCallIn(e)
	for day := published + 1; day <= 0; day++ {
		w.plan(day, reminding, "decisions come into force", func(ctx context.Context) error {
			_, err := executiveapp.TakeEffects(ctx, w.app)
			return err
		})
	}
}

// recording is what was decided on the day.
func (w *working) recording(e ExecutiveRecord, d executive.ExecutiveDecision, on Day) executive.Recording {
	return executive.Recording{DecidedOn: w.date(on), Items: w.outcomes(e, d), Reasons: e.Reasons,
		Alternatives: e.Alternatives, Interests: e.Interests, Dispensations: e.Dispensations}
}

// planCallIn plans that the decision is called in, and what became of that. The clerk notes each on its day.
func (w *working) planCallIn(e ExecutiveRecord) {
	x := e.CallIn
	if x == nil {
		return
	}
	called, closed := w.weekday(x.Day), w.weekday(x.Closed)
	w.decision(e, called, "notes the call-in", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		return executiveapp.CallInDecision(ctx, w.app, by, d.ID, d.Version, executive.CallIn{By: x.By,
			Members: x.Members, On: w.date(called), Reason: x.Reason})
	})
	w.decision(e, closed, "closes the call-in", func(ctx context.Context, by policy.Actor,
		d executive.ExecutiveDecision) error {
		return executiveapp.SettleCallIn(ctx, w.app, by, d.ID, d.Version, executive.Settlement{
			Outcome: executive.CallInOutcome(x.Outcome), Body: x.Body, On: w.date(closed), Minute: x.Minute,
			Words: x.Words})
	})
}

// outcomes are what was decided on each recommendation: on the plan, on the bids by their record, and agreed on the
// rest.
func (w *working) outcomes(e ExecutiveRecord, d executive.ExecutiveDecision) []executive.ItemOutcome {
	list := make([]executive.ItemOutcome, len(d.Items))
	for n, i := range d.Items {
		list[n].Outcome = executive.ItemAgreed
		if i.About == executive.AboutPlan {
			list[n].Outcome = executive.ExecutiveOutcome(e.Plan)
		}
		for key, bid := range w.bids {
			if o := e.Bids[key]; i.About == executive.AboutBid && bid == i.Bid {
				list[n] = executive.ItemOutcome{Outcome: executive.ExecutiveOutcome(o.Outcome), Resolved: o.Resolved,
					Approved: money(o.Approved)}
			}
		}
	}
	return list
}

// planReport plans what an officer adds to the report: sections, papers, the equality assessment, recommendations, and
// last the clearances of what it says then.
func (w *working) planReport() {
	x := w.Executive.Report
	change := func(what string, do func(context.Context, policy.Actor, executive.ExecutiveDecision) error) {
		w.by(x.By, x.Day, workingOn, what+" of the report on "+w.area.Name, func(ctx context.Context,
			by policy.Actor) error {
			d, err := w.decisionOf(ctx, executive.ReportScopeOf(by), "")
			if err != nil {
				return err
			}
			return do(ctx, by, d)
		})
	}
	for _, s := range x.Sections {
		change("writes "+s.Kind, func(ctx context.Context, by policy.Actor, d executive.ExecutiveDecision) error {
			return executiveapp.WriteSection(ctx, w.app, by, d.ID, d.Version, 0,
				executive.ReportSection{Kind: executive.SectionKind(s.Kind), Body: s.Text,
					Exempt: &executive.ExemptSection{Body: s.Exempt, Paragraph: s.Paragraph, Reason: s.Reason}})
		})
	}
	change("lists the papers", func(ctx context.Context, by policy.Actor, d executive.ExecutiveDecision) error {
		return executiveapp.ListPapers(ctx, w.app, by, d.ID, d.Version, 0, x.Papers,
			executive.EqualityAssessment{Answer: executive.EqualityDone, Words: x.Equality})
	})
	for _, r := range x.Recommends {
		change("recommends "+r.What, func(ctx context.Context, by policy.Actor, d executive.ExecutiveDecision) error {
			decides, err := executivestore.Deciding(ctx, w.store.Reader, w.id())
			if err != nil {
				return err
			}
			of, err := domain.Among(decides, func(a executive.Decides) bool { return a.Name == w.council(r.Council) })
			if err != nil {
				return err
			}
			return executiveapp.Recommend(ctx, w.app, by, d.ID, d.Version, executive.Wording{
				About: executive.ItemAbout(r.About), Verb: executive.Verb(r.Verb), What: r.What, Decides: of})
		})
	}
	for _, c := range x.Clearances {
		change("clears "+c.Kind, func(ctx context.Context, by policy.Actor, d executive.ExecutiveDecision) error {
			report, err := executive.ReadExecutiveReport(d.Frozen())
			if err != nil {
				return err
			}
			return executiveapp.ClearReport(ctx, w.app, by, d.ID, d.Version, executive.Clearance{
				Kind: executive.ClearanceKind(c.Kind), By: c.By, On: w.date(x.Day), Version: report.Current()})
		})
	}
}

// council is the name of a council by its key; "" for none.
func (l *loading) council(key string) string {
	for _, a := range l.Authorities {
		if a.Key == key {
			return a.Name
		}
	}
	return ""
}

// decision plans a step of the clerk with a council's decision as it stands then.
func (w *working) decision(e ExecutiveRecord, day Day, what string, do func(context.Context, policy.Actor,
	executive.ExecutiveDecision) error) {
	w.by(e.By, day, deciding, what+" on "+w.area.Name, func(ctx context.Context, by policy.Actor) error {
		d, err := w.decisionOf(ctx, policy.DecisionScopeOf(by), w.council(e.Council))
		if err != nil {
			return err
		}
		return do(ctx, by, d)
	})
}

// decisionOf is the decision of the council on the area's plan; without one its first, which was drafted with it.
func (w *working) decisionOf(ctx context.Context, scope policy.DecisionScope, council string) (
	executive.ExecutiveDecision, error) {
	all, err := executivestore.ExecutiveDecisions(ctx, w.store.Reader, scope, w.id(), 10)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	slices.SortFunc(all, func(a, b executive.ExecutiveDecision) int { return cmp.Compare(a.ID, b.ID) })
	d, err := domain.Among(all, func(d executive.ExecutiveDecision) bool {
		return council == "" || d.AuthorityName == council
	})
	if err != nil {
		return d, err
	}
	return executivestore.ExecutiveDecision(ctx, w.store.Reader, scope, d.ID)
}

// weekday is the day, or the Friday before it at a weekend.
func (l *loading) weekday(day Day) Day {
	for l.date(day).Time().Weekday() == time.Saturday || l.date(day).Time().Weekday() == time.Sunday {
		day--
	}
	return day
}
