package world

import (
	"context"
	"errors"
	"slices"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
	"fourgates/internal/partners/partnerapp"
	"fourgates/internal/partners/partnerstore"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/places"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/seats/seatstore"
	"fourgates/internal/signin"
)

// addToNetwork puts a contact on one of an area's lists; who meets them first adds them to the contacts.
func (l *loading) addToNetwork(ctx context.Context, by policy.Actor, a Area, e Entry) error {
	if _, known := l.contacts[e.Contact]; !known {
		at := slices.IndexFunc(l.Contacts, func(c Contact) bool { return c.Key == e.Contact })
		if err := l.addContact(ctx, by, l.Contacts[at]); err != nil {
			return err
		}
	}
	entry := partners.NetworkEntry{Area: l.areas[a.Key], Contact: l.contacts[e.Contact], Kind: inWords(e.As),
		EngagedOn: l.date(e.Engaged)}
	if entry.Kind == partners.PatchWorker {
		entry.Patch = e.Group
	} else {
		entry.Represents = e.Group
	}
	return partnerapp.AddToNetwork(ctx, l.app, by, entry, partners.Contact{}, partners.ContactRole{})
}

func (l *loading) addContact(ctx context.Context, by policy.Actor, c Contact) (err error) {
	channel, also := channels(c)
	is := partners.Contact{Name: c.Name, Email: c.Email, Phone: c.Phone, LawfulBasis: c.LawfulBasis, Channel: channel,
		Notes: also}
	var roles []partners.ContactRole
	for _, r := range c.Roles {
		roles = append(roles, partners.ContactRole{Organisation: l.organisations[r.Organisation], Title: r.Role,
			From: l.date(r.From)})
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

// planLeaving plans that a contact's roles end, and that they are not to be contacted from then on or soon after they
// were met.
func (l *loading) planLeaving(c Contact) {
	area, met := l.firstMet(c)
	day := met + 5
	for n, r := range c.Roles {
		if r.To == nil {
			continue
		}
		day = *r.To
		l.by(officer(area, day), day, meeting, "ends a role of "+c.Key,
			func(ctx context.Context, by policy.Actor) error {
				roles, err := partnerstore.ContactRoles(ctx, l.store.Reader, l.contacts[c.Key])
				if err != nil {
					return err
				}
				at := slices.IndexFunc(roles, func(is partners.ContactRole) bool {
					return is.Organisation == l.organisations[c.Roles[n].Organisation]
				})
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

func (w World) person(key string) Person {
	return w.People[slices.IndexFunc(w.People, func(p Person) bool { return p.Key == key })]
}

// addAdministrator adds the first administrator as the command line does. The hash of the password is made here, once
// for all.
func (l *loading) addAdministrator(ctx context.Context) error {
	p := l.person(administrator)
	if _, err := peopleapp.AddUser(ctx, l.app, peopleapp.User{Name: p.Name, Email: p.Email(), Password: Password,
		Public: true},
		true); err != nil {
		return err
	}
	account, err := signin.AccountNamed(ctx, l.store.Reader, p.Email(), p.Name)
	l.people[p.Key], l.hash = account.ID, account.Hash
	return err
}

// planPerson plans the invitation of somebody on the first day of a role or term, and each of those in its time.
func (l *loading) planPerson(p Person) {
	var first Day
	for _, g := range p.Grants {
		first = min(first, g.From)
	}
	for _, t := range p.Terms {
		first = min(first, t.From)
	}
	if !p.ByLetter {
		l.by(administrator, max(first, l.start()), settingUp, "invites "+p.Name,
			func(ctx context.Context, by policy.Actor) error {
				return l.invite(ctx, by, p)
			})
	}
	for _, g := range p.Grants {
		l.by(administrator, max(g.From, l.start()), settingUp, g.Role+" "+p.Name,
			func(ctx context.Context, by policy.Actor) error {
				return peopleapp.GrantRole(ctx, l.app, by, l.grantOf(p, g))
			})
	}
	for _, t := range p.Terms {
		l.planTerm(p, t)
	}
	for _, d := range p.Acts {
		l.by(administrator, d.From, appointing, p.Name+" deputy for "+d.For,
			func(ctx context.Context, by policy.Actor) error {
				return peopleapp.NameDeputy(ctx, l.app, by, people.Deputy{Principal: l.people[d.For],
					Role: Grant{Role: d.Role}.Of(),
					Span: domain.Span{From: l.date(d.From), To: l.date(d.To)}}, p.Email())
			})
	}
}

// invite invites somebody, who sets the password that all share. It is set without being hashed anew for each.
func (l *loading) invite(ctx context.Context, by policy.Actor, p Person) error {
	id, _, err := peopleapp.InvitePerson(ctx, l.app, by, p.Name, p.Email(), false, people.OnScreen)
	if err != nil {
		return err
	}
	l.people[p.Key] = id
	return l.store.InTx(ctx, func(w db.Writer) error {
		e := domain.Event{Kind: "person", ID: int64(id), Summary: "Password set with an invitation"}
		return errors.Join(peoplestore.CloseInvitations(ctx, w, id, l.at), signin.SetPassword(ctx, w, id, l.hash),
			w.AddAudit(ctx, l.at, id, string(policy.SignIn), "", e))
	})
}

func (l *loading) grantOf(p Person, g Grant) policy.GrantOf {
	return policy.GrantOf{Person: l.people[p.Key], Role: g.Of(), Service: l.services[g.Service],
		Organisation: l.organisations[g.Organisation],
		Manager:      g.Manager, Portfolio: g.Portfolio, Days: domain.Span{From: l.date(g.From)}}
}

// planTerm plans that a Member takes a seat, and leaves it the day before the term's To.
func (l *loading) planTerm(p Person, t Term) {
	l.by(administrator, max(t.From, l.start()), appointing, "term of "+p.Name,
		func(ctx context.Context, by policy.Actor) error {
			term := places.Term{Seat: l.seats[t.Seat].ID, Place: max(1, t.Place),
				Span: domain.Span{From: l.date(t.From)}}
			who := people.Somebody{Name: p.Name, Email: p.Email()}
			if err := seatapp.BeginTerm(ctx, l.app, by, term, who); err != nil {
				return err
			}
			terms, err := seatstore.Terms(ctx, l.store.Reader, term.Seat)
			if at := slices.IndexFunc(terms, func(is places.Term) bool { return is.Name == p.Name }); at >= 0 {
				l.people[p.Key] = terms[at].Person
			}
			return err
		})
	if t.To == nil {
		return
	}
	l.by(administrator, *t.To, appointing, "end of the term of "+p.Name,
		func(ctx context.Context, by policy.Actor) error {
			terms, err := seatstore.Terms(ctx, l.store.Reader, l.seats[t.Seat].ID)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(terms, func(is places.Term) bool { return is.Person == l.people[p.Key] })
			return seatapp.EndTerm(ctx, l.app, by, terms[at].Seat, terms[at].ID, l.date(*t.To-1), t.Note)
		})
}
