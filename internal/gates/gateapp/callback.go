package gateapp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices/noticeapp"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
	"fourgates/internal/timelines/timelineapp"
)

// CallBackGate is an Area Member's calling gate 2 back, because the priorities that the community confirmed differ from
// the list that was signed (domain §3). The area goes back to phase 2b, a gate that is with its Members is withdrawn,
// and gate 2 is submitted again as a new attempt. What was released stays released. It returns a *domain.BlockedError
// where there is no difference, the time is over, or somebody has done it before.
func CallBackGate(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, reason string) error {
	again := act.AgainWith("calling back", callingBack{area, reason})
	return a.Decide(ctx, actor, policy.CallBackGate, again, func(s *act.Step) error {
		if err := gates.CheckGate(actor, policy.CallBackGate, area); err != nil {
			return err
		}
		if err := gatestore.LockForGate(ctx, s.Writer, area); err != nil {
			return err
		}
		facts, id, err := gatestore.CallBackFacts(ctx, s.Writer.Reader, area, s.Today())
		if err != nil {
			return err
		}
		reason = strings.TrimSpace(reason)
		matter, err := gatestore.Matter(ctx, s.Writer.Reader, area, domain.GateIssues, s.Today())
		if err != nil {
			return err
		}
		blockers := append(facts.Blockers(), matter.CallBackBlockers(actor.Self())...)
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
		t, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.ScopeOf(actor, policy.ViewGates), id)
		if err != nil {
			return err
		}
		p := PayloadOf(t, register.EntryCallBack)
		p.Person, p.Decision, p.Words = actor.Name, "called back", reason
		if p.Capacity, err = seatOf(ctx, s.Writer, area, actor.ID, s.Today()); err != nil {
			return err
		}
		e, err := registerstore.AppendRegister(ctx, s.Writer, p, t.Area, t.ID, actor.ID, s)
		if err != nil {
			return err
		}
		if err := gatestore.CallBack(ctx, s.Writer, id, actor.ID, e.At, reason); err != nil {
			return err
		}
		if err := timelineapp.ReopenBeforeGate(ctx, s, area, t.Cycle, domain.GateIssues); err != nil {
			return err
		}
		s.Record(attemptEvent(t, "Gate 2 called back: "+reason))
		return tellCallBack(ctx, s, t, reason)
	})
}

// withdrawOpen withdraws the gate that is with the area's Members, if there is one: it rests on the gate called back.
func withdrawOpen(ctx context.Context, s *act.Step, area domain.AreaID, reason string) error {
	id, err := gatestore.OpenAttemptOf(ctx, s.Writer.Reader, area)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	open, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewGates), id)
	if err != nil {
		return err
	}
	return closeAttempt(ctx, s, open, gates.OutcomeWithdrawn, s.Actor, "Gate 2 was called back: "+reason,
		domain.Date{})
}

// seatOf says for which seats of the area the person is a Member that day.
func seatOf(ctx context.Context, w db.Writer, area domain.AreaID, person domain.PersonID, today domain.Date) (string,
	error) {
	members, err := placestore.AreaMembers(ctx, w.Reader, area, today)
	var seats []string
	for _, m := range members {
		if m.Person == person {
			seats = append(seats, m.SeatName+", "+m.Authority)
		}
	}
	return "Member for " + strings.Join(seats, " and "), err
}

// passing are the events of the notices that a gate has passed.
var passing = []string{"gate passed", "gate passed with conditions", "gate overridden", issuesAgreedServices,
	issuesAgreedStakeholders}

// tellCallBack tells the officers, the other Members, and whoever was told that the gate had passed.
func tellCallBack(ctx context.Context, s *act.Step, t gates.Attempt, reason string) error {
	today := s.Today()
	team, err := noticestore.GateTeam(ctx, s.Writer.Reader, t.Area, today)
	if err != nil {
		return err
	}
	members, err := noticeapp.AreaMembers(ctx, s.Writer, t.Area, today)
	if err != nil {
		return err
	}
	told, err := noticestore.ToldOf(ctx, s.Writer.Reader, t.ID, passing...)
	if err != nil {
		return err
	}
	body := fmt.Sprintf("%s called gate 2 of %s back: %s\nThat the gate passed on %s, of which notices were made, no "+
		"longer holds. The area is in phase 2b again, and gate 2 is to be submitted again. Quick wins that were "+
		"released stay released.", s.Actor.Name, t.AreaName, reason, domain.DateOf(t.OutcomeAt).Words())
	tell(s, t, "gate 2 called back", t.AreaName+": gate 2 called back", body, slices.Concat(team, members, told))
	return nil
}
