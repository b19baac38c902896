package advicestore

import (
	"context"

	"fourgates/internal/advice"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Comments lists what is said of an action, oldest first. The caller has loaded the action within scope.
func Comments(ctx context.Context, r db.Reader, action domain.ActionID) ([]advice.Comment, error) {
	return db.List[advice.Comment](ctx, r.DB, "comments on an action", `
		SELECT k.action_id AS action, k.text, p.name AS by, k.capacity, k.at
		FROM action_comments k
		JOIN people p ON p.id = k.by
		WHERE k.action_id = @action
		ORDER BY k.id`, db.Named{"action": int64(action)})
}

// CommentedOn lists the actions of an area on which somebody commented, the last commented on first, as far as the
// reader may see what they hang on. The caller has loaded the area within scope.
func CommentedOn(ctx context.Context, r db.Reader, issues policy.IssueScope, area domain.AreaID) ([]advice.Said,
	error) {
	var w db.Where
	w.And("c.area_id = @area AND c.removed_at IS NULL", "area", int64(area))
	seen(&w, issues)
	return db.List[advice.Said](ctx, r.DB, "actions commented on", `
		SELECT c.id AS action, c.title, n.comments, n.last_by, n.last_on
		FROM actions c
		JOIN LATERAL (SELECT count(*)::int AS comments, (array_agg(p.name ORDER BY k.id DESC))[1] AS last_by,
		                     (max(k.at) AT TIME ZONE 'Europe/London')::date AS last_on
		              FROM action_comments k
		              JOIN people p ON p.id = k.by
		              WHERE k.action_id = c.id) n ON n.comments > 0
		LEFT JOIN solutions s ON s.id = c.solution_id
		`+w.String()+`
		ORDER BY n.last_on DESC, c.id`, w.Args)
}

// AddComment stores a comment. It returns false where its writer has written the same of the action last.
func AddComment(ctx context.Context, w db.Writer, c advice.Comment, by domain.PersonID) (bool, error) {
	last, err := db.Values[string](ctx, w.DB, "last comment", `
		SELECT text FROM action_comments WHERE action_id = @action AND by = @by ORDER BY id DESC LIMIT 1`,
		db.Named{"action": int64(c.Action), "by": int64(by)})
	if err != nil || len(last) > 0 && last[0] == c.Text {
		return false, err
	}
	return true, w.Exec(ctx, "add comment on action", `
		INSERT INTO action_comments (action_id, text, by, capacity, at) VALUES (@action, @text, @by, @capacity, @at)`,
		db.Named{"action": int64(c.Action), "text": c.Text, "by": int64(by), "capacity": c.Capacity, "at": c.At})
}
