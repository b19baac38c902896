package issuestore

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/policy"
)

func askFiles(s policy.IssueScope, id domain.IssueID, to *[]issues.FileLine) db.Question {
	w := db.Where{}
	w.And("x.removed_at IS NULL")
	Visible(&w, s)
	w.Set("id", int64(id))
	return db.Asking(to, "files", `
		SELECT f.id, f.name, f.type, f.size, x.caption, p.name AS uploaded_by, f.uploaded_at, CASE WHEN i.id = @id
		       THEN 0 ELSE i.id END AS from_issue
		FROM `+broughtSQL+`
		JOIN issues i ON i.id = o.issue_id
		JOIN issue_files x ON x.issue_id = i.id
		JOIN files f ON f.id = x.file_id
		JOIN people p ON p.id = f.uploaded_by
		`+w.String()+`
		ORDER BY f.id`, w.Args)
}

// IssueFile loads a file of an issue, or of evidence that it has, with its content. It returns domain.ErrNotFound where
// the issue has no such file or the reader may not see the issue.
func IssueFile(ctx context.Context, r db.Reader, s policy.IssueScope, issue domain.IssueID,
	id domain.FileID) (issues.File, error) {
	w := db.Where{}
	w.And("i.id = @issue", "issue", issue)
	w.And("f.id = @file", "file", id)
	w.And(`(EXISTS (SELECT FROM issue_files x WHERE x.issue_id = i.id AND x.file_id = f.id AND x.removed_at IS NULL)
		 OR EXISTS (SELECT FROM issue_evidence y JOIN evidence e ON e.id = y.evidence_id WHERE y.issue_id = i.id
		            AND e.file_id = f.id))`)
	Visible(&w, s)
	return db.One[issues.File](ctx, r.DB, "file", `
		SELECT f.id, f.area_id AS area, f.name, f.type, f.content
		FROM issues i, files f
		`+w.String(), w.Args)
}

// AddFile keeps a file's content and gives it to an issue.
func AddFile(ctx context.Context, w db.Writer, issue domain.IssueID, f issues.File, caption string, by domain.PersonID,
	at time.Time) (domain.FileID, error) {
	sum := sha256.Sum256(f.Content)
	return db.Value[domain.FileID](ctx, w.DB, "add file", `
		WITH kept AS (
			INSERT INTO files (area_id, name, type, size, sha256, content, uploaded_by, uploaded_at)
			VALUES (@area, @name, @type, @size, @sum, @content, @by, @at)
			RETURNING id)
		INSERT INTO issue_files (issue_id, file_id, caption) SELECT @issue, id, @caption FROM kept
		RETURNING file_id`,
		db.Named{"area": f.Area, "name": f.Name, "type": f.Type, "size": len(f.Content), "sum": sum[:],
			"content": f.Content, "by": by, "at": at, "issue": issue, "caption": caption})
}

// RemoveFile takes a file from an issue and returns its name. It returns domain.ErrNotFound where the issue does not
// have it.
func RemoveFile(ctx context.Context, w db.Writer, issue domain.IssueID, id domain.FileID, at time.Time) (string,
	error) {
	return db.Value[string](ctx, w.DB, "remove file", `
		UPDATE issue_files x SET removed_at = @at
		FROM files f
		WHERE x.issue_id = @issue AND x.file_id = @file AND x.removed_at IS NULL AND f.id = x.file_id
		RETURNING f.name`, db.Named{"issue": issue, "file": id, "at": at})
}

// NotFoundIsFalse turns "no row came back" into false.
func NotFoundIsFalse(err error) (bool, error) {
	if errors.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
