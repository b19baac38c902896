package planstore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/plans"
)

// SameAction is the action of the plan that the person proposed in the same words for the same: 0 where there is none.
func SameAction(ctx context.Context, r db.Reader, a plans.Action, by domain.PersonID) (domain.ActionID, error) {
	return same[domain.ActionID](ctx, r, "same action", `
		SELECT id FROM actions
		WHERE plan_id = @plan AND created_by = @by AND title = @title AND description = @description
		  AND removed_at IS NULL
		  AND COALESCE(solution_id, 0) = @solution AND COALESCE(issue_id, 0) = @issue
		ORDER BY id LIMIT 1`,
		db.Named{"plan": a.Plan, "by": by, "title": a.Title, "description": a.Description,
			"solution": int64(a.Solution),
			"issue":    int64(a.Issue)})
}

// SamePlanComment is the comment that waits and that the person made in the same words: 0 where there is none.
func SamePlanComment(ctx context.Context, r db.Reader, c plans.PlanComment) (domain.PlanCommentID, error) {
	return same[domain.PlanCommentID](ctx, r, "same comment", `
		SELECT id FROM plan_comments
		WHERE plan_id = @plan AND section = @section AND by = @by AND text = @text AND NOT resolved AND answer = ''
		ORDER BY id LIMIT 1`,
		db.Named{"plan": c.Plan, "section": c.Section, "by": c.By, "text": c.Text})
}

// SamePlanLink is the link of the plan that says the same: 0 where there is none.
func SamePlanLink(ctx context.Context, r db.Reader, plan domain.PlanID, l plans.PlanLink) (domain.PlanLinkID, error) {
	return same[domain.PlanLinkID](ctx, r, "same link", `
		SELECT id FROM plan_links
		WHERE plan_id = @plan AND kind = @kind AND title = @title AND reference = @reference AND link = @link
		  AND COALESCE(issue_id, 0) = @issue
		ORDER BY id LIMIT 1`,
		db.Named{"plan": plan, "kind": l.Kind, "title": l.Title, "reference": l.Reference, "link": l.Link,
			"issue": int64(l.Issue)})
}

// SameFeedback is the entry of the feedback log that the person recorded in the same words for the same day: 0 where
// there is none.
func SameFeedback(ctx context.Context, r db.Reader, f plans.Feedback, by domain.PersonID) (domain.FeedbackID, error) {
	return same[domain.FeedbackID](ctx, r, "same feedback", `
		SELECT id FROM feedback_entries
		WHERE area_id = @area AND COALESCE(issue_id, 0) = @issue AND fed_to = @to AND text = @text AND fed_on = @on
		  AND by = @by
		ORDER BY id LIMIT 1`,
		db.Named{"area": f.Area, "issue": int64(f.Issue), "to": f.FedTo, "text": f.Text, "on": f.FedOn.Time(),
			"by": by})
}

// same is the identifier that a query finds, or 0.
func same[T ~int64](ctx context.Context, r db.Reader, what, sql string, args db.Named) (T, error) {
	id, err := db.Value[T](ctx, r.DB, what, sql, args)
	_, err = issuestore.NotFoundIsFalse(err)
	return id, err
}
