package serve

import (
	"context"
	"net/http"
	"sync/atomic"

	"fourgates/internal/policy"
)

// What of the database's connections is kept free: the last for health alone, the others before it for sign-off too.
const (
	keptForHealth  = 1
	keptForSigning = 3
)

// turns lets only so many requests at once go on to the database, so that however many people read lists, somebody who
// signs a gate finds a connection, and so does whoever asks whether the server is ready. The zero value lets everybody
// through.
type turns struct{ signing, ordinary *turn }

// turn is a line in which requests wait for one of so many places.
type turn struct {
	taken   chan struct{}
	waiting atomic.Int64
}

func newTurn(places int) *turn { return &turn{taken: make(chan struct{}, places)} }

// enter takes a place, or returns why the request's time ended before one was free. Who enters leaves.
func (t *turn) enter(ctx context.Context) error {
	t.waiting.Add(1)
	defer t.waiting.Add(-1)
	return enter(ctx, t.taken)
}

func (t *turn) leave() { <-t.taken }

// turnsOf shares connections out; where there are too few to keep any, everybody is let through.
func turnsOf(connections int) turns {
	if connections <= keptForHealth+keptForSigning {
		return turns{}
	}
	return turns{newTurn(connections - keptForHealth), newTurn(connections - keptForHealth - keptForSigning)}
}

// inTurn waits for a request's turn. Where none comes within the request's time it answers that the service is busy.
func (s *Server) inTurn(route Route, next http.Handler) http.Handler {
	if s.turns.signing == nil {
		return next
	}
	lines := []*turn{s.turns.ordinary, s.turns.signing} // the narrower first
	if route.Action == policy.SignGate || route.Signing {
		lines = lines[1:]
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, line := range lines {
			if err := line.enter(r.Context()); err != nil {
				s.problem(w, r, err)
				return
			}
			defer line.leave()
		}
		next.ServeHTTP(w, r)
	})
}

func enter(ctx context.Context, line chan struct{}) error {
	select {
	case line <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
