// Package profileapp takes an area's profile from a file and chooses who speaks for a group.
package profileapp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/profiles"
	"fourgates/internal/profiles/profilestore"
)

// UploadProfile keeps who lives in an area, group by group (B6). It returns a *domain.BlockedError that names each bad
// line by its number, or each question that the file leaves open by its id.
func UploadProfile(ctx context.Context, a *act.App, actor policy.Actor, p profiles.AreaProfile,
	rows []profiles.ProfileRow, said profiles.Answers) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkToWork(ctx, s, p.Area); err != nil {
			return err
		}
		if p.AsOf.After(s.Today()) {
			return domain.Blocked("as_of", "Enter a day that is not to come")
		}
		var err error
		var asks []profiles.Question
		if p.Groups, asks, err = profiles.ReadProfile(rows, said); err != nil {
			return err
		}
		if len(asks) > 0 {
			return unanswered(asks)
		}
		p.UploadedAt = s.Now()
		if _, err := profilestore.AddAreaProfile(ctx, s.Writer, p, actor.ID); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "area", ID: int64(p.Area), Area: p.Area,
			Summary: fmt.Sprintf("Area profile uploaded: %d groups", len(p.Groups)),
			After:   map[string]string{"Source": p.Source, "As of": p.AsOf.Words()}})
		return nil
	})
}

// unanswered refuses a profile whose questions are open.
func unanswered(asks []profiles.Question) error {
	list := make([]domain.Blocker, len(asks))
	for i, q := range asks {
		list[i] = domain.Blocker{ID: q.ID, Field: q.ID, Words: q.Words}
	}
	return domain.BlockedBy(list)
}

// ChooseSpeaker records that a contact in the area's network speaks for a group of its profile.
func ChooseSpeaker(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, group string,
	entry domain.NetworkEntryID) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkToWork(ctx, s, area); err != nil {
			return err
		}
		profile, _, err := profilestore.AreaProfile(ctx, s.Writer.Reader, area)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(profile.Groups, func(g profiles.ProfileGroup) bool {
			return strings.EqualFold(g.Name, group)
		}) {
			return domain.Blocked("group", "Choose a group from the list")
		}
		network, err := partnerstore.Network(ctx, s.Writer.Reader, area, s.Today())
		if err != nil {
			return err
		}
		at := slices.IndexFunc(network, func(e partners.NetworkEntry) bool { return e.ID == entry })
		if at < 0 {
			return domain.Blocked("entry", "Choose somebody of the network")
		}
		fresh, err := profilestore.AddSpeaker(ctx, s.Writer, area, profiles.ChosenSpeaker{Group: strings.ToLower(group),
			Entry: entry},
			actor.ID, s.Now())
		if err != nil {
			return err
		}
		if !fresh {
			return s.Same()
		}
		s.Record(speakerEvent(area, "Somebody speaks for "+group, network[at].Name))
		return nil
	})
}

// UnchooseSpeaker records that they no longer do.
func UnchooseSpeaker(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, group string,
	entry domain.NetworkEntryID) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkToWork(ctx, s, area); err != nil {
			return err
		}
		s.Record(speakerEvent(area, "Somebody no longer speaks for "+group, ""))
		return profilestore.RemoveSpeaker(ctx, s.Writer, area, profiles.ChosenSpeaker{Group: strings.ToLower(group),
			Entry: entry})
	})
}

func speakerEvent(area domain.AreaID, summary, who string) domain.Event {
	return domain.Event{Kind: "area", ID: int64(area), Area: area, Summary: summary,
		After: map[string]string{"Who": who}}
}

// networkToWork checks that the actor may change the network of the area, and that the area is still in the programme.
func networkToWork(ctx context.Context, s *act.Step, id domain.AreaID) error {
	area, err := placestore.Area(ctx, s.Writer.Reader, policy.ScopeOf(s.Actor, policy.ViewAreas), id)
	if err != nil {
		return err
	}
	return places.CheckWork(s.Actor, policy.EditNetwork, area)
}
