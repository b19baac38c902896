package store

import (
	"context"
	"slices"
	"strconv"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// issueOrder is how a list is sorted: the expression, its direction, the value of a row as text, and a cursor's value as an argument.
type issueOrder struct {
	by         string
	descending bool
	text       string // the row's value, from which a cursor is made
	key        string // the cursor's value @key, as by has it
}

var issueOrders = map[domain.IssueSort]issueOrder{
	domain.NewestFirst:     {"i.raised_at", true, "", instantKey},
	domain.OldestFirst:     {"i.raised_at", false, "", instantKey},
	domain.RecentlyChanged: {"i.changed_at", true, "", instantKey},
	domain.ByTitle:         {"lower(i.title)", false, "lower(i.title)", "@key::text"},
	domain.BestMatch:       {"i.rank", true, "i.rank::text", "@key::text::real"},
}

// instantKey makes an instant of whole microseconds since 1970, without rounding.
const instantKey = "(timestamptz 'epoch' + (@key::text::bigint / 1000000) * interval '1 second' + (@key::text::bigint % 1000000) * interval '1 microsecond')"

// IssuePage is one page of a list of issues.
type IssuePage struct {
	Rows     []domain.IssueRow
	Previous domain.Cursor // zero where nothing comes before
	Next     domain.Cursor // zero where nothing comes after
}

// ListIssues lists the issues that the reader may see and that the filter takes, at most so many: a page after or before a cursor.
func (r Reader) ListIssues(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int) (IssuePage, error) {
	order, sort := orderOf(f)
	backwards := f.After.ID == 0 && f.Before.ID != 0 && f.Before.Sort == sort
	w, from := issuesFrom(s, f)
	order.from(w, f, sort)
	w.set("most", most+1)
	direction := " ASC"
	if order.descending != backwards {
		direction = " DESC"
	}
	text := order.text
	if text == "" {
		text = "''"
	}
	sorted := `ORDER BY ` + order.by + direction + `, i.id` + direction
	rows, err := list[domain.IssueRow](ctx, r.db, "issues", `
		SELECT i.id, i.title, i.area_id, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.visibility, i.tier, i.is_synthesis AS synthesis,
		       i.raised_at, i.changed_at, `+text+` AS sort_key
		FROM (SELECT i.* FROM `+from+` `+w.String()+` `+sorted+` LIMIT @most) i
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN themes t ON t.id = i.theme_id
		`+sorted, w.args)
	if err != nil {
		return IssuePage{}, err
	}
	return pageOf(rows, f, sort, most, backwards), nil
}

// CountIssues counts what ListIssues lists in all, up to domain.MostCounted and one: more than that is not counted.
func (r Reader) CountIssues(ctx context.Context, s policy.IssueScope, f domain.IssueFilter) (int, error) {
	w, _ := issuesFrom(s, domain.IssueFilter{Area: f.Area, Theme: f.Theme, Unthemed: f.Unthemed, States: f.States, Source: f.Source, Text: f.Text,
		RaisedFrom: f.RaisedFrom, RaisedBefore: f.RaisedBefore, RaisedBy: f.RaisedBy})
	w.set("most", domain.MostCounted+1)
	return value[int](ctx, r.db, "count issues", `SELECT count(*)::int FROM (SELECT FROM issues i `+w.String()+` LIMIT @most) counted`, w.args)
}

// orderOf is the order that the filter asks for. Best match needs text; without it the newest come first.
func orderOf(f domain.IssueFilter) (issueOrder, domain.IssueSort) {
	sort := f.Sort
	if _, known := issueOrders[sort]; !known || (sort == domain.BestMatch && f.Text == "") {
		sort = domain.NewestFirst
	}
	return issueOrders[sort], sort
}

// issuesFrom gives the conditions and the table, as i, that the filter and the scope take from. For the best match that is the newest thousand matches,
// ranked: ranking every match of a common word would cost seconds.
func issuesFrom(s policy.IssueScope, f domain.IssueFilter) (*where, string) {
	w := &where{}
	w.visible(s)
	w.filter(f)
	if _, sort := orderOf(f); sort != domain.BestMatch {
		return w, "issues i"
	}
	w.set("newest", domain.MostCounted)
	ranked := `(SELECT i.*, ts_rank(i.search, websearch_to_tsquery('english', @text)) AS rank
		      FROM (SELECT i.* FROM issues i ` + w.String() + ` ORDER BY i.raised_at DESC, i.id DESC LIMIT @newest) i) i`
	return &where{args: w.args}, ranked
}

// filter adds the conditions of a filter on issues (as i).
func (w *where) filter(f domain.IssueFilter) {
	if f.Area != 0 {
		w.and("i.area_id = @area", "area", f.Area)
	}
	if f.Theme != 0 {
		w.and("i.theme_id = @theme", "theme", f.Theme)
	}
	if f.Unthemed {
		w.and("i.theme_id IS NULL")
	}
	if len(f.States) > 0 {
		w.and("i.state = ANY(@states)", "states", f.States)
	}
	if f.Source != "" {
		w.and("i.source = @source", "source", string(f.Source))
	}
	if f.Text != "" {
		w.and("i.search @@ websearch_to_tsquery('english', @text)", "text", f.Text)
	}
	if !f.RaisedFrom.IsZero() {
		w.and("i.raised_at >= @raised_from", "raised_from", f.RaisedFrom)
	}
	if !f.RaisedBefore.IsZero() {
		w.and("i.raised_at < @raised_before", "raised_before", f.RaisedBefore)
	}
	if f.RaisedBy != 0 {
		w.and("i.raised_by = @raised_by", "raised_by", f.RaisedBy)
	}
}

// from adds the condition that the rows come after, or before, the filter's cursor. A cursor of another order is passed over.
func (o issueOrder) from(w *where, f domain.IssueFilter, sort domain.IssueSort) {
	cursor, after := f.After, true
	if cursor.ID == 0 {
		cursor, after = f.Before, false
	}
	if cursor.ID == 0 || cursor.Sort != sort {
		return
	}
	sign := " > "
	if o.descending == after {
		sign = " < "
	}
	w.and("("+o.by+", i.id)"+sign+"("+o.key+", @key_id)", "key", cursor.Key, "key_id", cursor.ID)
}

// pageOf cuts the row too many, by which it is known that more come, and turns a page read backwards round.
func pageOf(rows []domain.IssueRow, f domain.IssueFilter, sort domain.IssueSort, most int, backwards bool) IssuePage {
	more := len(rows) > most
	if more {
		rows = rows[:most]
	}
	if backwards {
		slices.Reverse(rows)
	}
	for at := range rows {
		rows[at].SortKey = sortKey(rows[at], sort)
	}
	page := IssuePage{Rows: rows}
	if len(rows) == 0 {
		return page
	}
	if more && backwards || !backwards && f.After.ID != 0 && f.After.Sort == sort {
		page.Previous = domain.CursorOf(sort, rows[0])
	}
	if more && !backwards || backwards {
		page.Next = domain.CursorOf(sort, rows[len(rows)-1])
	}
	return page
}

func sortKey(row domain.IssueRow, sort domain.IssueSort) string {
	switch sort {
	case domain.NewestFirst, domain.OldestFirst:
		return strconv.FormatInt(row.RaisedAt.UnixMicro(), 10)
	case domain.RecentlyChanged:
		return strconv.FormatInt(row.ChangedAt.UnixMicro(), 10)
	}
	return row.SortKey
}

// IssuesOf lists the issues with those identifiers, by identifier. It returns domain.ErrNotFound where the reader may not see one of them.
func (r Reader) IssuesOf(ctx context.Context, s policy.IssueScope, ids []domain.IssueID) ([]domain.IssueRow, error) {
	var w where
	w.and("i.id = ANY(@ids)", "ids", ids)
	w.visible(s)
	rows, err := list[domain.IssueRow](ctx, r.db, "issues", `
		SELECT i.id, i.title, i.area_id, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.visibility, i.tier, i.is_synthesis AS synthesis,
		       i.raised_at, i.changed_at, '' AS sort_key
		FROM issues i
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN themes t ON t.id = i.theme_id
		`+w.String()+`
		ORDER BY i.id`, w.args)
	if err == nil && len(rows) != len(ids) {
		return nil, domain.ErrNotFound
	}
	return rows, err
}
