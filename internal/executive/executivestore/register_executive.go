package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/executive"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/register/registerstore"
)

// ExecutiveEntries lists the entries within scope about an Executive decision, and about the first draft of its report,
// in order.
// The caller has loaded the decision within scope.
func ExecutiveEntries(ctx context.Context, r db.Reader, scope policy.RegisterScope,
	d executive.ExecutiveDecision) ([]register.RegisterEntry,
	error) {
	return registerstore.EntriesOfDecision(ctx, r, scope, d.ID)
}
