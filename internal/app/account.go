package app

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/store"
)

// Seen notes that a session is in use, for its idle limit. It is not a change of record and has no audit entry.
func (a *App) Seen(ctx context.Context, id domain.SignInID) error {
	return a.Store.InTx(ctx, func(w store.Writer) error { return w.TouchSignIn(ctx, id, a.now()) })
}
