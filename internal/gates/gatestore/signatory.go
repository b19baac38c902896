package gatestore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/holds/holdstore"
	"fourgates/internal/policy"
)

// SittingSQL joins to the places q, each a seat_id and a place, who holds them on @day, as t with their name as h, and
// who is named to stand in, as b. Where several substitutes are named for a day, the last named counts.
var SittingSQL = sittingSQL("@day")

// sittingSQL is SittingSQL on another day than @day, such as one that hangs on the place.
func sittingSQL(day string) string {
	return strings.ReplaceAll(`
		LEFT JOIN LATERAL (
		    SELECT person_id, from_on FROM terms
		    WHERE seat_id = q.seat_id AND place = q.place AND from_on <= @on AND (to_on IS NULL OR to_on >= @on)
		    ORDER BY from_on DESC, id DESC LIMIT 1) t ON true
		LEFT JOIN people h ON h.id = t.person_id
		LEFT JOIN LATERAL (
		    SELECT person_id, named_at FROM substitutes
		    WHERE seat_id = q.seat_id AND place = q.place AND from_on <= @on AND to_on >= @on AND ended_at IS NULL
		    ORDER BY named_at DESC, id DESC LIMIT 1) b ON true`, "@on", day)
}

// barSQL is what keeps a person, an alias of people, from deciding on @day, as gates.Bar.
func barSQL(person string) string {
	return strings.ReplaceAll(`CASE WHEN who.disabled_at IS NOT NULL THEN 'account disabled'
		            WHEN who.id IN (SELECT COALESCE(o.person_id, rg.person_id)
		                            FROM role_grants rg
		                            LEFT JOIN same_people x ON x.person_id = rg.person_id
		                            LEFT JOIN same_people o ON o.label = x.label
		                            WHERE rg.role = 'admin' AND rg.ended_at IS NULL
		                              AND rg.from_on <= @day AND (rg.to_on IS NULL OR rg.to_on >= @day))
		            THEN 'administrator' ELSE '' END`, "who", person)
}

// Signatories lists the places that an attempt asks, with who holds each on the day and what was decided. A seat that
// has ended is asked as it was on its last day. Where several substitutes are named for a day, the last named counts.
func Signatories(ctx context.Context, r db.Reader, id domain.AttemptID, on domain.Date) (asked []gates.Signatory,
	err error) {
	// A condition of its own: behind a list of one, Postgres would plan these dozen joins anew each time.
	err = r.Ask(ctx, AskSignatories(id, on, &asked))
	return asked, err
}

// SignatoriesOf is Signatories for several attempts in one query.
func SignatoriesOf(ctx context.Context, r db.Reader, attempts []gates.Attempt,
	on domain.Date) (map[domain.AttemptID][]gates.Signatory, error) {
	ids := make([]int64, len(attempts))
	for i, a := range attempts {
		ids[i] = int64(a.ID)
	}
	return signatories(ctx, r, "q.attempt_id = ANY(@ids)", db.Named{"ids": ids, "day": on.Time()})
}

// AskSignatories asks for the Signatories of an attempt on the day.
func AskSignatories(id domain.AttemptID, on domain.Date, to *[]gates.Signatory) db.Question {
	var rows []signatoryRow
	q := askSignatories("q.attempt_id = @id", db.Named{"id": int64(id), "day": on.Time()}, &rows)
	read := q.Read
	q.Read = func(from pgx.Rows) error {
		if err := read(from); err != nil {
			return err
		}
		byAttempt, err := placesOf(rows)
		*to = byAttempt[id]
		return err
	}
	return q
}

func signatories(ctx context.Context, r db.Reader, which string,
	args db.Named) (byAttempt map[domain.AttemptID][]gates.Signatory, err error) {
	var rows []signatoryRow
	if err := r.Ask(ctx, askSignatories(which, args, &rows)); err != nil {
		return nil, err
	}
	return placesOf(rows)
}

