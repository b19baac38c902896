package restrictionstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/restrictions"
)

// History is what the audit trail says of a thing of an area, as the reader may see it: a step that says words of a
// restricted issue tells only that there was one.
func History(ctx context.Context, r db.Reader, area domain.AreaID, entries []db.AuditEntry) ([]db.AuditEntry, error) {
	if len(entries) == 0 {
		return entries, nil
	}
	unsaid, err := Unsaid(ctx, r, area)
	if err != nil {
		return nil, err
	}
	for n, e := range entries {
		if unsaid.In(area, e.Summary, string(e.Before), string(e.After)) {
			entries[n].Summary, entries[n].Before, entries[n].After = restrictions.Told, nil, nil
		}
	}
	return entries, nil
}
