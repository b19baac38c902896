package issuestore

import (
	"context"
	"strconv"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

const evidenceSQL = `
	SELECT e.id, e.area_id AS area, e.kind, e.text, e.source, e.on_date, e.strength, e.link,
	       COALESCE(e.file_id, 0) AS file, COALESCE(f.name, '') AS file_name,
	       e.added_by AS by, p.name AS added_by, e.added_at, b.from_issue, (SELECT count(*)::int FROM issue_evidence n
	                                                      WHERE n.evidence_id = e.id) AS used_by,
	       e.version, e.withdrawn_why, COALESCE((SELECT name FROM people WHERE id = e.withdrawn_by), '') AS withdrawn_by,
	       e.withdrawn_at,
	       (SELECT COALESCE(jsonb_agg(jsonb_build_object('Kind', v.kind, 'Text', v.text, 'Source', v.source,
	               'OnDate', v.on_date, 'Strength', v.strength, 'Link', v.link, 'Reason', v.reason, 'ByName', o.name,
	               'At', v.at) ORDER BY v.number DESC), '[]')
	        FROM evidence_wordings v JOIN people o ON o.id = v.by WHERE v.evidence_id = e.id) AS wordings
	FROM evidence e
	JOIN people p ON p.id = e.added_by
	LEFT JOIN files f ON f.id = e.file_id
	`

// broughtSQL lists the issue @id itself and those whose evidence and files it shows: merged into it, or members of its
// synthesis.
const broughtSQL = `(SELECT issue_id FROM merges WHERE into_id = @id AND undone_at IS NULL
	                 UNION ALL SELECT issue_id FROM syntheses WHERE synthesis_id = @id
	                 UNION ALL SELECT @id) o`

// EvidenceOfIssue lists the evidence that an issue shows to the reader.
func EvidenceOfIssue(ctx context.Context, r db.Reader, s policy.IssueScope,
	id domain.IssueID) (lines []issues.EvidenceLine, err error) {
	err = r.Ask(ctx, AskEvidence(s, id, &lines))
	return lines, err
}

func AskEvidence(s policy.IssueScope, id domain.IssueID, to *[]issues.EvidenceLine) db.Question {
	w := db.Where{}
	Visible(&w, s)
	w.Set("id", int64(id))
	return db.Asking(to, "evidence", evidenceSQL+`
		JOIN (SELECT ie.evidence_id, CASE WHEN bool_or(i.id = @id) THEN 0 ELSE min(i.id) END AS from_issue
		      FROM `+broughtSQL+`
		      JOIN issues i ON i.id = o.issue_id
		      JOIN issue_evidence ie ON ie.issue_id = i.id
		      `+w.String()+`
		      GROUP BY ie.evidence_id) b ON b.evidence_id = e.id
		ORDER BY e.strength DESC, e.on_date DESC, e.id`, w.Args)
}

// ReusableEvidence lists the newest evidence of an area that the issue does not have, at most issues.MostReusable
// pieces: each on an issue that the reader may see.
func ReusableEvidence(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID,
	id domain.IssueID) (lines []issues.EvidenceLine, err error) {
	w := db.Where{}
	w.And("i.area_id = @area", "area", area)
	Visible(&w, s)
	w.Set("id", int64(id))
	err = r.Ask(ctx, db.Asking(&lines, "reusable evidence", evidenceSQL+`
		JOIN (SELECT ie.evidence_id, min(i.id) AS from_issue
		      FROM issue_evidence ie
		      JOIN issues i ON i.id = ie.issue_id
		      `+w.String()+`
		      GROUP BY ie.evidence_id
		      HAVING NOT bool_or(i.id = @id)) b ON b.evidence_id = e.id
		WHERE NOT EXISTS (SELECT FROM issue_evidence x WHERE x.evidence_id = e.id AND x.issue_id = @id)
		  AND e.withdrawn_at IS NULL
		ORDER BY e.id DESC
		LIMIT `+strconv.Itoa(issues.MostReusable), w.Args))
	return lines, err
}

// AddEvidence writes a piece of evidence of an area.
func AddEvidence(ctx context.Context, w db.Writer, e issues.Evidence, by domain.PersonID,
	at time.Time) (domain.EvidenceID, error) {
	return db.Value[domain.EvidenceID](ctx, w.DB, "add evidence", `
		INSERT INTO evidence (area_id, kind, text, source, on_date, strength, link, file_id, added_by, added_at)
		VALUES (@area, @kind, @text, @source, @on, @strength, @link, NULLIF(@file, 0::bigint), @by, @at)
		RETURNING id`,
		db.Named{"area": e.Area, "kind": e.Kind, "text": e.Text, "source": e.Source, "on": e.OnDate.Time(),
			"strength": e.Strength, "link": e.Link, "file": int64(e.File), "by": by, "at": at})
}

// EvidenceOf loads a piece of evidence of an issue. The caller has loaded the issue within scope. It returns
// domain.ErrNotFound where the issue has no such evidence.
func EvidenceOf(ctx context.Context, r db.Reader, issue domain.IssueID, id domain.EvidenceID) (issues.EvidenceLine,
	error) {
	var lines []issues.EvidenceLine
	if err := r.Ask(ctx, db.Asking(&lines, "evidence of an issue", evidenceSQL+`
		JOIN (SELECT evidence_id, 0::bigint AS from_issue FROM issue_evidence
		      WHERE issue_id = @issue AND evidence_id = @id) b ON b.evidence_id = e.id`,
		db.Named{"issue": int64(issue), "id": int64(id)})); err != nil {
		return issues.EvidenceLine{}, err
	}
	if len(lines) == 0 {
		return issues.EvidenceLine{}, domain.ErrNotFound
	}
	return lines[0], nil
}

// EvidenceForUpdate is EvidenceOf, locked until the transaction ends.
func EvidenceForUpdate(ctx context.Context, w db.Writer, issue domain.IssueID,
	id domain.EvidenceID) (issues.EvidenceLine, error) {
	if err := w.Exec(ctx, "lock evidence", `SELECT FROM evidence WHERE id = @id FOR UPDATE`,
		db.Named{"id": int64(id)}); err != nil {
		return issues.EvidenceLine{}, err
	}
	return EvidenceOf(ctx, w.Reader, issue, id)
}

// BornOut lists the issues that a piece of evidence bears out.
func BornOut(ctx context.Context, r db.Reader, id domain.EvidenceID) ([]domain.IssueID, error) {
	return db.Values[domain.IssueID](ctx, r.DB, "born out", `
		SELECT issue_id FROM issue_evidence WHERE evidence_id = @id ORDER BY issue_id`, db.Named{"id": int64(id)})
}

// CorrectEvidence gives evidence that is locked another wording, and keeps the one before.
func CorrectEvidence(ctx context.Context, w db.Writer, e issues.Evidence, reason string, by domain.PersonID,
	at time.Time) error {
	if err := w.Exec(ctx, "keep evidence's wording", `
		INSERT INTO evidence_wordings (evidence_id, number, kind, text, source, on_date, strength, link, reason, by, at)
		SELECT id, version, kind, text, source, on_date, strength, link, @reason, @by, @at FROM evidence WHERE id = @id`,
		db.Named{"id": int64(e.ID), "reason": reason, "by": int64(by), "at": at}); err != nil {
		return err
	}
	return w.Change(ctx, "correct evidence", `
		UPDATE evidence
		SET kind = @kind, text = @text, source = @source, on_date = @on, strength = @strength, link = @link,
		    version = version + 1
		WHERE id = @id AND withdrawn_at IS NULL`,
		db.Named{"id": int64(e.ID), "kind": e.Kind, "text": e.Text, "source": e.Source, "on": e.OnDate.Time(),
			"strength": e.Strength, "link": e.Link})
}

// WithdrawEvidence takes evidence back that is locked.
func WithdrawEvidence(ctx context.Context, w db.Writer, id domain.EvidenceID, why string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "withdraw evidence", `
		UPDATE evidence SET withdrawn_why = @why, withdrawn_by = @by, withdrawn_at = @at, version = version + 1
		WHERE id = @id AND withdrawn_at IS NULL`,
		db.Named{"id": int64(id), "why": why, "by": int64(by), "at": at})
}

// AttachEvidence ties evidence to an issue. It reports false where it was tied already.
func AttachEvidence(ctx context.Context, w db.Writer, issue domain.IssueID, e domain.EvidenceID, by domain.PersonID,
	at time.Time) (bool, error) {
	_, err := db.Value[bool](ctx, w.DB, "attach evidence", `
		INSERT INTO issue_evidence (issue_id, evidence_id, by, at) VALUES (@issue, @evidence, @by, @at)
		ON CONFLICT DO NOTHING
		RETURNING true`, db.Named{"issue": issue, "evidence": e, "by": by, "at": at})
	return NotFoundIsFalse(err)
}

// DetachEvidence unties evidence from an issue. It returns domain.ErrNotFound where it was not tied to it.
func DetachEvidence(ctx context.Context, w db.Writer, issue domain.IssueID, e domain.EvidenceID) error {
	return w.Change(ctx, "detach evidence", `
		DELETE FROM issue_evidence WHERE issue_id = @issue AND evidence_id = @evidence`,
		db.Named{"issue": int64(issue), "evidence": int64(e)})
}
