// Package advicestore keeps advice and what is said of actions in Postgres.
package advicestore

import (
	"context"
	"time"

	"fourgates/internal/advice"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
)

const adviceSQL = `
	SELECT d.id, d.area_id AS area, COALESCE(d.action_id, 0) AS action, COALESCE(c.title, '') AS action_title, d.about,
	       COALESCE(d.service_id, 0) AS service, COALESCE(d.organisation_id, 0) AS organisation,
	       COALESCE(v.name || ', ' || u.name, o.name, '') AS body, d.given_to AS to, d.text, d.given_on,
	       p.name AS by, d.at, d.came_of_it, COALESCE(q.name, '') AS outcome_by, d.outcome_at, d.version
	FROM advice d
	JOIN people p ON p.id = d.by
	LEFT JOIN people q ON q.id = d.outcome_by
	LEFT JOIN services v ON v.id = d.service_id
	LEFT JOIN authorities u ON u.id = v.authority_id
	LEFT JOIN organisations o ON o.id = d.organisation_id
	LEFT JOIN actions c ON c.id = d.action_id
	LEFT JOIN solutions s ON s.id = c.solution_id
	`

// seen adds the condition that the action (as c, with its solution as s) hangs on no issue that the reader may not see.
func seen(w *db.Where, scope policy.IssueScope) {
	issue := db.Where{Args: w.Args}
	issue.And("i.id = COALESCE(c.issue_id, s.issue_id)")
	issuestore.Visible(&issue, scope)
	w.Args = issue.Args
	w.And("(COALESCE(c.issue_id, s.issue_id) IS NULL OR EXISTS (SELECT FROM issues i " + issue.String() + "))")
}

// Of lists the log of an area, newest first; what is about an action of an issue that the reader
// may not see is left out. The caller has loaded the area within scope.
func Of(ctx context.Context, r db.Reader, issues policy.IssueScope, area domain.AreaID) ([]advice.Advice, error) {
	var w db.Where
	w.And("d.area_id = @area", "area", int64(area))
	seen(&w, issues)
	return db.List[advice.Advice](ctx, r.DB, "advice",
		adviceSQL+w.String()+" ORDER BY d.given_on DESC, d.id DESC", w.Args)
}

// About lists what was advised about an action, newest first. The caller has loaded the action within scope.
func About(ctx context.Context, r db.Reader, action domain.ActionID) ([]advice.Advice, error) {
	return db.List[advice.Advice](ctx, r.DB, "advice about an action", adviceSQL+`
		WHERE d.action_id = @action
		ORDER BY d.given_on DESC, d.id DESC`, db.Named{"action": int64(action)})
}

// Load loads an entry of an area that the caller has loaded within scope. It returns domain.ErrNotFound where there is
// none such, or it is about what the reader may not see.
func Load(ctx context.Context, r db.Reader, issues policy.IssueScope, area domain.AreaID,
	id domain.AdviceID) (advice.Advice, error) {
	var w db.Where
	w.And("d.area_id = @area", "area", int64(area))
	w.And("d.id = @id", "id", int64(id))
	seen(&w, issues)
	return db.One[advice.Advice](ctx, r.DB, "advice", adviceSQL+w.String(), w.Args)
}

// Action is an action that advice can be about.
type Action struct {
	ID    domain.ActionID
	Title string
}

// Actions lists the actions of an area's plan that the reader may see, in its order.
func Actions(ctx context.Context, r db.Reader, issues policy.IssueScope, area domain.AreaID) ([]Action, error) {
	var w db.Where
	w.And("c.area_id = @area AND c.removed_at IS NULL", "area", int64(area))
	seen(&w, issues)
	return db.List[Action](ctx, r.DB, "actions of an area", `
		SELECT c.id, c.title
		FROM actions c
		LEFT JOIN solutions s ON s.id = c.solution_id
		`+w.String()+`
		ORDER BY c.position, c.id`, w.Args)
}

// Known reports whether the service, if any, and the organisation, if any, are there.
func Known(ctx context.Context, r db.Reader, a advice.Advice) (bool, error) {
	return db.Value[bool](ctx, r.DB, "who was advised", `
		SELECT (@service = 0::bigint OR EXISTS (SELECT FROM services WHERE id = @service))
		   AND (@organisation = 0::bigint OR EXISTS (SELECT FROM organisations WHERE id = @organisation))`,
		db.Named{"service": int64(a.Service), "organisation": int64(a.Organisation)})
}

// Add stores an entry and returns its identifier.
func Add(ctx context.Context, w db.Writer, a advice.Advice, by domain.PersonID, at time.Time) (domain.AdviceID,
	error) {
	return db.Value[domain.AdviceID](ctx, w.DB, "add advice", `
		INSERT INTO advice (area_id, action_id, service_id, organisation_id, given_to, about, text, given_on, by, at)
		VALUES (@area, NULLIF(@action, 0::bigint), NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @to,
		        @about, @text, @on, @by, @at)
		RETURNING id`,
		db.Named{"area": int64(a.Area), "action": int64(a.Action), "service": int64(a.Service),
			"organisation": int64(a.Organisation), "to": a.To, "about": a.About, "text": a.Text,
			"on": a.GivenOn.Time(), "by": int64(by), "at": at})
}

// SameAdvice is the entry of the same words that the person has logged of the same day; zero for none.
func SameAdvice(ctx context.Context, r db.Reader, a advice.Advice, by domain.PersonID) (domain.AdviceID, error) {
	ids, err := db.Values[domain.AdviceID](ctx, r.DB, "same advice", `
		SELECT id FROM advice
		WHERE area_id = @area AND by = @by AND text = @text AND given_on = @on AND given_to = @to AND about = @about
		  AND COALESCE(action_id, 0) = @action::bigint AND COALESCE(service_id, 0) = @service::bigint
		  AND COALESCE(organisation_id, 0) = @organisation::bigint
		LIMIT 1`,
		db.Named{"area": int64(a.Area), "action": int64(a.Action), "service": int64(a.Service),
			"organisation": int64(a.Organisation), "to": a.To, "about": a.About, "text": a.Text,
			"on": a.GivenOn.Time(), "by": int64(by)})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// WriteOutcome writes what came of it. It returns domain.ErrConflict where somebody wrote since the version.
func WriteOutcome(ctx context.Context, w db.Writer, id domain.AdviceID, version int, words string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "outcome of advice", `
		UPDATE advice SET came_of_it = @words, outcome_by = @by, outcome_at = @at, version = version + 1
		WHERE id = @id AND version = @version`,
		db.Named{"id": int64(id), "version": version, "words": words, "by": int64(by), "at": at})
}
