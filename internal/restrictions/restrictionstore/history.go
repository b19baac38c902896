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
	if r.For == nil || r.For.Restricted.All || len(entries) == 0 {
		return entries, nil
	}
	w := db.Where{Args: db.Named{"area": int64(area)}}
	sql := "SELECT " + HiddenSQL(r, &w, "ARRAY[@area::bigint]", "'-infinity'::timestamptz") + " AS hidden"
	got, err := db.One[struct{ Hidden []restrictions.Issue }](ctx, r.DB, "hidden issues", sql, w.Args)
	if err != nil {
		return nil, err
	}
	known := restrictions.Phrases(got.Hidden)
	for n, e := range entries {
		if known.In(e.Summary, string(e.Before), string(e.After)) {
			entries[n].Summary, entries[n].Before, entries[n].After = restrictions.Told, nil, nil
		}
	}
	return entries, nil
}
