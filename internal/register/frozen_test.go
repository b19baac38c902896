package register_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/register"
)

type paper struct {
	Title  string      `json:"title"`
	Empty  string      `json:"empty"`
	Count  int         `json:"count"`
	Signed bool        `json:"signed"`
	Cost   *int        `json:"cost"`
	Names  []string    `json:"names"`
	None   []string    `json:"none"`
	Issues []paperLine `json:"issues"`
	Notes  []paperNote `json:"notes"`
	Plan   *paperPlan  `json:"plan,omitempty"`
}

type paperLine struct {
	ID       int         `json:"id"`
	Title    string      `json:"title"`
	Evidence []paperNote `json:"evidence,omitempty"`
}

type paperNote struct {
	Words string `json:"words"`
}

type paperPlan struct {
	About string `json:"about"`
}

func somePaper() paper {
	nought := 0
	return paper{Title: "Tŷ & <b> “Ó”\nsecond line", Count: 3, Cost: &nought, Names: []string{"Nia", "", "Zoë"},
		None:   []string{},
		Issues: []paperLine{{ID: 31, Title: "Ruts", Evidence: []paperNote{{"seen"}, {}}}, {ID: 12, Title: "Lamps"}},
		Notes:  []paperNote{{"first"}, {}, {"third"}}, Plan: &paperPlan{"Paths"}}
}

func freeze(t *testing.T, v any) register.Frozen {
	t.Helper()
	f, err := register.Freeze("paper", v, rand.NewChaCha8([32]byte{7}))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func keys(t *testing.T, f register.Frozen) []string {
	t.Helper()
	var head struct {
		Commitments [][2]string
	}
	if err := json.Unmarshal([]byte(f.Text), &head); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, c := range head.Commitments {
		list = append(list, c[0])
	}
	return list
}

func TestADocumentFrozenInLinesReadsBack(t *testing.T) {
	f := freeze(t, somePaper())
	want := []string{"cost", "count", "issues[31].evidence[0].words", "issues[31].evidence[1]", "issues[31].id",
		"issues[31].title", "issues[12].id",
		"issues[12].title", "names[0]",
		"names[1]", "names[2]", "none", "notes[0].words", "notes[1]", "notes[2].words", "plan.about", "signed",
		"title"}
	if d := cmp.Diff(want, keys(t, f)); d != "" {
		t.Errorf("keys (-want +got):\n%s", d)
	}
	var back paper
	if withheld, err := f.Read(&back); err != nil || len(withheld) > 0 {
		t.Fatal(withheld, err)
	}
	if d := cmp.Diff(somePaper(), back); d != "" {
		t.Errorf("reads back (-want +got):\n%s", d)
	}
	if strings.Contains(f.Text, "Ruts") {
		t.Error("the text that is signed says the words")
	}
	if withheld, err := f.Verify(); err != nil || len(withheld) > 0 || f.Digest() != sha256.Sum256([]byte(f.Text)) {
		t.Errorf("verifies as %v, %v", withheld, err)
	}
	if file := register.ReadFrozen(f.File()); file != f {
		t.Errorf("the file reads as %+v", file)
	}
}

// What people must be able to do without us: hash each line, and look for it under its key.
func TestAFileIsCheckedWithAHashAlone(t *testing.T) {
	f := freeze(t, somePaper())
	lines := strings.Split(strings.TrimSuffix(string(f.File()), "\n"), "\n")
	if fmt.Sprintf("%x", sha256.Sum256([]byte(lines[0]))) != f.Digest().String() {
		t.Error("the digest is not that of the first line")
	}
	for _, l := range lines[1:] {
		if !strings.Contains(lines[0], fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(l)))) {
			t.Errorf("the first line has no commitment to %s", l)
		}
	}
}

func TestEverySaltIsItsOwn(t *testing.T) {
	f := freeze(t, somePaper())
	seen := map[string]bool{}
	for _, l := range strings.Split(f.Words, "\n") {
		salt := strings.Split(l, `"`)[1]
		if len(salt) != 22 || seen[salt] {
			t.Errorf("salt %q of %d characters, seen before: %v", salt, len(salt), seen[salt])
		}
		seen[salt] = true
	}
	other, err := register.Freeze("paper", somePaper(), rand.NewChaCha8([32]byte{8}))
	if err != nil || other.Digest() == f.Digest() {
		t.Errorf("other salts give the same digest: %v", err)
	}
	if _, err := register.Freeze("paper", somePaper(), strings.NewReader("too short")); err == nil {
		t.Error("frozen without enough randomness")
	}
}

