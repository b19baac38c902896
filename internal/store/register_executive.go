package store

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/rules"
)

// ExecutiveEntries lists the entries about the Executive decision on an attempt, in order. The caller has loaded the
// decision within scope.
func ExecutiveEntries(ctx context.Context, r db.Reader, attempt domain.AttemptID) ([]rules.RegisterEntry, error) {
	return EntriesAbout(ctx, r, attempt, "executive decision", "in force")
}
