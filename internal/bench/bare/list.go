package bare

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"
)

type line struct {
	ID                                int64
	Title, Area, Theme, Source, State string
	RaisedAt                          time.Time
}

const lines = `
	SELECT i.id, i.title, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.raised_at
	FROM issues i
	JOIN areas a ON a.id = i.area_id
	LEFT JOIN themes t ON t.id = i.theme_id
	%s
	ORDER BY i.raised_at DESC, i.id DESC
	LIMIT 51`

// found are the newest thousand matches of $1, the best first: ranking all of them would cost seconds.
const found = `
	SELECT i.id, i.title, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.raised_at
	FROM (SELECT i.*, ts_rank(i.search, searching($1)) AS rank
	      FROM (SELECT i.* FROM issues i %s ORDER BY i.raised_at DESC, i.id DESC LIMIT 1000) i
	      ORDER BY rank DESC, i.id DESC
	      LIMIT 51) i
	JOIN areas a ON a.id = i.area_id
	LEFT JOIN themes t ON t.id = i.theme_id
	ORDER BY rank DESC, i.id DESC`

func (s server) list(r *http.Request) (templ.Component, error) {
	f := filterOf(r)
	sql := lines
	if f.words {
		sql = found
	}
	rows, err := all[line](r.Context(), s, fmt.Sprintf(sql, f.where()), f.args...)
	if len(rows) > 50 {
		rows = rows[:50]
	}
	return listPage(rows), err
}

// filter is what a list is narrowed by.
type filter struct {
	conditions []string
	args       []any
	words      bool
}

func filterOf(r *http.Request) filter {
	var f filter
	query := r.URL.Query()
	if words := query.Get("q"); words != "" {
		f.and("i.search @@ searching($%d)", words)
		f.words = true
	}
	if area := chi.URLParam(r, "area") + query.Get("area"); area != "" {
		f.and("i.area_id = $%d", number(area))
	}
	if member := chi.URLParam(r, "member"); member != "" {
		f.and(`i.visibility <> 'restricted' AND i.area_id = ANY(ARRAY(
			SELECT s.area_id FROM terms t JOIN area_seats s ON s.seat_id = t.seat_id WHERE t.person_id = $%d))`,
			number(member))
	}
	if theme := query.Get("theme"); theme != "" {
		f.and("i.theme_id = $%d", number(theme))
	}
	if status := query.Get("status"); status != "" {
		f.and("i.state = $%d", status)
	}
	return f
}

func (f *filter) and(condition string, arg any) {
	f.args = append(f.args, arg)
	f.conditions = append(f.conditions, fmt.Sprintf(condition, len(f.args)))
}

func (f *filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(f.conditions, " AND ")
}
