package issuestore

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

// issueOrder is how a list of issues (as i) is sorted.
type issueOrder struct {
	by         string
	descending bool
	text       string // by, as the text that a cursor keeps
	key        string // that text, given as @key, as by has it
}

var issueOrders = map[issues.IssueSort]issueOrder{
	issues.NewestFirst: {"i.raised_at", true, "(extract(epoch FROM i.raised_at) * 1000000)::bigint::text",
		instantKey},
	issues.OldestFirst: {"i.raised_at", false, "(extract(epoch FROM i.raised_at) * 1000000)::bigint::text",
		instantKey},
	issues.RecentlyChanged: {"i.changed_at", true, "(extract(epoch FROM i.changed_at) * 1000000)::bigint::text",
		instantKey},
	issues.ByTitle:   {"lower(i.title)", false, "lower(i.title)", "@key::text"},
	issues.BestMatch: {"i.rank", true, "i.rank::text", "@key::text::real"},
}

// instantKey makes an instant of whole microseconds since 1970, without rounding.
const instantKey = `(timestamptz 'epoch' + (@key::text::bigint / 1000000) * interval '1 second'
		                      + (@key::text::bigint % 1000000) * interval '1 microsecond')`

// IssuePage is one page of a list of issues.
type IssuePage[R any] struct {
	Rows     []R
	Previous issues.Cursor // zero where nothing comes before
	Next     issues.Cursor // zero where nothing comes after
}

// ListIssues lists the issues that the reader may see and that the filter takes, at most so many: a page after or
// before a cursor.
func ListIssues(ctx context.Context, r db.Reader, s policy.IssueScope, f issues.IssueFilter,
	most int) (IssuePage[issues.IssueRow], error) {
	page, err := ListIssuesForFile(ctx, r, s, f, most)
	return withoutFile(page), err
}

// ListIssuesForFile is ListIssues with all that a file of the list says.
func ListIssuesForFile(ctx context.Context, r db.Reader, s policy.IssueScope, f issues.IssueFilter,
	most int) (IssuePage[issues.IssueFileRow], error) {
	var rows []listedIssue
	l := newIssueList(f, most)
	err := askPlanned(ctx, r, f, l.ask(s, &rows))
	return l.page(rows), err
}

func withoutFile(page IssuePage[issues.IssueFileRow]) IssuePage[issues.IssueRow] {
	rows := make([]issues.IssueRow, len(page.Rows))
	for i, row := range page.Rows {
		rows[i] = row.IssueRow
	}
	return IssuePage[issues.IssueRow]{rows, page.Previous, page.Next}
}

// issueList is a page of a list of issues as it was asked for.
type issueList struct {
	filter    issues.IssueFilter
	sort      issues.IssueSort
	order     issueOrder
	most      int
	cursor    issues.Cursor // where the page begins, or ends where it is read backwards; zero for the first page
	backwards bool
	counted   bool // how many there are in all is asked too
}

// newIssueList sorts best matches first only where there is text to match: without it the newest come first. A cursor
// of another order is passed over.
func newIssueList(f issues.IssueFilter, most int) issueList {
	l := issueList{filter: f, sort: f.Sort, most: most}
	if _, known := issueOrders[l.sort]; !known || (l.sort == issues.BestMatch && f.Text == "") {
		l.sort = issues.NewestFirst
	}
	l.order = issueOrders[l.sort]
	switch {
	case f.After.ID != 0 && f.After.Sort == l.sort:
		l.cursor = f.After
	case f.After.ID == 0 && f.Before.ID != 0 && f.Before.Sort == l.sort:
		l.cursor, l.backwards = f.Before, true
	}
	return l
}

// listedIssue is a row of a list, with how many there are in all.
type listedIssue struct {
	issues.IssueFileRow
	Total int
}

// ask asks for the page and one row more, by which it is known that more come. The names of areas and themes are looked
// up for the rows of the page alone.
func (l issueList) ask(s policy.IssueScope, to *[]listedIssue) db.Question {
	taken := &db.Where{}
	Visible(taken, s)
	filter(taken, l.filter)
	total, from := "0", "issues i"
	switch {
	case l.sort == issues.BestMatch:
		total, from = "i.matches", bestMatches(taken)
		taken = &db.Where{Args: taken.Args}
	case l.counted:
		total = countSQL(taken, l.filter)
	}
	l.beyondCursor(taken)
	rows := "SELECT i.* FROM " + from + " " + taken.String() + " " + l.orderBy(l.backwards) + " LIMIT " +
		strconv.Itoa(l.most+1)
	if l.sort == issues.BestMatch {
		rows = "SELECT i.*, m.rank, m.matches FROM (" + rows + ") m JOIN issues i ON i.id = m.id"
	}
	return db.Asking(to, "issues", `
		SELECT i.id, i.title, i.area_id, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.raised_at,
		       i.visibility, i.tier, i.changed_at, `+l.order.text+` AS sort_key, `+total+` AS total
		FROM (`+rows+`) i
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN themes t ON t.id = i.theme_id
		`+l.orderBy(false), taken.Args)
}

