package ui

import "github.com/a-h/templ"

// LabelProps is a label and the id of its control.
type LabelProps struct {
	Text    string
	Content templ.Component // in place of Text
	For     string
	Size    Size
	Heading bool // also the page's h1
	Class   string
	Attrs   templ.Attributes
}

// Label names a control. Fields make their own; it is for a control of your own making.
func Label(p LabelProps) templ.Component {
	return byHand(func(to *pieces) { to.label(p) })
}

func (p *pieces) label(l LabelProps) {
	if l.Text == "" && l.Content == nil {
		return
	}
	if l.Heading {
		p.write(`<h1 class="govuk-label-wrapper">`)
	}
	p.write(`<label class="govuk-label`)
	p.class(l.Size.class("govuk-label"))
	p.class(l.Class)
	p.write(`"`)
	p.attrs(l.Attrs)
	p.attr("for", l.For)
	p.write(">")
	p.words(l.Text, l.Content)
	p.write("</label>")
	if l.Heading {
		p.write("</h1>")
	}
}

// class goes on with the classes that an element has, unless it is empty.
func (p *pieces) class(name string) {
	if name != "" {
		p.write(" ", templ.EscapeString(name))
	}
}

// HintProps is a line of help.
type HintProps struct {
	ID      string
	Text    string
	Content templ.Component // in place of Text
	Class   string
	Attrs   templ.Attributes
}

// Hint helps with a control. Fields make their own from Field.Hint.
func Hint(p HintProps) templ.Component {
	return byHand(func(to *pieces) { to.hint(p) })
}

func (p *pieces) hint(h HintProps) {
	p.write("<div")
	p.attr("id", h.ID)
	p.write(` class="govuk-hint`)
	p.class(h.Class)
	p.write(`"`)
	p.attrs(h.Attrs)
	p.write(">")
	p.words(h.Text, h.Content)
	p.write("</div>")
}

// ErrorMessageProps says what is wrong with one field.
type ErrorMessageProps struct {
	ID      string
	Text    string
	Content templ.Component // in place of Text
	Attrs   templ.Attributes
}

// ErrorMessage stands above the control. Fields make their own from Field.Problem.
func ErrorMessage(p ErrorMessageProps) templ.Component {
	return byHand(func(to *pieces) { to.errorMessage(p) })
}

func (p *pieces) errorMessage(e ErrorMessageProps) {
	p.write("<p")
	p.attr("id", e.ID)
	p.write(` class="govuk-error-message"`)
	p.attrs(e.Attrs)
	p.write(`><span class="govuk-visually-hidden">Error:</span> `)
	p.words(e.Text, e.Content)
	p.write("</p>")
}

// help is the hint and the problem of a field.
func help(f Field) templ.Component {
	return byHand(func(to *pieces) { to.help(f) })
}

func (p *pieces) help(f Field) {
	if f.Hint != "" {
		p.hint(HintProps{ID: f.hintID(), Text: f.Hint})
	}
	if f.Problem != "" {
		p.errorMessage(ErrorMessageProps{ID: f.errorID(), Text: f.Problem})
	}
}

// group is the box around one field, which is its children.
func group(f Field, class string, attrs templ.Attributes) templ.Component {
	return byHand(func(to *pieces) {
		to.group(f, class, attrs, func() { to.component(templ.GetChildren(to.ctx)) })
	})
}

func (p *pieces) group(f Field, class string, attrs templ.Attributes, content func()) {
	p.write(`<div class="govuk-form-group`)
	if f.Problem != "" {
		p.write(" govuk-form-group--error")
	}
	p.class(class)
	p.write(`"`)
	p.attrs(attrs)
	p.write(">")
	content()
	p.write("</div>")
}

// words is content where there is some, else the text.
func words(text string, content templ.Component) templ.Component {
	return byHand(func(to *pieces) { to.words(text, content) })
}

// SelectProps is a choice of one from a long list.
type SelectProps struct {
	Field
	Options []Option
}

// Select asks for one of many options. Value chooses one. Start Options with an empty one where nothing is chosen yet.
func Select(p SelectProps) templ.Component {
	return byHand(func(to *pieces) {
		to.group(p.Field, "", nil, func() {
			to.label(p.label())
			to.help(p.Field)
			to.write(`<select class="govuk-select`)
			if p.Problem != "" {
				to.write(" govuk-select--error")
			}
			to.write(`"`)
			to.attr("id", p.id())
			to.attr("name", p.Name)
			if p.Disabled {
				to.write(" disabled")
			}
			to.attr("aria-describedby", p.describedBy())
			to.attrs(p.Attrs)
			to.write(">")
			for i := range p.Options {
				p.writeOption(&p.Options[i], to)
			}
			to.write("</select>")
		})
	})
}

func (p *SelectProps) writeOption(o *Option, to *pieces) {
	to.write(`<option value="`, templ.EscapeString(o.Value), `"`)
	if o.Checked || (p.Value != "" && o.Value == p.Value) {
		to.write(" selected")
	}
	if o.Disabled {
		to.write(" disabled")
	}
	to.attrs(o.Attrs)
	to.write(">", templ.EscapeString(o.Text), "</option>")
}

// navItem is one link of the bar.
func navItem(item *NavItem) templ.Component {
	return byHand(func(to *pieces) {
		here := item.Current || item.Active
		to.write(`<li class="govuk-service-navigation__item`)
		if here {
			to.write(" govuk-service-navigation__item--active")
		}
		to.write(`">`)
		end := ""
		if item.Href != "" {
			to.write(`<a class="govuk-service-navigation__link" href="`, templ.EscapeString(templ.URL(item.Href)), `"`)
			to.attr("aria-current", item.ariaCurrent())
			to.attrs(item.Attrs)
			to.write(">")
			end = "</a>"
		} else if item.Text != "" || item.content != nil {
			to.write(`<span class="govuk-service-navigation__text"`)
			to.attr("aria-current", item.ariaCurrent())
			to.write(">")
			end = "</span>"
		}
		if end != "" && here {
			to.write(`<strong class="govuk-service-navigation__active-fallback">`)
			to.words(item.Text, item.content)
			to.write("</strong>")
		} else if end != "" {
			to.words(item.Text, item.content)
		}
		to.write(end, "</li>")
	})
}
