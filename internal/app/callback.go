package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// CallBackGate calls gate 2 back, by an Area Member, because the community's confirmed priorities differ from the list that was signed (domain §3). The
// area goes back to phase 2b, a gate that is with its Members is withdrawn, and gate 2 is submitted again as a new attempt. What was released stays
// released. It is refused with a *domain.BlockedError where there is no difference, the time is over, or somebody did it before.
func (a *App) CallBackGate(ctx context.Context, actor policy.Actor, area domain.AreaID, reason string) error {
	return a.do(ctx, actor, policy.CallBackGate, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := visibleIn(actor, policy.CallBackGate, area); err != nil {
			return domain.Event{}, err
		}
		if err := w.LockAreas(ctx, area); err != nil {
			return domain.Event{}, err
		}
		facts, id, err := w.CallBackFacts(ctx, area, domain.DateOf(now))
		if err != nil {
			return domain.Event{}, err
		}
		reason = strings.TrimSpace(reason)
		blockers := facts.Blockers()
		if reason == "" {
			blockers = append(blockers, domain.Blocker{ID: "reason", Field: "reason", Words: "Enter why gate 2 is called back: officers and Members read it"})
		}
		if len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		if err := a.withdrawOpen(ctx, w, actor, area, reason, now); err != nil {
			return domain.Event{}, err
		}
		t, err := w.AttemptForUpdate(ctx, policy.ScopeOf(actor, policy.ViewGates), id)
		if err != nil {
			return domain.Event{}, err
		}
		if err := w.CallBack(ctx, id, actor.ID, now, reason); err != nil {
			return domain.Event{}, err
		}
		p := payloadOf(t, domain.EntryCallBack)
		p.Person, p.Decision, p.Words = actor.Name, "called back", reason
		if p.Capacity, err = seatOf(ctx, w, area, actor.ID, domain.DateOf(now)); err != nil {
			return domain.Event{}, err
		}
		if _, err := w.AppendRegister(ctx, p, t.Area, t.ID, actor.ID, now); err != nil {
			return domain.Event{}, err
		}
		if err := reopenBeforeGate(ctx, w, area, t.Cycle, domain.GateIssues, actor.ID, now); err != nil {
			return domain.Event{}, err
		}
		return attemptEvent(t, "Gate 2 called back: "+reason), tellCallBack(ctx, w, t, actor, reason, now)
	})
}

// withdrawOpen takes back the gate that is with the area's Members, if one is: it rests on the gate that is called back.
func (a *App) withdrawOpen(ctx context.Context, w store.Writer, actor policy.Actor, area domain.AreaID, reason string, now time.Time) error {
	id, err := w.OpenAttemptOf(ctx, area)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	open, err := w.AttemptForUpdate(ctx, policy.ScopeOf(actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	return a.closeAttempt(ctx, w, open, domain.OutcomeWithdrawn, actor, "Gate 2 was called back: "+reason, domain.Date{}, now)
}

// seatOf says for which seats of the area the person sits on the day.
func seatOf(ctx context.Context, w store.Writer, area domain.AreaID, person domain.PersonID, today domain.Date) (string, error) {
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
func tellCallBack(ctx context.Context, w store.Writer, t domain.Attempt, actor policy.Actor, reason string, now time.Time) error {
	today := domain.DateOf(now)
	team, err := w.GateTeam(ctx, t.Area, today)
	if err != nil {
		return err
	}
	members, err := areaMembers(ctx, w, t.Area, today)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("%s called gate 2 of %s back: %s\nThe area is in phase 2b again, and gate 2 is to be submitted again.", actor.Name, t.AreaName, reason)
	return tell(ctx, w, t, "gate 2 called back", t.AreaName+": gate 2 called back", body, append(team, members...), now)
}
