package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// UploadProfile keeps who lives in an area, group by group (B6). Bad lines are a *domain.BlockedError that names each by its number.
func (a *App) UploadProfile(ctx context.Context, actor policy.Actor, p domain.AreaProfile, rows []domain.ProfileRow) error {
	return a.do(ctx, actor, policy.EditNetwork, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := networkToWork(ctx, w, actor, p.Area); err != nil {
			return domain.Event{}, err
		}
		if p.AsOf.After(domain.DateOf(now)) {
			return domain.Event{}, domain.Blocked("as_of", "Enter a day that is not to come")
		}
		var err error
		if p.Groups, err = domain.ReadProfile(rows); err != nil {
			return domain.Event{}, err
		}
		p.UploadedAt = now
		_, err = w.AddAreaProfile(ctx, p, actor.ID)
		return domain.Event{Kind: "area", ID: int64(p.Area), Area: p.Area, Summary: fmt.Sprintf("Area profile uploaded: %d groups", len(p.Groups)),
			After: map[string]string{"Source": p.Source, "As of": p.AsOf.Words()}}, err
	})
}

// ChooseSpeaker keeps that a contact of the area's network speaks for a group of its profile.
func (a *App) ChooseSpeaker(ctx context.Context, actor policy.Actor, area domain.AreaID, group string, entry domain.NetworkEntryID) error {
	return a.do(ctx, actor, policy.EditNetwork, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := networkToWork(ctx, w, actor, area); err != nil {
			return domain.Event{}, err
		}
		profile, _, err := w.AreaProfile(ctx, area)
		if err != nil {
			return domain.Event{}, err
		}
		if !slices.ContainsFunc(profile.Groups, func(g domain.ProfileGroup) bool { return strings.EqualFold(g.Name, group) }) {
			return domain.Event{}, domain.Blocked("group", "Choose a group from the list")
		}
		network, err := w.Network(ctx, area, domain.DateOf(now))
		if err != nil {
			return domain.Event{}, err
		}
		at := slices.IndexFunc(network, func(e domain.NetworkEntry) bool { return e.ID == entry })
		if at < 0 {
			return domain.Event{}, domain.Blocked("entry", "Choose somebody of the network")
		}
		fresh, err := w.AddSpeaker(ctx, area, domain.ChosenSpeaker{Group: strings.ToLower(group), Entry: entry}, actor.ID, now)
		if err == nil && !fresh {
			err = errNothing
		}
		return speakerEvent(area, "Somebody speaks for "+group, network[at].Name), err
	})
}

// UnchooseSpeaker takes that back.
func (a *App) UnchooseSpeaker(ctx context.Context, actor policy.Actor, area domain.AreaID, group string, entry domain.NetworkEntryID) error {
	return a.do(ctx, actor, policy.EditNetwork, func(w store.Writer, now time.Time) (domain.Event, error) {
		if err := networkToWork(ctx, w, actor, area); err != nil {
			return domain.Event{}, err
		}
		return speakerEvent(area, "Somebody no longer speaks for "+group, ""),
			w.RemoveSpeaker(ctx, area, domain.ChosenSpeaker{Group: strings.ToLower(group), Entry: entry})
	})
}

func speakerEvent(area domain.AreaID, summary, who string) domain.Event {
	return domain.Event{Kind: "area", ID: int64(area), Area: area, Summary: summary, After: map[string]string{"Who": who}}
}

// networkToWork checks that the area is there for the actor, is theirs, and is not over.
func networkToWork(ctx context.Context, w store.Writer, actor policy.Actor, id domain.AreaID) error {
	area, err := w.Area(ctx, policy.ScopeOf(actor, policy.ViewAreas), id)
	if err != nil {
		return err
	}
	if err := policy.CheckIn(actor, policy.EditNetwork, id); err != nil {
		return err
	}
	return area.CheckRunning()
}