func (l issueList) orderBy(backwards bool) string {
	direction := " ASC"
	if l.order.descending != backwards {
		direction = " DESC"
	}
	return "ORDER BY " + l.order.by + direction + ", i.id" + direction
}

// beyondCursor adds the condition that the rows come after the cursor, or before it where the page is read backwards.
func (l issueList) beyondCursor(w *db.Where) {
	if l.cursor.ID == 0 {
		return
	}
	sign := " > "
	if l.order.descending != l.backwards {
		sign = " < "
	}
	w.And("("+l.order.by+", i.id)"+sign+"("+l.order.key+", @key_id)", "key", l.cursor.Key, "key_id", l.cursor.ID)
}

// page cuts the row too many, which comes first where the page was read backwards, and finds the cursors of its
// neighbours.
func (l issueList) page(rows []listedIssue) IssuePage[issues.IssueFileRow] {
	more := len(rows) > l.most
	switch {
	case more && l.backwards:
		rows = rows[1:]
	case more:
		rows = rows[:l.most]
	}
	var page IssuePage[issues.IssueFileRow]
	if len(rows) == 0 {
		return page
	}
	page.Rows = make([]issues.IssueFileRow, len(rows))
	for i, row := range rows {
		page.Rows[i] = row.IssueFileRow
	}
	if !l.backwards && l.cursor.ID != 0 || more && l.backwards {
		page.Previous = issues.CursorOf(l.sort, rows[0].IssueRow)
	}
	if more || l.backwards {
		page.Next = issues.CursorOf(l.sort, rows[len(rows)-1].IssueRow)
	}
	return page
}

// countSQL counts what meets the conditions of w, up to issues.MostCounted and one: more than that is not counted.
func countSQL(w *db.Where, f issues.IssueFilter) string {
	order := ""
	if f.AreaNamed == "" && f.Theme == 0 && !f.Unthemed && len(f.States) == 0 && f.Source == "" && f.Text == "" {
		// All that is asked for stands in the indexes by date, which are then read alone.
		order = "ORDER BY i.raised_at DESC, i.id DESC"
	}
	return `(SELECT count(*)::int FROM (SELECT FROM issues i ` + w.String() + ` ` + order + `
	                                    LIMIT ` + strconv.Itoa(issues.MostCounted+1) + `) counted)`
}

// askPlanned asks what a filter is about, and others with it. Where the filter asks for text, the query is planned anew
// each time: which index serves it depends on how many issues say the words, and a plan made for any words would be the
// wrong one for some.
func askPlanned(ctx context.Context, r db.Reader, f issues.IssueFilter, q db.Question, others ...db.Question) error {
	if f.Text == "" {
		return r.Ask(ctx, append(others, q)...)
	}
	if len(others) > 0 {
		if err := r.Ask(ctx, others...); err != nil {
			return err
		}
	}
	rows, err := r.DB.Query(ctx, q.SQL, pgx.QueryExecModeCacheDescribe, q.Args)
	return q.Answer(rows, err)
}

// bestMatches is the table, as i, of the newest thousand issues that meet the conditions, ranked by @text and counted
// on the way: ranking every match of a common word would cost seconds.
func bestMatches(w *db.Where) string {
	return `(SELECT n.id, ts_rank(n.search, (SELECT websearch_to_tsquery('english', @text))) AS rank,
	         count(*) OVER ()::int AS matches
		       FROM (SELECT i.id, i.search FROM issues i ` + w.String() + `
		             ORDER BY i.raised_at DESC, i.id DESC LIMIT ` + strconv.Itoa(issues.MostRanked+1) + `) n) i`
}

// filter adds the conditions of a filter on issues (as i).
func filter(w *db.Where, f issues.IssueFilter) {
	if f.Area != 0 {
		w.And("i.area_id = @area", "area", f.Area)
	}
	if f.AreaNamed != "" {
		w.And("i.area_id = ANY(ARRAY(SELECT n.id FROM areas n WHERE strpos(lower(n.name), lower(@area_named)) > 0))",
			"area_named", f.AreaNamed)
	}
	if f.Theme != 0 {
		w.And("i.theme_id = @theme", "theme", f.Theme)
	}
	if f.Unthemed {
		w.And("i.theme_id IS NULL")
	}
	if len(f.States) > 0 {
		w.And("i.state = ANY(@states)", "states", f.States)
	}
	if f.Source != "" {
		w.And("i.source = @source", "source", string(f.Source))
	}
	if f.Text != "" {
		w.And("i.search @@ websearch_to_tsquery('english', @text)", "text", f.Text)
	}
	if !f.RaisedFrom.IsZero() {
		w.And("i.raised_at >= @raised_from", "raised_from", f.RaisedFrom)
	}
	if !f.RaisedBefore.IsZero() {
		w.And("i.raised_at < @raised_before", "raised_before", f.RaisedBefore)
	}
	if f.RaisedBy != 0 {
		w.And("i.raised_by = @raised_by", "raised_by", f.RaisedBy)
	}
}
