package noticestore

import (
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
)

// GateTeam lists who runs an area's gates on the day: its liaison officers and every community planning officer.
func GateTeam(ctx context.Context, r db.Reader, area domain.AreaID, today domain.Date) (to []notices.Recipient,
	err error) {
	err = r.Ask(ctx, AskGateTeam(area, today, &to))
	return to, err
}

// AskGateTeam asks for the GateTeam.
func AskGateTeam(area domain.AreaID, today domain.Date, to *[]notices.Recipient) db.Question {
	return askRecipients(to, "gate team", `
		SELECT p.id AS person, p.name COLLATE by_name AS name, COALESCE(p.email, '') AS address,
		       'community liaison officer' AS capacity
		FROM assignments s
		JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		WHERE s.area_id = @area AND s.role = 'clo' AND s.from_on <= @day AND (s.to_on IS NULL OR s.to_on >= @day)
		UNION
		SELECT p.id, p.name, COALESCE(p.email, ''), 'community planning officer' || COALESCE(', deputy for ' || o.name,
		'')
		FROM acting_grants g
		LEFT JOIN people o ON o.id = g.deputy_for
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day) AND g.ended_at IS NULL
		ORDER BY 4, 2, 1`, area, today)
}

// AreaOfficers lists who is assigned to an area on the day: its liaison officers and coordinators.
func AreaOfficers(ctx context.Context, r db.Reader, area domain.AreaID, today domain.Date) ([]notices.Recipient,
	error) {
	return recipients(ctx, r, "area's officers", `
		SELECT DISTINCT ON (p.id) p.id AS person, p.name, COALESCE(p.email, '') AS address,
		       CASE s.role WHEN 'clo' THEN 'community liaison officer' ELSE 'local area coordinator' END AS capacity
		FROM assignments s
		JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		WHERE s.area_id = @area AND s.role IN ('clo', 'lac') AND s.from_on <= @day
		  AND (s.to_on IS NULL OR s.to_on >= @day)
		ORDER BY p.id, s.role`, area, today)
}

// PlanningOfficers lists every community planning officer of the day.
func PlanningOfficers(ctx context.Context, r db.Reader, today domain.Date) ([]notices.Recipient, error) {
	return recipients(ctx, r, "planning officers", `
		SELECT DISTINCT p.id AS person, p.name COLLATE by_name AS name, COALESCE(p.email, '') AS address,
		       'community planning officer' || COALESCE(', deputy for ' || o.name, '') AS capacity
		FROM acting_grants g
		LEFT JOIN people o ON o.id = g.deputy_for
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE @area >= 0::bigint AND g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day)
		  AND g.ended_at IS NULL
		ORDER BY 2, 1`, 0, today)
}

// Administrators lists those of the day who can sign in.
func Administrators(ctx context.Context, r db.Reader, today domain.Date) ([]notices.Recipient, error) {
	return recipients(ctx, r, "administrators", `
		SELECT DISTINCT p.id AS person, p.name COLLATE by_name AS name, COALESCE(p.email, '') AS address,
		       'administrator' AS capacity
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE @area >= 0::bigint AND g.role = 'admin' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day)
		  AND g.ended_at IS NULL
		ORDER BY 2, 1`, 0, today)
}

// AskToldAt asks for the people whom notices of some events about an attempt told at an instant, in order.
func AskToldAt(attempt domain.AttemptID, at time.Time, to *[]notices.Recipient, events ...string) db.Question {
	return db.Asking(to, "told at", `
		SELECT t.person_id AS person, 0::bigint AS contact, t.name, t.address, t.capacity, false AS do_not_contact
		FROM notices n
		JOIN notice_recipients t ON t.notice_id = n.id
		WHERE n.attempt_id = @attempt AND n.at = @at AND n.event = ANY(@events) AND t.person_id IS NOT NULL
		ORDER BY t.id`, db.Named{"attempt": int64(attempt), "at": at, "events": events})
}

// ToldOf lists everybody for whom notices of some events about an attempt were made and not withheld, as they were
// then, with whether a contact may still be contacted.
func ToldOf(ctx context.Context, r db.Reader, attempt domain.AttemptID, events ...string) ([]notices.Recipient,
	error) {
	return db.List[notices.Recipient](ctx, r.DB, "told of", `
		SELECT COALESCE(t.person_id, 0) AS person, COALESCE(t.contact_id, 0) AS contact, t.name, t.address, t.capacity,
		       COALESCE(c.do_not_contact, false) AS do_not_contact
		FROM notices n
		JOIN notice_recipients t ON t.notice_id = n.id
		LEFT JOIN contacts c ON c.id = t.contact_id
		WHERE n.attempt_id = @attempt AND n.event = ANY(@events) AND t.result <> 'withheld: do not contact'
		ORDER BY t.id`, db.Named{"attempt": int64(attempt), "events": events})
}

func recipients(ctx context.Context, r db.Reader, what, sql string, area domain.AreaID,
	today domain.Date) (to []notices.Recipient, err error) {
	err = r.Ask(ctx, askRecipients(&to, what, sql, area, today))
	return to, err
}

func askRecipients(to *[]notices.Recipient, what, sql string, area domain.AreaID, today domain.Date) db.Question {
	type row struct {
		Person   domain.PersonID
		Name     string
		Address  string
		Capacity string
	}
	return db.AskingFor(to, func(r row) notices.Recipient {
		return notices.Recipient{Person: r.Person, Name: r.Name, Address: r.Address, Capacity: r.Capacity}
	}, what, sql, db.Named{"area": int64(area), "day": today.Time()})
}
