// Package gateapp submits, signs, settles, passes, overrides and calls back gates.
package gateapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/places/placeapp"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/timelines"
	"fourgates/internal/timelines/timelinestore"
)

// Submission is a gate as an officer submits it to the Members.
type Submission struct {
	Areas []domain.AreaID // several only at gate 1: a batch (domain §3)
	Gate  domain.Gate
	Note  string
	DueOn domain.Date // zero: the council's number of working days from today

	timelines.Deviation // why it is submitted ahead of its phase, where it is
}

// SubmitGate freezes the snapshot of each area's gate and asks its Members, for all areas or none. It returns the new
// attempts. It returns a *domain.BlockedError with every reason why a gate is not ready.
func SubmitGate(ctx context.Context, a *act.App, actor policy.Actor, sub Submission) ([]domain.AttemptID, error) {
	var ids []domain.AttemptID
	err := a.Do(ctx, actor, policy.SubmitGate, func(s *act.Step) error {
		ids = nil
		working, err := timelinestore.CalendarsFor(ctx, s.Writer.Reader, sub.Areas...)
		if err != nil {
			return err
		}
		if sub.DueOn.IsZero() {
			for _, area := range sub.Areas { // one day for a batch: the latest
				if due := working[area].AddWorkingDays(s.Today(), dueWorkingDays(a)); due.After(sub.DueOn) {
					sub.DueOn = due
				}
			}
		}
		if err := checkSubmission(sub, s.Today()); err != nil {
			return err
		}
		for _, area := range sub.Areas {
			if err := gates.CheckGate(actor, policy.SubmitGate, area); err != nil {
				return err
			}
		}
		if err := gatestore.LockForGate(ctx, s.Writer, sub.Areas...); err != nil {
			return err
		}
		asked, err := gatestore.AskedOf(ctx, s.Writer.Reader, s.Today(), sub.Areas...)
		if err != nil {
			return err
		}
		for _, area := range sub.Areas {
			if blockers := gates.BringBlockers(asked[area], actor.Self()); len(blockers) > 0 {
				return &domain.BlockedError{Blockers: blockers}
			}
		}
		var batch domain.BatchID
		if len(sub.Areas) > 1 {
			if batch, err = gatestore.AddBatch(ctx, s.Writer, actor.ID, s.Now()); err != nil {
				return err
			}
		}
		for _, area := range sub.Areas {
			t, err := submitOne(ctx, s, sub, area, batch)
			if err != nil {
				return err
			}
			ids = append(ids, t.ID)
			s.Record(attemptEvent(t, sub.Gate.Title()+" submitted to Area Members"))
		}
		return nil
	})
	return ids, err
}

func checkSubmission(sub Submission, today domain.Date) error {
	switch {
	case len(sub.Areas) == 0:
		return domain.Blocked("areas", "Choose at least one area")
	case len(sub.Areas) > 1 && sub.Gate != domain.GateAreas:
		return domain.Blocked("areas", "Only gate 1 can be submitted for several areas at once")
	case !sub.DueOn.After(today):
		return domain.Blocked("due", "Decisions must be due in the future")
	}
	return nil
}

func dueWorkingDays(a *act.App) int {
	if a.Rules.GateDueWorkingDays > 0 {
		return a.Rules.GateDueWorkingDays
	}
	return 10
}

func submitOne(ctx context.Context, s *act.Step, sub Submission, area domain.AreaID, batch domain.BatchID) (
	gates.Attempt,
	error) {
	f, boundary, err := factsFor(ctx, s, sub.Gate, area)
	if err != nil {
		return gates.Attempt{}, err
	}
	blockers := gates.SubmitBlockers(sub.Gate, f)
	phase, _ := f.PhaseOf(sub.Gate)
	change, ahead, unsaid := phase.Submit(sub.Deviation)
	if blockers = append(blockers, unsaid...); len(blockers) > 0 {
		if len(sub.Areas) > 1 {
			for i := range blockers {
				blockers[i].Words = f.Area.Name + ": " + blockers[i].Words
			}
		}
		return gates.Attempt{}, &domain.BlockedError{Blockers: blockers}
	}
	if ahead {
		s.Record(placeapp.AreaEvent(area, change.What+": "+change.Reason, nil, nil))
		if err := timelinestore.AddChange(ctx, s.Writer, area, f.Cycle, change, s.Actor.ID, s.Now()); err != nil {
			return gates.Attempt{}, err
		}
	}
	attempt, err := takeAttempt(ctx, s, sub, &f, boundary, batch)
	if err != nil {
		return attempt, err
	}
	if attempt.ID, err = storeAttempt(ctx, s, attempt, f); err != nil {
		return attempt, err
	}
	asked, err := lookAtPlaces(ctx, s, attempt)
	if err != nil {
		return attempt, err
	}
	tellSignatories(s, attempt, asked)
	return attempt, nil
}

