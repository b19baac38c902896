package store

import (
	"context"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// issueOrder is how a list is sorted: the expression, its direction, the value of a row as text, and a cursor's value as an argument.
type issueOrder struct {
	by         string
	after      string // the same once the rows of the page are cut out
	descending bool
	text       string // the row's value, from which a cursor is made; "''" where it is one of the row's own
	key        string // the cursor's value @key, as by has it
	matches    string // how many there are in all, where that is known
}

var issueOrders = map[domain.IssueSort]issueOrder{
	domain.NewestFirst:     {"i.raised_at", "i.raised_at", true, "''", instantKey, "0"},
	domain.OldestFirst:     {"i.raised_at", "i.raised_at", false, "''", instantKey, "0"},
	domain.RecentlyChanged: {"i.changed_at", "i.changed_at", true, "''", instantKey, "0"},
	domain.ByTitle:         {"lower(i.title)", "lower(i.title)", false, "lower(i.title)", "@key::text", "0"},
	domain.BestMatch:       {"i.rank", "m.rank", true, "m.rank::text", "@key::text::real", "m.matches"},
}

// instantKey makes an instant of whole microseconds since 1970, without rounding.
const instantKey = "(timestamptz 'epoch' + (@key::text::bigint / 1000000) * interval '1 second' + (@key::text::bigint % 1000000) * interval '1 microsecond')"

// IssuePage is one page of a list of issues.
type IssuePage struct {
	Rows     []domain.IssueRow
	Previous domain.Cursor // zero where nothing comes before
	Next     domain.Cursor // zero where nothing comes after
	Matches  int           // how many there are in all, where the order has counted them on the way; zero where it has not
}

// listed is a row with its theme and the matches of which it is one.
type listed struct {
	domain.IssueRow
	ThemeID domain.ThemeID
	Matches int
}

// scanListed reads a row column by column, into what the driver knows: a list has many, and finding their fields by name takes as long
// again as reading them.
func scanListed(row pgx.CollectableRow) (l listed, err error) {
	err = row.Scan((*int64)(&l.ID), &l.Title, (*int64)(&l.AreaID), &l.Area, (*int64)(&l.ThemeID), (*string)(&l.Source), (*string)(&l.State),
		(*string)(&l.Visibility), &l.Tier, &l.Synthesis, &l.RaisedAt, &l.ChangedAt, &l.SortKey, &l.Matches)
	return l, err
}

// pageQuestion is what a page of a list was asked for with, its rows, and the themes that they may have.
type pageQuestion struct {
	filter    domain.IssueFilter
	sort      domain.IssueSort
	most      int
	backwards bool
	rows      []listed
	themes    []domain.Theme
}

// ListIssues lists the issues that the reader may see and that the filter takes, at most so many: a page after or before a cursor.
func (r Reader) ListIssues(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int) (IssuePage, error) {
	var p pageQuestion
	err := r.askPlanned(ctx, f, askPage(s, f, most, &p), askThemes(true, &p.themes))
	return p.page(), err
}

func askPage(s policy.IssueScope, f domain.IssueFilter, most int, p *pageQuestion) question {
	order, sort := orderOf(f)
	*p = pageQuestion{filter: f, sort: sort, most: most, backwards: f.After.ID == 0 && f.Before.ID != 0 && f.Before.Sort == sort}
	w := &where{}
	w.visible(s)
	w.filter(f)
	direction := " ASC"
	if order.descending != p.backwards {
		direction = " DESC"
	}
	sorted := direction + `, i.id` + direction + ` LIMIT ` + strconv.Itoa(most+1)
	var from string
	if sort == domain.BestMatch {
		best := matched(w)
		w = &where{args: w.args}
		order.from(w, f, sort)
		from = `(SELECT i.* FROM ` + best + ` ` + w.String() + ` ORDER BY ` + order.by + sorted + `) m JOIN issues i ON i.id = m.id`
	} else {
		order.from(w, f, sort)
		from = `issues i ` + w.String()
	}
	// The themes, which are few, are asked for beside the page, and an area's name is looked up for the rows of the page alone, once where
	// they are all of one.
	area := "i.area_id"
	if f.Area != 0 {
		area = "@area"
	}
	return askingBy(&p.rows, scanListed, "issues", `
		SELECT i.id, i.title, i.area_id, (SELECT a.name FROM areas a WHERE a.id = `+area+`), COALESCE(i.theme_id, 0), i.source, i.state, i.visibility, i.tier,
		       i.is_synthesis, i.raised_at, i.changed_at, `+order.text+`, `+order.matches+`
		FROM `+from+`
		ORDER BY `+order.after+sorted, w.args)
}

// CountIssues counts what ListIssues lists in all, up to domain.MostCounted and one: more than that is not counted.
func (r Reader) CountIssues(ctx context.Context, s policy.IssueScope, f domain.IssueFilter) (int, error) {
	var total []counted
	if err := r.askPlanned(ctx, f, askCount(s, f, &total)); err != nil {
		return 0, err
	}
	return total[0].N, nil
}

type counted struct{ N int }

func scanCounted(row pgx.CollectableRow) (c counted, err error) {
	err = row.Scan(&c.N)
	return c, err
}

func askCount(s policy.IssueScope, f domain.IssueFilter, to *[]counted) question {
	w := &where{}
	w.visible(s)
	w.filter(f)
	order := ""
	if f.AreaNamed == "" && f.Theme == 0 && !f.Unthemed && len(f.States) == 0 && f.Source == "" && f.Text == "" {
		// All that is asked for stands in the indexes by date, which are then read alone.
		order = "ORDER BY i.raised_at DESC, i.id DESC"
	}
	return askingBy(to, scanCounted, "count issues", `
		SELECT count(*)::int AS n FROM (SELECT FROM issues i `+w.String()+` `+order+` LIMIT `+strconv.Itoa(domain.MostCounted+1)+`) counted`, w.args)
}

// askPlanned asks what a filter is about, and others with it. Where the filter asks for text, the query is planned anew each time: which index
// serves it depends on how many issues say the words, and a plan made for any words would be the wrong one for some.
func (r Reader) askPlanned(ctx context.Context, f domain.IssueFilter, q question, others ...question) error {
	if f.Text == "" {
		return r.ask(ctx, append(others, q)...)
	}
	if len(others) > 0 {
		if err := r.ask(ctx, others...); err != nil {
			return err
		}
	}
	rows, err := r.db.Query(ctx, q.sql, pgx.QueryExecModeCacheDescribe, q.args)
	return q.answer(rows, err)
}

// orderOf is the order that the filter asks for. Best match needs text; without it the newest come first.
func orderOf(f domain.IssueFilter) (issueOrder, domain.IssueSort) {
	sort := f.Sort
	if _, known := issueOrders[sort]; !known || (sort == domain.BestMatch && f.Text == "") {
		sort = domain.NewestFirst
	}
	return issueOrders[sort], sort
}

// matched is the table, as i, of the newest thousand issues that meet the conditions, ranked by @text and counted on the way: ranking every
// match of a common word would cost seconds.
func matched(w *where) string {
	return `(SELECT n.id, ts_rank(n.search, (SELECT websearch_to_tsquery('english', @text))) AS rank, count(*) OVER ()::int AS matches
		       FROM (SELECT i.id, i.search FROM issues i ` + w.String() + `
		             ORDER BY i.raised_at DESC, i.id DESC LIMIT ` + strconv.Itoa(domain.MostRanked+1) + `) n) i`
}

// filter adds the conditions of a filter on issues (as i).
func (w *where) filter(f domain.IssueFilter) {
	if f.Area != 0 {
		w.and("i.area_id = @area", "area", f.Area)
	}
	if f.AreaNamed != "" {
		w.and("i.area_id = ANY(ARRAY(SELECT n.id FROM areas n WHERE strpos(lower(n.name), lower(@area_named)) > 0))", "area_named", f.AreaNamed)
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

// page cuts the row too many, by which it is known that more come, and turns a page read backwards round.
func (p pageQuestion) page() IssuePage {
	var page IssuePage
	rows := p.rows
	more := len(rows) > p.most
	if more {
		rows = rows[:p.most]
	}
	if len(rows) == 0 {
		return page
	}
	if p.backwards {
		slices.Reverse(rows)
	}
	page.Matches = rows[0].Matches
	names := map[domain.ThemeID]string{}
	for _, t := range p.themes {
		names[t.ID] = t.Name
	}
	page.Rows = make([]domain.IssueRow, len(rows))
	for at := range rows {
		row := &rows[at]
		row.Theme = names[row.ThemeID]
		row.SortKey = sortKey(row.IssueRow, p.sort)
		page.Rows[at] = row.IssueRow
	}
	if more && p.backwards || !p.backwards && p.filter.After.ID != 0 && p.filter.After.Sort == p.sort {
		page.Previous = domain.CursorOf(p.sort, page.Rows[0])
	}
	if more && !p.backwards || p.backwards {
		page.Next = domain.CursorOf(p.sort, page.Rows[len(rows)-1])
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
