// Package executivestore keeps Executive decisions in Postgres and reads the planning feed.
package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/policy"
	"fourgates/internal/restrictions/restrictionstore"
)

// executiveSQL leaves out report and record, which only the page of the decision shows.
const executiveSQL = `
	SELECT '' AS report, '' AS report_words, '' AS record, '' AS published_by_name, '[]'::json AS call_ins,
	       '[]'::json AS settled, NULL::json AS restricted, false AS has_holds, ` + executiveFields

// wholeExecutiveSQL is a decision with all that is known of it, as the reader may see it: its arguments are given to w.
func wholeExecutiveSQL(r db.Reader, w *db.Where) string {
	return `SELECT ` + restrictionstore.HiddenSQL(r, w,
		"ARRAY(SELECT z.area_id FROM decision_subjects z WHERE z.report_id = d.report_id)", "d.drafted_at") +
		` AS restricted,` + wholeFields
}

const wholeFields = `
	       x.text AS report, x.words AS report_words, d.record,
	       EXISTS (SELECT FROM hold_entries y JOIN executive_matters z ON z.attempt_id = y.attempt_id
	               WHERE z.decision_id = d.id) AS has_holds,
	       COALESCE((SELECT p.name || as_deputy(e.attempt_id, e.person_id, e.at)
	                 FROM decision_entries l
	                 JOIN register_entries e ON e.position = l.position
	                 JOIN people p ON p.id = e.person_id
	                 WHERE l.decision_id = d.id AND e.kind = 'executive decision'
	                   AND e.payload::jsonb ->> 'decision' IN ('published', 'returned, published')
	                 ORDER BY e.position
	                 LIMIT 1), '') AS published_by_name,
	       COALESCE((SELECT json_agg(json_build_object('by', q.by, 'members', COALESCE(q.members, 0), 'on', q.made_on,
	                                                   'reason', q.reason) ORDER BY q.id)
	                 FROM call_in_requests q WHERE q.decision_id = d.id), '[]'::json) AS call_ins,
	       COALESCE((SELECT json_agg(json_build_object('outcome', q.outcome, 'body', q.body, 'on', q.made_on,
	                                                   'minute', q.minute, 'words', q.words) ORDER BY q.id)
	                 FROM call_in_outcomes q WHERE q.decision_id = d.id), '[]'::json) AS settled,
	       ` + executiveFields

const executiveFields = keyFields + `d.id, d.report_id, COALESCE(d.authority_id, 0) AS authority,
	       COALESCE(u.name, '') AS authority_name,
	       n.subjects, COALESCE((
	           SELECT json_agg(json_build_object('ID', b.id, 'Authority', COALESCE(ub.name, ''), 'State', b.state,
	                                             'Recorded', b.recorded_by IS NOT NULL,
	                                             'EffectiveOn', COALESCE(b.effective_on::text, ''),
	                                             'Subjects', q.subjects) ORDER BY b.id)
	           FROM executive_decisions b
	           LEFT JOIN authorities ub ON ub.id = b.authority_id
	           JOIN LATERAL (SELECT json_agg(DISTINCT i.subject_id) AS subjects FROM executive_items i
	                         WHERE i.decision_id = b.id) q ON q.subjects IS NOT NULL
	           WHERE b.report_id = d.report_id AND b.id <> d.id), '[]'::json) AS beside,
	       s.area_id AS area, a.code AS area_code, a.name AS area_name, t.cycle, s.attempt_id AS attempt,
	       t.number AS attempt_number, n.brought, n.asked, n.liaison, v.plan_id AS plan,
	       s.plan_version_id AS plan_version, x.digest AS report_digest, x.version AS report_version, d.state,
	       d.delegated,
	       CASE d.key_decision WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END AS key, d.forward_plan, d.meets_on,
	       COALESCE(d.made_by, 0) AS made_by, COALESCE(m.name, '') AS made_by_name,
	       COALESCE(d.with_officer, 0) AS with_officer, COALESCE(o.name, '') AS with_officer_name,
	       COALESCE((SELECT json_build_object('Reason', d.declined, 'By', q.id, 'At', d.declined_at,
	                                          'ByName', q.name || as_deputy(t.id, q.id, d.declined_at))
	                 FROM people q WHERE q.id = d.declined_by), '{}'::json) AS declined, d.reasons,
	       d.alternatives, d.interests, d.member_interests, d.dispensations, d.decided_on, d.record_digest,
	       COALESCE(d.recorded_by, 0) AS recorded_by,
	       COALESCE(r.name || as_deputy(t.id, d.recorded_by, d.recorded_at), '') AS recorded_by_name, d.recorded_at,
	       COALESCE(d.confirmed_by, 0) AS confirmed_by,
	       COALESCE(k.name || as_deputy(t.id, d.confirmed_by, d.confirmed_at), '') AS confirmed_by_name, d.confirmed_at,
	       d.published_on, d.call_in_until, d.effective_on,
	       d.called_in_on, d.settled_on, d.return_reason, d.version, d.drafted_at,
	       d.in_force_at, COALESCE(w.people, '{}') AS held_by, w.since AS held_since
	FROM executive_decisions d
	JOIN executive_reports x ON x.id = d.report_id
	JOIN decision_subjects s ON s.id = (SELECT min(z.subject_id) FROM executive_items z WHERE z.decision_id = d.id)
	JOIN areas a ON a.id = s.area_id
	JOIN attempts t ON t.id = s.attempt_id
	JOIN plan_versions v ON v.id = s.plan_version_id
	LEFT JOIN authorities u ON u.id = d.authority_id
	LEFT JOIN people m ON m.id = d.made_by
	LEFT JOIN people o ON o.id = d.with_officer
	LEFT JOIN people r ON r.id = d.recorded_by
	LEFT JOIN people k ON k.id = d.confirmed_by
	JOIN LATERAL (` + subjectsSQL + `) n ON true
LEFT JOIN (SELECT (h.sent::jsonb ->> 'ID')::bigint AS decision_id, array_agg(h.person_id) AS people,
                  min(h.made_at) AS since
           FROM holds h WHERE h.ended_at IS NULL AND h.kind = 'executive decision'
           GROUP BY 1) w ON w.decision_id = d.id`

