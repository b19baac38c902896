// Package form reads posted values and keeps what was typed next to what is wrong with it.
package form

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"fourgates/internal/domain"
)

// Problem is one thing to put right, pointing at one field ("" for none).
type Problem struct{ Field, Message string }

// Form is a posted (or empty) form and its problems. Each decoder reads one field and notes what is wrong with it.
type Form struct {
	Values   url.Values
	Problems []Problem
	Both     []Clash // where Stale: the fields that differ

	stale bool
}

// Clash is a field that two people edited: as it is now, and as it was typed here.
type Clash struct{ Label, Now, Yours string }

// New returns a form with the values, ready to decode.
func New(v url.Values) Form {
	if v == nil {
		v = url.Values{}
	}
	return Form{Values: v}
}

// With returns a form prefilled from name, value pairs: an edit page before anything was typed.
func With(pairs ...string) Form {
	f := New(nil)
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Text is the field as domain.Prose reads it: trimmed, and without what cannot be seen.
func (f Form) Text(name string) string { return domain.Prose(f.Values.Get(name)) }

// Line is the field on one line.
func (f Form) Line(name string) string { return domain.Line(f.Values.Get(name)) }

// Email is the field as domain.FoldEmail reads it: an address without what is pasted around it.
func (f Form) Email(name string) string { return domain.FoldEmail(f.Values.Get(name)) }

// Has reports whether the field carries the value: a ticked checkbox, a chosen radio.
func (f Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Branch is the form for reading what belongs to one choice of a field: the form itself where one of the values is
// chosen, and otherwise one in which nothing was typed and whose problems nobody sees. Fields that a page hides cannot
// refuse it.
func (f *Form) Branch(field string, values ...string) *Form {
	if slices.Contains(values, f.Text(field)) {
		return f
	}
	return &Form{Values: url.Values{}}
}

// Problem returns the message for a field, or "".
func (f Form) Problem(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Message
		}
	}
	return ""
}

// OK reports whether nothing is wrong.
func (f Form) OK() bool { return len(f.Problems) == 0 && !f.stale }

// Stale reports whether somebody else changed the thing since the form was shown.
func (f Form) Stale() bool { return f.stale }

// Add notes a problem; the first one for a field stands.
func (f *Form) Add(field, message string) {
	if field == "" || f.Problem(field) == "" {
		f.Problems = append(f.Problems, Problem{field, message})
	}
}

// mostReasons is how many reasons one field shows; a file can have many faults.
const mostReasons = 5

// Refuse notes the reasons of a *domain.BlockedError by their fields, those of one field together, and reports whether
// err was one.
func (f *Form) Refuse(err error) bool {
	blocked, ok := errors.AsType[*domain.BlockedError](err)
	if !ok {
		return false
	}
	reasons := map[string][]string{}
	for _, b := range blocked.Blockers {
		reasons[b.Field] = append(reasons[b.Field], b.Words)
	}
	for _, b := range blocked.Blockers {
		if b.Field == "" {
			f.Add("", b.Words)
		} else {
			f.Add(b.Field, together(reasons[b.Field])) // once: the first for a field stands
		}
	}
	return true
}

// Take runs a command where nothing is wrong with what was typed, and files its refusal by the fields. It returns any
// other error, domain.ErrConflict among them.
func (f *Form) Take(command func() error) error {
	if !f.OK() {
		return nil
	}
	err := command()
	if f.Refuse(err) {
		return nil
	}
	return err
}

// Version reads which version of a thing the form was shown with; missing is the message where it does not say. Without
// a message such a form is of version 0, which is never the current one: its sender sees what stands now.
func (f *Form) Version(missing string) int {
	if missing != "" {
		return f.Int("version", 1, math.MaxInt32, missing)
	}
	n, err := strconv.ParseInt(f.Text("version"), 10, 32)
	if err != nil {
		return 0
	}
	return int(max(n, 0))
}

// Save is Take for a form that changes what was read: where somebody else changed it first, the form is Stale. So it is
// where the thing is in another state by now, and then it says in which.
func (f *Form) Save(command func() error) error {
	err := f.Take(command)
	if stands, ok := errors.AsType[*domain.StateError](err); ok {
		f.Add("", stands.Words)
	}
	if errors.Is(err, domain.ErrConflict) {
		f.stale = true
		return nil
	}
	return err
}

