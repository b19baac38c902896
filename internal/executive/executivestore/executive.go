// Package executivestore keeps Executive decisions in Postgres and reads the planning feed.
package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/policy"
)

// executiveSQL leaves out report and record, which only the page of the decision shows.
const executiveSQL = `
	SELECT '' AS report, '' AS report_words, '' AS record, '' AS published_by_name, '[]'::json AS call_ins,
	       '[]'::json AS settled, ` + executiveFields

const wholeExecutiveSQL = `
	SELECT d.report, d.report_words, d.record,
	       COALESCE((SELECT p.name || as_deputy(e.attempt_id, e.person_id, e.at)
	                 FROM register_entries e
	                 JOIN people p ON p.id = e.person_id
	                 WHERE e.attempt_id = d.attempt_id AND e.kind = 'executive decision'
	                   AND e.payload::jsonb ->> 'decision' IN ('published', 'returned, published')),
	                '') AS published_by_name,
	       COALESCE((SELECT json_agg(json_build_object('by', q.by, 'members', COALESCE(q.members, 0), 'on', q.made_on,
	                                                   'reason', q.reason) ORDER BY q.id)
	                 FROM call_in_requests q WHERE q.decision_id = d.id), '[]'::json) AS call_ins,
	       COALESCE((SELECT json_agg(json_build_object('outcome', q.outcome, 'body', q.body, 'on', q.made_on,
	                                                   'minute', q.minute, 'words', q.words) ORDER BY q.id)
	                 FROM call_in_outcomes q WHERE q.decision_id = d.id), '[]'::json) AS settled,
	       ` + executiveFields

const executiveFields = `d.id, d.area_id AS area, a.code AS area_code, a.name AS area_name, t.cycle,
d.attempt_id AS attempt,
	       t.number AS attempt_number, t.submitted_by, COALESCE(t.outcome_by, 0) AS overridden_by, v.plan_id AS plan,
	       d.plan_version_id AS plan_version, d.report_digest, d.report_version, d.state, d.delegated,
	       CASE d.key_decision WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END AS key, d.forward_plan, d.meets_on,
	       COALESCE(d.made_by, 0) AS made_by, COALESCE(m.name, '') AS made_by_name,
	       COALESCE(d.with_officer, 0) AS with_officer, COALESCE(o.name, '') AS with_officer_name, d.reasons,
	       d.alternatives, d.interests, d.member_interests, d.dispensations, d.decided_on, d.record_digest,
	       COALESCE(d.recorded_by, 0) AS recorded_by, 
	       COALESCE(r.name || as_deputy(t.id, d.recorded_by, d.recorded_at), '') AS recorded_by_name, d.recorded_at,
	       COALESCE(d.confirmed_by, 0) AS confirmed_by,
	       COALESCE(k.name || as_deputy(t.id, d.confirmed_by, d.confirmed_at), '') AS confirmed_by_name, d.confirmed_at,
	       d.published_on, d.call_in_until, d.effective_on,
	       d.called_in_on, d.settled_on, d.return_reason, d.version, d.drafted_at,
	       d.in_force_at,
	       ARRAY(SELECT m.person_id FROM attempt_seats q JOIN terms m ON m.seat_id = q.seat_id
	             WHERE q.attempt_id = t.id
	               AND (m.to_on IS NULL OR m.to_on >= (t.submitted_at AT TIME ZONE 'Europe/London')::date)
	             UNION
	             SELECT b.person_id FROM attempt_seats q JOIN substitutes b ON b.seat_id = q.seat_id
	             WHERE q.attempt_id = t.id AND b.ended_at IS NULL
	               AND b.to_on >= (t.submitted_at AT TIME ZONE 'Europe/London')::date
	             UNION
	             SELECT g.person_id FROM signatures g WHERE g.attempt_id = t.id) AS asked,
	       ARRAY(SELECT l.person_id FROM assignments l
	             WHERE l.area_id = d.area_id AND l.role = 'clo'
	               AND (l.to_on IS NULL OR l.to_on >= (t.submitted_at AT TIME ZONE 'Europe/London')::date)) AS liaison
	FROM executive_decisions d
	JOIN areas a ON a.id = d.area_id
	JOIN attempts t ON t.id = d.attempt_id
	JOIN plan_versions v ON v.id = d.plan_version_id
	LEFT JOIN people m ON m.id = d.made_by
	LEFT JOIN people o ON o.id = d.with_officer
	LEFT JOIN people r ON r.id = d.recorded_by
	LEFT JOIN people k ON k.id = d.confirmed_by`

// seen limits executive decisions (as d) to what the scope may see.
func seen(w *db.Where, s policy.DecisionScope) {
	if s.View.All {
		return
	}
	w.And(`(d.area_id = ANY(@view_areas) OR ((d.published_on IS NOT NULL OR d.state = 'returned')
	                                         AND (@published_all OR d.area_id = ANY(@published_areas))))`,
		"view_areas", s.View.Areas, "published_all", s.Published.All, "published_areas", s.Published.Areas)
}

