package bare

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
)

// copied is a page of the application, byte for byte.
func (s server) copied(r *http.Request) (templ.Component, error) {
	var html string
	err := s.pool.QueryRow(r.Context(), `SELECT html FROM pages WHERE name = $1`, chi.URLParam(r, "name")).Scan(&html)
	return templ.Raw(html), err
}

type issue struct {
	line
	Description, PlaceNote, Tier, Visibility, RaisedFor, Place, RaisedBy string
}

type evidence struct {
	Kind, Text, Source string
	OnDate             time.Time
	Strength           int
}

type entry struct {
	At             time.Time
	Actor, Summary string
	Before, After  string
}

type referral struct {
	Service, Ask, Answer string
	ReplyBy              time.Time
}

func (s server) issue(r *http.Request) (templ.Component, error) {
	ctx, id := r.Context(), number(chi.URLParam(r, "id"))
	is, err := all[issue](ctx, s, `
		SELECT i.id, i.title, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.raised_at,
		i.description, i.place_note, i.tier,
		       i.visibility, i.raised_for, COALESCE(pl.name, '') AS place, p.name AS raised_by
		FROM issues i
		JOIN areas a ON a.id = i.area_id
		JOIN people p ON p.id = i.raised_by
		LEFT JOIN themes t ON t.id = i.theme_id
		LEFT JOIN places pl ON pl.id = i.place_id
		WHERE i.id = $1`, id)
	if err != nil || len(is) == 0 {
		return nil, pgx.ErrNoRows
	}
	borne, err := all[evidence](ctx, s, `
		SELECT e.kind, e.text, e.source, e.on_date, e.strength
		FROM issue_evidence x JOIN evidence e ON e.id = x.evidence_id
		WHERE x.issue_id = $1 ORDER BY e.id`, id)
	if err != nil {
		return nil, err
	}
	referred, err := all[referral](ctx, s, `
		SELECT s.name AS service, f.ask, f.answer, f.reply_by
		FROM referrals f JOIN services s ON s.id = f.service_id
		WHERE f.issue_id = $1 ORDER BY f.id`, id)
	if err != nil {
		return nil, err
	}
	history, err := all[entry](ctx, s, `
		SELECT e.at, COALESCE(p.name, '') AS actor, e.summary, COALESCE(e.before::text, '') AS before,
		COALESCE(e.after::text, '') AS after
		FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id
		WHERE e.object_kind = 'issue' AND e.object_id = $1 ORDER BY e.id DESC LIMIT 200`, id)
	return issuePage(is[0], borne, referred, history), err
}

func all[T any](ctx context.Context, s server, sql string, args ...any) ([]T, error) {
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[T])
}
