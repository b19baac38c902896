//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// RW-35: going back to a form that had errors shows the form as it was, with what was typed and what is wrong.
func TestBackToAFormWithErrors(t *testing.T) {
	t.Parallel()
	b := startSite(t).open(t, desktop).as("cpo")
	b.visit("/contacts/new")
	b.fill("Name", "Zsófia Nagy")
	b.fill("E-mail address (optional)", "no address")
	b.press("Save")
	b.is(422)
	b.sees("There is a problem")
	b.follow("Areas")
	b.is(200)
	b.load("go back", chromedp.NavigateBack())
	b.sees("There is a problem")
	if got := read[string](b, `document.querySelector("[name=name]").value`); got != "Zsófia Nagy" {
		t.Errorf("the name is %q", got)
	}
}
