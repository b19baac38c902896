package store

import (
	"context"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// inRegister limits register entries to the scope. What the Executive does before it is published is for those who may see that.
func (w *where) inRegister(s policy.RegisterScope) {
	w.inScope("area_id", s.Areas)
	if s.Unpublished.All {
		return
	}
	w.and(`(kind <> 'executive decision' OR area_id = ANY(@unpublished_areas)
		OR EXISTS (SELECT FROM executive_decisions d WHERE d.attempt_id = register_entries.attempt_id AND d.published_on IS NOT NULL))`,
		"unpublished_areas", s.Unpublished.Areas)
}

// ExecutiveEntries lists the entries about the Executive decision on an attempt, in order. The caller has loaded the decision within scope.
func (r Reader) ExecutiveEntries(ctx context.Context, attempt domain.AttemptID) ([]domain.RegisterEntry, error) {
	rows, err := list[entryRow](ctx, r.db, "entries of an executive decision", entrySQL+`
		WHERE attempt_id = @attempt AND kind IN ('executive decision', 'in force')
		ORDER BY position`, named{"attempt": int64(attempt)})
	entries := make([]domain.RegisterEntry, len(rows))
	for i, row := range rows {
		entries[i] = row.entry()
	}
	return entries, err
}

// executiveMisfitsSQL compares the Executive part of gate 3 with the register: where each decision stands, its report, what was recorded, when it
// was published, and the feed. Each decision has one attempt, and so have its entries.
const executiveMisfitsSQL = `
		SELECT COALESCE(e.position, 0), 'executive decision ' || d.id || ' does not stand where the register says'
		FROM executive_decisions d
		LEFT JOIN LATERAL (SELECT position, at, payload::jsonb ->> 'decision' AS decision FROM register_entries
		                   WHERE attempt_id = d.attempt_id AND kind IN ('executive decision', 'in force') ORDER BY position DESC LIMIT 1) e ON true
		WHERE e.position IS NULL OR (d.state IN ('drafted', 'scheduled')) <> (e.decision IN ('report drafted', 'recorded'))
		   OR (d.state NOT IN ('drafted', 'scheduled') AND e.decision <> d.state) OR (d.state = 'in force' AND e.at <> d.in_force_at)
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the report of executive decision ' || d.id || ' does not fit the digest in the register'
		FROM executive_decisions d
		LEFT JOIN register_entries e ON e.attempt_id = d.attempt_id AND e.kind = 'executive decision' AND e.payload::jsonb ->> 'decision' = 'report drafted'
		WHERE e.position IS NULL OR sha256(convert_to(d.report, 'UTF8')) <> d.report_digest OR encode(d.report_digest, 'hex') <> e.payload::jsonb ->> 'record'
		UNION ALL
		SELECT COALESCE(e.position, 0), 'what executive decision ' || d.id || ' resolved does not agree with the register'
		FROM executive_decisions d
		LEFT JOIN LATERAL (SELECT position, payload::jsonb ->> 'record' AS record FROM register_entries
		                   WHERE attempt_id = d.attempt_id AND kind = 'executive decision' AND payload::jsonb ->> 'decision' IN ('decided', 'returned')
		                   ORDER BY position LIMIT 1) e ON true
		WHERE d.state NOT IN ('drafted', 'scheduled')
		  AND (e.position IS NULL OR sha256(convert_to(d.record, 'UTF8')) <> d.record_digest OR encode(d.record_digest, 'hex') <> e.record
		       OR jsonb_build_array(d.decided_on, d.reasons, d.alternatives, d.interests, d.member_interests, d.dispensations, d.key_decision, d.forward_plan)
		          <> (SELECT jsonb_build_array(r -> 'decided_on', r -> 'reasons', r -> 'alternatives', r -> 'interests', r -> 'member_interests',
		                                       r -> 'dispensations', r -> 'key_decision', r -> 'forward_plan')
		              FROM (SELECT d.record::jsonb AS r) whole)
		       OR (SELECT jsonb_agg(jsonb_build_array(i.recommendation, i.outcome, i.resolved, i.reason, i.approved_pence) ORDER BY i.position)
		           FROM executive_items i WHERE i.decision_id = d.id)
		          <> (SELECT jsonb_agg(jsonb_build_array(r -> 'recommendation', r -> 'outcome', r -> 'resolved', r -> 'reason', r -> 'approved_pence') ORDER BY n)
		              FROM jsonb_array_elements(d.record::jsonb -> 'items') WITH ORDINALITY AS x (r, n)))
		UNION ALL
		SELECT e.position, 'executive decision ' || d.id || ' was published or takes effect on another day than the register says'
		FROM executive_decisions d
		JOIN register_entries e ON e.attempt_id = d.attempt_id AND e.kind = 'executive decision' AND e.payload::jsonb ->> 'decision' = 'published'
		WHERE d.published_on IS NULL OR NOT starts_with(e.payload::jsonb ->> 'words', 'Published on ' || to_char(d.published_on, 'FMDD FMMonth YYYY'))
		   OR (d.settled_on IS NULL AND e.payload::jsonb ->> 'words' NOT LIKE '%takes effect on ' || to_char(d.effective_on, 'FMDD FMMonth YYYY'))
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the corporate planning feed of executive decision ' || d.id || ' does not fit the digest in the register'
		FROM executive_decisions d
		LEFT JOIN planning_feeds f ON f.decision_id = d.id
		LEFT JOIN register_entries e ON e.attempt_id = d.attempt_id AND e.kind = 'in force'
		WHERE (d.state = 'in force') <> (f.id IS NOT NULL) OR (e.position IS NULL) <> (f.id IS NULL)
		   OR sha256(convert_to(f.csv || f.json, 'UTF8')) <> f.digest OR encode(f.digest, 'hex') <> e.payload::jsonb ->> 'record'
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' has no executive decision any more'
		FROM register_entries e
		WHERE e.kind IN ('executive decision', 'in force') AND NOT EXISTS (SELECT FROM executive_decisions d WHERE d.attempt_id = e.attempt_id)`
