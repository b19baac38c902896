package register_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
	"fourgates/internal/register"
)

// Where a line says why it says nothing, that is read in place of its words, the whole verifies and says how many.
func TestALineSaysWhyItSaysNothing(t *testing.T) {
	f := freeze(t, somePaper())
	hides := map[string]bool{"issues[31].title": true, "issues[31].id": true, "names[1]": true, "names[2]": true}
	f = f.Withheld("withheld: it is secret", func(l register.Line) bool { return hides[l.Key] })
	erased := 0
	f.Words, erased = register.Erase(f.Words, domain.NewDate(2026, 5, 3), func(l register.Line) bool {
		return l.Key == "notes[0].words" || hides[l.Key]
	})
	gaps, err := f.Verify()
	if err != nil || erased != 1 {
		t.Fatal(gaps, erased, err)
	}
	if d := cmp.Diff([]string{"4 lines withheld: it is secret", "1 line erased on 3 May 2026"},
		gaps.Words()); d != "" {
		t.Errorf("says (-want +got):\n%s", d)
	}
	var back paper
	if gaps, err = f.Read(&back); err != nil || len(gaps) != 5 {
		t.Fatal(gaps, err)
	}
	want := somePaper()
	want.Issues[0] = paperLine{Title: "withheld: it is secret", Evidence: want.Issues[0].Evidence}
	want.Issues[0].Evidence = append([]paperNote{}, want.Issues[0].Evidence...)
	want.Names[1], want.Names[2] = "withheld: it is secret", "withheld: it is secret"
	want.Notes[0].Words = "erased on 3 May 2026"
	if d := cmp.Diff(want, back); d != "" {
		t.Errorf("reads as (-want +got):\n%s", d)
	}
	if file := string(f.File()); strings.Contains(file, "Ruts") || strings.Contains(file, "first") ||
		!strings.Contains(file, `["notes[0].words","erased on 3 May 2026"]`) {
		t.Errorf("the file says %s", file)
	}
	if read := register.ReadFrozen(f.File()); read != f {
		t.Errorf("the file reads as %+v", read)
	}
}

// A document that was frozen whole is read without some of its lines as well, but cannot be checked then.
func TestOlderDocumentsAreReadInPart(t *testing.T) {
	old := register.Frozen{Text: `{"issues":[{"id":4,"title":"Kerbs"},{"id":5,"title":"Drains"}],"title":"Old"}`}
	if same := old.Withheld("secret", func(register.Line) bool { return false }); same != old {
		t.Errorf("with nothing withheld it is %+v", same)
	}
	part := old.Withheld("secret", func(l register.Line) bool { return l.Key == "issues[5].title" })
	var back paper
	gaps, err := part.Read(&back)
	want := paper{Title: "Old", Issues: []paperLine{{ID: 4, Title: "Kerbs"}, {ID: 5, Title: "secret"}}}
	if d := cmp.Diff(want, back); err != nil || d != "" || !cmp.Equal(gaps.Keys(), []string{"issues[5].title"}) {
		t.Errorf("reads as %v, %v (-want +got):\n%s", gaps, err, d)
	}
	if _, err := part.Verify(); err == nil {
		t.Error("what is left of it verifies")
	}
	file := register.ReadFrozen(part.File())
	if _, err := file.Verify(); err == nil || !strings.Contains(err.Error(), "frozen whole") {
		t.Errorf("its file verifies: %v", err)
	}
}

func TestPhrasesStandOnWholeWords(t *testing.T) {
	var p register.Phrases
	p.Add("Family in Mill Lane")
	p.AddLong("Ruts")
	p.Add("…")
	for text, want := range map[string]bool{"1. The FAMILY in  Mill-Lane, again": true, "Family in Mill Lanes": false,
		"ruts": false, "": false, "a family in Mill": false} {
		if p.In(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
