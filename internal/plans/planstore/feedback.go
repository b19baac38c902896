package planstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
	"fourgates/internal/policy"
)

// Feedbacks lists the feedback log of an area, newest first, at most so many, from the newest or from the one after an
// entry. Entries about an issue that the reader may not see are left out. The caller has loaded the area within scope.
func Feedbacks(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID, after domain.FeedbackID,
	most int) ([]plans.Feedback, error) {
	var seen db.Where
	seen.And("i.id = f.issue_id")
	issuestore.Visible(&seen, s)
	seen.Set("area", int64(area))
	seen.Set("most", most)
	seen.Set("after", int64(after))
	var entries []plans.Feedback
	err := r.Ask(ctx, db.Asking(&entries, "feedback log", `
		SELECT f.id, f.area_id AS area, COALESCE(f.issue_id, 0) AS issue, COALESCE(n.title, '') AS issue_title,
		       f.fed_to, f.text, f.fed_on, p.name AS by_name, f.at
		FROM feedback_entries f
		JOIN people p ON p.id = f.by
		LEFT JOIN issues n ON n.id = f.issue_id
		WHERE f.area_id = @area AND (f.issue_id IS NULL OR EXISTS (SELECT FROM issues i `+seen.String()+`))
		  AND (@after = 0::bigint OR (f.fed_on, f.id) < (SELECT e.fed_on, e.id FROM feedback_entries e WHERE e.area_id = @area
		                                         AND e.id = @after))
		ORDER BY f.fed_on DESC, f.id DESC
		LIMIT @most`, seen.Args))
	return entries, err
}

// NewestFeedback is the day of the newest entry of an area's feedback log; the zero Date where there is none.
func NewestFeedback(ctx context.Context, r db.Reader, area domain.AreaID) (domain.Date, error) {
	return db.Value[domain.Date](ctx, r.DB, "newest feedback", `
		SELECT max(fed_on) FROM feedback_entries WHERE area_id = @area`, db.Named{"area": int64(area)})
}

// AddFeedback stores an entry of the feedback log.
func AddFeedback(ctx context.Context, w db.Writer, f plans.Feedback, by domain.PersonID,
	at time.Time) (domain.FeedbackID, error) {
	return db.Value[domain.FeedbackID](ctx, w.DB, "add feedback", `
		INSERT INTO feedback_entries (area_id, issue_id, fed_to, text, fed_on, by, at)
		VALUES (@area, NULLIF(@issue, 0::bigint), @to, @text, @on, @by, @at)
		RETURNING id`,
		db.Named{"area": f.Area, "issue": int64(f.Issue), "to": f.FedTo, "text": f.Text, "on": f.FedOn.Time(), "by": by,
			"at": at})
}
