// Package erasurestore finds words in every column that may hold people's words, and erases them there.
package erasurestore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/erasures"
	"fourgates/internal/register"
)

// Erasures lists what was erased, the newest first.
func Erasures(ctx context.Context, r db.Reader) ([]erasures.Done, error) {
	return db.List[erasures.Done](ctx, r.DB, "erasures", `
		SELECT e.id, e.at, p.name AS by_name, e.why, e.places, e.stays
		FROM erasures e JOIN people p ON p.id = e.by
		ORDER BY e.id DESC`, db.Named{})
}

// byTable groups columns.
func byTable(list []erasures.Column) (tables []string, columns map[string][]string) {
	columns = map[string][]string{}
	for _, c := range list {
		if c.ByRecord() {
			continue
		}
		if columns[c.Table] == nil {
			tables = append(tables, c.Table)
		}
		columns[c.Table] = append(columns[c.Table], c.Name)
	}
	return tables, columns
}

// column is a column as text.
func column(table, name string) string {
	if table == "audit_entries" && name != "summary" {
		return `"` + name + `"::text`
	}
	return `"` + name + `"`
}

// count asks how many rows of each column hold the words.
func count(ctx context.Context, r db.Reader, list []erasures.Column, pattern string) ([]erasures.Found, error) {
	tables, columns := byTable(list)
	found := make([][]erasures.Found, len(tables))
	asks := make([]db.Question, len(tables))
	for n, table := range tables {
		var parts []string
		for _, name := range columns[table] {
			parts = append(parts, fmt.Sprintf(`SELECT '%s' AS "table", '%s' AS name, count(*) AS rows, 0 AS lines
				FROM "%s" WHERE %s ~* @pattern`, table, name, table, column(table, name)))
		}
		asks[n] = db.AskingFor(&found[n], func(f struct {
			Table, Name string
			Rows, Lines int
		}) erasures.Found {
			return erasures.Found{Column: erasures.Column{Table: f.Table, Name: f.Name}, Rows: f.Rows}
		}, "words in "+table, strings.Join(parts, " UNION ALL "), db.Named{"pattern": pattern})
	}
	if err := r.Ask(ctx, asks...); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Concat(found...), func(f erasures.Found) bool { return f.Rows == 0 }), nil
}

// Standing finds where the words of a request stand, and whose records have them as their name or address.
func Standing(ctx context.Context, r db.Reader, q erasures.Request, today domain.Date) (s erasures.Standing,
	err error) {
	if s.Erased, err = count(ctx, r, erasures.ErasedIn(), q.SQL()); err != nil {
		return s, err
	}
	if s.Stays, err = count(ctx, r, erasures.HeldIn(), q.SQL()); err != nil {
		return s, err
	}
	for _, c := range erasures.Lines() {
		kept, err := linesWith(ctx, r, c, q)
		if err != nil {
			return s, err
		}
		f := erasures.Found{Column: c}
		for _, k := range kept {
			_, n := register.Erase(k.Words, today, matches(q))
			f.Lines += n
		}
		if f.Lines > 0 {
			s.Erased = append(s.Erased, f)
		}
	}
	s.Contacts, err = db.List[erasures.Record](ctx, r.DB, "contacts of a name", `
		SELECT c.id, EXISTS (SELECT FROM network_entries n WHERE n.contact_id = c.id AND n.removed_at IS NULL) AS uses
		FROM contacts c WHERE `+itsOwn("c.name", "c.email", "c.phone", "c.postal_address")+` ORDER BY c.id`,
		db.Named{"whole": `^\s*` + q.SQL() + `\s*$`})
	if err != nil {
		return s, err
	}
	s.People, err = db.List[erasures.Record](ctx, r.DB, "people of a name", `
		SELECT p.id, EXISTS (SELECT FROM role_grants g WHERE g.person_id = p.id AND g.ended_at IS NULL
		                 AND (g.to_on IS NULL OR g.to_on >= @today))
		       OR EXISTS (SELECT FROM terms m WHERE m.person_id = p.id AND (m.to_on IS NULL OR m.to_on >= @today))
		       AS uses
		FROM people p WHERE `+itsOwn("p.name", "COALESCE(p.email, '')")+` ORDER BY p.id`,
		db.Named{"whole": `^\s*` + q.SQL() + `\s*$`, "today": today.Time()})
	return s, err
}

