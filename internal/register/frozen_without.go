package register

import "strings"

// Without is the document with the words of some lines withheld: of each, its key alone is left. It still fits the
// digest. A document that is not frozen in lines stays whole.
func (f Frozen) Without(withheld func(key string) bool) Frozen {
	lines := splitLines(f.Words)
	for i, text := range lines {
		if l, err := readLine(text); err == nil && withheld(l.key) {
			lines[i] = `["` + l.key + `"]`
		}
	}
	f.Words = strings.Join(lines, "\n")
	return f
}
