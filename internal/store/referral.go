package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
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

func (r Reader) referrals(ctx context.Context, w where, rest string) (lines []domain.ReferralLine, err error) {
	err = r.ask(ctx, askReferrals(w, rest, &lines))
	return lines, err
}

func askReferrals(w where, rest string, to *[]domain.ReferralLine) question {
	return asking(to, "referrals", referralSQL+w.String()+rest, w.args)
}

func askReferralsOf(issue domain.IssueID, to *[]domain.ReferralLine) question {
	var w where
	w.and("r.issue_id = @issue", "issue", issue)
	return askReferrals(w, " ORDER BY r.id DESC", to)
}

// IssueReferrals lists the referrals of an issue, newest first. The caller has loaded the issue within scope.
func (r Reader) IssueReferrals(ctx context.Context, issue domain.IssueID) (lines []domain.ReferralLine, err error) {
	err = r.ask(ctx, askReferralsOf(issue, &lines))
	return lines, err
}

// ReferralsWaiting lists the referrals that wait for an answer, those due first, at most 200: what was asked of the
// services and organisations of the answering scope, and of anybody about an issue of the areas of the working scope.
func (r Reader) ReferralsWaiting(ctx context.Context, answering, working policy.Scope) ([]domain.ReferralLine, error) {
	var w where
	w.and("r.answered_at IS NULL AND r.withdrawn_at IS NULL")
	if !working.All {
		w.and("(r.service_id = ANY(@services) OR r.organisation_id = ANY(@organisations) OR i.area_id = ANY(@areas))",
			"services", answering.Services, "organisations", answering.Organisations, "areas", working.Areas)
	}
	return r.referrals(ctx, w, " ORDER BY r.reply_by, r.id LIMIT 200")
}

// ReferralForUpdate loads a referral of an issue and locks it until the transaction ends.
// It returns domain.ErrNotFound where the issue has no such referral.
func (w Writer) ReferralForUpdate(ctx context.Context, issue domain.IssueID,
	id domain.ReferralID) (domain.Referral, error) {
	cond := where{}
	cond.and("r.issue_id = @issue", "issue", issue)
	cond.and("r.id = @id", "id", id)
	lines, err := w.referrals(ctx, cond, " FOR UPDATE OF r")
	if err != nil {
		return domain.Referral{}, err
	}
	if len(lines) == 0 {
		return domain.Referral{}, domain.ErrNotFound
	}
	return lines[0].Referral, nil
}

// AddReferral writes a referral to a service or an organisation. It refuses one that is not there.
func (w Writer) AddReferral(ctx context.Context, f domain.Referral) (domain.ReferralID, error) {
	id, err := value[domain.ReferralID](ctx, w.db, "add referral", `
		INSERT INTO referrals (issue_id, service_id, organisation_id, ask, reply_by, was_state, referred_by,
		                       referred_at)
		VALUES (@issue, NULLIF(@service, 0::bigint), NULLIF(@organisation, 0::bigint), @ask, @reply_by, @was, @by, @at)
		RETURNING id`,
		named{"issue": f.Issue, "service": int64(f.Service), "organisation": int64(f.Organisation), "ask": f.Ask,
			"reply_by": f.ReplyBy.Time(), "was": string(f.WasState), "by": f.ReferredBy, "at": f.ReferredAt})
	if violates(err, "referrals_service_id_fkey") || violates(err, "referrals_organisation_id_fkey") {
		return 0, domain.Blocked("to", "Choose a service or organisation from the list")
	}
	return id, err
}

// AcknowledgeReferral notes that those asked have seen the referral.
func (w Writer) AcknowledgeReferral(ctx context.Context, id domain.ReferralID, by domain.PersonID, at time.Time) error {
	return w.change(ctx, "acknowledge referral", `
		UPDATE referrals SET acknowledged_by = @by, acknowledged_at = @at WHERE id = @id AND acknowledged_at IS NULL`,
		named{"id": id, "by": by, "at": at})
}

// AnswerReferral writes the answer. What was not acknowledged before is so by it.
func (w Writer) AnswerReferral(ctx context.Context, id domain.ReferralID, answer string, by domain.PersonID,
	at time.Time) error {
	return w.change(ctx, "answer referral", `
		UPDATE referrals
		SET answer = @answer, answered_by = @by, answered_at = @at,
		    acknowledged_by = COALESCE(acknowledged_by, @by), acknowledged_at = COALESCE(acknowledged_at, @at)
		WHERE id = @id AND answered_at IS NULL`, named{"id": id, "answer": answer, "by": by, "at": at})
}

// WithdrawReferral takes the question back.
func (w Writer) WithdrawReferral(ctx context.Context, id domain.ReferralID, by domain.PersonID, at time.Time) error {
	return w.change(ctx, "withdraw referral", `
		UPDATE referrals SET withdrawn_by = @by, withdrawn_at = @at WHERE id = @id AND withdrawn_at IS NULL`,
		named{"id": id, "by": by, "at": at})
}

// WhoCanBeAsked lists the services that are not retired and the organisations, by name.
func (r Reader) WhoCanBeAsked(ctx context.Context) ([]domain.Asked, error) {
	return list[domain.Asked](ctx, r.db, "who can be asked", `
		SELECT 's' || s.id AS key, s.name || ', ' || a.name AS name FROM services s
		JOIN authorities a ON a.id = s.authority_id WHERE s.retired_on IS NULL
		UNION ALL
		SELECT 'o' || id, name FROM organisations
		ORDER BY 2, 1`, nil)
}

// AskedPeople lists who is told of a referral: the people with an account who answer for the service or organisation on
// the day.
func (r Reader) AskedPeople(ctx context.Context, service domain.ServiceID, organisation domain.OrganisationID,
	today domain.Date) ([]domain.Recipient, error) {
	return list[domain.Recipient](ctx, r.db, "people asked", `
		SELECT DISTINCT ON (p.id) p.id AS person, 0 AS contact, p.name, '' AS address,
		       CASE WHEN g.role = 'partner' THEN 'partner' WHEN g.manager THEN 'service manager'
		       ELSE 'service officer' END AS capacity, false AS do_not_contact
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE (g.service_id = @service OR g.organisation_id = @organisation) AND g.from_on <= @today
		  AND (g.to_on IS NULL OR g.to_on >= @today) AND g.ended_at IS NULL
		ORDER BY p.id, g.manager DESC`,
		named{"service": int64(service), "organisation": int64(organisation), "today": today.Time()})
}

// AskedName is the name of a service with its authority, or of an organisation. It returns domain.ErrNotFound where
// there is no such one.
func (r Reader) AskedName(ctx context.Context, service domain.ServiceID,
	organisation domain.OrganisationID) (string, error) {
	return value[string](ctx, r.db, "name of those asked", `
		SELECT s.name || ', ' || a.name FROM services s JOIN authorities a ON a.id = s.authority_id
		WHERE s.id = @service
		UNION ALL
		SELECT name FROM organisations WHERE id = @organisation`, named{"service": int64(service),
		"organisation": int64(organisation)})
}
