// Package browser holds the journeys that people make, in a real Chromium on the real application with the demo world.
//
// Every page on the way is checked: axe finds nothing, nothing is wider than a screen of 320 px, the console is silent,
// no rule of the content security policy is broken and nothing is asked of another origin.
//
//	go test -tags browser ./web/browser
//
// needs Chromium and built assets (make assets). With pictures of the pages, in both widths:
//
//	go test -tags browser ./web/browser -run TestPages -shots /tmp/shots
package browser
