// Package seatstore keeps uploaded seat files, terms and substitutes in Postgres.
package seatstore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

const termSQL = `
	SELECT t.id, t.seat_id AS seat, t.place, t.person_id AS person, p.name, t.from_on, t.to_on, t.end_reason
	FROM terms t
	JOIN people p ON p.id = t.person_id`

// Term loads a Member's term. It returns domain.ErrNotFound where there is none.
func Term(ctx context.Context, r db.Reader, id domain.TermID) (places.Term, error) {
	return db.One[places.Term](ctx, r.DB, "term", termSQL+` WHERE t.id = @id`, db.Named{"id": int64(id)})
}

// Terms lists all terms of a seat, the newest first within each place.
func Terms(ctx context.Context, r db.Reader, seat domain.SeatID) ([]places.Term, error) {
	return db.List[places.Term](ctx, r.DB, "terms", termSQL+` WHERE t.seat_id = @seat ORDER BY t.place, t.from_on DESC,
	t.id DESC`,
		db.Named{"seat": int64(seat)})
}

// AddTerm stores a Member's term and returns its id. The caller has locked the seat.
func AddTerm(ctx context.Context, w db.Writer, t places.Term) (domain.TermID, error) {
	id, err := db.Value[domain.TermID](ctx, w.DB, "add term", `
		INSERT INTO terms (seat_id, place, person_id, from_on, to_on)
		VALUES (@seat, @place, @person, @from, @to)
		RETURNING id`,
		db.Named{"seat": int64(t.Seat), "place": t.Place, "person": int64(t.Person), "from": t.Span.From.Time(),
			"to": db.DayOrNull(t.Span.To)})
	if db.Violates(err, "terms_open") {
		return 0, errors.Join(domain.ErrConflict, err)
	}
	return id, err
}

// EndTerm gives a term its last day and reason. The caller has locked the seat.
func EndTerm(ctx context.Context, w db.Writer, t places.Term) error {
	return w.Change(ctx, "end term", `UPDATE terms SET to_on = @to, end_reason = @reason WHERE id = @id`,
		db.Named{"id": int64(t.ID), "to": t.Span.To.Time(), "reason": t.EndReason})
}

// RemoveTerm takes back a term that has not begun. The caller has locked the seat.
func RemoveTerm(ctx context.Context, w db.Writer, id domain.TermID) error {
	return w.Change(ctx, "remove term", `DELETE FROM terms WHERE id = @id`, db.Named{"id": int64(id)})
}

const substituteSQL = `
	SELECT s.id, s.seat_id AS seat, s.place, s.person_id AS person, p.name, s.from_on, s.to_on, s.reason, b.name AS by,
	       s.named_at, s.ended_at,
	       NOT EXISTS (SELECT FROM terms t JOIN seats o ON o.id = t.seat_id JOIN seats x ON x.id = s.seat_id
	                   WHERE t.person_id = s.person_id AND o.authority_id = x.authority_id AND t.from_on <= @today
	                     AND (t.to_on IS NULL OR t.to_on >= @today)) AS unseated
	FROM substitutes s
	JOIN people p ON p.id = s.person_id
	JOIN people b ON b.id = s.named_by`

// Substitute loads one. It returns domain.ErrNotFound where there is none.
func Substitute(ctx context.Context, r db.Reader, id domain.SubstituteID, today domain.Date) (places.Substitute,
	error) {
	return db.One[places.Substitute](ctx, r.DB, "substitute", substituteSQL+` WHERE s.id = @id`,
		db.Named{"id": int64(id), "today": today.Time()})
}

// Substitutes lists all substitutes named for a seat, newest first (G8).
func Substitutes(ctx context.Context, r db.Reader, seat domain.SeatID, today domain.Date) ([]places.Substitute, error) {
	return db.List[places.Substitute](ctx, r.DB, "substitutes", substituteSQL+` WHERE s.seat_id = @seat
	ORDER BY s.from_on DESC, s.id DESC`,
		db.Named{"seat": int64(seat), "today": today.Time()})
}

// Sits lists the days on which a person holds a seat of an authority.
func Sits(ctx context.Context, r db.Reader, of domain.AuthorityID, person domain.PersonID) ([]domain.Span, error) {
	terms, err := db.List[places.Term](ctx, r.DB, "terms of a person", termSQL+`
		JOIN seats s ON s.id = t.seat_id
		WHERE s.authority_id = @authority AND t.person_id = @person`,
		db.Named{"authority": int64(of), "person": int64(person)})
	days := make([]domain.Span, len(terms))
	for i, t := range terms {
		days[i] = t.Span
	}
	return days, err
}

// AddSubstitute stores who stands in for a place's Member, and returns its id. The caller has locked the seat.
func AddSubstitute(ctx context.Context, w db.Writer, s places.Substitute,
	by domain.PersonID) (domain.SubstituteID, error) {
	return db.Value[domain.SubstituteID](ctx, w.DB, "add substitute", `
		INSERT INTO substitutes (seat_id, place, person_id, from_on, to_on, reason, named_by, named_at)
		VALUES (@seat, @place, @person, @from, @to, @reason, @by, @at)
		RETURNING id`,
		db.Named{"seat": int64(s.Seat), "place": s.Place, "person": int64(s.Person), "from": s.Span.From.Time(),
			"to": s.Span.To.Time(), "reason": s.Reason, "by": int64(by), "at": s.NamedAt})
}

// EndSubstitute ends a substitution before its last day. It returns domain.ErrConflict where it has been ended.
func EndSubstitute(ctx context.Context, w db.Writer, id domain.SubstituteID, at time.Time) error {
	return w.Change(ctx, "end substitute", `UPDATE substitutes SET ended_at = @at WHERE id = @id AND ended_at IS NULL`,
		db.Named{"id": int64(id), "at": at})
}
