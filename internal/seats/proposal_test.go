package seats

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// row is a seat as ground of letters: each letter is a tenth of a mile, so that shares can be counted.
func row(id int, code, name, ground string) places.Seat {
	return places.Seat{ID: domain.SeatID(id), Kind: places.Ward, Code: code, Name: name, Boundary: ground, Places: 1}
}

func filed(code, name, ground string) places.Seat {
	return places.Seat{Code: code, Name: name, Boundary: ground}
}

func letters(existing, file []places.Seat) Shares {
	return func(e, f int) (ofSeat, ofFile float64) {
		a, b := existing[e].Boundary, file[f].Boundary
		var both float64
		for _, l := range a {
			if strings.ContainsRune(b, l) {
				both++
			}
		}
		return 100 * both / float64(len(a)), 100 * both / float64(len(b))
	}
}

// said is a proposal in words.
func said(p Proposal) []string {
	var lines []string
	for _, m := range p.Matches {
		line := m.File.Name + ": "
		if m.Was == nil {
			line += "new"
			if names := m.FromNames(); len(names) > 0 {
				line += ", from " + strings.Join(names, " and ")
			}
		} else {
			is := *m.Was
			line += "by " + m.By
			for _, c := range m.Changes {
				var e Event
				is, e = c.Apply(is)
				line += "; " + e.Words()
			}
		}
		lines = append(lines, line)
	}
	for _, g := range p.Going {
		lines = append(lines, g.Seat.Name+": "+g.Answer)
	}
	for _, s := range p.Missing {
		lines = append(lines, s.Name+": stays")
	}
	for _, q := range p.Questions {
		line := "? " + q.ID + " " + strings.Join(q.Choices, " | ")
		if q.Proposed != "" {
			line += ", likely " + q.Proposed
		}
		lines = append(lines, line+q.Wrong)
	}
	return lines
}

