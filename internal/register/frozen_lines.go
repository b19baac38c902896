package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
)

// line is one line of a document: a key such as issues[12].title, and the JSON of what it says; "" where that is
// withheld or erased, and why.
type line struct{ key, value, why string }

// fieldName is what the field of a frozen document may be called, so that keys can be taken apart again.
var fieldName = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// linesOf takes a document apart: fields in the order of their names, lists in their own. What is empty has no line. A
// list of texts has a line for each, so that one can be withheld alone; a list of other plain values, and the row of a
// table, is one line. The entries of any other list are named by their id, where each has its own, or counted.
func linesOf(content any) ([]line, error) {
	text, err := domain.Canonical(content)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	if _, ok := tree.(map[string]any); !ok {
		return nil, fmt.Errorf("%T has no fields", content)
	}
	var f flattener
	f.enc = json.NewEncoder(&f.buffer)
	f.enc.SetEscapeHTML(false)
	return f.lines, f.add("", tree)
}

type flattener struct {
	lines  []line
	buffer bytes.Buffer
	enc    *json.Encoder
}

func (f *flattener) add(key string, value any) error {
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		return f.addFields(key, v)
	case []any:
		if slices.ContainsFunc(v, func(e any) bool { _, text := e.(string); return text || !plain(e) }) {
			return f.addList(key, v)
		}
	}
	return f.addLine(key, value)
}

func plain(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}

func (f *flattener) addLine(key string, value any) error {
	f.buffer.Reset()
	if err := f.enc.Encode(value); err != nil {
		return err
	}
	f.lines = append(f.lines, line{key: key, value: string(bytes.TrimRight(f.buffer.Bytes(), "\n"))})
	return nil
}

func (f *flattener) addFields(key string, fields map[string]any) error {
	before := len(f.lines)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !fieldName.MatchString(name) {
			return fmt.Errorf("a field called %q", name)
		}
		at := name
		if key != "" {
			at = key + "." + name
		}
		if err := f.add(at, fields[name]); err != nil {
			return err
		}
	}
	if len(f.lines) == before && key != "" {
		return f.addLine(key, map[string]any{}) // an entry of a list counts, empty or not
	}
	return nil
}

func (f *flattener) addList(key string, list []any) error {
	names := entryNames(list)
	for i, e := range list {
		at := key + "[" + names[i] + "]"
		if _, row := e.([]any); row || plain(e) {
			if err := f.addLine(at, e); err != nil {
				return err
			}
			continue
		}
		if err := f.add(at, e); err != nil {
			return err
		}
	}
	return nil
}

// entryNames names the entries of a list by their ids, where each has one of its own, or else by their place from 0.
func entryNames(list []any) []string {
	names := make([]string, len(list))
	seen := map[string]bool{}
	for i, e := range list {
		fields, _ := e.(map[string]any)
		id, ok := fields["id"].(json.Number)
		if !ok || seen[id.String()] || !fieldName.MatchString(id.String()) {
			for i := range names {
				names[i] = strconv.Itoa(i)
			}
			return names
		}
		names[i] = id.String()
		seen[names[i]] = true
	}
	return names
}

// Part is the words below one field of a document, or below one entry of a list in it: what is kept as a row.
type Part struct{ Name, Words string }

// Parts are the words in parts, in their order. Joined by line breaks they are the words.
func (f Frozen) Parts() ([]Part, error) {
	var parts []Part
	for _, text := range splitLines(f.Words) {
		l, err := readLine(text)
		if err != nil {
			return nil, err
		}
		name, _, _ := strings.Cut(l.key, ".")
		if n := len(parts); n > 0 && parts[n-1].Name == name {
			parts[n-1].Words += "\n" + text
			continue
		}
		parts = append(parts, Part{name, text})
	}
	return parts, nil
}

// node is a place in a document that is put together again: a value, or fields or entries in the order of their coming.
type node struct {
	value string
	list  bool
	names []string
	below map[string]*node
}

// put puts a line in its place.
func (n *node) put(l line) error {
	at := n
	for _, field := range strings.Split(l.key, ".") {
		name, entries, _ := strings.Cut(field, "[")
		at = at.child(name)
		if entries == "" {
			continue
		}
		for _, entry := range strings.Split(strings.TrimSuffix(entries, "]"), "][") {
			at.list = true
			at = at.child(entry)
		}
	}
	if at.value != "" || at.below != nil {
		return fmt.Errorf("%s is there twice", l.key)
	}
	at.value = l.value
	return nil
}

func (n *node) child(name string) *node {
	if below, ok := n.below[name]; ok {
		return below
	}
	if n.below == nil {
		n.below = map[string]*node{}
	}
	n.names = append(n.names, name)
	n.below[name] = &node{}
	return n.below[name]
}

func (n *node) write(out *bytes.Buffer) {
	if n.value != "" {
		out.WriteString(n.value)
		return
	}
	open, end := byte('{'), byte('}')
	if n.list {
		open, end = '[', ']'
	}
	out.WriteByte(open)
	for i, name := range n.names {
		if i > 0 {
			out.WriteByte(',')
		}
		if !n.list {
			out.WriteString(`"` + name + `":`)
		}
		n.below[name].write(out)
	}
	out.WriteByte(end)
}
