package gatestore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
)

// AskedChanges lists what happened to the places of an attempt while it asked them, the oldest first, with who was
// told. The caller has loaded the attempt within scope.
func AskedChanges(ctx context.Context, r db.Reader, id domain.AttemptID) ([]gates.AskedChange, error) {
	return db.List[gates.AskedChange](ctx, r.DB, "asked changes", `
		SELECT c.seat_id AS seat, c.place, c.event, c.became, c.words, COALESCE(c.person_id, 0) AS person,
		       COALESCE(c.to_id, 0) AS to, COALESCE(p.name, '') AS to_name, c.at,
		       ARRAY(SELECT r.name FROM notice_recipients r
		             WHERE r.notice_id = c.notice_id AND r.result = 'shown in app'
		             ORDER BY r.name COLLATE by_name, r.id) AS told
		FROM asked_changes c
		LEFT JOIN people p ON p.id = c.to_id
		WHERE c.attempt_id = @id
		ORDER BY c.id`, db.Named{"id": int64(id)})
}

// AddAskedChange stores what happened to a place, and the notice that told of it, if any.
func AddAskedChange(ctx context.Context, w db.Writer, id domain.AttemptID, c gates.AskedChange, told domain.NoticeID,
	at time.Time) error {
	return w.Exec(ctx, "add asked change", `
		INSERT INTO asked_changes (attempt_id, seat_id, place, event, became, words, person_id, to_id, notice_id, at)
		VALUES (@attempt, @seat, @place, @event, @became, @words, NULLIF(@person, 0::bigint), NULLIF(@to, 0::bigint),
		        NULLIF(@notice, 0::bigint), @at)`,
		db.Named{"attempt": int64(id), "seat": int64(c.Seat), "place": c.Place, "event": string(c.Event),
			"became": string(c.Became), "words": c.Words, "person": int64(c.Person), "to": int64(c.To),
			"notice": int64(told), "at": at})
}

// KnowSitting keeps how a place was when it was looked at.
func KnowSitting(ctx context.Context, w db.Writer, id domain.AttemptID, s gates.Signatory) error {
	is, err := json.Marshal(s.Sitting())
	if err != nil {
		return fmt.Errorf("know sitting: %w", err)
	}
	return w.Change(ctx, "know sitting", `
		UPDATE attempt_seats SET sitting = @sitting WHERE attempt_id = @id AND seat_id = @seat AND place = @place`,
		db.Named{"id": int64(id), "seat": int64(s.Seat), "place": s.Place, "sitting": string(is)})
}

// asking says which open attempts ask something of the things of a kind, as the audit trail names kinds.
var asking = map[string]string{
	"area":      "t.area_id = ANY(@ids::bigint[])",
	"seat":      "q.seat_id = ANY(@ids::bigint[])",
	"authority": "q.seat_id IN (SELECT id FROM seats WHERE authority_id = ANY(@ids::bigint[]))",
	"person": `(EXISTS (SELECT FROM terms m WHERE m.seat_id = q.seat_id AND m.place = q.place
		                    AND m.person_id = ANY(@ids::bigint[]))
		            OR EXISTS (SELECT FROM substitutes m WHERE m.seat_id = q.seat_id AND m.place = q.place
		                       AND m.person_id = ANY(@ids::bigint[])))`,
}

// OpenAttemptsAsking lists the open attempts with a place that the things of a kind have to do with: an area, a seat,
// an authority with its seats, or a person who sits or sat there.
func OpenAttemptsAsking(ctx context.Context, r db.Reader, kind string, ids []int64) ([]domain.AttemptID, error) {
	return db.Values[domain.AttemptID](ctx, r.DB, "open attempts asking", `
		SELECT DISTINCT t.id
		FROM attempts t
		JOIN attempt_seats q ON q.attempt_id = t.id
		WHERE t.outcome IS NULL AND `+asking[kind]+`
		ORDER BY t.id`, db.Named{"ids": ids})
}
