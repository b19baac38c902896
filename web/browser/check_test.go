//go:build browser

package browser

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// check says what is wrong with the page shown, whatever page it is.
func (b *tab) check() {
	b.t.Helper()
	for _, fault := range b.found() {
		b.t.Errorf("%s: %s", b.path(), fault)
	}
}

func (b *tab) found() []string {
	b.t.Helper()
	list := b.faults()
	if b.narrow {
		for _, wide := range read[[]string](b, tooWide) {
			list = append(list, "wider than the screen: "+wide)
		}
	}
	for _, violation := range b.axe() {
		list = append(list, "axe: "+violation)
	}
	return list
}

// faults takes what the console said and what was asked of other origins since the last time.
func (b *tab) faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.wrong
	b.wrong = nil
	return list
}

// listen notes every line in the console but the browser's own hints, breaches of the content security policy among
// them, and requests to elsewhere. That a page itself answers 404 or 422 is in the browser's log too, and no fault.
func (b *tab) listen(ev any) {
	fault := ""
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		fault = fmt.Sprintf("console.%s", ev.Type)
		for _, a := range ev.Args {
			fault += " " + string(a.Value) + a.Description
		}
	case *runtime.EventExceptionThrown:
		fault = ev.ExceptionDetails.Text
		if x := ev.ExceptionDetails.Exception; x != nil {
			fault += " " + x.Description
		}
	case *log.EventEntryAdded:
		if e := ev.Entry; e.Level != log.EntryLevelVerbose && (e.Source != log.EntrySourceNetwork ||
			strings.Contains(e.URL, "/assets/")) {
			fault = fmt.Sprintf("%s %s: %s", e.Source, e.Level, e.Text)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(ev.Request.URL, b.site.url+"/") && !strings.HasPrefix(ev.Request.URL, "data:") {
			fault = "asks for " + ev.Request.URL
		}
	}
	if fault == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, fault)
}

// tooWide lists what sticks out where the page can be scrolled sideways.
const tooWide = `(() => {
	const root = document.documentElement;
	if (root.scrollWidth <= root.clientWidth) return [];
	const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 0.5);
	return [root.scrollWidth + " px"].concat(out.slice(0, 5).map(e => e.outerHTML.slice(0, 160)));
})()`

var axeSource = func() string {
	b, err := os.ReadFile("../assets/node_modules/axe-core/axe.min.js")
	if err != nil {
		panic("axe-core is missing: run make assets. " + err.Error())
	}
	return string(b)
}()

var numbers = regexp.MustCompile(`\d+`)

// axeRun asks for what WCAG 2.2 AA asks for and axe can tell, and for what its authors advise.
const axeRun = `axe.run(document, {
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	resultTypes: ["violations"], preload: false,
}).then(r => r.violations.map(v => v.id + ": " + v.help + "\n" + v.nodes.slice(0, 3).map(n => "    " + n.html.slice(0, 300) + "\n    " + n.failureSummary).join("\n")))`

// axe lists what axe finds on the page, unless it has looked at the very same one before; or, for a brisk tab, at one
// of the same address but for its numbers, with the same status. Where script is off it is on for that while; the
// page's own scripts do not run any more.
func (b *tab) axe() []string {
	b.t.Helper()
	page := read[string](b, `innerWidth + document.documentElement.outerHTML`)
	if b.brisk {
		page = fmt.Sprint(b.status, b.narrow, numbers.ReplaceAllString(b.path(), "N"))
	}
	if _, before := b.site.axed.LoadOrStore(page, true); before {
		return nil
	}
	if !b.scriptOn {
		b.setScript(true)
		defer b.setScript(false)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	b.must("load axe", chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axeSource+";undefined")))
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](axeRun, chromedp.EvalAwaitPromise))
	b.must("run axe", err)
	return found
}
