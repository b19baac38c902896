package gatestore

import (
	"context"

	"fourgates/internal/comments/commentstore"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
	"fourgates/internal/issues/issuestore"
)

// AddWholeIssues adds to the facts the issues whole and what Members say of them, as a snapshot of gate 2 freezes them.
// The caller has loaded the facts with GateFacts.
func AddWholeIssues(ctx context.Context, r db.Reader, f *gates.GateFacts) (err error) {
	f.Whole, err = db.List[gates.SnapshotIssue](ctx, r.DB, "whole issues",
		issuestore.WholeIssueSQL(issuestore.AnyEvidence)+` AND i.area_id = @area
		  AND EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.cycle = @cycle)`,
		db.Named{"area": int64(f.Area.ID), "cycle": f.Cycle})
	if err != nil {
		return err
	}
	f.Comments, err = commentstore.ToFreeze(ctx, r, f.Area.ID, f.Cycle)
	return err
}

// IssuesNow are issues whole, as they are now. What is restricted is left out. The caller has loaded them within scope.
func IssuesNow(ctx context.Context, r db.Reader, ids []domain.IssueID) ([]gates.SnapshotIssue, error) {
	return db.List[gates.SnapshotIssue](ctx, r.DB, "issues now",
		issuestore.WholeIssueSQL(issuestore.AnyEvidence)+` AND i.id = ANY(@ids)`,
		db.Named{"ids": db.Numbers(ids)})
}

// AreaIssues lists every issue of an area's cycle as gate 2 counts and freezes it, oldest first. A member of a
// synthesis is as categorised as the synthesis is. Restricted issues come without their title. The caller has checked
// that the area is within scope.
func AreaIssues(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]issues.IssueLine,
	error) {
	return db.List[issues.IssueLine](ctx, r.DB, "area issues", `
		SELECT i.id,
		       CASE WHEN i.visibility = 'restricted' THEN '' ELSE i.title END AS title,
		       COALESCE(t.name, wt.name, '') AS theme,
		       i.source,
		       i.state,
		       i.tier,
		       i.visibility,
		       i.is_synthesis,
		       ARRAY(SELECT m.issue_id FROM syntheses m WHERE m.synthesis_id = i.id ORDER BY m.issue_id) AS members,
		       0 AS place
		FROM issue_cycles n
		JOIN issues i ON i.id = n.issue_id
		LEFT JOIN themes t ON t.id = i.theme_id
		LEFT JOIN syntheses s ON s.issue_id = i.id
		LEFT JOIN issues whole ON whole.id = s.synthesis_id
		LEFT JOIN themes wt ON wt.id = whole.theme_id
		WHERE n.area_id = @area AND n.cycle = @cycle
		ORDER BY i.raised_at, i.id`, db.Named{"area": int64(area), "cycle": cycle})
}
