package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const fixtures = "../assets/node_modules/govuk-frontend/dist/govuk/components"

// A fixture is one case of govuk-frontend's own: options for a component and the HTML that they must give.
type fixture struct {
	Name    string  `json:"name"`
	Options options `json:"options"`
	HTML    string  `json:"html"`
}

// TestComponentsGiveTheHTMLOfTheirFixtures holds every component to every fixture of govuk-frontend. A fixture that we
// do not follow stands in the table skipped with its reason; one that stands there and is followed fails.
func TestComponentsGiveTheHTMLOfTheirFixtures(t *testing.T) {
	followed := 0
	unused := map[string]bool{}
	for name := range skipped {
		unused[name] = true
	}
	for component, render := range components {
		for _, f := range load(t, component) {
			name := component + "/" + f.Name
			delete(unused, name)
			problem := follow(f, render)
			reason, skip := skipped[name]
			switch {
			case skip && problem == "":
				t.Errorf("%s is followed: take it from the table of those skipped (%s)", name, reason)
			case !skip && problem != "":
				t.Errorf("%s: %s", name, problem)
			case !skip:
				followed++
			}
		}
	}
	for name := range unused {
		t.Errorf("%s is skipped but there is no such fixture", name)
	}
	t.Logf("%d fixtures of %d components followed, %d skipped with a reason", followed, len(components), len(skipped))
}

func load(t *testing.T, component string) []fixture {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(fixtures, component, "fixtures.json"))
	if err != nil {
		t.Fatalf("the fixtures of govuk-frontend are not there: run `npm ci` in web/assets (%v)", err)
	}
	var file struct{ Fixtures []fixture }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatalf("read the fixtures of %s: %v", component, err)
	}
	if len(file.Fixtures) == 0 {
		t.Fatalf("%s has no fixtures", component)
	}
	return file.Fixtures
}

// follow renders a fixture and says what is wrong with that, or "".
// Classes of its own that a fixture gives are left out of its HTML: our components take none, so that pages need none.
func follow(f fixture, render func(options) templ.Component) string {
	component := render(f.Options)
	own := f.Options.ownClasses()
	if left := f.Options.left(); len(left) > 0 {
		return "options that the component does not have: " + strings.Join(left, ", ")
	}
	var got bytes.Buffer
	if err := component.Render(context.Background(), &got); err != nil {
		return err.Error()
	}
	if diff := cmp.Diff(normalised(f.HTML, own), normalised(got.String(), nil)); diff != "" {
		return "HTML differs (-fixture +ours):\n" + diff
	}
	return ""
}

// normalised is parsed HTML, one line for each element, attribute and text, with attributes and classes in order and
// white space as a reader sees it: runs are one space, and none counts beside a block. Some classes are left out.
func normalised(text string, without []string) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(text), body)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, n := range nodes {
		write(&b, n, 0, without)
	}
	words := strings.Join(strings.Fields(seen(nodes)), " ")
	return b.String() + "\nreads: " + words
}

func write(b *strings.Builder, n *html.Node, depth int, without []string) {
	indent := strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		if n.Parent != nil && n.Parent.Data == "textarea" { // what is typed is kept to the letter
			fmt.Fprintf(b, "%s%q\n", indent, n.Data)
		} else if words := strings.Join(strings.Fields(n.Data), " "); words != "" {
			fmt.Fprintf(b, "%s%s\n", indent, words)
		}
	case html.ElementNode:
		fmt.Fprintf(b, "%s<%s>\n", indent, n.Data)
		attrs := make([]string, 0, len(n.Attr))
		for _, a := range n.Attr {
			if a.Key == "class" {
				names := slices.DeleteFunc(strings.Fields(a.Val), func(name string) bool {
					return slices.Contains(without, name)
				})
				if len(names) == 0 {
					continue
				}
				sort.Strings(names)
				a.Val = strings.Join(names, " ")
			}
			attrs = append(attrs, fmt.Sprintf("%s  %s=%q\n", indent, a.Key, a.Val))
		}
		sort.Strings(attrs)
		b.WriteString(strings.Join(attrs, ""))
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(b, c, depth+1, without)
		}
	}
}

