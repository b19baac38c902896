// Package executiveapp takes an Executive decision from its draft to its effect.
package executiveapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
	"fourgates/internal/register"
)

// Scheduling is when an Executive decision is to be made, by whom, and whether it is a key decision.
type Scheduling struct {
	MeetsOn     domain.Date
	Key         executive.KeyAnswer
	KeyReason   string // why it is no key decision, where the records propose one
	ForwardPlan string
	MadeBy      domain.PersonID // the Executive Member it is delegated to; zero: the Executive decides
	WithOfficer domain.PersonID // named officer of a joint decision; zero for none
	Why         string          // what was recorded and is not confirmed is void
}

// ScheduleDecision puts the decision on an agenda, or delegates it. It may be changed until the decision is made; what
// one of two makers had recorded by then lapses.
func ScheduleDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	when Scheduling) error {
	sent := taken{ID: id, Version: version, Scheduling: &when}
	return stepDecision(ctx, a, actor, policy.ClerkDecisions, executive.ToSchedule, sent,
		func(s *act.Step, d executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			was, err := d, error(nil)
			if d, err = Scheduled(ctx, s.Writer.Reader, actor, d, when, s.Today()); err != nil {
				return d, err
			}
			if err := executivestore.AnswerKey(ctx, s.Writer, d); err != nil {
				return d, err
			}
			if err := tellToAnnounce(ctx, s, was, d); err != nil {
				return d, err
			}
			if err := tellNamed(ctx, s, was, d); err != nil {
				return d, err
			}
			return d, tellMakers(ctx, s, d)
		})
}

// Scheduled is the decision as ScheduleDecision would leave it: it refuses what that refuses.
func Scheduled(ctx context.Context, r db.Reader, actor policy.Actor, d executive.ExecutiveDecision, when Scheduling,
	today domain.Date) (executive.ExecutiveDecision, error) {
	in := executive.Scheduling{MeetsOn: when.MeetsOn, Key: when.Key, ForwardPlan: when.ForwardPlan,
		KeyReason: when.KeyReason, By: actor.Self(), Why: when.Why}
	var err error
	if in.Proposed, err = ProposeKey(ctx, r, d); err != nil {
		return d, err
	}
	if in.MadeBy, err = roleHolder(ctx, r, when.MadeBy, today, "made_by", "Choose an Executive Member from the list",
		policy.ExecutiveMember); err != nil {
		return d, err
	}
	if in.WithOfficer, err = roleHolder(ctx, r, when.WithOfficer, today, "with_officer",
		"Choose an officer from the list", policy.NamedOfficer); err != nil {
		return d, err
	}
	if in.MadeBySelf, err = peoplestore.Self(ctx, r, in.MadeBy.ID); err != nil {
		return d, err
	}
	if in.WithSelf, err = peoplestore.Self(ctx, r, in.WithOfficer.ID); err != nil {
		return d, err
	}
	return d.Schedule(in, today)
}

// roleHolder is the person, with their name, who must hold the role today themselves: a decision is put to them, and a
// deputy of theirs acts in their place on the day. It is nobody for zero.
func roleHolder(ctx context.Context, r db.Reader, id domain.PersonID, today domain.Date, field, otherwise string,
	role policy.Role) (people.Person, error) {
	if id == 0 {
		return people.Person{}, nil
	}
	holders, err := executivestore.Holders(ctx, r, role, today)
	if err != nil {
		return people.Person{}, err
	}
	for _, h := range holders {
		if h.Person == id {
			return people.Person{ID: id, Name: h.Name}, nil
		}
	}
	return people.Person{}, domain.Blocked(field, otherwise)
}

// RecordDecision records what the Executive, or the Executive Member to whom it is delegated, decided. A joint decision
// then waits for the named officer. Where somebody who decides also signed the gate as an Area Member, that interest
// goes on the record.
func RecordDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	r executive.Recording) error {
	return recordStep(ctx, a, actor, executive.ToRecord, id, version, r, executive.ExecutiveDecision.RecordBy)
}

// CorrectDecision puts another record in the place of one that is not published yet. The old one stays in the register,
// which names it. A joint decision waits for the named officer again.
func CorrectDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	r executive.Recording) error {
	return recordStep(ctx, a, actor, executive.ToCorrect, id, version, r, executive.ExecutiveDecision.Correct)
}

func recordStep(ctx context.Context, a *act.App, actor policy.Actor, step executive.ExecutiveStep,
	id domain.ExecutiveID, version int, r executive.Recording, take func(executive.ExecutiveDecision,
		executive.Recording, people.Person, time.Time) (executive.ExecutiveDecision, error)) error {
	sent := taken{ID: id, Version: version, Recording: &r}
	return stepDecision(ctx, a, actor, policy.DecideExecutive, step, sent,
		func(s *act.Step, was executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			r, err := r, error(nil) // what was sent stays as it was
			if r.Signed, err = executivestore.SignedAsMember(ctx, s.Writer.Reader, was, s.Today()); err != nil {
				return was, err
			}
			if r.Put, err = putActions(ctx, s.Writer, was); err != nil {
				return was, err
			}
			by := people.Person{ID: actor.ID, Name: policy.DeputyName(actor.Name, was.ActsFor(step, actor))}
			d, err := take(was, r, by, s.Now())
			if err != nil {
				return d, err
			}
			d.Why = r.Why
			if d.Unconfirmed() {
				return d, tellOfficer(ctx, s, d)
			}
			return d, decided(ctx, s, was, d)
		})
}

