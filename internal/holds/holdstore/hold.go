// Package holdstore keeps decisions that wait in Postgres.
package holdstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/holds"
)

const holdSQL = `
	SELECT h.id, h.person_id AS person, p.name, other_accounts(p.id) AS others, p.disabled_at IS NOT NULL AS disabled,
	       h.kind, h.sent, h.made_at, COALESCE(i.invited_by, 0) AS maker, COALESCE(m.name, '') AS maker_name,
	       CASE WHEN i.invited_by IS NULL THEN '{}' ELSE other_accounts(i.invited_by) END AS maker_else, i.handed,
	       i.used_at, COALESCE(h.outcome, '') AS outcome, h.ended_at, COALESCE(b.name, '') AS ended_by, h.words,
	       e.what, e.area_name, e.decision, e.reference
	FROM holds h
	JOIN people p ON p.id = h.person_id
	JOIN invitations i ON i.id = h.link_id
	LEFT JOIN people m ON m.id = i.invited_by
	LEFT JOIN people b ON b.id = h.ended_by
	JOIN LATERAL (
	    SELECT 'Gate ' || (r.payload::jsonb ->> 'gate') || ', ' || (r.payload::jsonb ->> 'area_name') AS what,
	           r.payload::jsonb ->> 'area_name' AS area_name, r.payload::jsonb ->> 'decision' AS decision, r.reference
	    FROM hold_entries x
	    JOIN register_entries r ON r.position = x.position
	    WHERE x.hold_id = h.id
	    ORDER BY x.position LIMIT 1) e ON true`

// Hold loads a decision that waits or waited. It returns domain.ErrNotFound where there is none.
func Hold(ctx context.Context, r db.Reader, id domain.HoldID) (holds.Hold, error) {
	return db.One[holds.Hold](ctx, r.DB, "hold", holdSQL+` WHERE h.id = @id`, db.Named{"id": int64(id)})
}

// HoldForUpdate is Hold, locked until the transaction ends.
func HoldForUpdate(ctx context.Context, w db.Writer, id domain.HoldID) (holds.Hold, error) {
	return db.One[holds.Hold](ctx, w.DB, "hold", holdSQL+` WHERE h.id = @id FOR UPDATE OF h`, db.Named{"id": int64(id)})
}

// Open lists the decisions that wait, the oldest first, at most so many.
func Open(ctx context.Context, r db.Reader, most int) ([]holds.Hold, error) {
	return db.List[holds.Hold](ctx, r.DB, "open holds", holdSQL+`
		WHERE h.ended_at IS NULL ORDER BY h.id LIMIT @most`, db.Named{"most": most})
}

// Ended lists the decisions that waited, the newest first, at most so many.
func Ended(ctx context.Context, r db.Reader, most int) ([]holds.Hold, error) {
	return db.List[holds.Hold](ctx, r.DB, "ended holds", holdSQL+`
		WHERE h.ended_at IS NOT NULL ORDER BY h.ended_at DESC, h.id DESC LIMIT @most`, db.Named{"most": most})
}

// On lists the decisions that wait, or waited and were never counted, on a submission.
func On(ctx context.Context, r db.Reader, attempt domain.AttemptID) ([]holds.Hold, error) {
	return db.List[holds.Hold](ctx, r.DB, "holds on an attempt", holdSQL+`
		WHERE h.id IN (SELECT hold_id FROM hold_entries WHERE attempt_id = @attempt)
		  AND h.outcome IS DISTINCT FROM 'confirmed' AND h.outcome IS DISTINCT FROM 'replaced'
		ORDER BY h.id`, db.Named{"attempt": int64(attempt)})
}

// OnDecision lists the steps with an Executive decision that wait, or waited and were never counted; about the
// submissions that it is on.
func OnDecision(ctx context.Context, r db.Reader, id domain.ExecutiveID,
	attempts []domain.AttemptID) ([]holds.Hold, error) {
	return db.List[holds.Hold](ctx, r.DB, "holds on a decision", holdSQL+`
		WHERE h.id IN (SELECT hold_id FROM hold_entries WHERE attempt_id = ANY(@attempts))
		  AND h.kind = 'executive decision' AND (h.sent::jsonb ->> 'ID')::bigint = @id
		  AND h.outcome IS DISTINCT FROM 'confirmed' AND h.outcome IS DISTINCT FROM 'replaced'
		ORDER BY h.id`, db.Named{"id": int64(id), "attempts": db.Numbers(attempts)})
}

