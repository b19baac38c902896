package serve

import "testing"

// RW-22: what is written from right to left has its own direction, whatever stands around it.
func TestWordsHaveTheirDirection(t *testing.T) {
	const text = "الرصيف مكسور أمام المدرسة (2)"
	for page, want := range map[string]string{
		"<p>Plain “words”, Dŵr, 日本</p>":                  "",
		"<h1 class=\"x\">" + text + "</h1>":              "<h1 class=\"x\" dir=\"auto\">" + text + "</h1>",
		"<a href=\"/issues/7\">" + text + "</a>":         "<a href=\"/issues/7\" dir=\"auto\">" + text + "</a>",
		"<td>" + text + "</td>":                          "<td><bdi dir=\"auto\">" + text + "</bdi></td>",
		"<textarea dir=\"auto\">" + text + "</textarea>": "",
		"<option value=\"1\">" + text + "</option>":      "<option value=\"1\" dir=\"auto\">" + text + "</option>",
		"<title>" + text + " – Fourgates</title>":        "<title>\u2068" + text + " – Fourgates\u2069</title>",
		"<title>Issue: " + text + "</title>":             "<title>Issue: \u2068" + text + "\u2069</title>",
		"<svg><text>" + text + "</text></svg>":           "<svg><text>\u2068" + text + "\u2069</text></svg>",
		"<script>" + text + "</script>":                  "",
		"<bdi>" + text + "</bdi>":                        "",
		"<p>Issue “" + text + "” referred.</p>": "<p>Issue “<bdi dir=\"auto\">" + text +
			"</bdi>” referred.</p>",
		"<p>Title: " + text + "</p>":            "<p>Title: <bdi dir=\"auto\">" + text + "</bdi></p>",
		"<p>" + text + ", by Nia &amp; Ann</p>": "<p dir=\"auto\">" + text + ", by Nia &amp; Ann</p>",
		"<p><b>1</b> " + text + "<br>next</p>":  "<p><b>1</b> <bdi dir=\"auto\">" + text + "</bdi><br>next</p>",
		"<p>Nia: " + text + ", Ann: שלום!</p>": "<p>Nia: <bdi dir=\"auto\">" + text +
			"</bdi>, Ann: <bdi dir=\"auto\">" +
			"שלום!</bdi></p>",
		"<li>\n  14 درج &#34;هنا&#34;!\n</li>": "<li dir=\"auto\">\n  14 درج &#34;هنا&#34;!\n</li>",
		"<!doctype html><!-- x --><p>שלום</p>": "<!doctype html><!-- x --><p dir=\"auto\">שלום</p>",
		"<input value=\"שלום\"><p>x</p>":       "",
		"<p>broken שלום <b":                    "<p>broken <bdi dir=\"auto\">שלום</bdi> <b",
	} {
		if want == "" {
			want = page
		}
		if got := string(directed([]byte(page))); got != want {
			t.Errorf("%s\n got %s\nwant %s", page, got, want)
		}
	}
}