// itsOwn is that one of the columns of a record is the words and nothing else.
func itsOwn(columns ...string) string {
	conds := make([]string, len(columns))
	for i, c := range columns {
		conds[i] = c + " ~* @whole"
	}
	return "(" + strings.Join(conds, " OR ") + ")"
}

func matches(q erasures.Request) func(register.Line) bool {
	pattern := q.Pattern()
	return func(l register.Line) bool { return slices.ContainsFunc(l.Texts(), pattern.MatchString) }
}

// kept are some lines of frozen documents as a row keeps them.
type kept struct {
	Row   string // where they are
	Words string
}

func linesWith(ctx context.Context, r db.Reader, c erasures.Column, q erasures.Request) ([]kept, error) {
	return db.List[kept](ctx, r.DB, "lines with words", fmt.Sprintf(`
		SELECT ctid::text AS row, "%s" AS words FROM "%s" WHERE "%s" ~* @pattern`, c.Name, c.Table, c.Name),
		db.Named{"pattern": q.SQL()})
}

// Erase erases the words wherever they stand, but in what is held, and the records that are chosen.
func Erase(ctx context.Context, w db.Writer, q erasures.Request, on domain.Date) error {
	tables, columns := byTable(erasures.ErasedIn())
	args := db.Named{"pattern": q.SQL(), "mark": erasures.Mark(on)}
	for _, table := range tables {
		if table == "audit_entries" { // append-only but for this
			if err := w.Exec(ctx, "erase words in the trail", `SELECT erase_trail(@pattern, @mark)`, args); err != nil {
				return err
			}
			continue
		}
		var sets, conds []string
		for _, name := range columns[table] {
			sets = append(sets, fmt.Sprintf(`"%s" = regexp_replace("%[1]s", @pattern, @mark, 'gi')`, name))
			conds = append(conds, fmt.Sprintf(`"%s" ~* @pattern`, name))
		}
		sql := fmt.Sprintf(`UPDATE "%s" SET %s WHERE %s`, table, strings.Join(sets, ", "), strings.Join(conds, " OR "))
		if err := w.Exec(ctx, "erase words in "+table, sql, args); err != nil {
			return err
		}
	}
	for _, c := range erasures.Lines() {
		if err := eraseLines(ctx, w, c, q, on); err != nil {
			return err
		}
	}
	return eraseRecords(ctx, w, q, on)
}

func eraseLines(ctx context.Context, w db.Writer, c erasures.Column, q erasures.Request, on domain.Date) error {
	list, err := linesWith(ctx, w.Reader, c, q)
	if err != nil {
		return err
	}
	return eraseIn(ctx, w, c.Table, list, on, matches(q))
}

func eraseIn(ctx context.Context, w db.Writer, table string, list []kept, on domain.Date,
	erases func(register.Line) bool) error {
	for _, k := range list {
		left, n := register.Erase(k.Words, on, erases)
		if n == 0 {
			continue
		}
		if err := w.Exec(ctx, "erase lines", `SELECT erase_lines(@table, @row::tid, @left)`,
			db.Named{"table": table, "row": k.Row, "left": left}); err != nil {
			return err
		}
	}
	return nil
}

