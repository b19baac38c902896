package issuestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
	"fourgates/internal/notices"
	"fourgates/internal/policy"
)

// referralSQL looks the names up one by one: most issues have no referral, and few have two.
const referralSQL = `
	SELECT r.id, r.issue_id AS issue, COALESCE(r.service_id, 0) AS service,
	       COALESCE(r.organisation_id, 0) AS organisation, COALESCE((SELECT sv.name || ', ' || au.name FROM services sv
	                                                                JOIN authorities au ON au.id = sv.authority_id
	                                                                WHERE sv.id = r.service_id),
	                (SELECT og.name FROM organisations og WHERE og.id = r.organisation_id)) AS to, r.ask, r.reply_by,
	                r.was_state,
	       r.referred_by, (SELECT p.name FROM people p WHERE p.id = r.referred_by) AS referred_by_name, r.referred_at,
	       COALESCE((SELECT p.name FROM people p WHERE p.id = r.acknowledged_by), '') AS acknowledged_by,
	       r.acknowledged_at, r.answer, COALESCE((SELECT p.name FROM people p
	                                              WHERE p.id = r.answered_by), '') AS answered_by, r.answered_at,
	       COALESCE((SELECT p.name FROM people p WHERE p.id = r.withdrawn_by), '') AS withdrawn_by, r.withdrawn_at,
	       i.title, (SELECT a.name FROM areas a WHERE a.id = i.area_id) AS area
	FROM referrals r
	JOIN issues i ON i.id = r.issue_id
	`

func referrals(ctx context.Context, r db.Reader, w db.Where, rest string) (lines []issues.ReferralLine, err error) {
	err = r.Ask(ctx, askReferrals(w, rest, &lines))
	return lines, err
}

func askReferrals(w db.Where, rest string, to *[]issues.ReferralLine) db.Question {
	return db.Asking(to, "referrals", referralSQL+w.String()+rest, w.Args)
}

func askReferralsOf(issue domain.IssueID, to *[]issues.ReferralLine) db.Question {
	var w db.Where
	w.And("r.issue_id = @issue", "issue", issue)
	return askReferrals(w, " ORDER BY r.id DESC", to)
}

// IssueReferrals lists the referrals of an issue, newest first. The caller has loaded the issue within scope.
func IssueReferrals(ctx context.Context, r db.Reader, issue domain.IssueID) (lines []issues.ReferralLine, err error) {
	err = r.Ask(ctx, askReferralsOf(issue, &lines))
	return lines, err
}

// ReferralsWaiting lists the referrals that wait for an answer, those due first, at most so many: what was asked of
// the services and organisations of the answering scope, and of anybody about an issue of the areas of the working
// scope.
func ReferralsWaiting(ctx context.Context, r db.Reader, answering, working policy.Scope,
	most int) ([]issues.ReferralLine, error) {
	var w db.Where
	w.And("r.answered_at IS NULL AND r.withdrawn_at IS NULL")
	if !working.All {
		w.And("(r.service_id = ANY(@services) OR r.organisation_id = ANY(@organisations) OR i.area_id = ANY(@areas))",
			"services", answering.Services, "organisations", answering.Organisations, "areas", working.Areas)
	}
	w.Set("most", most)
	return referrals(ctx, r, w, " ORDER BY r.reply_by, r.id LIMIT @most")
}

// ReferralsSeen lists the referrals that wait for an answer about the issues that the scope shows, those due first, at
// most so many.
func ReferralsSeen(ctx context.Context, r db.Reader, s policy.IssueScope, most int) ([]issues.ReferralLine, error) {
	var w db.Where
	w.And("r.answered_at IS NULL AND r.withdrawn_at IS NULL")
	Visible(&w, s)
	w.Set("most", most)
	return referrals(ctx, r, w, " ORDER BY r.reply_by, r.id LIMIT @most")
}

// ReferralForUpdate loads a referral of an issue and locks it until the transaction ends.
// It returns domain.ErrNotFound where the issue has no such referral.
func ReferralForUpdate(ctx context.Context, w db.Writer, issue domain.IssueID,
	id domain.ReferralID) (issues.Referral, error) {
	cond := db.Where{}
	cond.And("r.issue_id = @issue", "issue", issue)
	cond.And("r.id = @id", "id", id)
	lines, err := referrals(ctx, w.Reader, cond, " FOR UPDATE OF r")
	if err != nil {
		return issues.Referral{}, err
	}
	if len(lines) == 0 {
		return issues.Referral{}, domain.ErrNotFound
	}
	return lines[0].Referral, nil
}

