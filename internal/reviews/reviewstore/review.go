// Package reviewstore keeps reviews of priorities in Postgres.
package reviewstore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues/issuestore"
	"fourgates/internal/policy"
	"fourgates/internal/reviews"
)

const reviewSQL = `
	SELECT r.id, r.area_id AS area, a.name AS area_name, r.cycle, r.issue_id AS issue, i.title,
	       i.visibility = 'restricted' AS restricted, COALESCE(r.service_id, 0) AS service,
	       COALESCE(r.organisation_id, 0) AS organisation,
	       COALESCE((SELECT v.name || ', ' || u.name FROM services v JOIN authorities u ON u.id = v.authority_id
	                 WHERE v.id = r.service_id),
	                (SELECT o.name FROM organisations o WHERE o.id = r.organisation_id)) AS of,
	       EXISTS (SELECT FROM role_grants g JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
	               WHERE (g.service_id = r.service_id OR g.organisation_id = r.organisation_id)
	                 AND g.from_on <= @today AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL) AS here,
	       r.ask, r.reply_by, (SELECT name FROM people WHERE id = r.asked_by) AS asked_by_name, r.asked_at,
	       r.does, r.shows, r.binds, r.said_by, r.said_how, r.said_on,
	       COALESCE((SELECT name FROM people WHERE id = r.answered_by), '') AS answered_by_name, r.answered_at,
	       r.closed_reason, COALESCE((SELECT name FROM people WHERE id = r.closed_by), '') AS closed_by_name,
	       r.closed_at, GREATEST(k.manager_told_at, k.executive_told_at,
	                   (SELECT max(made_at) FROM review_reminders m WHERE m.review_id = r.id)) AS chased_at,
	       k.id AS ask_id, k.not_ours
	FROM reviews r
	JOIN asks k ON k.review_id = r.id
	JOIN areas a ON a.id = r.area_id
	JOIN issues i ON i.id = r.issue_id
	`

func list(ctx context.Context, r db.Reader, w db.Where, rest string, today domain.Date) ([]reviews.Review, error) {
	w.Set("today", today.Time())
	return db.List[reviews.Review](ctx, r.DB, "reviews", reviewSQL+w.String()+rest, w.Args)
}

// Review loads a review of an issue that the reader may see; else domain.ErrNotFound.
func Review(ctx context.Context, r db.Reader, s policy.IssueScope, id domain.ReviewID,
	today domain.Date) (reviews.Review, error) {
	var w db.Where
	w.And("r.id = @id", "id", int64(id))
	issuestore.Visible(&w, s)
	found, err := list(ctx, r, w, "", today)
	if err != nil {
		return reviews.Review{}, err
	}
	if len(found) == 0 {
		return reviews.Review{}, domain.ErrNotFound
	}
	return found[0], nil
}

// ReviewForUpdate is Review, locked until the transaction ends.
func ReviewForUpdate(ctx context.Context, w db.Writer, s policy.IssueScope, id domain.ReviewID,
	today domain.Date) (reviews.Review, error) {
	if err := w.Exec(ctx, "lock review", `SELECT FROM reviews WHERE id = @id FOR UPDATE`,
		db.Named{"id": int64(id)}); err != nil {
		return reviews.Review{}, err
	}
	return Review(ctx, w.Reader, s, id, today)
}

// AreaReviews lists the reviews of an area's cycle, oldest first, about issues that the reader may see.
func AreaReviews(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID, cycle int,
	today domain.Date) ([]reviews.Review, error) {
	var w db.Where
	w.And("r.area_id = @area AND r.cycle = @cycle", "area", int64(area), "cycle", cycle)
	issuestore.Visible(&w, s)
	return list(ctx, r, w, " ORDER BY r.id", today)
}

// IssueReviews lists the reviews of an issue, oldest first. The caller has loaded the issue within scope.
func IssueReviews(ctx context.Context, r db.Reader, issue domain.IssueID, today domain.Date) ([]reviews.Review,
	error) {
	var w db.Where
	w.And("r.issue_id = @issue", "issue", int64(issue))
	return list(ctx, r, w, " ORDER BY r.id", today)
}