// A bound is the boundary that a snapshot freezes, with its version.
type bound struct {
	text    string
	version int
}

// factsFor loads all that the gate of a locked area asks about.
func factsFor(ctx context.Context, s *act.Step, gate domain.Gate, area domain.AreaID) (f gates.GateFacts, b bound,
	err error) {
	if f, b.text, b.version, err = gatestore.GateFacts(ctx, s.Writer.Reader, area, s.Today()); err != nil {
		return f, b, err
	}
	switch gate {
	case domain.GateDraftPlan:
		err = addDraft(ctx, s.Writer, &f)
	case domain.GateIssues:
		err = gatestore.AddWholeIssues(ctx, s.Writer.Reader, &f)
	}
	return f, b, err
}

// takeAttempt freezes the snapshot of the facts, with what happened since the last gate.
func takeAttempt(ctx context.Context, s *act.Step, sub Submission, f *gates.GateFacts, b bound,
	batch domain.BatchID) (gates.Attempt, error) {
	area := f.Area.ID
	if err := gatestore.AddProgress(ctx, s.Writer.Reader, f, sub.Gate); err != nil {
		return gates.Attempt{}, err
	}
	rule, err := gatestore.GateRule(ctx, s.Writer.Reader, sub.Gate)
	if err != nil {
		return gates.Attempt{}, err
	}
	number := 1
	last, err := gatestore.NewestAttempt(ctx, s.Writer.Reader, area, f.Cycle, sub.Gate)
	switch {
	case err == nil:
		number = last.Number + 1
	case !errors.Is(err, domain.ErrNotFound):
		return gates.Attempt{}, err
	}
	by := policy.NameIn(s.Actor, policy.SubmitGate, area)
	head := gates.SnapshotHead{Gate: sub.Gate, Attempt: number, Rule: rule,
		SubmittedBy: by, SubmittedAt: s.Now(), Note: sub.Note, Boundary: b.text, BoundaryNo: b.version}
	frozen, err := gates.TakeSnapshot(head, *f).Freeze(s.Random())
	return gates.Attempt{Area: area, AreaCode: f.Area.Code, AreaName: f.Area.Name, Cycle: f.Cycle, Gate: sub.Gate,
		Number: number, Batch: batch, Rule: rule, Snapshot: frozen.Text, SnapshotWords: frozen.Words,
		Digest: frozen.Digest(), DueOn: sub.DueOn,
		SubmittedBy: s.Actor.ID, SubmittedByName: by, SubmittedAt: s.Now(), Note: sub.Note}, err
}

func storeAttempt(ctx context.Context, s *act.Step, t gates.Attempt, f gates.GateFacts) (domain.AttemptID, error) {
	id, err := gatestore.AddAttempt(ctx, s.Writer, t, f.Members)
	if err != nil {
		return 0, err
	}
	t.ID = id
	if t.Gate == domain.GateDraftPlan {
		if err := lockPlan(ctx, s, t, f); err != nil {
			return 0, err
		}
	}
	p := PayloadOf(t, register.EntrySubmission)
	p.Person, p.Decision, p.Words = s.Actor.Name, "submitted", t.Note
	p.Capacity = policy.Capacity(s.Actor, policy.SubmitGate, t.Area, "")
	_, err = registerstore.AppendRegister(ctx, s.Writer, p, t.Area, id, s.Actor.ID, s)
	return id, err
}

