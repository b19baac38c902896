package server_test

import (
	"testing"

	"fourgates/internal/policy"
	"fourgates/internal/server/servertest"
)

func TestUnknownPageIsAPageOfOurs(t *testing.T) {
	h := servertest.New(t)
	p := h.As(h.Person("Siân Ó Dálaigh", policy.CLO)).Get("/no-such-page").Want(t, 404)
	if p.Heading() != "Page not found" {
		t.Errorf("heading %q", p.Heading())
	}
	if p.Header.Get("Content-Security-Policy") == "" {
		t.Error("an error page without a content security policy")
	}
}
