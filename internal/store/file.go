package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// IssueFiles lists the files of an issue, oldest first, with those that merged and synthesised issues brought along as
// far as the reader may see those.
func (r Reader) IssueFiles(ctx context.Context, s policy.IssueScope,
	id domain.IssueID) (files []domain.FileLine, err error) {
	err = r.ask(ctx, askFiles(s, id, &files))
	return files, err
}

func askFiles(s policy.IssueScope, id domain.IssueID, to *[]domain.FileLine) question {
	w := where{}
	w.and("x.removed_at IS NULL")
	w.visible(s)
	w.set("id", int64(id))
	return asking(to, "files", `
		SELECT f.id, f.name, f.type, f.size, x.caption, p.name AS uploaded_by, f.uploaded_at, CASE WHEN i.id = @id
		       THEN 0 ELSE i.id END AS from_issue
		FROM `+broughtSQL+`
		JOIN issues i ON i.id = o.issue_id
		JOIN issue_files x ON x.issue_id = i.id
		JOIN files f ON f.id = x.file_id
		JOIN people p ON p.id = f.uploaded_by
		`+w.String()+`
		ORDER BY f.id`, w.args)
}

// IssueFile loads a file of an issue, or of evidence that it has, with its content. It returns domain.ErrNotFound where
// the issue has no such file or the reader may not see the issue.
func (r Reader) IssueFile(ctx context.Context, s policy.IssueScope, issue domain.IssueID,
	id domain.FileID) (domain.File, error) {
	w := where{}
	w.and("i.id = @issue", "issue", issue)
	w.and("f.id = @file", "file", id)
	w.and(`(EXISTS (SELECT FROM issue_files x WHERE x.issue_id = i.id AND x.file_id = f.id AND x.removed_at IS NULL)
		 OR EXISTS (SELECT FROM issue_evidence y JOIN evidence e ON e.id = y.evidence_id WHERE y.issue_id = i.id
		            AND e.file_id = f.id))`)
	w.visible(s)
	return one[domain.File](ctx, r.db, "file", `
		SELECT f.id, f.area_id AS area, f.name, f.type, f.content
		FROM issues i, files f
		`+w.String(), w.args)
}

// AddFile keeps a file's content and gives it to an issue.
func (w Writer) AddFile(ctx context.Context, issue domain.IssueID, f domain.File, caption string, by domain.PersonID,
	at time.Time) (domain.FileID, error) {
	sum := sha256.Sum256(f.Content)
	return value[domain.FileID](ctx, w.db, "add file", `
		WITH kept AS (
			INSERT INTO files (area_id, name, type, size, sha256, content, uploaded_by, uploaded_at)
			VALUES (@area, @name, @type, @size, @sum, @content, @by, @at)
			RETURNING id)
		INSERT INTO issue_files (issue_id, file_id, caption) SELECT @issue, id, @caption FROM kept
		RETURNING file_id`,
		named{"area": f.Area, "name": f.Name, "type": f.Type, "size": len(f.Content), "sum": sum[:],
			"content": f.Content, "by": by, "at": at, "issue": issue, "caption": caption})
}

// RemoveFile takes a file from an issue and returns its name. It returns domain.ErrNotFound where the issue does not
// have it.
func (w Writer) RemoveFile(ctx context.Context, issue domain.IssueID, id domain.FileID, at time.Time) (string, error) {
	return value[string](ctx, w.db, "remove file", `
		UPDATE issue_files x SET removed_at = @at
		FROM files f
		WHERE x.issue_id = @issue AND x.file_id = @file AND x.removed_at IS NULL AND f.id = x.file_id
		RETURNING f.name`, named{"issue": issue, "file": id, "at": at})
}

// notFoundIsFalse turns "no row came back" into false.
func notFoundIsFalse(err error) (bool, error) {
	if errors.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