// signatoryRow is a place with the attempt that asks it.
type signatoryRow struct {
	AttemptID domain.AttemptID
	gates.Signatory
	KnownSitting string
}

func askSignatories(which string, args db.Named, to *[]signatoryRow) db.Question {
	return db.Asking(to, "signatories", `
		SELECT q.attempt_id, q.seat_id AS seat, q.place, s.places, q.tier, s.name AS seat_name, s.code,
		       u.name AS authority, u.tier AS council_tier, x.seat_id IS NOT NULL AS overlaps,
		       CASE WHEN s.valid_to < @day THEN COALESCE(n.kind, 'ended') ELSE '' END AS end,
		       COALESCE(n.into_names, '{}') AS end_into, COALESCE(n.on_date, s.valid_to) AS ended_on, COALESCE(t.person_id, 0) AS holder,
		       COALESCE(h.name, '') AS holder_name, t.from_on AS holder_since, `+barSQL("h")+` AS bar,
		       COALESCE(b.person_id, 0) AS substitute, `+barSQL("bp")+` AS substitute_bar,
		       COALESCE(bp.name, '') AS substitute_name,
		       b.person_id IS NOT NULL AND NOT EXISTS (
		           SELECT FROM terms o
		           JOIN seats os ON os.id = o.seat_id AND os.authority_id = s.authority_id
		           WHERE o.person_id = b.person_id AND o.from_on <= d.on_day
		             AND (o.to_on IS NULL OR o.to_on >= d.on_day)
		       ) AS substitute_unseated,
		       COALESCE(b.named_at > a.submitted_at, false) AS substitute_late,
		       COALESCE(b.person_id = a.submitted_by OR b.person_id = ANY(other_accounts(a.submitted_by)), false)
		           AS substitute_brought, COALESCE(g.id, 0) AS signature,
		       COALESCE(g.decision, '') AS decision,
		       COALESCE(g.person_id, 0) AS signed_by, COALESCE(gp.name, '') AS signed_by_name,
		       COALESCE(gs.name, '') AS substitute_for, g.signed_at, COALESCE(g.comment, '') AS comment, g.resubmit_by,
		       COALESCE(g.position, 0) AS position, COALESCE(e.reference, '') AS reference,
		       COALESCE(h.password_hash IS NULL, false) AS holder_no_account,
		       COALESCE(h.email IS NULL AND h.id IS NOT NULL, false) AS holder_no_address,
		       (SELECT l.posted_on FROM letters l WHERE l.attempt_id = q.attempt_id AND l.person_id = t.person_id)
		           AS posted_on,
		       COALESCE(g.paper_id, 0) AS paper, pp.signed_on AS paper_on, COALESCE(pr.name, '') AS recorded_by,
		       COALESCE(w.person_id, 0) AS unconfirmed_by, w.made_at AS unconfirmed_at, q.sitting AS known_sitting
		FROM attempt_seats q
		JOIN attempts a ON a.id = q.attempt_id
		JOIN (SELECT id, authority_id, code, places, valid_to, shown AS name FROM seats) s ON s.id = q.seat_id
		JOIN authorities u ON u.id = s.authority_id
		CROSS JOIN LATERAL (SELECT LEAST(@day::date, s.valid_to) AS on_day) d
		LEFT JOIN area_seats x ON x.area_id = a.area_id AND x.seat_id = q.seat_id
		LEFT JOIN LATERAL (
		    SELECT v.kind, v.on_date, ARRAY(SELECT o.shown FROM seats o WHERE o.id = ANY(v.others)
		                                    ORDER BY o.name COLLATE by_name, o.id) AS into_names
		    FROM seat_events v
		    WHERE s.valid_to IS NOT NULL AND v.seat_id = s.id AND v.kind IN ('merged', 'split', 'ended')
		    ORDER BY v.id DESC LIMIT 1) n ON true
		`+sittingSQL("d.on_day")+`
		LEFT JOIN people bp ON bp.id = b.person_id
		LEFT JOIN standing_signatures g ON g.attempt_id = q.attempt_id AND g.seat_id = q.seat_id AND g.place = q.place
		LEFT JOIN people gp ON gp.id = g.person_id
		LEFT JOIN people gs ON gs.id = g.substitute_for
		LEFT JOIN register_entries e ON e.position = g.position
		LEFT JOIN papers pp ON pp.id = g.paper_id
		LEFT JOIN people pr ON pr.id = pp.recorded_by
		LEFT JOIN LATERAL (
		    SELECT h.person_id, h.made_at FROM hold_entries y
		    JOIN holds h ON h.id = y.hold_id
		    WHERE y.attempt_id = q.attempt_id AND h.ended_at IS NULL AND h.kind = 'signature'
		      AND (h.person_id IN (t.person_id, b.person_id)
		           OR h.person_id = ANY(other_accounts(t.person_id) || other_accounts(b.person_id)))
		    ORDER BY h.id DESC LIMIT 1) w ON true
		WHERE `+which+`
		ORDER BY q.attempt_id, q.tier, u.name COLLATE by_name, s.name COLLATE by_name, q.place`, args)
}

