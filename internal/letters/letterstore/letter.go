// Package letterstore reads from Postgres which notices are to be posted.
package letterstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/letters"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions"
	"fourgates/internal/restrictions/restrictionstore"
)

// MostNotices is how many notices are listed at a time.
const MostNotices = 200

// ToPost lists the notices about areas within scope that are for somebody without e-mail address and that nobody has
// told them: those first whom a letter reaches, by name. Those that ask for a decision are left out: a letter of its
// own does. So are contacts who are not to be contacted any more. Words of an issue that was restricted since are not
// printed, whoever prints: the letter goes to somebody who may not see it.
func ToPost(ctx context.Context, r db.Reader, scope policy.Scope, today domain.Date) ([]letters.Notice, error) {
	var w db.Where
	w.And(`(r.result = 'by letter' AND r.posted_on IS NULL AND n.event <> 'gate submitted'
	        OR r.result = 'no address' AND NOT COALESCE(c.do_not_contact, false)
	           AND NOT EXISTS (SELECT FROM informings g WHERE g.recipient_id = r.id))`)
	w.InScope("n.area_id", scope)
	w.Set("most", MostNotices)
	w.Set("today", today.Time())
	everybody := r.ReadFor(policy.IssueScope{View: policy.Scope{All: true}})
	rows, err := db.List[struct {
		letters.Notice
		AreaID domain.AreaID
		About  bool
		Hidden []restrictions.Issue
	}](ctx, r.DB, "notices to post", restrictionstore.BesideSQL(everybody, &w, `
		SELECT id, contact, name, capacity, subject, body, at, postal, by_letter OR postal <> '' AS writable, area_id, about
		FROM (
		    SELECT r.id, COALESCE(c.id, 0) AS contact, r.name, r.capacity, n.subject, n.body, n.at,
		           COALESCE(n.area_id, 0) AS area_id, `+noticestore.AboutHiddenSQL(everybody, &w, "n")+` AS about,
		           r.result = 'by letter' AS by_letter,
		           COALESCE(NULLIF(c.postal_address, ''),
		                    (SELECT postal_of(o.organisation_id, @today) FROM contact_roles o
		                     WHERE o.contact_id = c.id AND o.from_on <= @today
		                       AND (o.to_on IS NULL OR o.to_on >= @today)
		                     ORDER BY o.id LIMIT 1), '') AS postal
		    FROM notice_recipients r
		    JOIN notices n ON n.id = r.notice_id
		    LEFT JOIN contacts c ON c.id = r.contact_id
		    `+w.String()+`) w
		ORDER BY writable DESC, name COLLATE by_name, id
		LIMIT @most`, "writable DESC, name COLLATE by_name, id"), w.Args)
	unsaid := restrictions.Unsaid{}
	for _, row := range rows {
		unsaid.Add(row.Hidden)
	}
	list := make([]letters.Notice, len(rows))
	for i, row := range rows {
		if row.About || unsaid.In(row.AreaID, row.Subject, row.Body) {
			row.Subject, row.Body = restrictions.Told, ""
		}
		list[i] = row.Notice
	}
	return list, err
}

// Posted notes when the notices were posted, and returns how many that were. A contact counts as told by letter.
func Posted(ctx context.Context, w db.Writer, ids []int64, on domain.Date, by domain.PersonID, at time.Time) (int,
	error) {
	return db.Value[int](ctx, w.DB, "notices posted", `
		WITH posted AS (
			UPDATE notice_recipients SET posted_on = @on, posted_by = @by
			WHERE id = ANY(@ids) AND result = 'by letter' AND posted_on IS NULL
			RETURNING id),
		told AS (
			INSERT INTO informings (recipient_id, way, told_on, by, at)
			SELECT id, 'letter', @on, @by, @at FROM notice_recipients WHERE id = ANY(@ids) AND result = 'no address'
			ON CONFLICT DO NOTHING
			RETURNING recipient_id)
		SELECT (SELECT count(*) FROM posted)::int + (SELECT count(*) FROM told)::int`,
		db.Named{"ids": ids, "on": on.Time(), "by": int64(by), "at": at})
}
