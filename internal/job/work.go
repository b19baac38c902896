package job

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"fourgates/internal/act"
	"fourgates/internal/mails/mailapp"
	"fourgates/internal/queues"
)

// Options are what working needs.
type Options struct {
	App  *act.App
	Pool *pgxpool.Pool                  // connections for the work, apart from those of the pages
	Post mailapp.Post                   // how e-mails leave the house
	Wall func() time.Time               // the machine's own clock, which is compared with the database's
	Done func(kind string, failed bool) // is told of each piece of work; nil for nobody

	looks map[queues.Kind]look // in place of those of the product, in tests
}

// How long things may take.
const (
	workFor    = time.Minute      // a piece of work
	lostAfter  = 5 * time.Minute  // until it is taken for lost with its process, and given to another
	finishFor  = 20 * time.Second // for what is under way when the server stops
	mostSkew   = 30 * time.Second // by which the clock may be off for what time asks for to be done here
	againAfter = 5 * time.Second  // after a start that failed
)

// Run works the queues until the context ends, and returns once what was under way has finished. It outlives times in
// which the database is away.
//
// A process whose clock is off from the database's does nothing that time asks for, and looks after no other's work:
// it would take what others are doing for lost, or leave what is due. It compares again and again.
func Run(ctx context.Context, o Options) {
	for ctx.Err() == nil {
		if err := run(ctx, o); err != nil && ctx.Err() == nil {
			o.App.Log.ErrorContext(ctx, "the queues cannot be worked, is tried again", "err", err)
			pause(ctx, againAfter)
		}
	}
}

// run works the queues until the context ends or the clock has become right, or wrong.
func run(ctx context.Context, o Options) error {
	off, err := skewed(ctx, o)
	if err != nil {
		return err
	}
	if off {
		o.App.Log.ErrorContext(ctx, "the clock of this machine differs from the database's: nothing is done here that "+
			"time asks for", "most", mostSkew)
	}
	c, err := client(o, off)
	if err != nil {
		return err
	}
	if err := c.Start(ctx); err != nil {
		return fmt.Errorf("start working: %w", err)
	}
	defer func() {
		_ = c.Stop(context.WithoutCancel(ctx)) // it says only that the context ended, which this one does not
		<-c.Stopped()
	}()
	for pause(ctx, Every) {
		if now, err := skewed(ctx, o); err == nil && now != off {
			return nil
		}
	}
	return nil
}

// pause waits, and reports whether the context goes on.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// skewed reports whether the clock of this machine is off from the database's.
func skewed(ctx context.Context, o Options) (bool, error) {
	before := o.Wall()
	var at time.Time
	if err := o.Pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&at); err != nil {
		return false, fmt.Errorf("ask the database's clock: %w", err)
	}
	return at.Before(before.Add(-mostSkew)) || at.After(o.Wall().Add(mostSkew)), nil
}

// client is who works: all queues, or where the clock is off those that do not go by it.
//
// It polls instead of listening. A listener would keep a connection of its own, which no pooler in front of the
// database allows, and every event would have to wait for the lock under which all notifications of the database are
// made.
func client(o Options, off bool) (*river.Client[pgx.Tx], error) {
	return clientWith(o, off, func(*river.Config) {})
}

// clientWith is client with something changed.
func clientWith(o Options, off bool, change func(*river.Config)) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	if o.looks == nil {
		o.looks = looksOf(o)
	}
	for kind, do := range o.looks {
		river.AddWorkerArgs(workers, args{kind: kind}, &looker{app: o.App, kind: kind, do: do})
	}
	for kind, worker := range doers(o) {
		river.AddWorkerArgs(workers, args{kind: kind}, worker)
	}
	cfg := &river.Config{
		ID:                          "fourgates-" + rand.Text(), // and not the name of the machine
		CompletedJobRetentionPeriod: 24 * time.Hour,
		CancelledJobRetentionPeriod: keepFailed,
		DiscardedJobRetentionPeriod: keepFailed,
		FetchPollInterval:           time.Second,
		JobTimeout:                  workFor,
		RescueStuckJobsAfter:        lostAfter,
		RetryPolicy:                 patience{o.Wall},
		SoftStopTimeout:             finishFor,
		Logger:                      o.App.Log,
		Middleware:                  []rivertype.Middleware{&guard{app: o.App, done: o.Done}},
		PollOnly:                    true,
		Queues:                      map[string]river.QueueConfig{},
		ReindexerIndexNames:         []string{}, // only their owner may
		Workers:                     workers,
	}
	for _, name := range queues.Names() {
		if name == queues.Clock && off {
			continue
		}
		cfg.Queues[string(name)] = river.QueueConfig{MaxWorkers: cmp.Or(workersOf[name], 1)}
	}
	if cfg.LeaderElectionDisabled = off; !off {
		cfg.PeriodicJobs = ticks()
	}
	change(cfg)
	return river.NewClient(riverpgxv5.New(o.Pool), cfg)
}

// keepFailed is how long what failed can be tried again.
const keepFailed = 30 * 24 * time.Hour

// workersOf is how many pieces of a queue a process works at once, where that is more than one.
var workersOf = map[queues.Name]int{queues.Mail: 4}
