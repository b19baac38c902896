package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// pass does what passing a gate does, in the transaction that passes it (domain §3, column "passing does").
func (a *App) pass(ctx context.Context, w store.Writer, t domain.Attempt, by domain.PersonID, now time.Time) error {
	switch t.Gate {
	case domain.GateAreas:
		return passAreas(ctx, w, t, by, now)
	case domain.GateIssues:
		return passIssues(ctx, w, t, by, now)
	case domain.GateDraftPlan:
		return passDraft(ctx, w, t, by, now)
	}
	return fmt.Errorf("%s cannot be passed", t.Gate.Title())
}

// passAreas: the area becomes selected, then active; service managers and stakeholders are informed; phase 2a opens (004, gate 1).
func passAreas(ctx context.Context, w store.Writer, t domain.Attempt, by domain.PersonID, now time.Time) error {
	for _, s := range []domain.AreaState{domain.AreaSelected, domain.AreaActive} {
		if err := w.SetAreaState(ctx, t.Area, s, fmt.Sprintf("Gate 1 %s", t.Outcome), by, now); err != nil {
			return err
		}
	}
	if err := openAfterGate(ctx, w, t.Area, t.Cycle, t.Gate, by, now); err != nil {
		return err
	}
	body := fmt.Sprintf("%s (%s) has been selected for a Local Community Action Plan. A community liaison officer will now collect issues there.", t.AreaName, t.AreaCode)
	if err := tellServiceManagers(ctx, w, t, "area selected: service managers", "Area selected: "+t.AreaName, body, now); err != nil {
		return err
	}
	return tellStakeholders(ctx, w, t, "area selected: stakeholder list", "Area selected: "+t.AreaName, body, now)
}

// passIssues: service officers and stakeholder organisations are informed, agreed quick wins released, root-cause work opens (004, gate 2).
// The signed issue list is the baseline: it stands in the attempt's snapshot.
func passIssues(ctx context.Context, w store.Writer, t domain.Attempt, by domain.PersonID, now time.Time) error {
	frozen, err := w.Snapshot(ctx, t.ID)
	if err != nil {
		return err
	}
	snapshot, err := domain.ReadSnapshot(frozen)
	if err != nil {
		return err
	}
	released, err := w.ReleaseQuickWins(ctx, t.Area, snapshot.QuickWins(), snapshot.ReleasedWins(), now)
	if err != nil {
		return err
	}
	if err := openAfterGate(ctx, w, t.Area, t.Cycle, t.Gate, by, now); err != nil {
		return err
	}
	body := fmt.Sprintf("Area Members have agreed the issues of %s: %d listed, %d quick wins released. Work on root causes begins.",
		t.AreaName, len(snapshot.Issues), released)
	if err := tellServiceOfficers(ctx, w, t, "issues agreed: service officers", "Issues agreed: "+t.AreaName, body, now); err != nil {
		return err
	}
	return tellStakeholders(ctx, w, t, "issues agreed: stakeholder organisations", "Issues agreed: "+t.AreaName, body, now)
}

// OverrideGate passes a gate without its Members' decision, by the community planning officer, with a reason that shows on every
// later view. An open attempt is closed by it; otherwise the content as it is now is frozen and passed.
func (a *App) OverrideGate(ctx context.Context, actor policy.Actor, area domain.AreaID, gate domain.Gate, reason string) error {
	return a.do(ctx, actor, policy.OverrideGate, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := visibleIn(actor, policy.OverrideGate, area); err != nil {
			return domain.Event{}, err
		}
		if err := w.LockAreas(ctx, area); err != nil {
			return domain.Event{}, err
		}
		t, err := a.attemptToOverride(ctx, w, actor, area, gate, reason, now)
		if err != nil {
			return domain.Event{}, err
		}
		if err := a.closeAttempt(ctx, w, t, domain.OutcomeOverridden, actor, reason, domain.Date{}, now); err != nil {
			return domain.Event{}, err
		}
		return attemptEvent(t, fmt.Sprintf("%s overridden: %s", gate.Title(), reason)), nil
	})
}

func (a *App) attemptToOverride(ctx context.Context, w store.Writer, actor policy.Actor, area domain.AreaID, gate domain.Gate, reason string, now time.Time) (domain.Attempt, error) {
	id, err := w.OpenAttemptOf(ctx, area)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return domain.Attempt{}, err
	}
	var open domain.Attempt
	if err == nil {
		if open, err = w.AttemptForUpdate(ctx, policy.ScopeOf(actor, policy.OverrideGate), id); err != nil {
			return open, err
		}
		if open.Gate != gate || !open.Open() {
			return open, domain.ErrConflict
		}
	}
	f, fresh, err := a.takeAttempt(ctx, w, actor, Submission{Gate: gate, Note: "Overridden: " + reason, DueOn: domain.DateOf(now)}, area, 0, now)
	if err != nil {
		return fresh, err
	}
	if blockers := domain.OverrideBlockers(gate, f, reason); len(blockers) > 0 {
		return fresh, &domain.BlockedError{Blockers: blockers}
	}
	if open.ID != 0 {
		return open, nil
	}
	fresh.ID, err = a.storeAttempt(ctx, w, actor, fresh, f)
	return fresh, err
}

// DischargeCondition records how a condition set by a Member was met (G7), in table and register.
func (a *App) DischargeCondition(ctx context.Context, actor policy.Actor, id domain.ConditionID, note string) error {
	return a.do(ctx, actor, policy.DischargeCondition, func(w store.Writer, now time.Time) (domain.Event, error) {
		c, err := w.ConditionForUpdate(ctx, policy.ScopeOf(actor, policy.ViewGates), id)
		if err != nil {
			return domain.Event{}, err
		}
		if err := policy.CheckIn(actor, policy.DischargeCondition, c.Area); err != nil {
			return domain.Event{}, err
		}
		if note == "" {
			return domain.Event{}, domain.Blocked("note", "Enter how the condition was met: the Member who set it reads it")
		}
		if !c.Open() {
			return domain.Event{}, domain.ErrConflict
		}
		t, err := w.Attempt(ctx, policy.ScopeOf(actor, policy.ViewGates), c.Attempt)
		if err != nil {
			return domain.Event{}, err
		}
		if err := w.DischargeCondition(ctx, id, actor.ID, now, note); err != nil {
			return domain.Event{}, err
		}
		p := payloadOf(t, domain.EntryDischarge)
		p.Person, p.Decision, p.Words, p.Conditions = actor.Name, "discharged", note, []string{c.Text}
		if _, err := w.AppendRegister(ctx, p, t.Area, t.ID, actor.ID, now); err != nil {
			return domain.Event{}, err
		}
		return attemptEvent(t, "Condition discharged: "+c.Text), tellDischarge(ctx, w, t, c, note, now)
	})
}

// SetGateRule changes when a gate's later attempts pass (G4). Open attempts keep the rule that they were submitted under.
func (a *App) SetGateRule(ctx context.Context, actor policy.Actor, gate domain.Gate, rule domain.Rule) error {
	return a.do(ctx, actor, policy.ManageLists, func(w store.Writer, now time.Time) (domain.Event, error) {
		if !slices.Contains(domain.Rules(), rule) {
			return domain.Event{}, domain.Blocked("rule", "Choose when the gate passes")
		}
		before, err := w.GateRule(ctx, gate)
		if err != nil {
			return domain.Event{}, err
		}
		return domain.Event{Kind: "gate rule", ID: int64(gate), Summary: fmt.Sprintf("%s: rule set to %s", gate.Title(), rule), Before: before, After: rule},
			w.SetGateRule(ctx, gate, rule)
	})
}
