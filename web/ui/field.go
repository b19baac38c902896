package ui

import (
	"cmp"
	"strings"

	"github.com/a-h/templ"

	"fourgates/internal/form"
)

// Size is the size of a label, legend or caption. The zero Size is that of body text.
type Size string

// The sizes, and Hidden for words that are read out but not shown.
const (
	XL     Size = "xl"
	L      Size = "l"
	M      Size = "m"
	S      Size = "s"
	Hidden Size = "hidden"
)

// class gives the modifier class of a size for a block such as "govuk-label".
func (s Size) class(block string) string {
	switch s {
	case "":
		return ""
	case Hidden:
		return "govuk-visually-hidden"
	default:
		return block + "--" + string(s)
	}
}

// Field is what every form field has: its name, its words, what was typed and what is wrong with it.
// Label, hint, problem and control are tied together by id.
type Field struct {
	Name    string // what is posted; also the id unless ID is set
	ID      string
	Label   string // label, or the legend where there are several controls
	Hint    string
	Value   string // what was typed, shown again as it was
	Problem string // shown above the control; "" when there is nothing wrong

	Size        Size // of the label or legend
	Heading     bool // the label is the page's h1
	Disabled    bool
	DescribedBy string           // ids of other elements that describe the field
	Attrs       templ.Attributes // more attributes for the control, such as maxlength or readonly

	typed bool // it shows what somebody typed, which has a direction of its own
}

// FieldOf makes a field that shows again what was typed in f, with its problem.
func FieldOf(f form.Form, name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Value: f.Values.Get(name), Problem: f.Problem(name), typed: true}
}

// AsHeading makes the field's label the page's h1, for a page that asks one thing.
func (f Field) AsHeading() Field {
	f.Heading, f.Size = true, L
	return f
}

// Sized sets the size of the label or legend.
func (f Field) Sized(s Size) Field {
	f.Size = s
	return f
}

// With adds an attribute to the control.
func (f Field) With(name string, value any) Field {
	attrs := templ.Attributes{name: value}
	for k, v := range f.Attrs {
		if k != name {
			attrs[k] = v
		}
	}
	f.Attrs = attrs
	return f
}

func (f Field) id() string { return cmp.Or(f.ID, f.Name) }

func (f Field) hintID() string  { return f.id() + "-hint" }
func (f Field) errorID() string { return f.id() + "-error" }

// describedBy lists the ids of what describes the control, hint before error.
func (f Field) describedBy() string {
	ids := make([]string, 0, 3)
	if f.DescribedBy != "" {
		ids = append(ids, f.DescribedBy)
	}
	if f.Hint != "" {
		ids = append(ids, f.hintID())
	}
	if f.Problem != "" {
		ids = append(ids, f.errorID())
	}
	return strings.Join(ids, " ")
}

func (f Field) label() LabelProps {
	return LabelProps{Text: f.Label, For: f.id(), Size: f.Size, Heading: f.Heading}
}

func (f Field) legend() LegendProps {
	return LegendProps{Text: f.Label, Size: f.Size, Heading: f.Heading}
}

// Option is one choice of radios, checkboxes or a select.
type Option struct {
	Value       string
	Text        string
	Hint        string
	Content     templ.Component // in place of Text
	Conditional templ.Component // shown while the option is chosen, and always without script
	Divider     string          // a word such as "or" between options; all else is then ignored
	ID          string          // in place of the one made from the field's id
	Name        string          // in place of the field's (checkboxes only)
	Checked     bool            // chosen, whatever the field's value
	Disabled    bool
	Exclusive   bool // choosing it clears the others (checkboxes only)
	Attrs       templ.Attributes
}

// Options makes choices from value, text, value, text …
func Options(valueText ...string) []Option {
	options := make([]Option, 0, len(valueText)/2)
	for i := 0; i+1 < len(valueText); i += 2 {
		options = append(options, Option{Value: valueText[i], Text: valueText[i+1]})
	}
	return options
}

// optionID numbers options from the second on, so that the first has the field's own id
// and the error summary leads to it.
func optionID(f Field, o Option, i int) string {
	switch {
	case o.ID != "":
		return o.ID
	case i == 0:
		return f.id()
	default:
		return f.id() + "-" + itoa(i+1)
	}
}
