package members

import (
	"slices"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/places"
	"fourgates/internal/sheets"
)

var (
	today   = domain.NewDate(2026, 6, 1)
	elected = domain.NewDate(2026, 5, 8)
	before  = domain.NewDate(2022, 5, 9)
)

// council has the ward Canalside with two places, of which Roisín holds the first, and Priory with one, held by Aled
// who has no address. Suresh holds the division Upper Moor. Nia is an officer.
func council() Facts {
	roisin := people.Person{ID: 1, Name: "Roisín Ó Cléirigh", Email: "roisin@marlwick.test", Version: 1}
	aled := people.Person{ID: 2, Name: "Aled Prys", Version: 1}
	suresh := people.Person{ID: 3, Name: "Suresh Rao", Email: "members@marlwick.test", Version: 1}
	nia := people.Person{ID: 4, Name: "Nia Pugh", Email: "nia@marlwick.test", Version: 1}
	term := func(id domain.TermID, seat domain.SeatID, p people.Person) Sitting {
		return Sitting{Term: places.Term{ID: id, Seat: seat, Place: 1, Person: p.ID, Name: p.Name,
			Span: domain.Span{From: before}}, Email: p.Email}
	}
	return Facts{Today: today, Authority: places.Authority{ID: 1, Name: "Marlwick", Tier: places.Unitary},
		Seats: []places.Seat{
			{ID: 1, Code: "E05990001", Name: "Canalside", Kind: places.Ward, Places: 2},
			{ID: 2, Code: "E05990002", Name: "Priory", Kind: places.Ward, Places: 1},
			{ID: 3, Code: "E58990001", Name: "Upper Moor", Kind: places.Division, Places: 1}},
		Terms: []Sitting{term(11, 1, roisin), term(12, 2, aled), term(13, 3, suresh)},
		Known: []people.Person{roisin, aled, suresh, nia}}
}

// rows are records of seat, place, name, email, from and who, divided by bars; they stand from line 2 on.
func rows(lines ...string) []sheets.Record {
	var list []sheets.Record
	for i, l := range lines {
		cells := append(strings.Split(l, "|"), "", "", "", "", "")
		var pairs []string
		for n, c := range Columns() {
			pairs = append(pairs, c.Name, strings.TrimSpace(cells[n]))
		}
		list = append(list, sheets.RecordOf(i+2, pairs...))
	}
	return list
}

