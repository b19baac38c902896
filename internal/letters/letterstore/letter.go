// Package letterstore reads from Postgres which notices are to be posted.
package letterstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/letters"
	"fourgates/internal/policy"
)

// mostNotices is how many notices are printed at a time.
const mostNotices = 200

// ToPost lists the notices about areas within scope that are for somebody without e-mail address and have not been
// posted, the oldest first. Those that ask for a decision are left out: a letter of its own does.
func ToPost(ctx context.Context, r db.Reader, scope policy.Scope) ([]letters.Notice, error) {
	var w db.Where
	w.And("r.result = 'by letter' AND r.posted_on IS NULL AND n.event <> 'gate submitted'")
	w.InScope("n.area_id", scope)
	w.Set("most", mostNotices)
	return db.List[letters.Notice](ctx, r.DB, "notices to post", `
		SELECT r.id, r.name, r.capacity, n.subject, n.body, n.at
		FROM notice_recipients r
		JOIN notices n ON n.id = r.notice_id
		`+w.String()+`
		ORDER BY r.name, r.id
		LIMIT @most`, w.Args)
}

// Posted notes when the notices were posted, and returns how many that were.
func Posted(ctx context.Context, w db.Writer, ids []int64, on domain.Date, by domain.PersonID) (int, error) {
	return db.Value[int](ctx, w.DB, "notices posted", `
		WITH posted AS (
			UPDATE notice_recipients SET posted_on = @on, posted_by = @by
			WHERE id = ANY(@ids) AND result = 'by letter' AND posted_on IS NULL
			RETURNING id)
		SELECT count(*)::int FROM posted`, db.Named{"ids": ids, "on": on.Time(), "by": int64(by)})
}