// AddReferral writes a referral to a service or an organisation. It refuses one that is not there.
func AddReferral(ctx context.Context, w db.Writer, f issues.Referral) (domain.ReferralID, error) {
	id, err := db.Value[domain.ReferralID](ctx, w.DB, "add referral", `
		INSERT INTO referrals (issue_id, service_id, organisation_id, ask, reply_by, was_state, referred_by,
		                       referred_at)
		VALUES (@issue, NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @ask, @reply_by, @was, @by, @at)
		RETURNING id`,
		db.Named{"issue": f.Issue, "service": int64(f.Service), "organisation": int64(f.Organisation), "ask": f.Ask,
			"reply_by": f.ReplyBy.Time(), "was": string(f.WasState), "by": f.ReferredBy, "at": f.ReferredAt})
	if db.Violates(err, "referrals_service_id_fkey") || db.Violates(err, "referrals_organisation_id_fkey") {
		return 0, domain.Blocked("to", "Choose a service or organisation from the list")
	}
	return id, err
}

// AcknowledgeReferral notes that those asked have seen the referral.
func AcknowledgeReferral(ctx context.Context, w db.Writer, id domain.ReferralID, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "acknowledge referral", `
		UPDATE referrals SET acknowledged_by = @by, acknowledged_at = @at WHERE id = @id AND acknowledged_at IS NULL`,
		db.Named{"id": id, "by": by, "at": at})
}

// AnswerReferral writes the answer. What was not acknowledged before is so by it.
func AnswerReferral(ctx context.Context, w db.Writer, id domain.ReferralID, answer string, by domain.PersonID,
	at time.Time) error {
	return w.Change(ctx, "answer referral", `
		UPDATE referrals
		SET answer = @answer, answered_by = @by, answered_at = @at,
		    acknowledged_by = COALESCE(acknowledged_by, @by), acknowledged_at = COALESCE(acknowledged_at, @at)
		WHERE id = @id AND answered_at IS NULL`, db.Named{"id": id, "answer": answer, "by": by, "at": at})
}

// WithdrawReferral takes the question back.
func WithdrawReferral(ctx context.Context, w db.Writer, id domain.ReferralID, by domain.PersonID, at time.Time) error {
	return w.Change(ctx, "withdraw referral", `
		UPDATE referrals SET withdrawn_by = @by, withdrawn_at = @at WHERE id = @id AND withdrawn_at IS NULL`,
		db.Named{"id": id, "by": by, "at": at})
}

// WhoCanBeAsked lists the services that are not retired and the organisations, by name.
func WhoCanBeAsked(ctx context.Context, r db.Reader) ([]issues.Asked, error) {
	return db.List[issues.Asked](ctx, r.DB, "who can be asked", `
		SELECT 's' || s.id AS key, s.name || ', ' || a.name AS name FROM services s
		JOIN authorities a ON a.id = s.authority_id WHERE s.retired_on IS NULL
		UNION ALL
		SELECT 'o' || id, name FROM organisations
		ORDER BY 2, 1`, nil)
}

// AskedPeople lists who is told of a referral: the people with an account who answer for the service or organisation on
// the day.
func AskedPeople(ctx context.Context, r db.Reader, service domain.ServiceID, organisation domain.OrganisationID,
	today domain.Date) ([]notices.Recipient, error) {
	return db.List[notices.Recipient](ctx, r.DB, "people asked", `
		SELECT DISTINCT ON (p.id) p.id AS person, 0 AS contact, p.name, '' AS address,
		       CASE WHEN g.role = 'partner' THEN 'partner' WHEN g.manager THEN 'service manager'
		       ELSE 'service officer' END AS capacity, false AS do_not_contact
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE (g.service_id = @service OR g.organisation_id = @organisation) AND g.from_on <= @today
		  AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
		ORDER BY p.id, g.manager DESC`,
		db.Named{"service": int64(service), "organisation": int64(organisation), "today": today.Time()})
}

// AskedName is the name of a service with its authority, or of an organisation. It returns domain.ErrNotFound where
// there is no such one.
func AskedName(ctx context.Context, r db.Reader, service domain.ServiceID,
	organisation domain.OrganisationID) (string, error) {
	return db.Value[string](ctx, r.DB, "name of those asked", `
		SELECT s.name || ', ' || a.name FROM services s JOIN authorities a ON a.id = s.authority_id
		WHERE s.id = @service
		UNION ALL
		SELECT name FROM organisations WHERE id = @organisation`, db.Named{"service": int64(service),
		"organisation": int64(organisation)})
}
