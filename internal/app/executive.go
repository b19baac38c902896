package app

import (
	"context"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// Scheduling is when an Executive decision is to be made, by whom, and whether it is a key decision.
type Scheduling struct {
	MeetsOn     domain.Date
	Key         domain.KeyAnswer
	ForwardPlan string
	MadeBy      domain.PersonID // the Executive Member it is delegated to; zero: the Executive decides
	WithOfficer domain.PersonID // named officer of a joint decision; zero for none
}

// ScheduleDecision puts the decision on an agenda, or delegates it. It may be changed until the decision is made; what one of two makers had
// recorded by then lapses.
func (a *App) ScheduleDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int, s Scheduling) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToSchedule, id, version, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		today := domain.DateOf(now)
		in := domain.Scheduling{MeetsOn: s.MeetsOn, Key: s.Key, ForwardPlan: s.ForwardPlan}
		var err error
		if in.MadeBy, err = roleHolder(ctx, w, s.MadeBy, today, "made_by", "Choose an Executive Member from the list", "executive member"); err != nil {
			return d, err
		}
		if in.WithOfficer, err = roleHolder(ctx, w, s.WithOfficer, today, "with_officer", "Choose an officer from the list", "cpo", "executive"); err != nil {
			return d, err
		}
		if d, err = d.Schedule(in, today); err != nil {
			return d, err
		}
		return d, tellMakers(ctx, w, d, now)
	})
}

// roleHolder is the person with their name, who must hold one of the roles today: zero for nobody.
func roleHolder(ctx context.Context, w store.Writer, id domain.PersonID, today domain.Date, field, otherwise string, roles ...string) (domain.Person, error) {
	if id == 0 {
		return domain.Person{}, nil
	}
	holders, err := w.RoleHolders(ctx, today, roles...)
	if err != nil {
		return domain.Person{}, err
	}
	for _, h := range holders {
		if h.Person == id {
			return domain.Person{ID: id, Name: h.Name}, nil
		}
	}
	return domain.Person{}, domain.Blocked(field, otherwise)
}

// RecordDecision records what the Executive, or the Executive Member to whom it is delegated, decided. A joint decision then waits for the
// named officer. Who decides here and signed the gate as an Area Member has that interest put on the record.
func (a *App) RecordDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int, r domain.Recording) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToRecord, id, version, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		var err error
		if r.Signed, err = w.SignedAsMember(ctx, d.Attempt, domain.DateOf(now)); err != nil {
			return d, err
		}
		if d, err = d.RecordBy(r, domain.Person{ID: actor.ID, Name: actor.Name}, now); err != nil {
			return d, err
		}
		if d.Recorded() {
			return d, tellOfficer(ctx, w, d, now)
		}
		return d, a.decided(ctx, w, d, actor.ID, now)
	})
}

// ConfirmDecision is the named officer's own record of a joint decision, on exactly what the Executive Member recorded: its digest.
func (a *App) ConfirmDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, of domain.Digest) error {
	return a.stepDecision(ctx, actor, policy.ConfirmDecisions, domain.ToConfirm, id, 0, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		d, err := d.Confirm(of, actor.ID, now)
		if err != nil {
			return d, err
		}
		return d, a.decided(ctx, w, d, actor.ID, now)
	})
}

// decided does what follows at once from a decision: a plan that was not agreed goes back to be drafted.
func (a *App) decided(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, by domain.PersonID, now time.Time) error {
	if d.State == domain.ExecutiveReturned {
		return returnPlan(ctx, w, d, by, now)
	}
	return tellDecided(ctx, w, d, now)
}

// PublishDecision notes when the decision was published. With no window for a call-in, or one that is over, it takes effect at once.
func (a *App) PublishDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int, on domain.Date) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToPublish, id, version, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		working, err := w.Calendar(ctx)
		if err != nil {
			return d, err
		}
		if d, err = d.Publish(on, working, a.Rules.CallInKeyOnly, domain.DateOf(now)); err != nil {
			return d, err
		}
		return d, tellPublished(ctx, w, d, now)
	})
}

// CallInDecision notes that a published decision was called in: it does not take effect until it is upheld.
func (a *App) CallInDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int, c domain.CallIn) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToCallIn, id, version, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		d, err := d.CallIn(c, domain.DateOf(now))
		if err != nil {
			return d, err
		}
		return d, tellCalledIn(ctx, w, d, now)
	})
}

// UpholdDecision ends a call-in: the decision stands and takes effect at once.
func (a *App) UpholdDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToUphold, id, version, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		d, err := d.Uphold(domain.DateOf(now))
		if err != nil {
			return d, err
		}
		return d, tellUpheld(ctx, w, d, now)
	})
}

