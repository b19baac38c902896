package serve

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// directed is the page in which whatever is written from right to left has its own direction, wherever it came from:
// an element that holds nothing else takes it by dir="auto", and words inside a sentence or a cell stand in <bdi>, so
// that their punctuation is at their end and the words around them stay where they are. In the title of the page and in
// drawings, where no element may stand, signs do what <bdi> does. A page without any is as it was.
func directed(page []byte) []byte {
	if !fromRight(page) {
		return page
	}
	out := make([]byte, 0, len(page)+len(page)/16)
	var open []element
	for len(page) > 0 {
		if page[0] == '<' {
			end := bytes.IndexByte(page, '>')
			if end < 0 {
				break
			}
			tag := page[:end+1]
			open = follow(open, tag, len(out)+end)
			out, page = append(out, tag...), page[end+1:]
			continue
		}
		end := bytes.IndexByte(page, '<')
		if end < 0 {
			end = len(page)
		}
		text := page[:end]
		page = page[end:]
		if !fromRight(text) {
			out = append(out, text...)
			continue
		}
		out = place(out, text, open, bytes.HasPrefix(page, []byte("</")))
	}
	return append(out, page...)
}

// element is one that is open: its name, and where in the page so far its start tag ends.
type element struct {
	name string
	end  int  // of the ">"
	said bool // it has a direction
}

// Elements that hold text as it is, and those that take a direction without moving what stands beside them.
var (
	void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
		"wbr"}
	raw     = []string{"script", "style"}
	signed  = []string{"title", "svg"}
	whole   = []string{"textarea", "option"}
	carrier = []string{"a", "b", "blockquote", "cite", "dd", "div", "em", "figcaption", "h1", "h2", "h3", "h4", "h5",
		"h6", "li", "p", "q", "span", "strong", "summary", "small", "time", "del", "ins", "mark"}
)

// follow is what is open after the tag, which ends there.
func follow(open []element, tag []byte, end int) []element {
	name := strings.ToLower(string(tagName(tag)))
	switch {
	case name == "":
		return open // a comment, or what says that it is HTML
	case tag[1] == '/':
		for i, e := range slices.Backward(open) {
			if e.name == name {
				return open[:i]
			}
		}
		return open
	case slices.Contains(void, name) || bytes.HasSuffix(tag, []byte("/>")):
		return open
	}
	return append(open, element{name, end, bytes.Contains(tag, []byte(" dir="))})
}

func tagName(tag []byte) []byte {
	tag = bytes.TrimPrefix(tag[1:], []byte("/"))
	n := bytes.IndexFunc(tag, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	return tag[:max(n, 0)]
}

// place appends text that is written from right to left, as far as it is.
func place(out, text []byte, open []element, closes bool) []byte {
	within := func(names []string) bool {
		return slices.ContainsFunc(open, func(e element) bool { return slices.Contains(names, e.name) })
	}
	switch {
	case len(open) == 0 || within(raw):
		return append(out, text...)
	case within(signed):
		return isolated(out, text, signs)
	}
	in := open[len(open)-1]
	alone := closes && in.end == len(out)-1
	switch {
	case in.said && alone, in.name == "bdi":
		return append(out, text...)
	case slices.Contains(whole, in.name), alone && slices.Contains(carrier, in.name) && beginsRight(unitsOf(text)):
		if !in.said {
			out = slices.Insert(out, in.end, []byte(` dir="auto"`)...)
		}
		return append(out, text...)
	}
	return isolated(out, text, tags)
}

// marks are what stands around words to isolate them.
type marks struct{ before, after string }

var (
	tags  = marks{`<bdi dir="auto">`, `</bdi>`}
	signs = marks{"\u2068", "\u2069"} // first strong isolate, and the end of it
)

// isolated appends the text with marks around what is written from right to left. Where it begins so, or what stands in
// quotes does, all of it is.
func isolated(out, text []byte, by marks) []byte {
	units := unitsOf(text)
	if beginsRight(units) {
		return by.around(out, text, units, 0, len(units))
	}
	done := 0
	for {
		from := done
		for from < len(units) && units[from].kind != right {
			from++
		}
		if from == len(units) {
			return appendUnits(out, text, units[done:])
		}
		from, to := runOf(units, done, from)
		out = appendUnits(out, text, units[done:from])
		out = by.around(out, text, units, from, to)
		done = to
	}
}

// runOf is the run of units around the first that is written from right to left: what stands in its quotes, or else to
// the last of them before the next Latin letter, with the marks that end it.
func runOf(units []unit, least, first int) (from, to int) {
	from = first
	for i := first - 1; i >= least && units[i].kind != left; i-- {
		if units[i].kind == opening {
			if end := slices.IndexFunc(units[first:], func(u unit) bool { return u.kind == closing }); end > 0 {
				return i + 1, first + end
			}
		}
	}
	to = first + 1
	for i := first; i < len(units) && units[i].kind != left && units[i].kind != closing; i++ {
		if units[i].kind == right || units[i].kind == ending {
			to = i + 1
		}
	}
	return from, to
}

// Kinds of signs, as far as direction goes.
const (
	neutral = iota
	left
	right
	opening // quotes
	closing
	ending // what ends the words before it: brackets, figures, exclamation and question marks
)

// unit is one sign of escaped text.
type unit struct{ from, to, kind int }

func unitsOf(text []byte) []unit {
	units := make([]unit, 0, len(text))
	for i := 0; i < len(text); {
		if text[i] == '&' {
			if end := bytes.IndexByte(text[i:min(len(text), i+10)], ';'); end > 0 {
				units = append(units, unit{i, i + end + 1, neutral})
				i += end + 1
				continue
			}
		}
		r, size := utf8.DecodeRune(text[i:])
		units = append(units, unit{i, i + size, kindOf(r)})
		i += size
	}
	return units
}

func kindOf(r rune) int {
	switch {
	case isRight(r):
		return right
	case r == '“' || r == '‘' || r == '«':
		return opening
	case r == '”' || r == '’' || r == '»':
		return closing
	case strings.ContainsRune(")]}!?؟%…", r) || unicode.IsDigit(r):
		return ending
	case unicode.IsLetter(r):
		return left
	}
	return neutral
}

// isRight reports whether the letter is of a script that is written from right to left.
func isRight(r rune) bool {
	return r >= 0x590 && r <= 0x8ff && (unicode.IsLetter(r) || unicode.IsMark(r)) || r >= 0xfb1d && r <= 0xfdff ||
		r >= 0xfe70 && r <= 0xfefe || r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}

// fromRight reports whether something in it is written from right to left.
func fromRight(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= 0xd6 && c <= 0xdf || c == 0xe0 || c == 0xef || c == 0xf0 {
			if r, _ := utf8.DecodeRune(text[i:]); isRight(r) {
				return true
			}
		}
	}
	return false
}

// beginsRight reports whether the first letter is one that is written from right to left.
func beginsRight(units []unit) bool {
	for _, u := range units {
		if u.kind == left || u.kind == right {
			return u.kind == right
		}
	}
	return false
}

func appendUnits(out, text []byte, units []unit) []byte {
	if len(units) == 0 {
		return out
	}
	return append(out, text[units[0].from:units[len(units)-1].to]...)
}

// around appends the units isolated, without the blanks around them.
func (m marks) around(out, text []byte, units []unit, from, to int) []byte {
	run := text[units[from].from:units[to-1].to]
	inner := bytes.TrimSpace(run)
	at := bytes.Index(run, inner)
	out = append(out, run[:at]...)
	out = append(append(append(out, m.before...), inner...), m.after...)
	return append(out, run[at+len(inner):]...)
}
