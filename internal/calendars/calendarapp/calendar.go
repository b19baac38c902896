// Package calendarapp makes, revokes and answers calendar addresses.
package calendarapp

import (
	"context"
	"crypto/rand"
	"errors"

	"fourgates/internal/act"
	"fourgates/internal/calendars"
	"fourgates/internal/calendars/calendarstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
	"fourgates/internal/signin"
)

// MakeAddress makes the actor's calendar address and returns the token of its secret address. The token is kept
// nowhere: show it now. Their earlier address stops working.
func MakeAddress(ctx context.Context, a *act.App, actor policy.Actor) (token string, err error) {
	err = a.Do(ctx, actor, policy.OwnAccount, func(s *act.Step) error {
		if _, err := peoplestore.PersonForUpdate(ctx, s.Writer, actor.ID); err != nil {
			return err
		}
		if _, err := calendarstore.RevokeAddress(ctx, s.Writer, actor.ID, s.Now()); err != nil {
			return err
		}
		token = rand.Text() // 130 random bits
		s.Record(domain.Event{Kind: "person", ID: int64(actor.ID), Summary: "Calendar address made"})
		return calendarstore.AddAddress(ctx, s.Writer, actor.ID, signin.TokenHash(token), s.Now())
	})
	return token, err
}

// RevokeAddress ends the actor's calendar address, so that its address no longer answers.
func RevokeAddress(ctx context.Context, a *act.App, actor policy.Actor) error {
	return a.Do(ctx, actor, policy.OwnAccount, func(s *act.Step) error {
		had, err := calendarstore.RevokeAddress(ctx, s.Writer, actor.ID, s.Now())
		if err != nil {
			return err
		}
		if !had {
			return s.Same()
		}
		s.Record(domain.Event{Kind: "person", ID: int64(actor.ID), Summary: "Calendar address revoked"})
		return nil
	})
}

// Text is the calendar behind a secret address, as iCalendar, with links that begin with base. It shows the planned
// ends of phases, the gates due, the days by which Members are to decide and those by which conditions are to be met,
// in the areas of the person's roles, or where those cover all areas, in all that they may see. It returns
// domain.ErrNotFound for an address that never was or was revoked and for a person who is disabled or has no role left,
// and domain.ErrThrottled after too many wrong addresses from one source.
func Text(ctx context.Context, a *act.App, token, base string, from signin.Caller) (string, error) {
	who, err := ownerOf(ctx, a, token, from)
	if err != nil {
		return "", err
	}
	today := a.Today()
	actor, err := signin.Actor(ctx, a.Store.Reader, who, today)
	if err == nil && len(actor.Grants) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return "", err
	}
	phases, err := calendarstore.PhasesFor(ctx, a.Store.Reader, narrowed(actor, policy.ViewAreas))
	if err != nil {
		return "", err
	}
	var events []calendars.CalendarEvent
	for _, p := range phases {
		events = append(events, p.Events(base)...)
	}
	open, err := gatestore.OpenAttempts(ctx, a.Store.Reader, narrowed(actor, policy.ViewGates))
	if err != nil {
		return "", err
	}
	asked, err := gatestore.SignatoriesOf(ctx, a.Store.Reader, open, today)
	if err != nil {
		return "", err
	}
	for _, t := range open {
		events = append(events, calendars.DeadlineEvent(t, t.WaitsFor(asked[t.ID], actor.Self()), base))
	}
	due, err := conditionsDue(ctx, a, actor)
	if err != nil {
		return "", err
	}
	areas := make([]domain.AreaID, len(due))
	for n, c := range due {
		areas[n] = c.Area
	}
	unsaid, err := restrictionstore.Unsaid(ctx, a.Store.ReadFor(policy.IssueScopeOf(actor)), areas...)
	if err != nil {
		return "", err
	}
	for _, c := range due {
		if unsaid.In(c.Area, c.Text) {
			c.Text = restrictions.Told
		}
		events = append(events, calendars.ConditionEvent(c, actor.IsSelf(c.Owner), base))
	}
	return calendars.ICalendar("Fourgates", events, a.Instant()), nil
}

// conditionsDue lists the conditions that are still to be met: those that the person is responsible for, and those of
// the areas whose conditions they look after or answer for.
func conditionsDue(ctx context.Context, a *act.App, actor policy.Actor) ([]gates.Condition, error) {
	due, err := gatestore.OwnConditions(ctx, a.Store.Reader, actor.ID)
	if err != nil || !policy.Can(actor, policy.AssignCondition) && !policy.Can(actor, policy.AnswerCondition) {
		return due, err
	}
	open, err := gatestore.OpenConditions(ctx, a.Store.Reader, narrowed(actor, policy.ViewGates))
	for _, c := range open {
		if !actor.IsSelf(c.Owner) {
			due = append(due, c)
		}
	}
	return due, err
}

// ownerOf finds whose feed it is. Wrong addresses are counted by source and apart from passwords: calendars keep asking
// for a feed that was revoked, and that must keep nobody from signing in.
func ownerOf(ctx context.Context, a *act.App, token string, from signin.Caller) (domain.PersonID, error) {
	who, err := calendarstore.OwnerOf(ctx, a.Store.Reader, signin.TokenHash(token))
	if !errors.Is(err, domain.ErrNotFound) {
		return who, err
	}
	key, source, now := signin.AccountKey("calendar feed"), "calendar "+from.Source, a.Instant()
	since := now.Add(-domain.TryWindow)
	err = a.Store.InTx(ctx, func(w db.Writer) error {
		_, tries, err := signin.Tries(ctx, w, key, source, since)
		if err == nil && !domain.MayTry(0, tries) {
			err = domain.ErrThrottled
		}
		if err != nil {
			return err
		}
		_, err = signin.AddTry(ctx, w, key, source, now, since)
		return err
	})
	if err == nil {
		err = domain.ErrNotFound
	}
	return 0, err
}

// narrowed is the scope of an action, narrowed to the actor's own areas where they have a role that is held in areas:
// when their last one ends, nothing is left. Those who look after every area see them all.
func narrowed(actor policy.Actor, act policy.Action) policy.Scope {
	scope := policy.ScopeOf(actor, act)
	if policy.OverseesAreas(actor) || !policy.HasOwnAreas(actor) {
		return scope
	}
	own := policy.Scope{Person: scope.Person, Attempts: scope.Attempts}
	for _, g := range actor.Grants {
		for _, area := range g.Areas {
			if scope.Has(area) {
				own.Areas = append(own.Areas, area)
			}
		}
	}
	return own
}
