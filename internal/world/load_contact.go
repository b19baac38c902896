package world

import (
	"context"
	"slices"

	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/policy"
)

// addToNetwork puts a contact on one of an area's lists; who meets them first adds them to the contacts.
func (l *loading) addToNetwork(ctx context.Context, by policy.Actor, a Area, e Entry) error {
	if _, known := l.contacts[e.Contact]; !known {
		at := slices.IndexFunc(l.Contacts, func(c Contact) bool { return c.Key == e.Contact })
		if err := l.addContact(ctx, by, l.Contacts[at]); err != nil {
			return err
		}
	}
	entry := partners.NetworkEntry{Area: l.areas[a.Key], Contact: l.contacts[e.Contact], Kind: inWords(e.As), EngagedOn: l.date(e.Engaged)}
	if entry.Kind == partners.PatchWorker {
		entry.Patch = e.Group
	} else {
		entry.Represents = e.Group
	}
	return partnerapp.AddToNetwork(ctx, l.app, by, entry, partners.Contact{}, partners.ContactRole{})
}

func (l *loading) addContact(ctx context.Context, by policy.Actor, c Contact) (err error) {
	channel, also := channels(c)
	is := partners.Contact{Name: c.Name, Email: c.Email, Phone: c.Phone, LawfulBasis: c.LawfulBasis, Channel: channel, Notes: also}
	var roles []partners.ContactRole
	for _, r := range c.Roles {
		roles = append(roles, partners.ContactRole{Organisation: l.organisations[r.Organisation], Title: r.Role, From: l.date(r.From)})
	}
	if len(roles) == 0 {
		roles = []partners.ContactRole{{}}
	}
	if l.contacts[c.Key], err = partnerapp.AddContact(ctx, l.app, by, is, roles[0]); err != nil {
		return err
	}
	for _, r := range roles[1:] {
		r.Contact = l.contacts[c.Key]
		if err := partnerapp.AddContactRole(ctx, l.app, by, r); err != nil {
			return err
		}
	}
	return nil
}

// channels is how a contact is best reached, and a note of the other ways. A text goes to a telephone.
func channels(c Contact) (best, also string) {
	best = c.Channels[0]
	if best == "text" {
		best, also = partners.ByPhone, "Prefers a text message."
	}
	for _, other := range c.Channels[1:] {
		also += " Else by " + other + "."
	}
	return best, also
}

// planLeaving plans that a contact's roles end, and that they are not to be contacted from then on or soon after they were met.
func (l *loading) planLeaving(c Contact) {
	area, met := l.firstMet(c)
	day := met + 5
	for n, r := range c.Roles {
		if r.To == nil {
			continue
		}
		day = *r.To
		l.by(officer(area, day), day, meeting, "ends a role of "+c.Key, func(ctx context.Context, by policy.Actor) error {
			roles, err := partnerstore.ContactRoles(ctx, l.store.Reader, l.contacts[c.Key])
			if err != nil {
				return err
			}
			at := slices.IndexFunc(roles, func(is partners.ContactRole) bool { return is.Organisation == l.organisations[c.Roles[n].Organisation] })
			return partnerapp.EndContactRole(ctx, l.app, by, l.contacts[c.Key], roles[at].ID, l.date(*r.To))
		})
	}
	if c.DoNotContact != "" {
		l.by(officer(area, day), day, meeting, "bars "+c.Key, func(ctx context.Context, by policy.Actor) error {
			return partnerapp.SetDoNotContact(ctx, l.app, by, l.contacts[c.Key], true, c.DoNotContact)
		})
	}
}

// firstMet is the area in whose network a contact was first, and since when.
func (l *loading) firstMet(c Contact) (Area, Day) {
	var area Area
	first := Day(0)
	for _, a := range l.Areas {
		for _, e := range a.Network {
			if e.Contact == c.Key && e.Engaged < first {
				area, first = a, e.Engaged
			}
		}
	}
	return area, first
}
