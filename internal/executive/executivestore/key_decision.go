package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
)

// keyFields are what was answered to the key-decision question and how a key decision (as d) was announced.
const keyFields = `
	COALESCE((SELECT json_build_object('key', k.proposed, 'why', k.why, 'notice_days', k.notice_days,
	                                   'reason', k.reason)
	          FROM key_answers k WHERE k.decision_id = d.id), '{}'::json) AS key_answer,
	COALESCE((SELECT json_build_object('how', n.how, 'on', n.made_on, 'who', n.who, 'why', n.why, 'from', n.from_on)
	          FROM key_announcements n WHERE n.decision_id = d.id), '{}'::json) AS announced,
	`

// AnswerKey keeps what was proposed and answered when a decision was scheduled.
func AnswerKey(ctx context.Context, w db.Writer, d executive.ExecutiveDecision) error {
	if !d.KeyAnswer.Made() {
		return nil
	}
	return w.Exec(ctx, "answer key-decision question", `
		INSERT INTO key_answers (decision_id, proposed, why, notice_days, reason)
		VALUES (@id, @proposed, @why, @days, @reason)
		ON CONFLICT (decision_id) DO UPDATE SET proposed = excluded.proposed, why = excluded.why,
		    notice_days = excluded.notice_days, reason = excluded.reason`,
		db.Named{"id": int64(d.ID), "proposed": d.KeyAnswer.Key, "why": d.KeyAnswer.Why,
			"days": d.KeyAnswer.NoticeDays, "reason": d.KeyAnswer.Reason})
}

// Announce keeps how a key decision was announced.
func Announce(ctx context.Context, w db.Writer, d executive.ExecutiveDecision) error {
	a := d.Announced
	return w.Exec(ctx, "announce key decision", `
		INSERT INTO key_announcements (decision_id, how, made_on, who, why, from_on)
		VALUES (@id, @how, @on, @who, @why, @from)
		ON CONFLICT (decision_id) DO UPDATE SET how = excluded.how, made_on = excluded.made_on, who = excluded.who,
		    why = excluded.why, from_on = excluded.from_on`,
		db.Named{"id": int64(d.ID), "how": string(a.How), "on": a.On.Time(), "who": a.Who, "why": a.Why,
			"from": a.From.Time()})
}

// FeltIn lists the wards or divisions of the deciding council in which the areas of a decision lie, by name.
func FeltIn(ctx context.Context, r db.Reader, d executive.ExecutiveDecision) ([]string, error) {
	areas := make([]domain.AreaID, len(d.Subjects))
	for n, on := range d.Subjects {
		areas[n] = on.Area
	}
	return db.Values[string](ctx, r.DB, "wards felt in", `
		SELECT s.shown FROM seats s
		WHERE s.authority_id = @council
		  AND EXISTS (SELECT FROM area_seats o WHERE o.seat_id = s.id AND o.area_id = ANY(@ids::bigint[]))
		ORDER BY s.name COLLATE by_name, s.id`, db.Named{"council": int64(d.Authority), "ids": db.Numbers(areas)})
}
