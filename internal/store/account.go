package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

// TouchSignIn notes when a session was last used.
func (w Writer) TouchSignIn(ctx context.Context, id domain.SignInID, at time.Time) error {
	return w.exec(ctx, "touch sign-in", `UPDATE sign_ins SET last_seen_at = @at WHERE id = @id AND last_seen_at < @at`,
		named{"id": int64(id), "at": at})
}