// subjectsSQL is what the decision d is about, and who had a part in bringing it.
const subjectsSQL = reportSubjectsSQL + `
	  AND EXISTS (SELECT FROM executive_items i WHERE i.decision_id = d.id AND i.subject_id = s.id)`

// reportSubjectsSQL is that for the whole report of the decision d.
const reportSubjectsSQL = `
	SELECT json_agg(json_build_object('ID', s.id, 'Kind', s.kind, 'Area', s.area_id, 'AreaCode', a.code,
	                                  'AreaName', a.name, 'Cycle', t.cycle, 'Attempt', t.id,
	                                  'AttemptNumber', t.number, 'SubmittedBy', t.submitted_by,
	                                  'OverriddenBy', COALESCE(t.outcome_by, 0), 'Plan', v.plan_id,
	                                  'PlanVersion', v.id, 'DraftedIn', s.drafted_in,
	                                  'DraftedOn', (t.outcome_at AT TIME ZONE 'Europe/London')::date,
	                                  'Void', s.kind = 'gate 3' AND t.called_back_at IS NOT NULL) ORDER BY s.id)
	           AS subjects,
	       array_agg(t.submitted_by) || array_remove(array_agg(t.outcome_by), NULL) AS brought,
	       ARRAY(SELECT m.person_id FROM attempt_seats q JOIN terms m ON m.seat_id = q.seat_id
	             JOIN attempts y ON y.id = q.attempt_id
	             WHERE q.attempt_id = ANY(array_agg(t.id))
	               AND (m.to_on IS NULL OR m.to_on >= (y.submitted_at AT TIME ZONE 'Europe/London')::date)
	             UNION
	             SELECT b.person_id FROM attempt_seats q JOIN substitutes b ON b.seat_id = q.seat_id
	             JOIN attempts y ON y.id = q.attempt_id
	             WHERE q.attempt_id = ANY(array_agg(t.id)) AND b.ended_at IS NULL
	               AND b.to_on >= (y.submitted_at AT TIME ZONE 'Europe/London')::date
	             UNION
	             SELECT g.person_id FROM signatures g WHERE g.attempt_id = ANY(array_agg(t.id))) AS asked,
	       ARRAY(SELECT l.person_id FROM assignments l
	             WHERE l.area_id = ANY(array_agg(s.area_id)) AND l.role = 'clo'
	               AND (l.to_on IS NULL OR l.to_on >= (min(
		t.submitted_at) AT TIME ZONE 'Europe/London')::date)) AS liaison
	FROM decision_subjects s
	JOIN areas a ON a.id = s.area_id
	JOIN attempts t ON t.id = s.attempt_id
	JOIN plan_versions v ON v.id = s.plan_version_id
	WHERE s.report_id = d.report_id`