// Newest makes a stale form one over the version that stands now. It shows those of label, now, yours … that differ;
// where none does, it says so in one line.
func (f *Form) Newest(version int, labelNowYours ...string) {
	f.stale = true
	f.Values.Set("version", strconv.Itoa(version))
	f.Both = nil
	for i := 0; i+2 < len(labelNowYours); i += 3 {
		if labelNowYours[i+1] != labelNowYours[i+2] {
			f.Both = append(f.Both, Clash{labelNowYours[i], labelNowYours[i+1], labelNowYours[i+2]})
		}
	}
	if len(f.Both) == 0 {
		f.Both = []Clash{{"Everything", "the same as you typed", "the same as it is now"}}
	}
}

func together(reasons []string) string {
	if more := len(reasons) - mostReasons; more > 0 {
		return strings.Join(reasons[:mostReasons], "; ") + fmt.Sprintf("; and %d more", more)
	}
	return strings.Join(reasons, "; ")
}

// oneLine is the most characters of a text that stands on one line, such as a title or a name.
const oneLine = 254

// Required reads a text of 1 to most characters; empty is the message where there is none.
func (f *Form) Required(name string, most int, empty string) string {
	s := f.Optional(name, most)
	if s == "" {
		f.Add(name, empty)
	}
	return s
}

// Optional reads a text of at most so many characters: a short one on one line.
func (f *Form) Optional(name string, most int) string {
	s := f.Text(name)
	if most <= oneLine {
		s = domain.Line(s)
	}
	if n := utf8.RuneCountInString(s); n > most {
		f.Add(name, fmt.Sprintf("Must be %d characters or fewer; it has %d", most, n))
	}
	return s
}

// OneOf reads a choice from a closed list; empty is the message where nothing, or nothing on the list, was chosen.
func OneOf[T ~string](f *Form, name string, list []T, empty string) T {
	v := T(f.Text(name))
	if !slices.Contains(list, v) {
		f.Add(name, empty)
	}
	return v
}

// OptionalOneOf is OneOf where "" is a fine answer.
func OptionalOneOf[T ~string](f *Form, name string, list []T) T {
	if f.Text(name) == "" {
		return ""
	}
	return OneOf(f, name, list, "Choose one from the list")
}

// ID reads an identifier; empty is the message where none was chosen. "" for empty makes it optional and then 0 is
// "none".
func ID[T ~int64](f *Form, name string, empty string) T {
	s := f.Text(name)
	if s == "" {
		if empty != "" {
			f.Add(name, empty)
		}
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		f.Add(name, "Choose one from the list")
		return 0
	}
	return T(n)
}

// IDs reads every value of a field as identifiers, each once, in the order given.
func IDs[T ~int64](f *Form, name string) []T {
	var ids []T
	for _, s := range f.Values[name] {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 1 {
			f.Add(name, "Choose from the list")
			return nil
		}
		if !slices.Contains(ids, T(n)) {
			ids = append(ids, T(n))
		}
	}
	return ids
}

// Int reads a whole number from least to most.
func (f *Form) Int(name string, least, most int, empty string) int {
	n, err := strconv.Atoi(f.Text(name))
	switch {
	case f.Text(name) == "":
		f.Add(name, empty)
	case err != nil || n < least || n > most:
		f.Add(name, fmt.Sprintf("Must be a whole number from %d to %d", least, most))
	}
	return n
}

// Money reads an amount such as "1,200" or "£1,200.50"; empty is the message where there is none.
func (f *Form) Money(name, empty string) domain.Pence {
	p := f.OptionalMoney(name)
	if p == nil {
		f.Add(name, empty)
		return 0
	}
	return *p
}

// OptionalMoney is Money where no amount is a fine answer: nil, not known.
func (f *Form) OptionalMoney(name string) *domain.Pence {
	if f.Text(name) == "" {
		return nil
	}
	p, err := domain.ParsePence(f.Text(name))
	if err != nil {
		f.Add(name, domain.Capital(err.Error()))
		return nil
	}
	return &p
}
