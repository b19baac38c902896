package seatapp

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatstore"
)

// Somebody is a person as an administrator names them: found by e-mail address, and added where nobody has it.
type Somebody struct{ Name, Email string }

// personOf finds the person by their address, or adds them, which is an entry of its own in the audit trail. It refuses
// somebody disabled, the actor themselves, and a name or an address that cannot be kept.
func personOf(ctx context.Context, s *act.Step, who Somebody) (people.Person, error) {
	p, err := peoplestore.PersonByEmail(ctx, s.Writer.Reader, domain.FoldEmail(who.Email))
	if err == nil && !p.DisabledAt.IsZero() {
		return p, domain.Blocked("email", p.Name+" is disabled: let them in again first")
	}
	if err == nil && len(people.GrantBlockers(s.Actor.ID, p.ID)) > 0 {
		return p, domain.Blocked("email", "Nobody gives a seat or a substitution to themselves: ask another "+
			"administrator")
	}
	if err == nil || !errors.Is(err, domain.ErrNotFound) {
		return p, err
	}
	id, err := peopleapp.AddPerson(ctx, s, who.Name, who.Email)
	if err != nil {
		return p, err
	}
	p = people.Person{ID: id, Name: who.Name, Email: domain.FoldEmail(who.Email)}
	s.Record(domain.Event{Kind: "person", ID: int64(id), Summary: "Person added as a Member or substitute",
		After: peopleapp.NameAndEmail{Name: p.Name, Email: p.Email}})
	return p, nil
}

// BeginTerm puts a Member into a place of a seat (A6). It refuses a place that somebody holds on one of those days, and
// a second place of the seat for the same person.
func BeginTerm(ctx context.Context, a *act.App, actor policy.Actor, t places.Term, who Somebody) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		seat, err := placestore.SeatForUpdate(ctx, s.Writer, t.Seat)
		if err != nil {
			return err
		}
		person, err := personOf(ctx, s, who)
		if err != nil {
			return err
		}
		t.Person, t.Name = person.ID, person.Name
		all, err := seatstore.Terms(ctx, s.Writer.Reader, t.Seat)
		if err != nil {
			return err
		}
		if blockers := places.TermBlockers(t, seat, all); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if _, err := seatstore.AddTerm(ctx, s.Writer, t); err != nil {
			return err
		}
		s.Record(seatEvent(t.Seat, fmt.Sprintf("%s: Member for place %d, %s", t.Name, t.Place, t.Span.Words()), nil, t))
		return nil
	})
}

// EndTerm sets the last day of a Member's term, with the reason. What they signed keeps their name; what is open passes
// to whoever holds the place on the day of signing (A7). It refuses to put off an end that is set, and a day before the
// term's first.
func EndTerm(ctx context.Context, a *act.App, actor policy.Actor, seat domain.SeatID, id domain.TermID, on domain.Date,
	reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		if _, err := placestore.SeatForUpdate(ctx, s.Writer, seat); err != nil {
			return err
		}
		was, err := termOf(ctx, s.Reader, seat, id)
		if err != nil {
			return err
		}
		is, err := was.End(on, reason)
		if err != nil {
			return err
		}
		s.Record(seatEvent(seat, fmt.Sprintf("%s: term in place %d ends on %s: %s", was.Name, was.Place, on.Words(),
			reason), was, is))
		return seatstore.EndTerm(ctx, s.Writer, is)
	})
}

// RemoveTerm removes a term that has not begun, such as one that was mistyped. It refuses one that has.
func RemoveTerm(ctx context.Context, a *act.App, actor policy.Actor, seat domain.SeatID, id domain.TermID) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		if _, err := placestore.SeatForUpdate(ctx, s.Writer, seat); err != nil {
			return err
		}
		was, err := termOf(ctx, s.Reader, seat, id)
		if err != nil {
			return err
		}
		if err := was.CheckRemoval(s.Today()); err != nil {
			return err
		}
		s.Record(seatEvent(seat, fmt.Sprintf("%s: term in place %d taken back", was.Name, was.Place), was, nil))
		return seatstore.RemoveTerm(ctx, s.Writer, id)
	})
}

func termOf(ctx context.Context, r db.Reader, seat domain.SeatID, id domain.TermID) (places.Term, error) {
	t, err := seatstore.Term(ctx, r, id)
	if err == nil && t.Seat != seat {
		err = domain.ErrNotFound
	}
	return t, err
}

// NameSubstitute names who stands in for the Member of a place on some days (G8). It refuses what
// places.SubstituteBlockers lists.
func NameSubstitute(ctx context.Context, a *act.App, actor policy.Actor, n places.Substitute, who Somebody) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		seat, err := placestore.SeatForUpdate(ctx, s.Writer, n.Seat)
		if err != nil {
			return err
		}
		person, err := personOf(ctx, s, who)
		if err != nil {
			return err
		}
		n.Person, n.Name, n.NamedAt = person.ID, person.Name, s.Now()
		terms, err := seatstore.Terms(ctx, s.Writer.Reader, n.Seat)
		if err != nil {
			return err
		}
		sits, err := seatstore.Sits(ctx, s.Writer.Reader, seat.Authority, n.Person)
		if err != nil {
			return err
		}
		others, err := seatstore.Substitutes(ctx, s.Writer.Reader, n.Seat, s.Today())
		if err != nil {
			return err
		}
		if blockers := places.SubstituteBlockers(n, seat, terms, others, sits, a.Rules.SubstitutesAllowed,
			s.Today()); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		if _, err := seatstore.AddSubstitute(ctx, s.Writer, n, actor.ID); err != nil {
			return err
		}
		s.Record(seatEvent(n.Seat, fmt.Sprintf("%s: substitute for place %d, %s", n.Name, n.Place, n.Span.Words()), nil,
			n))
		return nil
	})
}

// EndSubstitute ends a substitution now. What the substitute signed stays.
func EndSubstitute(ctx context.Context, a *act.App, actor policy.Actor, seat domain.SeatID,
	id domain.SubstituteID) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		was, err := seatstore.Substitute(ctx, s.Writer.Reader, id, s.Today())
		if err == nil && was.Seat != seat {
			err = domain.ErrNotFound
		}
		if err != nil {
			return err
		}
		if !was.EndedAt.IsZero() {
			return s.Same()
		}
		s.Record(seatEvent(seat, was.Name+": no longer substitute for place "+fmt.Sprint(was.Place), was, nil))
		return seatstore.EndSubstitute(ctx, s.Writer, id, s.Now())
	})
}