// ReturnDecision ends a call-in: the decision does not stand, and the plan goes back to be drafted with the reasons. Gate 3 needs a new attempt.
func (a *App) ReturnDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int, reason string) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToReturn, id, version, func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error) {
		d, err := d.Return(reason, domain.DateOf(now))
		if err != nil {
			return d, err
		}
		return d, returnPlan(ctx, w, d, actor.ID, now)
	})
}

// returnPlan gives the plan back to be drafted: the Members' passing counts no longer.
func returnPlan(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, by domain.PersonID, now time.Time) error {
	reason := "Returned by the Executive.\n" + d.ReturnReason
	if err := w.VoidPassing(ctx, d.Attempt, by, now, reason); err != nil {
		return err
	}
	if err := w.MovePlan(ctx, d.Plan, domain.PlanWithExecutive, domain.PlanDrafting, reason); err != nil {
		return err
	}
	return tellReturned(ctx, w, d, now)
}

// A decisionStep is what a step does with a locked decision. It returns the decision as it is afterwards.
type decisionStep func(ctx context.Context, w store.Writer, d domain.ExecutiveDecision, now time.Time) (domain.ExecutiveDecision, error)

// stepDecision takes one step with a decision, in table, register and audit trail, and where it thereby takes effect does what that does.
// It returns domain.ErrNotFound where the actor may not see the decision, domain.ErrForbidden where the step is not theirs, domain.ErrConflict
// where another step came between (a version of zero is not compared), and a *domain.BlockedError for what stands against it.
func (a *App) stepDecision(ctx context.Context, actor policy.Actor, act policy.Action, step domain.ExecutiveStep, id domain.ExecutiveID, version int, body decisionStep) error {
	return a.do(ctx, actor, act, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := lockedDecision(ctx, w, policy.DecisionScopeOf(actor), id)
		if err != nil {
			return domain.Event{}, err
		}
		switch {
		case !was.May(step, policy.DeciderOf(actor)):
			return domain.Event{}, domain.ErrForbidden
		case version != 0 && version != was.Version:
			return domain.Event{}, domain.ErrConflict
		}
		d, err := body(ctx, w, was, now)
		if err != nil {
			return domain.Event{}, err
		}
		if err := w.ChangeExecutiveDecision(ctx, d); err != nil {
			return domain.Event{}, err
		}
		d.Version++
		if err := registerStep(ctx, w, d, step, actor, now); err != nil {
			return domain.Event{}, err
		}
		event := decisionEvent(was, d, stepWords(d, step))
		if !d.Ready(domain.ToTakeEffect) || domain.DateOf(now).Before(d.EffectiveOn) {
			return event, nil
		}
		if err := w.AddAudit(ctx, now, actor.ID, string(act), requestOf(ctx), event); err != nil {
			return domain.Event{}, err
		}
		return a.takeEffect(ctx, w, d, actor.ID, now)
	})
}

func lockedDecision(ctx context.Context, w store.Writer, scope policy.DecisionScope, id domain.ExecutiveID) (domain.ExecutiveDecision, error) {
	if err := w.LockDecisions(ctx, id); err != nil {
		return domain.ExecutiveDecision{}, err
	}
	return w.ExecutiveDecisionForUpdate(ctx, scope, id)
}

func decisionEvent(was, is domain.ExecutiveDecision, summary string) domain.Event {
	return domain.Event{Kind: "decision", ID: int64(is.ID), Area: is.Area, Summary: summary,
		Before: map[string]any{"state": was.State}, After: map[string]any{"state": is.State, "record": is.RecordDigest.String()}}
}

func stepWords(d domain.ExecutiveDecision, step domain.ExecutiveStep) string {
	switch step {
	case domain.ToSchedule:
		return "Executive decision scheduled for " + d.MeetsOn.Words()
	case domain.ToRecord:
		if d.Recorded() {
			return "Executive decision recorded, to be confirmed by " + d.WithOfficerName
		}
		return "Executive decision: " + string(d.State)
	case domain.ToConfirm:
		return "Executive decision confirmed: " + string(d.State)
	case domain.ToPublish:
		return "Executive decision published on " + d.PublishedOn.Words()
	case domain.ToCallIn:
		return "Executive decision called in by " + d.CalledInBy
	case domain.ToReturn:
		return "Executive decision returned: " + d.ReturnReason
	}
	return fmt.Sprintf("Executive decision: %s", d.State)
}
