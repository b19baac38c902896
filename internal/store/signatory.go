package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

// Signatories lists the places that an attempt asks, with who holds each on the day and what was decided.
// Where several substitutes are named for a day, the last named counts.
func (r Reader) Signatories(ctx context.Context, id domain.AttemptID, on domain.Date) ([]domain.Signatory, error) {
	// A condition of its own: behind a list of one, Postgres would plan these dozen joins anew each time.
	byAttempt, err := r.signatories(ctx, "q.attempt_id = @id", named{"id": int64(id), "day": on.Time()})
	return byAttempt[id], err
}

// SignatoriesOf is Signatories for several attempts in one query.
func (r Reader) SignatoriesOf(ctx context.Context, attempts []domain.Attempt,
	on domain.Date) (map[domain.AttemptID][]domain.Signatory, error) {
	ids := make([]int64, len(attempts))
	for i, a := range attempts {
		ids[i] = int64(a.ID)
	}
	return r.signatories(ctx, "q.attempt_id = ANY(@ids)", named{"ids": ids, "day": on.Time()})
}

func (r Reader) signatories(ctx context.Context, which string,
	args named) (map[domain.AttemptID][]domain.Signatory, error) {
	type row struct {
		AttemptID domain.AttemptID
		domain.Signatory
	}
	rows, err := list[row](ctx, r.db, "signatories", `
		SELECT q.attempt_id, q.seat_id AS seat, q.place, s.places, q.tier, s.name AS seat_name, u.name AS authority,
		       x.seat_id IS NOT NULL AS overlaps, COALESCE(t.person_id, 0) AS holder,
		       COALESCE(h.name, '') AS holder_name, t.from_on AS holder_since, COALESCE(b.person_id, 0) AS substitute,
		       COALESCE(bp.name, '') AS substitute_name, COALESCE(g.decision, '') AS decision,
		       COALESCE(g.person_id, 0) AS signed_by, COALESCE(gp.name, '') AS signed_by_name,
		       COALESCE(gs.name, '') AS substitute_for, g.signed_at, COALESCE(g.comment, '') AS comment, g.resubmit_by,
		       COALESCE(g.position, 0) AS position, COALESCE(e.reference, '') AS reference
		FROM attempt_seats q
		JOIN attempts a ON a.id = q.attempt_id
		JOIN seats s ON s.id = q.seat_id
		JOIN authorities u ON u.id = s.authority_id
		LEFT JOIN area_seats x ON x.area_id = a.area_id AND x.seat_id = q.seat_id
		LEFT JOIN LATERAL (
		    SELECT person_id, from_on FROM terms
		    WHERE seat_id = q.seat_id AND place = q.place AND from_on <= @day AND (to_on IS NULL OR to_on >= @day)
		    ORDER BY from_on DESC, id DESC LIMIT 1) t ON true
		LEFT JOIN people h ON h.id = t.person_id
		LEFT JOIN LATERAL (
		    SELECT person_id FROM substitutes
		    WHERE seat_id = q.seat_id AND place = q.place AND from_on <= @day AND to_on >= @day AND ended_at IS NULL
		    ORDER BY named_at DESC, id DESC LIMIT 1) b ON true
		LEFT JOIN people bp ON bp.id = b.person_id
		LEFT JOIN signatures g ON g.attempt_id = q.attempt_id AND g.seat_id = q.seat_id AND g.place = q.place
		LEFT JOIN people gp ON gp.id = g.person_id
		LEFT JOIN people gs ON gs.id = g.substitute_for
		LEFT JOIN register_entries e ON e.position = g.position
		WHERE `+which+`
		ORDER BY q.attempt_id, q.tier, u.name, s.name, q.place`, args)
	byAttempt := map[domain.AttemptID][]domain.Signatory{}
	for _, row := range rows {
		byAttempt[row.AttemptID] = append(byAttempt[row.AttemptID], row.Signatory)
	}
	return byAttempt, err
}

// AddSignature stores a decision for one place. It returns domain.ErrConflict where one is stored already.
func (w Writer) AddSignature(ctx context.Context, attempt domain.AttemptID, place domain.Signatory, s domain.Signing,
	by, substituteFor domain.PersonID, at time.Time, key string, position int64) (domain.SignatureID, error) {
	id, err := value[domain.SignatureID](ctx, w.db, "add signature", `
		INSERT INTO signatures (attempt_id, seat_id, place, person_id, substitute_for, decision, comment, resubmit_by,
		                        signed_at, idempotency_key, position)
		VALUES (@attempt, @seat, @place, @by, NULLIF(@for, 0::bigint), @decision, @comment, @resubmit, @at, @key,
		        @position)
		RETURNING id`,
		named{"attempt": int64(attempt), "seat": int64(place.Seat), "place": place.Place, "by": int64(by),
			"for": int64(substituteFor), "decision": string(s.Decision), "comment": s.Comment,
			"resubmit": dayOrNull(s.ResubmitBy), "at": at, "key": key, "position": position})
	if violates(err, "signatures_attempt_id_seat_id_place_key") {
		return 0, domain.ErrConflict
	}
	return id, err
}

// SignedWithKey reports whether the person's form with this key has been recorded for the attempt: a step sent twice
// counts once.
func (r Reader) SignedWithKey(ctx context.Context, attempt domain.AttemptID, by domain.PersonID,
	key string) (bool, error) {
	return value[bool](ctx, r.db, "signed with key", `
		SELECT EXISTS (SELECT FROM signatures WHERE person_id = @by AND idempotency_key = @key
		               AND attempt_id = @attempt)`,
		named{"by": int64(by), "key": key, "attempt": int64(attempt)})
}
