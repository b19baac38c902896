// Package sheets reads tables as councils have them, and finds the columns that an import needs.
//
// An import is a table of columns and a function of the part whose records they are: the columns are proposed from the
// heading and can be chosen otherwise, the function says what would change and what is wrong by line and column, and
// after a confirmation does it, all or nothing. The same file again changes nothing.
package sheets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"fourgates/internal/domain"
)

// The most that a sheet may have.
const (
	MostBytes   = 2 << 20
	MostRows    = 5000
	mostColumns = 60
	mostCell    = 2000
)

// Sheet is a table as it was read: what stands above its columns, and its rows. Blank lines are no rows.
type Sheet struct {
	Rows []Row
}

// Row is one row with the line of the file that it begins on.
type Row struct {
	Line  int
	Cells []string
}

// Read reads a file of values separated by commas, semicolons or tabs: UTF-8, UTF-16 or Windows-1252, with or without
// a byte order mark and a line “sep=;”, quoted or not. It returns a *domain.BlockedError by the field "file" for
// anything else.
func Read(content []byte) (Sheet, error) {
	if len(content) > MostBytes {
		return Sheet{}, domain.Blocked("file", "The file is larger than 2 MB: save only the list itself as CSV")
	}
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) || bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")) {
		return Sheet{}, domain.Blocked("file", "This is a workbook, not CSV: open it and save the sheet as CSV")
	}
	text := decoded(content)
	if strings.ContainsRune(text, 0) {
		return Sheet{}, domain.Blocked("file", "This is no file of text: save the list as CSV")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	separator, text, skipped := separatorOf(text)
	rows, err := rowsOf(text, separator)
	if err != nil {
		return Sheet{}, err
	}
	for i := range rows {
		rows[i].Line += skipped
	}
	switch {
	case len(rows) == 0:
		return Sheet{}, domain.Blocked("file", "The file is empty")
	case len(rows) > MostRows:
		return Sheet{}, domain.Blocked("file", fmt.Sprintf("The file has %d rows: %d at most", len(rows), MostRows))
	}
	return Sheet{Rows: rows}, nil
}

// decoded is the content as text.
func decoded(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		return wide(content[2:], 0, 1)
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		return wide(content[2:], 1, 0)
	}
	if utf8.Valid(content) {
		return string(content)
	}
	var b strings.Builder
	for _, c := range content {
		b.WriteRune(windows1252(c))
	}
	return b.String()
}

func wide(content []byte, low, high int) string {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = uint16(content[2*i+low]) | uint16(content[2*i+high])<<8
	}
	return string(utf16.Decode(units))
}

// windows1252 is what spreadsheets on Windows write for letters that ASCII lacks.
func windows1252(c byte) rune {
	const at80 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	if c < 0x80 || c > 0x9f {
		return rune(c)
	}
	return []rune(at80)[c-0x80]
}

// separatorOf finds what separates the cells: what the file says in a first line “sep=;”, or else what cuts its first
// rows into the most columns. It returns the text without that line, and how many lines it took off.
func separatorOf(text string) (separator rune, rest string, skipped int) {
	first, after, _ := strings.Cut(text, "\n")
	if said, ok := strings.CutPrefix(strings.ToLower(strings.Trim(strings.TrimSpace(first), `"`)), "sep="); ok {
		if r, size := utf8.DecodeRuneInString(said); size > 0 && size == len(said) && r != '"' {
			return r, after, 1
		}
	}
	separator, best := ',', 1
	for _, s := range ",;\t|" {
		widths := map[int]int{}
		start := strings.Join(firstLines(text, 20), "\n")
		rows, err := rowsOf(start, s)
		if err != nil {
			continue
		}
		for _, r := range rows {
			widths[len(r.Cells)] += len(r.Cells) - 1
		}
		for _, cut := range widths {
			if cut >= best {
				separator, best = s, cut+1
			}
		}
	}
	return separator, text, 0
}

func firstLines(text string, most int) []string {
	lines := strings.SplitN(text, "\n", most+1)
	return lines[:min(most, len(lines))]
}

func rowsOf(text string, separator rune) ([]Row, error) {
	rows, err := parse(text, separator, false)
	if errors.Is(err, csv.ErrBareQuote) {
		rows, err = parse(text, separator, true) // Caoimhe "Kay" Ní Dhomhnaill, unquoted
	}
	if bad, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, domain.Blocked("file", fmt.Sprintf("Line %d: a quotation mark is opened and not closed, or "+
			"followed by more text", bad.StartLine))
	}
	return rows, err
}

func parse(text string, separator rune, lazy bool) ([]Row, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator, -1, lazy
	all, line := []Row{}, 0
	for {
		cells, err := r.Read()
		if cells == nil && err != nil {
			if err.Error() == "EOF" {
				return all, nil
			}
			return nil, err
		}
		if err != nil {
			return nil, err
		}
		line, _ = r.FieldPos(0)
		if cells = tidy(cells); len(cells) > 0 {
			all = append(all, Row{Line: line, Cells: cells})
		}
	}
}

// tidy is the cells without what cannot be seen, and without empty ones at the end; none for a blank line.
func tidy(cells []string) []string {
	for i, c := range cells {
		cells[i] = Clean(c)
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells[:min(len(cells), mostColumns)]
}

// Clean is a text on one line without what cannot be seen, such as byte order marks, soft hyphens and spaces of no
// width. A spreadsheet's apostrophe, put before what is to stay text, goes as well.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if rest, ok := strings.CutPrefix(s, "'"); ok && rest != "" && !strings.Contains(rest, "'") {
		s = rest
	}
	if n := []rune(s); len(n) > mostCell {
		s = string(n[:mostCell])
	}
	return s
}

// Problem is what is wrong with a row, by its line and the column it is about.
type Problem struct {
	Line   int    // of the file; zero for the whole of it
	Column string // as the import calls it, or ""
	Words  string
}

// String is the problem in one line: "line 5, email: …".
func (p Problem) String() string {
	var at []string
	if p.Line > 0 {
		at = append(at, fmt.Sprintf("line %d", p.Line))
	}
	if p.Column != "" {
		at = append(at, p.Column)
	}
	if len(at) == 0 {
		return p.Words
	}
	return strings.Join(at, ", ") + ": " + p.Words
}

// Sort puts problems into the order of the file.
func Sort(list []Problem) {
	slices.SortStableFunc(list, func(a, b Problem) int { return a.Line - b.Line })
}
