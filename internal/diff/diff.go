// Package diff says word by word what differs between two texts.
package diff

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// DiffKind says what became of a run of words between two texts.
type Kind int

// A run is in both texts, only in the later or only in the earlier one.
const (
	Same Kind = iota
	Added
	Removed
)

// DiffRun is a run of words with the space between them as it was.
type Run struct {
	Kind Kind
	Text string
}

// Words compares two texts word by word. Put together, the same and removed runs are the earlier text and the same and
// added runs the later one, to the byte. Words that stand in each text once anchor the comparison; between anchors it
// looks for the shortest way up to a bound, beyond which a passage counts as rewritten. So it is quick for any two
// texts: a megabyte takes well under a second.
func Words(earlier, later string) []Run {
	if earlier == later {
		return sameRun(earlier)
	}
	a, b := SplitWords(earlier), SplitWords(later)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	d := newDiffer(a[start:], b[start:])
	d.compare(0, len(d.a), 0, len(d.b), 0)
	return joined(append(sameRun(strings.Join(a[:start], "")), d.runs(a[start:], b[start:])...))
}

func sameRun(text string) []Run {
	if text == "" {
		return nil
	}
	return []Run{{Same, text}}
}

// joined makes one run of neighbours of a kind.
func joined(runs []Run) []Run {
	var list []Run
	for _, r := range runs {
		if last := len(list) - 1; last >= 0 && list[last].Kind == r.Kind {
			list[last].Text += r.Text
			continue
		}
		list = append(list, r)
	}
	return list
}

// SplitWords cuts a text into words, each with the space that follows it.
func SplitWords(text string) []string {
	var words []string
	start, inSpace := 0, false
	for i, r := range text {
		space := r == ' ' || r == '\n' || r == '\t' || r == '\r'
		if inSpace && !space {
			words = append(words, text[start:i])
			start = i
		}
		inSpace = space
	}
	if start < len(text) {
		words = append(words, text[start:])
	}
	return words
}

const (
	mostSteps = 300 // words that may differ in a passage without anchors before it counts as rewritten
	mostDepth = 64  // how often a passage is parted by anchors
	phrase    = 6   // words of a phrase, which anchors where no single word does
)

// differ holds two texts as numbers, one for each different word, and which word of the later text each of the earlier
// one became.
type differ struct {
	a, b   []int
	by     []func() lens
	became []int // by place in a: the place in b, or -1
}

// lens is how anchors are looked for: by single words or by phrases, each with its number at the place where it begins.
type lens struct {
	width        int
	a, b         []int
	inA, inB, at []int // by number: how often it is in the passage, and where in b
}

func newDiffer(a, b []string) *differ {
	words := numbered(1, a, b)
	phrases := sync.OnceValue(func() lens { return numbered(phrase, words.a, words.b) }) // most texts do without
	return &differ{a: words.a, b: words.b, by: []func() lens{func() lens { return words }, phrases},
		became: slices.Repeat([]int{-1}, len(a))}
}

// numbered gives each different word, or run of so many, a number.
func numbered[T comparable](width int, a, b []T) lens {
	known := map[[phrase]T]int{}
	number := func(words []T) []int {
		numbers := make([]int, max(0, len(words)-width+1))
		for i := range numbers {
			var key [phrase]T
			copy(key[:], words[i:i+width])
			n, ok := known[key]
			if !ok {
				n = len(known)
				known[key] = n
			}
			numbers[i] = n
		}
		return numbers
	}
	l := lens{width: width, a: number(a), b: number(b)}
	l.inA, l.inB, l.at = make([]int, len(known)), make([]int, len(known)), make([]int, len(known))
	return l
}

// compare matches the words of a from i to iEnd with those of b from j to jEnd.
func (d *differ) compare(i, iEnd, j, jEnd, depth int) {
	for i < iEnd && j < jEnd && d.a[i] == d.b[j] {
		d.became[i] = j
		i, j = i+1, j+1
	}
	for i < iEnd && j < jEnd && d.a[iEnd-1] == d.b[jEnd-1] {
		iEnd, jEnd = iEnd-1, jEnd-1
		d.became[iEnd] = jEnd
	}
	if i == iEnd || j == jEnd {
		return
	}
	var anchors [][2]int
	for _, by := range d.by {
		if depth < mostDepth && len(anchors) == 0 {
			anchors = by().anchors(i, iEnd, j, jEnd)
		}
	}
	if len(anchors) == 0 {
		d.shortest(i, iEnd, j, jEnd)
		return
	}
	for _, at := range anchors {
		d.compare(i, at[0], j, at[1], depth+1)
		d.became[at[0]] = at[1]
		i, j = at[0]+1, at[1]+1
	}
	d.compare(i, iEnd, j, jEnd, depth+1)
}

