package servertest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Faults lists what is wrong with the page as HTML that everybody can use: markup that a browser had to mend,
// identifiers used twice, fields without a label, links and headings without words, styles and scripts in line, and
// traces of Go in the text.
func (p *Page) Faults() []string {
	c := check{page: p, ids: map[string]int{}, labelled: map[string]bool{}}
	c.traces()
	if p.Doc == nil {
		return c.faults
	}
	for n := range p.nodes() {
		if id, ok := attribute(n, "id"); ok {
			c.ids[id]++
		}
		if n.Data == "label" && words(n) != "" {
			c.labelled[Attr(n, "for")] = true
		}
	}
	c.mended()
	c.document()
	level := 0
	for n := range p.nodes() {
		c.attributes(n)
		c.field(n)
		c.words(n)
		c.nesting(n)
		level = c.heading(n, level)
	}
	return c.faults
}

type check struct {
	page     *Page
	ids      map[string]int
	labelled map[string]bool // by id
	faults   []string
}

func (c *check) add(format string, args ...any) {
	if fault := fmt.Sprintf(format, args...); !slices.Contains(c.faults, fault) {
		c.faults = append(c.faults, fault)
	}
}

// goTraces are what a mistake in Go leaves in a text: a wrong verb, a nil, the zero time, a pointer, escapes escaped
// again.
var goTraces = []string{"%!", "<nil>", "&lt;nil&gt;", "0001-01-01", "January 0001", " 0001 at", "NaN", "0xc0", "{{",
	"&amp;amp;", "&amp;lt;", "&amp;gt;", "&amp;quot;", "&amp;#"}

// salts are the random words beside frozen ones: letters in any order.
var salts = regexp.MustCompile(`\["[\w+/=-]{16,}",`)

func (c *check) traces() {
	body := salts.ReplaceAllString(c.page.Body, "[")
	for _, trace := range goTraces {
		if strings.Contains(body, trace) {
			c.add("holds %q", trace)
		}
	}
}

var voidElements = strings.Fields("area base br col embed hr img input link meta source track wbr")

// mended compares the tags as written with the tree that a browser makes of them: every element is closed where it
// should be, and none had to be moved, added or dropped.
func (c *check) mended() {
	written := map[string]int{}
	var open []string
	z := html.NewTokenizer(strings.NewReader(c.page.Body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		t := z.Token()
		switch {
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			written[t.Data]++
			// In a drawing an element may close itself.
			if !slices.Contains(voidElements, t.Data) && kind != html.SelfClosingTagToken {
				open = append(open, t.Data)
			}
		case kind == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != t.Data):
			c.add("</%s> closes what is not open: %v", t.Data, open)
			return
		case kind == html.EndTagToken:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		c.add("not closed: %v", open)
	}
	inTree := map[string]int{}
	for n := range c.page.nodes() {
		inTree[strings.ToLower(n.Data)]++
	}
	for name, n := range inTree {
		if written[name] != n && name != "tbody" {
			c.add("<%s> is written %d times and there %d times: it stands where it may not", name, written[name], n)
		}
	}
}

func (c *check) document() {
	for id, n := range c.ids {
		if n > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
			c.add("id %q is there %d times", id, n)
		}
	}
	if lang := Attr(c.page.First("html", "", ""), "lang"); lang == "" {
		c.add("no language")
	}
	if c.page.Title() == "" {
		c.add("no title")
	}
	headings := 0
	for n := range c.page.nodes() {
		if n.Data == "h1" {
			headings++
		}
	}
	if headings != 1 {
		c.add("%d first headings", headings)
	}
}

// attributes checks that what an element names is there, and that nothing is in line that belongs into a file.
func (c *check) attributes(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			c.add("<%s %s=%q> in line", n.Data, a.Key, a.Val)
		case slices.Contains([]string{"for", "aria-describedby", "aria-labelledby", "headers", "list", "form"}, a.Key):
			for _, id := range strings.Fields(a.Val) {
				if c.ids[id] == 0 {
					c.add("<%s %s=%q>: there is no such id", n.Data, a.Key, id)
				}
			}
		case a.Key == "href" && len(a.Val) > 1 && a.Val[0] == '#':
			if c.ids[a.Val[1:]] == 0 {
				c.add("<a href=%q>: there is no such id", a.Val)
			}
		}
	}
	_, loads := attribute(n, "src")
	if n.Data == "style" || n.Data == "script" && !loads {
		c.add("<%s> in line", n.Data)
	}
	if _, alt := attribute(n, "alt"); n.Data == "img" && !alt {
		c.add("<img src=%q> without alt", Attr(n, "src"))
	}
}

// field checks that whatever can be typed into or chosen has a label.
func (c *check) field(n *html.Node) {
	kind := Attr(n, "type")
	if n.Data != "select" && n.Data != "textarea" && n.Data != "input" || n.Data == "input" &&
		(kind == "hidden" || kind == "submit") {
		return
	}
	if Attr(n, "aria-label") != "" || Attr(n, "aria-labelledby") != "" {
		return
	}
	if id := Attr(n, "id"); id == "" || !c.labelled[id] {
		c.add("<%s name=%q> without a label", n.Data, Attr(n, "name"))
	}
}

var saying = strings.Fields("a button h1 h2 h3 h4 h5 h6 label legend th caption summary title option")

// words checks that what is read out says something. A cell that heads nothing is a td.
func (c *check) words(n *html.Node) {
	if !slices.Contains(saying, n.Data) || words(n) != "" || Attr(n, "aria-label") != "" {
		return
	}
	if n.Data == "option" && (Attr(n, "value") == "" || n.Parent.Data == "datalist") {
		return
	}
	c.add("<%s %s> says nothing", n.Data, Attr(n, "href")+Attr(n, "id")+Attr(n, "class"))
}

var interactive = strings.Fields("a button input select textarea label summary")

// nesting checks what may stand in what.
func (c *check) nesting(n *html.Node) {
	for up := n.Parent; up != nil; up = up.Parent {
		inside := up.Data == "a" || up.Data == "button" || up.Data == "summary"
		if inside && slices.Contains(interactive, n.Data) || n.Data == "form" && up.Data == "form" {
			c.add("<%s> in <%s>", n.Data, up.Data)
		}
	}
	parent := ""
	if n.Parent != nil {
		parent = n.Parent.Data
	}
	switch {
	case (parent == "ul" || parent == "ol") && n.Data != "li":
		c.add("<%s> in <%s>", n.Data, parent)
	case n.Data == "li" && parent != "ul" && parent != "ol":
		c.add("<li> in <%s>", parent)
	case parent == "dl" && !slices.Contains([]string{"dt", "dd", "div"}, n.Data):
		c.add("<%s> in <dl>", n.Data)
	case (n.Data == "dt" || n.Data == "dd") && parent != "dl" && parent != "div":
		c.add("<%s> in <%s>", n.Data, parent)
	}
}

// heading checks that no level is left out on the way down.
func (c *check) heading(n *html.Node, above int) int {
	if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
		return above
	}
	level := int(n.Data[1] - '0')
	if above > 0 && level > above+1 {
		c.add("<%s> %q after <h%d>", n.Data, words(n), above)
	}
	return level
}

func attribute(n *html.Node, name string) (string, bool) { return Attr(n, name), has(n, name) }