func placesOf(rows []signatoryRow) (map[domain.AttemptID][]gates.Signatory, error) {
	byAttempt := map[domain.AttemptID][]gates.Signatory{}
	for _, row := range rows {
		if row.KnownSitting != "" {
			if err := json.Unmarshal([]byte(row.KnownSitting), &row.Signatory.Known); err != nil {
				return nil, fmt.Errorf("place of attempt %d: %w", row.AttemptID, err)
			}
		}
		byAttempt[row.AttemptID] = append(byAttempt[row.AttemptID], row.Signatory)
	}
	return byAttempt, nil
}

// ReplacedDecisions lists the decisions on an attempt that were changed, in order.
func ReplacedDecisions(ctx context.Context, r db.Reader, id domain.AttemptID) ([]gates.ReplacedDecision, error) {
	return db.List[gates.ReplacedDecision](ctx, r.DB, "replaced decisions", `
		SELECT g.seat_id AS seat, g.place, g.decision, g.person_id AS signed_by, p.name AS signed_by_name,
		       COALESCE(f.name, '') AS substitute_for, g.signed_at, g.comment, g.resubmit_by, e.reference,
		       n.signed_at AS replaced_at, b.reference AS replaced_by,
		       COALESCE(g.paper_id, 0) AS paper, pp.signed_on AS paper_on, COALESCE(pr.name, '') AS recorded_by,
		       ARRAY(SELECT c.text FROM conditions c WHERE c.signature_id = g.id ORDER BY c.id) AS conditions
		FROM signatures n
		JOIN signatures g ON g.id = n.replaces
		JOIN people p ON p.id = g.person_id
		LEFT JOIN people f ON f.id = g.substitute_for
		JOIN register_entries e ON e.position = g.position
		JOIN register_entries b ON b.position = n.position
		LEFT JOIN papers pp ON pp.id = g.paper_id
		LEFT JOIN people pr ON pr.id = pp.recorded_by
		WHERE n.attempt_id = @id
		ORDER BY g.position`, db.Named{"id": int64(id)})
}

// AddSignature stores a decision for one place, which replaces the one that the place has, if any. Where another is
// stored already, the transaction fails with domain.ErrConflict.
func AddSignature(ctx context.Context, w db.Writer, attempt domain.AttemptID, place gates.Signatory, s gates.Signing,
	by, substituteFor domain.PersonID, at time.Time, key string, position int64, paper domain.PaperID) error {
	return w.ChangeLater(ctx, "add signature", `
		INSERT INTO signatures (attempt_id, seat_id, place, person_id, substitute_for, decision, comment, resubmit_by,
		                        signed_at, idempotency_key, position, replaces, paper_id)
		VALUES (@attempt, @seat, @place, @by, NULLIF(@for, 0::bigint), @decision, @comment, @resubmit, @at, @key,
		        @position, NULLIF(@replaces, 0::bigint), NULLIF(@paper, 0::bigint))`,
		db.Named{"attempt": int64(attempt), "seat": int64(place.Seat), "place": place.Place, "by": int64(by),
			"for": int64(substituteFor), "decision": string(s.Decision), "comment": s.Comment,
			"resubmit": db.DayOrNull(s.ResubmitBy), "at": at, "key": key, "position": position,
			"replaces": int64(place.Signature), "paper": int64(paper)},
		func(err error) error {
			if db.Violates(err, "signatures_first") || db.Violates(err, "signatures_replaced_once") {
				return domain.ErrConflict
			}
			return err
		})
}

