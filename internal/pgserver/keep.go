package pgserver

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"time"
)

const (
	lookEvery  = 500 * time.Millisecond // at a server that another process started
	againAfter = 2 * time.Second        // after a start that failed
)

// keeper starts a server again that has died.
type keeper struct {
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// stop ends the keeper and waits until it has ended. A server that nobody keeps is fine.
func (k *keeper) stop() {
	if k == nil {
		return
	}
	k.cancel()
	k.done.Wait()
}

// Keep starts the server again whenever it dies, until Stop: this process uses it, so nobody else may want it to be
// gone. Call it once, with the options of Start. What happens goes to the log.
func (s *Server) Keep(o Options) {
	ctx, cancel := context.WithCancel(context.Background())
	s.keeper = &keeper{cancel: cancel}
	s.keeper.done.Go(func() {
		for s.awaitDeath(ctx) {
			slog.WarnContext(ctx, "the private Postgres has died; starting it again", "its log", s.home.logFile())
			for err := s.startAgain(ctx, o); err != nil && ctx.Err() == nil; err = s.startAgain(ctx, o) {
				slog.ErrorContext(ctx, "the private Postgres does not start again", "err", err)
				wait(ctx, againAfter)
			}
			if ctx.Err() == nil {
				slog.InfoContext(ctx, "the private Postgres answers again")
			}
		}
	})
}

// awaitDeath returns true when the server runs no more, and false when the context ended before.
func (s *Server) awaitDeath(ctx context.Context) bool {
	if s.own != nil {
		select {
		case <-ctx.Done():
		case <-s.own.done:
		}
		return ctx.Err() == nil
	}
	for _, runs := s.home.postmaster(); runs && ctx.Err() == nil; _, runs = s.home.postmaster() {
		wait(ctx, lookEvery)
	}
	return ctx.Err() == nil
}

// startAgain starts the server unless somebody else has.
func (s *Server) startAgain(ctx context.Context, o Options) error {
	gate, err := lockFile(ctx, filepath.Join(s.home.folder, "postgres.lock"), true)
	if err != nil {
		return err
	}
	defer gate.release()
	s.own = nil
	return s.ensureRunning(ctx, o)
}

// wait returns after so long, or when the context ends.
func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
