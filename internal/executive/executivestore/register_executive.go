package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/executive"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// ExecutiveEntries lists the entries about an Executive decision, and about the first draft of its report, in order.
// The caller has loaded the decision within scope.
func ExecutiveEntries(ctx context.Context, r db.Reader, d executive.ExecutiveDecision) ([]register.RegisterEntry,
	error) {
	return registerstore.EntriesOfDecision(ctx, r, d.ID)
}
