//go:build browser

package browser

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"github.com/chromedp/chromedp"
)

// within is the control of a label in the group of fields whose legend is that.
func within(legend, label string) chromedp.JSPath {
	return chromedp.JSPath(`((legend, label) => {
		const words = e => e.textContent.replace(/\s+/g, " ").trim();
		const group = [...document.querySelectorAll("main fieldset")].find(f => words(f.querySelector("legend")) === legend);
		return [...group.querySelectorAll("label")].find(l => l.checkVisibility() && words(l) === label).control;
	})(` + strconv.Quote(legend) + `, ` + strconv.Quote(label) + `)`)
}

// tickIn clicks the radio button or the checkbox of a label in a group of fields.
func (b *tab) tickIn(legend, label string) {
	b.t.Helper()
	b.do("tick "+label+" of "+legend, chromedp.Click(within(legend, label)))
}

// fillIn types into a field in a group of fields, in place of what is there.
func (b *tab) fillIn(legend, label, text string) {
	b.t.Helper()
	b.into(label+" of "+legend, within(legend, label), text)
}

// fillLike types into the first field whose label has these words in it.
func (b *tab) fillLike(words, text string) {
	b.t.Helper()
	b.into(words,
		chromedp.JSPath(`[...document.querySelectorAll("main label")].find(l => l.textContent.includes(`+strconv.Quote(
			words)+`)).control`), text)
}

// into types over what is in a control.
func (b *tab) into(what string, at chromedp.JSPath, text string) {
	b.t.Helper()
	b.do("fill "+what, chromedp.Click(at), chromedp.Evaluate[chromedp.Void](`document.activeElement.select()`),
		typed(text))
}

// date types a day into the three fields under that legend.
func (b *tab) date(legend, day, month, year string) {
	b.t.Helper()
	b.fillIn(legend, "Day", day)
	b.fillIn(legend, "Month", month)
	b.fillIn(legend, "Year", year)
}

// attach chooses a small photograph, made for it, in the field of that label.
func (b *tab) attach(label, name string) {
	b.t.Helper()
	photo := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for x := range 48 {
		for y := range 32 {
			photo.Set(x, y, color.RGBA{uint8(5 * x), uint8(7 * y), uint8(len(name)), 255})
		}
	}
	path := filepath.Join(b.t.TempDir(), name)
	file, err := os.Create(path)
	b.must("make a photograph", err)
	b.must("make a photograph", png.Encode(file, photo))
	b.must("make a photograph", file.Close())
	b.do("attach to "+label, chromedp.SetUploadFiles(field(label), []string{path}))
}