// Of lists what became of the decisions that the entries say wait, by reference.
func Of(ctx context.Context, r db.Reader, positions []int64) (map[int64]holds.Hold, error) {
	type row struct {
		Position int64
		holds.Hold
	}
	rows, err := db.List[row](ctx, r.DB, "holds of entries", `
		SELECT x.position, q.* FROM hold_entries x JOIN (`+holdSQL+`) q ON q.id = x.hold_id
		WHERE x.position = ANY(@positions)`, db.Named{"positions": positions})
	by := map[int64]holds.Hold{}
	for _, row := range rows {
		by[row.Position] = row.Hold
	}
	return by, err
}

// LockHoldsOf keeps what the person decides at the same moment from being kept before the transaction ends: the same
// sent twice waits once.
func LockHoldsOf(ctx context.Context, w db.Writer, person domain.PersonID) error {
	return w.Exec(ctx, "lock holds", `SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || @person::bigint, 0))`,
		db.Named{"person": int64(person)})
}

// Same is the reference under which the same was kept before and still waits; "" for none.
func Same(ctx context.Context, r db.Reader, person domain.PersonID, h holds.Sent) (string, error) {
	return db.Value[string](ctx, r.DB, "same hold", `
		SELECT COALESCE((SELECT e.reference FROM holds h
		                 JOIN hold_entries x ON x.hold_id = h.id
		                 JOIN register_entries e ON e.position = x.position
		                 WHERE h.person_id = @person AND h.kind = @kind AND h.sent = @sent AND h.ended_at IS NULL
		                 ORDER BY e.position LIMIT 1), '')`,
		db.Named{"person": int64(person), "kind": h.Kind, "sent": h.Sent})
}

// Link is the newest link that somebody else had in hand and with which the person's password was set.
type Link struct {
	ID     int64
	Maker  string
	Handed string
	UsedAt time.Time
}

// LinkOf finds that link. It returns domain.ErrNotFound where there is none.
func LinkOf(ctx context.Context, r db.Reader, person domain.PersonID) (Link, error) {
	return db.One[Link](ctx, r.DB, "link in hand", `
		SELECT i.id, COALESCE(m.name, '') AS maker, i.handed, i.used_at
		FROM links_in_hand i
		LEFT JOIN people m ON m.id = i.invited_by
		WHERE i.person_id = @person
		ORDER BY i.used_at DESC, i.id DESC LIMIT 1`, db.Named{"person": int64(person)})
}

// Add keeps a decision that waits.
func Add(ctx context.Context, w db.Writer, person domain.PersonID, link int64, h holds.Sent,
	at time.Time) (domain.HoldID, error) {
	return db.Value[domain.HoldID](ctx, w.DB, "add hold", `
		INSERT INTO holds (person_id, link_id, kind, sent, made_at)
		VALUES (@person, @link, @kind, @sent, @at) RETURNING id`,
		db.Named{"person": int64(person), "link": link, "kind": h.Kind, "sent": h.Sent, "at": at})
}

// AddEntries keeps which entries of the register say that it waits.
func AddEntries(ctx context.Context, w db.Writer, id domain.HoldID, list []holds.Entered) error {
	for _, e := range list {
		if err := w.Exec(ctx, "add hold entry", `
			INSERT INTO hold_entries (position, hold_id, attempt_id)
			VALUES (@position, @id, NULLIF(@attempt, 0::bigint))`,
			db.Named{"position": e.Position, "id": int64(id), "attempt": int64(e.Attempt)}); err != nil {
			return err
		}
	}
	return nil
}

// End notes what became of a decision that waited. It returns domain.ErrConflict where that was known before.
func End(ctx context.Context, w db.Writer, id domain.HoldID, o holds.Outcome, by domain.PersonID, words string,
	at time.Time) error {
	return w.Change(ctx, "end hold", `
		UPDATE holds SET outcome = @outcome, ended_by = NULLIF(@by, 0::bigint), words = @words, ended_at = @at
		WHERE id = @id AND ended_at IS NULL`,
		db.Named{"id": int64(id), "outcome": string(o), "by": int64(by), "words": words, "at": at})
}

