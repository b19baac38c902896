package store

import (
	"context"
	"time"

	"fourgates/internal/domain"
)

// GateTeam lists who runs an area's gates on the day: its liaison officers and every community planning officer.
func (r Reader) GateTeam(ctx context.Context, area domain.AreaID, today domain.Date) ([]domain.Recipient, error) {
	return r.recipients(ctx, "gate team", `
		SELECT p.id AS person, p.name, COALESCE(p.email, '') AS address, 'community liaison officer' AS capacity
		FROM assignments s
		JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		WHERE s.area_id = @area AND s.role = 'clo' AND s.from_on <= @day AND (s.to_on IS NULL OR s.to_on >= @day)
		UNION
		SELECT p.id, p.name, COALESCE(p.email, ''), 'community planning officer'
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day) AND g.ended_at IS NULL
		ORDER BY 4, 2, 1`, area, today)
}

// AreaOfficers lists who is assigned to an area on the day: its liaison officers and coordinators.
func (r Reader) AreaOfficers(ctx context.Context, area domain.AreaID, today domain.Date) ([]domain.Recipient, error) {
	return r.recipients(ctx, "area's officers", `
		SELECT DISTINCT ON (p.id) p.id AS person, p.name, COALESCE(p.email, '') AS address,
		       CASE s.role WHEN 'clo' THEN 'community liaison officer' ELSE 'local area coordinator' END AS capacity
		FROM assignments s
		JOIN people p ON p.id = s.person_id AND p.disabled_at IS NULL
		WHERE s.area_id = @area AND s.from_on <= @day AND (s.to_on IS NULL OR s.to_on >= @day)
		ORDER BY p.id, s.role`, area, today)
}

// PlanningOfficers lists every community planning officer of the day.
func (r Reader) PlanningOfficers(ctx context.Context, today domain.Date) ([]domain.Recipient, error) {
	return r.recipients(ctx, "planning officers", `
		SELECT DISTINCT p.id AS person, p.name, COALESCE(p.email, '') AS address,
		       'community planning officer' AS capacity
		FROM role_grants g
		JOIN people p ON p.id = g.person_id AND p.disabled_at IS NULL
		WHERE @area >= 0 AND g.role = 'cpo' AND g.from_on <= @day AND (g.to_on IS NULL OR g.to_on >= @day)
		  AND g.ended_at IS NULL
		ORDER BY 2, 1`, 0, today)
}

func (r Reader) recipients(ctx context.Context, what, sql string, area domain.AreaID,
	today domain.Date) ([]domain.Recipient, error) {
	type row struct {
		Person   domain.PersonID
		Name     string
		Address  string
		Capacity string
	}
	rows, err := list[row](ctx, r.db, what, sql, named{"area": int64(area), "day": today.Time()})
	to := make([]domain.Recipient, len(rows))
	for i, row := range rows {
		to[i] = domain.Recipient{Person: row.Person, Name: row.Name, Address: row.Address, Capacity: row.Capacity}
	}
	return to, err
}

// AddReminder notes that a rung of the ladder was reached for a place. It reports false where it or a later one was
// noted before.
func (w Writer) AddReminder(ctx context.Context, attempt domain.AttemptID, s domain.Signatory, step domain.ReminderStep,
	at time.Time) (bool, error) {
	tag, err := w.db.Exec(ctx, `
		INSERT INTO reminders (attempt_id, seat_id, place, step, at)
		SELECT @attempt, @seat, @place, @step, @at
		WHERE NOT EXISTS (
		    SELECT FROM reminders
		    WHERE attempt_id = @attempt AND seat_id = @seat AND place = @place
		      AND array_position(@ladder::text[], step) >= array_position(@ladder::text[], @step::text))
		ON CONFLICT DO NOTHING`,
		named{"attempt": int64(attempt), "seat": int64(s.Seat), "place": s.Place, "step": string(step),
			"ladder": ladder(), "at": at})
	return tag.RowsAffected() == 1, err
}

func ladder() []string {
	var words []string
	for _, s := range domain.ReminderSteps() {
		words = append(words, string(s))
	}
	return words
}
