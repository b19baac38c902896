// Package commentstore keeps what Members say of issues in Postgres.
package commentstore

import (
	"context"
	"time"

	"fourgates/internal/comments"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

const commentSQL = `
	SELECT c.id, c.issue_id AS issue, i.title, i.visibility = 'restricted' AS restricted, i.area_id AS area,
	       a.name AS area_name, c.by, p.name AS by_name, c.capacity, c.version,
	       (SELECT jsonb_agg(jsonb_build_object('Text', t.text, 'At', t.at) ORDER BY t.number DESC)
	        FROM issue_comment_texts t WHERE t.comment_id = c.id) AS texts,
	       (SELECT COALESCE(jsonb_agg(jsonb_build_object('Text', t.text, 'ByName', o.name, 'At', t.at)
	                                  ORDER BY t.number DESC), '[]')
	        FROM issue_comment_answers t JOIN people o ON o.id = t.by WHERE t.comment_id = c.id) AS answers,
	       c.withdrawn_why, c.withdrawn_at
	FROM issue_comments c
	JOIN issues i ON i.id = c.issue_id
	JOIN areas a ON a.id = i.area_id
	JOIN people p ON p.id = c.by
	`

// Comment loads a comment on an issue that the reader may see; else domain.ErrNotFound.
func Comment(ctx context.Context, r db.Reader, s policy.IssueScope, id domain.IssueCommentID) (comments.Comment,
	error) {
	var w db.Where
	w.And("c.id = @id", "id", int64(id))
	issuestore.Visible(&w, s)
	return db.One[comments.Comment](ctx, r.DB, "comment", commentSQL+w.String(), w.Args)
}

// CommentForUpdate is Comment, locked until the transaction ends.
func CommentForUpdate(ctx context.Context, w db.Writer, s policy.IssueScope,
	id domain.IssueCommentID) (comments.Comment, error) {
	if err := w.Exec(ctx, "lock comment", `SELECT FROM issue_comments WHERE id = @id FOR UPDATE`,
		db.Named{"id": int64(id)}); err != nil {
		return comments.Comment{}, err
	}
	return Comment(ctx, w.Reader, s, id)
}

// OfIssue lists what is said of an issue, oldest first. The caller has loaded the issue within scope.
func OfIssue(ctx context.Context, r db.Reader, issue domain.IssueID) ([]comments.Comment, error) {
	return db.List[comments.Comment](ctx, r.DB, "comments", commentSQL+`
		WHERE c.issue_id = @issue
		ORDER BY c.id`, db.Named{"issue": int64(issue)})
}

// OfArea lists what is said of an area's issues that the reader may see, the newest first, at most so many.
func OfArea(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID, most int) ([]comments.Comment,
	error) {
	var w db.Where
	w.And("i.area_id = @area", "area", int64(area))
	issuestore.Visible(&w, s)
	w.Set("most", most)
	return db.List[comments.Comment](ctx, r.DB, "area's comments", commentSQL+w.String()+`
		ORDER BY c.id DESC
		LIMIT @most`, w.Args)
}

// ToFreeze lists what is said of the issues of an area's cycle that are not restricted, by issue and oldest first. The
// caller has checked that the area is within scope.
func ToFreeze(ctx context.Context, r db.Reader, area domain.AreaID, cycle int) ([]comments.Comment, error) {
	return db.List[comments.Comment](ctx, r.DB, "comments to freeze", commentSQL+`
		WHERE i.area_id = @area AND i.visibility <> 'restricted' AND c.withdrawn_at IS NULL
		  AND EXISTS (SELECT FROM issue_cycles n WHERE n.issue_id = i.id AND n.cycle = @cycle)
		ORDER BY c.issue_id, c.id`, db.Named{"area": int64(area), "cycle": cycle})
}

// AddComment writes a comment with its first wording.
func AddComment(ctx context.Context, w db.Writer, issue domain.IssueID, by domain.PersonID, capacity, text string,
	at time.Time) (domain.IssueCommentID, error) {
	return db.Value[domain.IssueCommentID](ctx, w.DB, "add comment", `
		WITH c AS (
			INSERT INTO issue_comments (issue_id, by, capacity) VALUES (@issue, @by, @capacity)
			RETURNING id),
		t AS (
			INSERT INTO issue_comment_texts (comment_id, number, text, at) SELECT id, 1, @text, @at FROM c)
		SELECT id FROM c`,
		db.Named{"issue": int64(issue), "by": int64(by), "capacity": capacity, "text": text, "at": at})
}

// AddText gives a comment that is locked another wording.
func AddText(ctx context.Context, w db.Writer, c comments.Comment, text string, at time.Time) error {
	return add(ctx, w, "correct comment", `
		INSERT INTO issue_comment_texts (comment_id, number, text, at) VALUES (@id, @number, @text, @at)`,
		db.Named{"id": int64(c.ID), "number": len(c.Texts) + 1, "text": text, "at": at})
}

// AddAnswer answers a comment that is locked, or answers it anew.
func AddAnswer(ctx context.Context, w db.Writer, c comments.Comment, text string, by domain.PersonID,
	at time.Time) error {
	return add(ctx, w, "answer comment", `
		INSERT INTO issue_comment_answers (comment_id, number, text, by, at) VALUES (@id, @number, @text, @by, @at)`,
		db.Named{"id": int64(c.ID), "number": len(c.Answers) + 1, "text": text, "by": int64(by), "at": at})
}

func add(ctx context.Context, w db.Writer, what, sql string, args db.Named) error {
	if err := w.Exec(ctx, what, sql, args); err != nil {
		return err
	}
	return w.Change(ctx, what, `UPDATE issue_comments SET version = version + 1 WHERE id = @id`,
		db.Named{"id": args["id"]})
}

// Withdraw takes a comment back that is locked.
func Withdraw(ctx context.Context, w db.Writer, id domain.IssueCommentID, why string, at time.Time) error {
	return w.Change(ctx, "withdraw comment", `
		UPDATE issue_comments SET withdrawn_why = @why, withdrawn_at = @at, version = version + 1
		WHERE id = @id AND withdrawn_at IS NULL`, db.Named{"id": int64(id), "why": why, "at": at})
}

// Untold is what officers of an area, or a Member, have not been told of yet.
type Untold struct {
	Area     domain.AreaID
	AreaName string
	Person   domain.PersonID // whose comments were answered; zero for what Members said
	Name     string          // theirs
	Said     int             // wordings, or answers
	Issues   int
}

// TakeUntold lists what was said or answered up to yesterday and since people were told the last time, by area and for
// answers by Member, and notes that they are told now. What was withdrawn meanwhile, and what is about an issue that is
// restricted by now, is told to nobody.
func TakeUntold(ctx context.Context, w db.Writer, today domain.Date,
	at time.Time) ([]Untold, error) {
	return db.List[Untold](ctx, w.DB, "what was said and not told", `
		WITH texts AS (
			UPDATE issue_comment_texts SET told_at = @at WHERE told_at IS NULL AND `+earlier+`
			RETURNING comment_id),
		answers AS (
			UPDATE issue_comment_answers SET told_at = @at WHERE told_at IS NULL AND `+earlier+`
			RETURNING comment_id),
		said AS (
			SELECT comment_id, false AS answer FROM texts UNION ALL SELECT comment_id, true FROM answers)
		SELECT i.area_id AS area, a.name AS area_name, COALESCE(p.id, 0) AS person, COALESCE(p.name, '') AS name,
		       count(*)::int AS said, count(DISTINCT i.id)::int AS issues
		FROM said d
		JOIN issue_comments c ON c.id = d.comment_id AND c.withdrawn_at IS NULL
		JOIN issues i ON i.id = c.issue_id AND i.visibility <> 'restricted'
		JOIN areas a ON a.id = i.area_id
		LEFT JOIN people p ON d.answer AND p.id = c.by
		GROUP BY i.area_id, a.name, p.id, p.name
		ORDER BY i.area_id, p.id NULLS FIRST`, db.Named{"at": at, "today": today.Time()})
}

// earlier limits what is told to what was said on a day before: once a day, and not one notice each.
const earlier = `(at AT TIME ZONE 'Europe/London')::date < @today`

// AnyUntold reports whether there is something to tell.
func AnyUntold(ctx context.Context, r db.Reader, today domain.Date) (bool, error) {
	return db.Value[bool](ctx, r.DB, "anything said and not told", `
		SELECT EXISTS (SELECT FROM issue_comment_texts WHERE told_at IS NULL AND `+earlier+`)
		    OR EXISTS (SELECT FROM issue_comment_answers WHERE told_at IS NULL AND `+earlier+`)`,
		db.Named{"today": today.Time()})
}
