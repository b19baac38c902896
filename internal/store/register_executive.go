package store

import (
	"context"

	"fourgates/internal/domain"
)

// ExecutiveEntries lists the entries about the Executive decision on an attempt, in order. The caller has loaded the
// decision within scope.
func (r Reader) ExecutiveEntries(ctx context.Context, attempt domain.AttemptID) ([]domain.RegisterEntry, error) {
	return r.EntriesAbout(ctx, attempt, "executive decision", "in force")
}
