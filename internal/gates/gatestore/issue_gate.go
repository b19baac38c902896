package gatestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/issues"
)

// wholeIssueSQL is an issue as Members judge it. What is restricted is left out, and so it is from what others were made
// from.
const wholeIssueSQL = `
	SELECT i.id, i.title, i.description AS words, COALESCE(t.name, wt.name, '') AS theme, i.source, i.state,
	       i.state_reason AS reason, i.tier,
	       concat_ws(': ', l.name, NULLIF(i.place_note, '')) AS place_words,
	       COALESCE(i.geometry, CASE WHEN i.lon IS NULL THEN ''
	                ELSE '{"type":"Point","coordinates":[' || i.lon || ',' || i.lat || ']}' END) AS shape,
	       i.raised_for, p.name AS entered_by, (i.raised_at AT TIME ZONE 'Europe/London')::date AS entered_on,
	       i.visibility, i.is_synthesis,
	       ARRAY(SELECT m.issue_id
	             FROM syntheses m
	             JOIN issues o ON o.id = m.issue_id AND o.visibility <> 'restricted'
	             WHERE m.synthesis_id = i.id
	             ORDER BY m.issue_id) AS members,
	       COALESCE((SELECT g.into_id
	                 FROM merges g
	                 JOIN issues o ON o.id = g.into_id AND o.visibility <> 'restricted'
	                 WHERE g.issue_id = i.id AND g.undone_at IS NULL), 0) AS merged_into,
	       0 AS place,
	       (SELECT json_agg(json_build_object('id', e.id, 'kind', e.kind, 'words', e.text, 'source', e.source,
	                                          'on', e.on_date, 'strength', e.strength, 'link', e.link,
	                                          'file', COALESCE(f.name, ''))
	                        ORDER BY e.strength DESC, e.on_date DESC, e.id)
	        FROM issue_evidence x
	        JOIN evidence e ON e.id = x.evidence_id
	        LEFT JOIN files f ON f.id = e.file_id
	        WHERE x.issue_id = i.id) AS evidence
	FROM issues i
	JOIN people p ON p.id = i.raised_by
	LEFT JOIN themes t ON t.id = i.theme_id
	LEFT JOIN places l ON l.id = i.place_id
	LEFT JOIN syntheses s ON s.issue_id = i.id
	LEFT JOIN issues whole ON whole.id = s.synthesis_id
	LEFT JOIN themes wt ON wt.id = whole.theme_id
	WHERE i.visibility <> 'restricted'`

// AddWholeIssues adds to the facts the issues whole, as a snapshot of gate 2 freezes them. The caller has loaded the
// facts with GateFacts.
func AddWholeIssues(ctx context.Context, r db.Reader, f *gates.GateFacts) (err error) {
	f.Whole, err = db.List[gates.SnapshotIssue](ctx, r.DB, "whole issues", wholeIssueSQL+` AND i.area_id = @area`,
		db.Named{"area": int64(f.Area.ID)})
	return err
}

// IssuesNow are issues whole, as they are now. What is restricted is left out. The caller has loaded them within scope.
func IssuesNow(ctx context.Context, r db.Reader, ids []domain.IssueID) ([]gates.SnapshotIssue, error) {
	return db.List[gates.SnapshotIssue](ctx, r.DB, "issues now", wholeIssueSQL+` AND i.id = ANY(@ids)`,
		db.Named{"ids": db.Numbers(ids)})
}

// AreaIssues lists every issue of an area as gate 2 counts and freezes it, oldest first. A member of a synthesis is as
// categorised as the synthesis is. Restricted issues come without their title. The caller has checked that the area is
// within scope.
func AreaIssues(ctx context.Context, r db.Reader, area domain.AreaID) ([]issues.IssueLine, error) {
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
		FROM issues i
		LEFT JOIN themes t ON t.id = i.theme_id
		LEFT JOIN syntheses s ON s.issue_id = i.id
		LEFT JOIN issues whole ON whole.id = s.synthesis_id
		LEFT JOIN themes wt ON wt.id = whole.theme_id
		WHERE i.area_id = @area
		ORDER BY i.raised_at, i.id`, db.Named{"area": int64(area)})
}
