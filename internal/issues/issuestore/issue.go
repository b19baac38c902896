// Package issuestore keeps issues, their evidence, referrals and quick wins in Postgres.
package issuestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

// IssueRecord is an issue with the names behind its identifiers and what binds it to others.
type IssueRecord struct {
	issues.Issue
	Names issues.IssueNames
	Ties  issues.IssueTies
}

// issueRow is an issue as it comes from the database.
type issueRow struct {
	issues.Issue
	issues.IssueNames
	issues.IssueTies
}

func (r issueRow) record() IssueRecord { return IssueRecord{r.Issue, r.IssueNames, r.IssueTies} }

const (
	issueColumns = `
	       i.id, i.area_id AS area, i.title, i.description, COALESCE(i.theme_id, 0) AS theme, i.source, i.tier,
	       i.visibility, COALESCE(i.place_id, 0) AS place, i.place_note, COALESCE(i.geometry, '') AS geometry,
	       point(i.lon, i.lat) AS point, i.raised_by, i.raised_for, COALESCE(i.contact_id, 0) AS contact, i.raised_at,
	       i.changed_at, i.state, i.state_reason, i.is_synthesis, i.released_at, i.version,
	       a.name AS area_name, a.code AS area_code, COALESCE(t.name, '') AS theme_name,
	       COALESCE(pl.name, '') AS place_name, p.name AS raised_by_name,
	       (SELECT json_agg(json_build_object('Cycle', n.cycle, 'Came', n.came, 'Went', COALESCE(n.went, ''),
	                                          'Reason', n.reason) ORDER BY n.cycle)
	        FROM issue_cycles n WHERE n.issue_id = i.id) AS cycles,
	       COALESCE((SELECT s.synthesis_id FROM syntheses s WHERE s.issue_id = i.id), 0) AS part_of,
	       COALESCE((SELECT m.into_id FROM merges m WHERE m.issue_id = i.id AND m.undone_at IS NULL), 0) AS merged_into,
	       (SELECT s.at FROM syntheses s WHERE s.issue_id = i.id) AS part_since,
	       (SELECT max(g.submitted_at) FROM attempts g JOIN present_cycles y USING (area_id, cycle)
	               WHERE g.area_id = i.area_id AND g.gate = 2
	               AND g.outcome IN ('passed', 'passed with conditions', 'overridden')
	               AND g.called_back_at IS NULL) AS signed_at`
	issueTables = `
	FROM issues i
	JOIN areas a ON a.id = i.area_id
	JOIN people p ON p.id = i.raised_by
	LEFT JOIN themes t ON t.id = i.theme_id
	LEFT JOIN places pl ON pl.id = i.place_id
	`
	issueSQL = "SELECT " + issueColumns + issueTables
)

// Issue loads an issue. It returns domain.ErrNotFound where there is none or the reader may not see it.
func Issue(ctx context.Context, r db.Reader, s policy.IssueScope, id domain.IssueID) (IssueRecord, error) {
	var found []IssueRecord
	if err := r.Ask(ctx, AskIssue(s, id, &found)); err != nil {
		return IssueRecord{}, err
	}
	if len(found) == 0 {
		return IssueRecord{}, domain.ErrNotFound
	}
	return found[0], nil
}

func AskIssue(s policy.IssueScope, id domain.IssueID, to *[]IssueRecord) db.Question {
	var w db.Where
	w.And("i.id = @id", "id", id)
	Visible(&w, s)
	return db.AskingFor(to, issueRow.record, "issue", issueSQL+w.String(), w.Args)
}

// IssueForUpdate is Issue, locked until the transaction ends.
func IssueForUpdate(ctx context.Context, w db.Writer, s policy.IssueScope, id domain.IssueID) (IssueRecord, error) {
	got, err := IssuesForUpdate(ctx, w, s, []domain.IssueID{id})
	if err != nil {
		return IssueRecord{}, err
	}
	return got[0], nil
}

// IssuesForUpdate loads issues and locks them, in the order of their identifiers, until the transaction ends. It
// returns domain.ErrNotFound where the reader may not see one of them.
func IssuesForUpdate(ctx context.Context, w db.Writer, s policy.IssueScope, ids []domain.IssueID) ([]IssueRecord,
	error) {
	// Locked first: what is read afterwards is what the transaction before left.
	locked, err := db.Values[domain.IssueID](ctx, w.DB, "lock issues", `
		SELECT id FROM issues WHERE id = ANY(@ids) ORDER BY id FOR UPDATE`, db.Named{"ids": ids})
	if err != nil {
		return nil, err
	}
	var cond db.Where
	cond.And("i.id = ANY(@ids)", "ids", ids)
	Visible(&cond, s)
	rows, err := db.List[issueRow](ctx, w.DB, "issues", issueSQL+cond.String()+" ORDER BY i.id", cond.Args)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows) != len(locked) || len(rows) != len(ids) {
		return nil, domain.ErrNotFound
	}
	records := make([]IssueRecord, len(rows))
	for i, row := range rows {
		records[i] = row.record()
	}
	return records, nil
}
