package main

import (
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
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
