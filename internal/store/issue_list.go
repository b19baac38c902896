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
	text       string // the row's value, from which a cursor is made; "" where it is the time that the row has
	key        string // the cursor's value @key, as by has it
}

var issueOrders = map[domain.IssueSort]issueOrder{
	domain.NewestFirst:     {"i.raised_at", "i.raised_at", true, "", instantKey},
	domain.OldestFirst:     {"i.raised_at", "i.raised_at", false, "", instantKey},
	domain.RecentlyChanged: {"i.changed_at", "i.changed_at", true, "(extract(epoch FROM i.changed_at) * 1000000)::bigint::text", instantKey},
	domain.ByTitle:         {"lower(i.title)", "lower(i.title)", false, "lower(i.title)", "@key::text"},
	domain.BestMatch:       {"i.rank", "m.rank", true, "m.rank::text", "@key::text::real"},
}

// instantKey makes an instant of whole microseconds since 1970, without rounding.
const instantKey = "(timestamptz 'epoch' + (@key::text::bigint / 1000000) * interval '1 second' + (@key::text::bigint % 1000000) * interval '1 microsecond')"

// IssuePage is one page of a list of issues.
type IssuePage[R any] struct {
	Rows     []R
	Previous domain.Cursor // zero where nothing comes before
	Next     domain.Cursor // zero where nothing comes after
}

// pageQuestion is what a page of a list was asked for with, its rows, and the themes that they may have.
type pageQuestion struct {
	filter    domain.IssueFilter
	sort      domain.IssueSort
	most      int
	backwards bool
	counted   bool // how many there are in all was asked too
	whole     bool // so was what only a file shows
	rows      []domain.IssueRow
	themed    []domain.ThemeID // by row
	more      []domain.IssueFileRow
	total     int
	themes    []domain.Theme
}

// ListIssues lists the issues that the reader may see and that the filter takes, at most so many: a page after or before a cursor.
func (r Reader) ListIssues(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int) (IssuePage[domain.IssueRow], error) {
	p := pageQuestion{filter: f, most: most}
	err := r.askPlanned(ctx, f, p.ask(s), askThemes(true, &p.themes))
	return p.page(), err
}

// ListIssuesForFile is ListIssues with all that a file of the list says.
func (r Reader) ListIssuesForFile(ctx context.Context, s policy.IssueScope, f domain.IssueFilter, most int) (IssuePage[domain.IssueFileRow], error) {
	p := pageQuestion{filter: f, most: most, whole: true}
	if err := r.askPlanned(ctx, f, p.ask(s), askThemes(true, &p.themes)); err != nil {
		return IssuePage[domain.IssueFileRow]{}, err
	}
	page := p.page()
	for at, row := range page.Rows {
		p.more[at].IssueRow = row
	}
	return IssuePage[domain.IssueFileRow]{p.more[:len(page.Rows)], page.Previous, page.Next}, nil
}

// ask is the question for the page that p describes. Its answer goes to p.
func (p *pageQuestion) ask(s policy.IssueScope) question {
	f := p.filter
	order, sort := orderOf(f)
	p.sort, p.backwards = sort, f.After.ID == 0 && f.Before.ID != 0 && f.Before.Sort == sort
	w := &where{}
	w.visible(s)
	w.filter(f)
	columns, total := "", countSQL(w, f)
	direction := " ASC"
	if order.descending != p.backwards {
		direction = " DESC"
	}
	sorted := direction + `, i.id` + direction + ` LIMIT ` + strconv.Itoa(p.most+1)
	var from string
	if sort == domain.BestMatch {
		best := matched(w)
		w = &where{args: w.args}
		order.from(w, f, sort)
		from = `(SELECT i.* FROM ` + best + ` ` + w.String() + ` ORDER BY ` + order.by + sorted + `) m JOIN issues i ON i.id = m.id`
		total = "m.matches"
	} else {
		order.from(w, f, sort)
		from = `issues i ` + w.String()
	}
	if order.text != "" {
		columns += ", " + order.text
	}
	if p.counted {
		columns += ", " + total
	}
	if p.whole {
		columns += ", i.visibility, i.tier, i.changed_at"
	}
	// The themes, which are few, are asked for beside the page, and an area's name is looked up for the rows of the page alone, once where
	// they are all of one.
	area := "i.area_id"
	if f.Area != 0 {
		area = "@area"
	}
	return question{"issues", `
		SELECT i.id, i.title, i.area_id, (SELECT a.name FROM areas a WHERE a.id = ` + area + `), COALESCE(i.theme_id, 0), i.source, i.state, i.raised_at` + columns + `
		FROM ` + from + `
		ORDER BY ` + order.after + sorted, w.args, p.read}
}

