package server_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"fourgates/internal/policy"
	"fourgates/internal/server"
	"fourgates/internal/server/servertest"
)

// broken is a store of sessions that can still be read and not be written.
type broken struct{ scs.CtxStore }

func (broken) CommitCtx(context.Context, string, []byte, time.Time) error {
	return errors.New("the disk is full")
}

// A session that cannot be saved is one answer: the reason, and not the page after it as well.
func TestASessionThatCannotBeSavedIsOneAnswer(t *testing.T) {
	h := servertest.New(t, func(o *server.Options) { o.Sessions = broken{o.Sessions} })
	nia := h.Person("Nia Pugh", policy.CPO)
	email := h.Password(nia, "a bridge of willow")
	page := h.Browser().Post("/sign-in", "email", email, "password", "a bridge of willow").Want(t, http.StatusInternalServerError)
	if n := strings.Count(page.Body, "<h1"); n != 1 || page.Location() != "" {
		t.Errorf("%d headings and the location %q: %s", n, page.Location(), page.Words())
	}
}
