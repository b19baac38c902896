//go:build long

package home_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"fourgates/internal/serve/servertest"
)

// people's words in the records of the demo world, as table and column.
var wordsOfPeople = [][2]string{{"areas", "name"}, {"areas", "rationale"}, {"issues", "title"},
	{"issues", "description"}, {"issues", "place_note"}, {"issues", "raised_for"}, {"issues", "state_reason"},
	{"people", "name"}, {"organisations", "name"}, {"contacts", "name"}, {"services", "name"}, {"seats", "name"},
	{"authorities", "name"}, {"places", "name"}, {"themes", "name"}, {"causes", "text"}, {"evidence", "text"},
	{"evidence", "source"}, {"quick_wins", "title"}, {"solutions", "title"}, {"solutions", "text"}, {"bids", "title"},
	{"bids", "funder"}, {"actions", "title"}, {"plan_sections", "body"}, {"notices", "subject"}, {"notices", "body"},
	{"asks", "question"}, {"asks", "answer"}, {"risks", "title"}, {"online_round_issues", "title"},
	{"online_rounds", "note"}}

// RW-22: with people's words in Arabic everywhere, no page shows any without a direction of its own: not in its title,
// its drawings or its fields either.
func TestWordsFromRightToLeftHaveTheirDirectionOnEveryPage(t *testing.T) {
	h := servertest.NewWorld(t)
	set := 0
	for _, c := range wordsOfPeople {
		if h.Int(`SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
			AND column_name = $2 AND is_generated = 'NEVER'`, c[0], c[1]) == 0 {
			continue
		}
		h.Forced("words of another script", `UPDATE `+c[0]+` SET `+c[1]+` = `+c[1]+
			` || CASE WHEN ctid::text LIKE '%1)' THEN ' – شارع المدرسة (٢)' ELSE ' «الرصيف مكسور!»' END WHERE `+c[1]+
			` <> ''`)
		set++
	}
	if set < len(wordsOfPeople)*2/3 {
		t.Errorf("%d of %d kinds of words are there", set, len(wordsOfPeople))
	}
	for _, key := range []string{"clo", "member.ward.1", "service.highways", "partner.police", "executive", "admin"} {
		t.Run(key, func(t *testing.T) {
			w := newWalk(t, h, key)
			shown := 0
			w.sees = func(path string, p *servertest.Page) {
				if p.Doc != nil {
					shown += undirected(t, path, p.Doc, false, false)
				}
			}
			w.from("/")
			if shown == 0 {
				t.Error("no page shows any")
			}
		})
	}
}

// undirected names what is written from right to left below a node without a direction, and counts all that is.
func undirected(t *testing.T, path string, n *html.Node, said, plain bool) (shown int) {
	t.Helper()
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "style", "html":
			said = said || n.Data != "html"
		case "bdi":
			said = true
		case "title", "svg":
			plain = true
		}
		value, hidden := "", false
		for _, a := range n.Attr {
			said = said || a.Key == "dir" && n.Data != "html"
			if n.Data == "input" && a.Key == "value" {
				value = a.Val
			}
			hidden = hidden || a.Key == "type" && a.Val != "text" && a.Val != "search"
		}
		if rightToLeft(value) && !hidden && !said {
			t.Errorf("%s: a field holds %q without direction", path, value)
		}
	}
	if n.Type == html.TextNode && rightToLeft(n.Data) {
		shown++
		if !said && !(plain && isolated(n.Data)) {
			t.Errorf("%s: <%s> says %q without direction", path, n.Parent.Data, strings.TrimSpace(n.Data))
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		shown += undirected(t, path, c, said, plain)
	}
	return shown
}

func rightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Arabic) && unicode.IsLetter(r) })
}

// isolated reports whether all that is written from right to left stands between signs that isolate it.
func isolated(s string) bool {
	in := false
	for _, r := range s {
		switch {
		case r == '\u2068':
			in = true
		case r == '\u2069':
			in = false
		case !in && rightToLeft(string(r)):
			return false
		}
	}
	return true
}