// inline are elements that stand in a line of text: white space beside them is seen.
var inline = []string{"a", "b", "em", "i", "span", "strong", "time", "code"}

// seen is the text with a space around each block, so that words which run together show.
func seen(nodes []*html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		block := n.Type == html.ElementNode && !slices.Contains(inline, n.Data)
		if block {
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			b.WriteByte(' ')
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return b.String()
}

// options are a fixture's options. Reading one takes it out, so that what is left was not understood.
type options map[string]any

// left names what was not read, with the way to it.
func (o options) left() []string {
	var names []string
	for key, value := range o {
		switch v := value.(type) {
		case map[string]any:
			for _, name := range options(v).left() {
				names = append(names, key+"."+name)
			}
		case []any:
			for _, item := range v {
				names = append(names, leftIn(key, item)...)
			}
		default:
			names = append(names, key)
		}
	}
	sort.Strings(names)
	return slices.Compact(names)
}

func leftIn(key string, item any) []string {
	switch v := item.(type) {
	case map[string]any:
		var names []string
		for _, name := range options(v).left() {
			names = append(names, key+"[]."+name)
		}
		return names
	case []any:
		var names []string
		for _, inner := range v {
			names = append(names, leftIn(key+"[]", inner)...)
		}
		return names
	case nil, bool:
		return nil
	case string:
		if v == "" {
			return nil
		}
	}
	return []string{key + "[]"}
}

// ownClasses takes the classes that no component read, wherever they stand.
func (o options) ownClasses() []string {
	var names []string
	for key, value := range o {
		if strings.HasSuffix(strings.ToLower(key), "classes") {
			names = append(names, strings.Fields(o.str(key))...)
			continue
		}
		names = append(names, ownClassesIn(value)...)
	}
	return names
}

func ownClassesIn(value any) []string {
	switch v := value.(type) {
	case map[string]any:
		return options(v).ownClasses()
	case []any:
		var names []string
		for _, item := range v {
			names = append(names, ownClassesIn(item)...)
		}
		return names
	default:
		return nil
	}
}

func (o options) has(key string) bool {
	_, ok := o[key]
	return ok
}

// str takes a text; a number is written out.
func (o options) str(key string) string {
	v, ok := o[key]
	if !ok {
		return ""
	}
	switch v := v.(type) {
	case string:
		delete(o, key)
		return v
	case float64:
		delete(o, key)
		return strconv.FormatFloat(v, 'f', -1, 64)
	case nil:
		delete(o, key)
	}
	return ""
}

// flag takes a yes or no.
func (o options) flag(key string) bool {
	v, ok := o[key].(bool)
	if ok {
		delete(o, key)
	}
	return v
}

func (o options) num(key string) int {
	n, _ := strconv.Atoi(o.str(key))
	return n
}

// in is the options below a key; they count as read once each of them was.
func (o options) in(key string) options {
	m, _ := o[key].(map[string]any)
	return m
}

// items are the options in a list; empty ones stand for nothing, as in a template.
func (o options) items(key string) []options {
	list, _ := o[key].([]any)
	var items []options
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			items = append(items, m)
		}
	}
	return items
}

// words takes a text, or HTML as a component: "text" and "html" after a prefix, as in titleText and titleHtml.
func (o options) words(prefix string) (string, templ.Component) {
	text, markup := "text", "html"
	if prefix != "" {
		text, markup = prefix+"Text", prefix+"Html"
	}
	if h := o.str(markup); h != "" {
		o.str(text)
		return "", templ.Raw(h)
	}
	return o.str(text), nil
}