// read reads the rows column by column, into what the driver knows: a list has many, and finding their fields by name takes as long again
// as reading them.
func (p *pageQuestion) read(rows pgx.Rows) error {
	var row domain.IssueRow
	var theme domain.ThemeID
	var area again
	var source, state issueWord
	var more domain.IssueFileRow
	to := []any{(*int64)(&row.ID), &row.Title, (*int64)(&row.AreaID), &area, (*int64)(&theme), &source, &state, &row.RaisedAt}
	if issueOrders[p.sort].text != "" {
		to = append(to, &row.SortKey)
	}
	if p.counted {
		to = append(to, &p.total)
	}
	if p.whole {
		to = append(to, (*string)(&more.Visibility), &more.Tier, &more.ChangedAt)
	}
	room := min(p.most+1, 64)
	p.rows, p.themed = make([]domain.IssueRow, 0, room), make([]domain.ThemeID, 0, room)
	_, err := pgx.ForEachRow(rows, to, func() error {
		row.Area, row.Source, row.State = string(area), domain.Source(source), domain.IssueState(state)
		p.rows, p.themed = append(p.rows, row), append(p.themed, theme)
		if p.whole {
			p.more = append(p.more, more)
		}
		return nil
	})
	return err
}

// again is a text that is often the same as in the row before.
type again string

// ScanBytes implements pgtype.BytesScanner.
func (a *again) ScanBytes(text []byte) error {
	if string(*a) != string(text) {
		*a = again(text)
	}
	return nil
}

// issueWord is a state or a source, of which there are few.
type issueWord string

var issueWords = func() map[string]issueWord {
	words := map[string]issueWord{}
	for _, s := range domain.IssueStates() {
		words[string(s)] = issueWord(s)
	}
	for _, s := range domain.Sources() {
		words[string(s)] = issueWord(s)
	}
	return words
}()

// ScanBytes implements pgtype.BytesScanner.
func (w *issueWord) ScanBytes(text []byte) error {
	known, ok := issueWords[string(text)]
	if !ok {
		known = issueWord(text)
	}
	*w = known
	return nil
}

// countSQL counts what meets the conditions of w, up to domain.MostCounted and one: more than that is not counted.
func countSQL(w *where, f domain.IssueFilter) string {
	order := ""
	if f.AreaNamed == "" && f.Theme == 0 && !f.Unthemed && len(f.States) == 0 && f.Source == "" && f.Text == "" {
		// All that is asked for stands in the indexes by date, which are then read alone.
		order = "ORDER BY i.raised_at DESC, i.id DESC"
	}
	return `(SELECT count(*)::int FROM (SELECT FROM issues i ` + w.String() + ` ` + order + ` LIMIT ` + strconv.Itoa(domain.MostCounted+1) + `) counted)`
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
func (p *pageQuestion) page() IssuePage[domain.IssueRow] {
	var page IssuePage[domain.IssueRow]
	rows := p.rows
	more := len(rows) > p.most
	if more {
		rows = rows[:p.most]
	}
	if len(rows) == 0 {
		return page
	}
	names := map[domain.ThemeID]string{}
	for _, t := range p.themes {
		names[t.ID] = t.Name
	}
	for at := range rows {
		rows[at].Theme = names[p.themed[at]]
		if issueOrders[p.sort].text == "" {
			rows[at].SortKey = strconv.FormatInt(rows[at].RaisedAt.UnixMicro(), 10)
		}
	}
	if p.backwards {
		slices.Reverse(rows)
		slices.Reverse(p.more[:min(len(p.more), len(rows))])
	}
	page.Rows = rows
	if more && p.backwards || !p.backwards && p.filter.After.ID != 0 && p.filter.After.Sort == p.sort {
		page.Previous = domain.CursorOf(p.sort, rows[0])
	}
	if more && !p.backwards || p.backwards {
		page.Next = domain.CursorOf(p.sort, rows[len(rows)-1])
	}
	return page
}
