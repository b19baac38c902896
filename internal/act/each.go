package act

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Failed is what went wrong with one of several things.
type Failed struct {
	Kind string
	ID   int64
	Err  error
}

// Error names the thing and says what went wrong.
func (f Failed) Error() string { return fmt.Sprintf("%s %d: %v", f.Kind, f.ID, f.Err) }

// Unwrap is what went wrong.
func (f Failed) Unwrap() error { return f.Err }

// Each does what time alone asks for, with each of the things that are due: a step of the system's own for each, in a
// transaction of its own, so that one that fails keeps no other back. Body says how much it did; with nothing done and
// nothing recorded the step is Same, as where another server was quicker. Each returns how much was done in all, and
// what went wrong with every thing that failed.
func Each[ID ~int64](ctx context.Context, a *App, does policy.Action, kind string, due []ID,
	body func(*Step, ID) (int, error)) (done int, err error) {
	var failed []error
	for _, id := range due {
		if ctx.Err() != nil {
			break // what is left is due the next time
		}
		n := 0
		err := a.DoFor(ctx, 0, does, func(s *Step) error {
			var err error
			if n, err = body(s, id); err != nil || n > 0 {
				return err
			}
			return s.Same()
		})
		switch {
		case err == nil:
			done += n
		case !errors.Is(err, domain.ErrConflict):
			failed = append(failed, Failed{Kind: kind, ID: int64(id), Err: err})
		}
	}
	return done, errors.Join(append(failed, ctx.Err())...)
}

// EachOrStuck is Each, where what a thing is refused for is kept with it: stuck is given the words, and the thing is
// due again the next time.
func EachOrStuck[ID ~int64](ctx context.Context, a *App, does policy.Action, kind string, due []ID,
	body func(*Step, ID) (int, error), stuck func(id ID, why string) error) (done int, err error) {
	var failed []error
	for _, id := range due {
		n, err := Each(ctx, a, does, kind, []ID{id}, body)
		if blocked, ok := errors.AsType[*domain.BlockedError](err); ok {
			words := make([]string, len(blocked.Blockers))
			for i, b := range blocked.Blockers {
				words[i] = b.Words
			}
			err = stuck(id, strings.Join(words, ". "))
		}
		done, failed = done+n, append(failed, err)
	}
	return done, errors.Join(failed...)
}