func PayloadOf(t gates.Attempt, kind string) register.RegisterPayload {
	return register.RegisterPayload{Kind: kind, Area: t.AreaCode, AreaName: t.AreaName, Gate: t.Gate, Attempt: t.Number,
		Snapshot: t.Digest.String(), Cycle: register.CycleSaid(t.Cycle)}
}

// WithdrawAttempt takes a gate back from its Members, with a reason. Signatures already made stay on record but no
// longer count.
func WithdrawAttempt(ctx context.Context, a *act.App, actor policy.Actor, id domain.AttemptID, reason string) error {
	again := act.AgainWith("withdrawal", withdrawal{id, reason})
	return a.Decide(ctx, actor, policy.SubmitGate, again, func(s *act.Step) error {
		if err := gatestore.LockAttempts(ctx, s.Writer, id); err != nil {
			return err
		}
		t, err := attemptFor(ctx, s, policy.SubmitGate, id)
		if err != nil {
			return err
		}
		asked, err := gatestore.AskedOf(ctx, s.Writer.Reader, s.Today(), t.Area)
		if err != nil {
			return err
		}
		if blockers := gates.BringBlockers(asked[t.Area], actor.Self()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if reason == "" {
			return domain.Blocked("reason", "Enter why the gate is withdrawn: its Members read it")
		}
		if err := t.CheckOpen(); err != nil {
			return err
		}
		if err := closeAttempt(ctx, s, t, gates.OutcomeWithdrawn, actor, reason, domain.Date{}); err != nil {
			return err
		}
		s.Record(attemptEvent(t, fmt.Sprintf("%s withdrawn: %s", t.Gate.Title(), reason)))
		return nil
	})
}

// attemptFor loads and locks an attempt whose area is locked: domain.ErrNotFound where the actor may not see it,
// domain.ErrForbidden where not do this to it.
func attemptFor(ctx context.Context, s *act.Step, act policy.Action, id domain.AttemptID) (gates.Attempt, error) {
	t, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewGates), id)
	if err != nil {
		return t, err
	}
	return t, gates.CheckAttempt(s.Actor, act, t)
}

func attemptEvent(t gates.Attempt, summary string) domain.Event {
	return domain.Event{Kind: "attempt", ID: int64(t.ID), Area: t.Area, Summary: summary,
		After: map[string]any{"gate": t.Gate, "attempt": t.Number, "digest": t.Digest.String()}}
}

// closes is the action by which somebody ends an attempt, where the signatures do not.
var closes = map[gates.Outcome]policy.Action{
	gates.OutcomeWithdrawn: policy.SubmitGate, gates.OutcomeOverridden: policy.OverrideGate,
}

// closeAttempt is the only way in which an attempt ends. It records the outcome in table and register, tells those
// concerned, and does what passing the gate does.
func closeAttempt(ctx context.Context, s *act.Step, t gates.Attempt, outcome gates.Outcome, by policy.Actor,
	reason string, resubmitBy domain.Date) error {
	p := PayloadOf(t, register.EntryOutcome)
	p.Person, p.Decision, p.Words = by.Name, string(outcome), reason
	p.Capacity = policy.Capacity(by, closes[outcome], t.Area, "")
	e, err := registerstore.AppendRegister(ctx, s.Writer, p, t.Area, t.ID, by.ID, s)
	if err != nil {
		return err
	}
	if err := gatestore.CloseAttempt(ctx, s.Writer, t.ID, outcome, by.ID, e.At, reason, resubmitBy); err != nil {
		return err
	}
	if err := registerstore.Seal(ctx, s.Writer); err != nil { // what follows reads in what capacity it was done
		return err
	}
	t.Outcome, t.OutcomeAt, t.OutcomeReason, t.ResubmitBy = outcome, e.At, reason, resubmitBy
	t.OutcomeByName = policy.NameIn(by, closes[outcome], t.Area)
	tellOutcome(s, t)
	if outcome.Passes() {
		if by.ID == 0 {
			by.ID = t.SubmittedBy // the rule decided: what follows is done for who submitted
		}
		return pass(ctx, s, t, by.ID)
	}
	if t.Gate == domain.GateDraftPlan {
		return unlockPlan(ctx, s.Writer, t)
	}
	return nil
}
