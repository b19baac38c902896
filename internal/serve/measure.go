package serve

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"fourgates/internal/policy"
)

// measures are what an operator is told of requests, by kind and never by person.
type measures struct {
	seconds *prometheus.HistogramVec
	under   prometheus.Gauge
	signing map[string]bool // routes by which gates are signed, as method and pattern
}

// kinds of requests, as far as their time goes.
const (
	kindAsset  = "asset"
	kindHealth = "health"
	kindSign   = "sign-off"
	kindPage   = "page"
	kindFile   = "file"
	kindChange = "change"
	kindNone   = "no route"
)

// measure registers what is measured. Where nobody asks for it, it is counted and read by none.
func (s *Server) measure(to prometheus.Registerer) *measures {
	m := &measures{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "fourgates_request_seconds",
			Help:    "How long answers took, by kind of request and by class of status.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"kind", "status"}),
		under: prometheus.NewGauge(prometheus.GaugeOpts{Name: "fourgates_requests_under_way",
			Help: "Requests that are being answered."}),
		signing: map[string]bool{},
	}
	for _, route := range s.Table {
		m.signing[route.Method+route.Pattern] = route.Signing || route.Action == policy.SignGate
	}
	if to == nil {
		return m
	}
	to.MustRegister(m.seconds, m.under)
	level := func(name, help string, labels prometheus.Labels, value func() float64) {
		to.MustRegister(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, value))
	}
	for name, line := range map[string]*turn{"sign-off": s.turns.signing, "ordinary": s.turns.ordinary} {
		if line == nil {
			continue
		}
		of := prometheus.Labels{"line": name}
		level("fourgates_turns", "Requests that may use the database at once.", of,
			func() float64 { return float64(cap(line.taken)) })
		level("fourgates_turns_taken", "Requests that have their turn at the database.", of,
			func() float64 { return float64(len(line.taken)) })
		level("fourgates_turns_waiting", "Requests that wait for their turn at the database.", of,
			func() float64 { return float64(line.waiting.Load()) })
	}
	level("fourgates_uploads_under_way", "Forms with files that are being read and answered.", nil,
		func() float64 { return float64(len(s.uploads)) })
	for name, line := range map[string]*strangers{"fields": &s.strangers, "carried": &s.carried} {
		level("fourgates_signed_out_forms_under_way", "Forms of whoever is signed out that are being read.",
			prometheus.Labels{"of": name}, func() float64 { return float64(line.now()) })
	}
	return m
}

// took notes a request that was answered.
func (m *measures) took(r *http.Request, route string, status int, d time.Duration) {
	m.seconds.WithLabelValues(m.kind(r.Method, route), strconv.Itoa(status/100)+"xx").Observe(d.Seconds())
}

func (m *measures) kind(method, route string) string {
	switch {
	case route == "":
		return kindNone
	case strings.HasPrefix(route, "/assets/"):
		return kindAsset
	case route == "/healthz" || route == "/readyz":
		return kindHealth
	case m.signing[method+route]:
		return kindSign
	case method == http.MethodPost:
		return kindChange
	case strings.Contains(route[strings.LastIndex(route, "/"):], "."):
		return kindFile
	}
	return kindPage
}
