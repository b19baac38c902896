package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// ExecutiveEntries lists the entries about the Executive decision on an attempt, in order. The caller has loaded the
// decision within scope.
func ExecutiveEntries(ctx context.Context, r db.Reader, attempt domain.AttemptID) ([]register.RegisterEntry, error) {
	return registerstore.EntriesAbout(ctx, r, attempt, "executive decision", "in force")
}