// eraseRecipients erases the lines of notices that say whom they told, where that is one of the records.
func eraseRecipients(ctx context.Context, w db.Writer, q erasures.Request, on domain.Date) error {
	list, err := db.List[struct {
		Row, Words string
		Lines      []int32
	}](ctx, w.DB, "notices to records", `
		SELECT n.ctid::text AS row, n.words, t.lines
		FROM (SELECT notice_id, array_agg(line) AS lines FROM notice_recipients
		      WHERE contact_id = ANY(@contacts) OR person_id = ANY(@people)
		      GROUP BY notice_id) t
		JOIN notices n ON n.id = t.notice_id
		WHERE n.words <> ''`, db.Named{"contacts": db.Numbers(q.Contacts), "people": db.Numbers(q.People)})
	if err != nil {
		return err
	}
	for _, n := range list {
		whose := map[string]bool{}
		for _, line := range n.Lines {
			whose[fmt.Sprintf("to[%d].name", line)], whose[fmt.Sprintf("to[%d].address", line)] = true, true
		}
		left, _ := register.Erase(n.Words, on, func(l register.Line) bool { return whose[l.Key] })
		if err := w.Exec(ctx, "erase recipients", `SELECT erase_lines('notices', @row::tid, @left)`,
			db.Named{"row": n.Row, "left": left}); err != nil {
			return err
		}
	}
	return nil
}

func eraseRecords(ctx context.Context, w db.Writer, q erasures.Request, on domain.Date) error {
	if err := eraseRecipients(ctx, w, q, on); err != nil {
		return err
	}
	erased := register.Erased(on)
	if err := eraseMails(ctx, w, q, on); err != nil {
		return err
	}
	if err := w.Exec(ctx, "erase contacts", `
		WITH gone AS (
		    UPDATE contacts SET name = @erased, email = '', phone = '', postal_address = '', notes = '',
		                        do_not_contact = true, do_not_contact_reason = @erased, version = version + 1
		    WHERE id = ANY(@contacts)
		    RETURNING id)
		UPDATE notice_recipients SET name = @erased, address = '' WHERE contact_id IN (SELECT id FROM gone)`,
		db.Named{"erased": erased, "contacts": db.Numbers(q.Contacts)}); err != nil {
		return err
	}
	return w.Exec(ctx, "erase people", `
		WITH gone AS (
		    UPDATE people SET name = @erased, email = NULL, password_hash = NULL,
		                      disabled_at = COALESCE(disabled_at, now()), version = version + 1
		    WHERE id = ANY(@people)
		    RETURNING id)
		UPDATE notice_recipients SET name = @erased, address = '' WHERE person_id IN (SELECT id FROM gone)`,
		db.Named{"erased": erased, "people": db.Numbers(q.People)})
}

// eraseMails erases who the e-mails to the records that are chosen were to, also in what was frozen.
func eraseMails(ctx context.Context, w db.Writer, q erasures.Request, on domain.Date) error {
	theirs := `(recipient_id IN (SELECT id FROM notice_recipients
	                             WHERE contact_id = ANY(@contacts) OR person_id = ANY(@people))
	            OR invitation_id IN (SELECT id FROM invitations WHERE person_id = ANY(@people)))`
	args := db.Named{"contacts": db.Numbers(q.Contacts), "people": db.Numbers(q.People)}
	list, err := db.List[kept](ctx, w.DB, "mails to erase", `
		SELECT ctid::text AS row, words FROM mails WHERE `+theirs, args)
	if err != nil {
		return err
	}
	if err := eraseIn(ctx, w, "mails", list, on, func(l register.Line) bool {
		return l.Key == "name" || l.Key == "to" || l.Key == "capacity"
	}); err != nil {
		return err
	}
	args["erased"] = register.Erased(on)
	return w.Exec(ctx, "erase whom mails were to", `
		UPDATE mails SET to_name = @erased, to_address = @erased WHERE `+theirs, args)
}

// Add notes that words were erased, and returns the number that it has.
func Add(ctx context.Context, w db.Writer, q erasures.Request, s erasures.Standing, by domain.PersonID,
	at time.Time) (int64, error) {
	stays := 0
	for _, f := range s.Stays {
		stays += f.Rows
	}
	return db.Value[int64](ctx, w.DB, "add erasure", `
		INSERT INTO erasures (why, contacts, people, places, stays, by, at)
		VALUES (@why, @contacts, @people, @places, @stays, @by, @at) RETURNING id`,
		db.Named{"why": q.Why, "contacts": db.Numbers(q.Contacts), "people": db.Numbers(q.People),
			"places": s.Rows() + len(q.Contacts) + len(q.People), "stays": stays, "by": int64(by), "at": at})
}
