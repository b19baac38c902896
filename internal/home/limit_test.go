package home_test

import (
	"net/http"
	"strings"
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

// A name is the same with any port, in any case and with the dot at its end; any other is not answered.
func TestNamesAreAnsweredWithAnyPortAndCase(t *testing.T) {
	h := servertest.New(t, func(o *serve.Options) { o.Hosts = []string{"LCAP.example.gov.uk"} })
	for host, want := range map[string]int{"lcap.example.gov.uk": http.StatusOK,
		"lcap.example.gov.uk:8443": http.StatusOK, "Lcap.Example.GOV.UK": http.StatusOK,
		"LCAP.EXAMPLE.GOV.UK:80": http.StatusOK, "lcap.example.gov.uk.": http.StatusOK,
		"lcap.example.gov.uk.:443": http.StatusOK, "[::1]:8080": http.StatusOK, "LOCALHOST:8080": http.StatusOK,
		"127.0.0.1": http.StatusOK, "lcap.example.gov.uk.example.com": http.StatusMisdirectedRequest,
		"example.gov.uk": http.StatusMisdirectedRequest, "10.0.0.7": http.StatusMisdirectedRequest,
		"": http.StatusMisdirectedRequest, ":443": http.StatusMisdirectedRequest} {
		b := h.Browser()
		b.Header = http.Header{"Host": {host}}
		if p := b.Get("/sign-in"); p.Status != want {
			t.Errorf("%q: %d, want %d", host, p.Status, want)
		}
	}
}

// Whatever is answered says that the page may ask where its reader stands and for nothing else of the device.
func TestEveryAnswerLimitsWhatAPageMayAskOfTheDevice(t *testing.T) {
	h := servertest.New(t)
	for _, path := range []string{"/sign-in", "/areas", "/nowhere", "/healthz", "/register/head", "/assets/none.css"} {
		got := h.Browser().Get(path).Header.Get("Permissions-Policy")
		for _, want := range []string{"geolocation=(self)", "camera=()", "microphone=()", "payment=()", "usb=()"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %s in it", path, got, want)
			}
		}
	}
}
