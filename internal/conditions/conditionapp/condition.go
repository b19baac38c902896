// Package conditionapp reports conditions met, agrees to that or not, decides, and names who is responsible.
package conditionapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/conditions"
	"fourgates/internal/conditions/conditionstore"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/timelines/timelinestore"
)

// Report records that a condition is met and how, and asks the Member who set it, or whoever sits for them, to agree.
//
// Like the other steps, sent twice it changes nothing again. It returns domain.ErrConflict where the condition has
// moved on since it was shown.
func Report(ctx context.Context, a *act.App, actor policy.Actor, id domain.ConditionID, seen domain.StepID,
	how string) error {
	sent := conditions.Sent{Kind: conditions.ReportedMet, Words: strings.TrimSpace(how), Seen: seen}
	return step(ctx, a, actor, policy.ReportCondition, id, sent, func(at *standing) (string, error) {
		if actor.IsSelf(at.condition.Owner) {
			return "Responsible for the condition", conditions.CheckReport(actor, at.condition)
		}
		return officerOf(actor, at.condition), conditions.CheckReport(actor, at.condition)
	})
}

// Answer records whether a Member agrees that a condition is met. Where they do, it binds nobody any more, and a gate
// that waited for it alone passes; where they do not, with reasons, it is open again.
func Answer(ctx context.Context, a *act.App, actor policy.Actor, id domain.ConditionID, seen domain.StepID, agrees bool,
	reasons string) error {
	sent := conditions.Sent{Kind: conditions.NotAgreed, Words: strings.TrimSpace(reasons), Seen: seen}
	if agrees {
		sent.Kind = conditions.Agreed
	}
	return step(ctx, a, actor, policy.AnswerCondition, id, sent, func(at *standing) (string, error) {
		return at.who.Capacity(at.condition, actor.Self()), conditions.CheckAnswer(actor, at.condition, at.who)
	})
}

// Decide records the community planning officer's decision whether a condition is met, for which nobody has answered in
// time.
func Decide(ctx context.Context, a *act.App, actor policy.Actor, id domain.ConditionID, seen domain.StepID, met bool,
	reason string) error {
	sent := conditions.Sent{Kind: conditions.DecidedNotMet, Words: strings.TrimSpace(reason), Seen: seen}
	if met {
		sent.Kind = conditions.DecidedMet
	}
	return step(ctx, a, actor, policy.DecideCondition, id, sent, func(at *standing) (string, error) {
		return policy.Capacity(actor, policy.DecideCondition, at.condition.Area, policy.CPO.Words()),
			conditions.CheckDecide(actor, at.condition, at.who, at.today, at.working)
	})
}

// standing is a locked condition, and what decides who may do what with it on the day.
type standing struct {
	condition gates.Condition
	attempt   gates.Attempt
	who       conditions.Answerers
	today     domain.Date
	working   domain.Calendar
}

// take locks the condition's area and then the condition, as whoever decides about gates does.
func take(ctx context.Context, s *act.Step, id domain.ConditionID) (at standing, err error) {
	scope := policy.ScopeOf(s.Actor, policy.ViewGates)
	if at.condition, err = gatestore.Condition(ctx, s.Writer.Reader, scope, id); err != nil {
		return at, err
	}
	if err := gatestore.LockAttempts(ctx, s.Writer, at.condition.Attempt); err != nil {
		return at, err
	}
	if at.condition, err = gatestore.ConditionForUpdate(ctx, s.Writer, scope, id); err != nil {
		return at, err
	}
	at.today = s.Today()
	if at.attempt, err = gatestore.AttemptForUpdate(ctx, s.Writer, scope, at.condition.Attempt); err != nil {
		return at, err
	}
	if at.who, err = conditionstore.Answerers(ctx, s.Writer.Reader, at.condition, at.today); err != nil {
		return at, err
	}
	at.working, err = timelinestore.CalendarFor(ctx, s.Writer.Reader, at.condition.Area)
	return at, err
}

