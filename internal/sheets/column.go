package sheets

import (
	"slices"
	"strings"

	"fourgates/internal/domain"
)

// Column is what an import reads of each row.
type Column struct {
	Name   string   // as the command line and problems call it: "email"
	Words  string   // as pages do: "E-mail address"
	Also   []string // what councils call it
	Needed bool
}

// Matching says for each column of an import which column of the sheet it is, from 1; 0 is none.
type Matching []int

// Table is a sheet whose heading was found: the rows below it.
type Table struct {
	Head []string
	Rows []Row
}

// headingWithin is how far down a heading is looked for, below titles and notes.
const headingWithin = 15

// Under finds the heading: the row, of the first ones, in which the most columns are recognised, or else the first.
func (s Sheet) Under(columns []Column) Table {
	at, best := 0, 1
	for i, r := range s.Rows[:min(headingWithin, len(s.Rows))] {
		known := 0
		for _, n := range propose(r.Cells, columns) {
			if n > 0 {
				known++
			}
		}
		if known > best {
			at, best = i, known
		}
	}
	if len(s.Rows) == 0 {
		return Table{}
	}
	return Table{Head: s.Rows[at].Cells, Rows: s.Rows[at+1:]}
}

// Propose matches the columns by what stands above them.
func (t Table) Propose(columns []Column) Matching { return propose(t.Head, columns) }

// propose takes first what is called exactly so, then what has the name as one of its words; each column of the sheet
// once.
func propose(head []string, columns []Column) Matching {
	m := make(Matching, len(columns))
	used := map[int]bool{}
	for _, fits := range []func(title, name string) bool{
		func(title, name string) bool { return title == name },
		func(title, name string) bool { return strings.Contains(" "+title+" ", " "+name+" ") },
	} {
		for i, c := range columns {
			for _, name := range append([]string{c.Name, c.Words}, c.Also...) {
				if m[i] > 0 {
					break
				}
				for n, title := range head {
					if !used[n] && fits(folded(title), folded(name)) {
						m[i], used[n] = n+1, true
						break
					}
				}
			}
		}
	}
	return m
}

func folded(title string) string {
	return domain.FoldName(strings.NewReplacer("_", " ", "/", " ", "(", " ", ")", " ", ".", " ").Replace(title))
}

// Fits reports whether the matching can be of that table: a column of it for each, none taken twice.
func (m Matching) Fits(columns []Column, t Table) bool {
	if len(m) != len(columns) {
		return false
	}
	var used []int
	for _, n := range m {
		if n < 0 || n > len(t.Head) || n > 0 && slices.Contains(used, n) {
			return false
		}
		used = append(used, n)
	}
	return true
}

// Missing lists the columns that are needed and that nothing is matched with.
func (m Matching) Missing(columns []Column) []Problem {
	var list []Problem
	for i, c := range columns {
		if c.Needed && (i >= len(m) || m[i] == 0) {
			list = append(list, Problem{Column: c.Name,
				Words: "No column of the file is matched with “" + c.Words + "”"})
		}
	}
	return list
}

// Record is one row as the import reads it.
type Record struct {
	Line   int
	values map[string]string
}

// RecordOf is a record of names and values.
func RecordOf(line int, pairs ...string) Record {
	r := Record{Line: line, values: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.values[pairs[i]] = pairs[i+1]
	}
	return r
}

// Get is the value of a column; "" where there is none.
func (r Record) Get(name string) string { return r.values[name] }

// Records are the rows that have a value in one of the columns matched.
func (t Table) Records(columns []Column, m Matching) []Record {
	var list []Record
	for _, row := range t.Rows {
		r, any := Record{Line: row.Line, values: map[string]string{}}, false
		for i, c := range columns {
			if n := m[i]; n > 0 && n <= len(row.Cells) {
				r.values[c.Name] = row.Cells[n-1]
				any = any || row.Cells[n-1] != ""
			}
		}
		if any {
			list = append(list, r)
		}
	}
	return list
}
