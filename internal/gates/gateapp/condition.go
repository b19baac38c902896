package gateapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
)

// ownedConditions gives each condition its owner: who was named, or else who submitted the gate. It returns a
// *domain.BlockedError where somebody was named who cannot be responsible.
func ownedConditions(ctx context.Context, r db.Reader, t gates.Attempt, set []gates.NewCondition,
	today domain.Date) ([]gates.NewCondition, error) {
	if len(set) == 0 {
		return nil, nil
	}
	able, err := gatestore.Owners(ctx, r, t.Area, today)
	if err != nil {
		return nil, err
	}
	owned := make([]gates.NewCondition, len(set))
	for i, c := range set {
		owned[i] = c
		if c.Owner == 0 {
			owned[i].Owner, owned[i].OwnerName = t.SubmittedBy, t.SubmittedByName
			continue
		}
		to, ok := gates.OwnerAmong(able, c.Owner)
		if owned[i].OwnerName = to.Name; !ok {
			return nil, domain.Blocked(fmt.Sprintf("owner-%d", i+1), "Choose who is responsible from the list")
		}
	}
	return owned, nil
}

// setConditions stores the conditions that the signature at the position sets, and tells who is responsible for them.
func setConditions(ctx context.Context, s *act.Step, t gates.Attempt, position int64, list []gates.NewCondition) error {
	if len(list) == 0 {
		return nil
	}
	set, err := gatestore.AddConditions(ctx, s.Writer, t.ID, position, list)
	if err != nil {
		return err
	}
	for _, is := range set {
		TellOwner(s, is, gates.Owner{Person: is.Owner, Name: is.OwnerName})
	}
	return nil
}

// TellOwner tells somebody that they are responsible for a condition from now on, unless they did it themselves.
func TellOwner(s *act.Step, c gates.Condition, to gates.Owner) {
	if to.Person == s.Actor.ID {
		return
	}
	body := fmt.Sprintf("%s\nSet by %s at gate %d of %s, due on %s. Report here when it is met.", c.Text,
		c.SetByWords(), c.Gate, c.AreaName, c.DueOn.Words())
	noticestore.Tell(s.Writer, notices.Notice{Event: "condition owner", Area: c.Area,
		Attempt: c.Attempt, Subject: "You are responsible for a condition: " + c.AreaName, Body: body,
		Link: fmt.Sprintf("/conditions/%d", c.ID)},
		[]notices.Recipient{{Person: to.Person, Name: to.Name, Capacity: "responsible for the condition"}}, s.Now())
}

// SettleArea passes the area's open attempt where only a condition stood against it that is met now. The caller has
// locked the area.
func SettleArea(ctx context.Context, s *act.Step, area domain.AreaID) error {
	id, err := gatestore.OpenAttemptOf(ctx, s.Writer.Reader, area)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	t, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.Scope{All: true}, id)
	if err != nil {
		return err
	}
	asked, err := gatestore.Signatories(ctx, s.Writer.Reader, t.ID, s.Today())
	if err != nil {
		return err
	}
	if outcome, err := decided(ctx, s, t, asked); err != nil || outcome == gates.OutcomeOpen {
		return err
	}
	s.Record(attemptEvent(t, t.Gate.Title()+" decided: its conditions are met"))
	return settle(ctx, s, t, asked)
}

// SettleAttempts looks again at the places of every open attempt and applies the rules to it. That is needed where the
// count changes without a signature: a term has ended and the seat is vacant. It returns how many attempts were closed.
func SettleAttempts(ctx context.Context, a *act.App) (closed int, err error) {
	open, err := gatestore.OpenAttempts(ctx, a.Store.Reader, policy.Scope{All: true})
	if err != nil {
		return 0, err
	}
	return act.Each(ctx, a, "gate.settle", "attempt", idsOf(open), func(s *act.Step, id domain.AttemptID) (int, error) {
		if err := gatestore.LockAttempts(ctx, s.Writer, id); err != nil {
			return 0, err
		}
		t, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.Scope{All: true}, id)
		if err != nil || !t.Open() {
			return 0, err
		}
		asked, err := lookAtPlaces(ctx, s, t)
		if err != nil {
			return 0, err
		}
		outcome, err := decided(ctx, s, t, asked)
		if err != nil || outcome == gates.OutcomeOpen {
			return 0, err
		}
		s.Record(attemptEvent(t, t.Gate.Title()+" decided after a change of seats"))
		return 1, settle(ctx, s, t, asked)
	})
}

func idsOf(list []gates.Attempt) []domain.AttemptID {
	ids := make([]domain.AttemptID, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	return ids
}
