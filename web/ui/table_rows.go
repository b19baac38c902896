package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// The rows of a table are written by hand, and they alone: a list has hundreds of cells, a frozen paper tens of
// thousands, and what templ makes of a cell takes five times as long. BenchmarkTable measures it.

// rows are the rows of a table's body. Those of a stacked table are styled by where they stand: with classes of their
// own they would be a third longer.
func rows(p TableProps) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		to := pieces{ctx: ctx, w: w}
		for cells := range p.each() {
			to.row(&p, cells)
			if to.err != nil {
				break
			}
		}
		return to.err
	})
}

// cell is what a cell holds, for a table's head.
func cell(c Cell) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		to := pieces{ctx: ctx, w: w}
		to.content(&c)
		return to.err
	})
}

// pieces writes texts one after the other until one of them fails.
type pieces struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (to *pieces) write(texts ...string) {
	for _, text := range texts {
		if to.err == nil {
			_, to.err = io.WriteString(to.w, text)
		}
	}
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
		numeric := when(c.Numeric, ` class="govuk-table__cell--numeric"`)
		to.write(`<td role="cell" data-label="`, templ.EscapeString(p.label(column)), `"`, numeric)
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
	if to.err == nil && len(c.Attrs) > 0 {
		to.err = templ.RenderAttributes(to.ctx, to.w, c.Attrs)
	}
}

func (to *pieces) content(c *Cell) {
	switch {
	case c.Content != nil:
		if to.err == nil {
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
