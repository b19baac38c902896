package domain_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/domain"
)

func TestTextsAreComparedWordByWord(t *testing.T) {
	const same, added, removed = domain.DiffSame, domain.DiffAdded, domain.DiffRemoved
	for _, c := range []struct {
		earlier, later string
		want           []domain.DiffRun
	}{
		{"", "", nil},
		{"", "New words", []domain.DiffRun{{added, "New words"}}},
		{"Old words", "", []domain.DiffRun{{removed, "Old words"}}},
		{"Nothing changed", "Nothing changed", []domain.DiffRun{{same, "Nothing changed"}}},
		{"We fit ten lamps.", "We fit 14 lamps.", []domain.DiffRun{{same, "We fit "}, {removed, "ten "}, {added, "14 "}, {same, "lamps."}}},
		{"a b a b a", "a b b a", []domain.DiffRun{{same, "a b "}, {removed, "a "}, {same, "b a"}}},
		{"the path is dark", "at night the path is dark", []domain.DiffRun{{added, "at night "}, {same, "the path is dark"}}},
		{"Llŷn – café\n\nÓ Dálaigh", "Llŷn – cafés\n\nÓ Dálaigh", []domain.DiffRun{{same, "Llŷn – "}, {removed, "café\n\n"}, {added, "cafés\n\n"}, {same, "Ó Dálaigh"}}},
	} {
		if diff := cmp.Diff(c.want, domain.DiffWords(c.earlier, c.later)); diff != "" {
			t.Errorf("%q to %q (-want +got):\n%s", c.earlier, c.later, diff)
		}
	}
}

// whole puts the runs of two kinds together.
func whole(runs []domain.DiffRun, kind domain.DiffKind) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Kind == domain.DiffSame || r.Kind == kind {
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
		runs := domain.DiffWords(earlier, later)
		if whole(runs, domain.DiffRemoved) != earlier || whole(runs, domain.DiffAdded) != later {
			t.Fatalf("seed %d: %q to %q gives %+v", seed, earlier, later, runs)
		}
	}
}

// Every kind keeps the texts whole. BenchmarkDiffWords says how long the hardest kind takes: it may not come near a second.
func TestAMegabyteOfEachKindOfDifferenceIsCompared(t *testing.T) {
	const seed = 20260311
	r := rand.New(rand.NewPCG(seed, 2))
	prose := func(vocabulary, words int) []string {
		list := make([]string, words)
		for i := range list {
			list[i] = "word" + strings.Repeat("x", r.IntN(3)) + string(rune('a'+r.IntN(26))) + strings.Repeat("y", r.IntN(1+vocabulary/200))
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
		"one word in twenty":     {rich, edited(rich)},
		"few different words":    {poor, edited(poor)},
		"everything":             {rich, prose(2000, 150_000)},
		"halves that swapped":    {rich, append(append([]string{}, rich[half:]...), rich[:half]...)},
		"one word again, again":  {strings.Fields(strings.Repeat("again ", 200_000)), strings.Fields(strings.Repeat("again once ", 100_000))},
		"nothing against a book": {nil, rich},
	} {
		earlier, later := strings.Join(c[0], " "), strings.Join(c[1], " ")
		runs := domain.DiffWords(earlier, later)
		if whole(runs, domain.DiffRemoved) != earlier || whole(runs, domain.DiffAdded) != later {
			t.Errorf("%s (seed %d): the texts are not whole", name, seed)
		}
		if name == "one word in twenty" && len(runs) < 10_000 {
			t.Errorf("%s: only %d runs (seed %d)", name, len(runs), seed)
		}
		t.Logf("%s: %d and %d bytes, %d runs", name, len(earlier), len(later), len(runs))
	}
}

func TestWordsFarFromAChangeAreLeftOut(t *testing.T) {
	runs := domain.DiffWords("one two three four five six seven eight nine ten", "one two three four five six seven eight nine eleven")
	want := []domain.DiffRun{{Kind: domain.DiffSame, Text: "… eight nine "}, {Kind: domain.DiffRemoved, Text: "ten"}, {Kind: domain.DiffAdded, Text: "eleven"}}
	if diff := cmp.Diff(want, domain.Around(runs, 2)); diff != "" {
		t.Error(diff)
	}
	if !domain.Changed(runs) || domain.Changed(runs[:1]) {
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
		domain.DiffWords(earlier, later)
	}
}