func TestWhatAnImportProposesAndAsks(t *testing.T) {
	review := func(bridge string) []places.Seat {
		return []places.Seat{filed("E1", "Abbey", "aaaaaabcde"), filed("T:castle", "Castle", "pqrst"),
			filed("E2", "Bridge", bridge)}
	}
	now := []places.Seat{row(1, "E1", "Abbey", "aaaaaabcde"), row(2, "E2", "Bridge", "fghij"),
		row(3, "", "Quay & Dock", "klmno"), row(4, "T:castle", "Castle", "pqrst")}
	for _, c := range []struct {
		name    string
		file    []places.Seat
		answers map[string]string
		want    []string
	}{
		{"the same again", []places.Seat{filed("E1", "Abbey", now[0].Boundary), filed("E2", "Bridge", "fghij")}, nil,
			[]string{"Abbey: by code", "Bridge: by code", "Quay & Dock: stays", "Castle: stays"}},
		{"renamed, by code and ground", []places.Seat{filed("E2", "Bridge End", "fghijk")}, nil, []string{
			"Bridge End: by code; Called Bridge End, was Bridge; Boundary redrawn", "Abbey: stays",
			"Quay & Dock: stays", "Castle: stays"}},
		{"recoded, by name and ground", []places.Seat{filed("E9", "Castle Ward", "pqrst"), filed("E3", "Quay and Dock",
			"klmn")}, nil, []string{
			"Castle Ward: by name; Code E9, was T:castle; Called Castle Ward, was Castle",
			"Quay and Dock: by name; Code E3, was none; Called Quay and Dock, was Quay & Dock; Boundary redrawn",
			"Abbey: stays", "Bridge: stays"}},
		{"a file without codes takes none away", []places.Seat{filed("", "Bridge", "fghij")}, nil,
			[]string{"Bridge: by name", "Abbey: stays", "Quay & Dock: stays", "Castle: stays"}},
		{"moved far away under its own code and name", []places.Seat{filed("E2", "Bridge", "xyz")}, nil, []string{
			"Bridge: by code; Boundary redrawn", "Abbey: stays", "Quay & Dock: stays", "Castle: stays"}},
		{"a code that is another's by now", []places.Seat{filed("E2", "Marsh", "vwxyz")}, nil, []string{
			"Marsh: new", "Abbey: stays", "Bridge: stays", "Quay & Dock: stays", "Castle: stays",
			"? match-1 same as Bridge (E2) | new, likely new", "? places-1 "}},
		{"a name on other ground", []places.Seat{filed("E8", "Castle", "vwxyzt")}, nil, []string{
			"Castle: by answer; Code E8, was T:castle; Boundary redrawn", "Abbey: stays", "Bridge: stays",
			"Quay & Dock: stays", "? match-1 same as Castle (T:castle) | new, likely same as Castle (T:castle)"}},
		{"a new name on the same ground, answered", []places.Seat{filed("E7", "Harbour", "fghij")},
			map[string]string{"match-1": "same as Bridge (E2)"}, []string{
				"Harbour: by answer; Code E7, was E2; Called Harbour, was Bridge", "Abbey: stays", "Quay & Dock: stays",
				"Castle: stays"}},
		{"a file of one says nothing of the others", []places.Seat{filed("E2", "Bridge", "fghijklmno")}, nil, []string{
			"Bridge: by code; Boundary redrawn", "Abbey: stays", "Quay & Dock: stays", "Castle: stays"}},
		{"one abolished", review("fghijklmno"), nil, []string{"Abbey: by code", "Castle: by code",
			"Bridge: by code; Boundary redrawn", "Quay & Dock: stays",
			"? gone-3 merged into Bridge (E2) | ended | stays, likely merged into Bridge (E2)"}},
		{"one abolished, answered", review("fghijklmno"), map[string]string{"gone-3": "Merged into Bridge (E2)"},
			[]string{"Abbey: by code", "Castle: by code", "Bridge: by code; Boundary redrawn",
				"Quay & Dock: merged into Bridge (E2)"}},
		{"one abolished, and nobody has its ground", review("fghij"), map[string]string{"gone-3": "vanished"},
			[]string{"Abbey: by code", "Castle: by code", "Bridge: by code",
				"Quay & Dock: stays", "? gone-3 merged into Abbey (E1) | merged into Castle (T:castle) | " +
					"merged into Bridge (E2) | ended | stays, likely ended“vanished” is none of the choices"}},
		{"one split, answered in part", append(review("fghij"), filed("E5", "Quay", "klm"), filed("E6", "Dock", "no")),
			map[string]string{"gone-3": "split into Quay (E5); Dock (E6)", "places-4": "2", "places-5": "all"},
			[]string{"Abbey: by code", "Castle: by code", "Bridge: by code", "Quay: new, from Quay & Dock",
				"Dock: new, from Quay & Dock", "Quay & Dock: split into Quay (E5); Dock (E6)",
				"? places-5 “all” is no whole number from 0 to 9, and not “none”"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := places.SeatImport{Kind: places.Ward, Seats: c.file, Answers: c.answers}
			if d := cmp.Diff(c.want, said(Propose(i, now, letters(now, c.file)))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestPlacesAreReadGivenOrAskedAndNeverSilentlyOne(t *testing.T) {
	file := []places.Seat{filed("", "Ashby", "ab"), {Name: "Barwell", Boundary: "cd", Places: 3}}
	i := places.SeatImport{Kind: places.Ward, Seats: file}
	p := Propose(i, nil, letters(nil, file))
	if len(p.Questions) != 1 || p.Questions[0].Seat != "Ashby" || p.Added[1].Places != 3 {
		t.Errorf("asks %+v of %+v", p.Questions, p.Added)
	}
	i.Places = 2
	if p = Propose(i, nil, letters(nil, file)); len(p.Questions) != 0 || p.Added[0].Places != 2 ||
		p.Added[1].Places != 3 {
		t.Errorf("asks %+v of %+v", p.Questions, p.Added)
	}
}

// A ward or division that elects nobody by law is said to: by the file, for all, or in answer. What says nothing is
// asked, and a file that says nothing of one that is known changes nothing of it.
func TestThatNobodyIsElectedIsSaidApartFromNotSaid(t *testing.T) {
	none := filed("", "Ashby", "ab")
	none.NoMembers = true
	for name, x := range map[string]struct {
		file    places.Seat
		of      func(i *places.SeatImport)
		asks    bool
		elected int
	}{
		"not said":               {filed("", "Ashby", "ab"), nil, true, 0},
		"none in the file":       {none, nil, false, 0},
		"none in file, 2 given":  {none, func(i *places.SeatImport) { i.Elect(2) }, false, 0},
		"2 given for all":        {filed("", "Ashby", "ab"), func(i *places.SeatImport) { i.Elect(2) }, false, 2},
		"none given for all":     {filed("", "Ashby", "ab"), func(i *places.SeatImport) { i.Elect(0) }, false, 0},
		"none in answer":         {filed("", "Ashby", "ab"), answer("none"), false, 0},
		"0 in answer":            {filed("", "Ashby", "ab"), answer("0"), false, 0},
		"10 in answer":           {filed("", "Ashby", "ab"), answer("10"), true, 0},
		"nothing in answer":      {filed("", "Ashby", "ab"), answer(" "), true, 0},
		"nobody, in other words": {filed("", "Ashby", "ab"), answer("nobody"), true, 0},
	} {
		i := places.SeatImport{Kind: places.Ward, Seats: []places.Seat{x.file}}
		if x.of != nil {
			x.of(&i)
		}
		if p := Propose(i, nil, letters(nil, i.Seats)); len(p.Questions) > 0 != x.asks ||
			p.Added[0].Places != x.elected {
			t.Errorf("%s: asks %v, elects %d", name, p.Questions, p.Added[0].Places)
		}
	}
	known := []places.Seat{row(1, "", "Ashby", "ab")}
	for file, want := range map[places.Seat]string{filed("", "Ashby", "ab"): "Ashby: by name",
		none: "Ashby: by name; Elects no Members, by law, was 1"} {
		i := places.SeatImport{Kind: places.Ward, Seats: []places.Seat{file}}
		if got := said(Propose(i, known, letters(known, i.Seats))); len(got) != 1 || got[0] != want {
			t.Errorf("of a known one: %q, want %q", got, want)
		}
	}
}

func answer(text string) func(i *places.SeatImport) {
	return func(i *places.SeatImport) { i.Answers = map[string]string{"places-1": text} }
}

func TestQuestionsComeBackAsAnswers(t *testing.T) {
	var csv strings.Builder
	if err := WriteQuestions(&csv, []Question{{ID: "places-1", Seat: "Ashby", Number: true, Asks: "How many?"},
		{ID: "gone-3", Seat: "Quay", Choices: []string{"ended", "stays"}, Proposed: "ended"}}); err != nil {
		t.Fatal(err)
	}
	want := "id,seat,code,question,choices,proposed,answer\n" +
		"places-1,Ashby,,How many?,a whole number from 0 to 9 or none,,\ngone-3,Quay,,,ended | stays,ended,\n"
	if csv.String() != want {
		t.Errorf("written:\n%s", csv.String())
	}
	filled := strings.NewReader("\ufeffAnswer,id\n2,places-1\n,gone-3\n")
	if got, err := ReadAnswers(filled); err != nil || !cmp.Equal(got, map[string]string{"places-1": "2"}) {
		t.Errorf("read %v, %v", got, err)
	}
	for _, bad := range []string{"", "seat,answer\n", "\"id,answer"} {
		if _, err := ReadAnswers(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is taken for answers", bad)
		}
	}
}
