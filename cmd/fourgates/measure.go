package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"fourgates/internal/db"
	"fourgates/internal/queues"
	"fourgates/internal/queues/queuestore"
)

// measurePool tells of the connections to the database.
func measurePool(to prometheus.Registerer, pool *pgxpool.Pool) {
	level := func(name, help string, value func(*pgxpool.Stat) float64) {
		to.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "fourgates_pool_" + name, Help: help},
			func() float64 { return value(pool.Stat()) }))
	}
	count := func(name, help string, value func(*pgxpool.Stat) float64) {
		to.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "fourgates_pool_" + name, Help: help},
			func() float64 { return value(pool.Stat()) }))
	}
	level("connections_most", "Connections to the database that there may be.",
		func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) })
	level("connections", "Connections to the database.",
		func(s *pgxpool.Stat) float64 { return float64(s.TotalConns()) })
	level("connections_used", "Connections to the database that are in use.",
		func(s *pgxpool.Stat) float64 { return float64(s.AcquiredConns()) })
	count("acquired_total", "How often a connection was asked for and given.",
		func(s *pgxpool.Stat) float64 { return float64(s.AcquireCount()) })
	count("waited_total", "How often none was free, so that it was waited for.",
		func(s *pgxpool.Stat) float64 { return float64(s.EmptyAcquireCount()) })
	count("wait_seconds_total", "How long was waited for connections in all.",
		func(s *pgxpool.Stat) float64 { return s.AcquireDuration().Seconds() })
	count("given_up_total", "How often a request ended before it had one.",
		func(s *pgxpool.Stat) float64 { return float64(s.CanceledAcquireCount()) })
}

// measureWork counts the work in the background of this process, by its kind and by whether it failed.
func measureWork(to prometheus.Registerer) func(kind string, failed bool) {
	done := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "fourgates_jobs_total",
		Help: "Pieces of work in the background that this process did, and that failed."}, []string{"kind", "outcome"})
	to.MustRegister(done)
	return func(kind string, failed bool) {
		outcome := "done"
		if failed {
			outcome = "failed"
		}
		done.WithLabelValues(kind, outcome).Inc()
	}
}

// queueMeasures tells how the queues stand, of all processes together, whenever it is asked.
type queueMeasures struct {
	store *db.Store
	of    map[*prometheus.Desc]func(queues.Standing) int
}

// measureQueues tells how the queues stand.
func measureQueues(to prometheus.Registerer, store *db.Store) error {
	level := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("fourgates_queue_"+name, help, []string{"queue"}, nil)
	}
	return to.Register(queueMeasures{store, map[*prometheus.Desc]func(queues.Standing) int{
		level("depth", "Pieces of work that wait in the queue."): func(s queues.Standing) int { return s.Waiting },
		level("failing", "Of those, pieces that failed before."): func(s queues.Standing) int { return s.Failing },
		level("running", "Pieces of work that are being done."):  func(s queues.Standing) int { return s.Running },
		level("given_up", "Pieces of work that failed too often, or were given up."): func(s queues.Standing) int {
			return s.GivenUp
		},
		level("oldest_seconds", "For how long the oldest waits that could be worked."): func(s queues.Standing) int {
			return s.Oldest
		},
	}})
}

// Describe implements prometheus.Collector.
func (m queueMeasures) Describe(to chan<- *prometheus.Desc) {
	for d := range m.of {
		to <- d
	}
}

// Collect implements prometheus.Collector. Where the database does not answer there is no figure.
func (m queueMeasures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	standings, err := queuestore.Standings(ctx, m.store.Reader)
	if err != nil {
		return
	}
	for _, s := range standings {
		for d, value := range m.of {
			to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(value(s)), string(s.Queue))
		}
	}
}
