package home_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fourgates/internal/policy"
	"fourgates/internal/serve/servertest"
)

// RW-34: HEAD of any address answers as GET does, without the body: status, headers and who may.
func TestHeadAnswersAsGetWithoutBody(t *testing.T) {
	h := servertest.New(t)
	readers := map[string]*servertest.Client{"signed out": h.Browser(),
		"an officer": h.As(h.Person("Tamsin Orme", policy.CPO)),
		"no role":    h.As(h.Person("Nobody Inparticular"))}
	paths := []string{"/healthz", "/readyz", "/assets/", "/no/such/page"}
	for _, route := range h.Server.Table {
		if route.Method == http.MethodGet {
			paths = append(paths, examplePath(route.Pattern))
		}
	}
	for who, c := range readers {
		for _, path := range paths {
			c.Get(path) // a session's first page sets its cookie
			get, head := c.Do(http.MethodGet, path, "", nil), c.Do(http.MethodHead, path, "", nil)
			for _, name := range []string{"Date", "Set-Cookie"} {
				get.Header.Del(name)
				head.Header.Del(name)
			}
			for _, name := range []string{"Content-Length", "Content-Type"} {
				if get.Header.Get(name) == "" { // net/http says it by itself
					head.Header.Del(name)
				}
			}
			if head.Status != get.Status || head.Body != "" {
				t.Errorf("%s, %s: HEAD is %d with %d bytes, GET is %d", who, path, head.Status, len(head.Body),
					get.Status)
			}
			if diff := cmp.Diff(get.Header, head.Header); diff != "" {
				t.Errorf("%s, %s: headers (-GET +HEAD):\n%s", who, path, diff)
			}
		}
	}
}

// A HEAD takes nothing from whoever reads: the message of the step before waits for the page that shows it.
func TestHeadLeavesTheMessage(t *testing.T) {
	h := servertest.New(t)
	officer := h.As(h.Person("Ada Marsh", policy.CPO))
	done := officer.Post("/bank-holidays", "text", "2029-12-25,Christmas Day").Want(t, http.StatusSeeOther)
	officer.Do(http.MethodHead, done.Location(), "", nil).Want(t, http.StatusOK)
	if page := officer.Follow(done); !page.Says("1 added") {
		t.Errorf("the message is gone:\n%s", page.Words())
	}
}

// Through a real connection the answer is that of net/http: a length, and no body.
func TestHeadOfHealthOverTheWire(t *testing.T) {
	h := servertest.New(t)
	server := httptest.NewServer(h.Handler)
	defer server.Close()
	get, err := http.Get(server.URL + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer get.Body.Close()
	head, err := http.Head(server.URL + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer head.Body.Close()
	if head.StatusCode != http.StatusOK || head.ContentLength != get.ContentLength ||
		head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
		t.Errorf("HEAD: %v\nGET: %v", head, get)
	}
}