// seen limits executive decisions (as d) to what the scope may see.
func seen(w *db.Where, s policy.DecisionScope) {
	if s.View.All {
		return
	}
	w.And(`EXISTS (SELECT FROM executive_matters y WHERE y.decision_id = d.id
	               AND (y.area_id = ANY(@view_areas)
	                    OR ((y.published_on IS NOT NULL OR y.state = 'returned')
	                        AND (@published_all OR y.area_id = ANY(@published_areas)))))`,
		"view_areas", s.View.Areas, "published_all", s.Published.All, "published_areas", s.Published.Areas)
}

// gathered leaves of each of the decisions what the scope may see of it, and names its areas.
func gathered(scope policy.DecisionScope) func([]executive.ExecutiveDecision, error) ([]executive.ExecutiveDecision,
	error) {
	return func(list []executive.ExecutiveDecision, err error) ([]executive.ExecutiveDecision, error) {
		for n := range list {
			list[n] = executive.Narrow(list[n], scope)
			executive.Gather(&list[n])
		}
		return list, err
	}
}

// ExecutiveDecision loads a decision, as far as the scope may see it. It returns domain.ErrNotFound where there is none
// that the scope may see.
func ExecutiveDecision(ctx context.Context, r db.Reader, scope policy.DecisionScope,
	id domain.ExecutiveID) (executive.ExecutiveDecision, error) {
	d, err := executiveDecision(ctx, r, scope, id, "")
	if err != nil {
		return d, err
	}
	d = executive.Narrow(d, scope)
	executive.Gather(&d)
	return d, nil
}

