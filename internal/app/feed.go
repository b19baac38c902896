package app

import (
	"context"
	"crypto/rand"
	"errors"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// MakeFeed makes the actor's calendar feed and returns the token of its secret address. The token is kept nowhere: show
// it now. Their earlier address stops working.
func (a *App) MakeFeed(ctx context.Context, actor policy.Actor) (token string, err error) {
	err = a.Do(ctx, actor, policy.OwnAccount, func(s *Step) error {
		if _, err := s.PersonForUpdate(ctx, actor.ID); err != nil {
			return err
		}
		if _, err := s.RevokeFeed(ctx, actor.ID, s.Now()); err != nil {
			return err
		}
		token = rand.Text() // 130 random bits
		s.Record(domain.Event{Kind: "person", ID: int64(actor.ID), Summary: "Calendar address made"})
		return s.AddFeed(ctx, actor.ID, tokenHash(token), s.Now())
	})
	return token, err
}

// RevokeFeed ends the actor's calendar feed, so that its address no longer answers.
func (a *App) RevokeFeed(ctx context.Context, actor policy.Actor) error {
	return a.Do(ctx, actor, policy.OwnAccount, func(s *Step) error {
		had, err := s.RevokeFeed(ctx, actor.ID, s.Now())
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

// Feed is the calendar behind a secret address, as iCalendar, with links that begin with base. It shows the planned
// ends of phases, the gates due and the days by which Members are to decide, in the areas of the person's roles, or
// where those cover all areas, in all that they may see. It returns domain.ErrNotFound for an address that never was or
// was revoked and for a person who is disabled or has no role left, and domain.ErrThrottled after too many wrong
// addresses from one source.
func (a *App) Feed(ctx context.Context, token, base string, from Caller) (string, error) {
	who, err := a.feedOf(ctx, token, from)
	if err != nil {
		return "", err
	}
	today := a.Today()
	actor, err := a.Store.Actor(ctx, who, today)
	if err == nil && len(actor.Grants) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return "", err
	}
	phases, err := a.Store.FeedPhases(ctx, narrowed(actor, policy.ViewAreas))
	if err != nil {
		return "", err
	}
	var events []domain.CalendarEvent
	for _, p := range phases {
		events = append(events, p.Events(base)...)
	}
	open, err := a.Store.OpenAttempts(ctx, narrowed(actor, policy.ViewGates))
	if err != nil {
		return "", err
	}
	asked, err := a.Store.SignatoriesOf(ctx, open, today)
	if err != nil {
		return "", err
	}
	for _, t := range open {
		events = append(events, domain.DeadlineEvent(t, len(domain.Mine(asked[t.ID], actor.ID)) > 0, base))
	}
	return domain.ICalendar("Fourgates", events, a.now()), nil
}

// feedOf finds whose feed it is. Wrong addresses are counted by source and apart from passwords: calendars keep asking
// for a feed that was revoked, and that must keep nobody from signing in.
func (a *App) feedOf(ctx context.Context, token string, from Caller) (domain.PersonID, error) {
	who, err := a.Store.FeedOf(ctx, tokenHash(token))
	if !errors.Is(err, domain.ErrNotFound) {
		return who, err
	}
	key, source, now := accountKey("calendar feed"), "calendar "+from.Source, a.now()
	since := now.Add(-domain.TryWindow)
	err = a.Store.InTx(ctx, func(w store.Writer) error {
		_, tries, err := w.Tries(ctx, key, source, since)
		if err == nil && !domain.MayTry(0, tries) {
			err = domain.ErrThrottled
		}
		if err != nil {
			return err
		}
		return w.AddTry(ctx, key, source, now, since)
	})
	if err == nil {
		err = domain.ErrNotFound
	}
	return 0, err
}

// narrowed is the scope of an action, narrowed to the areas of the actor's own roles where they have any. Those who
// look after every area see them all.
func narrowed(actor policy.Actor, act policy.Action) policy.Scope {
	scope := policy.ScopeOf(actor, act)
	if actor.Is(policy.CPO) || actor.Is(policy.Executive) || actor.Is(policy.ExecutiveMember) {
		return scope
	}
	var own policy.Scope
	for _, g := range actor.Grants {
		for _, area := range g.Areas {
			if scope.Has(area) {
				own.Areas = append(own.Areas, area)
			}
		}
	}
	if len(own.Areas) == 0 {
		return scope
	}
	return own
}
