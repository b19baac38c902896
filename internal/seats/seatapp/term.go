package seatapp

import (
	"context"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatstore"
)

// personOf finds the person who is meant, or adds them. It refuses the actor themselves, and what peopleapp.FindOrAdd
// refuses.
func personOf(ctx context.Context, s *act.Step, who people.Somebody) (people.Person, error) {
	p, err := peopleapp.FindOrAdd(ctx, s, who)
	if err == nil && len(people.GrantBlockers(s.Actor.Self(), p.ID)) > 0 {
		err = domain.Blocked("email", "Nobody gives a seat or a substitution to themselves: ask another "+
			"administrator")
	}
	return p, err
}

// BeginTerm puts a Member into a place of a seat (A6). It refuses a place that somebody holds on one of those days, and
// a second place of the seat for the same person.
func BeginTerm(ctx context.Context, a *act.App, actor policy.Actor, t places.Term, who people.Somebody) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error { return TermBegins(ctx, s, t, who) })
}

// TermBegins is BeginTerm within a step.
func TermBegins(ctx context.Context, s *act.Step, t places.Term, who people.Somebody) error {
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
	blockers := places.TermBlockers(t, seat, all)
	ends, err := seatstore.EndsAhead(ctx, s.Writer.Reader, t.Seat)
	if err != nil {
		return err
	}
	if !ends.IsZero() && !t.Span.From.Before(ends) {
		blockers = append(blockers, domain.Blocker{ID: "from", Field: "from", Words: fmt.Sprintf("%s ends on %s, by "+
			"what is recorded ahead: the term must begin before", seat.Name, ends.Words())})
	}
	if len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if _, err := seatstore.AddTerm(ctx, s.Writer, t); err != nil {
		return err
	}
	s.Record(seatEvent(t.Seat, fmt.Sprintf("%s: Member for place %d, %s", t.Name, t.Place, t.Span.Words()), nil, t))
	return nil
}

// EndTerm sets the last day of a Member's term, with the reason. What they signed keeps their name; what is open passes
// to whoever holds the place on the day of signing (A7). It refuses to put off an end that is set, and a day before the
// term's first.
func EndTerm(ctx context.Context, a *act.App, actor policy.Actor, seat domain.SeatID, id domain.TermID, on domain.Date,
	reason string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error { return TermEnds(ctx, s, seat, id, on, reason) })
}

// TermEnds is EndTerm within a step.
func TermEnds(ctx context.Context, s *act.Step, seat domain.SeatID, id domain.TermID, on domain.Date,
	reason string) error {
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
func NameSubstitute(ctx context.Context, a *act.App, actor policy.Actor, n places.Substitute,
	who people.Somebody) error {
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
