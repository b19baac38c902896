package registerstore

// executiveChecks compare the Executives' decisions with the register: where each stands, its report, what was
// recorded, when it was published, and the feeds. A decision has entries of its own for each of its subjects.
var executiveChecks = []check{
	{"executive_decisions", "id", `
		SELECT COALESCE(e.position, 0), 'executive decision ' || d.decision_id ||
			' does not stand where the register says'
		FROM (SELECT * FROM executive_matters WHERE decision_id > @from AND decision_id <= @to) d
		JOIN executive_decisions w ON w.id = d.decision_id
		LEFT JOIN LATERAL (SELECT e.position, e.at, e.payload::jsonb ->> 'decision' AS decision,
		                          e.payload::jsonb ? 'rows' AS said
		                   FROM decision_entries l
		                   JOIN register_entries e ON e.position = l.position
		                   WHERE l.decision_id = d.decision_id AND e.attempt_id = d.attempt_id
		                     AND e.kind IN ('executive decision', 'in force')
		                   ORDER BY e.position DESC LIMIT 1) e ON true
		WHERE e.position IS NULL AND d.state NOT IN ('drafted', 'scheduled')
		   OR e.position IS NOT NULL AND (d.state IN ('drafted', 'scheduled')) <> 
		       (e.decision IN ('recorded', 'voided', 'announced', 'general exception', 'special urgency', 'declined'))
		   OR (d.state NOT IN ('drafted', 'scheduled') AND e.decision <> d.state
		       AND (d.state <> 'returned' OR e.decision <> 'returned, published'))
		   OR (d.state = 'in force' AND e.at <> w.in_force_at AND NOT e.said)
		UNION ALL
		SELECT COALESCE(e.position, 0),
		       'the report of executive decision ' || d.id || ' does not fit the digest in the register'
		FROM (SELECT * FROM executive_decisions WHERE id > @from AND id <= @to) d
		JOIN executive_reports x ON x.id = d.report_id
		JOIN decision_subjects s ON s.report_id = x.id
		LEFT JOIN register_entries e ON e.attempt_id = s.attempt_id AND e.kind = 'executive decision'
		  AND e.payload::jsonb ->> 'decision' = 'report drafted'
		WHERE e.position IS NULL OR sha256(convert_to(x.text, 'UTF8')) <> x.digest
		  OR x.version = 1 AND encode(x.digest, 'hex') <> e.payload::jsonb ->> 'record'
		  OR d.record <> '' AND d.record::jsonb ->> 'report' <> encode(x.digest, 'hex')
		UNION ALL
		SELECT COALESCE(e.position, 0),
		       'what executive decision ' || d.id || ' resolved does not agree with the register'
		FROM (SELECT * FROM executive_decisions WHERE id > @from AND id <= @to) d
		LEFT JOIN LATERAL (SELECT e.position, e.payload::jsonb ->> 'record' AS record
		                   FROM decision_entries l
		                   JOIN register_entries e ON e.position = l.position
		                   WHERE l.decision_id = d.id AND e.kind = 'executive decision'
		                     AND e.payload::jsonb ->> 'decision' IN ('decided', 'returned')
		                   ORDER BY e.position DESC LIMIT 1) e ON true
		WHERE d.state NOT IN ('drafted', 'scheduled') AND (d.record <> '' OR d.state <> 'returned')
		  AND (e.position IS NULL OR sha256(convert_to(d.record, 'UTF8')) <> d.record_digest
		       OR encode(d.record_digest, 'hex') <> e.record
		       OR jsonb_build_array(d.decided_on, d.reasons, d.alternatives, d.interests, d.member_interests,
		                            d.dispensations, d.key_decision, d.forward_plan)
		          <> (SELECT jsonb_build_array(r -> 'decided_on', r -> 'reasons', r -> 'alternatives', r -> 'interests',
		                                       r -> 'member_interests',
		                                       r -> 'dispensations', r -> 'key_decision', r -> 'forward_plan')
		              FROM (SELECT d.record::jsonb AS r) whole)
		       OR (SELECT jsonb_agg(jsonb_build_array(i.recommendation, i.outcome, i.resolved, i.reason,
		                                              i.approved_pence) ORDER BY i.position)
		           FROM executive_items i WHERE i.decision_id = d.id)
		          <> (SELECT jsonb_agg(jsonb_build_array(r -> 'recommendation', r -> 'outcome', r -> 'resolved',
		                                                 r -> 'reason', r -> 'approved_pence') ORDER BY n)
		              FROM jsonb_array_elements(d.record::jsonb -> 'items') WITH ORDINALITY AS x (r, n)))
		UNION ALL
		SELECT e.position,
		       'executive decision ' || d.id
		           || ' was published or takes effect on another day than the register says'
		FROM (SELECT * FROM executive_decisions WHERE id > @from AND id <= @to) d
		JOIN decision_entries l ON l.decision_id = d.id
		JOIN register_entries e ON e.position = l.position AND e.kind = 'executive decision'
		  AND e.payload::jsonb ->> 'decision' IN ('published', 'returned, published')
		WHERE d.published_on IS NULL
		   OR NOT starts_with(split_part(e.payload::jsonb ->> 'words', E'\n', 1),
		                      'Published on ' || to_char(d.published_on, 'FMDD FMMonth YYYY'))
		   OR (d.settled_on IS NULL
		       AND split_part(e.payload::jsonb ->> 'words', E'\n', 1)
		           NOT LIKE '%takes effect on ' || to_char(d.effective_on, 'FMDD FMMonth YYYY'))
		UNION ALL
		SELECT COALESCE(e.position, 0), 'that an officer declined executive decision ' || d.id
		           || ' does not agree with the register'
		FROM (SELECT * FROM executive_decisions WHERE id > @from AND id <= @to) d
		LEFT JOIN LATERAL (SELECT e.position, e.at, e.person_id, e.payload::jsonb ->> 'words' AS words
		                   FROM decision_entries l
		                   JOIN register_entries e ON e.position = l.position
		                   WHERE l.decision_id = d.id AND e.payload::jsonb ->> 'decision' = 'declined'
		                   ORDER BY e.position DESC LIMIT 1) e ON true
		WHERE d.declined <> '' AND (e.words, e.person_id) IS DISTINCT FROM ('Declined: ' || d.declined, d.declined_by)
		UNION ALL
		SELECT 0, 'what executive decision ' || d.id || ' answered as to key decisions does not agree with its record'
		FROM (SELECT * FROM executive_decisions WHERE id > @from AND id <= @to) d
		LEFT JOIN key_answers k ON k.decision_id = d.id
		LEFT JOIN key_announcements n ON n.decision_id = d.id AND d.key_decision AND k.notice_days > 0
		WHERE d.record <> ''
		  AND COALESCE(d.record::jsonb -> 'key_answer',
			'null') IS DISTINCT FROM CASE WHEN k.decision_id IS NULL THEN 'null' ELSE
		      jsonb_build_object('proposed', jsonb_build_object('key', k.proposed, 'why', k.why,
		                                                        'notice_days', k.notice_days)
		                         || CASE k.reason WHEN '' THEN '{}' ELSE jsonb_build_object('reason', k.reason) END)
		      || CASE WHEN n.decision_id IS NULL THEN '{}' ELSE
		         jsonb_build_object('announced', jsonb_build_object('how', n.how, 'on', n.made_on, 'from', n.from_on)
		                            || CASE n.who WHEN '' THEN '{}' ELSE jsonb_build_object('who', n.who) END
		                            || CASE n.why WHEN '' THEN '{}' ELSE jsonb_build_object('why', n.why) END) END END`},
	{"planning_feeds", "id", `
		SELECT COALESCE(e.position, 0),
		       'the corporate planning feed of executive decision ' || f.decision_id
		           || ' does not fit the digest in the register'
		FROM (SELECT * FROM planning_feeds WHERE id > @from AND id <= @to) f
		LEFT JOIN LATERAL (SELECT e.position, e.payload::jsonb ->> 'record' AS record
		                   FROM decision_entries l
		                   JOIN register_entries e ON e.position = l.position AND e.kind = 'in force'
		                     AND e.area_id = f.area_id
		                   WHERE l.decision_id = f.decision_id LIMIT 1) e ON true
		WHERE e.position IS NULL OR sha256(convert_to(f.csv || f.json, 'UTF8')) <> f.digest
		   OR encode(f.digest, 'hex') <> e.record`},
	{"attempts", "id", `
		SELECT 0, 'the corporate planning feed of executive decision ' || max(m.decision_id)
		              || ' does not fit the digest in the register'
		FROM (SELECT * FROM plans_in_force WHERE attempt_id > @from AND attempt_id <= @to) p
		JOIN executive_matters m ON m.attempt_id = p.attempt_id AND m.kind = 'gate 3'
		LEFT JOIN planning_feeds f ON f.decision_id = m.decision_id AND f.area_id = m.area_id
		GROUP BY p.attempt_id
		HAVING count(f.id) <> 1`},
	{"call_in_requests", "id", `
		SELECT COALESCE(q.position, 0),
		       'a call-in of executive decision ' || q.decision_id || ' does not agree with the register'
		FROM (SELECT * FROM call_in_requests WHERE id > @from AND id <= @to) q
		LEFT JOIN decision_entries l ON l.position = q.position AND l.decision_id = q.decision_id
		LEFT JOIN register_entries e ON e.position = l.position
		  AND e.kind = 'executive decision' AND e.payload::jsonb ->> 'decision' = 'called in'
		WHERE e.position IS NULL OR NOT starts_with(e.payload::jsonb ->> 'words', 'By ' || q.by
		      || COALESCE(' (' || q.members || CASE q.members WHEN 1 THEN ' Member)' ELSE ' Members)' END, '')
		      || ' on ' || to_char(q.made_on, 'FMDD FMMonth YYYY') || ': ' || q.reason)`},
	{"call_in_outcomes", "id", `
		SELECT q.position,
		       'the outcome of the call-in of executive decision ' || q.decision_id
		           || ' does not agree with the register'
		FROM (SELECT * FROM call_in_outcomes WHERE id > @from AND id <= @to) q
		JOIN executive_decisions d ON d.id = q.decision_id
		LEFT JOIN decision_entries l ON l.position = q.position AND l.decision_id = q.decision_id
		LEFT JOIN register_entries e ON e.position = l.position AND e.kind = 'executive decision'
		WHERE e.position IS NULL
		   OR NOT starts_with(e.payload::jsonb ->> 'words',
		                      upper(left(q.outcome, 1)) || substr(q.outcome, 2) || ': ' || q.body || ' on '
		                      || to_char(q.made_on, 'FMDD FMMonth YYYY') || ', minute ' || q.minute || E'\n' || q.words)
		   OR (q.outcome IN ('upheld', 'lapsed')
		       AND e.payload::jsonb ->> 'words'
		           NOT LIKE '%takes effect on ' || to_char(d.effective_on, 'FMDD FMMonth YYYY'))`},
	{"register_entries", "position", `
		SELECT e.position, 'entry ' || e.position || ' says of a call-in what is not kept'
		FROM (SELECT * FROM register_entries WHERE position > @from AND position <= @to) e
		LEFT JOIN decision_entries l ON l.position = e.position
		WHERE e.kind = 'executive decision' AND e.payload::jsonb ->> 'decision' = 'called in'
		  AND NOT EXISTS (SELECT FROM (SELECT position, decision_id FROM call_in_requests
		                               UNION ALL
		                               SELECT position, decision_id FROM call_in_outcomes) q
		                  JOIN register_entries o ON o.position = q.position
		                  WHERE q.decision_id = l.decision_id AND o.at = e.at
		                    AND o.payload::jsonb ->> 'words' = e.payload::jsonb ->> 'words')
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' has no executive decision any more'
		FROM (SELECT * FROM register_entries WHERE position > @from AND position <= @to) e
		WHERE e.kind IN ('executive decision', 'in force')
		  AND NOT EXISTS (SELECT FROM decision_entries l
		                  JOIN executive_matters m ON m.decision_id = l.decision_id AND m.attempt_id = e.attempt_id
		                  WHERE l.position = e.position)
		  AND NOT (e.payload::jsonb ->> 'decision' = 'report drafted'
		           AND EXISTS (SELECT FROM decision_subjects s WHERE s.attempt_id = e.attempt_id))`},
	{"decision_entries", "position", `
		SELECT e.position, 'entry ' || e.position || ' is about the decision of another council than is kept'
		FROM (SELECT * FROM decision_entries WHERE position > @from AND position <= @to) l
		JOIN register_entries e ON e.position = l.position
		WHERE (e.payload::jsonb ->> 'of')::bigint <> l.decision_id`},
}
