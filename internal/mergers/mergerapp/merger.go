// Package mergerapp merges councils, with what belongs to them.
package mergerapp

import (
	"context"
	"fmt"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/mergers"
	"fourgates/internal/mergers/mergerstore"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
)

// Preview is what belongs to the council of a merger. It refuses what Merge would refuse of the merger itself.
func Preview(ctx context.Context, a *act.App, m seats.Merger) (mergers.Belongings, error) {
	from, into, err := seatapp.CheckMerger(ctx, a.Store.Reader, m, seats.Later(m.On, a.Today()))
	if err != nil {
		return mergers.Belongings{}, err
	}
	return belongings(ctx, a.Store.Reader, m, from, into)
}

func belongings(ctx context.Context, r db.Reader, m seats.Merger, from places.Authority,
	into *places.Authority) (mergers.Belongings, error) {
	var id domain.AuthorityID
	name := m.Name
	if into != nil {
		id, name = into.ID, into.Name
	}
	b, err := mergerstore.Belongings(ctx, r, from.ID, id, from.Name, m.On)
	b.From, b.Into, b.New = from, name, into == nil
	return b, err
}

// Merge has a council go over into another with what belongs to it, as chosen, and returns the council that has it now.
// Where the day is still to come, it is kept and takes effect on it, and the council stays what it is. It returns a
// *domain.BlockedError with every reason to refuse.
func Merge(ctx context.Context, a *act.App, actor policy.Actor, m seats.Merger, c mergers.Choices) (
	id domain.AuthorityID, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		id, err = merge(ctx, s, m, 0, func(mergers.Belongings) mergers.Choices { return c })
		return err
	})
	return id, err
}

// merge is Merge within a step, which may be the system's own; taking is the merger recorded ahead that takes effect by
// it, zero for none, and choose says what becomes of what belongs to the council.
func merge(ctx context.Context, s *act.Step, m seats.Merger, taking domain.MergerOrderID,
	choose func(mergers.Belongings) mergers.Choices) (domain.AuthorityID, error) {
	if err := placestore.LockSeats(ctx, s.Writer); err != nil {
		return 0, err
	}
	open, err := mergerstore.OpenOrders(ctx, s.Writer.Reader)
	if err != nil {
		return 0, err
	}
	others := slices.DeleteFunc(open, func(o mergers.Order) bool { return o.ID == taking })
	if blockers := mergers.Beside(m, others); len(blockers) > 0 {
		return 0, &domain.BlockedError{Blockers: blockers}
	}
	from, into, err := seatapp.CheckMerger(ctx, s.Writer.Reader, m, seats.Later(m.On, s.Today()))
	if err != nil {
		return 0, err
	}
	b, err := belongings(ctx, s.Writer.Reader, m, from, into)
	if err != nil {
		return 0, err
	}
	c := choose(b)
	if blockers := b.Blockers(c); len(blockers) > 0 {
		return 0, &domain.BlockedError{Blockers: blockers}
	}
	if m.On.After(s.Today()) {
		return m.From, recordAhead(ctx, s, m, from, b, c)
	}
	id, err := seatapp.CouncilsMerge(ctx, s, m)
	if err != nil {
		return 0, err
	}
	for _, is := range b.Services {
		if err := passService(ctx, s, b, is, c.Services[is.ID], id, m.On); err != nil {
			return 0, err
		}
	}
	return id, passRest(ctx, s, b, c, id, m.On)
}

// passService carries a service over with all that hangs on it.
func passService(ctx context.Context, s *act.Step, b mergers.Belongings, is mergers.Service, c mergers.Choice,
	into domain.AuthorityID, on domain.Date) error {
	if c.Fate == mergers.Joined {
		return joinService(ctx, s, b, is, c.Into, on)
	}
	name, words := is.Name, fmt.Sprintf("Went over from %s to %s", b.From.Name, b.Into)
	if c.Fate == mergers.Renamed {
		name, words = c.Name, words+", called "+c.Name+" and was "+is.Name
	}
	s.Record(serviceEvent(is.ID, words, is.Name, name))
	return mergerstore.PassService(ctx, s.Writer, is.ID, into, name)
}