// ExecutiveDecision loads a decision whole. It returns domain.ErrNotFound where there is none that the scope may see.
func ExecutiveDecision(ctx context.Context, r db.Reader, scope policy.DecisionScope,
	id domain.ExecutiveID) (executive.ExecutiveDecision, error) {
	return executiveDecision(ctx, r, scope, id, "")
}

// ExecutiveDecisionForUpdate is ExecutiveDecision, locked until the transaction ends. The caller has called
// LockDecisions.
func ExecutiveDecisionForUpdate(ctx context.Context, w db.Writer, scope policy.DecisionScope,
	id domain.ExecutiveID) (executive.ExecutiveDecision, error) {
	return executiveDecision(ctx, w.Reader, scope, id, "FOR UPDATE OF d")
}

func executiveDecision(ctx context.Context, r db.Reader, scope policy.DecisionScope, id domain.ExecutiveID,
	lock string) (executive.ExecutiveDecision, error) {
	var w db.Where
	w.And("d.id = @id", "id", int64(id))
	seen(&w, scope)
	d, err := db.One[executive.ExecutiveDecision](ctx, r.DB, "executive decision",
		wholeExecutiveSQL+"\n"+w.String()+"\n"+lock, w.Args)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	if d.Items, err = executiveItems(ctx, r, id); err != nil {
		return d, err
	}
	record, err := executive.ReadExecutiveRecord(d.Record)
	for n := range record.Items {
		if n < len(d.Items) {
			d.Items[n].Actions = record.Items[n].Actions
		}
	}
	return d, err
}

func executiveItems(ctx context.Context, r db.Reader, id domain.ExecutiveID) ([]executive.ExecutiveItem, error) {
	return db.List[executive.ExecutiveItem](ctx, r.DB, "executive items", `
		SELECT i.position, i.about, COALESCE(i.bid_id, 0) AS bid, i.asked_pence AS asked, i.verb, i.recommendation,
		       i.if_agreed, COALESCE(i.authority_id, 0) AS authority, COALESCE(u.name, '') AS authority_name,
		       COALESCE(i.outcome, '') AS outcome, i.resolved, i.reason, i.approved_pence AS approved
		FROM executive_items i
		LEFT JOIN authorities u ON u.id = i.authority_id
		WHERE i.decision_id = @id
		ORDER BY i.position`, db.Named{"id": int64(id)})
}

// ExecutiveDecisions lists the decisions that the scope may see, of one area or all: what waits first, then the newest,
// at most so many.
func ExecutiveDecisions(ctx context.Context, r db.Reader, scope policy.DecisionScope, area domain.AreaID,
	most int) ([]executive.ExecutiveDecision, error) {
	var w db.Where
	seen(&w, scope)
	if area != 0 {
		w.And("d.area_id = @area", "area", int64(area))
	}
	w.Set("most", most)
	return db.List[executive.ExecutiveDecision](ctx, r.DB, "executive decisions", executiveSQL+"\n"+w.String()+`
		ORDER BY d.state IN ('in force', 'returned'), COALESCE(d.decided_on, d.meets_on, '9999-12-31'::date) DESC,
		d.id DESC
		LIMIT @most`, w.Args)
}

// OpenExecutiveDecisions lists the decisions that the scope may see and of which something is still to come: they are
// not in force, nor returned and published, by the day they are made on.
func OpenExecutiveDecisions(ctx context.Context, r db.Reader,
	scope policy.DecisionScope) ([]executive.ExecutiveDecision, error) {
	var w db.Where
	seen(&w, scope)
	w.And("d.state <> 'in force' AND (d.state <> 'returned' OR d.published_on IS NULL)")
	return db.List[executive.ExecutiveDecision](ctx, r.DB, "open executive decisions",
		executiveSQL+"\n"+w.String()+"\nORDER BY d.meets_on NULLS FIRST, d.id", w.Args)
}

// DecisionsDue lists the decisions that take effect on the day or should have before it.
func DecisionsDue(ctx context.Context, r db.Reader, today domain.Date) ([]domain.ExecutiveID, error) {
	return db.Values[domain.ExecutiveID](ctx, r.DB, "decisions due", `
		SELECT id FROM executive_decisions WHERE state IN ('published', 'upheld') AND effective_on <= @day
		ORDER BY effective_on, id`, db.Named{"day": today.Time()})
}

// DecisionOfAttempt finds the Executive decision on an attempt of gate 3 with its state; domain.ErrNotFound where there
// is none that the scope may see.
func DecisionOfAttempt(ctx context.Context, r db.Reader, scope policy.DecisionScope,
	attempt domain.AttemptID) (executive.ExecutiveDecision, error) {
	var w db.Where
	seen(&w, scope)
	w.And("d.attempt_id = @attempt", "attempt", int64(attempt))
	return db.One[executive.ExecutiveDecision](ctx, r.DB, "decision of attempt", executiveSQL+"\n"+w.String(), w.Args)
}
