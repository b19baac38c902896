package sheets

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
)

var columns = []Column{
	{Name: "seat", Words: "Ward or division", Also: []string{"ward", "division"}, Needed: true},
	{Name: "name", Words: "Name", Also: []string{"councillor", "member"}, Needed: true},
	{Name: "email", Words: "E-mail address", Also: []string{"e mail", "mail"}},
}

func TestCSVAsCouncilsHaveIt(t *testing.T) {
	want := []string{"Canalside", "Siân O’Neill", "sian@marlwick.test"}
	for what, content := range map[string]string{
		"plain":             "seat,name,email\nCanalside,Siân O’Neill,sian@marlwick.test\n",
		"a byte order mark": "\ufeffseat,name,email\nCanalside,Siân O’Neill,sian@marlwick.test",
		"Windows-1252":      "seat,name,email\r\nCanalside,Si\xe2n O\x92Neill,sian@marlwick.test\r\n",
		"UTF-16": "\xff\xfe" + utf16le("seat\tname\temail\n"+
			"Canalside\tSiân O’Neill\tsian@marlwick.test"),
		"semicolons":              "Ward;Councillor;Email\nCanalside;Siân O’Neill;sian@marlwick.test\n",
		"tabs":                    "Ward\tMember\tE-Mail\nCanalside\tSiân O’Neill\tsian@marlwick.test\n",
		"a line that says which":  "sep=;\nseat;name;email\nCanalside;Siân O’Neill;sian@marlwick.test\n",
		"old line ends":           "seat,name,email\rCanalside,Siân O’Neill,sian@marlwick.test\r",
		"everything quoted":       `"seat","name","email"` + "\n" + `"Canalside","Siân O’Neill","sian@marlwick.test"`,
		"a line end in a cell":    "seat,name,email\n\"Canal\nside\",Siân O’Neill,sian@marlwick.test",
		"blank lines and columns": "\n\nseat,name,email,,\n,,,\n \nCanalside,Siân O’Neill,sian@marlwick.test,,\n\n",
		"odd names": "Ward/Division Name,Name of Councillor,Contact E-mail\n" +
			"Canalside,Siân O’Neill,sian@marlwick.test",
		"another order": "EMAIL_ADDRESS,Full Name,WARD\n" +
			"sian@marlwick.test,Siân O’Neill,Canalside",
		"titles above": "Marlwick Borough Council\n" +
			"Members at 8 May 2026\n\nWard,Name,Email\nCanalside,Siân O’Neill,sian@marlwick.test",
		"what cannot be seen": "seat,name,email\n" +
			"Canal\u00adside,\u200bSiân\u00a0 O’Neill ,sian@\u200bmarlwick.test\u200f",
		"a comma in a quoted heading": "\"Ward, or division\",name,email\n" +
			"Canalside,Siân O’Neill,sian@marlwick.test",
	} {
		t.Run(what, func(t *testing.T) {
			s, err := Read([]byte(content))
			if err != nil {
				t.Fatal(err)
			}
			table := s.Under(columns)
			m := table.Propose(columns)
			if missing := m.Missing(columns); len(missing) > 0 {
				t.Fatalf("missing %v of %q", missing, table.Head)
			}
			records := table.Records(columns, m)
			if len(records) != 1 {
				t.Fatalf("%d records: %v", len(records), records)
			}
			got := []string{strings.ReplaceAll(records[0].Get("seat"), "Canal side", "Canalside"),
				records[0].Get("name"), records[0].Get("email")}
			if !slices.Equal(got, want) {
				t.Errorf("read %q, want %q", got, want)
			}
		})
	}
}

func TestFilesThatAreNoCSV(t *testing.T) {
	for what, c := range map[string]struct{ content, words string }{
		"nothing":          {"", "The file is empty"},
		"blank lines":      {"\n ,, \n\n", "The file is empty"},
		"a workbook":       {"PK\x03\x04whatever", "save the sheet as CSV"},
		"an old workbook":  {"\xd0\xcf\x11\xe0whatever", "save the sheet as CSV"},
		"a picture":        {"\x89PNG\r\n\x1a\n\x00\x00", "no file of text"},
		"an open quote":    {"seat,name\n\"Canalside,Siân\nPriory,Aled\n", "Line 2: a quotation mark"},
		"too large":        {strings.Repeat("x", MostBytes+1), "larger than 2 MB"},
		"too many rows":    {strings.Repeat("a,b\n", MostRows+1), "5000 at most"},
		"text after quote": {"seat,name\n\"Canalside\" ward,Siân\n", "Line 2: a quotation mark"},
	} {
		t.Run(what, func(t *testing.T) {
			_, err := Read([]byte(c.content))
			blocked, ok := errors.AsType[*domain.BlockedError](err)
			if !ok || blocked.Blockers[0].Field != "file" || !strings.Contains(blocked.Blockers[0].Words, c.words) {
				t.Errorf("%v, want %q by the file", err, c.words)
			}
		})
	}
}

func TestAQuoteWithinANameIsKept(t *testing.T) {
	s, err := Read([]byte("seat,name\nCanalside,Caoimhe \"Kay\" Ní Dhomhnaill\n"))
	if err != nil || s.Rows[1].Cells[1] != `Caoimhe "Kay" Ní Dhomhnaill` {
		t.Errorf("%v, %v", s.Rows, err)
	}
}

func TestProblemsNameTheLineOfTheFile(t *testing.T) {
	s, err := Read([]byte("sep=,\nseat,name\n\n\"Canal\nside\",Siân\nPriory,Aled\n"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, r := range s.Rows {
		lines = append(lines, r.Line)
	}
	if !slices.Equal(lines, []int{2, 4, 6}) {
		t.Errorf("rows begin on the lines %v, want 2, 4 and 6", lines)
	}
	if got := (Problem{Line: 6, Column: "name", Words: "Enter it"}).String(); got != "line 6, name: Enter it" {
		t.Errorf("a problem reads %q", got)
	}
}

func TestColumnsCanBeMatchedOtherwise(t *testing.T) {
	s, _ := Read([]byte("Ward,Known as,Name,Mail\nCanalside,Kay,Caoimhe,kay@marlwick.test\n"))
	table := s.Under(columns)
	if m := table.Propose(columns); !slices.Equal(m, Matching{1, 3, 4}) {
		t.Fatalf("proposed %v", m)
	}
	if got := table.Records(columns, Matching{1, 2, 0})[0]; got.Get("name") != "Kay" || got.Get("email") != "" {
		t.Errorf("read %v", got)
	}
	for _, m := range []Matching{{1, 2}, {1, 1, 0}, {1, 2, 5}, {-1, 2, 3}} {
		if m.Fits(columns, table) {
			t.Errorf("%v is taken", m)
		}
	}
}

func TestDaysAsSpreadsheetsWriteThem(t *testing.T) {
	want := domain.NewDate(2026, 5, 8)
	for _, text := range []string{"2026-05-08", "08/05/2026", "8/5/26", "8.5.2026", "8 May 2026", "8th May 2026",
		"8-May-26", "Friday 8 May 2026", "Fri, 8 may 2026", "2026-05-08 00:00:00"} {
		if d, ok := Day(text); !ok || d != want {
			t.Errorf("%q is %v, %v", text, d, ok)
		}
	}
	for _, text := range []string{"", "31/2/2026", "05/13/2026", "May 2026", "soon", "8 Mai 2026", "8/5/1026"} {
		if d, ok := Day(text); ok {
			t.Errorf("%q is %v", text, d)
		}
	}
}

func utf16le(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}