// joinService joins a service with one of the other council: its people get their role there too, and keep this one for
// what is open with it; its managers are listed there; nothing new is put to it.
func joinService(ctx context.Context, s *act.Step, b mergers.Belongings, is mergers.Service, into domain.ServiceID,
	on domain.Date) error {
	officers, err := joining(ctx, s, is, into, on)
	if err != nil {
		return err
	}
	for _, o := range officers {
		if _, err := peoplestore.AddGrant(ctx, s.Writer, policy.GrantOf{Person: o.Person, Role: policy.Service,
			Service: into, Manager: o.Manager, Days: o.Span}, s.Actor.ID, s.Now()); err != nil {
			return err
		}
		s.Record(domain.Event{Kind: "person", ID: int64(o.Person), Summary: fmt.Sprintf("%s: role given, since %s of "+
			"%s is joined with a service of %s", policy.Service.Words(), is.Name, b.From.Name, b.Into)})
	}
	left := fmt.Sprintf("Joined with a service of %s, from %s; what is open with it stays with its people", b.Into,
		on.Words())
	came := fmt.Sprintf("%s of %s is joined with it, from %s", is.Name, b.From.Name, on.Words())
	s.Record(serviceEvent(is.ID, left, nil, nil), serviceEvent(into, came, nil, nil))
	return mergerstore.JoinService(ctx, s.Writer, is.ID, into, on)
}

// joining lists who is to have a role in another service as they have in this, and refuses the actor themselves.
func joining(ctx context.Context, s *act.Step, is mergers.Service, into domain.ServiceID,
	on domain.Date) ([]mergerstore.Officer, error) {
	officers, err := mergerstore.Officers(ctx, s.Writer.Reader, is.ID, into, on)
	if err != nil {
		return nil, err
	}
	for _, o := range officers {
		if len(people.GrantBlockers(s.Actor.Self(), o.Person)) > 0 {
			return nil, domain.Blocked(mergers.Field(is.ID, ""), "You have a role in "+is.Name+", and nobody gives a "+
				"role to themselves: ask another administrator")
		}
	}
	return officers, nil
}

func serviceEvent(id domain.ServiceID, words string, before, after any) domain.Event {
	return domain.Event{Kind: "service", ID: int64(id), Summary: words, Before: before, After: after}
}

// passRest carries over the calendar, how the council decides, and its contacts.
func passRest(ctx context.Context, s *act.Step, b mergers.Belongings, c mergers.Choices, into domain.AuthorityID,
	on domain.Date) error {
	gone := func(words string) {
		s.Record(domain.Event{Kind: "authority", ID: int64(into), Summary: words})
	}
	n, err := mergerstore.PassDiary(ctx, s.Writer, b.From.ID, into, on, c.Elections, c.Meetings)
	if err != nil {
		return err
	}
	if n > 0 {
		gone(fmt.Sprintf("Calendar entries of %s went over: %d", b.From.Name, n))
	}
	if c.Procedure && b.Procedure && !b.HasProcedure {
		if err := mergerstore.PassProcedure(ctx, s.Writer, b.From.ID, into); err != nil {
			return err
		}
		gone("Decides as " + b.From.Name + " did")
	}
	if !c.Contacts || b.Organisation == 0 {
		return nil
	}
	n, org, err := mergerstore.PassContacts(ctx, s.Writer, b.Organisation, b.Into, on)
	if err != nil || org == b.Organisation {
		return err
	}
	s.Record(domain.Event{Kind: "organisation", ID: int64(b.Organisation),
		Summary: fmt.Sprintf("Contacts whose role goes on with %s: %d", b.Into, n)},
		domain.Event{Kind: "organisation", ID: int64(org),
			Summary: fmt.Sprintf("Contacts who came from %s: %d", b.From.Name, n)})
	return nil
}