// ToSign loads what a decision is made on, in one turn: the attempt, as AttemptForUpdate does, its places as they are
// on the day, and what SignedWithKey lists.
func ToSign(ctx context.Context, w db.Writer, scope policy.Scope, id domain.AttemptID, day domain.Date,
	by domain.PersonID, key string) (t gates.Attempt, asked []gates.Signatory, again []Recorded, err error) {
	var attempts []gates.Attempt
	var held []bool
	err = w.Ask(ctx, askAttempt(attemptSQL, db.Where{}, scope, id, "FOR UPDATE OF t", &attempts),
		AskSignatories(id, day, &asked),
		askSignedWithKey(id, by, key, &again),
		db.AskingBy(&held, pgx.RowTo[bool], "held", `
			SELECT EXISTS (SELECT FROM hold_entries WHERE attempt_id = @attempt)`, db.Named{"attempt": int64(id)}))
	if len(held) > 0 && !held[0] {
		holdstore.NothingWaits(w, id)
	}
	if err != nil || len(attempts) == 0 {
		return t, nil, nil, cmp.Or(err, domain.ErrNotFound)
	}
	return attempts[0], asked, again, nil
}

// Recorded is what a form was recorded as: the reference, and its key with what is bound to it.
type Recorded struct{ Reference, Key string }

// SignedWithKey lists what the person's form with this key was recorded as for the attempt, whether that still stands
// or not; none where it was not recorded. A step sent twice counts once.
func SignedWithKey(ctx context.Context, r db.Reader, attempt domain.AttemptID, by domain.PersonID,
	key string) (again []Recorded, err error) {
	err = r.Ask(ctx, askSignedWithKey(attempt, by, key, &again))
	return again, err
}

func askSignedWithKey(attempt domain.AttemptID, by domain.PersonID, key string, to *[]Recorded) db.Question {
	return db.Asking(to, "signed with key", `
		SELECT e.reference, g.idempotency_key AS key
		FROM signatures g
		JOIN register_entries e ON e.position = g.position
		WHERE g.person_id = @by AND g.attempt_id = @attempt
		  AND (g.idempotency_key = @key OR starts_with(g.idempotency_key, @key || '.'))
		ORDER BY g.position`,
		db.Named{"by": int64(by), "key": key, "attempt": int64(attempt)})
}

// AddReminder notes that a rung of the ladder was reached for a place. It reports false where it or a later one was
// noted before.
func AddReminder(ctx context.Context, w db.Writer, attempt domain.AttemptID, s gates.Signatory, step gates.ReminderStep,
	at time.Time) (bool, error) {
	tag, err := w.DB.Exec(ctx, `
		INSERT INTO reminders (attempt_id, seat_id, place, step, at)
		SELECT @attempt, @seat, @place, @step, @at
		WHERE NOT EXISTS (
		    SELECT FROM reminders
		    WHERE attempt_id = @attempt AND seat_id = @seat AND place = @place
		      AND array_position(@ladder::text[], step) >= array_position(@ladder::text[], @step::text))
		ON CONFLICT DO NOTHING`,
		db.Named{"attempt": int64(attempt), "seat": int64(s.Seat), "place": s.Place, "step": string(step),
			"ladder": ladder(), "at": at})
	return tag.RowsAffected() == 1, err
}

func ladder() []string {
	var words []string
	for _, s := range gates.ReminderSteps() {
		words = append(words, string(s))
	}
	return words
}
