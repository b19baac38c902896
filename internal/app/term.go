package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/store"
)

// Somebody is a person as an administrator names them: found by e-mail address, and added where nobody has it.
type Somebody struct{ Name, Email string }

// personOf finds the person by their address, or adds them with an audit entry of its own. It refuses somebody disabled, and a name
// or an address that cannot be kept.
func (a *App) personOf(ctx context.Context, w store.Writer, who Somebody, by domain.PersonID, now time.Time) (domain.Person, error) {
	p, err := w.PersonByEmail(ctx, domain.FoldEmail(who.Email))
	if err == nil && !p.DisabledAt.IsZero() {
		return p, domain.Blocked("email", p.Name+" is disabled: let them in again first")
	}
	if err == nil || !errors.Is(err, domain.ErrNotFound) {
		return p, err
	}
	id, err := a.addPerson(ctx, w, who.Name, who.Email, now)
	if err != nil {
		return p, err
	}
	p = domain.Person{ID: id, Name: who.Name, Email: domain.FoldEmail(who.Email)}
	added := domain.Event{Kind: "person", ID: int64(id), Summary: "Person added as a Member or substitute", After: nameAndEmail{p.Name, p.Email}}
	return p, w.AddAudit(ctx, now, by, string(policy.EditSeats), requestOf(ctx), added)
}

// BeginTerm puts a Member into a place of a seat (A6). It refuses a place that somebody holds on one of those days, and a second
// place of the seat for the same person.
func (a *App) BeginTerm(ctx context.Context, actor policy.Actor, t domain.Term, who Somebody) error {
	return a.do(ctx, actor, policy.EditSeats, func(w store.Writer, now time.Time) (domain.Event, error) {
		seat, err := w.SeatForUpdate(ctx, t.Seat)
		if err != nil {
			return domain.Event{}, err
		}
		person, err := a.personOf(ctx, w, who, actor.ID, now)
		if err != nil {
			return domain.Event{}, err
		}
		t.Person, t.Name = person.ID, person.Name
		all, err := w.Terms(ctx, t.Seat)
		if err != nil {
			return domain.Event{}, err
		}
		if blockers := domain.TermBlockers(t, seat, all); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		if _, err := w.AddTerm(ctx, t); err != nil {
			return domain.Event{}, err
		}
		return seatEvent(t.Seat, fmt.Sprintf("%s: Member for place %d, %s", t.Name, t.Place, t.Span.Words()), nil, t), nil
	})
}

// EndTerm sets the last day of a Member's term, with the reason. What they signed keeps their name; what is open passes to whoever
// holds the place on the day of signing (A7). It refuses to put an end off and a day before the term's first.
func (a *App) EndTerm(ctx context.Context, actor policy.Actor, seat domain.SeatID, id domain.TermID, on domain.Date, reason string) error {
	return a.do(ctx, actor, policy.EditSeats, func(w store.Writer, _ time.Time) (domain.Event, error) {
		if _, err := w.SeatForUpdate(ctx, seat); err != nil {
			return domain.Event{}, err
		}
		was, err := termOf(ctx, w.Reader, seat, id)
		if err != nil {
			return domain.Event{}, err
		}
		is, err := was.End(on, reason)
		if err != nil {
			return domain.Event{}, err
		}
		return seatEvent(seat, fmt.Sprintf("%s: term in place %d ends on %s: %s", was.Name, was.Place, on.Words(), reason), was, is), w.EndTerm(ctx, is)
	})
}

// RemoveTerm takes back a term that has not begun, such as one that was mistyped. It refuses one that has.
func (a *App) RemoveTerm(ctx context.Context, actor policy.Actor, seat domain.SeatID, id domain.TermID) error {
	return a.do(ctx, actor, policy.EditSeats, func(w store.Writer, now time.Time) (domain.Event, error) {
		if _, err := w.SeatForUpdate(ctx, seat); err != nil {
			return domain.Event{}, err
		}
		was, err := termOf(ctx, w.Reader, seat, id)
		if err != nil {
			return domain.Event{}, err
		}
		if err := was.CheckRemoval(domain.DateOf(now)); err != nil {
			return domain.Event{}, err
		}
		return seatEvent(seat, fmt.Sprintf("%s: term in place %d taken back", was.Name, was.Place), was, nil), w.RemoveTerm(ctx, id)
	})
}

func termOf(ctx context.Context, r store.Reader, seat domain.SeatID, id domain.TermID) (domain.Term, error) {
	t, err := r.Term(ctx, id)
	if err == nil && t.Seat != seat {
		err = domain.ErrNotFound
	}
	return t, err
}

// NameSubstitute names who stands in for the Member of a place on some days (G8). It refuses what domain.SubstituteBlockers lists.
func (a *App) NameSubstitute(ctx context.Context, actor policy.Actor, n domain.Substitute, who Somebody) error {
	return a.do(ctx, actor, policy.EditSeats, func(w store.Writer, now time.Time) (domain.Event, error) {
		seat, err := w.SeatForUpdate(ctx, n.Seat)
		if err != nil {
			return domain.Event{}, err
		}
		person, err := a.personOf(ctx, w, who, actor.ID, now)
		if err != nil {
			return domain.Event{}, err
		}
		n.Person, n.Name, n.NamedAt = person.ID, person.Name, now
		terms, err := w.Terms(ctx, n.Seat)
		if err != nil {
			return domain.Event{}, err
		}
		others, err := w.Substitutes(ctx, n.Seat)
		if err != nil {
			return domain.Event{}, err
		}
		if blockers := domain.SubstituteBlockers(n, seat, terms, others, a.Rules.SubstitutesAllowed, domain.DateOf(now)); len(blockers) > 0 {
			return domain.Event{}, &domain.BlockedError{Blockers: blockers}
		}
		if _, err := w.AddSubstitute(ctx, n, actor.ID); err != nil {
			return domain.Event{}, err
		}
		return seatEvent(n.Seat, fmt.Sprintf("%s: substitute for place %d, %s", n.Name, n.Place, n.Span.Words()), nil, n), nil
	})
}

// EndSubstitute ends a substitution now. What the substitute signed stays.
func (a *App) EndSubstitute(ctx context.Context, actor policy.Actor, seat domain.SeatID, id domain.SubstituteID) error {
	return a.do(ctx, actor, policy.EditSeats, func(w store.Writer, now time.Time) (domain.Event, error) {
		was, err := w.Substitute(ctx, id)
		if err == nil && was.Seat != seat {
			err = domain.ErrNotFound
		}
		if err != nil {
			return domain.Event{}, err
		}
		if !was.EndedAt.IsZero() {
			return domain.Event{}, errNothing
		}
		return seatEvent(seat, was.Name+": no longer substitute for place "+fmt.Sprint(was.Place), was, nil), w.EndSubstitute(ctx, id, now)
	})
}
