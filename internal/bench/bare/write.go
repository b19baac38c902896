package bare

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
)

// person is whose session the request came with.
const person = `(SELECT person_id FROM sign_ins WHERE id = $1)`

func (s server) raise(r *http.Request) (next string, err error) {
	now := time.Now()
	err = s.tx(r, func(ctx context.Context, tx pgx.Tx, signIn any) error {
		var id, by int64
		err := tx.QueryRow(ctx, `
			INSERT INTO issues (area_id, title, description, source, visibility, place_note, raised_by, raised_for,
			raised_at, changed_at, idempotency_key)
			VALUES ($2, $3, $4, $5, $6, $7, `+person+`, $8, $9, $9, $10)
			RETURNING id, raised_by`,
			signIn, number(r.PostFormValue("area")), r.PostFormValue("title"), r.PostFormValue("description"),
			r.PostFormValue("source"),
			r.PostFormValue("visibility"), r.PostFormValue("place_note"), r.PostFormValue("raised_for"), now,
			r.PostFormValue("key")).Scan(&id, &by)
		if err != nil {
			return err
		}
		next = fmt.Sprintf("/issues/%d", id)
		return audit(ctx, tx, now, by, "issue.raise", "issue", id, map[string]string{
			"Title": r.PostFormValue("title"), "Description": r.PostFormValue("description"),
			"Source":     r.PostFormValue("source"),
			"Visibility": r.PostFormValue("visibility"), "Place": r.PostFormValue("place_note"),
			"Raised for": r.PostFormValue("raised_for")})
	})
	return next, err
}

// sign writes what a signature leaves behind: register entry, signature, notice to the officers, audit entry.
func (s server) sign(r *http.Request) (next string, err error) {
	now, attempt := time.Now(), number(chi.URLParam(r, "attempt"))
	err = s.tx(r, func(ctx context.Context, tx pgx.Tx, signIn any) error {
		var area, by, seat, place int64
		err := tx.QueryRow(ctx, `
			SELECT a.area_id, t.person_id, t.seat_id, t.place, pg_advisory_xact_lock(1)::text
			FROM attempts a
			JOIN attempt_seats q ON q.attempt_id = a.id
			JOIN terms t ON t.seat_id = q.seat_id AND t.place = q.place AND t.person_id = `+person+`
			WHERE a.id = $2
			FOR UPDATE OF a`, signIn, attempt).Scan(&area, &by, &seat, &place, nil)
		if err != nil {
			return err
		}
		hash := sha256.Sum256([]byte(rand.Text()))
		var position int64
		err = tx.QueryRow(ctx, `
			INSERT INTO register_entries (position, reference, kind, area_id, attempt_id, person_id, at, payload,
			prev_hash, hash)
			SELECT h.position + 1, 'R' || h.position + 1, 'signature', $1, $2, $3, $4, $5, h.hash, $6
			FROM register_entries h ORDER BY h.position DESC LIMIT 1
			RETURNING position`, area, attempt, by, now, r.PostFormValue("digest"), hash[:]).Scan(&position)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO signatures (attempt_id, seat_id, place, person_id, decision, comment, signed_at,
			idempotency_key, position)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			attempt, seat, place, by, r.PostFormValue("decision"), r.PostFormValue("comment"), now,
			r.PostFormValue("key"), position)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			WITH n AS (INSERT INTO notices (event, area_id, attempt_id, subject, body, link, at)
			           VALUES ('signature made', $1, $2, 'Decided', 'A Member has decided.', '/attempts', $3)
			           RETURNING id)
			INSERT INTO notice_recipients (notice_id, person_id, name, result)
			SELECT n.id, p.id, p.name, 'shown in app' FROM n, people p WHERE p.id IN (1, 2)`, area, attempt, now)
		if err != nil {
			return err
		}
		return audit(ctx, tx, now, by, "gate.sign", "attempt", attempt,
			map[string]string{"digest": r.PostFormValue("digest")})
	})
	return fmt.Sprintf("/attempts/%d", attempt), err
}

func audit(ctx context.Context, tx pgx.Tx, at time.Time, by int64, action, kind string, id int64,
	after map[string]string) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_entries (at, actor_id, action, object_kind, object_id, summary, after)
		VALUES ($1, $2, $3, $4, $5, $3, $6)`,
		at, by, action, kind, id, after)
	return err
}

func (s server) tx(r *http.Request, body func(context.Context, pgx.Tx, any) error) error {
	signIn := s.sessions.Get(r.Context(), "sign-in")
	return pgx.BeginFunc(r.Context(), s.pool, func(tx pgx.Tx) error { return body(r.Context(), tx, signIn) })
}
