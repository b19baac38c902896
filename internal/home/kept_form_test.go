package home_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// A form sent after the session ended comes back after sign-in, as it was and to where it was going.
func TestFormSentTooLateIsKeptThroughSignIn(t *testing.T) {
	h := servertest.New(t)
	boss := h.Person("Rhiannon", policy.Admin)
	email := h.Password(boss, servertest.Password)
	c := servertest.SignIn(t, h, email)
	h.Move(time.Hour)
	typed := []string{"name", "Ó Conchúir <& \"quotes\"", "email", "o@example.org", "tick", "1", "tick", "2", "old",
		"secret one", "my-password", "secret two"}
	p := c.Post("/admin/people", typed...).Want(t, http.StatusUnauthorized)
	if p.Heading() != "Sign in" || !p.Says("what you typed is kept") || strings.Contains(p.Body, "secret") {
		t.Errorf("the page after a late form: %s", p.Words())
	}
	path, _ := p.Field("keep-path")
	fields, _ := p.Field("keep-fields")
	p = c.Post("/sign-in", "email", email, "password", "wrong", "keep-path", path, "keep-fields", fields).
		Want(t, http.StatusUnprocessableEntity)
	path, _ = p.Field("keep-path")
	fields, _ = p.Field("keep-fields")
	p = c.Post("/sign-in", "email", email, "password", servertest.Password, "keep-path", path, "keep-fields", fields).
		Want(t, http.StatusOK)
	if forms := p.Forms(); len(forms) != 1 || forms[0] != "/admin/people" {
		t.Fatalf("the form goes to %v", forms)
	}
	for i, want := range []string{"Ó Conchúir <& \"quotes\"", "o@example.org", "1"} {
		if got, _ := p.Field(typed[2*i]); got != want {
			t.Errorf("%s is %q, want %q", typed[2*i], got, want)
		}
	}
	if n := strings.Count(p.Body, `name="tick"`); n != 2 {
		t.Errorf("%d of 2 ticks are kept", n)
	}
	if n := h.Int(`SELECT count(*) FROM people WHERE email = 'o@example.org'`); n != 0 {
		t.Error("it was sent without being asked for")
	}
	c.Post("/admin/people", typed...).Want(t, http.StatusCreated)
}

func TestFormThatIsTooLargeToKeepIsSaidSo(t *testing.T) {
	h := servertest.New(t)
	p := h.Browser().Post("/admin/people", "name", strings.Repeat("long ", 120_000)).Want(t, http.StatusUnauthorized)
	if _, kept := p.Field("keep-path"); kept || !p.Says("too long to be carried along") {
		t.Error(p.Words())
	}
}

// A file cannot be kept, the words beside it can, and the form that is sent again still is one for files.
func TestFormWithAFileIsKeptWithoutIt(t *testing.T) {
	h := servertest.New(t)
	for _, route := range h.Server.Table {
		if !route.Upload {
			continue
		}
		p := h.Browser().Upload(examplePath(route.Pattern), "file", "walk.jpg", []byte("no image"), "title",
			"Dark path").Want(t, http.StatusUnauthorized)
		path, _ := p.Field("keep-path")
		fields, _ := p.Field("keep-fields")
		if path != examplePath(route.Pattern) || fields != "title=Dark+path" {
			t.Errorf("%s: kept %q for %q", route.Pattern, fields, path)
		}
		email := h.Password(h.Person("Siân", policy.CLO), servertest.Password)
		p = h.Browser().Post("/sign-in", "email", email, "password", servertest.Password, "keep-path", path,
			"keep-fields", fields).Want(t, http.StatusOK)
		if form := p.First("form", "action", path); form == nil ||
			servertest.Attr(form, "enctype") != "multipart/form-data" {
			t.Errorf("%s: the form that is sent again takes no files: %s", route.Pattern, p.Body)
		}
		return
	}
	t.Fatal("no route takes files")
}
