package registerstore

// gateChecks compare what Members decided with the register: signatures, snapshots, outcomes, what became of
// conditions, and whom and what each entry is about.
var gateChecks = []check{
	{"signatures", "id", `
		SELECT COALESCE(g.position, 0) AS position, 'signature ' || g.id || ' does not agree with the register' AS words
		FROM (SELECT * FROM signatures WHERE id > @from AND id <= @to) g
		LEFT JOIN register_entries e ON e.position = g.position AND e.kind = 'signature'
		  AND e.attempt_id = g.attempt_id AND e.person_id = g.person_id
		LEFT JOIN signatures o ON o.id = g.replaces
		LEFT JOIN register_entries r ON r.position = o.position
		LEFT JOIN papers x ON x.id = g.paper_id
		LEFT JOIN files f ON f.id = x.file_id
		WHERE e.position IS NULL OR COALESCE(e.payload::jsonb ->> 'replaces', '') <> COALESCE(r.reference, '')
		   OR o.person_id <> g.person_id OR e.payload::jsonb ->> 'decision' <> g.decision
		  OR e.payload::jsonb ->> 'words' <> g.comment
		   OR e.at <> g.signed_at
		   OR COALESCE(e.payload::jsonb -> 'paper' ->> 'scan', '') <> COALESCE(encode(sha256(f.content), 'hex'), '')
		   OR (g.substitute_for IS NOT NULL) <> starts_with(e.payload::jsonb ->> 'capacity', 'Substitute for ')`},
	{"register_entries", "position", `
		SELECT e.position, 'entry ' || e.position || ' has no signature any more'
		FROM (SELECT * FROM register_entries WHERE position > @from AND position <= @to) e
		LEFT JOIN signatures g ON g.position = e.position
		WHERE e.kind = 'signature' AND g.id IS NULL
		UNION ALL
		SELECT e.position, 'entry ' || e.position || ' is about another attempt, area or person than it says'
		FROM (SELECT * FROM register_entries WHERE position > @from AND position <= @to) e
		LEFT JOIN attempts t ON t.id = e.attempt_id
		WHERE e.kind <> 'audit day' AND (
		   t.id IS NULL AND NOT (e.kind IN ('waiting', 'confirmation') AND e.attempt_id IS NULL)
		   OR e.area_id IS DISTINCT FROM t.area_id AND t.id IS NOT NULL
		  OR encode(t.digest, 'hex') <> e.payload::jsonb ->> 'snapshot'
		   OR t.gate <> (e.payload::jsonb ->> 'gate')::int OR t.number <> (e.payload::jsonb ->> 'attempt')::int
		   OR (e.kind = 'submission' AND e.person_id IS DISTINCT FROM t.submitted_by)
		   OR (e.kind = 'outcome' AND e.person_id IS DISTINCT FROM t.outcome_by)
		   OR (e.kind = 'condition discharged' AND NOT EXISTS (
		       SELECT FROM condition_steps n
		       JOIN conditions c ON c.id = n.condition_id
		       WHERE c.attempt_id = t.id AND n.kind = 'discharged' AND n.by = e.person_id AND n.at = e.at))
		   OR (e.kind = 'condition' AND NOT EXISTS (
		       SELECT FROM condition_steps n
		       JOIN conditions c ON c.id = n.condition_id
		       WHERE n.position = e.position AND c.attempt_id = t.id AND n.by = e.person_id AND n.at = e.at
		         AND n.kind = e.payload::jsonb ->> 'decision' AND n.words = e.payload::jsonb ->> 'words'
		         AND n.capacity = e.payload::jsonb ->> 'capacity'
		         AND c.text = e.payload::jsonb -> 'conditions' ->> 0))
		   OR (e.kind = 'called back' AND (t.called_back_by IS DISTINCT FROM e.person_id
		                                   OR t.called_back_at IS DISTINCT FROM e.at
		       OR t.called_back_reason <> e.payload::jsonb ->> 'words')))`},
	{"attempts", "id", `
		SELECT COALESCE(e.position, 0), 'the snapshot of attempt ' || t.id || ' does not fit the digest that was signed'
		FROM (SELECT * FROM attempts WHERE id > @from AND id <= @to) t
		LEFT JOIN register_entries e ON e.attempt_id = t.id AND e.kind = 'submission'
		WHERE e.position IS NULL OR sha256(convert_to(t.snapshot, 'UTF8')) <> t.digest
		  OR encode(t.digest, 'hex') <> e.payload::jsonb ->> 'snapshot'
		   OR (NOT starts_with(t.snapshot, '{"commitments":')
		       AND strpos(t.snapshot, '"rule":"' || t.rule || '"') = 0)
		UNION ALL
		SELECT COALESCE(e.position, 0), 'the outcome of attempt ' || t.id || ' does not agree with the register'
		FROM (SELECT * FROM attempts WHERE id > @from AND id <= @to) t
		LEFT JOIN register_entries e ON e.attempt_id = t.id AND e.kind = 'outcome'
		WHERE (t.outcome IS NULL) <> (e.position IS NULL) OR t.outcome <> e.payload::jsonb ->> 'decision'
		  OR t.outcome_at <> e.at
		UNION ALL
		SELECT 0, 'the calling back of attempt ' || t.id || ' is not in the register'
		FROM (SELECT * FROM attempts WHERE id > @from AND id <= @to) t
		WHERE t.called_back_at IS NOT NULL AND NOT EXISTS (
		    SELECT FROM register_entries e
		    WHERE e.attempt_id = t.id
		      AND (e.at = t.called_back_at OR e.at > t.called_back_at AND e.payload::jsonb ? 'rows')
		      AND (e.kind = 'called back' OR (e.kind = 'executive decision'
		                                      AND e.payload::jsonb ->> 'decision' = 'returned')))`},
	{"condition_steps", "id", `
		SELECT 0, 'the discharge of condition ' || n.condition_id || ' is not in the register'
		FROM (SELECT * FROM condition_steps WHERE id > @from AND id <= @to) n
		JOIN conditions c ON c.id = n.condition_id
		WHERE n.kind = 'discharged' AND NOT EXISTS (
		    SELECT FROM register_entries e
		    WHERE e.kind = 'condition discharged' AND e.attempt_id = c.attempt_id AND e.person_id = n.by
		      AND e.at = n.at)
		UNION ALL
		SELECT 0, 'step ' || n.id || ' of condition ' || n.condition_id || ' is not in the register'
		FROM (SELECT * FROM condition_steps WHERE id > @from AND id <= @to) n
		WHERE n.position IS NOT NULL AND NOT EXISTS (
		    SELECT FROM register_entries e WHERE e.position = n.position AND e.kind = 'condition')`},
}