func TestWhatARowDoesToAPlace(t *testing.T) {
	for _, c := range []struct {
		what, row string
		does      string // with who holds the place then, and who leaves
		wrong     string
		asks      string
	}{
		{"the same", "Canalside|1|Roisín Ó Cléirigh|roisin@marlwick.test", "unchanged Roisín Ó Cléirigh", "", ""},
		{"the same by code, title and case", "e05990001|1|Cllr ROISIN O CLEIRIGH", "changed ROISIN O CLEIRIGH", "", ""},
		{"re-elected", "Canalside Ward|1|Roisín Ó Cléirigh||8 May 2026", "unchanged Roisín Ó Cléirigh", "", ""},
		{"no place said, and they sit there", "Canalside||Roisín Ó Cléirigh", "unchanged Roisín Ó Cléirigh", "", ""},
		{"another address", "Canalside|1|Roisín Ó Cléirigh|r@new.test", "changed Roisín Ó Cléirigh", "", ""},
		{"somebody new in a vacant place", "Canalside|2|Máire Walsh|maire@marlwick.test|2026-05-08",
			"added Máire Walsh", "", ""},
		{"no place said, and one is vacant", "Canalside||Máire Walsh|maire@marlwick.test|2026-05-08",
			"added Máire Walsh", "", ""},
		{"somebody new without address", "Canalside|2|Máire Walsh||2026-05-08", "added Máire Walsh", "", ""},
		{"a successor", "Priory|1|Máire Walsh|maire@marlwick.test|08/05/2026", "succeeded Máire Walsh after Aled Prys",
			"", ""},
		{"a successor from a day to come", "Priory|1|Máire Walsh||1 July 2026", "succeeded Máire Walsh after Aled Prys",
			"", ""},
		{"a Member of another seat", "Priory|1|Suresh Rao||2026-05-08", "succeeded Suresh Rao after Aled Prys", "", ""},
		{"vacant, and so it is", "Canalside|2|Vacant", "unchanged Vacant", "", ""},

		{"no first day", "Canalside|2|Máire Walsh|maire@marlwick.test", "", "line 2, from: Enter the first day", ""},
		{"a day that is none", "Canalside|2|Máire Walsh||soon", "", "line 2, from: “soon” is no day", ""},
		{"no such ward", "Canal side|1|Roisín Ó Cléirigh", "", "line 2, seat: Marlwick has no ward or division", ""},
		{"no ward", "|1|Roisín Ó Cléirigh", "", "line 2, seat: Enter the name or the code", ""},
		{"a place too many", "Priory|2|Máire Walsh||2026-05-08", "",
			"Priory has 1 place: say first that it elects more", ""},
		{"a place that is none", "Canalside|first|Máire Walsh||2026-05-08", "", "line 2, place: Must be a whole number",
			""},
		{"a successor where there is one place", "Priory||Máire Walsh||2026-05-08",
			"succeeded Máire Walsh after Aled Prys", "", ""},
		{"no name", "Canalside|2||maire@marlwick.test|2026-05-08", "", "line 2, name: Enter", ""},
		{"an address that is none", "Canalside|2|Máire Walsh|maire at marlwick|2026-05-08", "", "line 2, email: Enter",
			""},
		{"vacant, and somebody holds it", "Priory|1|Vacant", "", "Aled Prys holds place 1 of Priory: end the term", ""},
		{"before whoever holds it", "Canalside|1|Máire Walsh||1 May 2020", "", "Roisín Ó Cléirigh holds this place",
			""},
		{"the day on which the holder came", "Canalside|1|Máire Walsh||9 May 2022", "", "holds the place from that day",
			""},

		{"the holder's address by another name", "Canalside|1|Rose Cleary|roisin@marlwick.test|2026-05-08", "", "",
			"Roisín Ó Cléirigh has this e-mail address"},
		{"the same, corrected", "Canalside|1|Rose Cleary|roisin@marlwick.test|2026-05-08|same", "changed Rose Cleary",
			"", ""},
		{"a successor with the ward's mailbox", "Canalside|1|Rose Cleary|roisin@marlwick.test|2026-05-08|new",
			"succeeded Rose Cleary after Roisín Ó Cléirigh", "", ""},
		{"a known address by another name", "Canalside|2|Máire Walsh|members@marlwick.test|2026-05-08", "", "",
			"Suresh Rao has this e-mail address"},
		{"said to be him", "Canalside|2|S. Rao|members@marlwick.test|2026-05-08|Suresh Rao", "added S. Rao", "", ""},
		{"said to be nobody known", "Canalside|2|Máire Walsh|members@marlwick.test|2026-05-08|Aled", "", "",
			"not clear who “Aled” is"},
		{"a Member's name with a new address", "Canalside|2|Aled Prys|aled@new.test|2026-05-08", "", "",
			"Aled Prys is or was a Member here, without"},
		{"an officer's name without address", "Canalside|2|Nia Pugh||2026-05-08", "", "",
			"Somebody called Nia Pugh is known"},
	} {
		t.Run(c.what, func(t *testing.T) {
			p := council().Plan(List{Records: rows(c.row)})
			var does, wrong, asks []string
			for _, is := range p.Changes {
				words := is.Does + " " + is.Name
				if is.Leaver != "" {
					words += " after " + is.Leaver
				}
				does = append(does, words)
			}
			for _, is := range p.Problems {
				wrong = append(wrong, is.String())
			}
			for _, q := range p.Questions {
				asks = append(asks, q.Words)
			}
			if got := strings.Join(does, "; "); got != c.does {
				t.Errorf("does %q, want %q", got, c.does)
			}
			for _, is := range []struct{ got, want string }{{strings.Join(wrong, "; "), c.wrong},
				{strings.Join(asks, "; "), c.asks}} {
				if (is.got == "") != (is.want == "") || !strings.Contains(is.got, is.want) {
					t.Errorf("says %q, want %q", is.got, is.want)
				}
			}
			if p.Stands() != (c.wrong+c.asks == "") || (p.Refused() == nil) != p.Stands() {
				t.Errorf("stands: %v, refused: %v", p.Stands(), p.Refused())
			}
		})
	}
}

func TestASuccessorTakesOverFromTheDate(t *testing.T) {
	p := council().Plan(List{Records: rows("Priory|1|Máire Walsh|maire@marlwick.test"), From: elected})
	c := p.Changes[0]
	if c.From != elected || c.Leaves != 12 || c.Last != elected.AddDays(-1) || c.Left != 2 {
		t.Errorf("%+v", c)
	}
}

