package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Feedbacks lists the feedback log of an area, newest first, at most so many, from the newest or from the one after an
// entry. Entries about an issue that the reader may not see are left out. The caller has loaded the area within scope.
func (r Reader) Feedbacks(ctx context.Context, s policy.IssueScope, area domain.AreaID, after domain.FeedbackID,
	most int) ([]domain.Feedback, error) {
	var seen where
	seen.and("i.id = f.issue_id")
	seen.visible(s)
	seen.set("area", int64(area))
	seen.set("most", most)
	seen.set("after", int64(after))
	var entries []domain.Feedback
	err := r.ask(ctx, asking(&entries, "feedback log", `
		SELECT f.id, f.area_id AS area, COALESCE(f.issue_id, 0) AS issue, COALESCE(n.title, '') AS issue_title,
		       f.fed_to, f.text, f.fed_on, p.name AS by_name, f.at
		FROM feedback_entries f
		JOIN people p ON p.id = f.by
		LEFT JOIN issues n ON n.id = f.issue_id
		WHERE f.area_id = @area AND (f.issue_id IS NULL OR EXISTS (SELECT FROM issues i `+seen.String()+`))
		  AND (@after = 0 OR (f.fed_on, f.id) < (SELECT e.fed_on, e.id FROM feedback_entries e WHERE e.area_id = @area
		                                         AND e.id = @after))
		ORDER BY f.fed_on DESC, f.id DESC
		LIMIT @most`, seen.args))
	return entries, err
}

// NewestFeedback is the day of the newest entry of an area's feedback log; the zero Date where there is none.
func (r Reader) NewestFeedback(ctx context.Context, area domain.AreaID) (domain.Date, error) {
	return value[domain.Date](ctx, r.db, "newest feedback", `
		SELECT max(fed_on) FROM feedback_entries WHERE area_id = @area`, named{"area": int64(area)})
}

// AddFeedback stores an entry of the feedback log.
func (w Writer) AddFeedback(ctx context.Context, f domain.Feedback, by domain.PersonID,
	at time.Time) (domain.FeedbackID, error) {
	return value[domain.FeedbackID](ctx, w.db, "add feedback", `
		INSERT INTO feedback_entries (area_id, issue_id, fed_to, text, fed_on, by, at)
		VALUES (@area, NULLIF(@issue, 0::bigint), @to, @text, @on, @by, @at)
		RETURNING id`,
		named{"area": f.Area, "issue": int64(f.Issue), "to": f.FedTo, "text": f.Text, "on": f.FedOn.Time(), "by": by,
			"at": at})
}