// step takes a condition a step further, in table and register, tells those concerned, and passes a gate that waited
// for it. May says in what capacity the actor takes the step, or why they may not.
func step(ctx context.Context, a *act.App, actor policy.Actor, action policy.Action, id domain.ConditionID,
	sent conditions.Sent, may func(at *standing) (string, error)) error {
	again := act.AgainWith("condition", stepping{id, sent})
	return a.Decide(ctx, actor, action, again, func(s *act.Step) error {
		at, err := take(ctx, s, id)
		if err != nil {
			return err
		}
		if sent.Is(at.condition, actor.ID) {
			return s.Same()
		}
		capacity, err := may(&at)
		if err != nil {
			return err
		}
		s.ActFor(deputyIn(capacity))
		if at.condition.Step != sent.Seen {
			return domain.ErrConflict
		}
		if err := domain.BlockedBy(sent.Blockers()); err != nil {
			return err
		}
		taken, err := record(ctx, s, at, sent, capacity)
		if err != nil {
			return err
		}
		s.Record(eventOf(at.condition, fmt.Sprintf("Condition %s: %s", sent.Kind.Did(), at.condition.Text),
			string(at.condition.State), string(sent.Kind)))
		if err := tellStep(ctx, s, at, taken); err != nil {
			return err
		}
		if sent.Kind == conditions.Agreed || sent.Kind == conditions.DecidedMet {
			return gateapp.SettleArea(ctx, s, at.condition.Area)
		}
		return nil
	})
}

func record(ctx context.Context, s *act.Step, at standing, sent conditions.Sent, capacity string) (conditions.Step,
	error) {
	p := gateapp.PayloadOf(at.attempt, register.EntryCondition)
	p.Person, p.Capacity, p.Decision, p.Words = s.Actor.Name, capacity, string(sent.Kind), sent.Words
	p.Conditions = []string{at.condition.Text}
	e, err := registerstore.AppendRegister(ctx, s.Writer, p, at.attempt.Area, at.attempt.ID, s.Actor.ID, s)
	if err != nil {
		return conditions.Step{}, err
	}
	by := policy.DeputyName(s.Actor.Name, deputyIn(capacity))
	taken := conditions.Step{Kind: sent.Kind, By: s.Actor.ID, ByName: by, Capacity: capacity,
		Words: sent.Words, At: e.At, Position: e.Position, Reference: e.Reference}
	return taken, conditionstore.AddStep(ctx, s.Writer, at.condition.ID, taken)
}

// deputyIn is whose deputy somebody is who acts in the capacity; "" for nobody's.
func deputyIn(capacity string) string {
	_, of, _ := strings.Cut(capacity, ", deputy for ")
	return of
}

func eventOf(c gates.Condition, summary, before, after string) domain.Event {
	return domain.Event{Kind: "condition", ID: int64(c.ID), Area: c.Area, Summary: summary,
		Before: map[string]any{"state": before}, After: map[string]any{"state": after}}
}

// officerOf is in what capacity an officer who looks after the area's conditions reports one met: by a role of their
// own before another's whose deputy they are.
func officerOf(a policy.Actor, c gates.Condition) string {
	deputy := ""
	for _, g := range a.Grants {
		switch {
		case !g.Reaches(policy.AssignCondition, c.Area):
		case g.DeputyFor == 0:
			return g.Role.Words()
		case deputy == "":
			deputy = policy.DeputyName(g.Role.Words(), g.DeputyForName)
		}
	}
	return deputy
}

// NameOwner makes somebody responsible for an open condition, and tells them. It returns domain.ErrConflict where
// another than was shown is responsible by now.
func NameOwner(ctx context.Context, a *act.App, actor policy.Actor, id domain.ConditionID, was,
	owner domain.PersonID) error {
	return a.Do(ctx, actor, policy.AssignCondition, func(s *act.Step) error {
		at, err := take(ctx, s, id)
		if err != nil {
			return err
		}
		if err := conditions.CheckAssign(actor, at.condition); err != nil {
			return err
		}
		if at.condition.Owner == owner {
			return s.Same()
		}
		if at.condition.Owner != was {
			return domain.ErrConflict
		}
		able, err := gatestore.Owners(ctx, s.Writer.Reader, at.condition.Area, at.today)
		if err != nil {
			return err
		}
		to, ok := gates.OwnerAmong(able, owner)
		if !ok {
			return domain.Blocked("owner", "Choose who is responsible from the list")
		}
		if err := conditionstore.SetOwner(ctx, s.Writer, id, owner); err != nil {
			return err
		}
		named := conditions.Step{Kind: conditions.OwnerNamed, By: actor.ID, Capacity: officerOf(actor, at.condition),
			Owner: owner, At: s.Now()}
		if err := conditionstore.AddStep(ctx, s.Writer, id, named); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "condition", ID: int64(id), Area: at.condition.Area,
			Summary: fmt.Sprintf("%s made responsible for a condition: %s", to.Name, at.condition.Text),
			Before:  map[string]any{"owner": at.condition.OwnerName}, After: map[string]any{"owner": to.Name}})
		gateapp.TellOwner(s, at.condition, to)
		return nil
	})
}
