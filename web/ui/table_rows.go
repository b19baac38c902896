package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// The rows of a table and the options of a select are written by hand, and they alone: a list has hundreds of cells, a
// frozen paper tens of thousands, and what templ makes of a cell takes five times as long. BenchmarkTable measures it.

// rows are the rows of a table's body. Those of a stacked table are styled by where they stand: with classes of their
// own they would be a third longer.
func rows(p TableProps) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		to := pieces{ctx: ctx, w: w, labels: p.labels()}
		for cells := range p.each() {
			to.row(&p, cells)
			if to.flush(); to.err != nil {
				break
			}
		}
		return to.err
	})
}

// labels are what the cells of each column are called when their row is a card.
func (p *TableProps) labels() []string {
	var labels []string
	for _, c := range p.Head {
		labels = append(labels, ` data-label="`+templ.EscapeString(c.Text)+`"`)
	}
	return labels
}

// offered are the options of a select.
func offered(p SelectProps) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		to := pieces{ctx: ctx, w: w}
		for _, o := range p.Options {
			chosen := o.Checked || (p.Value != "" && o.Value == p.Value)
			to.write(`<option value="`, templ.EscapeString(o.Value), `"`)
			to.write(when(chosen, " selected"), when(o.Disabled, " disabled"))
			to.attrs(o.Attrs)
			to.write(">", templ.EscapeString(o.Text), "</option>")
		}
		to.flush()
		return to.err
	})
}

// cell is what a cell holds, for a table's head.
func cell(c Cell) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		to := pieces{ctx: ctx, w: w}
		to.content(&c)
		to.flush()
		return to.err
	})
}

// pieces gathers texts and writes them out in one.
type pieces struct {
	ctx    context.Context
	w      io.Writer
	labels []string // of a stacked table's columns
	texts  []byte
	err    error // of writing, after which nothing more is written
}

func (to *pieces) write(texts ...string) {
	for _, text := range texts {
		to.texts = append(to.texts, text...)
	}
}

// flush writes out what is gathered. It comes before whatever writes for itself.
func (to *pieces) flush() {
	if to.err == nil {
		_, to.err = to.w.Write(to.texts)
	}
	to.texts = to.texts[:0]
}

func (to *pieces) row(p *TableProps, cells []Cell) {
	if p.Stack {
		to.write(`<tr role="row">`)
	} else {
		to.write(`<tr class="govuk-table__row">`)
	}
	for i := range cells {
		to.cell(p, i, &cells[i])
	}
	to.write("</tr>")
}

func (to *pieces) cell(p *TableProps, column int, c *Cell) {
	header, end := column == 0 && p.FirstCellIsHeader, "</td>"
	switch {
	case header && p.Stack:
		to.write(`<th scope="row" role="rowheader"`)
	case header:
		to.write(`<th scope="row" class="govuk-table__header"`)
	case p.Stack:
		to.write(`<td role="cell"`, to.label(column), when(c.Numeric, ` class="govuk-table__cell--numeric"`))
	default:
		to.write(`<td class="govuk-table__cell`, when(c.Numeric, " govuk-table__cell--numeric"), `"`)
	}
	if header {
		end = "</th>"
	}
	to.span(c)
	to.write(">")
	to.content(c)
	to.write(end)
}

// span writes how many columns and rows a cell takes, and the attributes that it alone has.
func (to *pieces) span(c *Cell) {
	if c.Colspan > 0 {
		to.write(` colspan="`, itoa(c.Colspan), `"`)
	}
	if c.Rowspan > 0 {
		to.write(` rowspan="`, itoa(c.Rowspan), `"`)
	}
	to.attrs(c.Attrs)
}

func (to *pieces) attrs(attrs templ.Attributes) {
	if len(attrs) == 0 {
		return
	}
	if to.flush(); to.err == nil {
		to.err = templ.RenderAttributes(to.ctx, to.w, attrs)
	}
}

func (to *pieces) label(column int) string {
	if column < len(to.labels) {
		return to.labels[column]
	}
	return ` data-label=""`
}

func (to *pieces) content(c *Cell) {
	switch {
	case c.Content != nil:
		if to.flush(); to.err == nil {
			to.err = c.Content.Render(to.ctx, to.w)
		}
	case c.Href != "":
		class := "govuk-link"
		if c.Sort != "" {
			class = "fg-sort"
		}
		to.write(`<a class="`, class, `" href="`, templ.EscapeString(templ.URL(c.Href)), `">`)
		to.write(templ.EscapeString(c.Text), "</a>")
	case c.Tag != "":
		to.write(`<strong class="`, templ.EscapeString(classes("govuk-tag", c.Tag.class())), `">`)
		to.write(templ.EscapeString(c.Text), "</strong>")
	default:
		to.write(templ.EscapeString(c.Text))
	}
}