func TestTheSameListOnceItIsInChangesNothing(t *testing.T) {
	f := council()
	f.Terms[1].Span.To = today.AddDays(29)
	f.Terms = append(f.Terms, Sitting{Term: places.Term{ID: 14, Seat: 2, Place: 1, Person: 5, Name: "Máire Walsh",
		Span: domain.Span{From: today.AddDays(30)}}, Email: "maire@marlwick.test"})
	f.Known = append(f.Known, people.Person{ID: 5, Name: "Máire Walsh", Email: "maire@marlwick.test"})
	for _, row := range []string{"Priory|1|Máire Walsh|maire@marlwick.test|1 July 2026", // who is still to come
		"Priory|1|Máire Walsh|maire@marlwick.test"} {
		if p := f.Plan(List{Records: rows(row)}); !p.Nothing() || !p.Stands() || p.Count(Unchanged) != 1 {
			t.Errorf("%s: %s, %v", row, p.Words(), p.Refused())
		}
	}
}

func TestRowsThatDoNotFitEachOther(t *testing.T) {
	p := council().Plan(List{From: elected, Records: rows(
		"Canalside|1|Roisín Ó Cléirigh", "Canalside|1|Máire Walsh|maire@marlwick.test",
		"Canalside|2|Bao Tran|bao@marlwick.test", "Priory|1|Bao Tran|bao@marlwick.test", "Canalside||Nia Rees")})
	var wrong []string
	for _, is := range p.Problems {
		wrong = append(wrong, is.String())
	}
	want := []string{"line 3, place: Line 2 has place 1 of Canalside too", "line 5, name: Line 4 has Bao Tran too",
		"line 6, place: Canalside has no vacant place: say which it is"}
	if !slices.Equal(wrong, want) {
		t.Errorf("says %q, want %q", wrong, want)
	}
}

func TestAfterAnElectionPlacesThatTheListLacksFallVacant(t *testing.T) {
	p := council().Plan(List{From: elected, Whole: true, Records: rows(
		"Canalside||Máire Walsh|maire@marlwick.test", "Canalside||Roisín Ó Cléirigh|roisin@marlwick.test",
		"Priory|1|Vacant")})
	if !p.Stands() || p.Words() != "1 added, 0 changed, 0 succeeded, 1 unchanged, 2 vacant" {
		t.Fatalf("%s, %v", p.Words(), p.Refused())
	}
	var left []string
	for _, c := range p.Changes {
		if c.Does == Vacated {
			left = append(left, c.Leaver+" until "+c.Last.Words())
		}
	}
	if want := []string{"Aled Prys until 7 May 2026", "Suresh Rao until 7 May 2026"}; !slices.Equal(left, want) {
		t.Errorf("left: %q, want %q", left, want)
	}
	if p := council().Plan(List{Whole: true}); p.Stands() {
		t.Error("a whole council without a day is taken")
	}
	all := council().Plan(List{From: elected, Whole: true, Records: rows("Priory||Máire Walsh|maire@marlwick.test")})
	if all.Count(Succeeded) != 1 || all.Count(Vacated) != 2 {
		t.Errorf("who takes over a place that the list does not number: %s, %v", all.Words(), all.Refused())
	}
}

func TestNobodyGivesASeatToThemselvesByAList(t *testing.T) {
	f := council()
	f.By = domain.Self{9, 4}
	p := f.Plan(List{Records: rows("Canalside|2|Nia Pugh|nia@marlwick.test|2026-05-08")})
	if p.Stands() || !strings.Contains(p.Problems[0].Words, "Nobody gives a seat to themselves") {
		t.Errorf("%s, %v", p.Words(), p.Problems)
	}
}

func TestTwoWithOneMailboxAreTwo(t *testing.T) {
	p := council().Plan(List{From: elected, Records: rows("Canalside|2|Máire Walsh|ward@marlwick.test",
		"Priory|1|Bao Tran|ward@marlwick.test")})
	if !p.Stands() || p.Count(Added) != 1 || p.Count(Succeeded) != 1 {
		t.Errorf("%s, %v", p.Words(), p.Refused())
	}
}

// RW-24: a list in either language, or with both, finds the ward.
func TestAListFindsAWardByItsWelshName(t *testing.T) {
	f := council()
	f.Seats[1].Welsh = "Y Priordy"
	for _, seat := range []string{"Priory", "Y Priordy", "y priordy ward", "Priory (Y Priordy)",
		"Priory (Y Priordy) ward"} {
		p := f.Plan(List{Records: rows(seat + "||Aled Prys")})
		if len(p.Problems) > 0 || len(p.Changes) != 1 || p.Changes[0].SeatName != "Priory (Y Priordy)" {
			t.Errorf("%s: %v, %v", seat, p.Problems, p.Changes)
		}
	}
}
