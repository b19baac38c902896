package db

import (
	"context"

	"fourgates/internal/domain"
)

// Newest is, of each basis, the newest audit entry of the things in it; 0 where there is none. Entries of the request
// itself are passed over.
func (r Reader) Newest(ctx context.Context, request string, list ...domain.Basis) ([]int64, error) {
	var nth, objects, areas []int64
	var kinds []string
	for i, b := range list {
		for _, t := range b {
			nth, kinds = append(nth, int64(i)), append(kinds, t.Kind)
			objects, areas = append(objects, t.ID), append(areas, int64(t.Area))
		}
	}
	rows, err := List[newest](ctx, r.DB, "newest entries", `
		SELECT w.nth, max(n.id) AS id
		FROM unnest(@nth::bigint[], @kinds::text[], @objects::bigint[], @areas::bigint[]) AS w (nth, kind, object, area)
		CROSS JOIN LATERAL (
		    (SELECT e.id
		     FROM audit_entries e
		     WHERE w.area = 0 AND e.object_kind = w.kind AND e.object_id = w.object
		       AND e.request_id IS DISTINCT FROM @request
		     ORDER BY e.id DESC
		     LIMIT 1)
		    UNION ALL
		    (SELECT e.id
		     FROM audit_entries e
		     WHERE w.area <> 0 AND e.area_id = w.area AND e.object_kind = w.kind
		       AND e.request_id IS DISTINCT FROM @request
		     ORDER BY e.id DESC
		     LIMIT 1)) n
		GROUP BY w.nth`,
		Named{"nth": nth, "kinds": kinds, "objects": objects, "areas": areas, "request": request})
	found := make([]int64, len(list))
	for _, row := range rows {
		found[row.Nth] = row.ID
	}
	return found, err
}

type newest struct{ Nth, ID int64 }
