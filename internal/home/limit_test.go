package home_test

import (
	"net/http"
	"testing"
	"time"

	"fourgates/internal/policy"
	"fourgates/internal/serve"
	"fourgates/internal/serve/servertest"
)

// A database that holds on to a row keeps no reader waiting for long (guarantee 8).
func TestASlowDatabaseIsAPlainRefusal(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.Patience = 1 })
	nia := h.Person("Nia Pugh", policy.CPO)
	asker := h.As(nia)
	tx, err := h.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	if _, err := tx.Exec(t.Context(), `SET ROLE NONE; LOCK TABLE areas IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { t.Error("the reader waits on after a minute") })
	defer late.Stop()
	page := asker.Get("/areas").Want(t, http.StatusServiceUnavailable)
	if page.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

// Health is asked by address: a balancer knows no name.
func TestHealthAnswersUnderAnyName(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.Hosts = []string{"lcap.example.gov.uk"} })
	balancer := h.Browser()
	balancer.Header = http.Header{"Host": {"10.0.0.7:8080"}}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/sign-in": http.StatusMisdirectedRequest} {
		balancer.Get(path).Want(t, want)
	}
}