// anchors are the places of what each passage has once: the longest row of them that is in the same order in both.
func (l lens) anchors(i, iEnd, j, jEnd int) [][2]int {
	if iEnd-i < l.width || jEnd-j < l.width {
		return nil
	}
	a, b := l.a[i:iEnd-l.width+1], l.b[j:jEnd-l.width+1]
	for _, n := range a {
		l.inA[n]++
	}
	for at, n := range b {
		l.inB[n]++
		l.at[n] = j + at
	}
	var once [][2]int
	for at, n := range a {
		if l.inA[n] == 1 && l.inB[n] == 1 {
			once = append(once, [2]int{i + at, l.at[n]})
		}
	}
	for _, n := range a {
		l.inA[n] = 0
	}
	for _, n := range b {
		l.inB[n] = 0
	}
	return rising(once)
}

// rising is the longest row of pairs whose second places rise.
func rising(pairs [][2]int) [][2]int {
	var ends []int // by length: the pair that ends the best row so far
	before := make([]int, len(pairs))
	for p, pair := range pairs {
		n := sort.Search(len(ends), func(n int) bool { return pairs[ends[n]][1] >= pair[1] })
		before[p] = -1
		if n > 0 {
			before[p] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, p)
		} else {
			ends[n] = p
		}
	}
	row := make([][2]int, len(ends))
	if len(ends) == 0 {
		return row
	}
	for n, p := len(ends)-1, ends[len(ends)-1]; n >= 0; n, p = n-1, before[p] {
		row[n] = pairs[p]
	}
	return row
}

// shortest finds the fewest words to take out and put in (Myers, 1986) and matches the rest; where they are more than
// mostSteps, nothing.
func (d *differ) shortest(i, iEnd, j, jEnd int) {
	n, m := iEnd-i, jEnd-j
	most := min(n+m, mostSteps)
	far := make([]int, 2*most+3) // by diagonal, shifted by most+1: how far along a
	var trace [][]int
	for steps := 0; steps <= most; steps++ {
		trace = append(trace, slices.Clone(far[most+1-steps:most+2+steps]))
		for k := -steps; k <= steps; k += 2 {
			at := k + most + 1
			x := far[at-1] + 1
			if k == -steps || k != steps && far[at-1] < far[at+1] {
				x = far[at+1]
			}
			for x < n && x-k < m && d.a[i+x] == d.b[j+x-k] {
				x++
			}
			far[at] = x
			if x >= n && x-k >= m {
				d.backtrack(trace, i, j, n, m)
				return
			}
		}
	}
}

// backtrack walks the way that shortest found from its end and matches what it passed unchanged.
func (d *differ) backtrack(trace [][]int, i, j, x, y int) {
	for steps := len(trace) - 1; steps >= 0 && (x > 0 || y > 0); steps-- {
		k := x - y
		reached := func(diagonal int) int { // before this step
			if at := diagonal + steps; at >= 0 && at < len(trace[steps]) {
				return trace[steps][at]
			}
			return 0
		}
		from := k - 1
		if k == -steps || k != steps && reached(k-1) < reached(k+1) {
			from = k + 1
		}
		beforeX := reached(from)
		beforeY := beforeX - from
		if steps == 0 {
			beforeX, beforeY = 0, 0
		}
		for x > beforeX && y > beforeY {
			x, y = x-1, y-1
			d.became[i+x] = j + y
		}
		x, y = beforeX, beforeY
	}
}

// runs joins the words into runs: what is taken out before what is put in.
func (d *differ) runs(a, b []string) []Run {
	var runs []Run
	add := func(kind Kind, words []string) {
		if len(words) == 0 {
			return
		}
		runs = append(runs, Run{kind, strings.Join(words, "")})
	}
	i, j := 0, 0
	for i < len(a) {
		start := i
		for i < len(a) && d.became[i] < 0 {
			i++
		}
		add(Removed, a[start:i])
		if i == len(a) {
			break
		}
		add(Added, b[j:d.became[i]])
		j = d.became[i]
		start = i
		for i < len(a) && d.became[i] == j {
			i, j = i+1, j+1
		}
		add(Same, a[start:i])
	}
	add(Added, b[j:])
	return runs
}

// Changed reports whether any run differs.
func Changed(runs []Run) bool {
	return slices.ContainsFunc(runs, func(r Run) bool { return r.Kind != Same })
}

// Around shortens the runs that are the same to at most so many words beside a change, with "…" for the rest.
func Around(runs []Run, words int) []Run {
	short := make([]Run, 0, len(runs))
	for at, r := range runs {
		if r.Kind == Same {
			r.Text = ends(r.Text, words, at > 0, at < len(runs)-1)
		}
		short = append(short, r)
	}
	return short
}

func ends(text string, words int, atStart, atEnd bool) string {
	all := SplitWords(text)
	keep := 0
	for _, here := range []bool{atStart, atEnd} {
		if here {
			keep += words
		}
	}
	if len(all) <= keep+words {
		return text
	}
	var s string
	if atStart {
		s = strings.Join(all[:words], "")
	}
	s += "… "
	if atEnd {
		s += strings.Join(all[len(all)-words:], "")
	}
	return s
}