func TestWhateverIsAlteredIsNamed(t *testing.T) {
	was := freeze(t, somePaper())
	at := func(key string) int {
		for i, k := range keys(t, was) {
			if k == key {
				return i
			}
		}
		t.Fatalf("no line %s", key)
		return 0
	}
	ruts, lamps := at("issues[31].title"), at("issues[12].title")
	for _, c := range []struct {
		what, says string
		alter      func([]string) []string
		withheld   []string
	}{
		{what: "a word", says: "issues[31].title says other words than were signed", alter: func(l []string) []string {
			l[ruts] = strings.Replace(l[ruts], "Ruts", "Nuts", 1)
			return l
		}},
		{what: "a salt", says: "issues[31].title says other words than were signed", alter: func(l []string) []string {
			l[ruts] = `["AAAAAAAAAAAAAAAAAAAAAA"` + l[ruts][25:]
			return l
		}},
		{what: "two lines' words swapped", says: "issues[31].title says other words than were signed",
			alter: func(l []string) []string {
				l[ruts], l[lamps] = strings.Replace(l[ruts], "Ruts", "Lamps", 1),
					strings.Replace(l[lamps], "Lamps", "Ruts", 1)
				return l
			}},
		{what: "two lines swapped whole", says: "issues[12].title stands where issues[31].title was signed",
			alter: func(l []string) []string {
				l[ruts], l[lamps] = l[lamps], l[ruts]
				return l
			}},
		{what: "a line under another key", says: "issues[31].title says other words than were signed",
			alter: func(l []string) []string {
				l[ruts] = strings.Replace(l[lamps], "issues[12]", "issues[31]", 1)
				return l
			}},
		{what: "a line gone", says: "issues[12].id stands where issues[31].title was signed",
			alter: func(l []string) []string { return append(l[:ruts], l[ruts+1:]...) }},
		{what: "the end gone", says: "title and what follows is missing", alter: func(l []string) []string {
			return l[:len(l)-1]
		}},
		{what: "all gone", says: "cost and what follows is missing", alter: func([]string) []string { return nil }},
		{what: "a line more", says: "1 line too many", alter: func(l []string) []string { return append(l, l[0]) }},
		{what: "no line at all", says: "cannot be read", alter: func(l []string) []string { l[2] = ""; return l }},
		{what: "two withheld", withheld: []string{"issues[31].title", "title"}, alter: func(l []string) []string {
			l[ruts], l[len(l)-1] = `["issues[31].title"]`, `["title"]`
			return l
		}},
		{what: "another withheld in its place", says: "count stands where issues[31].title was signed",
			alter: func(l []string) []string {
				l[ruts] = `["count"]`
				return l
			}},
	} {
		now := register.Frozen{Text: was.Text, Words: strings.Join(c.alter(strings.Split(was.Words, "\n")), "\n")}
		withheld, err := now.Verify()
		if c.says == "" && (err != nil || !cmp.Equal(withheld.Keys(), c.withheld)) || c.says != "" &&
			(err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, %v; want %v, %q", c.what, withheld, err, c.withheld, c.says)
		}
	}
}

// A line that is withheld leaves all others where they are.
func TestWithheldLinesAreLeftOutAndSaid(t *testing.T) {
	f := freeze(t, somePaper())
	for i, key := range keys(t, f) {
		lines := strings.Split(f.Words, "\n")
		lines[i] = `["` + key + `"]`
		now := register.Frozen{Text: f.Text, Words: strings.Join(lines, "\n")}
		var back paper
		withheld, err := now.Read(&back)
		if err != nil || !cmp.Equal(withheld.Keys(), []string{key}) || now.Digest() != f.Digest() {
			t.Errorf("%s withheld: %v, %v", key, withheld, err)
		}
		if d := cmp.Diff(somePaper(), back); d == "" && key != "signed" && !strings.HasSuffix(key, "]") &&
			key != "cost" {
			t.Errorf("%s is withheld and read", key)
		}
		if len(back.Issues) != 2 || len(back.Notes) != 3 {
			t.Errorf("%s withheld, %d issues and %d notes are left", key, len(back.Issues), len(back.Notes))
		}
	}
}

func TestPartsAreTheWordsInRows(t *testing.T) {
	f := freeze(t, somePaper())
	parts, err := f.Parts()
	if err != nil {
		t.Fatal(err)
	}
	var names, words []string
	for _, p := range parts {
		names, words = append(names, p.Name), append(words, p.Words)
		if p.Name != "issues[12]" {
			continue
		}
		var some paper
		if _, err := register.ReadWords(p.Words, &some); err != nil ||
			!cmp.Equal(some, paper{Issues: []paperLine{{ID: 12, Title: "Lamps"}}}) {
			t.Errorf("issue 12 alone reads as %+v, %v", some, err)
		}
	}
	want := []string{"cost", "count", "issues[31]", "issues[12]", "names[0]", "names[1]", "names[2]",
		"none", "notes[0]", "notes[1]", "notes[2]",
		"plan", "signed", "title"}
	if d := cmp.Diff(want, names); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	if strings.Join(words, "\n") != f.Words {
		t.Error("the parts are not the words")
	}
}

func TestOlderDocumentsAreTheirOwnText(t *testing.T) {
	old := register.Frozen{Text: `{"issues":[{"id":4,"title":"Kerbs"}],"title":"Old"}`}
	var back paper
	withheld, err := old.Read(&back)
	if err != nil || len(withheld) > 0 || old.InLines() || back.Issues[0].Title != "Kerbs" ||
		string(old.File()) != old.Text {
		t.Errorf("reads as %+v, %v, %v", back, withheld, err)
	}
	if _, err := old.Verify(); err != nil {
		t.Error(err)
	}
	if parts, err := old.Parts(); err != nil || parts != nil {
		t.Errorf("has parts %v, %v", parts, err)
	}
}

func TestFieldsThatAKeyCannotCarryAreRefused(t *testing.T) {
	for _, v := range []any{map[string]any{"a.b": 1}, map[string]any{"a[": 1}, map[string]any{"": 1}, "no fields",
		[]int{1}} {
		if _, err := register.Freeze("paper", v, rand.NewChaCha8([32]byte{})); err == nil {
			t.Errorf("%v is frozen", v)
		}
	}
}