// ConfirmDecision is the named officer's own record of a joint decision. They confirm exactly what the Executive Member
// recorded, by its digest.
func ConfirmDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID,
	of domain.Digest) error {
	return stepDecision(ctx, a, actor, policy.ConfirmDecisions, executive.ToConfirm, taken{ID: id, Record: of},
		func(s *act.Step, was executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			d, err := was.Confirm(of, actor.ID, s.Now())
			if err != nil {
				return d, err
			}
			return d, decided(ctx, s, was, d)
		})
}

// decided does what follows at once from a decision: a plan that was not agreed goes back to be drafted, once.
func decided(ctx context.Context, s *act.Step, was, d executive.ExecutiveDecision) error {
	var refused []executive.Subject
	for _, on := range d.Subjects {
		if d.On(on).Refused() && !on.Void {
			refused = append(refused, on)
		}
	}
	if err := returnPlans(ctx, s, d, refused); err != nil {
		return err
	}
	if d.State == executive.ExecutiveReturned {
		return nil // everybody concerned is told that
	}
	return tellDecided(ctx, s, d)
}

// PublishDecision notes when the decision was published. Where there is no time for a call-in, or it is over, the
// decision takes effect at once.
func PublishDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	on domain.Date) error {
	sent := taken{ID: id, Version: version, On: on}
	return stepDecision(ctx, a, actor, policy.ClerkDecisions, executive.ToPublish, sent,
		func(s *act.Step, d executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			working, window, err := WindowOf(ctx, s.Writer.Reader, d, a.Rules.CallInKeyOnly)
			if err != nil {
				return d, err
			}
			if d, err = d.Publish(on, working, window, s.Today()); err != nil {
				return d, err
			}
			return d, tellPublished(ctx, s, d)
		})
}

// CallInDecision notes that a published decision was called in: it does not take effect until it is upheld.
func CallInDecision(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	c executive.CallIn) error {
	sent := taken{ID: id, Version: version, CallIn: &c}
	return stepDecision(ctx, a, actor, policy.ClerkDecisions, executive.ToCallIn, sent,
		func(s *act.Step, d executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			d, err := d.CallIn(c, s.Today())
			if err != nil {
				return d, err
			}
			return d, tellCalledIn(ctx, s, d)
		})
}

// SettleCallIn records what a body decided on a call-in. A decision that stands comes into force when its window has
// ended too. One that is referred back does not stand: the plan goes back to be drafted, and gate 3 needs a new
// attempt.
func SettleCallIn(ctx context.Context, a *act.App, actor policy.Actor, id domain.ExecutiveID, version int,
	in executive.Settlement) error {
	sent := taken{ID: id, Version: version, Settlement: &in}
	return stepDecision(ctx, a, actor, policy.ClerkDecisions, executive.ToSettle, sent,
		func(s *act.Step, d executive.ExecutiveDecision) (executive.ExecutiveDecision, error) {
			d, err := d.Settle(in, s.Today())
			if err != nil {
				return d, err
			}
			if d.State == executive.ExecutiveReturned {
				return d, returnPlans(ctx, s, d, d.Live())
			}
			return d, tellSettled(ctx, s, d, in)
		})
}

// returnPlans gives plans back to be drafted. Their Members have to pass them again. A decision of another council that
// has nothing left to be about ends with that.
func returnPlans(ctx context.Context, s *act.Step, d executive.ExecutiveDecision, back []executive.Subject) error {
	for _, on := range back {
		reason := "Returned by the Executive.\n" + d.On(on).WhyRefused()
		if err := executivestore.VoidPassing(ctx, s.Writer, on.Attempt, s.Actor.ID, s.Now(), reason); err != nil {
			return err
		}
		if err := gatestore.MovePlan(ctx, s.Writer, on.Plan, plans.PlanWithExecutive, plans.PlanDrafting,
			reason); err != nil {
			return err
		}
		if err := fallBeside(ctx, s, d, on); err != nil {
			return err
		}
		if err := tellReturned(ctx, s, d, on); err != nil {
			return err
		}
	}
	return nil
}

