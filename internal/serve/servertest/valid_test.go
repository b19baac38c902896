package servertest

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// whole is a page of which nothing can be said, with a place for more.
const whole = `<!DOCTYPE html><html lang="en"><head><title>Areas</title></head><body><h1>Areas</h1>MORE</body></html>`

func TestFaultsAreFound(t *testing.T) {
	for more, want := range map[string]string{
		`<p>Fine</p><ul><li><a href="/areas">Areas</a></li></ul><label for="n">Name</label><input id="n" name="n">`: "",
		`<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><table><tr><td></td></tr></table>`:                            "",
		`<p>One<p>two`:                                      "closes what is not open",
		`<p>One</div></p>`:                                  "closes what is not open",
		`<p><div>In a paragraph</div></p>`:                  "it stands where it may not",
		`<table><tr><td>1</td></tr><p>2</p></table><p></p>`: "",
		`<b id="x">1</b><b id="x">2</b>`:                    `id "x" is there 2 times`,
		`<h1>Again</h1>`:                                    "2 first headings",
		`<h3>Too deep</h3>`:                                 "after <h1>",
		`<input name="n">`:                                  `<input name="n"> without a label`,
		`<label for="gone">Name</label>`:                    "there is no such id",
		`<a href="#gone">There</a>`:                         "there is no such id",
		`<a href="/areas"> </a>`:                            "says nothing",
		`<h2></h2>`:                                         "says nothing",
		`<a href="/x"><button>Go</button></a>`:              "<button> in <a>",
		`<ul><p>No item</p></ul>`:                           "<p> in <ul>",
		`<li>No list</li>`:                                  "<li> in <body>",
		`<p style="color:red">Red</p>`:                      "in line",
		`<script>alert(1)</script>`:                         "in line",
		`<p onclick="x()">Click</p>`:                        "in line",
		`<img src="/x.png">`:                                "without alt",
		`<p>%!d(string=x)</p>`:                              "%!",
		`<p>1 January 0001</p>`:                             "January 0001",
		`<p>&lt;nil&gt;</p>`:                                "nil",
		`<p>Ann &amp;amp; Co</p>`:                           "amp",
		`<form><input type="hidden" name="x"></form>`:       "",
	} {
		w := httptest.NewRecorder()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteString(strings.Replace(whole, "MORE", more, 1))
		got := strings.Join(pageOf("GET /", w, 0).Faults(), "; ")
		if !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: found %q, want %q", more, got, want)
		}
	}
	none := httptest.NewRecorder()
	none.Header().Set("Content-Type", "text/html")
	none.WriteString(`<html><body></body></html>`)
	if got := strings.Join(pageOf("GET /", none, 0).Faults(), "; "); !strings.Contains(got, "no language") ||
		!strings.Contains(got, "no title") || !strings.Contains(got, "0 first headings") {
		t.Errorf("an empty document: %q", got)
	}
}
