package job

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"fourgates/internal/queues"
)

// Look puts a look of each kind that time asks for into the queue, as a tick does.
func Look(ctx context.Context, o Options) error {
	c, err := river.NewClient(riverpgxv5.New(o.Pool), &river.Config{Logger: o.App.Log})
	if err != nil {
		return err
	}
	for _, kind := range queues.OfTheClock() {
		a, opts := lookAt(kind)
		if _, err := c.Insert(ctx, a, opts); err != nil {
			return fmt.Errorf("put a look into the queue: %w", err)
		}
	}
	return nil
}

// Drain works what can be worked now until nothing is left, what waits for its time or to be tried again apart. Nobody
// else need work the queues; it is for tests and for the command line.
func Drain(ctx context.Context, o Options) error {
	return drain(ctx, o, false)
}

func drain(ctx context.Context, o Options, off bool) error {
	c, err := clientWith(o, off, func(cfg *river.Config) {
		cfg.PeriodicJobs, cfg.LeaderElectionDisabled = nil, true
		cfg.FetchCooldown, cfg.FetchPollInterval, cfg.TestOnly = time.Millisecond, 5*time.Millisecond, true
	})
	if err != nil {
		return err
	}
	if err := c.Start(ctx); err != nil {
		return err
	}
	for {
		var left int
		if err = o.Pool.QueryRow(ctx, `
			SELECT count(*) FROM river_job WHERE state IN ('available', 'running') AND ($1 OR queue <> 'clock')`,
			!off).Scan(&left); err != nil || left == 0 || !pause(ctx, 5*time.Millisecond) {
			break
		}
	}
	if stop := c.Stop(context.WithoutCancel(ctx)); err == nil {
		err = stop
	}
	return err
}
