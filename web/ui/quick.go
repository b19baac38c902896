package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// A list has hundreds of cells, and its filter a dozen fields with dozens of options. They are written by hand, each in a few pieces: what
// templ makes of them takes three times as long.

// pieces writes texts one after the other until one of them fails.
type pieces struct {
	ctx context.Context
	w   io.Writer
	err error
}

// byHand is a component that is written in pieces.
func byHand(body func(*pieces)) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		to := pieces{ctx: ctx, w: w}
		body(&to)
		return to.err
	})
}

func (p *pieces) write(texts ...string) {
	for _, text := range texts {
		if p.err == nil {
			_, p.err = io.WriteString(p.w, text)
		}
	}
}

// attr writes an attribute, unless it is empty.
func (p *pieces) attr(name, value string) {
	if value != "" {
		p.write(" ", name, `="`, templ.EscapeString(value), `"`)
	}
}

func (p *pieces) attrs(attrs templ.Attributes) {
	if p.err == nil && len(attrs) > 0 {
		p.err = templ.RenderAttributes(p.ctx, p.w, attrs)
	}
}

func (p *pieces) component(c templ.Component) {
	if p.err == nil {
		p.err = c.Render(p.ctx, p.w)
	}
}

// words writes content where there is some, else the text.
func (p *pieces) words(text string, content templ.Component) {
	if content != nil {
		p.component(content)
	} else {
		p.write(templ.EscapeString(text))
	}
}

func (p *pieces) tag(text string, colour Colour) {
	p.write(tagStarts[colour], templ.EscapeString(text), "</strong>")
}

// rows are the rows of a table's body. Those of a stacked table are styled by where they stand: with classes of their own they would be a
// third longer.
func rows(p TableProps) templ.Component {
	return byHand(func(to *pieces) {
		row, header := `<tr class="govuk-table__row">`, `<th scope="row" class="govuk-table__header"`
		if p.Stack {
			row, header = `<tr role="row">`, `<th scope="row" role="rowheader"`
		}
		var columns []columnTags
		line := func(cells []Cell) bool {
			for i := len(columns); i < len(cells); i++ {
				columns = append(columns, p.columnTags(i))
			}
			to.write(row)
			for i := range cells {
				start, end := columns[i].plain, "</td>"
				if i == 0 && p.FirstCellIsHeader {
					start, end = header, "</th>"
				} else if cells[i].Numeric {
					start = columns[i].numeric
				}
				to.write(start)
				cells[i].writeSpan(to)
				to.write(">")
				cells[i].writeTo(to)
				to.write(end)
			}
			to.write("</tr>")
			return to.err == nil
		}
		if p.Each != nil {
			p.Each(line)
			return
		}
		for _, cells := range p.Rows {
			line(cells)
		}
	})
}

// columnTags are the start tags of the cells in a column, still open for what only one of them has.
type columnTags struct{ plain, numeric string }

func (p TableProps) columnTags(column int) columnTags {
	if p.Stack {
		cell := `<td role="cell" data-label="` + templ.EscapeString(p.label(column)) + `"`
		return columnTags{cell, cell + ` class="govuk-table__cell--numeric"`}
	}
	return columnTags{`<td class="govuk-table__cell"`, `<td class="govuk-table__cell govuk-table__cell--numeric"`}
}

func (c *Cell) writeSpan(to *pieces) {
	if c.Colspan > 0 {
		to.write(` colspan="`, itoa(c.Colspan), `"`)
	}
	if c.Rowspan > 0 {
		to.write(` rowspan="`, itoa(c.Rowspan), `"`)
	}
	to.attrs(c.Attrs)
}

// writeTo writes what a cell holds.
func (c *Cell) writeTo(to *pieces) {
	switch {
	case c.Content != nil:
		to.component(c.Content)
	case c.Href != "":
		class := "govuk-link"
		if c.Sort != "" {
			class = "fg-sort"
		}
		to.write(`<a class="`, class, `" href="`, templ.EscapeString(templ.URL(c.Href)), `">`, templ.EscapeString(c.Text), "</a>")
	case c.Tag != "":
		to.tag(c.Text, c.Tag)
	default:
		to.write(templ.EscapeString(c.Text))
	}
}

// cell is what a cell holds, for a table's head.
func cell(c *Cell) templ.Component {
	return byHand(c.writeTo)
}

// tagStarts are the start tags of tags, by their colours.
var tagStarts = func() map[Colour]string {
	made := map[Colour]string{}
	for _, c := range colours {
		made[c] = `<strong class="` + classes("govuk-tag", c.class()) + `">`
	}
	return made
}()
