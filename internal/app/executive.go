package app

import (
	"context"
	"fmt"

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

// ScheduleDecision puts the decision on an agenda, or delegates it. It may be changed until the decision is made; what
// one of two makers had recorded by then lapses.
func (a *App) ScheduleDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int,
	when Scheduling) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToSchedule, id, version,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			today := s.Today()
			in := domain.Scheduling{MeetsOn: when.MeetsOn, Key: when.Key, ForwardPlan: when.ForwardPlan}
			var err error
			if in.MadeBy, err = roleHolder(ctx, s.Writer, when.MadeBy, today, "made_by",
				"Choose an Executive Member from the list", "executive member"); err != nil {
				return d, err
			}
			if in.WithOfficer, err = roleHolder(ctx, s.Writer, when.WithOfficer, today, "with_officer",
				"Choose an officer from the list", "cpo", "executive"); err != nil {
				return d, err
			}
			if d, err = d.Schedule(in, today); err != nil {
				return d, err
			}
			return d, tellMakers(ctx, s, d)
		})
}

// roleHolder is the person, with their name, who must hold one of the roles today. It is nobody for zero.
func roleHolder(ctx context.Context, w store.Writer, id domain.PersonID, today domain.Date, field, otherwise string,
	roles ...string) (domain.Person, error) {
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

// RecordDecision records what the Executive, or the Executive Member to whom it is delegated, decided. A joint decision
// then waits for the named officer. Where somebody who decides also signed the gate as an Area Member, that interest
// goes on the record.
func (a *App) RecordDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int,
	r domain.Recording) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToRecord, id, version,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			var err error
			if r.Signed, err = s.SignedAsMember(ctx, d.Attempt, s.Today()); err != nil {
				return d, err
			}
			if d, err = d.RecordBy(r, domain.Person{ID: actor.ID, Name: actor.Name}, s.Now()); err != nil {
				return d, err
			}
			if d.Recorded() {
				return d, tellOfficer(ctx, s, d)
			}
			return d, decided(ctx, s, d)
		})
}

// ConfirmDecision is the named officer's own record of a joint decision. They confirm exactly what the Executive Member
// recorded, by its digest.
func (a *App) ConfirmDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, of domain.Digest) error {
	return a.stepDecision(ctx, actor, policy.ConfirmDecisions, domain.ToConfirm, id, 0,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			d, err := d.Confirm(of, actor.ID, s.Now())
			if err != nil {
				return d, err
			}
			return d, decided(ctx, s, d)
		})
}

// decided does what follows at once from a decision: a plan that was not agreed goes back to be drafted.
func decided(ctx context.Context, s *Step, d domain.ExecutiveDecision) error {
	if d.State == domain.ExecutiveReturned {
		return returnPlan(ctx, s, d)
	}
	return tellDecided(ctx, s, d)
}

// PublishDecision notes when the decision was published. Where there is no time for a call-in, or it is over, the
// decision takes effect at once.
func (a *App) PublishDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int,
	on domain.Date) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToPublish, id, version,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			working, err := s.Calendar(ctx)
			if err != nil {
				return d, err
			}
			if d, err = d.Publish(on, working, a.Rules.CallInKeyOnly, s.Today()); err != nil {
				return d, err
			}
			return d, tellPublished(ctx, s, d)
		})
}

// CallInDecision notes that a published decision was called in: it does not take effect until it is upheld.
func (a *App) CallInDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int,
	c domain.CallIn) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToCallIn, id, version,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			d, err := d.CallIn(c, s.Today())
			if err != nil {
				return d, err
			}
			return d, tellCalledIn(ctx, s, d)
		})
}

// UpholdDecision ends a call-in: the decision stands and takes effect at once.
func (a *App) UpholdDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToUphold, id, version,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			d, err := d.Uphold(s.Today())
			if err != nil {
				return d, err
			}
			return d, tellUpheld(ctx, s, d)
		})
}

// ReturnDecision ends a call-in: the decision does not stand, and the plan goes back to be drafted with the reasons.
// Gate 3 needs a new attempt.
func (a *App) ReturnDecision(ctx context.Context, actor policy.Actor, id domain.ExecutiveID, version int,
	reason string) error {
	return a.stepDecision(ctx, actor, policy.DecideExecutive, domain.ToReturn, id, version,
		func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error) {
			d, err := d.Return(reason, s.Today())
			if err != nil {
				return d, err
			}
			return d, returnPlan(ctx, s, d)
		})
}

// returnPlan gives the plan back to be drafted. The Members have to pass it again.
func returnPlan(ctx context.Context, s *Step, d domain.ExecutiveDecision) error {
	reason := "Returned by the Executive.\n" + d.ReturnReason
	if err := s.VoidPassing(ctx, d.Attempt, s.Actor.ID, s.Now(), reason); err != nil {
		return err
	}
	if err := s.MovePlan(ctx, d.Plan, domain.PlanWithExecutive, domain.PlanDrafting, reason); err != nil {
		return err
	}
	return tellReturned(ctx, s, d)
}

// A decisionStep is one step with a locked decision. It returns the decision as it is afterwards.
type decisionStep func(s *Step, d domain.ExecutiveDecision) (domain.ExecutiveDecision, error)

// stepDecision takes one step with a decision, in table, register and audit trail, and carries out a decision that
// thereby takes effect. It returns domain.ErrNotFound where the actor may not see the decision, domain.ErrForbidden
// where the step is not theirs, domain.ErrConflict where another step came between (a version of zero is not compared),
// and a *domain.BlockedError for what stands against the step.
func (a *App) stepDecision(ctx context.Context, actor policy.Actor, needs policy.Action, step domain.ExecutiveStep,
	id domain.ExecutiveID, version int, body decisionStep) error {
	return a.Do(ctx, actor, needs, func(s *Step) error {
		was, err := lockedDecision(ctx, s.Writer, policy.DecisionScopeOf(actor), id)
		if err != nil {
			return err
		}
		switch {
		case !was.May(step, policy.DeciderOf(actor)):
			return domain.ErrForbidden
		case version != 0 && version != was.Version:
			return domain.ErrConflict
		}
		d, err := body(s, was)
		if err != nil {
			return err
		}
		if err := s.ChangeExecutiveDecision(ctx, d); err != nil {
			return err
		}
		d.Version++
		if err := registerStep(ctx, s, d, step, actor); err != nil {
			return err
		}
		s.Record(decisionEvent(was, d, stepWords(d, step)))
		if !d.Ready(domain.ToTakeEffect) || s.Today().Before(d.EffectiveOn) {
			return nil
		}
		return takeEffect(ctx, s, d)
	})
}

func lockedDecision(ctx context.Context, w store.Writer, scope policy.DecisionScope,
	id domain.ExecutiveID) (domain.ExecutiveDecision, error) {
	if err := w.LockDecisions(ctx, id); err != nil {
		return domain.ExecutiveDecision{}, err
	}
	return w.ExecutiveDecisionForUpdate(ctx, scope, id)
}

func decisionEvent(was, is domain.ExecutiveDecision, summary string) domain.Event {
	return domain.Event{Kind: "decision", ID: int64(is.ID), Area: is.Area, Summary: summary,
		Before: map[string]any{"state": was.State},
		After:  map[string]any{"state": is.State, "record": is.RecordDigest.String()}}
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