// Older lists the person's decisions of a kind on the same submissions that still wait: a later one replaces them.
func Older(ctx context.Context, r db.Reader, person domain.PersonID, h holds.Sent) ([]domain.HoldID, error) {
	attempts := make([]int64, len(h.Entries))
	for i, e := range h.Entries {
		attempts[i] = int64(e.Attempt)
	}
	return db.Values[domain.HoldID](ctx, r.DB, "older holds", `
		SELECT DISTINCT h.id FROM holds h
		JOIN hold_entries x ON x.hold_id = h.id
		WHERE h.person_id = @person AND h.kind = @kind AND h.ended_at IS NULL AND x.attempt_id = ANY(@attempts)
		ORDER BY h.id`, db.Named{"person": int64(person), "kind": h.Kind, "attempts": attempts})
}

// OvertakenBy lists the signatures that wait though their submission among these is closed, or whoever made them has
// decided on it since.
func OvertakenBy(ctx context.Context, r db.Reader, attempts []int64) ([]domain.HoldID, error) {
	return db.Values[domain.HoldID](ctx, r.DB, "holds overtaken", `
		SELECT DISTINCT h.id FROM holds h
		JOIN hold_entries x ON x.hold_id = h.id
		JOIN attempts t ON t.id = x.attempt_id
		WHERE x.attempt_id = ANY(@attempts) AND h.ended_at IS NULL
		  AND (t.outcome IS NOT NULL AND h.kind IN ('signature', 'withdrawal', 'override')
		       OR EXISTS (SELECT FROM signatures g
		                  WHERE g.attempt_id = t.id AND g.person_id = h.person_id AND g.signed_at > h.made_at))
		ORDER BY h.id`, db.Named{"attempts": attempts})
}

// Positions are the entries of a decision that waits, with the submission of each.
func Positions(ctx context.Context, r db.Reader, id domain.HoldID) ([]holds.Entry, error) {
	return db.List[holds.Entry](ctx, r.DB, "entries of a hold", `
		SELECT e.kind, COALESCE(e.area_id, 0) AS area, COALESCE(e.attempt_id, 0) AS attempt, e.payload
		FROM hold_entries x
		JOIN register_entries e ON e.position = x.position
		WHERE x.hold_id = @id
		ORDER BY x.position`, db.Named{"id": int64(id)})
}

// OwnEntries lists what stands in the register from the transaction's first entry on as the person's own decisions.
// That a gate was submitted decides nothing.
func OwnEntries(ctx context.Context, r db.Reader, first int64, person domain.PersonID) ([]holds.Entry, error) {
	return db.List[holds.Entry](ctx, r.DB, "own entries", `
		SELECT kind, COALESCE(area_id, 0) AS area, COALESCE(attempt_id, 0) AS attempt, payload
		FROM register_entries
		WHERE position >= @first AND person_id = @person AND kind <> 'submission'
		ORDER BY position`, db.Named{"first": first, "person": int64(person)})
}

const linkSQL = `
	SELECT i.person_id AS person, p.name, COALESCE(m.name, '') AS maker, i.handed, i.created_at, i.used_at
	FROM invitations i
	JOIN people p ON p.id = i.person_id
	LEFT JOIN people m ON m.id = i.invited_by`

// Links lists links by id.
func Links(ctx context.Context, r db.Reader, ids []int64) ([]holds.MadeLink, error) {
	return db.List[holds.MadeLink](ctx, r.DB, "links", linkSQL+` WHERE i.id = ANY(@ids) ORDER BY i.id`, db.Named{"ids": ids})
}

// NewestLinks lists the links that were made last, the newest first, at most so many.
func NewestLinks(ctx context.Context, r db.Reader, most int) ([]holds.MadeLink, error) {
	return db.List[holds.MadeLink](ctx, r.DB, "newest links", linkSQL+` ORDER BY i.created_at DESC, i.id DESC LIMIT @most`,
		db.Named{"most": most})
}

// Submitted reports whether the submission is there.
func Submitted(ctx context.Context, r db.Reader, id domain.AttemptID) (bool, error) {
	return db.Value[bool](ctx, r.DB, "submitted", `SELECT EXISTS (SELECT FROM attempts WHERE id = @id)`,
		db.Named{"id": int64(id)})
}

// unheld are the attempts on which the transaction found no decision that waits, or waited, when it locked them.
type unheld map[domain.AttemptID]bool

// NothingWaits keeps in mind that no decision waits on the attempt, which the transaction has locked.
func NothingWaits(w db.Writer, id domain.AttemptID) {
	known := db.Own[unheld](w)
	if *known == nil {
		*known = unheld{}
	}
	(*known)[id] = true
}

// MayWait reports whether a decision may wait on the attempt: the transaction has not found that none does.
func MayWait(w db.Writer, id domain.AttemptID) bool { return !(*db.Own[unheld](w))[id] }
