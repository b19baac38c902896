package diff_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/diff"
)

func TestTextsAreComparedWordByWord(t *testing.T) {
	const same, added, removed = diff.Same, diff.Added, diff.Removed
	for _, c := range []struct {
		earlier, later string
		want           []diff.Run
	}{
		{"", "", nil},
		{"", "New words", []diff.Run{{Kind: added, Text: "New words"}}},
		{"Old words", "", []diff.Run{{Kind: removed, Text: "Old words"}}},
		{"Nothing changed", "Nothing changed", []diff.Run{{Kind: same, Text: "Nothing changed"}}},
		{"We fit ten lamps.", "We fit 14 lamps.", []diff.Run{{Kind: same, Text: "We fit "},
			{Kind: removed, Text: "ten "}, {Kind: added, Text: "14 "}, {Kind: same, Text: "lamps."}}},
		{"a b a b a", "a b b a", []diff.Run{{Kind: same, Text: "a b "}, {Kind: removed, Text: "a "},
			{Kind: same, Text: "b a"}}},
		{"the path is dark", "at night the path is dark", []diff.Run{{Kind: added, Text: "at night "},
			{Kind: same, Text: "the path is dark"}}},
		{"Llŷn – café\n\nÓ Dálaigh", "Llŷn – cafés\n\nÓ Dálaigh", []diff.Run{{Kind: same, Text: "Llŷn – "},
			{Kind: removed, Text: "café\n\n"}, {Kind: added, Text: "cafés\n\n"}, {Kind: same, Text: "Ó Dálaigh"}}},
	} {
		if diff := cmp.Diff(c.want, diff.Words(c.earlier, c.later)); diff != "" {
			t.Errorf("%q to %q (-want +got):\n%s", c.earlier, c.later, diff)
		}
	}
}

// whole puts the runs of two kinds together.
func whole(runs []diff.Run, kind diff.Kind) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Kind == diff.Same || r.Kind == kind {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestRunsPutTogetherAreTheTwoTexts(t *testing.T) {
	const seed = 20260310
	r := rand.New(rand.NewPCG(seed, 1))
	text := func(words int) string {
		var b strings.Builder
		for range words {
			b.WriteString(strings.Repeat(string(rune('a'+r.IntN(5))), 1+r.IntN(2)))
			b.WriteString([]string{" ", " ", "\n", "  "}[r.IntN(4)])
		}
		return b.String()
	}
	for range 2000 {
		earlier, later := text(r.IntN(40)), text(r.IntN(40))
		runs := diff.Words(earlier, later)
		if whole(runs, diff.Removed) != earlier || whole(runs, diff.Added) != later {
			t.Fatalf("seed %d: %q to %q gives %+v", seed, earlier, later, runs)
		}
	}
}

// Every kind keeps the texts whole. BenchmarkDiffWords says how long the hardest kind takes: it may not come near a
// second.
func TestAMegabyteOfEachKindOfDifferenceIsCompared(t *testing.T) {
	const seed = 20260311
	r := rand.New(rand.NewPCG(seed, 2))
	prose := func(vocabulary, words int) []string {
		list := make([]string, words)
		for i := range list {
			list[i] = "word" + strings.Repeat("x", r.IntN(3)) + string(rune('a'+r.IntN(26))) + strings.Repeat("y",
				r.IntN(1+vocabulary/200))
		}
		return list
	}
	edited := func(words []string) []string {
		out := append([]string{}, words...)
		for i := range out {
			if r.IntN(20) == 0 {
				out[i] = "changed"
			}
		}
		return out
	}
	rich, poor := prose(2000, 150_000), prose(1, 150_000)
	half := len(rich) / 2
	for name, c := range map[string][2][]string{
		"one word in twenty":  {rich, edited(rich)},
		"few different words": {poor, edited(poor)},
		"everything":          {rich, prose(2000, 150_000)},
		"halves that swapped": {rich, append(append([]string{}, rich[half:]...), rich[:half]...)},
		"one word again, again": {strings.Fields(strings.Repeat("again ", 200_000)),
			strings.Fields(strings.Repeat("again once ", 100_000))},
		"nothing against a book": {nil, rich},
	} {
		earlier, later := strings.Join(c[0], " "), strings.Join(c[1], " ")
		runs := diff.Words(earlier, later)
		if whole(runs, diff.Removed) != earlier || whole(runs, diff.Added) != later {
			t.Errorf("%s (seed %d): the texts are not whole", name, seed)
		}
		if name == "one word in twenty" && len(runs) < 10_000 {
			t.Errorf("%s: only %d runs (seed %d)", name, len(runs), seed)
		}
		t.Logf("%s: %d and %d bytes, %d runs", name, len(earlier), len(later), len(runs))
	}
}

func TestWordsFarFromAChangeAreLeftOut(t *testing.T) {
	runs := diff.Words("one two three four five six seven eight nine ten",
		"one two three four five six seven eight nine eleven")
	want := []diff.Run{{Kind: diff.Same, Text: "… eight nine "}, {Kind: diff.Removed, Text: "ten"},
		{Kind: diff.Added, Text: "eleven"}}
	if diff := cmp.Diff(want, diff.Around(runs, 2)); diff != "" {
		t.Error(diff)
	}
	if !diff.Changed(runs) || diff.Changed(runs[:1]) {
		t.Error("what changed is not known")
	}
}

// A megabyte of few different words, one in twenty of them changed: no single word anchors it, so that phrases must.
func BenchmarkDiffWords(b *testing.B) {
	r := rand.New(rand.NewPCG(20260312, 3))
	words := make([]string, 150_000)
	for i := range words {
		words[i] = "word" + string(rune('a'+r.IntN(26)))
	}
	earlier := strings.Join(words, " ")
	for i := range words {
		if r.IntN(20) == 0 {
			words[i] = "changed"
		}
	}
	later := strings.Join(words, " ")
	for b.Loop() {
		diff.Words(earlier, later)
	}
}