// attrs takes attributes.
func (o options) attrs(key string) templ.Attributes {
	m, ok := o[key].(map[string]any)
	if !ok {
		return nil
	}
	delete(o, key)
	attrs := templ.Attributes{}
	for name, value := range m {
		attrs[name] = fmt.Sprint(value)
	}
	return attrs
}

// class takes one class out of those given under a key and reports whether it was there.
func (o options) class(key, name string) bool {
	names := strings.Fields(fmt.Sprint(o[key]))
	i := slices.Index(names, name)
	if i < 0 {
		return false
	}
	names = slices.Delete(names, i, i+1)
	if len(names) == 0 {
		delete(o, key)
	} else {
		o[key] = strings.Join(names, " ")
	}
	return true
}

// size takes the size out of classes, such as govuk-label--l.
func (o options) size(key, block string) Size {
	for _, s := range []Size{XL, L, M, S} {
		if o.class(key, s.class(block)) {
			return s
		}
	}
	if o.class(key, Hidden.class(block)) {
		return Hidden
	}
	return ""
}

// field takes what every field has. Where hint or problem are HTML, or have classes, they are left.
func (o options) field() Field {
	label := o.in("label")
	f := Field{
		Name: o.str("name"), ID: o.str("id"), Value: o.str("value"), DescribedBy: o.str("describedBy"),
		Disabled: o.flag("disabled"), Attrs: o.attrs("attributes"),
		Label: label.str("text"), Size: label.size("classes", "govuk-label"), Heading: label.flag("isPageHeading"),
	}
	f.Hint, f.Problem = o.in("hint").str("text"), o.in("errorMessage").str("text")
	return f
}

// grouped takes what a field of several controls has: its legend and the ids around it.
func (o options) grouped() Field {
	legend := o.in("fieldset").in("legend")
	f := Field{
		Name: o.str("name"), ID: o.str("idPrefix"), Attrs: o.attrs("attributes"),
		Label: legend.str("text"), Size: legend.size("classes", "govuk-fieldset__legend"),
		Heading: legend.flag("isPageHeading"),
	}
	f.Hint, f.Problem = o.in("hint").str("text"), o.in("errorMessage").str("text")
	f.DescribedBy = o.in("fieldset").str("describedBy")
	if own := o.str("describedBy"); f.DescribedBy == "" {
		f.DescribedBy = own
	}
	return f
}

// choices takes the options of radios and checkboxes.
func (o options) choices() []Option {
	var list []Option
	for _, item := range o.items("items") {
		c := Option{
			Value: item.str("value"), ID: item.str("id"), Name: item.str("name"), Divider: item.str("divider"),
			Hint: item.in("hint").str("text"), Checked: item.flag("checked"), Disabled: item.flag("disabled"),
			Attrs: item.attrs("attributes"), Exclusive: item.class("behaviour", "exclusive"),
		}
		c.Text, c.Content = item.words("")
		if h := item.in("conditional").str("html"); h != "" {
			c.Conditional = templ.Raw(h)
		}
		list = append(list, c)
	}
	return list
}

// with renders a component around children.
func with(c templ.Component, children templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, children), w)
	})
}

// textOf is a component of the words, which may be HTML.
func textOf(text string, content templ.Component) templ.Component { return words(text, content) }

// TestEveryComponentOfGovukFrontendIsOursOrSaidNotToBe notices a component that a new version brings.
func TestEveryComponentOfGovukFrontendIsOursOrSaidNotToBe(t *testing.T) {
	folders, err := os.ReadDir(fixtures)
	if err != nil {
		t.Fatalf("the components of govuk-frontend are not there: run `npm ci` in web/assets (%v)", err)
	}
	for _, folder := range folders {
		name := folder.Name()
		if !folder.IsDir() {
			continue
		}
		if _, ours := components[name]; !ours && notOurs[name] == "" {
			t.Errorf("%s is neither in components nor in notOurs", name)
		}
	}
}
