// Package causestore keeps root causes in Postgres.
package causestore

import (
	"context"
	"time"

	"fourgates/internal/causes"
	"fourgates/internal/db"
	"fourgates/internal/domain"
)

// Causes lists the causes of an issue that were not removed (D10). The caller has loaded the issue within scope.
func Causes(ctx context.Context, r db.Reader, issue domain.IssueID) ([]causes.Cause, error) {
	return db.List[causes.Cause](ctx, r.DB, "causes", `
		SELECT c.id, c.issue_id AS issue, COALESCE(c.parent_id, 0) AS parent, c.text, c.taken_part, c.position,
		       c.version, p.name AS by, c.at,
		       (SELECT count(*) FROM solutions s WHERE s.cause_id = c.id)::int AS solutions
		FROM causes c
		JOIN people p ON p.id = c.by
		WHERE c.issue_id = @issue AND c.removed_at IS NULL
		ORDER BY c.position, c.id`, db.Named{"issue": int64(issue)})
}

// IssueOfCause is the issue that a cause belongs to; domain.ErrNotFound where there is no such cause, or it was
// removed.
func IssueOfCause(ctx context.Context, r db.Reader, id domain.CauseID) (domain.IssueID, error) {
	return db.Value[domain.IssueID](ctx, r.DB, "issue of cause", `
		SELECT issue_id FROM causes WHERE id = @id AND removed_at IS NULL`, db.Named{"id": int64(id)})
}

// AddCause puts a cause last among those under the same. The caller has locked the issue.
func AddCause(ctx context.Context, w db.Writer, c causes.Cause, by domain.PersonID,
	at time.Time) (domain.CauseID, error) {
	return db.Value[domain.CauseID](ctx, w.DB, "add cause", `
		INSERT INTO causes (issue_id, parent_id, text, taken_part, position, by, at)
		SELECT @issue, NULLIF(@parent, 0::bigint), @text, @taken_part, COALESCE(max(position), 0) + 1, @by, @at
		FROM causes
		WHERE issue_id = @issue AND COALESCE(parent_id, 0) = @parent
		RETURNING id`,
		db.Named{"issue": int64(c.Issue), "parent": int64(c.Parent), "text": c.Text, "taken_part": c.TakenPart,
			"by": int64(by), "at": at})
}

// UpdateCause writes a cause over the version that was read; else domain.ErrConflict.
func UpdateCause(ctx context.Context, w db.Writer, c causes.Cause) error {
	return w.Change(ctx, "update cause", `
		UPDATE causes SET parent_id = NULLIF(@parent, 0::bigint), text = @text, taken_part = @taken_part,
		position = @position, version = version + 1
		WHERE id = @id AND version = @version AND removed_at IS NULL`,
		db.Named{"id": int64(c.ID), "version": c.Version, "parent": int64(c.Parent), "text": c.Text,
			"taken_part": c.TakenPart, "position": c.Position})
}

// RemoveCauses takes causes off their issue. The rows stay.
func RemoveCauses(ctx context.Context, w db.Writer, ids []domain.CauseID, at time.Time) error {
	return w.Exec(ctx, "remove causes", `
		UPDATE causes SET removed_at = @at WHERE id = ANY(@ids) AND removed_at IS NULL`,
		db.Named{"ids": db.Numbers(ids), "at": at})
}

// IssueParties lists the services and organisations that an issue was referred to and that it was not taken back from.
func IssueParties(ctx context.Context, r db.Reader,
	issue domain.IssueID) (services []domain.ServiceID, organisations []domain.OrganisationID, err error) {
	type row struct {
		Service      domain.ServiceID
		Organisation domain.OrganisationID
	}
	rows, err := db.List[row](ctx, r.DB, "issue parties", `
		SELECT COALESCE(service_id, 0) AS service, COALESCE(organisation_id, 0) AS organisation
		FROM referrals WHERE issue_id = @issue AND withdrawn_at IS NULL`, db.Named{"issue": int64(issue)})
	for _, row := range rows {
		if row.Service != 0 {
			services = append(services, row.Service)
		} else {
			organisations = append(organisations, row.Organisation)
		}
	}
	return services, organisations, err
}
