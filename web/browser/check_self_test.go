//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The checks that every page passes do find what they look for.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]string{
		"axe: image-alt":         `document.querySelector("main").append(new Image())`,
		"axe: color-contrast":    `document.querySelector("main").insertAdjacentHTML("beforeend", "<p><font color='#aaaaaa'>pale</font></p>")`,
		"wider than the screen":  `document.querySelector("main").insertAdjacentHTML("beforeend", "<pre>" + "wide ".repeat(99) + "</pre>")`,
		"console.error":          `console.error("oh")`,
		"Content Security Polic": `document.body.append(Object.assign(document.createElement("script"), {textContent: "1"}))`,
		"asks for http":          `fetch("http://127.0.0.1:1/", {mode: "no-cors"}).catch(() => {})`,
		"Error: thrown":          `setTimeout(() => { throw new Error("thrown") })`,
	} {
		t.Run(want, func(t *testing.T) {
			b := bare(t)
			b.do("spoil the page", chromedp.Evaluate[chromedp.Void](spoil+`; undefined`),
				chromedp.Evaluate[chromedp.Void](`new Promise(done => setTimeout(done, 50))`,
					chromedp.EvalAwaitPromise))
			if found := strings.Join(b.found(), "\n"); !strings.Contains(found, want) {
				t.Errorf("found only %q", found)
			}
		})
	}
}
