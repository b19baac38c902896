//go:build browser

package browser

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long one step may take on a busy machine.
const patience = 60 * time.Second

// tab is a window of a browser with no cookies but its own. What it does ends the test where it cannot be done.
type tab struct {
	t        *testing.T
	site     *site
	ctx      context.Context
	status   int64 // of the page shown
	scriptOn bool
	narrow   bool
	brisk    bool // axe looks at one page of a kind

	counted effort // what its user did

	mu    sync.Mutex
	wrong []string // what the console said and what was asked of other origins, since the last check
}

// effort is what a way through the pages costs its user.
type effort struct{ loads, taps, fields int }

const (
	phone   = 320
	desktop = 1280
)

// open is a fresh window of so many CSS pixels.
func (s *site) open(t *testing.T, width int64) *tab {
	t.Helper()
	b := &tab{t: t, site: s, scriptOn: true, narrow: width == phone}
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.listen))
	t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800)); err != nil {
		t.Fatal(err)
	}
	return b
}

// as signs somebody of the demo world in, without the pages.
func (b *tab) as(key string) *tab {
	b.t.Helper()
	for name, c := range b.site.As(b.site.Who(key)).Cookies {
		_, err := chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: c.Value,
			URL: b.site.url})
		b.must("sign in as "+key, err)
	}
	return b
}

// withoutScript turns JavaScript off for all that is loaded from now on.
func (b *tab) withoutScript() *tab {
	b.t.Helper()
	b.scriptOn = false
	b.setScript(false)
	return b
}

func (b *tab) setScript(on bool) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{
		Value: !on})
	b.must("set script", err)
}

func (b *tab) must(doing string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", doing, err, b.where())
	}
}

// where is the page that the tab shows, for a message.
func (b *tab) where() string {
	at, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return at
}

// load does something that leads to another page, waits for that page, and checks it.
func (b *tab) load(doing string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, step)
	b.must(doing, err)
	b.status = answer.Status
	b.counted.loads++
	b.check()
}

// visit goes to a page by its address.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.load("visit "+path, chromedp.Navigate(b.site.url+path))
}

// do runs steps that stay on the page.
func (b *tab) do(doing string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	b.must(doing, chromedp.Do(ctx, steps...))
}

// follow clicks the first link of these words.
func (b *tab) follow(words string) {
	b.t.Helper()
	b.counted.taps++
	b.load("follow "+words, chromedp.Click(named("a", words)))
}

// press clicks the button of these words.
func (b *tab) press(words string) {
	b.t.Helper()
	b.counted.taps++
	b.load("press "+words, chromedp.Click(named(":is(button, a[role=button])", words)))
}

// named is the first element of a kind that can be seen with these words as its text, hidden words left out or in: one
// in the page's own part before one in the navigation.
func named(kind, words string) chromedp.JSPath {
	return chromedp.JSPath(
		`((kind, words) => [...document.querySelectorAll("main " + kind), ...document.querySelectorAll(kind)].find(e => {
		const copy = e.cloneNode(true);
		copy.querySelectorAll(".govuk-visually-hidden").forEach(h => h.remove());
		return e.checkVisibility() && [copy, e].some(c => c.textContent.replace(/\s+/g, " ").trim() === words);
	}))(` + strconv.Quote(kind) + `, ` + strconv.Quote(words) + `)`)
}

// field is the control of the first label that can be seen with these words.
func field(label string) chromedp.JSPath {
	return named("label", label) + `.control`
}

// fill types into the field of that label, in place of what is there.
func (b *tab) fill(label, text string) {
	b.t.Helper()
	b.counted.fields++
	b.into(label, field(label), text)
}

func typed(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// choose takes an option of the list of that label, by its words.
func (b *tab) choose(label, option string) {
	b.t.Helper()
	b.counted.fields++
	picked, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`(list => {
		const at = [...list.options].findIndex(o => o.text.trim() === `+strconv.Quote(option)+`);
		list.focus();
		list.selectedIndex = at;
		list.dispatchEvent(new Event("change", {bubbles: true}));
		return at >= 0;
	})(`+string(field(label))+`)`))
	b.must("choose "+option, err)
	if !picked {
		b.t.Fatalf("%s has no option %q", label, option)
	}
}

// tick clicks the radio button or the checkbox of that label.
func (b *tab) tick(label string) {
	b.t.Helper()
	b.counted.taps++
	b.do("tick "+label, chromedp.Click(field(label)))
}

// unfold opens the details of these words, or closes them.
func (b *tab) unfold(words string) {
	b.t.Helper()
	b.counted.taps++
	b.do("unfold "+words, chromedp.Click(named("summary", words)))
}

// key presses keys on whatever has the focus.
func (b *tab) key(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do("press a key", chromedp.KeyEvent(k))
	}
}

// enter presses Enter, which leads to another page.
func (b *tab) enter() {
	b.t.Helper()
	b.load("press Enter", chromedp.KeyEvent(kb.Enter))
}

// read gives the value of an expression on the page.
func read[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	b.must(expression, err)
	return v
}

func (b *tab) path() string { return read[string](b, `location.pathname + location.search`) }

// sees ends the test unless the page shows the words.
func (b *tab) sees(words string) {
	b.t.Helper()
	text := read[string](b, `document.body.innerText.replace(/\s+/g, " ")`)
	if !strings.Contains(text, words) {
		b.t.Fatalf("the page does not say %q\n%s", words, b.where())
	}
}

// waits ends the test unless the expression becomes true while one is patient.
func (b *tab) waits(what, expression string) {
	b.t.Helper()
	const pause = 50 * time.Millisecond
	for range patience / pause {
		if read[bool](b, expression) {
			return
		}
		time.Sleep(pause)
	}
	b.t.Fatalf("%s does not come\n%s", what, b.where())
}

// is ends the test unless the page was answered with this status.
func (b *tab) is(status int64) {
	b.t.Helper()
	if b.status != status {
		b.t.Fatalf("status %d, want %d\n%s", b.status, status, b.where())
	}
}

// clickFirst clicks the first element of a CSS selector.
func clickFirst(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// tabTo presses Tab until the focus, which must be seen, is on an element with that attribute.
func (b *tab) tabTo(attribute string) {
	b.t.Helper()
	for range 150 {
		b.key(kb.Tab)
		if read[bool](b, `document.activeElement.matches("[`+attribute+`]")`) {
			if !read[bool](b, focusShows) {
				b.t.Errorf("nothing shows that the focus is on [%s]", attribute)
			}
			return
		}
	}
	b.t.Fatalf("Tab never comes to [%s]\n%s", attribute, b.where())
}

// focusShows is whether the focused control, or the box that is drawn for it, has an outline or a shadow.
const focusShows = `[getComputedStyle(document.activeElement), ...[...document.activeElement.labels ?? []].map(l => getComputedStyle(l, "::before"))]
	.some(s => s.outlineStyle !== "none" || s.boxShadow !== "none")`
