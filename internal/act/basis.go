package act

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
)

type basisKey struct{}

// seenBasis is a basis with the newest audit entry that was to be seen on the page.
type seenBasis struct {
	of   domain.Basis
	seen int64
}

// OnBasis puts into the context what a form's decision rests on, and the newest audit entry of that when its page was
// read, as Newest tells it. A step in that context fails with a *domain.StateError where something else was recorded
// of it since; what the same request recorded before is its own.
func OnBasis(ctx context.Context, of domain.Basis, seen int64) context.Context {
	return context.WithValue(ctx, basisKey{}, seenBasis{of, seen})
}

// Newest is, of each basis, the newest audit entry that stands.
func (a *App) Newest(ctx context.Context, list ...domain.Basis) ([]int64, error) {
	return a.Store.Newest(ctx, RequestOf(ctx), list...)
}

// ErrMoved is that something was recorded of what a decision rests on since its page was read.
var ErrMoved = domain.Stands("This has moved on since you opened the page: somebody took a step that you have not " +
	"seen. Look at how it stands now, then decide again")

// rests asks, with all that the step has locked, whether what its decision rests on is as its page showed it.
func rests(ctx context.Context, w db.Writer) error {
	b, ok := ctx.Value(basisKey{}).(seenBasis)
	if !ok {
		return nil
	}
	now, err := w.Newest(ctx, RequestOf(ctx), b.of)
	if err == nil && now[0] != b.seen {
		err = ErrMoved
	}
	return err
}
