package home_test

import (
	"slices"
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

func TestUnknownPageIsAPageOfOurs(t *testing.T) {
	h := servertest.New(t)
	p := h.As(h.Person("Siân Ó Dálaigh", policy.CLO)).Get("/no-such-page").Want(t, 404)
	if p.Heading() != "Page not found" {
		t.Errorf("heading %q", p.Heading())
	}
	if !p.Says("Siân Ó Dálaigh") || !slices.Contains(p.Links(), "/areas") {
		t.Errorf("the page has no way on: %v", p.Links())
	}
	if p := h.Browser().Get("/no-such-page").Want(t, 404); slices.Contains(p.Links(), "/areas") {
		t.Error("the navigation is shown to nobody in particular")
	}
	if p.Header.Get("Content-Security-Policy") == "" {
		t.Error("an error page without a content security policy")
	}
}
