//go:build browser

package browser

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
	"fourgates/web/static"
	"fourgates/web/ui"
)

// site is the whole application on an address of its own, with the demo world in its database and its clock at
// servertest.Start.
type site struct {
	*servertest.Harness
	url  string
	axed sync.Map // pages that axe has seen, by width and HTML
}

func startSite(t *testing.T) *site {
	t.Helper()
	built, err := static.Open()
	if err != nil {
		t.Fatal(err)
	}
	colour, err := static.ParseColour("#1d5c4a")
	if err != nil {
		t.Fatal(err)
	}
	council := static.NewCouncil(colour)
	assets := http.NewServeMux()
	assets.Handle("/assets/", built.Handler())
	assets.Handle(council.Path(), council.Handler())
	h := servertest.NewWorld(t, func(o *serve.Options) {
		o.Assets = assets
		o.Look = ui.Assets{
			CSS: built.Path("main.css"), CouncilCSS: council.Path(), JS: built.Path("main.js"),
			MapCSS: built.Path("map.css"), MapJS: built.Path("map.js"), Icon: built.Path("icon.svg"),
		}
	})
	listening := httptest.NewServer(h.Handler)
	t.Cleanup(listening.Close)
	return &site{Harness: h, url: listening.URL}
}

// bare is a phone's tab on a page that is in order and allows no script of its own.
func bare(t *testing.T) *tab {
	t.Helper()
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self' data:; connect-src *")
		_, _ = w.Write(
			[]byte(`<!DOCTYPE html><html lang="en"><title>In order</title><link rel="icon" href="data:,"><main><h1>In order</h1></main></html>`))
	}))
	t.Cleanup(listening.Close)
	b := (&site{url: listening.URL}).open(t, phone)
	b.visit("/")
	return b
}