// fallBeside puts into the register that what other councils decide, or decided and is not in force, on a plan falls
// with it, and ends their decisions that have nothing left.
func fallBeside(ctx context.Context, s *act.Step, by executive.ExecutiveDecision, on executive.Subject) error {
	beside, err := executivestore.DecisionsOn(ctx, s.Writer.Reader, on.ID)
	if err != nil {
		return err
	}
	by.SettledOn = s.Today()
	for _, was := range beside {
		if was.ID == by.ID || was.State == executive.ExecutiveInForce || was.State == executive.ExecutiveReturned {
			continue
		}
		p := register.RegisterPayload{Kind: register.EntryExecutive, Decision: string(executive.ExecutiveReturned),
			Words: executive.FallsWith(by)}
		if was.Record != "" {
			p.Record = was.RecordDigest.String()
		}
		if was.Recorded() {
			if p.Replaces, err = executivestore.LastRecord(ctx, s.Writer.Reader, was.ID, on.Attempt); err != nil {
				return err
			}
		}
		if _, err := enter(ctx, s, was, on, p, 0); err != nil {
			return err
		}
		is, ends := executive.Falls(was, by)
		if !ends {
			continue
		}
		if err := executivestore.ChangeExecutiveDecision(ctx, s.Writer, is); err != nil {
			return err
		}
		s.Record(decisionEvent(was, is, on, "Executive decision: "+is.ReturnReason))
	}
	return nil
}

// A decisionStep is one step with a locked decision. It returns the decision as it is afterwards.
type decisionStep func(s *act.Step, d executive.ExecutiveDecision) (executive.ExecutiveDecision, error)

// stepDecision takes one step with a decision, in table, register and audit trail, and carries out a decision that
// thereby takes effect. It returns domain.ErrNotFound where the actor may not see the decision, domain.ErrForbidden
// where the step is not theirs, domain.ErrConflict where another step came between (a version of zero is not compared),
// and a *domain.BlockedError for what stands against the step.
func stepDecision(ctx context.Context, a *act.App, actor policy.Actor, needs policy.Action,
	step executive.ExecutiveStep, sent taken, body decisionStep) error {
	sent.Step = step
	version := sent.Version
	return a.Decide(ctx, actor, needs, act.AgainWith("executive decision", sent), func(s *act.Step) error {
		was, err := lockedDecision(ctx, s.Writer, policy.DecisionScopeOf(actor), sent.ID)
		if err != nil {
			return err
		}
		switch {
		case !was.May(step, executive.DeciderOf(actor)):
			return domain.ErrForbidden
		case version != 0 && version != was.Version:
			return domain.ErrConflict
		}
		if blockers := was.Apart(step, executive.DeciderOf(actor)); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.ActFor(was.ActsFor(step, actor))
		d, err := body(s, was)
		if err != nil {
			return err
		}
		if err := executivestore.ChangeExecutiveDecision(ctx, s.Writer, d); err != nil {
			return err
		}
		d.Version++
		if err := registerStep(ctx, s, was, d, step, actor); err != nil {
			return err
		}
		for _, on := range d.Subjects {
			s.Record(decisionEvent(was, d, on, stepWords(d, step)))
		}
		if !d.Ready(executive.ToTakeEffect) || s.Today().Before(d.EffectiveOn) {
			return nil
		}
		return takeEffect(ctx, s, d)
	})
}

// lockedDecision is a decision, whole and locked. It returns domain.ErrConflict where its plan is put in one report
// with others by now.
func lockedDecision(ctx context.Context, w db.Writer, scope policy.DecisionScope,
	id domain.ExecutiveID) (executive.ExecutiveDecision, error) {
	if err := executivestore.LockDecisions(ctx, w, id); err != nil {
		return executive.ExecutiveDecision{}, err
	}
	d, err := executivestore.ExecutiveDecisionForUpdate(ctx, w, scope, id)
	if !errors.Is(err, domain.ErrNotFound) {
		return d, err
	}
	to, elsewhere := executivestore.PutElsewhere(ctx, w.Reader, id)
	if elsewhere != nil {
		return d, err
	}
	if _, err := executivestore.ExecutiveDecision(ctx, w.Reader, scope, to); err != nil {
		return d, err
	}
	return d, domain.ErrConflict
}

func decisionEvent(was, is executive.ExecutiveDecision, on executive.Subject, summary string) domain.Event {
	return domain.Event{Kind: "decision", ID: int64(is.ID), Area: on.Area, Summary: summary,
		Before: map[string]any{"state": was.State},
		After:  map[string]any{"state": is.State, "record": is.RecordDigest.String()}}
}

func stepWords(d executive.ExecutiveDecision, step executive.ExecutiveStep) string {
	switch step {
	case executive.ToSchedule:
		return "Executive decision scheduled for " + d.MeetsOn.Words() + ". Key decision: " + executive.KeyWords(d)
	case executive.ToAnnounce:
		return "Key decision announced: " + d.Announced.Words()
	case executive.ToRecord:
		if d.Recorded() {
			return "Executive decision recorded, to be confirmed by " + d.WithOfficerName
		}
		return "Executive decision: " + string(d.State)
	case executive.ToCorrect:
		return "Executive decision corrected: " + d.Why
	case executive.ToConfirm:
		return "Executive decision confirmed: " + string(d.State)
	case executive.ToDecline:
		return "Named officer declined. " + d.Declined.Words()
	case executive.ToPublish:
		return "Executive decision published on " + d.PublishedOn.Words()
	case executive.ToCallIn:
		return "Executive decision called in by " + d.CallIns[len(d.CallIns)-1].By
	case executive.ToSettle:
		return "Call-in of the Executive decision: " + d.Settled[len(d.Settled)-1].Line()
	}
	return fmt.Sprintf("Executive decision: %s", d.State)
}
