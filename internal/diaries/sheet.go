package diaries

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

// Columns are what is read of a calendar.
func Columns() []sheets.Column {
	return []sheets.Column{
		{Name: "what", Words: "What it is", Needed: true, Also: []string{"kind", "type", "event", "entry"}},
		{Name: "from", Words: "First day", Needed: true, Also: []string{"date", "day", "start", "start date", "begins",
			"on"}},
		{Name: "to", Words: "Last day", Also: []string{"end", "end date", "ends", "until"}},
		{Name: "name", Words: "Name", Also: []string{"title", "description", "called"}},
		{Name: "seats", Words: "Wards or divisions", Also: []string{"ward", "wards", "division", "divisions", "seat",
			"area"}},
	}
}

// Choices is what somebody says of an uploaded calendar: whose it is, and which column is what.
type Choices struct {
	Council  domain.AuthorityID
	Matching sheets.Matching
}

// What a file does with an entry.
const (
	Added     = "added"
	Changed   = "changed"
	Unchanged = "unchanged"
)

// Change is what a line of a file does.
type Change struct {
	Line int
	Does string
	Was  Entry // that it changes
	Entry
}

// Plan is what a file would do, and what is wrong with it.
type Plan struct {
	Changes  []Change
	Problems []sheets.Problem
}

// Preview is an uploaded calendar with what it would do.
type Preview struct {
	ID      domain.ImportFileID
	File    string
	Council places.Authority
	Table   sheets.Table
	Choices Choices
	Plan
	Digest string
}

// PlanOf reads a calendar's rows. An entry of the same kind, first day and wards is the one that is there; what the
// file does not have stays.
func PlanOf(rows []sheets.Record, council places.Authority, seats []Seat, has []Entry) Plan {
	var p Plan
	beside := append([]Entry{}, has...)
	for _, r := range rows {
		e, wrong := read(r, seats)
		e.Authority, e.Council = council.ID, council.Name
		if len(wrong) > 0 {
			p.Problems = append(p.Problems, wrong...)
			continue
		}
		c := Change{Line: r.Line, Does: Added, Entry: e}
		for _, is := range has {
			if is.Kind == e.Kind && is.StartsOn == e.StartsOn && is.sameSeats(e) {
				c.Does, c.Was, c.ID, c.Version = Changed, is, is.ID, is.Version
				if is.EndsOn == e.EndsOn && is.Name == e.Name {
					c.Does = Unchanged
				}
			}
		}
		if err := c.Entry.Check(beside); err != nil {
			for _, b := range err.(*domain.BlockedError).Blockers {
				p.Problems = append(p.Problems, sheets.Problem{Line: r.Line, Column: columnOf(b.Field), Words: b.Words})
			}
			continue
		}
		if c.Does == Added {
			beside = append(beside, c.Entry.asLine(r.Line))
		}
		p.Changes = append(p.Changes, c)
	}
	sheets.Sort(p.Problems)
	return p
}

// asLine gives an entry of a file an id of its own, so that the next lines are compared with it.
func (e Entry) asLine(line int) Entry {
	e.ID = domain.DiaryEntryID(-line)
	return e
}

func columnOf(field string) string {
	if field == "kind" {
		return "what"
	}
	return field
}

func read(r sheets.Record, seats []Seat) (e Entry, wrong []sheets.Problem) {
	add := func(column, words string) {
		wrong = append(wrong, sheets.Problem{Line: r.Line, Column: column, Words: words})
	}
	day := func(column string) domain.Date {
		text := r.Get(column)
		if text == "" {
			return domain.Date{}
		}
		d, ok := sheets.Day(text)
		if !ok {
			add(column, "“"+text+"” is no day: write it as 8 May 2026 or 2026-05-08")
		}
		return d
	}
	if e.Kind = KindOf(r.Get("what")); e.Kind == "" {
		add("what", "“"+r.Get("what")+"” is none of election, pre-election period, recess and Executive meeting")
	}
	e.StartsOn, e.EndsOn, e.Name = day("from"), day("to"), r.Get("name")
	if len([]rune(e.Name)) > 200 {
		add("name", "It has over 200 characters")
	}
	for _, name := range strings.FieldsFunc(r.Get("seats"), func(c rune) bool { return c == ';' || c == '|' }) {
		found := false
		for _, s := range seats {
			same := domain.FoldName(s.Name) == domain.FoldName(name) ||
				s.Code != "" && strings.EqualFold(s.Code, strings.TrimSpace(name))
			if same && !found {
				e.Seats, e.SeatNames, found = append(e.Seats, s.ID), append(e.SeatNames, s.Name), true
			}
		}
		if !found {
			add("seats", "The council has no ward or division “"+strings.TrimSpace(name)+"”. Separate several by "+
				"semicolons")
		}
	}
	return e.Filled(), wrong
}

// Count is how many lines do so.
func (p Plan) Count(does string) int {
	n := 0
	for _, c := range p.Changes {
		if c.Does == does {
			n++
		}
	}
	return n
}

// Words says in one line what the file does.
func (p Plan) Words() string {
	return fmt.Sprintf("%d added, %d changed, %d unchanged", p.Count(Added), p.Count(Changed), p.Count(Unchanged))
}

// Nothing reports whether the file changes nothing.
func (p Plan) Nothing() bool { return len(p.Changes) == p.Count(Unchanged) }

// Fingerprint tells whether the plan is the one that was shown.
func (p Plan) Fingerprint() (string, error) {
	text, err := domain.Canonical(p)
	return domain.Digest(sha256.Sum256([]byte(text))).String(), err
}

// Refused is what is wrong with the file; nil where nothing is.
func (p Plan) Refused() error {
	var list []domain.Blocker
	for _, l := range p.Problems {
		list = append(list, domain.Blocker{ID: "file", Words: l.String()})
	}
	return domain.BlockedBy(list)
}
