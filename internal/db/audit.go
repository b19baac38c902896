package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"fourgates/internal/domain"
)

// AddAudit writes the audit entry of a change (P3). Actor zero is the system itself.
func (w Writer) AddAudit(ctx context.Context, at time.Time, actor domain.PersonID, action, requestID string,
	e domain.Event) error {
	before, err := jsonOrNull(e.Before)
	if err != nil {
		return err
	}
	after, err := jsonOrNull(e.After)
	if err != nil {
		return err
	}
	return w.Later(ctx, "add audit entry", `
		INSERT INTO audit_entries (at, actor_id, action, object_kind, object_id, area_id, summary, before, after,
		                           request_id)
		VALUES (@at, NULLIF(@actor, 0::bigint), @action, @kind, @id, NULLIF(@area, 0::bigint), @summary, @before,
		        @after,
		        @request)`,
		Named{"at": at, "actor": int64(actor), "action": action, "kind": e.Kind, "id": e.ID, "area": int64(e.Area),
			"summary": e.Summary, "before": before, "after": after, "request": requestID})
}

func jsonOrNull(v any) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("audit entry: %w", err)
	}
	return b, nil
}

// AuditEntry is one line of a record's history.
type AuditEntry struct {
	ID      int64
	At      time.Time
	Actor   string // name, or "" for the system
	Action  string
	Summary string
	Before  []byte
	After   []byte
}

// History lists the audit entries of one record, newest first, at most 200. The caller has loaded the record within
// scope.
func (r Reader) History(ctx context.Context, kind string, id int64) (entries []AuditEntry, err error) {
	err = r.Ask(ctx, AskHistory(kind, id, &entries))
	return entries, err
}

// Steps is History without what each step changed: for records whose texts are long.
func (r Reader) Steps(ctx context.Context, kind string, id int64) ([]AuditEntry, error) {
	return List[AuditEntry](ctx, r.DB, "steps", `
		SELECT e.id, e.at, COALESCE(p.name, '') AS actor, e.action, e.summary, NULL::jsonb AS before,
		       NULL::jsonb AS after
		FROM audit_entries e
		LEFT JOIN people p ON p.id = e.actor_id
		WHERE e.object_kind = @kind AND e.object_id = @id
		ORDER BY e.id DESC
		LIMIT `+strconv.Itoa(MostHistory), Named{"kind": kind, "id": id})
}

// MostHistory is how many entries of a history are read, the newest.
const MostHistory = 200

// AskHistory asks for the audit entries of an object, the newest first.
func AskHistory(kind string, id int64, to *[]AuditEntry) Question {
	return Asking(to, "history", `
		SELECT e.id, e.at, COALESCE(p.name, '') AS actor, e.action, e.summary, e.before, e.after
		FROM audit_entries e
		LEFT JOIN people p ON p.id = e.actor_id
		WHERE e.object_kind = @kind AND e.object_id = @id
		ORDER BY e.id DESC
		LIMIT `+strconv.Itoa(MostHistory), Named{"kind": kind, "id": id})
}