// Priorities lists the priorities of an area's cycle: those of the newest round that was confirmed, by their votes. One
// that the reader may not see comes without its title.
func Priorities(ctx context.Context, r db.Reader, s policy.IssueScope, area domain.AreaID,
	cycle int) ([]reviews.Priority, error) {
	var w db.Where
	issuestore.Visible(&w, s)
	seen := "true"
	if len(w.Conds) > 0 {
		seen = w.Conds[0]
	}
	w.Set("area", int64(area))
	w.Set("cycle", cycle)
	type row struct {
		Issue      domain.IssueID
		Title      string
		Restricted bool
	}
	rows, err := db.List[row](ctx, r.DB, "priorities", `
		SELECT i.id AS issue, CASE WHEN `+seen+` THEN i.title ELSE '' END AS title,
		       i.visibility = 'restricted' AS restricted
		FROM newest_rounds n
		JOIN priority_tallies y ON y.round_id = n.round_id AND y.priority
		JOIN issues i ON i.id = y.issue_id
		WHERE n.area_id = @area AND n.cycle = @cycle
		ORDER BY y.votes DESC, i.id`, w.Args)
	found := make([]reviews.Priority, len(rows))
	for i, p := range rows {
		found[i] = reviews.Priority{Issue: p.Issue, Title: p.Title, Restricted: p.Restricted}
	}
	return found, err
}

// AddReview asks. It refuses whoever is not there, and returns domain.ErrConflict where they are asked about the issue
// already and have not answered.
func AddReview(ctx context.Context, w db.Writer, r reviews.Review, by domain.PersonID,
	at time.Time) (domain.ReviewID, error) {
	id, err := db.Value[domain.ReviewID](ctx, w.DB, "add review", `
		INSERT INTO reviews (area_id, cycle, issue_id, service_id, organisation_id, ask, reply_by, asked_by, asked_at)
		VALUES (@area, @cycle, @issue, NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @ask, @reply_by,
		        @by, @at)
		RETURNING id`,
		db.Named{"area": int64(r.Area), "cycle": r.Cycle, "issue": int64(r.Issue), "service": int64(r.Service),
			"organisation": int64(r.Organisation), "ask": r.Ask, "reply_by": r.ReplyBy.Time(), "by": int64(by),
			"at": at})
	if db.Violates(err, "reviews_service_id_fkey") || db.Violates(err, "reviews_organisation_id_fkey") {
		return 0, domain.Blocked("to", "Choose a service or organisation from the list")
	}
	return id, err
}

// Answer writes the answer of a review that is locked.
func Answer(ctx context.Context, w db.Writer, id domain.ReviewID, a reviews.Answer, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "answer review", `
		UPDATE reviews
		SET does = @does, shows = @shows, binds = @binds, said_by = @said_by, said_how = @said_how, said_on = @said_on,
		    answered_by = @by, answered_at = @at
		WHERE id = @id AND answered_at IS NULL AND closed_at IS NULL`,
		db.Named{"id": int64(id), "does": a.Does, "shows": a.Shows, "binds": a.Binds, "said_by": a.SaidBy,
			"said_how": a.SaidHow, "said_on": db.DayOrNull(a.SaidOn), "by": int64(by), "at": at})
}

// Close closes a review that is locked without an answer.
func Close(ctx context.Context, w db.Writer, id domain.ReviewID, reason string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "close review", `
		UPDATE reviews SET closed_reason = @reason, closed_by = @by, closed_at = @at
		WHERE id = @id AND answered_at IS NULL AND closed_at IS NULL`,
		db.Named{"id": int64(id), "reason": reason, "by": int64(by), "at": at})
}

// Move writes with whom a review is now that was passed on. It refuses whoever is asked about the issue already.
func Move(ctx context.Context, w db.Writer, id domain.ReviewID, service domain.ServiceID,
	organisation domain.OrganisationID) error {
	err := w.Change(ctx, "move review", `
		UPDATE reviews
		SET service_id = NULLIF(@service, 0::bigint), organisation_id = NULLIF(@organisation, 0::bigint)
		WHERE id = @id`, db.Named{"id": int64(id), "service": int64(service), "organisation": int64(organisation)})
	if db.Violates(err, "reviews_open_once") {
		return domain.Blocked("next", "They are asked to review this priority already, and have not answered yet")
	}
	return err
}
