package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"fourgates/internal/act"
	"fourgates/internal/beyond"
	"fourgates/internal/db"
	"fourgates/internal/job"
)

// work works in the background until the context ends; then it finishes what is under way.
func work(ctx context.Context, in installation, args []string) (err error) {
	set := flags(in, "work")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("work does not take %q; write fourgates work", set.Arg(0))
	}
	d, measures, end, err := openProcess(ctx, in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	a := newApp(in, d)
	if err := measureQueues(measures, a.Store); err != nil {
		return err
	}
	stop, err := startWork(ctx, in, d, a, measures)
	if err != nil {
		return err
	}
	defer stop()
	if _, err := fmt.Fprintln(in.out, "Working in the background; Ctrl-C stops it"); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// openProcess opens what pages and background both stand on: the figures of the process, where they are served, and the
// database, which it keeps. End closes them again.
func openProcess(ctx context.Context, in installation) (d *database, measures *prometheus.Registry, end func() error,
	err error) {
	measures = measuresOfProcess()
	stopAdmin, err := serveAdmin(ctx, in.cfg.AdminAddr, measures)
	if err != nil {
		return nil, nil, nil, err
	}
	if d, err = openDatabase(ctx, in.cfg); err != nil {
		stopAdmin()
		return nil, nil, nil, err
	}
	d.keep(in.cfg)
	measurePool(measures, d.pool)
	return d, measures, func() error {
		defer stopAdmin()
		return d.Close()
	}, nil
}

// newApp is what every command of the pages and of the background needs. It sets the log.
func newApp(in installation, d *database) *act.App {
	log := slog.New(slog.NewJSONHandler(in.out, nil))
	slog.SetDefault(log)
	return &act.App{
		Beyond: beyond.Steps(),
		Store:  db.New(d.pool),
		Now:    in.now,
		Log:    log,
		Rules: act.Rules{GateDueWorkingDays: in.cfg.GateDueWorkingDays, SubstitutesAllowed: in.cfg.Substitutes,
			CallInKeyOnly: in.cfg.CallInKeyOnly},
	}
}

// workConnections are those for the work in the background: it takes none from the pages.
const workConnections = 8

// startWork begins to work in the background. It ends with the context; stop waits until what was under way has
// finished.
func startWork(ctx context.Context, in installation, d *database, a *act.App,
	measures prometheus.Registerer) (stop func(), err error) {
	pool, err := openPool(ctx, d.app(in.cfg), workConnections)
	if err != nil {
		return nil, err
	}
	own := *a
	own.Store = db.New(pool)
	ctx, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	o := job.Options{App: &own, Pool: pool, Wall: time.Now, Done: measureWork(measures)}
	working.Go(func() { job.Run(ctx, o) })
	return func() {
		cancel()
		working.Wait()
		pool.Close()
	}, nil
}
