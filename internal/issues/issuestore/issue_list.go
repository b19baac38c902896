package issuestore

import (
	"context"
	"slices"
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
	text       string // by, as the text that a cursor keeps; of an instant the row has it
	key        string // that text, given as @key, as by has it
}

var issueOrders = map[issues.IssueSort]issueOrder{
	issues.NewestFirst:     {"i.raised_at", true, "''", instantKey},
	issues.OldestFirst:     {"i.raised_at", false, "''", instantKey},
	issues.RecentlyChanged: {"i.changed_at", true, "''", instantKey},
	issues.ByTitle:         {"i.title COLLATE by_name", false, "i.title", "@key::text"},
	issues.BestMatch:       {"m.rank", true, "m.rank::text", "@key::text::real"},
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

// ask asks for the page and one row more, by which it is known that more come. What is read backwards comes backwards.
func (l issueList) ask(s policy.IssueScope, to *[]listedIssue) db.Question {
	taken := &db.Where{Args: db.Named{}}
	filter(taken, l.filter)
	byWays := !seesAll(s) && l.filter.Text == "" // an index has the words of all issues
	if !byWays {
		Visible(taken, s)
	}
	total := "0"
	if l.counted && l.sort != issues.BestMatch {
		total = countSQL(s, taken, l.filter, byWays)
	}
	from, which := "issues i", taken
	switch {
	case l.sort == issues.BestMatch:
		total, from, which = "m.matches", l.best(taken), &db.Where{}
	case byWays:
		from, which = l.merged(s, taken), &db.Where{}
	default:
		l.beyondCursor(taken, "i.id")
	}
	return db.AskingBy(to, scanListed, "issues", `
		SELECT i.id, i.title, i.area_id, a.name AS area, COALESCE(t.name, '') AS theme, i.source, i.state, i.raised_at,
		       i.visibility, i.tier, i.changed_at, `+l.order.text+` AS sort_key, `+total+` AS total
		FROM `+from+`
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN themes t ON t.id = i.theme_id
		`+which.String()+`
		`+l.orderBy(l.order.by, "i.id")+`
		LIMIT `+strconv.Itoa(l.most+1), taken.Args)
}

// scanListed reads the columns of ask in their order: by their names it takes as long as rendering them.
func scanListed(row pgx.CollectableRow) (is listedIssue, err error) {
	err = row.Scan((*int64)(&is.ID), &is.Title, (*int64)(&is.AreaID), &is.Area, &is.Theme, (*string)(&is.Source),
		(*string)(&is.State), &is.RaisedAt, (*string)(&is.Visibility), &is.Tier, &is.ChangedAt, &is.SortKey, &is.Total)
	return is, err
}

// merged are the issues, as i, of a page of who sees some areas alone. They are found by what indexes have of them.
func (l issueList) merged(s policy.IssueScope, taken *db.Where) string {
	l.beyondCursor(taken, "i.id")
	p := pick{"i.id, " + l.order.by + " AS place", l.orderBy(l.order.by, "i.id"), l.orderBy("place", "id"), l.most + 1}
	return "(" + p.byWays(s, taken) + ") f JOIN issues i ON i.id = f.id"
}

// best are the issues, as i, of a page on which the best matches come first: of the newest thousand, ranked by @text
// and counted on the way, as m. Ranking every match of a common word would cost seconds.
func (l issueList) best(taken *db.Where) string {
	p := pick{columns: "i.id, i.search", order: "ORDER BY i.raised_at DESC, i.id DESC", most: issues.MostRanked + 1}
	matches := `
		SELECT n.id, ts_rank(n.search, (SELECT searching(@text))) AS rank,
		       count(*) OVER ()::int AS matches
		FROM (` + p.first(taken.Conds) + `) n`
	beyond := &db.Where{Args: taken.Args}
	l.beyondCursor(beyond, "m.id")
	return `(SELECT m.* FROM (` + matches + `) m ` + beyond.String() + ` ` + l.orderBy(l.order.by, "m.id") + `
		 LIMIT ` + strconv.Itoa(l.most+1) + `) m
		JOIN issues i ON i.id = m.id`
}

func (l issueList) orderBy(by, id string) string {
	direction := " ASC"
	if l.order.descending != l.backwards {
		direction = " DESC"
	}
	return "ORDER BY " + by + direction + ", " + id + direction
}

// beyondCursor adds the condition that the rows come after the cursor, or before it where the page is read backwards.
func (l issueList) beyondCursor(w *db.Where, id string) {
	if l.cursor.ID == 0 {
		return
	}
	sign := " > "
	if l.order.descending != l.backwards {
		sign = " < "
	}
	w.And("("+l.order.by+", "+id+")"+sign+"("+l.order.key+", @key_id)", "key", l.cursor.Key, "key_id", l.cursor.ID)
}

// page cuts the row too many, turns round what was read backwards, and finds the cursors of its neighbours.
func (l issueList) page(rows []listedIssue) IssuePage[issues.IssueFileRow] {
	more := len(rows) > l.most
	if more {
		rows = rows[:l.most]
	}
	if l.backwards {
		slices.Reverse(rows)
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
		page.Previous = l.place(rows[0])
	}
	if more || l.backwards {
		page.Next = l.place(rows[len(rows)-1])
	}
	return page
}

// place is the row's place in the list.
func (l issueList) place(row listedIssue) issues.Cursor {
	switch l.sort {
	case issues.NewestFirst, issues.OldestFirst:
		row.SortKey = strconv.FormatInt(row.RaisedAt.UnixMicro(), 10)
	case issues.RecentlyChanged:
		row.SortKey = strconv.FormatInt(row.ChangedAt.UnixMicro(), 10)
	}
	return issues.CursorOf(l.sort, row.IssueRow)
}

// countSQL counts what meets the conditions of w, up to issues.MostCounted and one: more than that is not counted.
func countSQL(s policy.IssueScope, w *db.Where, f issues.IssueFilter, byWays bool) string {
	p := pick{most: issues.MostCounted + 1}
	if f.AreaNamed == "" && f.Theme == 0 && !f.Unthemed && len(f.States) == 0 && f.Source == "" && f.Text == "" &&
		f.Cycle == 0 {
		// All that is asked for stands in the indexes by date, which are then read alone.
		p.order = "ORDER BY i.raised_at DESC, i.id DESC"
	}
	rows := p.first(w.Conds)
	if byWays {
		rows = p.byWays(s, w)
	}
	return "(SELECT count(*)::int FROM (" + rows + ") counted)"
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

// filter adds the conditions of a filter on issues (as i).
func filter(w *db.Where, f issues.IssueFilter) {
	if f.Area != 0 {
		w.And("i.area_id = @area", "area", f.Area)
	}
	if f.Cycle != 0 {
		w.And("EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.cycle = @in_cycle)", "in_cycle",
			f.Cycle)
	}
	if f.AreaNamed != "" {
		named := db.Where{Args: w.Args}
		named.Finds(f.AreaNamed, "n.name", "n.code")
		w.Args = named.Args
		w.And("i.area_id = ANY(ARRAY(SELECT n.id FROM areas n " + named.String() + "))")
	}
	if f.Theme != 0 {
		w.And("i.theme_id = @theme", "theme", f.Theme)
	}
	if f.Unthemed {
		w.And("i.theme_id IS NULL")
	}
	if len(f.States) == 1 {
		w.And("i.state = @state", "state", string(f.States[0]))
	} else if len(f.States) > 1 {
		w.And("i.state = ANY(@states)", "states", f.States)
	}
	if f.Source != "" {
		w.And("i.source = @source", "source", string(f.Source))
	}
	if f.Text != "" {
		w.And("i.search @@ searching(@text)", "text", f.Text)
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
