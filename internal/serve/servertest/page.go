package servertest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is what the server answered.
type Page struct {
	Asked      string // "GET /areas"
	Status     int
	Header     http.Header
	Body       string
	Doc        *html.Node // nil where it is no HTML
	Statements int        // SQL statements that the request ran
	Set        []*http.Cookie
}

func pageOf(asked string, w *httptest.ResponseRecorder, statements int) *Page {
	p := &Page{Asked: asked, Status: w.Code, Header: w.Header(), Body: w.Body.String(), Statements: statements,
		Set: w.Result().Cookies()}
	if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		p.Doc, _ = html.Parse(strings.NewReader(p.Body)) // html.Parse accepts any text
	}
	return p
}

// Want ends the test unless the status is this one.
func (p *Page) Want(t testing.TB, status int) *Page {
	t.Helper()
	if p.Status != status {
		t.Fatalf("%s: status %d, want %d\n%s", p.Asked, p.Status, status, p.Words())
	}
	return p
}

// Location is where a redirect leads, or "".
func (p *Page) Location() string { return p.Header.Get("Location") }

// Words is all text of the page, with single spaces.
func (p *Page) Words() string {
	if p.Doc == nil {
		return p.Body
	}
	return words(p.Doc)
}

// Says reports whether the page's text holds the words.
func (p *Page) Says(text string) bool { return strings.Contains(p.Words(), text) }

// Title is the document's title.
func (p *Page) Title() string { return words(p.First("title", "", "")) }

// Heading is the h1.
func (p *Page) Heading() string { return words(p.First("h1", "", "")) }

// Field is the value that a named input, select, textarea or set of radios would post as the page stands; ok is false
// where the page has no such field.
func (p *Page) Field(name string) (value string, ok bool) {
	for n := range p.nodes() {
		if Attr(n, "name") != name {
			continue
		}
		switch n.Data {
		case "textarea":
			return typed(n), true
		case "select":
			return selected(n), true
		case "input":
			kind := Attr(n, "type")
			if kind != "radio" && kind != "checkbox" {
				return Attr(n, "value"), true
			}
			ok = true
			if has(n, "checked") {
				return Attr(n, "value"), true
			}
		}
	}
	return "", ok
}

// typed is what a textarea holds, spaces and all.
func typed(area *html.Node) string {
	if area.FirstChild == nil {
		return ""
	}
	return area.FirstChild.Data
}

func selected(sel *html.Node) string {
	first, found := "", false
	for n := range sel.Descendants() {
		if n.Type != html.ElementNode || n.Data != "option" {
			continue
		}
		if has(n, "selected") {
			return Attr(n, "value")
		}
		if !found {
			first, found = Attr(n, "value"), true
		}
	}
	return first
}

// Problem is the message shown by a field, without the word "Error:"; "" where there is none.
func (p *Page) Problem(field string) string {
	n := p.First("", "id", field+"-error")
	return strings.TrimSpace(strings.TrimPrefix(words(n), "Error:"))
}

// Problems are the lines of the error summary.
func (p *Page) Problems() []string {
	var list []string
	for n := range p.nodes() {
		if n.Data == "li" && n.Parent != nil && strings.Contains(Attr(n.Parent, "class"), "error-summary") {
			list = append(list, words(n))
		}
	}
	return list
}

// Links are the addresses of all links, each once, in order.
func (p *Page) Links() []string {
	var list []string
	for n := range p.nodes() {
		if href := Attr(n, "href"); n.Data == "a" && href != "" && !slices.Contains(list, href) {
			list = append(list, href)
		}
	}
	return list
}

// Current are the addresses of the links that say that they lead to this very page.
func (p *Page) Current() []string {
	var list []string
	for n := range p.nodes() {
		if n.Data == "a" && Attr(n, "aria-current") == "page" {
			list = append(list, Attr(n, "href"))
		}
	}
	return list
}

// Figure is a number that a page shows, and the list that it leads to.
type Figure struct {
	Number int
	Href   string
}

// Figures are the numbers that lead to lists, in order.
func (p *Page) Figures() []Figure {
	var list []Figure
	for n := range p.nodes() {
		if n.Data != "a" || Attr(n, "class") != "fg-figure__link" {
			continue
		}
		number, _, _ := strings.Cut(words(n), " ")
		if is, err := strconv.Atoi(strings.ReplaceAll(number, ",", "")); err == nil {
			list = append(list, Figure{is, Attr(n, "href")})
		}
	}
	return list
}

// Forms are the addresses that the page's posting forms go to, each once, in order.
func (p *Page) Forms() []string {
	var list []string
	for n := range p.nodes() {
		if n.Data == "form" && strings.EqualFold(Attr(n, "method"), "post") &&
			!slices.Contains(list, Attr(n, "action")) {
			list = append(list, Attr(n, "action"))
		}
	}
	return list
}

// Hidden are the hidden fields of the posting form that goes to the address.
func (p *Page) Hidden(action string) url.Values {
	values := url.Values{}
	for n := range p.nodes() {
		if n.Data != "form" || Attr(n, "action") != action {
			continue
		}
		for f := range n.Descendants() {
			if f.Data == "input" && Attr(f, "type") == "hidden" {
				values.Add(Attr(f, "name"), Attr(f, "value"))
			}
		}
	}
	return values
}

// Searches are the addresses that the page's searching forms lead to with two boxes of a kind ticked and otherwise as
// they stand.
func (p *Page) Searches() []string {
	var list []string
	for n := range p.nodes() {
		if n.Data != "form" || strings.EqualFold(Attr(n, "method"), "post") {
			continue
		}
		values := url.Values{}
		for f := range n.Descendants() {
			name := Attr(f, "name")
			switch {
			case f.Type != html.ElementNode || name == "":
			case Attr(f, "type") == "checkbox" && len(values[name]) < 2:
				values.Add(name, Attr(f, "value"))
			case !values.Has(name):
				v, _ := p.Field(name)
				values.Set(name, v)
			}
		}
		if to := Attr(n, "action") + "?" + values.Encode(); !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	return list
}

// First is the first element of that name ("" for any) with that attribute value ("" for any attribute), or nil.
func (p *Page) First(element, attr, value string) *html.Node {
	for n := range p.nodes() {
		if (element == "" || n.Data == element) && (attr == "" || Attr(n, attr) == value) {
			return n
		}
	}
	return nil
}

func (p *Page) nodes() func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if p.Doc == nil {
			return
		}
		for n := range p.Doc.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

// Attr is an attribute of an element, or "".
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func words(n *html.Node) string { return strings.Join(strings.Fields(text(n)), " ") }

func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data)
			b.WriteString(" ")
		}
	}
	return b.String()
}

// Path puts identifiers into an address, one in place of each #.
func Path[T ~int64](format string, ids ...T) string {
	for _, id := range ids {
		format = strings.Replace(format, "#", ID(id), 1)
	}
	return format
}

// Parameter is a part of a route's pattern that stands for a value: {id}.
var Parameter = regexp.MustCompile(`\{[^}]*\}`)