// ExecutiveDecisionForUpdate is ExecutiveDecision, whole and locked until the transaction ends. The caller has called
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
		wholeExecutiveSQL(r, &w)+"\n"+w.String()+"\n"+lock, w.Args)
	if err != nil {
		return executive.ExecutiveDecision{}, err
	}
	executive.Gather(&d)
	if d.Items, err = executiveItems(ctx, r, "i.decision_id = @id", int64(id)); err != nil {
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

// ReportOf is the decision with all that its report puts to every council, as who writes the report sees it: as far as
// the scope may.
func ReportOf(ctx context.Context, r db.Reader, scope policy.DecisionScope, d executive.ExecutiveDecision) (
	executive.ExecutiveDecision, error) {
	var err error
	if d.Items, err = executiveItems(ctx, r, `
		i.decision_id IN (SELECT id FROM executive_decisions WHERE report_id = @id)`, int64(d.ReportID)); err != nil {
		return d, err
	}
	whole, err := db.One[struct {
		Subjects                []executive.Subject
		Brought, Asked, Liaison []domain.PersonID
		Entered                 bool
	}](ctx, r.DB, "subjects of report", `
		SELECT n.*, EXISTS (SELECT FROM decision_entries l JOIN executive_decisions o ON o.id = l.decision_id
		                    WHERE o.report_id = d.report_id) AS entered
		FROM executive_decisions d JOIN LATERAL (`+reportSubjectsSQL+`) n ON true WHERE d.id = @id`,
		db.Named{"id": int64(d.ID)})
	if err != nil {
		return d, err
	}
	d.Subjects, d.Brought, d.Asked, d.Liaison, d.Hidden = whole.Subjects, whole.Brought, whole.Asked, whole.Liaison, 0
	d.AreaName, d.Entered = d.Subjects[0].AreaName, whole.Entered
	d = executive.Narrow(d, scope)
	executive.Gather(&d)
	return d, nil
}

func executiveItems(ctx context.Context, r db.Reader, which string, id int64) ([]executive.ExecutiveItem, error) {
	return db.List[executive.ExecutiveItem](ctx, r.DB, "executive items", `
		SELECT i.position, i.subject_id AS subject, i.about, COALESCE(i.bid_id, 0) AS bid, i.asked_pence AS asked,
		       i.verb, i.recommendation,
		       i.if_agreed, COALESCE(i.authority_id, 0) AS authority, COALESCE(u.name, '') AS authority_name,
		       COALESCE(i.outcome, '') AS outcome, i.resolved, i.reason, i.approved_pence AS approved
		FROM executive_items i
		LEFT JOIN authorities u ON u.id = i.authority_id
		WHERE `+which+`
		ORDER BY i.position`, db.Named{"id": id})
}

// DecisionsOn lists the decisions of every council on one subject, whole, locked as the caller locked them.
func DecisionsOn(ctx context.Context, r db.Reader, id domain.SubjectID) ([]executive.ExecutiveDecision, error) {
	return decisionsOf(ctx, r, `
		SELECT decision_id FROM executive_matters WHERE subject_id = @id ORDER BY decision_id`, int64(id))
}

// DecisionsOfReport lists the decisions of every council on a report, whole.
func DecisionsOfReport(ctx context.Context, r db.Reader, id domain.ReportID) ([]executive.ExecutiveDecision, error) {
	return decisionsOf(ctx, r, `SELECT id FROM executive_decisions WHERE report_id = @id ORDER BY id`, int64(id))
}

func decisionsOf(ctx context.Context, r db.Reader, which string, id int64) ([]executive.ExecutiveDecision, error) {
	ids, err := db.Values[domain.ExecutiveID](ctx, r.DB, "decisions of a report", which, db.Named{"id": id})
	if err != nil {
		return nil, err
	}
	var list []executive.ExecutiveDecision
	for _, id := range ids {
		d, err := ExecutiveDecision(ctx, r, policy.DecisionScope{View: policy.Scope{All: true}}, id)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// ExecutiveDecisions lists the decisions that the scope may see, of one area or all: what waits first, then the newest,
// at most so many.
func ExecutiveDecisions(ctx context.Context, r db.Reader, scope policy.DecisionScope, area domain.AreaID,
	most int) ([]executive.ExecutiveDecision, error) {
	var w db.Where
	seen(&w, scope)
	if area != 0 {
		w.And(`EXISTS (SELECT FROM executive_matters y WHERE y.decision_id = d.id AND y.area_id = @area)`, "area",
			int64(area))
	}
	w.Set("most", most)
	return gathered(scope)(db.List[executive.ExecutiveDecision](ctx, r.DB, "executive decisions", executiveSQL+"\n"+
		w.String()+`
		ORDER BY d.state IN ('in force', 'returned'), COALESCE(d.decided_on, d.meets_on, '9999-12-31'::date) DESC,
		d.id DESC
		LIMIT @most`, w.Args))
}

// OpenExecutiveDecisions lists the decisions that the scope may see and of which something is still to come: they are
// not in force, nor returned and published, by the day they are made on.
func OpenExecutiveDecisions(ctx context.Context, r db.Reader,
	scope policy.DecisionScope) ([]executive.ExecutiveDecision, error) {
	var w db.Where
	seen(&w, scope)
	w.And("d.state <> 'in force' AND (d.state <> 'returned' OR d.published_on IS NULL AND d.recorded_by IS NOT NULL)")
	return gathered(scope)(db.List[executive.ExecutiveDecision](ctx, r.DB, "open executive decisions",
		executiveSQL+"\n"+w.String()+"\nORDER BY d.meets_on NULLS FIRST, d.id", w.Args))
}

// DecisionsDue lists the decisions that take effect on the day or should have before it.
func DecisionsDue(ctx context.Context, r db.Reader, today domain.Date) ([]domain.ExecutiveID, error) {
	return db.Values[domain.ExecutiveID](ctx, r.DB, "decisions due", `
		SELECT id FROM executive_decisions WHERE state IN ('published', 'upheld') AND effective_on <= @day
		ORDER BY effective_on, id`, db.Named{"day": today.Time()})
}

// DecisionsOfAttempt lists the Executive decisions on an attempt of gate 3 that the scope may see, each with its state.
func DecisionsOfAttempt(ctx context.Context, r db.Reader, scope policy.DecisionScope,
	attempt domain.AttemptID) ([]executive.ExecutiveDecision, error) {
	var w db.Where
	seen(&w, scope)
	w.And("EXISTS (SELECT FROM executive_matters y WHERE y.decision_id = d.id AND y.attempt_id = @attempt)", "attempt",
		int64(attempt))
	return gathered(scope)(db.List[executive.ExecutiveDecision](ctx, r.DB, "decisions of attempt",
		executiveSQL+"\n"+w.String()+"\nORDER BY d.id", w.Args))
}
