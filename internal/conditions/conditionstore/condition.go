// Package conditionstore keeps the steps of a condition's life and what was told of it in Postgres.
package conditionstore

import (
	"context"
	"time"

	"fourgates/internal/conditions"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
)

// Steps lists the life of a condition that the caller has loaded within scope, the oldest first.
func Steps(ctx context.Context, r db.Reader, id domain.ConditionID) ([]conditions.Step, error) {
	return db.List[conditions.Step](ctx, r.DB, "condition's steps", `
		SELECT n.id, n.kind, n.by, p.name AS by_name, n.capacity, n.words, COALESCE(n.owner_id, 0) AS owner,
		       COALESCE(o.name, '') AS owner_name, n.at, COALESCE(n.position, 0) AS position,
		       COALESCE(e.reference, '') AS reference
		FROM condition_steps n
		JOIN people p ON p.id = n.by
		LEFT JOIN people o ON o.id = n.owner_id
		LEFT JOIN register_entries e ON e.position = n.position
		WHERE n.condition_id = @id
		ORDER BY n.id`, db.Named{"id": int64(id)})
}

// AddStep stores a step of a condition that the caller has locked.
func AddStep(ctx context.Context, w db.Writer, id domain.ConditionID, s conditions.Step) error {
	return w.Exec(ctx, "add condition step", `
		INSERT INTO condition_steps (condition_id, kind, by, capacity, words, owner_id, at, position)
		VALUES (@id, @kind, @by, @capacity, @words, NULLIF(@owner, 0::bigint), @at, NULLIF(@position, 0::bigint))`,
		db.Named{"id": int64(id), "kind": string(s.Kind), "by": int64(s.By), "capacity": s.Capacity, "words": s.Words,
			"owner": int64(s.Owner), "at": s.At, "position": s.Position})
}

// SetOwner makes somebody responsible for a condition that the caller has locked.
func SetOwner(ctx context.Context, w db.Writer, id domain.ConditionID, owner domain.PersonID) error {
	return w.Change(ctx, "set condition owner", `UPDATE conditions SET owner_id = @owner WHERE id = @id`,
		db.Named{"id": int64(id), "owner": int64(owner)})
}

// Answerers finds who answers for the condition on the day.
func Answerers(ctx context.Context, r db.Reader, c gates.Condition, day domain.Date) (conditions.Answerers, error) {
	all, err := AnswerersOf(ctx, r, []gates.Condition{c}, day)
	return all[c.ID], err
}

// AnswerersOf is Answerers for several conditions in one query. Where several substitutes are named for a day, the last
// named counts; it stands in as it does for a gate: with a seat of the same council, and named before the report.
func AnswerersOf(ctx context.Context, r db.Reader, list []gates.Condition,
	day domain.Date) (map[domain.ConditionID]conditions.Answerers, error) {
	ids, seats, places := make([]int64, len(list)), make([]int64, len(list)), make([]int, len(list))
	reported := make([]*time.Time, len(list))
	for i, c := range list {
		ids[i], seats[i], places[i] = int64(c.ID), int64(c.Seat), c.Place
		if c.State == gates.ConditionReported {
			reported[i] = &c.StepAt
		}
	}
	type row struct {
		ID domain.ConditionID
		conditions.Answerers
	}
	rows, err := db.List[row](ctx, r.DB, "condition's answerers", `
		SELECT q.id, COALESCE(h.id, 0) AS holder, COALESCE(h.name, '') AS holder_name,
		       COALESCE(u.id, 0) AS substitute, COALESCE(u.name, '') AS substitute_name
		FROM unnest(@ids::bigint[], @seats::bigint[], @places::int[], @reported::timestamptz[])
		    AS q (id, seat_id, place, reported_at)
		`+gatestore.SittingSQL+`
		LEFT JOIN people u ON u.id = b.person_id
		  AND (q.reported_at IS NULL OR b.named_at <= q.reported_at)
		  AND EXISTS (SELECT FROM terms o
		              JOIN seats os ON os.id = o.seat_id
		              JOIN seats s ON s.id = q.seat_id AND s.authority_id = os.authority_id
		              WHERE o.person_id = b.person_id AND o.from_on <= @day AND (o.to_on IS NULL OR o.to_on >= @day))`,
		db.Named{"ids": ids, "seats": seats, "places": places, "reported": reported,
			"day": day.Time()})
	all := map[domain.ConditionID]conditions.Answerers{}
	for _, row := range rows {
		all[row.ID] = row.Answerers
	}
	return all, err
}

// AddReminder notes that something was told of a condition: a rung of its due date, or of a report whom it asked or
// that nobody answered. It reports false where that, or a later rung, was noted before.
func AddReminder(ctx context.Context, w db.Writer, id domain.ConditionID, report domain.StepID, person domain.PersonID,
	step string, at time.Time) (bool, error) {
	tag, err := w.DB.Exec(ctx, `
		INSERT INTO condition_reminders (condition_id, report_id, person_id, step, at)
		SELECT @id, @report, @person, @step, @at
		WHERE NOT EXISTS (
		    SELECT FROM condition_reminders
		    WHERE condition_id = @id AND report_id = @report AND person_id = @person
		      AND array_position(@ladder::text[], step) > array_position(@ladder::text[], @step::text))
		ON CONFLICT DO NOTHING`,
		db.Named{"id": int64(id), "report": int64(report), "person": int64(person), "step": step, "at": at,
			"ladder": ladder()})
	return tag.RowsAffected() == 1, err
}

// Asked is who was asked about a report of the condition.
func Asked(ctx context.Context, r db.Reader, id domain.ConditionID,
	report domain.StepID) (map[domain.PersonID]bool, error) {
	people, err := db.Values[domain.PersonID](ctx, r.DB, "asked about a condition", `
		SELECT person_id FROM condition_reminders
		WHERE condition_id = @id AND report_id = @report AND step = 'asked'`,
		db.Named{"id": int64(id), "report": int64(report)})
	asked := map[domain.PersonID]bool{}
	for _, p := range people {
		asked[p] = true
	}
	return asked, err
}

func ladder() []string {
	var words []string
	for _, s := range gates.ReminderSteps() {
		words = append(words, string(s))
	}
	return words
}
