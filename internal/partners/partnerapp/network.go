package partnerapp

import (
	"context"
	"errors"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
)

// networkArea locks an area whose network is to be changed. It returns domain.ErrNotFound where the actor may not see
// the area, domain.ErrForbidden where they may but not change its network, and a *domain.BlockedError once the area has
// left the programme.
func networkArea(ctx context.Context, s *act.Step, id domain.AreaID) error {
	area, err := placestore.AreaForUpdate(ctx, s.Writer, policy.ScopeOf(s.Actor, policy.ViewAreas), id)
	if err != nil {
		return err
	}
	return places.CheckWork(s.Actor, policy.EditNetwork, area)
}

// AddToNetwork puts a contact on one of the area's lists (B4, B5): a known one or, where e.Contact is zero, a newcomer.
// It returns a *domain.BlockedError for a contact who is on that list already or cannot be found.
func AddToNetwork(ctx context.Context, a *act.App, actor policy.Actor, e partners.NetworkEntry,
	newcomer partners.Contact,
	first partners.ContactRole) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkArea(ctx, s, e.Area); err != nil {
			return err
		}
		blockers := e.Blockers(s.Today())
		if e.Contact == 0 {
			blockers = append(newcomer.Blockers(), blockers...)
		}
		if len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if err := settleContact(ctx, s, &e, newcomer, first); err != nil {
			return err
		}
		s.Record(networkEvent(e.Area, "Added to the network: "+e.Kind, nil, traceOf(e)))
		return partnerstore.AddNetworkEntry(ctx, s.Writer, e, actor.ID, s.Now())
	})
}

// settleContact finds the contact of a new entry, or adds the newcomer, which is an entry of its own in the audit
// trail.
func settleContact(ctx context.Context, s *act.Step, e *partners.NetworkEntry, newcomer partners.Contact,
	first partners.ContactRole) error {
	if e.Contact == 0 {
		id, err := addContact(ctx, s, newcomer, first)
		if err != nil {
			return err
		}
		e.Contact, e.Name = id, newcomer.Name
		s.Record(contactEvent(id, "Contact added", nil, newcomer))
		return nil
	}
	known, err := partnerstore.Contact(ctx, s.Writer.Reader, policy.ScopeOf(s.Actor, policy.ViewContacts), s.Today(),
		e.Contact)
	if errors.Is(err, domain.ErrNotFound) {
		return domain.Blocked("contact", "Choose who it is")
	}
	if err != nil {
		return err
	}
	e.Name = known.Name
	return nil
}

// ChangeNetworkEntry writes whom a contact represents in the area's network, their patch and when they were engaged.
func ChangeNetworkEntry(ctx context.Context, a *act.App, actor policy.Actor, edit partners.NetworkEntry) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkArea(ctx, s, edit.Area); err != nil {
			return err
		}
		was, err := partnerstore.NetworkEntryForUpdate(ctx, s.Writer, edit.Area, edit.ID, s.Today())
		if err != nil {
			return err
		}
		is := was
		is.Represents, is.Patch, is.EngagedOn = edit.Represents, edit.Patch, edit.EngagedOn
		if blockers := is.Blockers(s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(networkEvent(edit.Area, "Network changed: "+is.Kind, traceOf(was), traceOf(is)))
		return partnerstore.ChangeNetworkEntry(ctx, s.Writer, is)
	})
}

// RemoveFromNetwork takes a contact off one of the area's lists, with a reason. It stays on record that they were on
// it.
func RemoveFromNetwork(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID,
	id domain.NetworkEntryID,
	reason string) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkArea(ctx, s, area); err != nil {
			return err
		}
		was, err := partnerstore.NetworkEntryForUpdate(ctx, s.Writer, area, id, s.Today())
		if err != nil {
			return err
		}
		is := was
		is.RemovedAt, is.RemovedReason = s.Now(), reason
		s.Record(networkEvent(area, "Removed from the network: "+was.Kind, traceOf(was), traceOf(is)))
		return partnerstore.RemoveNetworkEntry(ctx, s.Writer, id, actor.ID, s.Now(), reason)
	})
}

// StateAboutArea states in words what gate 2 asks for: that the network is representative, or why a class of source is
// missing. Earlier statements are kept.
func StateAboutArea(ctx context.Context, a *act.App, actor policy.Actor, area domain.AreaID, about, text string) error {
	return a.Do(ctx, actor, policy.EditNetwork, func(s *act.Step) error {
		if err := networkArea(ctx, s, area); err != nil {
			return err
		}
		stated := partners.Statement{About: about, Text: text, By: actor.Name, At: s.Now()}
		s.Record(networkEvent(area, "Stated: "+about, nil, stated))
		return partnerstore.AddStatement(ctx, s.Writer, area, stated, actor.ID)
	})
}

// networkEvent gives no name and no address: an area's history is read by people who may not see its contacts.
func networkEvent(area domain.AreaID, summary string, before, after any) domain.Event {
	return domain.Event{Kind: "area", ID: int64(area), Area: area, Summary: summary, Before: before, After: after}
}

// entryTrace is what the audit trail keeps of an entry.
type entryTrace struct {
	Entry      domain.NetworkEntryID `json:",omitzero"`
	Contact    domain.ContactID
	Kind       string
	Represents string
	Patch      string
	EngagedOn  domain.Date
	Removed    bool
}

func traceOf(e partners.NetworkEntry) entryTrace {
	return entryTrace{Entry: e.ID, Contact: e.Contact, Kind: e.Kind, Represents: e.Represents, Patch: e.Patch,
		EngagedOn: e.EngagedOn, Removed: !e.RemovedAt.IsZero()}
}
