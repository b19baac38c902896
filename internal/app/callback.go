package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// CallBackGate is an Area Member's calling gate 2 back, because the priorities that the community confirmed differ from
// the list that was signed (domain §3). The area goes back to phase 2b, a gate that is with its Members is withdrawn,
// and gate 2 is submitted again as a new attempt. What was released stays released. It returns a *domain.BlockedError
// where there is no difference, the time is over, or somebody has done it before.
func (a *App) CallBackGate(ctx context.Context, actor policy.Actor, area domain.AreaID, reason string) error {
	return a.Do(ctx, actor, policy.CallBackGate, func(s *Step) error {
		if err := policy.CheckGate(actor, policy.CallBackGate, area); err != nil {
			return err
		}
		if err := s.LockAreas(ctx, area); err != nil {
			return err
		}
		facts, id, err := s.CallBackFacts(ctx, area, s.Today())
		if err != nil {
			return err
		}
		reason = strings.TrimSpace(reason)
		blockers := facts.Blockers()
		if reason == "" {
			blockers = append(blockers, domain.Blocker{ID: "reason", Field: "reason",
				Words: "Enter why gate 2 is called back: officers and Members read it"})
		}
		if len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if err := withdrawOpen(ctx, s, area, reason); err != nil {
			return err
		}
		t, err := s.AttemptForUpdate(ctx, policy.ScopeOf(actor, policy.ViewGates), id)
		if err != nil {
			return err
		}
		if err := s.CallBack(ctx, id, actor.ID, s.Now(), reason); err != nil {
			return err
		}
		p := payloadOf(t, domain.EntryCallBack)
		p.Person, p.Decision, p.Words = actor.Name, "called back", reason
		if p.Capacity, err = seatOf(ctx, s.Writer, area, actor.ID, s.Today()); err != nil {
			return err
		}
		if _, err := s.AppendRegister(ctx, p, t.Area, t.ID, actor.ID, s.Now()); err != nil {
			return err
		}
		if err := reopenBeforeGate(ctx, s, area, t.Cycle, domain.GateIssues); err != nil {
			return err
		}
		s.Record(attemptEvent(t, "Gate 2 called back: "+reason))
		return tellCallBack(ctx, s, t, reason)
	})
}

// withdrawOpen withdraws the gate that is with the area's Members, if there is one: it rests on the gate called back.
func withdrawOpen(ctx context.Context, s *Step, area domain.AreaID, reason string) error {
	id, err := s.OpenAttemptOf(ctx, area)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	open, err := s.AttemptForUpdate(ctx, policy.ScopeOf(s.Actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	return closeAttempt(ctx, s, open, domain.OutcomeWithdrawn, s.Actor, "Gate 2 was called back: "+reason,
		domain.Date{})
}

// seatOf says for which seats of the area the person is a Member that day.
func seatOf(ctx context.Context, w store.Writer, area domain.AreaID, person domain.PersonID, today domain.Date) (string,
	error) {
	members, err := w.AreaMembers(ctx, area, today)
	var seats []string
	for _, m := range members {
		if m.Person == person {
			seats = append(seats, m.SeatName+", "+m.Authority)
		}
	}
	return "Member for " + strings.Join(seats, " and "), err
}

// tellCallBack tells the officers and the other Members.
func tellCallBack(ctx context.Context, s *Step, t domain.Attempt, reason string) error {
	today := s.Today()
	team, err := s.GateTeam(ctx, t.Area, today)
	if err != nil {
		return err
	}
	members, err := areaMembers(ctx, s.Writer, t.Area, today)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("%s called gate 2 of %s back: %s\nThe area is in phase 2b again, and gate 2 is to be "+
		"submitted again.", s.Actor.Name, t.AreaName, reason)
	return tell(ctx, s, t, "gate 2 called back", t.AreaName+": gate 2 called back", body, append(team, members...))
}
