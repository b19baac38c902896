package home_test

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

const oddSeed = 20260310

// oddValues are what nobody types who means well (guarantee 13).
var oddValues = []string{
	"", " ", "0", "-1", "1", "9223372036854775807", "9223372036854775808", "2147483648", "99999999999", "1e308", "NaN",
	"0x10", "1_000", "½", "٣",
	"0001-01-01", "2026-02-29", "9999-12-31", "10000-01-01", "31", "13", "29", "1900", "2199", "open", "none", "new",
	"s1", "o99999999999999", "s9223372036854775807",
	"'", `"`, `\`, "%", "_", "<script>alert(1)</script>", "=1+1", "javascript:alert(1)", "//example.org",
	"../../etc/passwd", "a & b | !c <-> (d:*", "'':*",
	"\u202egnol", "e\u0301\u0301", "\U0001F9D1\u200D\U0001F91D\u200D\U0001F9D1", "\ufeff", "\uffff", "İıŉǰ", "ﷺ", "＼％＿",
	"a\tb\r\nc", strings.Repeat("ŵ", 5000),
	"52.3, -1.9\n52.4, -1.9\n52.4, -1.8\n52.3, -1.9", "0,0\n0,0\n0,0\n0,0", "{", "[]", "null",
	`{"type":"Polygon","coordinates":[]}`,
}

func cursor(sort, key string) string {
	return sort + ".1." + base64.RawURLEncoding.EncodeToString([]byte(key))
}

// oddCursors are places in lists that no list has.
var oddCursors = []string{
	cursor("match", "1e-60"), cursor("match", "0x1_0p0"), cursor("match", "Inf"), cursor("newest", "9007199254740991"),
	cursor("oldest", "-9007199254740991"),
	cursor("changed", "+5"), cursor("title", "\x00"), strings.TrimPrefix(cursor("", "\x00"), "."),
	"1." + base64.RawURLEncoding.EncodeToString([]byte("\x00")), cursor("title", strings.Repeat("x", 1600)), "A.1",
	"1.1", "1 x", "a.9223372036854775807",
}

// TestOddInputOfAPartnerIsAnswered throws odd values at every parameter of every page and every field of every form
// that a partner meets, two for each field, beside sound ones. Whatever it says, the answer is one of ours and no fault
// (guarantee 13).
func TestOddInputOfAPartnerIsAnswered(t *testing.T) {
	odd := newOddity(t)
	odd.tries = 2
	odd.walk(t, odd.As(odd.Who("partner.police")))
	t.Logf("seed %d: %d pages and forms, %d requests", oddSeed, len(odd.seen), odd.asked)
}

func newOddity(t *testing.T) *oddity {
	var faults bytes.Buffer
	h := servertest.NewWorld(t, func(o *serve.Options) {
		o.Log = slog.New(slog.NewTextHandler(&faults, &slog.HandlerOptions{Level: slog.LevelError}))
		o.App.Rules.SubstitutesAllowed = true
	})
	return &oddity{Harness: h, faults: &faults, dice: rand.New(rand.NewPCG(oddSeed, 1)), seen: map[string]bool{},
		tries: 4}
}

type oddity struct {
	*servertest.Harness
	faults *bytes.Buffer
	dice   *rand.Rand
	seen   map[string]bool // pages and forms by their pattern and whose they are
	asked  int
	tries  int // how many odd values each field meets; pages meet as many requests, those that search four times that
}

var numbers = regexp.MustCompile(`[0-9]+`)

// walk follows the links of a person's pages, one address of each kind, and tries what it meets.
func (o *oddity) walk(t *testing.T, c *servertest.Client) {
	seen := map[string]bool{}
	queue := []string{"/", "/issues", "/areas", "/gates", "/register", "/contacts", "/organisations", "/services",
		"/members", "/seats", "/notices", "/account", "/asks", "/admin"}
	for len(queue) > 0 {
		at, _, _ := strings.Cut(queue[0], "#")
		queue = queue[1:]
		path, query, _ := strings.Cut(at, "?")
		kind := numbers.ReplaceAllString(path, "{}")
		if !strings.HasPrefix(at, "/") || strings.HasPrefix(at, "/assets/") || seen[kind] {
			continue
		}
		seen[kind] = true
		p := o.answered(t, c, http.MethodGet, at, nil)
		if !o.seen["GET "+kind] {
			o.seen["GET "+kind] = true
			o.oddQueries(t, c, path, query, p)
		}
		queue = append(queue, p.Links()...)
		if p.Doc == nil {
			continue
		}
		for action, values := range formsOf(p, path) {
			if key := "POST " + numbers.ReplaceAllString(action, "{}"); !o.seen[key] &&
				!strings.HasPrefix(action, "/sign-") && !strings.Contains(action, "/sessions/") {
				o.seen[key] = true
				o.oddForms(t, c, action, values)
			}
		}
	}
}

// oddQueries asks for a page with odd parameters: its own, and those of other pages.
func (o *oddity) oddQueries(t *testing.T, c *servertest.Client, path, query string, p *servertest.Page) {
	own, _ := url.ParseQuery(query)
	names := []string{"after", "before", "area", "q", "theme", "status", "sort", "age", "issue", "place", "member",
		"kind", "text", "role"}
	for name := range own {
		names = append(names, name)
	}
	if len(own) > 0 || strings.HasSuffix(path, ".csv") || p.Doc != nil && p.First("form", "method", "get") != nil {
		for _, value := range oddCursors {
			for _, name := range []string{"after", "before"} {
				o.answered(t, c, http.MethodGet,
					path+"?q=path&sort="+url.QueryEscape(strings.Split(value, ".")[0])+"&"+name+"="+url.QueryEscape(
						value), nil)
			}
		}
	}
	tries := o.tries
	if p.Doc != nil && p.First("form", "method", "get") != nil || strings.HasSuffix(path, ".csv") || len(own) > 0 {
		tries *= 4
	}
	for range tries {
		v := url.Values{}
		for range 1 + o.dice.IntN(3) {
			v.Add(names[o.dice.IntN(len(names))], o.value())
		}
		o.answered(t, c, http.MethodGet, path+"?"+v.Encode(), nil)
	}
	o.answered(t, c, http.MethodGet, numbers.ReplaceAllString(path, "9223372036854775807"), nil)
	o.answered(t, c, http.MethodGet, numbers.ReplaceAllString(path, "99999999999999999999"), nil)
}

// oddForms posts a form as it stands with one field or two made odd, and once with fields left out.
func (o *oddity) oddForms(t *testing.T, c *servertest.Client, action string, sound url.Values) {
	sound.Del("form-key") // each is another form
	sound.Del("form-state")
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range sound {
			if !yield(name) {
				return
			}
		}
	})
	post := func(v url.Values) { o.answered(t, c, http.MethodPost, action, v) }
	post(url.Values{})
	for _, name := range names {
		for try := range o.tries {
			v := url.Values{}
			for other, values := range sound {
				v[other] = values
			}
			v[name] = []string{o.value()}
			if try == 0 {
				v[name] = []string{"99999999999"} // more than Postgres has room for in an integer
			}
			if o.dice.IntN(3) == 0 {
				v[names[o.dice.IntN(len(names))]] = []string{o.value(), o.value()}
			}
			post(v)
		}
	}
}

func (o *oddity) value() string {
	at := o.dice.IntN(len(oddValues) + len(oddCursors))
	if at < len(oddValues) {
		return oddValues[at]
	}
	return oddCursors[at-len(oddValues)]
}

func (o *oddity) answered(t *testing.T, c *servertest.Client, method, at string, form url.Values) *servertest.Page {
	o.asked++
	o.faults.Reset()
	p := c.Do(method, at, "application/x-www-form-urlencoded", []byte(form.Encode()))
	if p.Status >= http.StatusInternalServerError {
		t.Errorf("%s %.200s %.600s: status %d\n%s", method, at, form.Encode(), p.Status, o.faults)
	}
	return p
}

// formsOf is each posting form of a page by where it goes, with what it would post; boxes and radios as though all were
// ticked.
func formsOf(p *servertest.Page, path string) map[string]url.Values {
	forms := map[string]url.Values{}
	for n := range p.Doc.Descendants() {
		if n.Data != "form" || !strings.EqualFold(servertest.Attr(n, "method"), "post") {
			continue
		}
		action := servertest.Attr(n, "action")
		if action == "" {
			action = path
		}
		forms[action] = fieldsOf(n)
	}
	return forms
}

const saidAtSurgery = "Said at the surgery"

func fieldsOf(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name := servertest.Attr(n, "name")
		switch {
		case name == "":
		case n.Data == "input", n.Data == "button":
			if v.Get(name) == "" {
				v.Set(name, servertest.Attr(n, "value"))
			}
			if v.Get(name) == "" && servertest.Attr(n, "type") != "hidden" {
				v.Set(name, "7")
			}
		case n.Data == "textarea":
			v.Set(name, saidAtSurgery)
		case n.Data == "select":
			for option := range n.Descendants() {
				if value := servertest.Attr(option, "value"); option.Data == "option" && value != "" {
					v.Set(name, value)
				}
			}
		}
	}
	return v
}
