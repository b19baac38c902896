package gateapp

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/timelines/timelineapp"
)

// pass does what passing a gate does, in the transaction that passes it (domain §3, column "passing does").
func pass(ctx context.Context, s *act.Step, t gates.Attempt, by domain.PersonID) error {
	switch t.Gate {
	case domain.GateAreas:
		return passAreas(ctx, s, t, by)
	case domain.GateIssues:
		return passIssues(ctx, s, t, by)
	case domain.GateDraftPlan:
		return s.Passed(ctx, t.Gate, t.ID, by)
	}
	return fmt.Errorf("%s cannot be passed", t.Gate.Title())
}

// passAreas makes the area selected, then active, informs service managers and stakeholders, and opens phase 2a (004,
// gate 1). In a further cycle the area is active: it stays as it is.
func passAreas(ctx context.Context, s *act.Step, t gates.Attempt, by domain.PersonID) error {
	if t.Cycle > 1 {
		return passAreasAgain(ctx, s, t, by)
	}
	for _, state := range []places.AreaState{places.AreaSelected, places.AreaActive} {
		if err := placestore.SetAreaState(ctx, s.Writer, t.Area, state, fmt.Sprintf("Gate 1 %s", t.Outcome), by,
			s.Now()); err != nil {
			return err
		}
	}
	if err := timelineapp.OpenAfterGate(ctx, s, t.Area, t.Cycle, t.Gate, by); err != nil {
		return err
	}
	body := fmt.Sprintf("%s (%s) has been selected for a Local Community Action Plan. A community liaison officer "+
		"will now collect issues there. %s", t.AreaName, t.AreaCode, t.PassedWords("agreed the area"))
	subject := "Area selected: " + t.AreaName
	tellServiceManagers(s, t, "area selected: service managers", subject, body)
	tellStakeholders(s, t, "area selected: stakeholder list", subject, body)
	return nil
}

func passAreasAgain(ctx context.Context, s *act.Step, t gates.Attempt, by domain.PersonID) error {
	if err := timelineapp.OpenAfterGate(ctx, s, t.Area, t.Cycle, t.Gate, by); err != nil {
		return err
	}
	body := fmt.Sprintf("%s (%s) has begun cycle %d of its Local Community Action Plan. A community liaison officer "+
		"will now collect issues there again. %s", t.AreaName, t.AreaCode, t.Cycle, t.PassedWords("agreed the area"))
	subject := fmt.Sprintf("Area agreed for cycle %d: %s", t.Cycle, t.AreaName)
	tellServiceManagers(s, t, "area selected: service managers", subject, body)
	tellStakeholders(s, t, "area selected: stakeholder list", subject, body)
	return nil
}

// Events of the notices that gate 2 has passed.
const (
	issuesAgreedServices     = "issues agreed: service officers"
	issuesAgreedStakeholders = "issues agreed: stakeholder organisations"
)

// passIssues informs service officers and stakeholder organisations, releases the agreed quick wins and opens the work
// on root causes (004, gate 2). The signed list of issues is the baseline, in the attempt's snapshot.
func passIssues(ctx context.Context, s *act.Step, t gates.Attempt, by domain.PersonID) error {
	snapshot, err := gatestore.Snapshot(ctx, s.Writer.Reader, t.ID)
	if err != nil {
		return err
	}
	released, err := issuestore.ReleaseQuickWins(ctx, s.Writer, t.Area, snapshot.QuickWins(), snapshot.ReleasedWins(),
		s.Now())
	if err != nil {
		return err
	}
	if err := timelineapp.OpenAfterGate(ctx, s, t.Area, t.Cycle, t.Gate, by); err != nil {
		return err
	}
	body := fmt.Sprintf("%s %s listed, %s released. Work on root causes begins.",
		t.PassedWords("agreed the issues of "+t.AreaName),
		domain.Counted(len(snapshot.Issues), "issue is", "issues are"),
		domain.Counted(released, "quick win is", "quick wins are"))
	subject := "Issues agreed: " + t.AreaName
	if t.Outcome == gates.OutcomeOverridden {
		subject = "Gate 2 overridden: " + t.AreaName
	}
	tellServiceOfficers(s, t, issuesAgreedServices, subject, body)
	tellStakeholders(s, t, issuesAgreedStakeholders, subject, body)
	return nil
}

// OverrideGate is the community planning officer's passing a gate without its Members' decision, with a reason that
// every later view shows. It closes an open attempt; without one, the content as it is now is frozen and passed.
func OverrideGate(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, gate domain.Gate,
	reason string) error {
	again := act.AgainWith("override", overriding{area, gate, reason})
	return a.Decide(ctx, actor, policy.OverrideGate, again, func(s *act.Step) error {
		if err := gates.CheckGate(actor, policy.OverrideGate, area); err != nil {
			return err
		}
		if err := gatestore.LockForGate(ctx, s.Writer, area); err != nil {
			return err
		}
		matter, err := gatestore.Matter(ctx, s.Writer.Reader, area, gate, s.Today())
		if err != nil {
			return err
		}
		if blockers := matter.OverrideBlockers(actor.Self()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		t, err := attemptToOverride(ctx, s, area, gate, reason)
		if err != nil {
			return err
		}
		if err := closeAttempt(ctx, s, t, gates.OutcomeOverridden, actor, reason, domain.Date{}); err != nil {
			return err
		}
		s.Record(attemptEvent(t, fmt.Sprintf("%s overridden: %s", gate.Title(), reason)))
		return nil
	})
}

func attemptToOverride(ctx context.Context, s *act.Step, area domain.AreaID, gate domain.Gate,
	reason string) (gates.Attempt, error) {
	id, err := gatestore.OpenAttemptOf(ctx, s.Writer.Reader, area)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return gates.Attempt{}, err
	}
	var open gates.Attempt
	if err == nil {
		if open, err = gatestore.AttemptForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.OverrideGate),
			id); err != nil {
			return open, err
		}
		if err := open.CheckOpen(); err != nil {
			return open, err
		}
		if open.Gate != gate {
			return open, domain.Stands("Gate %d of this area is with its Members: that comes first", open.Gate)
		}
	}
	f, b, err := factsFor(ctx, s, gate, area)
	if err != nil {
		return open, err
	}
	if blockers := gates.OverrideBlockers(gate, f, reason); len(blockers) > 0 {
		return open, &domain.BlockedError{Blockers: blockers}
	}
	if open.ID != 0 {
		return open, nil
	}
	fresh, err := takeAttempt(ctx, s, Submission{Gate: gate, Note: "Overridden: " + reason, DueOn: s.Today()}, &f, b, 0)
	if err != nil {
		return fresh, err
	}
	fresh.ID, err = storeAttempt(ctx, s, fresh, f)
	return fresh, err
}

// SetGateRule sets when later attempts at a gate pass (G4). Open attempts keep the rule under which they were
// submitted.
func SetGateRule(ctx context.Context, a *act.App, actor policy.Actor, gate domain.Gate, rule gates.Rule) error {
	return a.Do(ctx, actor, policy.ManageLists, func(s *act.Step) error {
		if !slices.Contains(gates.Rules(), rule) {
			return domain.Blocked("rule", "Choose when the gate passes")
		}
		before, err := gatestore.GateRule(ctx, s.Writer.Reader, gate)
		if err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "gate rule", ID: int64(gate),
			Summary: fmt.Sprintf("%s: rule set to %s", gate.Title(), rule), Before: before, After: rule})
		return gatestore.SetGateRule(ctx, s.Writer, gate, rule)
	})
}
