package register

import (
	"encoding/json"
	"reflect"
	"strings"

	"fourgates/internal/domain"
)

const erasedOn = "erased on "

// Erased is why a line says nothing that was erased on a day.
func Erased(on domain.Date) string { return erasedOn + on.Words() }

// Gap is a line of a document that is withheld from a reader, or erased.
type Gap struct {
	Key string
	Why string // "" where the line does not say
}

// Erased reports whether the words are gone, and not only withheld.
func (g Gap) Erased() bool { return strings.HasPrefix(g.Why, erasedOn) }

// Words is what stands in place of the line.
func (g Gap) Words() string {
	if g.Why == "" {
		return "withheld"
	}
	return g.Why
}

// Gaps are those of a document.
type Gaps []Gap

// Keys are the keys of the lines.
func (g Gaps) Keys() []string {
	var keys []string
	for _, one := range g {
		keys = append(keys, one.Key)
	}
	return keys
}

// Words says how many lines are withheld and how many erased, a sentence for each reason.
func (g Gaps) Words() []string {
	count := map[string]int{}
	var order []string
	for _, one := range g {
		why := one.Words()
		if count[why] == 0 {
			order = append(order, why)
		}
		count[why]++
	}
	list := make([]string, len(order))
	for i, why := range order {
		list[i] = domain.Counted(count[why], "line", "lines") + " " + why
	}
	return list
}

// Without is the document with the words of some lines withheld: of each, its key alone is left. It still fits the
// digest. A document that is not frozen in lines stays whole.
func (f Frozen) Without(withheld func(key string) bool) Frozen {
	return f.Withheld("", func(l Line) bool { return withheld(l.Key) })
}

// Line is a line of a document with what it says: the JSON of a plain value or of a list of them, "" where it says
// nothing any more.
type Line struct{ Key, Value string }

// Texts are the texts of the line.
func (l Line) Texts() []string {
	var value any
	if json.Unmarshal([]byte(l.Value), &value) != nil {
		return nil
	}
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var texts []string
		for _, e := range v {
			if text, ok := e.(string); ok {
				texts = append(texts, text)
			}
		}
		return texts
	}
	return nil
}

// Lines are the lines of the document in their order, also of one that was frozen whole.
func (f Frozen) Lines() ([]Line, error) {
	if !f.InLines() && f.Words == "" {
		whole, err := linesOf(json.RawMessage(f.Text))
		lines := make([]Line, len(whole))
		for i, l := range whole {
			lines[i] = Line{l.key, l.value}
		}
		return lines, err
	}
	return LinesOf(f.Words)
}

// LinesOf are the lines of some of the words of a document.
func LinesOf(words string) ([]Line, error) {
	texts := splitLines(words)
	lines := make([]Line, len(texts))
	for i, text := range texts {
		l, err := readLine(text)
		if err != nil {
			return nil, err
		}
		lines[i] = Line{l.key, l.value}
	}
	return lines, nil
}

// Withheld is the document with the words of some lines withheld, saying why where that is not "". It still fits the
// digest, unless it was frozen whole: then what is left can be read and not checked, and is not withheld without a
// reason.
func (f Frozen) Withheld(why string, hides func(l Line) bool) Frozen {
	if !f.InLines() && f.Words == "" {
		return f.cutWhole(why, hides)
	}
	f.Words, _ = gapped(f.Words, why, hides)
	return f
}

// Erase is some of the words of a document without those of some lines, and how many these are. What is withheld or
// erased already stays as it is.
func Erase(words string, on domain.Date, erases func(l Line) bool) (left string, erased int) {
	return gapped(words, Erased(on), erases)
}

func gapped(words, why string, gap func(l Line) bool) (left string, gaps int) {
	lines := splitLines(words)
	for i, text := range lines {
		l, err := readLine(text)
		if err != nil || l.value == "" || !gap(Line{l.key, l.value}) {
			continue
		}
		gaps++
		lines[i] = gapLine(l.key, why)
	}
	return strings.Join(lines, "\n"), gaps
}

func gapLine(key, why string) string {
	if why == "" {
		return `["` + key + `"]`
	}
	reason, _ := json.Marshal(why)
	return `["` + key + `",` + string(reason) + `]`
}

// cutWhole withholds lines of a document that was frozen whole.
func (f Frozen) cutWhole(why string, hides func(l Line) bool) Frozen {
	lines, err := f.Lines()
	if err != nil || why == "" {
		return f
	}
	words, some := make([]string, len(lines)), false
	for i, l := range lines {
		if hides(l) {
			words[i], some = gapLine(l.Key, why), true
			continue
		}
		words[i] = `["","` + l.Key + `",` + l.Value + `]`
	}
	if !some {
		return f
	}
	return Frozen{Words: strings.Join(words, "\n")}
}

// standIn is the JSON that stands in place of the line in what the document is read into: why, where a text is due.
func (g Gap) standIn(into reflect.Type) string {
	t, blank := fieldAt(into, g.Key)
	if g.Why == "" || blank || t == nil {
		return "null"
	}
	why, _ := json.Marshal(g.Why)
	switch {
	case t == reflect.TypeFor[string]():
		return string(why)
	case t.Kind() == reflect.Slice && t.Elem() == reflect.TypeFor[string]():
		return "[" + string(why) + "]"
	}
	return "null"
}

// fieldAt is the type of what a key names in a document of the type, and whether the field has the tag frozen:"blank":
// it holds no words for people, and is left empty.
func fieldAt(t reflect.Type, key string) (at reflect.Type, blank bool) {
	for _, part := range strings.Split(key, ".") {
		name, entries, _ := strings.Cut(part, "[")
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return nil, false
		}
		found := false
		for _, f := range reflect.VisibleFields(t) {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous && tag == "" || tag != name {
				continue
			}
			t, blank, found = f.Type, f.Tag.Get("frozen") == "blank", true
			break
		}
		if !found {
			return nil, false
		}
		if entries == "" {
			continue
		}
		for range strings.Split(entries, "][") {
			for t.Kind() == reflect.Pointer {
				t = t.Elem()
			}
			if t.Kind() != reflect.Slice {
				return nil, false
			}
			t = t.Elem()
		}
	}
	return t, blank
}
